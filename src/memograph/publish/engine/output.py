"""What a query worker writes: counted in bytes and rows while it is written, passed on in blocks, cut at a limit.

Used by worker.py. The engine's serialisers give bytes and not rows, so rows are counted in the bytes: each format has a
mark that stands once a row where no string of the data can hold it.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from memograph.xmlchars import readable_xml

#: Bytes that are passed on together.
BLOCK = 2**18

#: Bytes that the end of a cut result may take.
TAIL = 256

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Caps:
    """What a result may have: bytes, rows or triples; and whether the client wants the first part of a larger one."""

    size: int
    rows: int
    cut: bool = False

    def limit(self, unit: str) -> int:
        """The limit in ``bytes``, ``rows`` or ``triples``."""
        return self.size if unit == "bytes" else self.rows


class Reached(Exception):
    """A limit was reached: its unit, and the number of bytes that come before the place of a cut."""

    def __init__(self, unit: str, keep: int = 0) -> None:
        self.unit, self.keep = unit, keep


class Output(io.RawIOBase):
    """Takes what a serialiser writes and passes it on in blocks; the last one is what `finish` returns.

    Args:
        send: gets a block.
        size: bytes beyond which writing raises `Reached`.
        xml: whether it is XML, which cannot hold every character.
    """

    def __init__(self, send: Callable[[bytes], None], size: int, xml: bool = False) -> None:
        self._send, self._size, self._xml = send, size, xml
        self._parts: list[bytes] = []
        self._held = self.total = 0

    def write(self, data: object, /) -> int:
        """Take a part (bytes-like)."""
        part = bytes(data)  # type: ignore[call-overload]
        if self._xml:
            part = readable_xml(part)
        self._parts.append(part)
        self.total += len(part)
        self._held += len(part)
        if self.total > self._size:
            self._overflow()
        if self._held >= BLOCK:
            self._pass_on(self.finish())
        return len(part)

    def finish(self) -> bytes:
        """What has been written and not passed on."""
        block = b"".join(self._parts)
        self._parts, self._held = [], 0
        return block

    def _overflow(self) -> None:
        raise Reached("bytes")

    def _pass_on(self, block: bytes) -> None:
        self._send(block)


class RowOutput(Output):
    """Output of rows in the format `name`: writing raises `Reached` for too many rows, too."""

    def __init__(self, send: Callable[[bytes], None], caps: Caps, name: str) -> None:
        super().__init__(send, caps.size, xml=name == "xml")
        self._caps, self._marks = caps, RowMarks(name, caps.rows, caps.size - TAIL)
        self._passed = False

    def finish(self) -> bytes:
        """What has been written and not passed on; fewer bytes than there may be rows need no counting."""
        block = super().finish()
        if self._passed or self.total > self._caps.rows:
            self._count(block)
        return block

    def _count(self, block: bytes) -> None:
        end = self._marks.feed(block)
        if end is not None:
            self._send(block)
            raise Reached("rows", end)

    def _overflow(self) -> None:
        block = super().finish()
        self._count(block)
        self._send(block)
        raise Reached("bytes", self._marks.last)

    def _pass_on(self, block: bytes) -> None:
        if not self._passed and self.total <= self._caps.rows:
            self._count(block)
        self._passed = True
        super()._pass_on(block)


class RowMarks:
    """Counts rows in the bytes of a result, by the mark that begins each (JSON, XML) or ends it (CSV, TSV).

    What stands in strings is blanked out first (JSON, CSV). In XML the serialiser escapes ``<``, in TSV line ends.

    Args:
        name: of the format.
        rows: limit.
        size: offset in bytes up to which `last` is wanted.
    """

    def __init__(self, name: str, rows: int, size: int) -> None:
        self._name, self._rows, self._size = name, rows, size
        self._marks = _MARKS[name]
        self._count = -1 if name in ("csv", "tsv") else 0  # of these the first line is a header
        self._position, self._quoted, self._rest = 0, False, b""
        #: Offset of the last mark before `size` but for the first one: what comes before it is rows, all whole.
        self.last = 0

    def feed(self, block: bytes) -> int | None:
        """Count the rows of the next block; the offset where the first row over the limit begins, once there is one.

        After that, there is nothing more to feed.
        """
        text = self._rest + block
        end = len(text) - self._unfinished(text)
        self._rest = text[end:]
        masked = self._mask(text[:end])
        before, self._count = self._count, self._count + sum(masked.count(mark) for mark in self._marks)
        if self._count > self._rows:
            over = re.compile(b"|".join(map(re.escape, self._marks))).finditer(masked)
            nth = next(match for number, match in enumerate(over, before + 1) if number > self._rows)
            return self._position + nth.start()
        first = min((at for mark in self._marks if (at := masked.find(mark)) >= 0), default=-1) if before == 0 else -1
        found = max(masked.rfind(mark, first + 1, max(0, self._size - self._position)) for mark in self._marks)
        self.last = self._position + found if found >= 0 else self.last
        self._position += end
        return None

    def _unfinished(self, text: bytes) -> int:
        """Bytes at the end that could be half of a mark or of an escape."""
        if self._name == "xml":
            opened = text.rfind(b"<", -len(_MARKS["xml"][0]) + 1)
            return len(text) - opened if opened >= 0 else 0
        if self._name == "json":
            return int(text.endswith((b",", b"[")) or (len(text) - len(text.rstrip(b"\\"))) % 2 == 1)
        return 0

    def _mask(self, text: bytes) -> bytes:
        """As many bytes, those in strings blank."""
        if self._name not in ("json", "csv"):
            return text
        if self._name == "json":
            text = text.replace(b"\\\\", b"..").replace(b'\\"', b"..")
        pieces = text.split(b'"')
        inside = int(not self._quoted)
        pieces[inside::2] = [bytes(len(piece)) for piece in pieces[inside::2]]
        self._quoted ^= len(pieces) % 2 == 0
        return b'"'.join(pieces)


_MARKS = {"json": (b",{", b"[{"), "xml": (b"<result>",), "csv": (b"\n",), "tsv": (b"\n",)}

#: Formats that can carry the mark of a cut; CSV and TSV have no place for one.
MARKED = frozenset({"json", "xml", "ttl", "nt", "rdf", "jsonld", "trig", "nq"})


def counted(triples: Iterable[Item], output: Output, caps: Caps, reached: list[str]) -> Iterator[Item]:
    """Pass triples on up to the caps; says in `reached` at which it stopped.

    Raises:
        Reached: there are more, and the client does not want a part.
    """
    enough = caps.size - min(2**20, caps.size // 4)  # bytes that the serialiser holds back, and what ends a document
    for number, triple in enumerate(triples):
        unit = "triples" if number >= caps.rows else "bytes" if caps.cut and output.total >= enough else ""
        if unit and not caps.cut:
            raise Reached(unit)
        if unit:
            reached.append(unit)
            return
        yield triple


@dataclass(frozen=True, slots=True)
class Mark:
    """How a cut result says that it is one, with the limit and its unit.

    Args:
        start: replaces as many bytes of `room` and what follows it.
        replaced: bytes at the end of a whole document that make way for `end`.
        end: the mark, if it is not at the start, and what closes the document.
    """

    start: bytes
    replaced: int
    end: bytes


def mark(name: str, unit: str, limit: int) -> Mark:
    """The mark of a result in the format `name`."""
    said = f"Truncated: this is the first part of a result that is over the limit of {limit} {unit}."
    member = b'"truncated":' + json.dumps({"limit": limit, "limit_of": unit}).encode()
    comment = f"<!-- {said} -->\n".encode()
    match name:
        case "json":  # before the rows: some readers take nothing after them
            return Mark((b"{" + member + b",").ljust(_ROOM + 1), 0, b"]}}")
        case "xml":
            return Mark(b"", 0, b"</results></sparql>\n" + comment)
        case "rdf":
            return Mark(b"", 0, b"\n" + comment)
        case "jsonld":  # a node without identifier and properties, which is no node
            return Mark(b"", 1, b",{" + member + b"}]")
        case _:
            return Mark(b"", 0, f"# {said}\n".encode())


def room(name: str) -> bytes:
    """What begins a result that may be cut, to make room for its mark."""
    return b" " * _ROOM if name == "json" else b""


_ROOM = 80
