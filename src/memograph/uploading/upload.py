"""``memograph publish``: a release into a triple store, and then one update that makes it the current one.

The only module of this folder that knows the order. A store without a release is filled, one with a release gets the
next one staged beside it. Whatever is cut short goes on where it was when the same is run again.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from memograph.errors import ReleaseNotKept, UploadError
from memograph.release import Release, current_release
from memograph.retention import kept_releases, pin
from memograph.uploading.addresses import Named, credentials, find
from memograph.uploading.bookkeeping import Books, Plan
from memograph.uploading.contents import NOTHING, Graphs
from memograph.uploading.filling import Filling
from memograph.uploading.graph_store import GraphStore, Patience, Sent
from memograph.uploading.staging import Staging
from memograph.uploading.watching import Watcher


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked for.

    Args:
        version: of a kept release, empty for the current one.
        in_place: take the release that is there away first, and fill the store anew.
        rehearsal: only say what would be done.
    """

    version: str = ""
    in_place: bool = False
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, or would be.

    Args:
        version: release that the store holds now.
        before: release that it held, empty for none; the same as `version` where nothing was to be done.
        sent: what went there, graphs that lie beside others until the switch included.
        changed: graphs that the store did not have so.
        unchanged: graphs that it had already.
        switched: quads that the switch changed in one transaction; 0 where the store was filled.
    """

    version: str
    before: str
    sent: Sent = field(default_factory=Sent)
    changed: int = 0
    unchanged: int = 0
    switched: int = 0


def upload(build_dir: Path, named: Named, wish: Wish, watch: Watcher, patience: Patience | None = None) -> Outcome:
    """Upload a release to the store that is named there, and switch to it.

    Raises:
        ReleaseError: there is no such release.
        ConfigurationError: the credentials in the environment are incomplete.
        UploadError: the store cannot be reached, refuses, or is not what it must be, or there is no room on this
            machine; what the store held before is whole.
    """
    release, patience = _chosen(build_dir, wish.version), patience or Patience()
    headers = credentials()
    try:
        return _uploaded(release, build_dir, named, headers, wish, watch, patience)
    except OSError as error:
        where = error.filename or tempfile.gettempdir()
        raise UploadError(
            f"{where}: {error.strerror or error}; the upload stopped there; run it again: it goes on"
        ) from error


def _uploaded(
    release: Release,
    build_dir: Path,
    named: Named,
    headers: dict[str, str],
    wish: Wish,
    watch: Watcher,
    patience: Patience,
) -> Outcome:
    with _alone(build_dir, named), contextlib.ExitStack() as until_done:
        until_done.callback(pin(release).release)
        scratch = Path(until_done.enter_context(tempfile.TemporaryDirectory(prefix="memograph-upload-")))
        addresses = find(named, headers, watch.problem, patience)
        store = GraphStore(addresses, headers, watch.problem, patience, wish.rehearsal)
        until_done.enter_context(store)
        uploading = _Uploading(Books(store, release.site, scratch), Graphs(release.store, scratch), release, watch)
        return uploading.run(wish.in_place)


@dataclass(slots=True)
class _Uploading:
    """One upload, from what the store holds now to the switch."""

    books: Books
    graphs: Graphs
    release: Release
    watch: Watcher

    @property
    def version(self) -> str:
        return self.release.manifest.version

    def run(self, in_place: bool) -> Outcome:
        before, plan = self.books.current(), self.books.plan()
        if plan.version and plan.version == before:  # switched, and cut short before all was put away
            self._put_away(plan, switched=True)
            plan = Plan()
        if before == self.version and not in_place:
            self._put_away(plan)
            return Outcome(self.version, before)
        onto = "" if in_place else before
        plan = self._begun(plan, before, onto)
        self.books.try_addresses()
        union = not self.books.store.rehearsal and self.books.store.ask(self.books.text("union.rq"))
        if onto and union:
            self._refuse_union(plan)
        return self._staged(plan, before) if onto else self._filled(plan, before, not union)

    def _begun(self, plan: Plan, before: str, onto: str) -> Plan:
        """The plan of this upload: the one that is there if it is of the same, else a new one in a store made ready."""
        if plan.version == self.version and plan.onto == onto and not (before and not onto):
            return plan
        if not onto:
            ours = bool(before) or (bool(plan.version) and not plan.onto)
            self._make_ready(ours)
        self._put_away(plan)
        return self.books.begin(self.version, onto)

    def _make_ready(self, ours: bool) -> None:
        """Take away what is in the way of a filling: a release, or the beginning of one; never somebody else's data."""
        store = self.books.store
        if ours:
            store.update(self.books.text("unpublish.ru"))
            store.delete(None)
        elif store.ask(self.books.text("empty.rq")):
            raise UploadError(
                f"{store.addresses.query}: the default graph there holds triples that memograph did not write, and "
                "that the release's would mix with; name an empty dataset (or repository)"
            )

    def _refuse_union(self, plan: Plan) -> None:
        self._put_away(plan)
        raise UploadError(
            f"{self.books.store.addresses.query}: the default graph of this store is the union of all graphs, so "
            "readers would see what is staged. Upload to an empty dataset (or repository) and then let [store] url "
            "name that; or use --in-place, and be without a release until it is done"
        )

    def _filled(self, plan: Plan, before: str, default: bool) -> Outcome:
        filling = Filling(self.books, self.graphs, self.watch, default)
        filling.fill()
        self._switch("")
        self._put_away(plan, switched=True)
        return Outcome(self.version, before, self.books.store.sent, filling.changed, filling.unchanged)

    def _staged(self, plan: Plan, before: str) -> Outcome:
        staging = Staging(self.books, self.graphs, plan, self.watch)
        staging.stage()
        self._switch(before)
        if not self.books.store.rehearsal:
            self._check(plan)
        sent, switched = self.books.store.sent, staging.switched
        self._put_away(plan, switched=True)
        return Outcome(self.version, before, sent, staging.changed, staging.unchanged, switched)

    def _switch(self, onto: str) -> None:
        if self.books.store.rehearsal:
            return
        self.watch.stage("switch", None)
        if (found := self.books.current()) not in (onto, self.version):
            raise UploadError(
                f"{self.books.store.addresses.update}: another upload made {found or 'nothing'} the current release "
                "meanwhile; run it again to upload this one after it"
            )
        self.books.switch(self.version)
        if (found := self.books.current()) != self.version:
            raise UploadError(
                f"{self.books.store.addresses.update}: it took the update that switches, and still holds "
                f"{found or 'no release'}; see what it logs, and run it again"
            )

    def _check(self, plan: Plan) -> None:
        """Hold what the switch did against what it should have done."""
        expected = {graph: 0 if mark == NOTHING else int(mark.split()[0]) for graph, mark in plan.marks.items()}
        for graph, count in self.books.miscounted(expected):
            raise UploadError(
                f"{self.books.store.addresses.update}: {graph} holds {count} triples after the switch and not "
                f"{expected[graph]}; this store does not do an update as one. Use an empty dataset, or --in-place"
            )

    def _put_away(self, plan: Plan, *, switched: bool = False) -> None:
        """Remove what was staged, and the plan last; after the switch also the names of graphs that are empty now."""
        if plan.version:
            emptied = [graph for graph, mark in plan.marks.items() if mark == NOTHING] if switched else []
            for graph in (*plan.staged, *emptied, self.books.site.staging_graph):
                self.books.store.delete(graph)


def _chosen(build_dir: Path, version: str) -> Release:
    """The current release, or the kept one of this version; one that was never published does not count."""
    if not version:
        return current_release(build_dir)
    kept = kept_releases(build_dir)
    for each in kept:
        if each.version == version:
            return each.release
    raise ReleaseNotKept(version, tuple(each.version for each in kept), "`memograph releases`")


@contextlib.contextmanager
def _alone(build_dir: Path, named: Named) -> Iterator[None]:
    """Hold the lock of uploads from this build folder to this store.

    Raises:
        UploadError: another process holds it.
    """
    key = hashlib.sha256((named.store or named.graphs).encode()).hexdigest()[:16]
    with (build_dir / f".upload-{key}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            where = named.store or named.graphs
            raise UploadError(f"{where}: another upload to it is running; wait until it is done") from error
        yield
