"""Has anything changed since the release was built? One SHA-256 over everything a build depends on.

Cheap on purpose: `memograph serve` asks this before it decides to load models, and is ready at once if nothing changed.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from memograph.config import Config
from memograph.errors import ReleaseError
from memograph.read import stamps
from memograph.release import Release, current_release

#: Distributions whose version can change what a build writes.
_DEPENDENCIES = ("spacy", "rdflib", "pyshacl", "pyoxigraph", "lxml", "python-slugify", "rapidfuzz", "numpy", "thinc")
#: Parts of the package that read a release and so cannot change one.
_READERS = ("publish", "cli", "annotating.py", "explain.py", "training", "terminal.py", "score")


def fingerprint(config: Config) -> str:
    """Hex digest over corpus, authority, directory, ontology, vocabulary, shapes, settings, code and versions."""
    digest = hashlib.sha256()
    for part in _parts(config):
        digest.update(part.encode("utf-8", "surrogateescape"))
        digest.update(b"\0")
    return digest.hexdigest()


def unchanged(config: Config) -> Release | None:
    """The current release, if a build now would make the same one; else None."""
    try:
        release = current_release(config.paths.build)
    except ReleaseError:
        return None
    return release if release.manifest.inputs == fingerprint(config) else None


def _parts(config: Config) -> Iterator[str]:
    yield from (config.site.base, config.site.title, config.extract.model, str(config.extract.publish_from))
    yield from versions((*_DEPENDENCIES, config.extract.model))
    paths = config.paths
    yield from stamps([paths.corpus])
    for place in (*paths.authority, *paths.directory, paths.ontology, paths.vocabulary, paths.shapes):
        yield from _files(place)
    if paths.curation.exists():
        yield from _files(paths.curation)
    code = Path(__file__).parent
    yield from (line for line in _files(code) if not line.startswith(_READERS))


def made_with(model: str) -> dict[str, str]:
    """What a document's shard depends on beside documents and settings, as it is in this process: name → version.

    Two processes of which it is the same make the same shard.
    """
    code = hashlib.sha256()
    for line in _files(Path(__file__).parent):
        if not line.startswith((*_READERS, "bundled")):
            code.update(line.encode() + b"\0")
    versions = {name: _version(name) for name in (*_DEPENDENCIES, model)}
    python = platform.python_version()
    return {"memograph": f"{_version('memograph')} ({code.hexdigest()[:12]})", "Python": python, **versions}


def _files(place: Path) -> Iterator[str]:
    """Relative name and digest of a file, or of every file in a folder."""
    folder = place if place.is_dir() else place.parent
    for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
        if file.is_file() and "__pycache__" not in file.parts:
            with file.open("rb") as stream:
                yield f"{file.relative_to(folder)} {hashlib.file_digest(stream, 'sha256').hexdigest()}"


def versions(distributions: Iterable[str] = _DEPENDENCIES) -> tuple[str, ...]:
    """``lxml 5.3.0`` of each distribution, by default of those that can change what a build writes."""
    return tuple(f"{name} {_version(name)}" for name in distributions)


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "none"
