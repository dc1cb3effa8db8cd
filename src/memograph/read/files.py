"""A file that may hold documents, wherever it lies: in a folder, an archive, a bucket. Between places and formats."""

from __future__ import annotations

import errno
import gzip
import hashlib
import lzma
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import TracebackType
from typing import BinaryIO, Self

from memograph.errors import ReadError
from memograph.read import limits

#: Suffixes of documents; a packed one has `GZIP` behind it.
TEXT, TEI, ZIP, GZIP = ".txt", ".xml", ".zip", ".gz"

#: What `zipfile` and `gzip` raise on archives that are broken, truncated, encrypted or packed in an unknown way.
BROKEN = (
    EOFError,
    LookupError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
    gzip.BadGzipFile,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class File:
    """A file that may hold documents.

    Args:
        path: as a user names it; ``box.zip!/clark.txt`` in an archive. Errors name it.
        name: the same relative to the place that it was found under.
        size: bytes, as far as known; of a packed file before unpacking.
        open: gives a stream of its bytes from the beginning; may raise OSError, or one of `BROKEN`.
        beside: the sidecar of a text, if there is one.
        version: what a store says that changes with the bytes, if it says anything.
    """

    path: str
    name: str
    size: int
    open: Callable[[], BinaryIO]
    beside: Callable[[], File | None] = lambda: None
    version: Callable[[], str] | None = None

    @property
    def format(self) -> str:
        """``.txt``, ``.xml``, ``.zip``, or empty where the name is of no file that can hold documents."""
        return format_of(self.name)

    @property
    def packed(self) -> bool:
        """Whether the file is packed with gzip."""
        return self.name.lower().endswith(GZIP)

    def stamp(self) -> str:
        """What changes with the file's bytes: the store's word, else their SHA-256.

        Raises:
            ReadError: they cannot be read.
        """
        if self.version:
            try:
                return self.version()
            except OSError as error:
                raise problem_of(self.path, error) from error
        with Stream(self) as stream:
            while stream.read(1_000_000):
                pass
        return stream.sha256.hexdigest()

    @property
    def stem(self) -> str:
        """Its name without folders and suffixes."""
        return stem_of(PurePosixPath(self.name).name)


def format_of(name: str) -> str:
    """The suffix that says what is in a file of this name, ``.gz`` left aside; empty where it holds no documents."""
    bare = name.lower()
    if bare.endswith(ZIP):
        return ZIP
    bare = bare.removesuffix(GZIP)
    return next((suffix for suffix in (TEXT, TEI) if bare.endswith(suffix) and bare != suffix), "")


def stem_of(name: str) -> str:
    """A file's name without its suffix, and without ``.gz`` behind that."""
    return PurePosixPath(name[: -len(GZIP)] if name.lower().endswith(GZIP) else name).stem


class Stream:
    """The bytes of a file from its beginning; what goes wrong is a ReadError, whatever raised what.

    Args:
        count: bytes read so far.
        sha256: digest of them.
    """

    def __init__(self, file: File) -> None:
        self._file, self.count, self.sha256 = file, 0, hashlib.sha256()
        try:
            self._stream = file.open()
        except (*BROKEN, OSError) as error:
            raise problem_of(file.path, error) from error

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size` of them; empty at the end.

        Raises:
            ReadError: they cannot be read.
        """
        try:
            data = self._stream.read(size)
        except (*BROKEN, OSError) as error:
            raise problem_of(self._file.path, error, self.count) from error
        self.count += len(data)
        self.sha256.update(data)
        return data

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stream.close()


def whole(file: File, limit: int = limits.DOCUMENT) -> bytes:
    """All bytes of a file.

    Raises:
        ReadError: it cannot be read, or holds more than `limit` bytes.
    """
    with Stream(file) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise ReadError(file.path, f"more than {limit:,} bytes; {_SPLIT}", offset=limit, kind="too-large")
    return data


_SPLIT = "one document is read at a time, so make several documents of it"


def problem_of(path: str, error: Exception, offset: int | None = None) -> ReadError:
    """What an exception of the file system or of an archive means, and what to do."""
    if isinstance(error, BROKEN):
        words = " ".join(str(error).split()) or type(error).__name__
        return ReadError(path, f"a broken archive ({words}); make or fetch it anew", offset=offset, kind="archive")
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return ReadError(path, "a symbolic link that leads back to itself; remove it", kind="symlink-loop")
    words = (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__
    return ReadError(path, f"cannot be opened: {words}", offset=offset or None, kind="unreadable")


def wrong_name(name: str) -> str | None:
    """Why a file of this name cannot be cited; None when it can."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return "the name of the file, or of a folder around it, is not UTF-8; rename it"
    return None


def wrong_id(identifier: str) -> str | None:
    """Why an id cannot be a document's, and what to do; None when it can.

    An id becomes part of addresses and the name of files, so it may not lead out of their folder, and UTF-8 must be
    able to write it.
    """
    shown = ascii(identifier)[1:-1]
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in identifier):
        return f"the id “{shown}” has characters that UTF-8 or a line of text cannot hold; rename it"
    if "/" in identifier or "\\" in identifier or identifier in ("", ".", ".."):
        return f"“{shown}” cannot be an id: it would be a path; rename it"
    if len(identifier.encode()) > limits.IDENTIFIER:
        return f"the id “{shown[:40]}…” has more than {limits.IDENTIFIER} bytes; shorten it"
    return None
