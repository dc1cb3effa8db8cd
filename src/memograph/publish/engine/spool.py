"""A result while it arrives from a worker: in memory while it is small, then in a file that has no name.

pool.py fills one, sparql.py sends it. The file vanishes when it is closed, or when the process ends, however it ends.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from typing import IO, cast

#: Bytes that are kept in memory.
MEMORY = 2 * 2**20


class NoRoom(Exception):
    """The folder for temporary files takes no more."""


class Spool:
    """Bytes of a result; to write or to cut raises `NoRoom` where the disk is full."""

    def __init__(self) -> None:
        self._file = cast(IO[bytes], tempfile.SpooledTemporaryFile(max_size=MEMORY))  # noqa: SIM115
        self.size = 0

    def write(self, part: bytes) -> None:
        """Add a part."""
        with _told():
            self._file.write(part)
        self.size += len(part)

    def cut(self, size: int, start: bytes) -> None:
        """Drop what comes after the first `size` bytes, and write `start` over the first of them."""
        with _told():
            self._file.seek(0)
            self._file.write(start)
            self._file.truncate(size)
            self._file.seek(size)
        self.size = size

    def open(self) -> IO[bytes]:
        """The file, at its beginning; to close it is the caller's part."""
        with _told():
            self._file.seek(0)
        return self._file

    def close(self) -> None:
        """Drop everything."""
        with contextlib.suppress(OSError):  # what was not written yet, and cannot be
            self._file.close()


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NoRoom from error
