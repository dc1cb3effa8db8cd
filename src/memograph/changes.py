"""What changed from one release to the next: sorted N-Quads side by side → added, changed, merged, withdrawn, removed.

Called by assembling.py for the release that was current and the one just made. Both files are read once, line by line;
the memory is that of one thing's triples and of the lists for the page.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import IO, TypeAlias, cast

import pyoxigraph as ox

from memograph.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS, Site

#: What can happen to a thing, in the order that people read it.
WHAT = ("added", "changed", "merged", "withdrawn", "removed")

#: Changes of one kind and sort that the summary lists; the full list is a file of its own.
LISTED = 100

_TYPE, _LABEL, _DEPRECATED, _SURVIVOR, _NOTE = (
    f"<{iri}>".encode()
    for iri in (RDF + "type", RDFS + "label", OWL + "deprecated", DCTERMS + "isReplacedBy", SKOS + "changeNote")
)
#: Kind of a document that is only cited.
CITED = "cited-document"


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one thing.

    Args:
        kind: as in its IRI (``person``), or ``cited-document`` for a document that is only cited.
        what: one of `WHAT`.
        label: what it is called, in the new release if it is there; may be empty.
        into: IRI of the survivor of a merged thing.
        reason: why a thing was withdrawn.
    """

    kind: str
    what: str
    iri: str
    label: str
    into: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that happened between two releases, given by their versions.

    Args:
        counts: kind → what → number; what did not happen is absent.
        first: the first `LISTED` changes of each kind and sort, by IRI.
    """

    before: str
    after: str
    counts: dict[str, dict[str, int]]
    first: tuple[Change, ...]

    def total(self, what: str, *, without: frozenset[str] = frozenset(), only: str = "") -> int:
        """Number of changes of a sort, of one kind only or without some kinds."""
        return sum(
            numbers.get(what, 0)
            for kind, numbers in self.counts.items()
            if (kind == only if only else kind not in without)
        )

    def groups(self) -> dict[str, dict[str, int]]:
        """How much happened to entities, documents and statements, by what happened."""
        return {
            "entities": {what: self.total(what, without=NO_ENTITIES) for what in WHAT},
            "documents": {what: self.total(what, only="document") for what in WHAT},
            "statements": {what: self.total(what, only="statement") for what in WHAT},
        }

    def __str__(self) -> str:
        """One line: ``entities 3 added, 1 merged; documents 1 added; statements 7 added, 2 removed``."""
        said = (
            f"{name} {', '.join(f'{number:,} {what}' for what, number in numbers.items() if number)}"
            for name, numbers in self.groups().items()
            if any(numbers.values())
        )
        return "; ".join(said) or "no entity, document or statement"


#: Kinds that are counted by themselves.
NO_ENTITIES = frozenset({"document", "statement", CITED})

Lines: TypeAlias = tuple[bytes, ...]


@dataclass(slots=True)
class State:
    """What a release says of a thing: ``""`` (nothing), its kind, ``merged`` or ``withdrawn``."""

    state: str = ""
    label: bytes = b""
    survivor: str = ""
    note: bytes = b""
    types: set[bytes] = field(default_factory=set)

    @property
    def label_text(self) -> str:
        """The label, empty where there is none."""
        return _text(self.label)

    @property
    def note_text(self) -> str:
        """Why it was withdrawn, empty where it was not."""
        return _text(self.note)


def compare(before: Iterable[bytes], after: Iterable[bytes], site: Site) -> Iterator[Change]:
    """Things that differ between two releases, by IRI.

    A thing is changed if what it says of itself or its parts (hash IRIs on it) differs, in whatever graph it stands.

    Args:
        before, after: lines of sorted N-Quads.
    """
    space, cited = site.address("id/").encode(), f"<{site.term('CitedDocument')}>".encode()
    waiting: list[bytes] = []  # things whose parts differ; a part sorts before its thing, with few others between them
    for subject, old, new in _by_subject(before, after):
        iri = subject[1:-1]
        if not iri.startswith(space):
            continue
        while waiting and not iri.startswith(waiting[-1]):
            waiting.pop()  # it has parts, and nothing is said of itself
        thing, _, part = iri.partition(b"#")
        if part:
            if old != new and thing not in waiting:
                waiting.append(thing)
            continue
        differs = old != new
        if waiting and waiting[-1] == thing:
            waiting.pop()
            differs = True
        if differs and (change := _change(iri.decode(), state_of(old, cited), state_of(new, cited), len(space))):
            yield change


def _by_subject(before: Iterable[bytes], after: Iterable[bytes]) -> Iterator[tuple[bytes, Lines, Lines]]:
    """Each subject of either side with its triples there."""
    olds, news = subjects(before), subjects(after)
    old, new = next(olds, None), next(news, None)
    while old or new:
        if new is None or (old is not None and old[0] < new[0]):
            assert old is not None
            yield old[0], old[1], ()
            old = next(olds, None)
        elif old is None or new[0] < old[0]:
            yield new[0], (), new[1]
            new = next(news, None)
        else:
            yield old[0], old[1], new[1]
            old, new = next(olds, None), next(news, None)


def subjects(lines: Iterable[bytes]) -> Iterator[tuple[bytes, Lines]]:
    """Each subject of sorted N-Quads with its triples, without graphs and each once."""
    for subject, group in groupby(lines, key=lambda line: line.partition(b" ")[0]):
        yield subject, tuple(triple for triple, _ in groupby(line.rsplit(b" ", 2)[0] for line in group))


def state_of(triples: Lines, cited: bytes) -> State:
    """What a release says of a thing, from its triples; `cited` is the class of what is only cited."""
    found, deprecated = State(), False
    for triple in triples:
        _, predicate, value = triple.split(b" ", 2)
        if predicate == _TYPE:
            found.types.add(value)
        elif predicate == _LABEL:
            found.label = found.label or triple
        elif predicate == _DEPRECATED:
            deprecated = value.startswith((b'"true"', b'"1"'))
        elif predicate == _SURVIVOR:
            found.survivor = found.survivor or value[1:-1].decode()
        elif predicate == _NOTE:
            found.note = found.note or triple
    if deprecated:
        found.state = "merged" if found.survivor else "withdrawn"
    elif found.types:
        found.state = CITED if found.types == {cited} else "there"
    return found


def _change(iri: str, old: State, new: State, space: int) -> Change | None:
    kind = CITED if "there" not in (old.state, new.state) and CITED in (old.state, new.state) else ""
    kind = kind or iri[space:].partition("/")[0]
    label = _text(new.label or old.label)
    if new.state == old.state:
        return Change(kind, "changed", iri, label) if new.state else None
    match new.state:
        case "":
            return Change(kind, "removed", iri, label)
        case "merged":
            return Change(kind, "merged", iri, label, into=new.survivor)
        case "withdrawn":
            return Change(kind, "withdrawn", iri, label, reason=_text(new.note))
        case _:  # new, or back again, or a document that was only cited
            return Change(kind, "removed" if new.state == CITED and old.state == "there" else "added", iri, label)


def _text(triple: bytes) -> str:
    """Lexical form of the literal of a triple in N-Triples."""
    if not triple:
        return ""
    quad = next(iter(ox.parse(triple + b" .", format=ox.RdfFormat.N_TRIPLES)))
    return quad.object.value if isinstance(quad.object, ox.Literal) else ""


def write_changes(changes: Iterable[Change], before: str, after: str, folder: Path) -> Changes:
    """Write ``<before>.json`` (numbers, and the first of each kind; returned) and ``<before>.jsonl.gz`` (all)."""
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    first: list[Change] = []
    with (
        (folder / f"{before}.jsonl.gz").open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed,
    ):
        output = cast(IO[bytes], packed)
        for change in changes:
            output.write(json.dumps(asdict(change), ensure_ascii=False).encode() + b"\n")
            counts[change.kind][change.what] += 1
            if counts[change.kind][change.what] <= LISTED:
                first.append(change)
    ordered = {kind: {w: counts[kind][w] for w in WHAT if w in counts[kind]} for kind in sorted(counts)}
    summary = Changes(before, after, ordered, tuple(first))
    temporary = folder / f".{before}.json"
    temporary.write_text(json.dumps(asdict(summary), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    temporary.replace(folder / f"{before}.json")
    return summary


def read_changes(folder: Path, before: str) -> Changes | None:
    """What changed since the release `before`, None where that was not worked out."""
    try:
        raw = json.loads((folder / f"{before}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Changes(raw["before"], raw["after"], raw["counts"], tuple(Change(**change) for change in raw["first"]))
