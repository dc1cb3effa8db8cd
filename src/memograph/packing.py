"""A shard with all that it asked, as bytes: what a worker (shards.py) hands back and the cache keeps. JSON and zlib.

::

    memograph shard 1\\n
    <SHA-256 of all that follows, hex>\\n
    <bytes of head> <bytes of reach> <words>\\n
    head (zlib, JSON: the shard without its quads)  reach (zlib, JSON)  N-Quads (zlib)

Nothing is unpickled: whoever can write into the cache cannot run code in a build.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from memograph.asked import Reach
from memograph.errors import ReleaseError
from memograph.model import Applied, Kind, Ref, Report, Result, Shard
from memograph.questions import reach_of, written_reach

MAGIC = b"memograph shard 1\n"

#: zlib's level 6 makes 15 KB of 290 KB of N-Quads in 1.6 ms, level 1 18 KB in 0.7 ms (bench/README.md).
_LEVEL = 6


class DamagedError(Exception):
    """Bytes that are no packed shard, or not the whole of one; told apart from a shard, never told to a user."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A packed shard, found whole.

    Args:
        facts: the shard without its quads.
        words: of the document's text.
        reach, quads: packed.
    """

    facts: Shard
    words: int
    reach: bytes
    quads: bytes

    def nquads(self) -> bytes:
        """The sorted lines of the shard, UTF-8."""
        return zlib.decompress(self.quads)

    def reached(self) -> Reach:
        """What the document asked; DamagedError where it was written by other code."""
        try:
            return reach_of(json.loads(zlib.decompress(self.reach)))
        except (KeyError, TypeError, ValueError) as error:
            raise DamagedError(str(error)) from error


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file with a packed shard, as what gives the lines of its quads (`nquads.Lines`).

    Args:
        path: as text, since a build holds one for each document.
    """

    path: str

    def lines(self) -> Iterator[bytes]:
        """The sorted lines, each with its end.

        Raises:
            ReleaseError: the file is damaged, or gone.
        """
        try:
            quads = unpack(Path(self.path).read_bytes()).nquads()
        except (DamagedError, FileNotFoundError) as error:
            raise ReleaseError(f"{self.path}: damaged or gone since it was written ({error}); build again") from error
        yield from quads.splitlines(keepends=True)

    def __str__(self) -> str:
        return self.path


def pack(shard: Shard, reach: Reach, words: int) -> bytes:
    """A shard as bytes, the same each time.

    Args:
        words: how many the text of the document has.
    """
    head, asked = _json(_head(shard)), _json(written_reach(reach))
    quads = zlib.compress(shard.nquads, _LEVEL)
    rest = b"%d %d %d\n%s%s%s" % (len(head), len(asked), words, head, asked, quads)
    return b"%s%s\n%s" % (MAGIC, hashlib.sha256(rest).hexdigest().encode(), rest)


def unpack(data: bytes) -> Packed:
    """What `pack` packed; DamagedError where it is not that, to the last byte."""
    digest, _, rest = data.removeprefix(MAGIC).partition(b"\n")
    if not data.startswith(MAGIC) or digest != hashlib.sha256(rest).hexdigest().encode():
        raise DamagedError("not the bytes that were written")
    lengths, _, body = rest.partition(b"\n")
    head, reach, words = map(int, lengths.split(b" "))
    try:
        facts = _shard(json.loads(zlib.decompress(body[:head])))
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedError(str(error)) from error
    return Packed(facts, words, body[head : head + reach], body[head + reach :])


def _json(data: object) -> bytes:
    return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), _LEVEL)


# ── The shard without its quads ───────────────────────────────────────────────────────────────────────────────────────


def _head(shard: Shard) -> dict[str, Any]:
    applied = shard.applied
    return {
        "document": shard.document_id,
        "conforms": shard.report.conforms,
        "results": [asdict(result) for result in shard.report.results],
        "review": shard.review,
        "referred": [_written(ref) for ref in shard.referred],
        "unfit": applied.unfit,
        "touched": sorted(_written(ref) for ref in applied.touched),
        "called": [(*_written(ref), label) for ref, label in applied.called],
        "borrowed": sorted(_written(ref) for ref in applied.borrowed),
    }


def _shard(head: dict[str, Any]) -> Shard:
    return Shard(
        head["document"],
        b"",
        Report(head["conforms"], tuple(Result(**result) for result in head["results"])),
        tuple(head["review"]),
        tuple(_ref(*ref) for ref in head["referred"]),
        Applied(
            tuple((slug, reason) for slug, reason in head["unfit"]),
            frozenset(_ref(*ref) for ref in head["touched"]),
            tuple((_ref(kind, slug), label) for kind, slug, label in head["called"]),
            frozenset(_ref(*ref) for ref in head["borrowed"]),
        ),
    )


def _written(ref: Ref) -> tuple[str, str]:
    return ref.kind.value, ref.slug


def _ref(kind: str, slug: str) -> Ref:
    return Ref(Kind(kind), slug)
