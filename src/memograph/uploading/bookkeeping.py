"""What a store says of itself: which release it holds, what each graph holds, and how far an upload has come.

Three graphs in the store that are no part of a release: ``graph/current`` (the release), ``graph/uploaded`` (a mark for
each graph: triples and SHA-256), ``graph/staging`` (the plan of the upload that is going on). Terms are of the scheme
``urn:memograph:upload:``; nobody else shall build on them. Used by filling.py, staging.py and upload.py.
"""

from __future__ import annotations

import importlib.resources
import itertools
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from string import Template

from memograph.errors import UploadError
from memograph.namespaces import Site
from memograph.uploading.graph_store import GraphStore

TERMS = "urn:memograph:upload:"

#: Graphs that are counted in one query.
_COUNTED = 100

_LINE = re.compile(rb'<([^>]*)> <urn:memograph:upload:(\w+)> (?:<([^>]*)>|"([^"]*)") \.')


@dataclass(slots=True)
class Plan:
    """The upload that is going on, as the store knows it; empty where there is none.

    Args:
        version: release that is uploaded.
        onto: release that the store held when it began; empty where it held none.
        staged: staged graph → number of triples, None where it may not be there whole.
        marks: graph → its mark after the switch; what is staged for such a graph is there whole.
    """

    version: str = ""
    onto: str = ""
    staged: dict[str, int | None] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Books:
    """The bookkeeping of one site in one store.

    Args:
        scratch: an existing directory, for a file at a time.
    """

    store: GraphStore
    site: Site
    scratch: Path

    def current(self) -> str:
        """Version of the release that the store holds; empty where it holds none.

        Raises:
            UploadError: it names several, or something that is no release of this site.
        """
        found = [row["release"] for row in self.store.select(self.text("current.rq"))]
        prefix = self.site.release("")
        versions = {getattr(each, "value", "") for each in found}
        if len(versions) > 1 or any(not each.startswith(prefix) for each in versions):
            raise UploadError(
                f"{self.store.addresses.query}: the graph {self.site.current_graph} says that it holds "
                f"{', '.join(sorted(versions))}; remove that graph to upload anew"
            )
        return versions.pop().removeprefix(prefix) if versions else ""

    def uploaded(self) -> dict[str, str]:
        """Mark of each graph that was uploaded whole."""
        return {graph: value for graph, term, value in self._read(self.site.uploaded_graph) if term == "holds"}

    def plan(self) -> Plan:
        """The upload that is going on."""
        plan = Plan()
        for subject, term, value in self._read(self.site.staging_graph):
            match term:
                case "uploads":
                    plan.version = value
                case "onto":
                    plan.onto = value
                case "willHold":
                    plan.marks[subject] = value
                case "triples":
                    plan.staged[subject] = int(value)
                case "addsTo" | "takesFrom" | "takesFromAll":
                    plan.staged.setdefault(subject, None)
        return plan

    def begin(self, version: str, onto: str) -> Plan:
        """Write that an upload begins, before anything else is written."""
        plan = self.site.staging_graph
        self.store.note(plan, (_line(plan, "uploads", version), _line(plan, "onto", onto)), anew=True)
        return Plan(version, onto)

    def try_addresses(self) -> None:
        """Write a word as a graph and by an update, and listen for both with a query; to be called after `begin`.

        Raises:
            UploadError: what is written at one address cannot be read at another.
        """
        word, plan = secrets.token_hex(8), self.site.staging_graph
        self.note([(plan, "posted", word)])
        self.store.update(self.text("tell.ru", word=word))
        if not self.store.rehearsal and not self.store.ask(self.text("heard.rq", word=word)):
            at = self.store.addresses
            raise UploadError(
                f"What was written at {at.graphs} and {at.update} cannot be read at {at.query}: "
                "these are not three addresses of one store; name them with --graph-store, --update and --query"
            )

    def note(self, lines: Iterable[tuple[str, str, str]]) -> None:
        """Add to the plan: subject, term, value."""
        self.store.note(self.site.staging_graph, (_line(*each) for each in lines))

    def holds(self, marks: Iterable[tuple[str, str]]) -> None:
        """Write the marks of graphs that were uploaded whole and were forgotten before."""
        self.store.note(self.site.uploaded_graph, (_line(graph, "holds", mark) for graph, mark in marks))

    def forget(self, graphs: Iterable[str]) -> None:
        """Remove the marks of graphs, before anything in them is changed."""
        for part in _parts(graphs):
            self.store.update(self.text("forget.ru", graphs=_listed(part)))

    def miscounted(self, expected: dict[str, int]) -> Iterator[tuple[str, int]]:
        """Those of these graphs that do not hold as many triples as they should, and how many they do."""
        for part in _parts(expected):
            rows = self.store.select(self.text("counts.rq", graphs=_listed(part)))
            found = {row["graph"].value: int(row["triples"].value) for row in rows}
            yield from ((graph, found.get(graph, 0)) for graph in part if found.get(graph, 0) != expected[graph])

    def everything(self) -> int:
        """Triples of the default graph."""
        return sum(int(row["triples"].value) for row in self.store.select(self.text("count-default.rq")))

    def switch(self, version: str) -> None:
        """Make this release the current one, in one update."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.store.update(self.text("switch.ru", version=version, now=now), long=True)

    def text(self, name: str, **values: str) -> str:
        """A query or an update of this folder, relative to the site, with `values` (terms, or parts of them) in it."""
        folder = importlib.resources.files("memograph.uploading") / "queries"
        text = folder.joinpath(name).read_text(encoding="utf-8")
        return f"BASE <{self.site.base}>\n" + Template(text).substitute(values)

    def _read(self, graph: str) -> Iterator[tuple[str, str, str]]:
        path = self.scratch / "books.nt"
        self.store.get(graph, path)
        with path.open("rb") as file:
            for line in file:
                if found := _LINE.match(line.replace(b"^^<http://www.w3.org/2001/XMLSchema#string>", b"")):
                    yield found[1].decode(), found[2].decode(), (found[3] or found[4] or b"").decode()


def _line(subject: str, term: str, value: str) -> bytes:
    """A line of bookkeeping: an IRI as value where the term leads to a graph, a word elsewhere."""
    written = f"<{value}>" if term in ("addsTo", "takesFrom", "takesFromAll") else f'"{value}"'
    return f"<{subject}> <{TERMS}{term}> {written} .\n".encode()


def _listed(graphs: Iterable[str]) -> str:
    return " ".join(f"<{graph}>" for graph in graphs)


def _parts(graphs: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(graphs)
    while part := list(itertools.islice(rest, _COUNTED)):
        yield part
