"""Sorted N-Quads: the form in which shards meet. Below release.py, which merges them; knows lines and no terms.

A line is one quad; lines are sorted by their bytes (``LC_ALL=C sort -u`` gives the same), so that a merge needs the
memory of some blocks of lines, whatever the number of documents. Lists of lines are sorted as a whole instead of
compared one by one: Python's sort finds the runs that are sorted already, and its loop is in C.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol, TypeAlias

from memograph.errors import ReleaseError

#: Bytes of lines that are sorted at once, and of each file that are looked at at once while files are merged.
RUN, BLOCK = 32 * 2**20, 2**18

#: Bytes of lines that are collected before they are written, each in some 100 bytes more of memory.
HELD = 16 * 2**20

#: Files opened at once; more are merged in rounds, because a process may often open no more than 256.
OPEN_FILES = 128

#: Lines taken at once from what gives them one by one.
_LINES = 1000


class Lines(Protocol):
    """Sorted N-Quads that lie somewhere in some form: what gives their lines, and tells its name as a text."""

    def lines(self) -> Iterator[bytes]:
        """The lines in order, each with its end; called once or more often."""


Source: TypeAlias = "bytes | Path | Lines"


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge wrote: number of quads, and SHA-256 (hex) of all lines."""

    quads: int
    sha256: str


def merge(sources: Iterable[Source], target: Path, scratch: Path) -> Merged:
    """Write the sorted unique lines of all sources to `target`.

    Args:
        sources: sorted N-Quads in UTF-8; one is held at a time, and of that a block.
        scratch: an existing directory for intermediate files; to empty it is the caller's part.

    Raises:
        ReleaseError: a source is not sorted, or its last line is cut off.
    """
    return merge_files(_runs(sources, scratch), target, scratch)


def merge_files(sources: Iterable[Path], target: Path, scratch: Path) -> Merged:
    """The same of files that are known to be sorted, each without doubles; more of them than can be opened at once."""
    return merge_sorted(_few(list(sources), scratch), target)


def _few(runs: list[Path], scratch: Path) -> list[Path]:
    """Sorted files that can all be opened at once: these, or files of several of them each, merged."""
    turn = 0
    while len(runs) > OPEN_FILES:
        turn += 1
        groups = [runs[start : start + OPEN_FILES] for start in range(0, len(runs), OPEN_FILES)]
        runs = [scratch / f"{turn}-{number}.merged" for number in range(len(groups))]
        for group, run in zip(groups, runs, strict=True):
            merge_sorted(group, run)
    return runs


def merge_sorted(sources: Iterable[Path], target: Path) -> Merged:
    """Write the sorted unique lines of files, each sorted and without doubles, which are all opened at once."""
    quads, digest = 0, hashlib.sha256()
    with contextlib.ExitStack() as stack, target.open("wb") as output:
        files = [stack.enter_context(source.open("rb")) for source in sources]
        for lines in merged(files):
            quads += len(lines)
            written = b"".join(lines)
            digest.update(written)
            output.write(written)
    return Merged(quads, digest.hexdigest())


def merged(files: Sequence[BinaryIO]) -> Iterator[list[bytes]]:
    """Blocks of the sorted unique lines of sorted files.

    What is not above the last line that every file has shown so far is complete.
    """
    shown = {file: lines for file in files if (lines := file.readlines(BLOCK))}
    while shown:
        bound = min(lines[-1] for lines in shown.values())
        ready: list[bytes] = []
        for file, lines in list(shown.items()):
            cut = bisect_right(lines, bound)
            ready += lines[:cut]
            rest = lines[cut:] or file.readlines(BLOCK)
            if rest:
                shown[file] = rest
            else:
                del shown[file]
        ready.sort()
        yield list(dict.fromkeys(ready))


def differences(old: BinaryIO, files: Iterable[Path]) -> Iterator[tuple[list[bytes], list[bytes], int]]:
    """Lines that went and that came from one sorted file to the merge of others, and how many lines there are now.

    They come block by block, in order.
    """
    with contextlib.ExitStack() as stack:
        before, after = merged([old]), merged([stack.enter_context(file.open("rb")) for file in files])
        olds, news = next(before, []), next(after, [])
        while olds or news:
            bound = min(lines[-1] for lines in (olds, news) if lines)
            at, to = bisect_right(olds, bound), bisect_right(news, bound)
            here, there = olds[:at], news[:to]
            if here == there:
                yield [], [], to
            else:
                known, found = set(here), set(there)
                yield [each for each in here if each not in found], [each for each in there if each not in known], to
            olds, news = olds[at:] or next(before, []), news[to:] or next(after, [])


def _runs(sources: Iterable[Source], scratch: Path) -> Iterator[Path]:
    """Files of sorted unique lines, each of some `RUN` bytes."""
    held: list[bytes] = []
    size = number = 0
    for source in sources:
        for block in checked(source):
            held += block
            size += sum(map(len, block))
            if size >= RUN:
                yield _write_run(held, scratch / f"{number}.run")
                number, size = number + 1, 0
    if held:
        yield _write_run(held, scratch / f"{number}.run")


class Collected:
    """Lines in any order, each kept once: in memory up to some bytes, beyond that in files of a folder of their own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder, self._held, self._size, self._runs = folder, set[bytes](), 0, list[Path]()

    def add(self, lines: Iterable[bytes]) -> None:
        """Take in lines, without what ends them."""
        new = set(lines) - self._held
        self._held |= new
        self._size += sum(map(len, new))
        if self._size >= HELD:
            self._runs.append(_write_run(self._ended(), self._folder / f"{len(self._runs)}.run"))
            self._held.clear()
            self._size = 0

    def blocks(self) -> Iterator[list[bytes]]:
        """All of them, sorted, each with its end; nothing can be added any more."""
        if not self._runs:
            yield sorted(self._ended())
            return
        runs = [*self._runs, _write_run(self._ended(), self._folder / "last.run")]
        self._held.clear()
        with contextlib.ExitStack() as stack:
            yield from merged([stack.enter_context(run.open("rb")) for run in _few(runs, self._folder)])

    def _ended(self) -> list[bytes]:
        return [line + b"\n" for line in self._held]


def _write_run(lines: list[bytes], path: Path) -> Path:
    lines.sort()
    path.write_bytes(b"".join(dict.fromkeys(lines)))
    lines.clear()
    return path


def checked(source: Source) -> Iterator[list[bytes]]:
    """Blocks of the lines of a source, which must be sorted: a merge would silently give an unsorted whole otherwise.

    Raises:
        ReleaseError: it is not sorted, or its last line is cut off.
    """
    before, seen = b"", 0
    for block in _blocks(source):
        if before > block[0] or block != sorted(block) or not all(map(_is_quad, block)):
            _refuse(source, before, block, seen)
        before, seen = block[-1], seen + len(block)
        yield block


def _is_quad(line: bytes) -> bool:
    return line.endswith(b" .\n")


def _blocks(source: Source) -> Iterator[list[bytes]]:
    if isinstance(source, bytes | Path):
        with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
            while block := file.readlines(BLOCK):
                yield block
    else:
        lines = source.lines()
        while block := list(islice(lines, _LINES)):
            yield block


def _refuse(source: Source, before: bytes, block: list[bytes], seen: int) -> None:
    name = "N-Quads in memory" if isinstance(source, bytes) else source
    for number, line in enumerate(block, start=seen + 1):
        if line < before or not _is_quad(line):
            raise ReleaseError(f"{name}:{number}: not sorted N-Quads; write shards with memograph.graph.nquads")
        before = line
