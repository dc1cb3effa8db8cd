"""What a worker on another machine needs of a configuration: its files, packed once, and a worker made of them there.

Between engines.py and shards.py. The corpus is not among it: documents come as bytes (`Raw`). A worker needs memograph.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import shutil
import tempfile
import weakref
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from memograph.authority.imported import kind_of
from memograph.authority.index import known_beforehand
from memograph.authority.indexing import index_file
from memograph.config import Config, PathsConfig
from memograph.curation.plan import Plan
from memograph.namespaces import Site

#: The same files are the same bytes whenever they are packed.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Luggage:
    """A configuration and its files.

    Args:
        config: its paths are relative to where `files` is unpacked.
        files: ZIP; decisions are not in it, they go as a `Plan`.
    """

    config: Config
    files: bytes = field(repr=False)
    plan: Plan = field(repr=False)

    @property
    def name(self) -> str:
        """SHA-256 (hex) of all of it."""
        settings = pickle.dumps((self.config.site, self.config.extract, self.plan))
        return hashlib.sha256(settings + self.files).hexdigest()

    def unpack(self, folder: Path) -> Config:
        """Unpack into an empty folder; the configuration as it is there."""
        with zipfile.ZipFile(io.BytesIO(self.files)) as packed:
            packed.extractall(folder)
        return replace(self.config, paths=_moved(self.config.paths, lambda path: folder / path))


def pack(config: Config, plan: Plan) -> Luggage:
    """Pack what making shards needs; makes the index of imported records first, if there are any.

    Raises:
        AuthorityError: a file is missing or malformed.
    """
    names = {path: Path(str(number)) / path.name for number, path in enumerate(_places(config.paths))}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for path, name in names.items():
            for file, below in _files(path):
                _add(target, file, name / below)
        if index := _index(config):
            _add(target, index, Path("build") / index.relative_to(config.paths.build))
    paths = replace(_moved(config.paths, lambda path: names.get(path, Path("absent"))), build=Path("build"))
    return Luggage(replace(config, paths=paths, file=None), packed.getvalue(), plan)


class CarriedWorker:
    """Raw → whatever the worker makes of it, with files that were carried here; what an executor elsewhere runs.

    Args:
        make_worker: called with the configuration and the plan.
        folder: where the files may be unpacked; they are removed with this.
    """

    def __init__(
        self, make_worker: Callable[[Config, Plan], Callable[[Any], Any]], luggage: Luggage, folder: Path
    ) -> None:
        own = Path(tempfile.mkdtemp(prefix="memograph-", dir=folder))
        weakref.finalize(self, shutil.rmtree, own, ignore_errors=True)
        self._work = make_worker(luggage.unpack(own), luggage.plan)

    def __call__(self, item: Any) -> Any:
        """Work on one."""
        return self._work(item)


def _places(paths: PathsConfig) -> tuple[Path, ...]:
    return tuple(dict.fromkeys((*paths.authority, *paths.directory, paths.ontology, paths.shapes, paths.vocabulary)))


def _moved(paths: PathsConfig, move: Callable[[Path], Path]) -> PathsConfig:
    return PathsConfig(
        corpus=paths.corpus,  # documents come as bytes
        authority=tuple(map(move, paths.authority)),
        directory=tuple(map(move, paths.directory)),
        curation=move(paths.curation),
        ontology=move(paths.ontology),
        shapes=move(paths.shapes),
        vocabulary=move(paths.vocabulary),
        build=move(paths.build),
    )


def _files(path: Path) -> Iterator[tuple[Path, Path]]:
    """The files of a place, sorted, and what they are called below it; none where there is no such place."""
    if path.is_file():
        yield path, Path()
    for file in sorted(path.rglob("*")) if path.is_dir() else ():
        if file.is_file() and "__pycache__" not in file.parts:
            yield file, file.relative_to(path)


def _index(config: Config) -> Path | None:
    """The index of what is imported, which is large to make; None where nothing is."""
    paths = config.paths
    imported = [*paths.directory, *(path for path in paths.authority if kind_of(path))]
    if not imported:
        return None
    known_beforehand(config)
    file = index_file(imported, Site(config.site.base), paths.build / ".cache")
    return file if file.is_file() else None


def _add(target: zipfile.ZipFile, file: Path, name: Path) -> None:
    entry = zipfile.ZipInfo(name.as_posix(), _LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    target.writestr(entry, file.read_bytes())
