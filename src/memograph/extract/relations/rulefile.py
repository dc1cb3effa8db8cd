"""``ontology/relations/*.toml`` → `RuleBook`: reads, checks against the ontology, compiles (manual: docs/relations.md).

Before any document is read, so that a mistake is reported with file, key, reason and what to do.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from memograph.errors import ConfigurationError, ReadError
from memograph.extract.relations.patterns import chain, dependency_pattern, word_pattern
from memograph.extract.relations.rules import (
    Example,
    Pattern,
    RelationRules,
    Rule,
    RuleBook,
)
from memograph.model import EntityType
from memograph.namespaces import SCHEMA, Site
from memograph.rdf import read_rdf

#: Keys of a file, of a rule and of an example → their type.
_FILE = {"relation": str, "subject": list, "object": list, "confidence": float, "rules": list, "examples": list}
_RULE = {
    "id": str,
    "pattern": list,
    "words": str,
    "follows": list,
    "subject": str,
    "object": str,
    "both": str,
    "unless": list,
    "demonyms": bool,
    "least": int,
    "weak": bool,
    "confidence": float,
}
_EXAMPLE = {"text": str, "subject": str, "object": str, "matches": bool}
#: Keys whose value is a list of strings.
_STRINGS = frozenset({"subject", "object", "pattern", "unless", "follows"})
#: Class of an object that is written as a literal: a post, by its title.
_TITLE = "Post"


def load_rules(source: Path | Sequence[Path], site: Site) -> RuleBook:
    """Every rule file of ontology folders (``relations/*.toml``), checked against the Turtle files of all of them.

    Raises:
        ConfigurationError: a file that cannot be used; the message holds file, key, reason and what to do.
    """
    folders = [source] if isinstance(source, Path) else source
    files = [path for folder in folders for path in sorted((folder / "relations").glob("*.toml"))]
    if not files:
        return RuleBook()
    ontology = Graph(bind_namespaces="none")
    for path in (path for folder in folders for path in sorted(folder.glob("*.ttl"))):
        try:
            ontology += read_rdf(path, site.base)
        except ReadError as error:
            raise ConfigurationError(str(error)) from error
    read = [_RuleFile(path, ontology, site).read() for path in files]
    names = [rules.relation for rules in read]
    for path, name in zip(files, names, strict=True):
        if names.count(name) > 1:
            raise ConfigurationError(f"{path}: relation: {name} has another rule file; put all its rules into one")
    return RuleBook(tuple(read))


class _RuleFile:
    """One file while it is being read."""

    def __init__(self, path: Path, ontology: Graph, site: Site) -> None:
        self._path, self._ontology, self._site = path, ontology, site

    def read(self) -> RelationRules:
        """The file as rules."""
        try:
            data = tomllib.loads(self._path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"{self._path}: not valid TOML: {error}") from error
        self._checked(data, _FILE, "", ("relation", "subject", "object", "rules", "examples"))
        term = self._term(data["relation"])
        subjects, objects = (self._types(data, side, term) for side in ("subject", "object"))
        literal = objects == [_TITLE]
        if _TITLE in subjects or (_TITLE in objects and not literal):
            self._fail("subject", f"{_TITLE} can only be the one type of an object, written by its title")
        rules = tuple(self._rule(row, f"rules[{n}]", data) for n, row in enumerate(data["rules"], 1))
        methods = [rule.method for rule in rules]
        for method in methods:
            if methods.count(method) > 1:
                self._fail("rules", f"two rules have the id {method.partition('.')[2]}; give each its own")
        return RelationRules(
            file=self._path,
            relation=data["relation"],
            subject_types=frozenset(map(EntityType, subjects)),
            object_types=frozenset() if literal else frozenset(map(EntityType, objects)),
            symmetric=(term, RDF.type, OWL.SymmetricProperty) in self._ontology,
            rules=rules,
            examples=tuple(self._example(row, f"examples[{n}]") for n, row in enumerate(data["examples"], 1)),
        )

    def _term(self, name: str) -> URIRef:
        term = URIRef(self._site.term(name))
        if (term, RDF.type, OWL.ObjectProperty) not in self._ontology:
            self._fail(
                "relation",
                f"no Turtle file of {self._path.parent.parent} defines mg:{name} as an owl:ObjectProperty; "
                "define it there, with rdfs:domain and rdfs:range, or correct the name",
            )
        return term

    def _types(self, data: Mapping[str, Any], side: str, term: URIRef) -> list[str]:
        """The types a file allows on one side, all of which the ontology must allow too."""
        given: list[str] = data[side]
        one, several = ("domain", "domainIncludes") if side == "subject" else ("range", "rangeIncludes")
        classes = [*self._ontology.objects(term, RDFS[one]), *self._ontology.objects(term, URIRef(SCHEMA + several))]
        allowed = sorted(str(iri).removeprefix(self._site.ontology) for iri in classes)
        if not allowed:
            self._fail(side, f"mg:{data['relation']} has no rdfs:{one}; add one to its definition")
        known = {*EntityType, _TITLE}
        for name in given:
            if name not in allowed or name not in known:
                usable = [each for each in allowed if each in known]
                self._fail(side, f"{name} is not what mg:{data['relation']} joins; allowed here: {', '.join(usable)}")
        if not given:
            self._fail(side, f"empty; name one or more of {', '.join(allowed)}")
        return given

    def _rule(self, row: Any, where: str, data: Mapping[str, Any]) -> Rule:
        self._checked(row, _RULE, where, ("id",))
        where = f"rules.{row['id']}"
        kinds = [key for key in ("pattern", "words", "follows") if key in row]
        if len(kinds) != 1:
            self._fail(where, "needs one of pattern (a list of lines), words (one line) and follows (two lines)")
        if "both" in row and ("subject" in row or "object" in row):
            self._fail(f"{where}.both", "stands for subject and object; leave those out")
        confidence = row.get("confidence", data.get("confidence"))
        if confidence is not None and not 0 <= confidence <= 1:
            self._fail(f"{where}.confidence", f"{confidence} is no number from 0 to 1")
        try:
            pattern = self._pattern(row)
        except ConfigurationError as error:
            self._fail(f"{where}.{kinds[0]}", f"{error}; see docs/relations.md")
        return Rule(
            f"{data['relation']}.{row['id']}",
            pattern,
            demonyms=row.get("demonyms", False),
            least=row.get("least", 1),
            weak=row.get("weak", False),
            confidence=confidence,
        )

    def _pattern(self, row: Mapping[str, Any]) -> Pattern:
        if "words" in row:
            return word_pattern(row["words"])
        if "follows" in row:
            return chain(row["follows"])
        ends = {name: row[name] for name in ("subject", "object", "both") if name in row}
        return dependency_pattern(row["pattern"], ends, row.get("unless", ()))

    def _example(self, row: Any, where: str) -> Example:
        self._checked(row, _EXAMPLE, where, tuple(_EXAMPLE))
        for end in ("subject", "object"):
            if not row[end]:
                self._fail(f"{where}.{end}", "empty; name who or what the example is about")
        return Example(**row)

    def _checked(self, row: Any, known: Mapping[str, type], where: str, needed: Sequence[str]) -> None:
        """Refuse unknown keys, missing ones and values of another type."""
        if not isinstance(row, dict):
            self._fail(where, "must be a table; write it under [[rules]] or [[examples]]")
        prefix = f"{where}." if where else ""
        for key, value in row.items():
            if key not in known:
                self._fail(f"{prefix}{key}", f"unknown key; known here: {', '.join(known)}")
            kind = known[key]
            if not isinstance(value, kind) and not (kind is float and type(value) is int):
                self._fail(f"{prefix}{key}", f"must be {_TOML[kind]}, not {value!r}")
            if isinstance(value, list) and key in _STRINGS and not all(isinstance(each, str) for each in value):
                self._fail(f"{prefix}{key}", "must be a list of strings")
        for key in needed:
            if key not in row:
                self._fail(f"{prefix}{key}", "missing; add it")

    def _fail(self, key: str, reason: str) -> NoReturn:
        raise ConfigurationError(f"{self._path}: {key}: {reason}")


_TOML: Mapping[type, str] = {
    str: "a string",
    list: "a list",
    float: "a number",
    int: "a whole number",
    bool: "true or false",
}
