"""A release on disk: made once from shards, never changed, read by the web process and by queries of the command line.

build.py calls `assemble` and, if the whole conforms, `publish_current`; publish/ calls `current_release`. Layout and
meaning of the files: docs/data-model.md, "A release on disk". N-Quads bytes come in, so nothing here knows rdflib.
"""

from __future__ import annotations

import gzip
import itertools
import json
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from memograph import nquads
from memograph.assembling import (
    CHANGES,
    DUMPS,
    MANIFEST,
    REPORTS,
    STORE,
    Before,
    ReleaseFacts,
    compare_with,
    describe,
    fill,
    write_indexes,
)
from memograph.changes import Changes, read_changes
from memograph.dumping import NQUADS_DUMP
from memograph.errors import ReleaseError
from memograph.history import Publishing, read_history, write_history
from memograph.manifest import Counts, Manifest
from memograph.nameindex.tables import FILE as NAMES
from memograph.namespaces import Site
from memograph.pageindex.tables import FILE as PAGES
from memograph.pageindex.tables import FORMAT, format_of

__all__ = [
    "Counts",
    "Manifest",
    "Release",
    "ReleaseFacts",
    "assemble",
    "current_release",
    "current_version",
    "open_release",
    "publish_current",
    "publishings",
]


@dataclass(frozen=True, slots=True)
class Release:
    """A release directory and what its manifest says."""

    path: Path
    manifest: Manifest

    @property
    def store(self) -> Path:
        """Directory of the pyoxigraph store, to be opened read-only."""
        return self.path / STORE

    @property
    def dumps(self) -> Path:
        """Directory of the compressed dumps and their checksums."""
        return self.path / DUMPS

    @property
    def names(self) -> Path:
        """Index of the names of its things (memograph.nameindex); a release of an earlier memograph has none."""
        return self.path / NAMES

    @property
    def pages(self) -> Path:
        """Index of what its pages list (memograph.pageindex); a release of an earlier memograph has none."""
        return self.path / PAGES

    @property
    def reports(self) -> Path:
        """Directory of validation reports; the build writes them before it publishes the release."""
        return self.path / REPORTS

    def changes(self, before: str) -> Changes | None:
        """What changed since the release of this version; None where that was not worked out."""
        return read_changes(self.path / CHANGES, before)

    def changes_file(self, before: str) -> Path:
        """All changes since the release of this version, gzip of one JSON object a line (changes.Change)."""
        return self.path / CHANGES / f"{before}.jsonl.gz"

    @property
    def site(self) -> Site:
        """Mints the IRIs of this release."""
        return Site(self.manifest.base)


def open_release(path: Path, *, stored: bool = True) -> Release:
    """Open a release directory.

    Args:
        stored: whether its store must be there; where another store holds the release, it need not be.

    Raises:
        ReleaseError: it is missing or incomplete.
    """
    release = Release(path.resolve(), Manifest.read(path / MANIFEST))
    for part in (release.store, release.dumps)[0 if stored else 1 :]:
        if not part.is_dir():
            raise ReleaseError(f"{part}: missing, so the release is incomplete; run `memograph build`")
    return release


def current_release(build_dir: Path, *, stored: bool = True) -> Release:
    """The release that ``build/current`` points to; `stored` as for `open_release`.

    Raises:
        ReleaseError: nothing is published there.
    """
    link = build_dir / "current"
    if not link.exists():
        raise ReleaseError(f"{link}: no release is published there; run `memograph build` first")
    return open_release(link, stored=stored)


def current_version(build_dir: Path) -> str:
    """Version that ``build/current`` points to, empty if there is none; for whoever need not open it."""
    link = build_dir / "current"
    return link.resolve().name if link.exists() else ""


def publish_current(build_dir: Path, release: Release, now: str = "") -> None:
    """Point ``build/current`` to `release`, and note that in the history.

    A reader sees the old release or the new one, never none. Publishing the current release again changes nothing.

    Args:
        now: date and time in UTC for the history, ``2025-03-01T12:00:00Z``; by the clock unless given.
    """
    before = current_version(build_dir)
    history = [event for event in publishings(build_dir) if before or event.version != release.path.name]
    temporary = build_dir / f".current.{os.getpid()}"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(Path("releases") / release.path.name, target_is_directory=True)
    temporary.replace(build_dir / "current")
    if before != release.path.name:
        now = now or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        write_history(build_dir, (*history, Publishing(release.path.name, now, before)))


def publishings(build_dir: Path) -> tuple[Publishing, ...]:
    """Which release became current when, oldest first.

    Where there is no history, because a memograph that kept none made the releases: those that are current or conform,
    by the date in their manifests. A build that was killed between making a release current and noting it is made up
    for.

    Raises:
        ReleaseError: the history cannot be read.
    """
    events, current = read_history(build_dir), current_version(build_dir)
    if events and current and events[-1].version != current:
        try:
            issued = open_release(build_dir / "current").manifest.issued
        except ReleaseError:
            return events
        return (*events, Publishing(current, max(issued, events[-1].published), events[-1].version))
    return events or _without_history(build_dir)


def _without_history(build_dir: Path) -> tuple[Publishing, ...]:
    found, current = [], current_version(build_dir)
    for path in (build_dir / "releases").glob("[0-9a-f]*"):
        try:
            release = open_release(path, stored=False)
            if path.name == current or _conforms(release):
                found.append((release.manifest.issued, path.name))
        except (ReleaseError, OSError, ValueError):
            continue
    versions = sorted(found)
    befores = ["", *(version for _, version in versions)]
    return tuple(Publishing(v, issued, before) for (issued, v), before in zip(versions, befores, strict=False))


def _conforms(release: Release) -> bool:
    return bool(json.loads((release.reports / "release.json").read_text(encoding="utf-8"))["conforms"])


def assemble(
    shards: Iterable[nquads.Source],
    graphs: Iterable[bytes | Path],
    site: Site,
    build_dir: Path,
    facts: ReleaseFacts,
    keep: Callable[[Path, Path], None] | None = None,
) -> Release:
    """Make a release directory ``releases/<version>``, or reuse the one that is already there.

    What changed since the release that is current now is worked out too, and stands in the new one.

    Args:
        shards: sorted N-Quads of the documents' graphs, in memory or in files, in any order.
        graphs: the same of the authority and the ontology.
        build_dir: created if missing; the release appears in it whole or not at all.
        keep: given all these quads, sorted, writes to its second argument sorted quads to be added, or refuses.

    Raises:
        ReleaseError: a shard is not sorted N-Quads, or `keep` refuses the release.
    """
    releases = build_dir / "releases"
    releases.mkdir(parents=True, exist_ok=True)
    before = _before(build_dir, site)
    with tempfile.TemporaryDirectory(prefix=".assembling-", dir=releases) as name:
        scratch = Path(name)
        (scratch / "chunks").mkdir()
        data = scratch / "data.nq"
        nquads.merge(itertools.chain(shards, graphs), data, scratch / "chunks")
        kept = scratch / "kept.nq"
        if keep is not None:
            keep(data, kept)
        whole = describe(data, kept, scratch / STORE, site, facts, before)
        target = releases / whole.version
        if reused := _reuse(target, facts, before):
            return reused
        made = fill(scratch, whole, site, facts, before)
        if target.exists():  # incomplete: leaves with the scratch directory
            target.rename(scratch / "replaced")
        made.rename(target)
    return open_release(target)


def _before(build_dir: Path, site: Site) -> Before | None:
    """The release that is current; none if there is none, or if it is of another site, whose IRIs are all others."""
    try:
        release = current_release(build_dir)
    except ReleaseError:
        return None
    return Before(release.manifest.version, release.path) if release.site == site else None


def _reuse(target: Path, facts: ReleaseFacts, before: Before | None) -> Release | None:
    """The release of the same quads; its manifest then tells what it was last made from, and nothing else changes.

    If another release was current meanwhile, what changed since that one is added to it.
    """
    try:
        release = open_release(target)
    except ReleaseError:
        return None
    counts = replace(release.manifest.counts, quarantined=facts.quarantined)
    manifest = replace(release.manifest, inputs=facts.inputs, model=facts.model, software=facts.software, counts=counts)
    manifest.write(target / MANIFEST)
    if not release.names.exists() or format_of(release.pages) != FORMAT:
        with gzip.open(release.dumps / NQUADS_DUMP) as lines:
            write_indexes(release.store, lines, release.path, release.site)
    if before and before.path != release.path and release.changes(before.version) is None:
        with gzip.open(release.dumps / NQUADS_DUMP) as new:
            compare_with(before, new, manifest.version, target, release.site)
    return Release(release.path, manifest)
