"""Fills a store that holds no release: graphs go to their places at once, since nobody reads before the switch.

A graph is marked in the store once it is there whole, so an upload that was cut short goes on after the last mark.
Called by upload.py.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from memograph.errors import UploadError
from memograph.uploading.bookkeeping import Books
from memograph.uploading.contents import Graphs
from memograph.uploading.graph_store import CHUNK
from memograph.uploading.watching import Watcher

#: Graphs, and triples in them, after which marks are written: what is sent again at most after a lost connection.
MARKED = 25


@dataclass(slots=True)
class Filling:
    """A release on its way into a store without one.

    Args:
        default: whether its default graph is to be written; not where a store makes one of all graphs by itself.
    """

    books: Books
    graphs: Graphs
    watch: Watcher
    default: bool = True
    changed: int = 0
    unchanged: int = 0

    def fill(self) -> None:
        """Upload all graphs that are not there yet, and count what is there then.

        Raises:
            UploadError: the store holds something else than what it was given.
        """
        names = self.graphs.names()
        held = self.books.uploaded()
        self._remove([graph for graph in held if graph not in set(names)])
        self.watch.stage("graphs", len(names))
        expected = {}
        waiting: list[tuple[str, str]] = []
        triples = 0
        for name in names:
            contents = self.graphs.contents(name)
            expected[name] = contents.triples
            if held.get(name) == contents.mark:
                self.unchanged += 1
            else:
                self.changed += 1
                if name in held:
                    self.books.forget([name])
                triples += self.books.store.put(name, contents.lines())
                waiting.append((name, contents.mark))
            if len(waiting) >= MARKED or triples >= CHUNK:
                self.books.holds(waiting)
                waiting, triples = [], 0
            self.watch.step()
        self.books.holds(waiting)
        if self.default:
            self._fill_default()
        if not self.books.store.rehearsal:
            self._check(expected)

    def _remove(self, graphs: list[str]) -> None:
        """Remove graphs of an upload of another release."""
        self.books.forget(graphs)
        for graph in graphs:
            self.books.store.delete(graph)

    def _fill_default(self) -> None:
        """Upload the default graph in parts, after those that are there already: their number says how many."""
        size, store = self.graphs.size(), self.books.store
        there = 0 if store.rehearsal else self.books.everything()
        begun = there if there == size or there % CHUNK == 0 else 0
        self.watch.stage("default graph", -(-size // CHUNK))
        store.add(None, self._counted(itertools.islice(self.graphs.everything(), begun, None)))
        if not store.rehearsal and self.books.everything() != size:
            store.delete(None)
            store.add(None, self.graphs.everything())

    def _counted(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for number, line in enumerate(lines, start=1):
            yield line
            if number % CHUNK == 0:
                self.watch.step()

    def _check(self, expected: dict[str, int]) -> None:
        wrong = list(itertools.islice(self.books.miscounted(expected), 3))
        if wrong:
            self.books.forget([graph for graph, _ in wrong])
        found = [f"{graph} holds {count} triples and not {expected[graph]}" for graph, count in wrong]
        size = self.graphs.size()
        if self.default and (count := self.books.everything()) != size:
            found.append(f"the default graph holds {count} triples and not {size}")
        if found:
            raise UploadError(
                f"{self.books.store.addresses.graphs}: {'; '.join(found)}. Does something else write there? "
                "Run it again to upload these anew; the release is not switched"
            )
