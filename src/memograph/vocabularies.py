"""The ontology that comes with memograph and the site's own vocabulary, as one: terms, rules and shapes.

The vocabulary (``[paths] vocabulary``) is a folder that may be absent: Turtle files with own types (SKOS) and
relations, ``relations/*.toml`` with their rules, ``shapes/*.ttl`` and ``shapes/release/*.ttl``. It is added to the
ontology and the shapes, so that a newer memograph brings newer ones. Below `build`, which needs all of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from rdflib import Graph

from memograph.authority.index import turtle_files
from memograph.config import Config, PathsConfig
from memograph.errors import ConfigurationError
from memograph.extract.relations.rulefile import load_rules
from memograph.extract.relations.rules import RuleBook
from memograph.graph import authority_graph, ontology_graph
from memograph.namespaces import Site
from memograph.validation import Shapes, load_shapes, validate


def terms(paths: PathsConfig, site: Site) -> Graph:
    """The ontology with its topic scheme, and the site's own types and relations.

    Raises:
        ConfigurationError: a file is malformed (file, line, reason).
    """
    return ontology_graph([*_turtle(paths.ontology), *_turtle(paths.vocabulary)], site)


def background(config: Config) -> Graph:
    """What every document may refer to: the ontology, own terms, the topics and the authority file."""
    site = Site(config.site.base)
    graph = terms(config.paths, site)
    graph += authority_graph(turtle_files(config.paths.authority), site)
    return graph


def rules(paths: PathsConfig, site: Site) -> RuleBook:
    """The rule files of both; ConfigurationError where one cannot be used."""
    return load_rules([paths.ontology, paths.vocabulary], site)


def rule_names(paths: PathsConfig) -> dict[str, tuple[str, ...]]:
    """Relation → names of the rules of both for running text; a `RuleBook` would be compiled for them."""
    found: dict[str, tuple[str, ...]] = {}
    for folder in (paths.ontology, paths.vocabulary):
        for path in sorted((folder / "relations").glob("*.toml")):
            read = tomllib.loads(path.read_text(encoding="utf-8"))
            names = (str(rule["id"]) for rule in read.get("rules", ()))
            found[read["relation"]] = (*found.get(read["relation"], ()), *names)
    return found


def document_shapes(paths: PathsConfig, site: Site) -> Shapes:
    """What one document is checked with; not the shapes of the whole."""
    return _shapes(paths, "", site)


def release_shapes(paths: PathsConfig, site: Site) -> Shapes:
    """What a release is checked with as a whole."""
    return _shapes(paths, "release", site)


def check_vocabulary(paths: PathsConfig, site: Site) -> None:
    """Check the site's own terms before anything is built on them.

    Raises:
        ConfigurationError: a file is malformed, or a term is not what the shapes ask for (its address and why).
    """
    own = _turtle(paths.vocabulary)
    if not own:
        return
    report = validate(ontology_graph(own, site), document_shapes(paths, site), terms(paths, site))
    wrong = [f"{each.focus}: {each.message}" for each in report.results if each.severity == "Violation"]
    if wrong:
        raise ConfigurationError(f"{paths.vocabulary}: {'; '.join(wrong)}")


def _turtle(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.ttl"))


def _shapes(paths: PathsConfig, part: str, site: Site) -> Shapes:
    own = paths.vocabulary / "shapes" / part
    folders: Iterable[Path] = [paths.shapes / part, own] if _turtle(own) else [paths.shapes / part]
    return load_shapes(list(folders), site)
