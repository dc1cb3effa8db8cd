"""Archives → files: the members of a .zip one at a time, a .gz as a stream, neither ever unpacked on disk.

Both stop at a limit (`limits`), because a few bytes can unpack to more than any disk holds.
"""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO, BinaryIO

from memograph.errors import ReadError
from memograph.read import limits
from memograph.read.files import BROKEN, ZIP, File, format_of, problem_of, stem_of

#: Between an archive and the name of what is in it.
INSIDE = "!/"
#: What macOS puts beside each file that it packs.
_APPLE = "__MACOSX/"
#: Bytes unpacked in one step.
_AT_ONCE = 65_536


class Unpacking(io.RawIOBase):
    """Bytes as they are unpacked; a ReadError where they become more than their archive could honestly hold."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, around: IO[bytes] | None, path: str, size: int) -> None:
        self._stream, self._around, self._path, self._count = stream, around, path, 0
        self._limit = min(limits.UNPACKED, max(limits.UNPACKED_ALWAYS, limits.RATIO * size))

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, into: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read as much as fits; as `io.RawIOBase` says."""
        data = self._stream.read(len(into))
        self._count += len(data)
        if self._count > self._limit:
            reason = f"unpacks to more than {self._limit:,} bytes, which no honest archive of its size does"
            raise ReadError(self._path, reason, offset=self._limit, kind="archive")
        into[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close what is unpacked, too."""
        if not self.closed:
            self._stream.close()
            if self._around:
                self._around.close()
        super().close()


def unzipped(file: File) -> File:
    """The same file without its gzip layer, if it has one."""
    return replace(file, open=lambda: _gunzip(file)) if file.packed else file


def _gunzip(file: File) -> BinaryIO:
    packed = file.open()
    stream = gzip.GzipFile(fileobj=packed, mode="rb")
    return io.BufferedReader(Unpacking(stream, packed, file.path, file.size), _AT_ONCE)


def members(archive: File) -> Iterator[File | ReadError]:
    """Yield what can hold documents in a .zip, sorted by name; each must be read before the next is asked for.

    An archive inside an archive, an encrypted file and a link are ReadErrors: what is in them cannot be cited.
    """
    try:
        with archive.open() as stream, zipfile.ZipFile(stream) as opened:
            infos = sorted((info for info in opened.infolist() if _counts(info)), key=lambda info: info.filename)
            sidecars = {info.filename: info for info in opened.infolist() if info.filename.endswith(".toml")}
            for info in infos:
                found = _member(archive, opened, info)
                beside = sidecars.get(str(PurePosixPath(info.filename).with_name(f"{stem_of(info.filename)}.toml")))
                yield (
                    reason
                    if (reason := _refused(found, info))
                    else replace(found, beside=_maker(archive, opened, beside))
                )
    except (*BROKEN, OSError) as error:
        yield problem_of(archive.path, error)


def _counts(info: zipfile.ZipInfo) -> bool:
    return not info.is_dir() and format_of(info.filename) != "" and not info.filename.startswith(_APPLE)


def _member(archive: File, opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> File:
    path, name = (f"{each}{INSIDE}{info.filename}" for each in (archive.path, archive.name))

    def unpack() -> BinaryIO:
        return io.BufferedReader(Unpacking(opened.open(info), None, path, info.compress_size), _AT_ONCE)

    return File(path, name, info.file_size, unpack)


def _maker(archive: File, opened: zipfile.ZipFile, info: zipfile.ZipInfo | None) -> Callable[[], File | None]:
    return lambda: _member(archive, opened, info) if info else None


def _refused(file: File, info: zipfile.ZipInfo) -> ReadError | None:
    if file.format == ZIP:
        return ReadError(file.path, "an archive inside an archive is not opened; unpack the outer one", kind="archive")
    if info.flag_bits & 0x1:  # APPNOTE.TXT 6.3.10, section 4.4.4
        return ReadError(file.path, "is encrypted; unpack it with its password", kind="archive")
    if stat.S_ISLNK(info.external_attr >> 16):
        return ReadError(
            file.path, "a symbolic link in an archive is not followed; pack the file itself", kind="archive"
        )
    return None
