"""Lays beside a release that is being read what the next one changes: for each graph, what it loses and what it gains.

Only the difference is staged: the update that switches is one transaction, which a store holds in memory, and of a
document that was read anew most triples stay. The difference is to what the store gives, not to what it should hold.
Called by upload.py.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass

from memograph.errors import UploadError
from memograph.uploading.bookkeeping import Books, Plan
from memograph.uploading.contents import NOTHING, Contents, Graphs, difference, read_triples, sort_triples
from memograph.uploading.graph_store import CHUNK
from memograph.uploading.watching import Watcher

#: Graphs, and triples in them, after which it is written down that they are staged.
NOTED = 10

#: What becomes of a staged graph's triples, by the end of its name.
_ENDS = {"added": "addsTo", "removed": "takesFrom", "gone": "takesFromAll"}


@dataclass(slots=True)
class Staging:
    """A release on its way into a store that holds another one."""

    books: Books
    graphs: Graphs
    plan: Plan
    watch: Watcher
    changed: int = 0
    unchanged: int = 0

    def stage(self) -> None:
        """Stage what is not staged yet, and count what is there then.

        Raises:
            UploadError: the store holds something else than what it was given.
        """
        held = self.books.uploaded()
        names = sorted({*self.graphs.names(), *held})
        self.watch.stage("graphs", len(names))
        waiting: list[tuple[str, Contents]] = []
        for name in names:
            contents = self.graphs.contents(name, slot=len(waiting))
            if held.get(name, NOTHING) == contents.mark:
                self.unchanged += 1
            else:
                self.changed += 1
                if self.plan.marks.get(name) != contents.mark:
                    waiting.append((name, contents))
            if len(waiting) >= NOTED or sum(each.triples for _, each in waiting) >= CHUNK:
                self._stage_graphs(waiting)
                waiting = []
            self.watch.step()
        self._stage_graphs(waiting)
        if not self.books.store.rehearsal:
            self._check()

    @property
    def switched(self) -> int:
        """Quads that the switch adds or removes, of named graphs and of the default graph."""
        twice = {"added": 2}  # what a graph gains, the default graph gains
        return sum(twice.get(name.rpartition("/")[2], 1) * (count or 0) for name, count in self.plan.staged.items())

    def _stage_graphs(self, waiting: list[tuple[str, Contents]]) -> None:
        """Write what will be staged, stage it, write that it is there: nothing is ever staged that nobody knows of."""
        self.books.note((staged, _ENDS[end], name) for name, _ in waiting for end, staged in self._names(name).items())
        done: list[tuple[str, str, str]] = []
        for name, contents in waiting:
            counts = self._stage_graph(name, contents)
            done += [(staged, "triples", str(count)) for staged, count in counts.items()]
            done.append((name, "willHold", contents.mark))
            self.plan.staged.update(counts)
            self.plan.marks[name] = contents.mark
        self.books.note(done)

    def _stage_graph(self, name: str, new: Contents) -> dict[str, int]:
        """Stage what one graph loses and gains; the number of triples by staged graph."""
        store, scratch = self.books.store, self.books.scratch
        store.get(name, scratch / "held.nt")
        triples = read_triples(scratch / "held.nt", store.addresses.graphs)
        old = sort_triples(triples, scratch / "old.nt", scratch)
        removed, added = difference(old, new, scratch / "removed.nt", scratch / "added.nt")
        names = self._names(name)
        counts = {}
        if added.triples:
            counts[names["added"]] = store.put(names["added"], added.lines())
        if removed.triples:
            counts[names["removed"]] = store.put(names["removed"], removed.lines())
            gone = self.graphs.without(removed.lines())
            if first := next(gone, b""):
                counts[names["gone"]] = store.put(names["gone"], itertools.chain((first,), gone))
        return counts

    def _names(self, graph: str) -> dict[str, str]:
        key = hashlib.sha256(graph.encode()).hexdigest()[:16]
        return {end: f"{self.books.site.staging_graph}/{key}/{end}" for end in _ENDS}

    def _check(self) -> None:
        expected = {staged: count for staged, count in self.plan.staged.items() if count is not None}
        wrong = list(itertools.islice(self.books.miscounted(expected), 3))
        if wrong:
            self.books.store.delete(self.books.site.staging_graph)  # what is staged will be written over
            found = "; ".join(f"{graph} holds {count} triples and not {expected[graph]}" for graph, count in wrong)
            raise UploadError(
                f"{self.books.store.addresses.graphs}: {found}. Does something else write there? Run it again to stage "
                "all anew; the release that is there is whole"
            )
