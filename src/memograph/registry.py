"""``registry.txt``: every IRI that a release ever had, so that none is dropped without somebody's decision.

build.py gives it to `assemble`, which asks it while a release is made: what is registered and not there any more either
says so itself (statements that are no longer found are published as withdrawn, for good), or stops the release
(people, places, documents: a historian decides what became of them). Everything streams: both sides are sorted.

A line is an IRI relative to the site, its kind, its label and, of what was withdrawn by itself, the reason, separated
by tabs; lines sort as the IRIs do. The first line names the release that the registry was last written for.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox

from memograph.changes import CITED, state_of, subjects
from memograph.errors import ReleaseError
from memograph.namespaces import OWL, SKOS, XSD, Site

REGISTRY = "registry.txt"
_HEADER = "# IRIs that memograph published; release "

#: Kind → why it is withdrawn by itself where it is not there any more; of other kinds a historian decides.
_BY_ITSELF = {
    "statement": "No longer found by {software} in this document.",
    "decision": "Taken back: it is not among the decisions any more.",
    CITED: "No longer cited by any document, as {software} reads them.",
}
#: Why something is that no release ever described: a decision merged or withdrew it, and is taken back.
_NEVER_THERE = "No release described it; the decision that named it was taken back."


@dataclass(frozen=True, slots=True)
class Registered:
    """A thing of the registry: IRI relative to the site in angle brackets, kind, label, why it was withdrawn."""

    iri: str
    kind: str
    label: str
    note: str = ""

    @property
    def path(self) -> str:
        """``person/gromyko-andrei``, as files of decisions write it."""
        return unquote(self.iri[len("<id/") : -1])

    def __str__(self) -> str:
        return "\t".join((self.iri, self.kind, self.label, *([self.note] if self.note else []))) + "\n"


@dataclass(frozen=True, slots=True)
class Lost:
    """A thing that was published, and that a new release would drop without a word."""

    path: str
    label: str


def keep(
    data: Path, before: Path, after: Path, kept: Path, site: Site, software: str, lost: Callable[[Lost], None]
) -> None:
    """Hold a release against the registry.

    Args:
        data: sorted N-Quads of the release to be.
        before, after: the registry as it is, and where to write it as it will be with this release (without header).
        kept: where to write sorted N-Quads that say what became of statements that are no longer there.
        lost: told of each thing that would be dropped without a decision.
    """
    with data.open("rb") as quads, after.open("w", encoding="utf-8") as registry, kept.open("wb") as output:
        for old, new in _side_by_side(read_registry(before), things(quads, site)):
            entry = _entry(old, new)
            if new is None and (reason := _reason(entry)) is not None:
                entry = replace(entry, note=entry.note or reason.format(software=software))
                output.writelines(_withdrawn(entry, site))
            elif new is None:
                lost(Lost(entry.path, entry.label))
            registry.write(str(entry))


def known_before(registry: Path, wanted: Collection[str]) -> frozenset[str]:
    """Those of some things (``person/gromyko-andrei``) that a registry has; all where it is empty and cannot tell."""
    paths = (each.path for each in read_registry(registry))
    if (first := next(paths, None)) is None:
        return frozenset(wanted)
    return frozenset(path for path in chain((first,), paths) if path in wanted)


def _entry(old: Registered | None, new: Registered | None) -> Registered:
    """The new line of a thing; what was merged or withdrawn has no label any more, and keeps that of before."""
    if new is None or old is None:
        entry = new or old
        assert entry is not None, "one side has it"
        return entry
    return new if new.label else replace(new, label=old.label)


def _reason(entry: Registered) -> str | None:
    """Why something that is not there any more is withdrawn by itself; None where a historian decides."""
    return _BY_ITSELF.get(entry.kind, None if entry.label else _NEVER_THERE)


def things(lines: Iterable[bytes], site: Site) -> Iterator[Registered]:
    """Things that sorted N-Quads describe, in their order."""
    space, cited = f"<{site.address('id/')}".encode(), f"<{site.term('CitedDocument')}>".encode()
    for subject, triples in subjects(lines):
        if not subject.startswith(space) or b"#" in subject:
            continue
        state = state_of(triples, cited)
        if not state.state:
            continue
        iri = f"<id/{subject[len(space) :].decode()}"
        kind = CITED if state.state == CITED else iri[len("<id/") :].partition("/")[0]
        note = state.note_text if state.state == "withdrawn" and kind in _BY_ITSELF else ""
        yield Registered(iri, kind, _line(state.label_text), _line(note))


def read_registry(path: Path) -> Iterator[Registered]:
    """The lines of a registry; none where there is no file.

    Raises:
        ReleaseError: a line cannot be read, or the lines are not sorted.
    """
    if not path.exists():
        return
    before = ""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.startswith("#"):
                continue
            cells = line.rstrip("\n").split("\t")
            if not (3 <= len(cells) <= 4 and cells[0].startswith("<id/") and cells[0].endswith(">")):
                raise ReleaseError(f"{path}:{number}: not a line of the registry; take the file back from a copy")
            if cells[0].encode() <= before.encode():
                raise ReleaseError(f"{path}:{number}: not in order; sort the lines again (LC_ALL=C sort)")
            before = cells[0]
            yield Registered(*cells)


def covers(path: Path, version: str) -> bool:
    """Whether a registry was written for this release, or for whatever there is, where no release is current."""
    if not path.exists():
        return not version
    with path.open(encoding="utf-8") as lines:
        return not version or lines.readline().removeprefix(_HEADER).strip() == version


def take_over(registry: Path, dump: Path, site: Site, target: Path) -> None:
    """Write to `target` what the registry has and what a release's N-Quads dump has, which may be newer.

    Raises:
        ReleaseError: the dump cannot be read.
    """
    try:
        with gzip.open(dump) as lines, target.open("w", encoding="utf-8") as output:
            for old, new in _side_by_side(read_registry(registry), things(lines, site)):
                output.write(str(_entry(old, new)))
    except (OSError, EOFError) as error:
        raise ReleaseError(
            f"{dump}: cannot be read ({error}), so nobody knows what the release before published; put the file back"
        ) from error


def publish_registry(made: Path, target: Path, version: str) -> None:
    """Put a registry in its place, for the release that has become current; it appears whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    with made.open(encoding="utf-8") as lines, temporary.open("w", encoding="utf-8") as output:
        output.write(f"{_HEADER}{version}\n")
        output.writelines(lines)
    temporary.replace(target)


def _side_by_side(
    olds: Iterator[Registered], news: Iterator[Registered]
) -> Iterator[tuple[Registered | None, Registered | None]]:
    old, new = next(olds, None), next(news, None)
    while old is not None or new is not None:
        if new is None or (old is not None and old.iri.encode() < new.iri.encode()):
            yield old, None
            old = next(olds, None)
        elif old is None or new.iri.encode() < old.iri.encode():
            yield None, new
            new = next(news, None)
        else:
            yield old, new
            old, new = next(olds, None), next(news, None)


def _withdrawn(entry: Registered, site: Site) -> Iterator[bytes]:
    """Sorted N-Quads that say that a thing is withdrawn, and why."""
    node = ox.NamedNode(site.base + entry.iri[1:-1])
    values = {
        OWL + "deprecated": ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean")),
        SKOS + "changeNote": ox.Literal(entry.note, language="en"),
    }
    quads = [ox.Quad(node, ox.NamedNode(p), value, ox.NamedNode(site.curation_graph)) for p, value in values.items()]
    data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    yield from sorted(data.splitlines(keepends=True))


def _line(text: str) -> str:
    return " ".join(text.split())
