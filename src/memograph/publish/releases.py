"""The releases that requests are answered from: follows ``current``, opens kept ones, closes what nobody reads.

context.py holds one for each request, from beginning to end, so that an answer never mixes two. A new release is opened
beside the old one, in a thread of its own; requests go to it once its workers are up, and the old workers end with the
last request that reads from them. Where a store elsewhere has the data, the release that it holds is the current one.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

from memograph.errors import MemographError, QueryBusy, ReleaseError, ReleaseNotKept, StoreElsewhere
from memograph.history import HISTORY, Publishing
from memograph.namespaces import Site
from memograph.publish.links import Links
from memograph.publish.settings import PublishSettings
from memograph.publish.store import Store
from memograph.release import Release, current_release, open_release
from memograph.retention import Kept, Pin, forgotten, kept_releases, pin

#: Releases that are open besides the current one; each has one query worker from its first query on, and a short line.
OPEN_BESIDES = 3
QUEUE_BESIDES = 2

#: Seconds after which a release that could not be opened is tried again.
RETRY_SECONDS = 30.0

#: Seconds between looks at which release is current, where no request comes.
LOOK_SECONDS = 1.0

_log = logging.getLogger(__name__)

Identity = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Publication:
    """One release being published."""

    store: Store
    links: Links
    settings: PublishSettings

    @property
    def site(self) -> Site:
        """Mints the site's IRIs."""
        return self.links.site

    @property
    def version(self) -> str:
        """Version of the release."""
        return self.store.release.manifest.version


@dataclass(slots=True, eq=False)
class _Open:
    """An open release; `identity` (device and inode of its store) tells it from another one at the same path."""

    publication: Publication
    identity: Identity
    pin: Pin
    readers: int = 0
    retired: bool = False

    def close(self) -> None:
        """End its workers, and let it be removed from the disk."""
        self.publication.store.close()
        self.pin.release()


@dataclass(frozen=True, slots=True)
class _Listed:
    """The kept and the removed releases, and when (ns) the folder and the history were changed by then."""

    changed: tuple[int, int] = (0, 0)
    kept: tuple[Kept, ...] = ()
    gone: tuple[Publishing, ...] = ()


class Releases:
    """The current release of a build directory and those that are kept beside it."""

    def __init__(self, settings: PublishSettings) -> None:
        self._settings = settings
        self._own = not settings.store_url
        self._followed = str(settings.build_dir / "current")
        self._lock = threading.Lock()
        self._attempted: tuple[Identity, float] = ((0, 0), 0.0)
        self._listed = _Listed()
        self._closed = threading.Event()
        self._besides: list[_Open] = []  # the one that was asked for longest ago stands first
        release = current_release(settings.build_dir, stored=self._own)
        self._current = self._opened(release)

    def start(self) -> None:
        """Start the workers of the current release now and not with the first query, and follow without requests.

        Else a process that nobody asked for a day would answer its first request from yesterday's release.
        """
        self._current.publication.store.start()
        threading.Thread(target=self._look, name="follow-releases", daemon=True).start()

    def close(self) -> None:
        """End all workers."""
        self._closed.set()
        with self._lock:
            for each in (self._current, *self._besides):
                each.close()

    @property
    def current(self) -> Publication:
        """The current release, for what needs no worker; a request holds it instead."""
        return self._current.publication

    def hold(self, version: str | None = None) -> Publication:
        """The current release, or the kept one of this version, open until `let_go`.

        Raises:
            ReleaseNotKept: there is no such version here.
            QueryBusy: too many other releases are being read.
        """
        self._follow()
        with self._lock:
            found = self._current
            if version not in (None, found.publication.version):
                found = self._open_kept(version or "")
            found.readers += 1
            return found.publication

    def let_go(self, publication: Publication) -> None:
        """The request is over; closes the release if it was replaced and this was its last reader."""
        with self._lock:
            for each in (self._current, *self._besides):
                if each.publication is publication:
                    each.readers -= 1
                    self._end_if_done(each)
                    return

    def kept(self) -> tuple[Release, ...]:
        """All published releases on disk, the newest first; one that cannot be read is left out."""
        return tuple(each.release for each in self.kept_since())

    def kept_since(self) -> tuple[Kept, ...]:
        """The same, with when each became current and after which one.

        One that was built for another base IRI speaks of another site and is left out.
        """
        base = self.current.site.base
        return tuple(each for each in self._list().kept if each.release.manifest.base == base)

    def gone(self) -> tuple[Publishing, ...]:
        """What was published once and is kept no longer, the newest first."""
        return self._list().gone

    def _list(self) -> _Listed:
        """What is kept and what is gone, read anew when that changed."""
        folder = self._settings.build_dir
        changed = _changed(folder / "releases"), _changed(folder / HISTORY)
        if self._listed.changed != changed:
            try:
                self._listed = _Listed(changed, kept_releases(folder, stored=self._own), forgotten(folder))
            except ReleaseError as error:  # costs the other releases, not the site
                _log.error("Only the current release is listed: %s", error)
                release = self.current.store.release
                self._listed = _Listed(changed, (Kept(release, release.manifest.issued, "", True),))
        return self._listed

    def _look(self) -> None:
        while not self._closed.wait(LOOK_SECONDS):
            self._follow()
            if not self._own:
                self._follow_store()

    def _follow(self) -> None:
        """Notice that another release became current, and have it opened; until then the old one is read."""
        try:
            identity = _identity(self._followed)
        except OSError:  # between two releases, or the folder is gone: what is open stays
            return
        if identity == self._current.identity:
            return
        with self._lock:
            attempted, at = self._attempted
            if attempted == identity and time.monotonic() < at + RETRY_SECONDS:
                return
            self._attempted = (identity, time.monotonic())
        current = self._settings.build_dir / "current"
        threading.Thread(target=self._switch, args=(current,), name="switch-release", daemon=True).start()

    def _follow_store(self) -> None:
        """Have the release opened that the store elsewhere holds, if it is another one and its directory is here."""
        try:
            self.current.store.canary()
        except StoreElsewhere as error:
            if any(each.version == error.held for each in self.kept_since()):
                self._switch(self._settings.build_dir / "releases" / error.held)
        except MemographError:  # requests tell why, and whoever asks whether we are ready
            return

    def _switch(self, path: Path) -> None:
        """Open the release there, wait for its workers, and give new requests to it."""
        try:
            release = open_release(path, stored=self._own)
            opened = self._opened(release)
        except (ReleaseError, OSError) as error:
            _log.error("The new release cannot be opened, so the old one stays: %s", error)
            return
        store = opened.publication.store
        try:
            store.start()
            store.canary()
        except StoreElsewhere as error:
            opened.close()
            _log.info("The store does not hold release %s yet: %s", release.manifest.version, error.reason)
            return
        except MemographError as error:
            opened.close()
            _log.error("The new release answers no query, so the old one stays: %s", error)
            return
        with self._lock:
            if self._closed.is_set():
                opened.close()
                return
            before, self._current = self._current, opened
            before.retired = True
            self._besides.append(before)
            self._end_if_done(before)
        _log.info("serving release %s", release.manifest.version)

    def _open_kept(self, version: str) -> _Open:
        """The kept release of this version; called with the lock held."""
        path = self._settings.build_dir / "releases" / version
        try:
            if not any(each.version == version for each in self.kept_since()):
                raise ReleaseNotKept(version)
            identity = _identity(path)
            found = next((each for each in self._besides if each.identity == identity and not each.retired), None)
            if found:
                self._besides.remove(found)
            else:
                release = open_release(path, stored=self._own)
                if not release.store.is_dir():
                    raise ReleaseNotKept(version, files_only=True)
                self._make_room()
                own = replace(self._settings, workers=1, queue=QUEUE_BESIDES, store_url="")
                found = self._opened(release, own)
        except ReleaseNotKept:
            raise
        except (OSError, ReleaseError) as error:
            raise ReleaseNotKept(version) from error
        self._besides.append(found)
        return found

    def _make_room(self) -> None:
        """Close the release that was asked for longest ago, if as many are open as may be."""
        kept = [each for each in self._besides if not each.retired]
        if len(kept) < OPEN_BESIDES:
            return
        idle = next((each for each in kept if not each.readers), None)
        if idle is None:
            raise QueryBusy(f"{OPEN_BESIDES} other releases are being read")
        idle.retired = True
        self._end_if_done(idle)

    def _end_if_done(self, each: _Open) -> None:
        if each.retired and not each.readers:
            each.close()
            self._besides.remove(each)

    def _opened(self, release: Release, settings: PublishSettings | None = None) -> _Open:
        held = pin(release)  # before its identity is asked for, so that it is this one that stays
        store = Store(release, settings or self._settings)
        return _Open(Publication(store, Links(release.site), self._settings), _identity(release.path), held)


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def _identity(release: Path | str) -> Identity:
    try:
        found = os.stat(f"{release}/store")  # noqa: PTH116  (asked for with every request)
    except FileNotFoundError:  # a store elsewhere has it
        found = os.stat(f"{release}/dumps")  # noqa: PTH116
    return found.st_dev, found.st_ino
