"""Files of gzip whose parts can be taken over from a file before, when they hold the same. Used by dumping.py.

A part is compressed by itself and ends on a byte ("full flush" of zlib), so that the compressed parts of one content
are the same bytes in whatever file they stand; the file is still one member of RFC 1952, which every reader knows. Its
checksum is worked out from those of the parts: nothing that is taken over is unpacked.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

#: Compression level: zlib's own default; the last three take three times as long for one part in a hundred less.
LEVEL = 6

#: RFC 1952, section 2.3: no name and no time, so that the same content gives the same bytes.
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

#: A last block without content (RFC 1951, section 3.2.3).
_END = b"\x03\x00"

#: CRC-32's polynomial, its bits in the order in which they are sent (RFC 1952, section 8).
_POLYNOMIAL, _ONE, _X = 0xEDB88320, 0x80000000, 0x40000000


@dataclass(frozen=True, slots=True)
class Part:
    """Where compressed bytes stand in a file, and what they are.

    Args:
        key: of what they were made from (hex); the same key, the same bytes.
        offset, size: in bytes.
        check: CRC-32 of the compressed bytes, for whoever takes them over.
        crc, length: CRC-32 and number of the bytes that are compressed.
    """

    key: str
    offset: int
    size: int
    check: int
    crc: int
    length: int


def compress(content: bytes) -> bytes:
    """A part of a file."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)


class Writer:
    """Writes one file, part by part.

    Args:
        before: a file of the same name and its parts by key, from which parts are taken; None for a file without.
    """

    def __init__(self, output: IO[bytes], before: tuple[IO[bytes], dict[str, Part]] | None = None) -> None:
        self._output, self._before = output, before
        self._crc = self._length = 0
        self._offset = output.write(_HEADER)
        self.parts: list[Part] = []

    def take_over(self, key: str) -> bool:
        """Add the part of this key from the file before; False if it has none, or one that is damaged."""
        found = self._before[1].get(key) if self._before else None
        if self._before is None or found is None:
            return False
        self._before[0].seek(found.offset)
        packed = self._before[0].read(found.size)
        if zlib.crc32(packed) != found.check:
            return False
        self._add(key, packed, found.crc, found.length)
        return True

    def write(self, key: str, content: bytes) -> None:
        """Add a part with this content."""
        self._add(key, compress(content), zlib.crc32(content), len(content))

    def write_loose(self, content: bytes) -> None:
        """Add some bytes that are too few to be taken over; nothing for none."""
        if content:
            self.write("", content)

    def _add(self, key: str, packed: bytes, crc: int, length: int) -> None:
        if key:
            self.parts.append(Part(key, self._offset, len(packed), zlib.crc32(packed), crc, length))
        self._offset += self._output.write(packed)
        self._crc = combined(self._crc, crc, length)
        self._length += length

    def finish(self) -> None:
        """End the file; `output` stays open."""
        self._output.write(_END + struct.pack("<II", self._crc, self._length & 0xFFFFFFFF))


def combined(first: int, second: int, length: int) -> int:
    """CRC-32 of two stretches, one behind the other, from that of each; `length` of the second in bytes.

    A stretch of zeros multiplies the polynomial of what stands before it by a power of x, and CRC-32 is linear.
    """
    power, square, bits = _ONE, _X, length * 8
    while bits:
        if bits & 1:
            power = _times(power, square)
        square, bits = _times(square, square), bits >> 1
    return _times(power, first) ^ second


def _times(a: int, b: int) -> int:
    """Product of two polynomials modulo that of CRC-32; the highest bit is the coefficient of 1."""
    product = 0
    while a:
        if a & _ONE:
            product ^= b
        a = (a << 1) & 0xFFFFFFFF
        b = (b >> 1) ^ (_POLYNOMIAL if b & 1 else 0)
    return product


def write_parts(path: Path, made_by: str, parts: Iterable[tuple[str, Part]]) -> None:
    """Write where the parts of some files (by name) lie: a JSON array a line, behind a line that says who made them."""
    with path.open("w", encoding="ascii") as output:
        output.write(json.dumps([made_by]) + "\n")
        for name, part in parts:
            row = [name, part.key, part.offset, part.size, part.check, part.crc, part.length]
            output.write(json.dumps(row) + "\n")


def read_parts(path: Path, made_by: str) -> dict[str, dict[str, Part]]:
    """Name of a file → key → part; nothing where there are none, or where others made them."""
    found: dict[str, dict[str, Part]] = {}
    try:
        with path.open(encoding="ascii") as lines:
            if json.loads(next(lines, "[]")) == [made_by]:
                for name, key, *numbers in map(json.loads, lines):
                    found.setdefault(name, {})[key] = Part(key, *numbers)
    except (OSError, ValueError, TypeError):
        return {}
    return found
