"""The inside of a release: quads → store, description, dumps, changes, catalogue, manifest. Called by release.py.

The order is not free: the description counts what the store holds and goes into the dumps, the version is the hash of
the dumps' quads, and the catalogue names the dumps' sizes and so comes last.
"""

from __future__ import annotations

import contextlib
import gzip
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from memograph import nquads, sssom, void
from memograph.catalog import Edition, catalogue
from memograph.changes import Changes, compare, write_changes
from memograph.dumping import (
    DUMP_FORMATS,
    MAPPINGS_RDF,
    MAPPINGS_TSV,
    NQUADS_DUMP,
    write_checksums,
    write_dumps,
)
from memograph.errors import ReleaseError
from memograph.manifest import Counts, Manifest
from memograph.mappings import MappingSet, read_mappings
from memograph.model import Measurement
from memograph.nameindex.tables import FILE as NAMES
from memograph.nameindex.writing import write_names
from memograph.namespaces import Site
from memograph.pageindex.tables import FILE as PAGES
from memograph.pageindex.writing import write_pages
from memograph.statistics import Statistics, count
from memograph.storing import GENERATIONS, GROWN, difference, generation, grow, load

MANIFEST, STORE, DUMPS, REPORTS, CHANGES = "manifest.json", "store", "dumps", "reports", "changes"


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What the caller of `assemble` knows about a release beyond its quads.

    Args:
        title: of the dataset, for its description.
        issued: date and time in UTC, ``2025-03-01T12:00:00Z``.
        inputs: fingerprint (hex) of everything the build read.
        quarantined: number of documents left out because they failed validation.
        model, software: names and versions.
        measured: how right each relation is, for the description.
    """

    title: str
    issued: str
    inputs: str
    quarantined: int
    model: str
    software: str
    measured: tuple[Measurement, ...] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """The release that a new one is compared with: its version and directory."""

    version: str
    path: Path


@dataclass(frozen=True, slots=True)
class Whole:
    """All quads of the dumps, sorted, what they hold, and how many releases ago their store was loaded whole."""

    path: Path
    merged: nquads.Merged
    statistics: Statistics
    generation: int

    @property
    def version(self) -> str:
        """Version of the release that holds these quads and no others."""
        return self.merged.sha256[:12]


def describe(data: Path, kept: Path, store_path: Path, site: Site, facts: ReleaseFacts, before: Before | None) -> Whole:
    """Put sorted quads into a new store there, count them, and put the description beside them.

    Args:
        kept: more of them, of what is no longer published; may be absent.
    """
    files = [data, *([kept] if kept.exists() else [])]
    statistics, age = _grown(files, store_path, site, before) or (None, 0)
    if statistics is None:
        for file in files:
            load(store_path, file)
        statistics = count(files, ox.Store.read_only(str(store_path)), site, store_path.parent)
    description, whole = data.with_name("description.nq"), data.with_name("whole.nq")
    names = (each.name for each in DUMP_FORMATS if each.whole)
    description.write_bytes(void.describe(statistics, site, facts.title, names, facts.measured))
    load(store_path, description)
    return Whole(whole, nquads.merge_sorted([*files, description], whole), statistics, age)


def _grown(files: list[Path], store_path: Path, site: Site, before: Before | None) -> tuple[Statistics, int] | None:
    """Grow the store of the release before, if it may be, and count it; None where it has to be loaded whole."""
    if before is None or (age := generation(before.path) + 1) > GENERATIONS:
        return None
    changed = difference(before.path / DUMPS / NQUADS_DUMP, files, store_path.parent)
    if changed is None or not grow(before.path / STORE, changed, store_path, site.catalog_graph):
        return None
    store = ox.Store.read_only(str(store_path))
    statistics = count(files, store, site, store_path.parent)
    if len(store) == changed.quads + statistics.triples:
        return statistics, age
    shutil.rmtree(store_path)  # the store before was none of its dump
    return None


def fill(scratch: Path, whole: Whole, site: Site, facts: ReleaseFacts, before: Before | None) -> Path:
    """Write everything that belongs into a release directory; the manifest comes last."""
    made, chunks = scratch / "release", scratch / "dump-chunks"
    for part in (chunks, made / DUMPS, made / REPORTS):
        part.mkdir(parents=True)
    write_dumps(whole.path, made / DUMPS, site, chunks, before.path / DUMPS if before else None)
    _write_mappings(scratch / STORE, made / DUMPS, site, facts.title, whole.version)
    edition = Edition(facts.title, whole.version, facts.issued, write_checksums(made / DUMPS))
    if before:
        with whole.path.open("rb") as new:
            changes = compare_with(before, new, whole.version, made, site)
        edition = replace(edition, previous=before.version, notes=str(changes))
    catalog = scratch / "catalog.nq"
    catalog.write_bytes(catalogue(edition, whole.statistics, site))
    load(scratch / STORE, catalog, last=not whole.generation)
    if whole.generation:
        (made / GROWN).write_text(f"{whole.generation}\n", encoding="ascii")
    with whole.path.open("rb") as lines:
        write_indexes(scratch / STORE, lines, made, site)
    (scratch / STORE).rename(made / STORE)
    _manifest(whole, site, facts, edition.previous).write(made / MANIFEST)
    return made


def compare_with(before: Before, lines: Iterable[bytes], version: str, folder: Path, site: Site) -> Changes:
    """Write to `folder` what changed from the release before to these sorted N-Quads.

    Raises:
        ReleaseError: the dump of the release before cannot be read.
    """
    path = before.path / DUMPS / NQUADS_DUMP
    try:
        with gzip.open(path) as old:
            return write_changes(compare(old, lines, site), before.version, version, folder / CHANGES)
    except (gzip.BadGzipFile, EOFError, zlib.error, FileNotFoundError) as error:
        raise ReleaseError(
            f"{path}: cannot be read, so what changed since then cannot be told: {error}; put the file back, or remove "
            "build/current to publish without a release before"
        ) from error


def _write_mappings(store: Path, dumps: Path, site: Site, title: str, version: str) -> None:
    """What links to other authorities, as SSSOM."""
    found = read_mappings(ox.Store.read_only(str(store)), site)
    mappings = MappingSet(f"{site.release(version)}/{MAPPINGS_TSV}", title, version, found)
    with (dumps / MAPPINGS_TSV).open("w", encoding="utf-8", newline="") as output:
        sssom.write_tsv(mappings, site, output)
    sssom.write_rdf(mappings, site, dumps / MAPPINGS_RDF)


def write_indexes(store: Path, lines: Iterable[bytes], folder: Path, site: Site) -> None:
    """Write to `folder` the indexes of the store there, of names and for pages; files appear whole or not at all.

    Args:
        lines: the quads of its dump, sorted N-Quads.
    """
    opened = ox.Store.read_only(str(store))
    with _appearing(folder / NAMES) as path:
        write_names(opened, site, path)
    with _appearing(folder / PAGES) as path:
        write_pages(opened, lines, site, path)


@contextlib.contextmanager
def _appearing(path: Path) -> Iterator[Path]:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    yield temporary
    temporary.replace(path)


def _manifest(whole: Whole, site: Site, facts: ReleaseFacts, previous: str) -> Manifest:
    held = whole.statistics
    return Manifest(
        version=whole.version,
        base=site.base,
        title=facts.title,
        issued=facts.issued,
        inputs=facts.inputs,
        nquads_sha256=whole.merged.sha256,
        quads=whole.merged.quads,
        counts=Counts(held.documents(site), facts.quarantined, held.entities(site), held.statements()),
        model=facts.model,
        software=facts.software,
        previous=previous,
    )
