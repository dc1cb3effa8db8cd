"""Which releases are kept: those that were published, the newest first; older ones go, unless somebody reads them.

Above release.py. build.py prunes after publishing; publish/ lists kept releases and pins what it has open.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from memograph.changes import Changes
from memograph.errors import ReleaseError
from memograph.history import HISTORY, Publishing
from memograph.registry import REGISTRY
from memograph.release import Release, open_release, publishings

_VERSION = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A release on disk that was published.

    Args:
        published: when it last became current, in UTC.
        before: version that was current until then; empty for the first.
        current: whether it is the one that is served.
    """

    release: Release
    published: str
    before: str
    current: bool

    @property
    def version(self) -> str:
        """Version of the release."""
        return self.release.manifest.version

    @property
    def changes(self) -> Changes | None:
        """What it changed when it last became current; None for the first."""
        return self.release.changes(self.before) if self.before else None


def kept_releases(build_dir: Path, *, stored: bool = True) -> tuple[Kept, ...]:
    """All published releases that can be read, the current one first, then by when they were last published.

    Args:
        stored: whether only those whose store is there.

    Raises:
        ReleaseError: the history cannot be read.
    """
    current = (build_dir / "current").resolve().name
    found = [kept for event in _last_events(build_dir) if (kept := _kept(build_dir, event, current, stored))]
    return tuple(sorted(found, key=lambda kept: not kept.current))


def forgotten(build_dir: Path) -> tuple[Publishing, ...]:
    """What was published once and is kept no longer, the newest first."""
    return tuple(event for event in _last_events(build_dir) if not (build_dir / "releases" / event.version).is_dir())


@contextlib.contextmanager
def alone(build_dir: Path, waiting: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the build folder's lock; a second build waits here until the first is done.

    Args:
        waiting: told whom one waits for, if one must.
    """
    build_dir.mkdir(parents=True, exist_ok=True)
    with (build_dir / ".lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            if waiting is not None:
                waiting(f"another build of {build_dir} (process {lock.read().strip() or 'unknown'}) to end")
            fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        _tidy(build_dir)
        yield


def _tidy(build_dir: Path) -> None:
    """Remove what a build that was killed left behind, before the room is wanted; to be called while `alone` there."""
    for left in (*build_dir.glob(".shards-*"), *(build_dir / "releases").glob(".*")):
        shutil.rmtree(left, ignore_errors=True)
    for pattern in (".current.*", f".{HISTORY}.*", f".{REGISTRY}.*", "releases/*/.*", "releases/*/reports/.*"):
        for left in build_dir.glob(pattern):
            left.unlink(missing_ok=True)


@contextlib.contextmanager
def writing(build_dir: Path) -> Iterator[None]:
    """Say what happened where a disk is full, or the folder is not ours to write, whichever library noticed.

    Raises:
        ReleaseError: in place of what that library raises.
    """
    try:
        yield
    except (OSError, RuntimeError, sqlite3.OperationalError) as error:
        if _is_full(error):
            raise ReleaseError(
                f"{build_dir}: the disk is full ({error}). No release was made, the one before stays current, and what "
                "was made of documents is kept: free some room and build again, which goes on from there."
            ) from error
        if _is_forbidden(error, build_dir):
            raise ReleaseError(
                f"{build_dir}: memograph may not write there ({error}). No release was made, the one before stays "
                "current: let whoever builds write to that folder and all in it, or name another one with --out."
            ) from error
        raise


def _is_full(error: Exception) -> bool:
    """Whether an error says that there is no room; engines in other languages have nothing but words for it."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    return any(words in str(error) for words in ("No space left on device", "disk is full", "Disk quota exceeded"))


def _is_forbidden(error: Exception, build_dir: Path) -> bool:
    """Whether an error says that something in the folder may not be written."""
    if isinstance(error, OSError):
        named = Path(error.filename if isinstance(error.filename, str) else "/").absolute()
        return error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) and named.is_relative_to(build_dir.absolute())
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN"))


def prune(build_dir: Path, keep: int, spare: str = "") -> tuple[str, ...]:
    """Remove what is kept no longer; to be called while `alone` there.

    That is: published releases beyond the newest `keep`, releases that were made and never published, and what builds
    or removals that were cut short left behind. Never the current release, and none that is pinned: such a one goes
    with the next build.

    Args:
        keep: number of published releases, the current one among them; 0 keeps all.
        spare: version of a release that is left even if it was not published, for its reports.

    Returns:
        versions that were removed.
    """
    releases = build_dir / "releases"
    for path in releases.glob(".*"):
        shutil.rmtree(path, ignore_errors=True)
    published = [kept.version for kept in kept_releases(build_dir)]
    staying = {spare, *(published[:keep] if keep else published)}
    paths = [path for path in sorted(releases.iterdir()) if _VERSION.fullmatch(path.name) and path.name not in staying]
    return tuple(path.name for path in paths if _remove(path))


class Pin:
    """Keeps a release from being pruned until `release` is called or this process ends.

    A shared lock (flock) on the release's folder: the kernel lets go of it when the process dies, however it dies.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor: int | None = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            kept = os.path.samestat(os.fstat(self._descriptor), path.stat())
        except OSError:  # it is being removed, or was
            kept = False
        if not kept:
            self.release()
            raise ReleaseError(f"{path}: this release is being removed")

    def fileno(self) -> int:
        """The descriptor that holds the lock.

        Raises:
            ReleaseError: it was let go of.
        """
        if self._descriptor is None:
            raise ReleaseError("This pin was let go of.")
        return self._descriptor

    def release(self) -> None:
        """Let go of it; a second call does nothing."""
        if self._descriptor is not None:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)  # a child that was forked meanwhile has the descriptor too
            os.close(self._descriptor)
            self._descriptor = None


def pin(release: Release) -> Pin:
    """Pin a release that is about to be opened.

    Raises:
        ReleaseError: it is being removed, or is gone.
    """
    try:
        return Pin(release.path)
    except OSError as error:
        raise ReleaseError(f"{release.path}: {error.strerror or error}") from error


def _last_events(build_dir: Path) -> list[Publishing]:
    """The last event of each version, the newest first."""
    last: dict[str, Publishing] = {}
    for event in reversed(publishings(build_dir)):
        last.setdefault(event.version, event)
    return list(last.values())


def _kept(build_dir: Path, event: Publishing, current: str, stored: bool) -> Kept | None:
    try:
        release = open_release(build_dir / "releases" / event.version, stored=stored)
    except ReleaseError:
        return None
    published = event.published or release.manifest.issued
    return Kept(release, published, event.before, event.version == current)


def _remove(path: Path) -> bool:
    """Remove a release unless it is pinned: it leaves its place at once, so that nobody finds half of it."""
    with _exclusive(path) as alone:
        if alone:
            gone = path.with_name(f".removed-{path.name}")
            path.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)
        return alone


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # somebody reads it, or the file system has no locks and it is better not to know
        return False
    return True


@contextlib.contextmanager
def _exclusive(path: Path) -> Iterator[bool]:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield _locked(descriptor)
    finally:
        os.close(descriptor)
