"""What a release holds, graph by graph, as files of sorted N-Triples; and what differs between two of them.

Read from the release's store, because the catalogue is in no dump, and because an engine writes some literals in a form
of its own (``"0.50"`` as ``0.5``). Memory is that of a part of one graph, and of the names of all. Called by filling.py
and staging.py.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from memograph import nquads
from memograph.errors import UploadError

#: Triples that are sorted at once.
SORTED = 100_000


@dataclass(frozen=True, slots=True)
class Contents:
    """What a graph holds: a file of sorted N-Triples, the number of its lines, their SHA-256 (hex)."""

    path: Path
    triples: int
    sha256: str

    @property
    def mark(self) -> str:
        """Both in one word, as the store keeps it for each graph; “nothing” for an empty one."""
        return f"{self.triples} {self.sha256}" if self.triples else NOTHING

    def lines(self) -> Iterator[bytes]:
        """The lines, with their ends."""
        with self.path.open("rb") as file:
            yield from file


#: Mark of a graph that is empty, or is not there.
NOTHING = "nothing"


class Graphs:
    """The graphs of a release.

    Args:
        store: its pyoxigraph store.
        scratch: an existing directory, for a few files at a time.
    """

    def __init__(self, store: Path, scratch: Path) -> None:
        self._store = ox.Store.read_only(str(store))
        self._scratch = scratch

    def names(self) -> list[str]:
        """All named graphs, sorted."""
        return sorted(each.value for each in self._store.named_graphs() if isinstance(each, ox.NamedNode))

    def contents(self, graph: str, slot: int = 0) -> Contents:
        """What a graph holds; the file is overwritten by the next call with the same `slot`."""
        return sort_triples(self._triples(ox.NamedNode(graph)), self._scratch / f"new-{slot}.nt", self._scratch)

    def everything(self) -> Iterator[bytes]:
        """Lines of the default graph, in an order that is the same each time."""
        return _lines(self._triples(ox.DefaultGraph()))

    def size(self) -> int:
        """Triples of the default graph."""
        return sum(1 for _ in self._triples(ox.DefaultGraph()))

    def without(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Those of these lines that the default graph does not have, and so no graph has."""
        for line in lines:
            triple = next(iter(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))).triple
            if ox.Quad(triple.subject, triple.predicate, triple.object, ox.DefaultGraph()) not in self._store:
                yield line

    def _triples(self, graph: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Triple]:
        return (quad.triple for quad in self._store.quads_for_pattern(None, None, None, graph))


def sort_triples(triples: Iterable[ox.Triple], target: Path, scratch: Path) -> Contents:
    """Write triples to `target` as sorted N-Triples, each once.

    Raises:
        UploadError: there is a blank node among them; two sides could not agree which one is meant.
    """
    folder = scratch / "parts"
    folder.mkdir(exist_ok=True)
    rest = iter(triples)
    paths: list[Path] = []
    while part := list(itertools.islice(rest, SORTED)):
        lines = sorted(set(_lines(part)))
        path = folder / f"{len(paths)}.nt"
        path.write_bytes(b"".join(lines))
        paths.append(path)
    if len(paths) == 1:
        (folder / "0.nt").replace(target)
    else:
        nquads.merge(paths, target, folder)
    count, digest = 0, hashlib.sha256()
    with target.open("rb") as file:
        for line in file:
            count += 1
            digest.update(line)
    for each in folder.iterdir():
        each.unlink()
    return Contents(target, count, digest.hexdigest())


def read_triples(path: Path, address: str) -> Iterator[ox.Triple]:
    """Triples of an N-Triples file that a store gave.

    Raises:
        UploadError: it is no N-Triples.
    """
    try:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES):
            yield quad.triple
    except (SyntaxError, ValueError) as error:
        raise UploadError(f"{address}: what it gives as N-Triples cannot be read: {error}") from error


def difference(old: Contents, new: Contents, removed: Path, added: Path) -> tuple[Contents, Contents]:
    """Write the lines that only `old` has and those that only `new` has to files; both stay sorted."""
    before, after = old.lines(), new.lines()
    left, right = next(before, b""), next(after, b"")
    gone, come = _Written(removed), _Written(added)
    with gone, come:
        while left or right:
            if left == right:
                left, right = next(before, b""), next(after, b"")
            elif not right or (left and left < right):
                gone.write(left)
                left = next(before, b"")
            else:
                come.write(right)
                right = next(after, b"")
    return gone.contents(), come.contents()


class _Written:
    """A file that is being written, with the number and the digest of its lines."""

    def __init__(self, path: Path) -> None:
        self._path, self._file = path, path.open("wb")
        self._count, self._digest = 0, hashlib.sha256()

    def __enter__(self) -> _Written:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, line: bytes) -> None:
        self._file.write(line)
        self._digest.update(line)
        self._count += 1

    def contents(self) -> Contents:
        return Contents(self._path, self._count, self._digest.hexdigest())


def _lines(triples: Iterable[ox.Triple]) -> Iterator[bytes]:
    rest = iter(triples)
    while part := list(itertools.islice(rest, SORTED)):
        data = ox.serialize(part, format=ox.RdfFormat.N_TRIPLES)
        assert data is not None
        if b"_:" in data and any(isinstance(term, ox.BlankNode) for triple in part for term in triple):
            raise UploadError("A blank node: a release has none, and what has one cannot be uploaded in parts")
        yield from data.splitlines(keepends=True)
