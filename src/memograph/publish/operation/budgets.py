"""What clients have used lately: a table in memory that all web processes share. Used by admission.py; knows no HTTP.

Each client has, for each kind of budget, one number: the moment at which all it has used will be forgotten, at the rate
of one budget a minute (the generic cell rate algorithm of ITU-T I.371; a leaky bucket with a single variable). So a
client may use its budget at once, then goes on at that rate, and there is no window to wait for. The table has a fixed
size: among many clients the one that has used least is forgotten first. docs/decisions/0019-budgets.md says why it is
not a library's.
"""

from __future__ import annotations

import contextlib
import fcntl
import mmap
import os
import struct
import threading
import time
from collections.abc import Iterator
from enum import IntEnum
from hashlib import blake2b
from pathlib import Path

MINUTE = 60.0

_SALT_BYTES = 16
_CLIENT = struct.Struct("=8s3d")

#: Clients that may share a place in the table, and the number of such places: 65,536 clients in 2 MiB.
_WAYS, _PLACES = 8, 8192
_PLACE_BYTES = _WAYS * _CLIENT.size
TABLE_BYTES = _SALT_BYTES + _PLACES * _PLACE_BYTES


class Kind(IntEnum):
    """What a budget is for."""

    QUERIES = 0
    PAGES = 1
    ERRORS = 2


def create_table(path: Path) -> None:
    """Make an empty table for all processes that will open it."""
    with path.open("xb") as file:
        file.write(os.urandom(_SALT_BYTES))
        file.truncate(TABLE_BYTES)


class Budgets:
    """The table.

    Args:
        path: a file of `create_table`; without one the table is this process's own.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._file = path.open("r+b") if path else None
        self._table = mmap.mmap(self._file.fileno() if self._file else -1, TABLE_BYTES)
        if self._file is None:
            self._table[:_SALT_BYTES] = os.urandom(_SALT_BYTES)
        self._salt = self._table[:_SALT_BYTES]
        self._lock = threading.Lock()

    def seconds_left(self, client: str, kind: Kind, share: float = 0.0) -> float:
        """Seconds until this client may use this share more (0: whatever it will be); 0 if it may now."""
        key, place = self._locate(client)
        with self._locked():
            found = self._find(key, place)
            free_at = _CLIENT.unpack_from(self._table, found)[1 + kind] if found else 0.0
        return max(0.0, free_at - time.monotonic() - MINUTE * (1 - share))

    def charge(self, client: str, kind: Kind, share: float) -> None:
        """This client has used this share of its budget for a minute (1.0 is all of it)."""
        key, place = self._locate(client)
        now = time.monotonic()
        with self._locked():
            found = self._find(key, place)
            moments = list(_CLIENT.unpack_from(self._table, found)[1:]) if found else [0.0] * len(Kind)
            moments[kind] = max(moments[kind], now) + share * MINUTE
            _CLIENT.pack_into(self._table, found or self._least(place), key, *moments)

    def close(self) -> None:
        """Let go of the table."""
        self._table.close()
        if self._file:
            self._file.close()

    def _locate(self, client: str) -> tuple[bytes, int]:
        """Key of a client (no address is kept) and the offset of its place."""
        key = blake2b(client.encode(), digest_size=8, key=self._salt).digest()
        return key, _SALT_BYTES + int.from_bytes(key[:4]) % _PLACES * _PLACE_BYTES

    def _find(self, key: bytes, place: int) -> int:
        """Offset of a client's numbers, 0 if there are none."""
        for offset in range(place, place + _PLACE_BYTES, _CLIENT.size):
            if self._table[offset : offset + len(key)] == key:
                return offset
        return 0

    def _least(self, place: int) -> int:
        """Offset of the client of this place that has used least."""
        offsets = range(place, place + _PLACE_BYTES, _CLIENT.size)
        return min(offsets, key=lambda offset: max(_CLIENT.unpack_from(self._table, offset)[1:]))

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Alone with the table: among threads, and among processes by a lock that the kernel takes from the dead."""
        with self._lock:
            if self._file is None:
                yield
                return
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)
