"""Sorted N-Quads: the form in which shards meet. Below release.py, which merges them; knows lines and no terms.

A line is one quad; lines are sorted by their bytes (``LC_ALL=C sort -u`` gives the same), so that a merge needs the
memory of a few lines, whatever the number of documents.
"""

from __future__ import annotations

import contextlib
import hashlib
import heapq
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from memograph.errors import ReleaseError

#: Files opened at once; more are merged in rounds, because a process may often open no more than 256.
OPEN_FILES = 128


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge wrote: number of quads, and SHA-256 (hex) of all lines."""

    quads: int
    sha256: str


def merge(chunks: Iterable[bytes | Path], target: Path, scratch: Path) -> Merged:
    """Write the sorted unique lines of all chunks to `target`.

    Args:
        chunks: sorted N-Quads in UTF-8, in memory or in files; one is held at a time.
        scratch: an existing directory for intermediate files; to empty it is the caller's part.

    Raises:
        ReleaseError: a chunk is not sorted, or its last line is cut off.
    """
    paths = [_spool(chunk, scratch / f"{number}.chunk") for number, chunk in enumerate(chunks)]
    turn = 0
    while len(paths) > OPEN_FILES:
        turn += 1
        groups = [paths[start : start + OPEN_FILES] for start in range(0, len(paths), OPEN_FILES)]
        paths = [scratch / f"{turn}-{number}.merged" for number in range(len(groups))]
        for group, path in zip(groups, paths, strict=True):
            _merge_files(group, path)
    return _merge_files(paths, target)


def _spool(chunk: bytes | Path, path: Path) -> Path:
    if isinstance(chunk, Path):
        return chunk
    path.write_bytes(chunk)
    return path


def _merge_files(sources: list[Path], target: Path) -> Merged:
    quads, digest = 0, hashlib.sha256()
    with contextlib.ExitStack() as stack, target.open("wb") as output:
        streams = [stack.enter_context(contextlib.closing(_lines(source))) for source in sources]
        for line, _ in groupby(heapq.merge(*streams)):
            output.write(line)
            digest.update(line)
            quads += 1
    return Merged(quads, digest.hexdigest())


def _lines(path: Path) -> Generator[bytes]:
    """Lines of a file that must be sorted: `heapq.merge` would silently give an unsorted whole otherwise."""
    before = b""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line < before or not line.endswith(b" .\n"):
                raise ReleaseError(f"{path}:{number}: not sorted N-Quads; write shards with memograph.graph.nquads")
            before = line
            yield line
