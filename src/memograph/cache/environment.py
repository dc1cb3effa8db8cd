"""What all documents of a build share, digested part by part, so that it can be said which part has changed.

Only what a shard can depend on: the title of the site, the shapes of the whole or the code of the pages change none.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from memograph.asked import told
from memograph.authority.imported import digest as digest_of_imports
from memograph.authority.imported import kind_of
from memograph.cache.code import data, modules
from memograph.config import Config
from memograph.curation.plan import Plan
from memograph.fingerprint import versions
from memograph.namespaces import Site

#: Part → what a person is told where it has changed.
PARTS = {
    "model": "the model",
    "settings": "the settings",
    "code": "memograph itself",
    "versions": "a library",
    "ontology": "the ontology",
    "vocabulary": "the vocabulary",
    "shapes": "the shapes",
}


@dataclass(frozen=True, slots=True)
class Environment:
    """What the shards of a build are made with.

    Args:
        parts: name of a part (`PARTS`) → digest (hex).
        authority, decisions: digests (hex) of all that is known beforehand, and of all that historians decided. Where
            they have changed, a shard may stay all the same.
    """

    parts: Mapping[str, str]
    authority: str
    decisions: str

    @classmethod
    def of(cls, config: Config, plan: Plan) -> Environment:
        """The environment of a build with these settings and decisions; AuthorityError where a file is missing."""
        paths, site = config.paths, Site(config.site.base)
        parts = {
            "model": _sum([config.extract.model, *versions([config.extract.model])]),
            "settings": _sum([config.site.base, repr(config.extract.publish_from)]),
            "code": _sum(_digests((*modules(), *data()))),
            "versions": _sum((*versions(), *versions(["memograph"]), platform.python_version())),
            "ontology": _sum(_digests(_terms(paths.ontology))),
            "vocabulary": _sum(_digests(_terms(paths.vocabulary))),
            "shapes": _sum(_digests((*paths.shapes.glob("*.ttl"), *(paths.vocabulary / "shapes").glob("*.ttl")))),
        }
        turtle = [path for path in paths.authority if not kind_of(path)]
        imported = [*paths.directory, *(path for path in paths.authority if kind_of(path))]
        known = [*_digests(_turtle(turtle)), digest_of_imports(imported, site)]
        return cls(parts, _sum(known), told(plan.decisions).digest.hex() + _sum(str(d.origin) for d in plan.decisions))


def _terms(folder: Path) -> Iterator[Path]:
    yield from folder.glob("*.ttl")
    yield from folder.glob("relations/*.toml")


def _turtle(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from (each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]


def _digests(files: Iterable[Path]) -> Iterator[str]:
    for file in sorted(files):
        yield f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}"


def _sum(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()
