"""A release on disk: made once from shards, never changed, read by the web process and by queries of the command line.

build.py calls `assemble` and, if the whole conforms, `publish_current`; publish/ calls `current_release`. Layout and
meaning of the files: docs/data-model.md, "A release on disk". N-Quads bytes come in, so nothing here knows rdflib.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from memograph import nquads, void
from memograph.dumping import NQUADS_DUMP, TURTLE_DUMP, union, write_dumps
from memograph.errors import ReleaseError
from memograph.model import Measurement
from memograph.namespaces import Site

_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Counts:
    """What a release holds: entities that documents speak of by class, statements by relation, as local names."""

    documents: int
    quarantined: int
    entities: dict[str, int]
    relations: dict[str, int]


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

    @property
    def description(self) -> str:
        """SHA-256 (hex) of what goes into the release's own description besides its quads."""
        return hashlib.sha256(repr((self.title, self.measured)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Manifest:
    """``manifest.json``.

    Args:
        version: first 12 hex digits of `nquads_sha256`.
        base: base IRI of the site that the release was built for.
        nquads_sha256: SHA-256 (hex) of the sorted unique N-Quads of all graphs but the release's own description.
        quads: number of those quads.
        description: SHA-256 (hex) of what its own description was made from besides the quads.
    """

    version: str
    base: str
    title: str
    issued: str
    inputs: str
    nquads_sha256: str
    quads: int
    counts: Counts
    model: str
    software: str
    description: str

    def write(self, path: Path) -> None:
        """Write as JSON; the file appears whole or not at all."""
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        temporary.write_text(json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        temporary.replace(path)

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read a manifest.

        Raises:
            ReleaseError: missing, not JSON, or a field is missing, unknown or of the wrong type.
        """
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise ReleaseError(f"{path}: no manifest, so this is no complete release; run `memograph build`") from error
        except (OSError, ValueError) as error:
            raise ReleaseError(f"{path}: not a readable manifest: {error}") from error
        values = _checked(cls, raw, path)
        return cls(**{**values, "counts": Counts(**_checked(Counts, values["counts"], path))})


_JSON_TYPES: dict[str, type] = {"str": str, "int": int, "dict[str, int]": dict, "Counts": dict}


def _checked(kind: type[Any], raw: object, path: Path) -> dict[str, Any]:
    """The fields of the dataclass `kind` from a JSON object that has these and no others."""
    wanted = {field.name: _JSON_TYPES[str(field.type)] for field in fields(kind)}
    if not isinstance(raw, dict) or set(raw) != set(wanted):
        found = sorted(raw) if isinstance(raw, dict) else type(raw).__name__
        raise ReleaseError(f"{path}: {kind.__name__} must have the fields {sorted(wanted)}, and has {found}")
    for name, expected in wanted.items():
        if type(raw[name]) is not expected:
            raise ReleaseError(f"{path}: “{name}” must be a {expected.__name__}, and is {raw[name]!r}")
    return raw


@dataclass(frozen=True, slots=True)
class Release:
    """A release directory and what its manifest says."""

    path: Path
    manifest: Manifest

    @property
    def store(self) -> Path:
        """Directory of the pyoxigraph store, to be opened read-only."""
        return self.path / "store"

    @property
    def dumps(self) -> Path:
        """Directory of the compressed dumps and their checksums."""
        return self.path / "dumps"

    @property
    def reports(self) -> Path:
        """Directory of validation reports; the build writes them before it publishes the release."""
        return self.path / "reports"

    @property
    def site(self) -> Site:
        """Mints the IRIs of this release."""
        return Site(self.manifest.base)


def open_release(path: Path) -> Release:
    """Open a release directory.

    Raises:
        ReleaseError: it is missing or incomplete.
    """
    release = Release(path.resolve(), Manifest.read(path / _MANIFEST))
    for part in (release.store, release.dumps):
        if not part.is_dir():
            raise ReleaseError(f"{part}: missing, so the release is incomplete; run `memograph build`")
    return release


def current_release(build_dir: Path) -> Release:
    """The release that ``build/current`` points to.

    Raises:
        ReleaseError: nothing is published there.
    """
    link = build_dir / "current"
    if not link.exists():
        raise ReleaseError(f"{link}: no release is published there; run `memograph build` first")
    return open_release(link)


def publish_current(build_dir: Path, release: Release) -> None:
    """Point ``build/current`` to `release`; a reader sees the old release or the new one, never none."""
    temporary = build_dir / f".current.{os.getpid()}"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(Path("releases") / release.path.name, target_is_directory=True)
    temporary.replace(build_dir / "current")


def assemble(
    shards: Iterable[bytes | Path], graphs: Iterable[bytes | Path], site: Site, build_dir: Path, facts: ReleaseFacts
) -> Release:
    """Make a release directory ``releases/<version>``, or reuse the one that is already there.

    Args:
        shards: sorted N-Quads of the documents' graphs, in memory or in files, in any order.
        graphs: the same of the authority and the ontology.
        build_dir: created if missing; the release appears in it whole or not at all.

    Raises:
        ReleaseError: a shard is not sorted N-Quads.
    """
    releases = build_dir / "releases"
    releases.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".assembling-", dir=releases) as scratch:
        quads, chunks = Path(scratch, "quads.nq"), Path(scratch, "chunks")
        chunks.mkdir()
        merged = nquads.merge(itertools.chain(shards, graphs), quads, chunks)
        target = releases / merged.sha256[:12]
        if reused := _reuse(target, facts):
            return reused
        made = Path(scratch, "release")
        _fill(made, quads, merged, site, facts)
        if target.exists():  # incomplete, or described differently: leaves with the scratch directory
            target.rename(Path(scratch, "replaced"))
        made.rename(target)
    return open_release(target)


def _reuse(target: Path, facts: ReleaseFacts) -> Release | None:
    """The release of the same quads, description and software; its manifest then tells what it was last made from."""
    try:
        release = open_release(target)
    except ReleaseError:
        return None
    old = release.manifest
    if (old.description, old.software) != (facts.description, facts.software):
        return None
    counts = replace(old.counts, quarantined=facts.quarantined)
    manifest = replace(old, inputs=facts.inputs, model=facts.model, counts=counts)
    manifest.write(target / _MANIFEST)
    return Release(release.path, manifest)


def _fill(made: Path, quads: Path, merged: nquads.Merged, site: Site, facts: ReleaseFacts) -> None:
    """Write everything that belongs into a release directory; the manifest comes last."""
    for part in ("store", "dumps", "reports"):
        (made / part).mkdir(parents=True)
    version = merged.sha256[:12]
    store = ox.Store(str(made / "store"))
    _load(store, quads)
    statistics = void.count(store, site)
    description = quads.with_name("description.nq")
    dumps = (NQUADS_DUMP, TURTLE_DUMP)
    description.write_bytes(void.describe(statistics, site, facts.title, version, dumps, facts.measured))
    _load(store, description)
    store.optimize()
    store.flush()
    del store  # closes it: RocksDB writes its last files now
    whole = quads.with_name("whole.nq")
    nquads.merge([quads, description], whole, quads.with_name("chunks"))
    write_dumps(whole, made / "dumps", site)
    manifest = Manifest(
        version=version,
        base=site.base,
        title=facts.title,
        issued=facts.issued,
        inputs=facts.inputs,
        nquads_sha256=merged.sha256,
        quads=merged.quads,
        counts=Counts(
            statistics.documents(site), facts.quarantined, statistics.entities(site), statistics.statements()
        ),
        model=facts.model,
        software=facts.software,
        description=facts.description,
    )
    manifest.write(made / _MANIFEST)


def _load(store: ox.Store, quads: Path) -> None:
    """Load quads, and their union into the default graph.

    The engine can query a union of graphs, but gives a triple once for each graph that holds it, where RDF merging
    (SPARQL 1.1 Query, section 13.2) gives it once; and it has better indexes for the default graph.
    """
    store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
    store.bulk_extend(ox.Quad(*triple) for triple in union(quads))
