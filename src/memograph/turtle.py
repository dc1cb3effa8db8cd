"""Turtle whose bytes are the same each time. Below release.py and publish/, for dumps and data pages.

pyoxigraph writes its prefixes in an order that changes from run to run; here they are sorted.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import IO, cast

import pyoxigraph as ox


def write_turtle(
    triples: Iterable[ox.Triple] | Iterable[ox.Quad],
    output: IO[bytes],
    prefixes: Mapping[str, str],
    rdf_format: ox.RdfFormat = ox.RdfFormat.TURTLE,
) -> None:
    """Write triples (or quads, as TriG) in the order they come, after all prefixes in alphabetical order."""
    start = header(prefixes)
    output.write(start)
    tail = cast(IO[bytes], _Tail(output, len(start)))
    ox.serialize(triples, tail, format=rdf_format, prefixes=dict(prefixes))


def header(prefixes: Mapping[str, str]) -> bytes:
    """The prefixes of a file, in alphabetical order."""
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(prefixes.items())).encode()


def body(
    triples: Iterable[ox.Triple] | Iterable[ox.Quad], prefixes: Mapping[str, str], rdf_format: ox.RdfFormat
) -> bytes:
    """A stretch of a file whose `header` stands elsewhere; stretches with other subjects can follow each other."""
    written = ox.serialize(triples, format=rdf_format, prefixes=dict(prefixes)) or b""
    return written[len(header(prefixes)) :]


class _Tail(io.RawIOBase):
    """Passes on all but the first bytes: the serialiser's own header, the same lines and so as many bytes."""

    def __init__(self, output: IO[bytes], skip: int) -> None:
        self._output, self._skip = output, skip

    def write(self, data: object, /) -> int:
        part = memoryview(data)  # type: ignore[arg-type]
        dropped = min(self._skip, len(part))
        self._skip -= dropped
        if dropped < len(part):
            self._output.write(part[dropped:])
        return len(part)
