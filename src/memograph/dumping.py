"""The files of a release: everything in four formats, its mappings, and checksums of all. Called by assembling.py.

The same quads give the same bytes, so that anybody can check a release against its inputs. Everything streams: a dump
needs the memory of one chunk to sort, whatever the size of the release.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from memograph import nquads
from memograph.namespaces import Site
from memograph.turtle import write_turtle

NQUADS_DUMP, TURTLE_DUMP, CHECKSUMS = "memograph.nq.gz", "memograph.ttl.gz", "SHA256SUMS"
TRIG_DUMP, JSONLD_DUMP = "memograph.trig.gz", "memograph.jsonld.gz"
MAPPINGS_TSV, MAPPINGS_RDF = "memograph.sssom.tsv", "memograph.sssom.ttl"

#: Bytes of N-Quads that are sorted at once.
CHUNK = 32 * 2**20

#: Lines that are parsed at once.
_BATCH = 5000

_SSSOM = "https://w3id.org/sssom/spec"

# zlib's own default: the last three levels take three times as long for one part in a hundred less.
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class DumpFormat:
    """A file of each release.

    Args:
        media_type: of what is in the gzip file; of the file itself where it is none.
        standard: address of its specification.
        title: for people.
        whole: whether it holds the whole release.
    """

    name: str
    media_type: str
    standard: str
    title: str
    whole: bool = True

    @property
    def packed(self) -> bool:
        """Whether it is a gzip file; mappings are not, because people open them in a spreadsheet."""
        return self.name.endswith(".gz")


DUMP_FORMATS = (
    DumpFormat(
        NQUADS_DUMP,
        "application/n-quads",
        "https://www.w3.org/TR/n-quads/",
        "N-Quads: everything, each document in a graph of its own, sorted",
    ),
    DumpFormat(TRIG_DUMP, "application/trig", "https://www.w3.org/TR/trig/", "TriG: the same graphs, with prefixes"),
    DumpFormat(
        JSONLD_DUMP, "application/ld+json", "https://www.w3.org/TR/json-ld11/", "JSON-LD: the same graphs, expanded"
    ),
    DumpFormat(TURTLE_DUMP, "text/turtle", "https://www.w3.org/TR/turtle/", "Turtle: all graphs in one, with prefixes"),
    DumpFormat(
        MAPPINGS_TSV,
        "text/tab-separated-values",
        _SSSOM,
        "Mappings to other authorities as a table (SSSOM): which record is of which thing, who says so, and how sure",
        whole=False,
    ),
    DumpFormat(MAPPINGS_RDF, "text/turtle", _SSSOM, "The same mappings as RDF (SSSOM)", whole=False),
)


@dataclass(frozen=True, slots=True)
class Dump:
    """A file as it lies there: name, size in bytes, SHA-256 (hex)."""

    name: str
    size: int
    sha256: str


def write_dumps(whole: Path, dumps: Path, site: Site, scratch: Path) -> None:
    """Write sorted N-Quads as they are, as TriG, as JSON-LD, and their union as Turtle.

    Args:
        scratch: an existing directory for intermediate files; to empty it is the caller's part.
    """
    with whole.open("rb") as source, _gzip(dumps / NQUADS_DUMP) as output:
        shutil.copyfileobj(source, output)
    with _gzip(dumps / TURTLE_DUMP) as output:
        write_turtle(union(whole), output, site.prefixes)
    by_graph = _by_graph(whole, scratch)
    with _gzip(dumps / TRIG_DUMP) as output:
        write_turtle(_graphs(by_graph), output, site.prefixes, ox.RdfFormat.TRIG)
    with _gzip(dumps / JSONLD_DUMP) as output:
        ox.serialize(_graphs(by_graph), output, format=ox.RdfFormat.JSON_LD)


def write_checksums(dumps: Path) -> tuple[Dump, ...]:
    """Write the checksums of all files of a release, once they are there."""
    made = tuple(_dump(dumps / each.name, _sha256(dumps / each.name)) for each in DUMP_FORMATS)
    (dumps / CHECKSUMS).write_text("".join(f"{each.sha256}  {each.name}\n" for each in made), encoding="ascii")
    return made


def read_dumps(dumps: Path) -> tuple[Dump, ...]:
    """The files that the checksums of a release name."""
    lines = (dumps / CHECKSUMS).read_text(encoding="ascii").splitlines()
    return tuple(_dump(dumps / name, sha256) for sha256, name in (line.split() for line in lines))


def union(path: Path) -> Iterator[ox.Triple]:
    """Triples of sorted N-Quads without their graphs: quads that differ only in the graph stand side by side."""
    before = None
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS):
        if quad.triple != before:
            before = quad.triple
            yield before


@contextlib.contextmanager
def _gzip(path: Path) -> Iterator[IO[bytes]]:
    """A gzip file without name and time in its header, so that the same content gives the same bytes."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=_LEVEL) as packed,
    ):
        yield cast(IO[bytes], packed)


def _by_graph(whole: Path, scratch: Path) -> Path:
    """The quads sorted by graph first, in lines that begin with it: ``<graph> <subject> … .``"""
    target = scratch / "by-graph"
    nquads.merge(_chunks(whole), target, scratch)
    return target


def _chunks(whole: Path) -> Iterator[bytes]:
    with whole.open("rb") as source:
        while lines := source.readlines(CHUNK):
            yield b"".join(sorted(map(_graph_first, lines)))


def _graph_first(line: bytes) -> bytes:
    triple, graph, end = line.rsplit(b" ", 2)
    return b"%s %s %s" % (graph, triple, end)


def _graph_last(line: bytes) -> bytes:
    graph, triple = line.split(b" ", 1)
    return b"%s %s .\n" % (triple.removesuffix(b" .\n"), graph)


def _graphs(by_graph: Path) -> Iterator[ox.Quad]:
    with by_graph.open("rb") as source:
        while lines := list(islice(source, _BATCH)):
            yield from ox.parse(b"".join(map(_graph_last, lines)), format=ox.RdfFormat.N_QUADS)


def _dump(path: Path, sha256: str) -> Dump:
    return Dump(path.name, path.stat().st_size, sha256)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
