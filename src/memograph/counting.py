"""Sorted N-Quads → how much they hold: triples, subjects, objects, members of classes. Called by statistics.py.

All counts are over the union of the graphs, and exact. Lines are read once, block by block: what has the same subject
stands together, and what comes in another order, objects and what documents speak of, is sorted on the disk.
Asked for distinct terms, the engine would remember all of them, some 100 bytes a quad.
"""

from __future__ import annotations

import contextlib
import tempfile
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, TypeAlias

from memograph import nquads
from memograph.namespaces import OA, RDF, Site

_TYPE, _ABOUT = (f"<{RDF}{name}>".encode() for name in ("type", "predicate"))

#: Subject, predicate and object as they are written.
_Row: TypeAlias = "list[bytes]"


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much sorted N-Quads hold; keys of the mappings are IRIs, in order.

    Args:
        things: subjects with an address of their own and a class.
        relations: predicate that statements are about → statements.
        mentioned: class → members that documents mention or state something of.
    """

    triples: int
    subjects: int
    objects: int
    things: int
    classes: dict[str, int]
    properties: dict[str, int]
    relations: dict[str, int]
    mentioned: dict[str, int]


def numbers(files: Iterable[Path], site: Site, scratch: Path) -> Numbers:
    """Count what sorted files hold, together.

    Args:
        scratch: an existing directory for intermediate files; they are gone afterwards.
    """
    with contextlib.ExitStack() as stack:
        opened = [stack.enter_context(file.open("rb")) for file in files]
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=scratch)))
        counting = _Counting(site, folder, stack.enter_context((folder / "typed").open("w+b")))
        for rows in _whole_subjects(_rows(opened)):
            counting.add(rows)
        return counting.result()


class _Counting:
    """What was counted so far.

    Args:
        typed: an empty file for subjects and their classes.
    """

    def __init__(self, site: Site, folder: Path, typed: BinaryIO) -> None:
        self._space, self._statement = f"<{site.address('id/')}".encode(), f"<{site.term('Statement')}>".encode()
        self._mentioning = {f"<{iri}>".encode() for iri in (OA + "hasBody", RDF + "subject", RDF + "object")}
        self._named_in = f"<{site.term('namedIn')}>".encode()
        self._triples = self._subjects = self._things = 0
        self._classes, self._properties, self._relations = Counter[bytes](), Counter[bytes](), Counter[bytes]()
        self._objects, self._mentioned = (nquads.Collected(folder / name) for name in ("objects", "mentioned"))
        self._typed = typed

    def add(self, rows: list[_Row]) -> None:
        """Count all triples of some subjects."""
        self._triples += len(rows)
        self._subjects += len(set(map(itemgetter(0), rows)))
        self._properties.update(map(itemgetter(1), rows))
        self._objects.add(map(itemgetter(2), rows))
        self._mentioned.add(value for _, predicate, value in rows if predicate in self._mentioning)
        self._mentioned.add(subject for subject, predicate, _ in rows if predicate == self._named_in)
        typed = [(subject, name) for subject, predicate, name in rows if predicate == _TYPE]
        self._typed.writelines(b"%s %s\n" % each for each in typed)
        self._classes.update(map(itemgetter(1), typed))
        self._things += len({each for each, _ in typed if each.startswith(self._space) and b"#" not in each})
        statements = {each for each, name in typed if name == self._statement}
        self._relations.update(value for each, predicate, value in rows if predicate == _ABOUT and each in statements)

    def result(self) -> Numbers:
        """All numbers, at the end."""
        self._typed.seek(0)
        return Numbers(
            triples=self._triples,
            subjects=self._subjects,
            objects=sum(map(len, self._objects.blocks())),
            things=self._things,
            classes=_by_iri(self._classes),
            properties=_by_iri(self._properties),
            relations=_by_iri(self._relations),
            mentioned=_by_iri(Counter(_classes_of(self._mentioned, self._typed))),
        )


def _rows(files: Sequence[BinaryIO]) -> Iterator[list[_Row]]:
    """Blocks of distinct triples; what differs only in the graph stands side by side, maybe in two blocks."""
    last = b""
    for lines in nquads.merged(files):
        triples = dict.fromkeys([line[: line.rindex(b" <", 0, -3)] for line in lines])
        triples.pop(last, None)
        if triples:
            last = next(reversed(triples))
            yield [triple.split(b" ", 2) for triple in triples]


def _whole_subjects(blocks: Iterable[list[_Row]]) -> Iterator[list[_Row]]:
    """The same rows in blocks that end where a subject does."""
    held: list[_Row] = []
    for rows in blocks:
        held += rows
        subject = held[-1][0]
        if held[0][0] != subject:
            border = bisect_left(held, subject, key=itemgetter(0))
            yield held[:border]
            del held[:border]
    if held:
        yield held


def _classes_of(members: nquads.Collected, typed: BinaryIO) -> Iterator[bytes]:
    """Classes of some things, of which sorted lines say which they have; for each thing each of its classes."""
    things = (line[:-1] for lines in members.blocks() for line in lines)
    thing = next(things, None)
    for subject, _, name in (line[:-1].partition(b" ") for line in typed):
        while thing is not None and thing < subject:
            thing = next(things, None)
        if thing == subject:
            yield name


def _by_iri(counts: Counter[bytes]) -> dict[str, int]:
    return dict(sorted((term.decode().removeprefix("<").removesuffix(">"), count) for term, count in counts.items()))
