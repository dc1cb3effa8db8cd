"""QuickStatements, version 1 (Wikidata, Help:QuickStatements): statements for Wikidata, each with its reference.

Only what both ends have a Wikidata item for, what ``wikidata.toml`` has a property for, what the text states as a fact,
and what is sure enough. Somebody should look at the lines before running them: they go into the knowledge of the world.
"""

from __future__ import annotations

import importlib.resources
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from memograph.errors import ConfigurationError
from memograph.exchange.released import ReleasedDocument, ReleasedStatement, Source
from memograph.exchange.writing import one_line
from memograph.namespaces import IDENTIFIER_SCHEMES

if TYPE_CHECKING:
    from memograph.exchange.formats import Wishes

#: How sure a statement must be, unless asked otherwise.
LEAST = 0.9
#: References for one and the same statement; the hundredth document that says so tells Wikidata nothing.
_REFERENCES = 3
#: Longest monolingual text that Wikidata takes, characters.
_LONGEST = 1500
_PROPERTY = re.compile(r"P[1-9]\d*")
_ITEM = re.compile(r"Q[1-9]\d*")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A relation as a property of Wikidata; see ``wikidata.toml`` beside this module."""

    property: str
    object: tuple[str, ...] = ()
    inverse: bool = False
    when: str = "P585"
    start: str = "P580"
    end: str = "P582"


@dataclass(frozen=True, slots=True)
class Correspondence:
    """What ``wikidata.toml`` says: properties of references, and relations by local name."""

    url: str
    quotation: str
    retrieved: str
    stated_in: str
    relations: Mapping[str, Mapped]


def write(source: Source, output: IO[bytes], wishes: Wishes) -> None:
    """A line for each statement: item, property, item, qualifiers, reference; separated by tabs."""
    mapping = read_mapping(wishes.mapping)
    least = LEAST if wishes.least is None else wishes.least
    left_out: Counter[str] = Counter()
    written: Counter[tuple[str, ...]] = Counter()
    for document in source.documents(wishes.documents):
        for statement in document.statements:
            reason = _unfit(document, statement, mapping, least)
            if reason is None:
                said = tuple(_said(document, statement, mapping))
                written[said] += 1
                if written[said] <= _REFERENCES:
                    line = "\t".join((*said, *_reference(document, statement, mapping, source)))
                    output.write(f"{line}\n".encode())
                    continue
                reason = f"{_REFERENCES} documents before say the same"
            left_out[reason] += 1
    for reason, count in sorted(left_out.items()):
        wishes.note(f"{count} statements left out: {reason}")


def read_mapping(path: Path | None) -> Correspondence:
    """The mapping of a file, or the one that comes with memograph.

    Raises:
        ConfigurationError: it cannot be read, or has a key or value that cannot be used; file and key are named.
    """
    shipped = importlib.resources.files(__package__) / "wikidata.toml"
    name = str(path or shipped)
    try:
        raw = tomllib.loads((path or shipped).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{name}: not a readable mapping: {error}") from error
    _known(raw, {"reference", "relation"}, name, "")
    reference = {"url": "P854", "quotation": "P1683", "retrieved": "P813", "stated_in": ""} | _table(
        raw, "reference", name
    )
    _known(reference, {"url", "quotation", "retrieved", "stated_in"}, name, "reference.")
    for key, value in reference.items():
        pattern = _ITEM if key == "stated_in" else _PROPERTY
        if not (isinstance(value, str) and (pattern.fullmatch(value) or (key == "stated_in" and value == ""))):
            raise ConfigurationError(f"{name}: reference.{key} must be like {'Q42' if key == 'stated_in' else 'P854'}")
    relations = {key: _mapped(value, name, key) for key, value in _table(raw, "relation", name).items()}
    return Correspondence(**reference, relations=relations)


def _table(raw: Mapping[str, Any], key: str, name: str) -> dict[str, Any]:
    value = raw.get(key, {})
    if not isinstance(value, dict):
        raise ConfigurationError(f"{name}: {key} must be a table, [{key}]")
    return value


def _known(raw: Mapping[str, Any], keys: set[str], name: str, prefix: str) -> None:
    for key in raw:
        if key not in keys:
            raise ConfigurationError(f"{name}: unknown key {prefix}{key}; known here: {', '.join(sorted(keys))}")


def _mapped(raw: object, name: str, relation: str) -> Mapped:
    where = f"relation.{relation}"
    if not isinstance(raw, dict):
        raise ConfigurationError(f"{name}: {where} must be a table, [{where}]")
    _known(raw, {"property", "object", "inverse", "when", "start", "end"}, name, f"{where}.")
    for key in ("property", "when", "start", "end"):
        if key == "property" or key in raw:
            value = raw.get(key)
            if not (isinstance(value, str) and _PROPERTY.fullmatch(value)):
                raise ConfigurationError(
                    f"{name}: {where}.{key} must be a property of Wikidata such as P39, not {value!r}"
                )
    classes = raw.get("object", [])
    if not (isinstance(classes, list) and all(isinstance(each, str) for each in classes)):
        raise ConfigurationError(f'{name}: {where}.object must be a list of classes such as ["Organization"]')
    if not isinstance(raw.get("inverse", False), bool):
        raise ConfigurationError(f"{name}: {where}.inverse must be true or false")
    return Mapped(**{**raw, "object": tuple(classes)})


def _unfit(
    document: ReleasedDocument, statement: ReleasedStatement, mapping: Correspondence, least: float
) -> str | None:
    """Why a statement is not for Wikidata; None where it is."""
    mapped = mapping.relations.get(statement.relation)
    if mapped is None or not isinstance(statement.object, str):
        return "the mapping has no property for their relation"
    if mapped.object and document.things[statement.object].type not in mapped.object:
        return "the mapping has no property for objects of their class"
    if statement.confidence is None or statement.confidence < least:
        return f"less sure than {least:g}"
    if statement.modality not in (None, "fact"):
        return "a plan, a report or a belief, not a fact"
    if not statement.evidence:
        return "no words of the document say so"
    if not all(_item(document, iri) for iri in (statement.subject, statement.object)):
        return "no Wikidata item at both ends"
    return None


def _item(document: ReleasedDocument, iri: str) -> str | None:
    """The Wikidata item of a thing; None for none, or for several."""
    start = IDENTIFIER_SCHEMES["wikidata"].format("")
    items = {match.removeprefix(start) for match in document.things[iri].matches if match.startswith(start)}
    found = [item for item in items if _ITEM.fullmatch(item)]
    return found[0] if len(found) == 1 else None


def _said(document: ReleasedDocument, statement: ReleasedStatement, mapping: Correspondence) -> Iterator[str]:
    """Item, property, item, and when."""
    mapped = mapping.relations[statement.relation]
    ends = [_item(document, iri) or "" for iri in (statement.subject, statement.object) if isinstance(iri, str)]
    subject, value = reversed(ends) if mapped.inverse else ends
    yield from (subject, mapped.property, value)
    if statement.when:
        yield from _qualifiers(statement.when, mapped)


def _reference(
    document: ReleasedDocument, statement: ReleasedStatement, mapping: Correspondence, source: Source
) -> Iterator[str]:
    """Where it is stated, in which words, and the day of the release."""
    if mapping.stated_in:
        yield from ("S248", mapping.stated_in)
    yield from (_in_reference(mapping.url), _string(document.page or document.iri))
    words = one_line(statement.evidence[0].of(document.text))
    if len(words) <= _LONGEST and "|" not in words:  # a bar separates cells as a tab does
        yield from (_in_reference(mapping.quotation), f"en:{_string(words)}")
    yield from (_in_reference(mapping.retrieved), f"+{source.release.manifest.issued[:10]}T00:00:00Z/11")


def _in_reference(property_: str) -> str:
    """A property in a reference: P854 is written S854."""
    return f"S{property_[1:]}"


def _string(text: str) -> str:
    return f'"{text}"'


def _qualifiers(edtf: str, mapped: Mapped) -> Iterator[str]:
    """A date, or both ends of an interval as far as they are known, as Wikidata's times."""
    start, slash, end = edtf.partition("/")
    named = ((mapped.start, start), (mapped.end, end)) if slash else ((mapped.when, start),)
    for property_, day in named:
        if time := _time(day):
            yield from (property_, time)


def _time(day: str) -> str | None:
    """``1961-06`` as ``+1961-06-00T00:00:00Z/10`` (9 is a year, 10 a month, 11 a day); None for what is vague."""
    match = _DAY.fullmatch(day)
    if match is None:
        return None
    year, month, date = match.groups()
    if month and int(month) > 12:  # a season of EDTF
        return None
    precision = 11 if date else 10 if month else 9
    return f"+{year}-{month or '00'}-{date or '00'}T00:00:00Z/{precision}"
