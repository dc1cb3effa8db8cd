"""URLs that fsspec knows (``s3://``, ``memory://``, ``zip://``, ...) → files that may hold documents.

fsspec is loaded only for a place with ``://`` in it; ``file://`` needs none. Names are sorted folder by folder, so that
the same corpus gives the same order, and the same bytes, wherever it lies.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import urlsplit
from urllib.request import url2pathname

from memograph.errors import ReadError
from memograph.read.files import File, format_of, stem_of
from memograph.read.local import files_at

_WILDCARD = re.compile(r"[*?[]")
_EXTRA = "pip install 'memograph[remote]'"


def is_remote(place: Path | str) -> bool:
    """Whether a place is a URL."""
    return isinstance(place, str) and "://" in place


def remote_files_at(url: str) -> Iterator[File | ReadError]:
    """Yield the files at a URL: the file itself, what a folder and its subfolders hold, or what a glob matches."""
    if url.startswith("file://"):
        yield from files_at(_local(url))
        return
    try:
        import fsspec

        files, path = fsspec.core.url_to_fs(url)
        yield from _Place(files, url, path).files()
    except ImportError as error:
        yield ReadError(url, f"needs a package that is not installed ({error}); {_EXTRA}", kind="remote")
    except Exception as error:  # each kind of file system raises its own
        yield _problem(url, error)


def remote_note(url: str, name: str) -> bytes | None:
    """The bytes of a file in the folder of a URL, if there is one and fsspec can fetch it."""
    if url.startswith("file://"):
        file = _local(url) / name
        return file.read_bytes() if file.is_file() else None
    try:
        import fsspec

        files, path = fsspec.core.url_to_fs(url)
        return bytes(files.cat_file(f"{path.rstrip('/')}/{name}"))
    except Exception:  # each kind of file system raises its own; that it cannot be asked is told with its documents
        return None


def _local(url: str) -> Path:
    return Path(url2pathname(urlsplit(url).path))


class _Place:
    """A file, folder or glob of one file system; names are relative to it."""

    def __init__(self, files: Any, url: str, path: str) -> None:
        self._files, self._url, self._path = files, url, path.rstrip("/")
        plain = re.split(r"/[^/]*[*?[]", f"/{self._path}", maxsplit=1)[0][1:] if _WILDCARD.search(path) else self._path
        self._root = plain

    def files(self) -> Iterator[File | ReadError]:
        """Yield what is there."""
        if self._root != self._path and not self._files.exists(self._path):
            yield from self._matched()
        elif self._files.isdir(self._path):
            yield from self._folder(self._path)
        else:
            self._root = self._path.rpartition("/")[0]
            yield self._file(self._files.info(self._path), None)

    def _matched(self) -> Iterator[File | ReadError]:
        found = sorted(self._files.glob(self._path), key=_parts)
        if not found:
            yield ReadError(self._url, "nothing there, and as a pattern it matches no file; name what is to be read")
        for path in found:
            info = self._files.info(path)
            if info["type"] == "directory":
                yield from self._folder(path)
            elif format_of(path):
                yield self._file(info, None)

    def _folder(self, folder: str) -> Iterator[File | ReadError]:
        infos = {info["name"].rstrip("/"): info for info in self._files.ls(folder, detail=True)}
        for name in sorted(infos, key=_parts):
            if name == folder.rstrip("/"):
                continue  # some stores list a folder in itself
            if infos[name]["type"] == "directory":
                yield from self._folder(name)
            elif format_of(name):
                yield self._file(infos[name], infos)

    def _file(self, info: dict[str, Any], around: dict[str, Any] | None) -> File:
        """A file; `around` is what its folder holds, if that is known."""
        path = info["name"]

        def opened() -> BinaryIO:
            return io.BufferedReader(_Remote(lambda: self._files.open(path, "rb")), 1 << 20)

        def beside() -> File | None:
            sidecar = str(PurePosixPath(path).with_name(f"{stem_of(path)}.toml"))
            known = sidecar in around if around is not None else self._files.exists(sidecar)
            return self._file(around[sidecar] if around else self._files.info(sidecar), around) if known else None

        def version() -> str:
            return str(_asked(lambda: self._files.ukey(path)))

        return File(self._shown(path), self._relative(path), info.get("size") or 0, opened, beside, version)

    def _relative(self, path: str) -> str:
        return path.removeprefix(self._root).lstrip("/")

    def _shown(self, path: str) -> str:
        """A file's URL, as far as one can be made of the place's."""
        scheme, _, rest = self._url.partition("://")
        if "::" in self._url:  # a file system inside another: the URL names the outer one, the path what is inside
            return f"{scheme}://{path}::{rest.partition('::')[2]}"
        return str(self._files.unstrip_protocol(path))


class _Remote(io.RawIOBase):
    """A file of fsspec, whose errors are OSErrors."""

    def __init__(self, opening: Any) -> None:
        self._file = _asked(opening)

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes: the members of a .zip are found from its end."""
        return True

    def readinto(self, into: Any) -> int:
        """Read as much as fits; as `io.RawIOBase` says."""
        data = _asked(lambda: self._file.read(len(into)))
        into[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to another place; as `io.IOBase` says."""
        return int(_asked(lambda: self._file.seek(offset, whence)))

    def tell(self) -> int:
        """Bytes before the next."""
        return int(self._file.tell())

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            self._file.close()
        super().close()


def _asked(question: Any) -> Any:
    try:
        return question()
    except OSError:
        raise
    except Exception as error:  # each kind of file system raises its own
        raise OSError(str(error) or type(error).__name__) from error


def _parts(path: str) -> tuple[str, ...]:
    return PurePosixPath(path).parts


def _problem(url: str, error: Exception) -> ReadError:
    words = " ".join(str(error).split()) or type(error).__name__
    return ReadError(url, f"cannot be asked ({type(error).__name__}: {words}); look at the address", kind="remote")
