"""Bytes by the digest of what they are: files ``ab/cdef…``, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection
from pathlib import Path

#: Beginning of the names of files that are being written; one that is left was left by a process that was killed.
_BEGUN = ".begun-"


class Blobs:
    """A folder of blobs; any number of processes may write the same one at the same time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str) -> Path:
        """Where the blob of a name is, or would be."""
        return self._folder / name[:2] / name[2:]

    def write(self, data: bytes) -> str:
        """Keep bytes, and return their name: SHA-256, hex.

        Raises:
            OSError: there is no room for them; nothing is left of what was begun.
        """
        name = hashlib.sha256(data).hexdigest()
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, begun = tempfile.mkstemp(prefix=_BEGUN, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(begun).chmod(0o644)  # mkstemp makes files that only their owner may read
            Path(begun).replace(path)
        except BaseException:
            Path(begun).unlink(missing_ok=True)
            raise
        return name

    def keep_only(self, names: Collection[str]) -> None:
        """Remove all other blobs, and what killed processes left; nobody may be writing."""
        for folder in self._folder.glob("??"):
            for file in folder.iterdir():
                if folder.name + file.name not in names:
                    file.unlink()
