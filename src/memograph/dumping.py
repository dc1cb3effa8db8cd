"""The files of a release: everything in four formats, its mappings, and checksums of all. Called by assembling.py.

The same quads give the same bytes, so that anybody can check a release against its inputs. Everything streams: a dump
needs the memory of one chunk to sort, whatever the size of the release. Each file is made of chunks whose borders the
quads give; what the dumps of the release before have is copied from there (segments.py).
"""

from __future__ import annotations

import contextlib
import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count, groupby
from pathlib import Path

import pyoxigraph as ox

from memograph import __version__, nquads
from memograph.namespaces import Site
from memograph.segments import Part, Writer, read_parts, write_parts
from memograph.turtle import body, header

NQUADS_DUMP, TURTLE_DUMP, CHECKSUMS = "memograph.nq.gz", "memograph.ttl.gz", "SHA256SUMS"
TRIG_DUMP, JSONLD_DUMP = "memograph.trig.gz", "memograph.jsonld.gz"
MAPPINGS_TSV, MAPPINGS_RDF = "memograph.sssom.tsv", "memograph.sssom.ttl"

#: Where in the dumps which part lies.
PARTS = "parts.jsonl"

#: Bytes of N-Quads that are sorted at once; and how large a graph is before it is cut into chunks.
CHUNK, LARGE = 32 * 2**20, 4 * 2**20

_SSSOM = "https://w3id.org/sssom/spec"


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


def write_dumps(whole: Path, dumps: Path, site: Site, scratch: Path, before: Path | None = None) -> None:
    """Write sorted N-Quads as they are, as TriG, as JSON-LD, and their union as Turtle; and where their parts lie.

    Args:
        scratch: an existing directory for intermediate files; to empty it is the caller's part.
        before: directory of other dumps, from which is taken what is the same.
    """
    made_by = _made_by(site)
    known = read_parts(before / PARTS, made_by) if before else {}
    written: list[tuple[str, Part]] = []
    for chunks, forms in ((_by_subject(whole), _OF_SUBJECTS), (_by_graph(whole, scratch), _OF_GRAPHS)):
        with contextlib.ExitStack() as stack:
            writers = [stack.enter_context(_writer(form.name, dumps, before, known)) for form in forms]
            _write(chunks, list(zip(writers, forms, strict=True)), site)
            written += [(form.name, part) for writer, form in zip(writers, forms, strict=True) for part in writer.parts]
    write_parts(dumps / PARTS, made_by, written)


def write_checksums(dumps: Path) -> tuple[Dump, ...]:
    """Write the checksums of all files of a release, once they are there."""
    made = tuple(_dump(dumps / each.name, _sha256(dumps / each.name)) for each in DUMP_FORMATS)
    (dumps / CHECKSUMS).write_text("".join(f"{each.sha256}  {each.name}\n" for each in made), encoding="ascii")
    return made


def read_dumps(dumps: Path) -> tuple[Dump, ...]:
    """The files that the checksums of a release name."""
    lines = (dumps / CHECKSUMS).read_text(encoding="ascii").splitlines()
    return tuple(_dump(dumps / name, sha256) for sha256, name in (line.split() for line in lines))


@dataclass(frozen=True, slots=True)
class _Form:
    """How a file is written chunk by chunk: what it begins with, each chunk from its lines and its quads, what ends it.

    Args:
        quads: whether a chunk has to be parsed for it.
    """

    name: str
    chunk: Callable[[bytes, list[ox.Quad], Site], bytes]
    quads: bool = True
    begin: Callable[[Site], bytes] = lambda site: b""
    between: bytes = b""
    end: bytes = b""


def _as_it_is(lines: bytes, quads: list[ox.Quad], site: Site) -> bytes:
    return lines


def _turtle(lines: bytes, quads: list[ox.Quad], site: Site) -> bytes:
    """The union: quads that differ only in the graph stand side by side."""
    return body((triple for triple, _ in groupby(quad.triple for quad in quads)), site.prefixes, ox.RdfFormat.TURTLE)


def _trig(lines: bytes, quads: list[ox.Quad], site: Site) -> bytes:
    return body(quads, site.prefixes, ox.RdfFormat.TRIG)


def _json_ld(lines: bytes, quads: list[ox.Quad], site: Site) -> bytes:
    return (ox.serialize(quads, format=ox.RdfFormat.JSON_LD) or b"")[1:-1]  # what is in the brackets


def _prefixes(site: Site) -> bytes:
    return header(site.prefixes)


_OF_SUBJECTS = (_Form(NQUADS_DUMP, _as_it_is, quads=False), _Form(TURTLE_DUMP, _turtle, begin=_prefixes))
_OF_GRAPHS = (
    _Form(TRIG_DUMP, _trig, begin=_prefixes),
    _Form(JSONLD_DUMP, _json_ld, begin=lambda site: b"[", between=b",\n", end=b"]\n"),
)


def _write(chunks: Iterable[bytes], outputs: list[tuple[Writer, _Form]], site: Site) -> None:
    for writer, form in outputs:
        writer.write_loose(form.begin(site))
    for number, chunk in enumerate(chunks):
        if number:
            for writer, form in outputs:
                writer.write_loose(form.between)
        _write_chunk(chunk, outputs, site)
    for writer, form in outputs:
        writer.write_loose(form.end)


def _write_chunk(chunk: bytes, outputs: list[tuple[Writer, _Form]], site: Site) -> None:
    """One chunk in each form, of which only those are worked out that no file before has."""
    key = hashlib.sha256(chunk).hexdigest()
    missing = [(writer, form) for writer, form in outputs if not writer.take_over(key)]
    parsed = any(form.quads for _, form in missing)
    quads = list(ox.parse(chunk, format=ox.RdfFormat.N_QUADS)) if parsed else []
    for writer, form in missing:
        writer.write(key, form.chunk(chunk, quads, site))


@contextlib.contextmanager
def _writer(name: str, dumps: Path, before: Path | None, known: dict[str, dict[str, Part]]) -> Iterator[Writer]:
    with contextlib.ExitStack() as stack:
        output = stack.enter_context((dumps / name).open("wb"))
        old = None
        if before and name in known and (before / name).is_file():
            old = (stack.enter_context((before / name).open("rb")), known[name])
        writer = Writer(output, old)
        yield writer
        writer.finish()


def _by_subject(whole: Path) -> Iterator[bytes]:
    """Sorted N-Quads in chunks that begin with a subject: what is added moves no other borders than those beside it."""
    held: list[bytes] = []
    subject = b"no subject"
    with whole.open("rb") as lines:
        for line in lines:
            if not line.startswith(subject):
                subject = line[: line.index(b" ") + 1]
                if held and _border(subject):
                    yield b"".join(held)
                    held = []
            held.append(line)
    if held:
        yield b"".join(held)


def _border(subject: bytes) -> bool:
    """Whether a chunk begins with this subject; of 1,024 one, which makes chunks of some 1 MB."""
    return not zlib.crc32(subject) % 1024


def _by_graph(whole: Path, scratch: Path) -> Iterator[bytes]:
    """Sorted N-Quads graph by graph, large graphs in chunks that begin with a subject."""
    target = scratch / "by-graph"
    nquads.merge_files(_graph_runs(whole, scratch), target, scratch)
    held: list[bytes] = []
    size, graph, subject = 0, b"no graph", b""
    with target.open("rb") as lines:
        for line in lines:
            if not line.startswith(graph):
                if held:
                    yield _graph_last(held, graph)
                graph, held, size = line[: line.index(b" ") + 1], [], 0
            elif size > LARGE and not line.startswith(subject, len(graph)):
                subject = line[len(graph) : line.index(b" ", len(graph)) + 1]
                if _border(subject):
                    yield _graph_last(held, graph)
                    held, size = [], 0
            held.append(line)
            size += len(line)
    if held:
        yield _graph_last(held, graph)


def _graph_runs(whole: Path, scratch: Path) -> Iterator[Path]:
    """Files of lines that begin with their graph, ``<graph> <subject> … .``, sorted: in a graph they are already."""
    with whole.open("rb") as source:
        for number in count():
            graphs: dict[bytes, list[bytes]] = {}
            for line in source.readlines(CHUNK):
                at = line.rindex(b" <", 0, -3)
                graphs.setdefault(line[at + 1 : -2], []).append(line[:at])
            if not graphs:
                return
            path = scratch / f"{number}.graphs"
            with path.open("wb") as output:
                for graph in sorted(graphs):
                    output.writelines(b"%s%s .\n" % (graph, triple) for triple in graphs[graph])
            yield path


def _graph_last(lines: list[bytes], graph: bytes) -> bytes:
    start, end = len(graph), graph + b".\n"
    return b"".join([line[start:-2] + end for line in lines])


def _made_by(site: Site) -> str:
    """What the bytes of a part depend on, but for its quads."""
    prefixes = hashlib.sha256(_prefixes(site)).hexdigest()
    return f"{__version__} pyoxigraph {ox.__version__} zlib {zlib.ZLIB_RUNTIME_VERSION} prefixes {prefixes}"


def _dump(path: Path, sha256: str) -> Dump:
    return Dump(path.name, path.stat().st_size, sha256)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
