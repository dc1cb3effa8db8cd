"""Completion of what somebody types: entities, types and properties, and a card about each.

Reconciliation Service API 0.2, sections “Suggest Services” and “Flyout Services”; also the properties that things of a
type have, “Data Extension Property Proposals”.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import BadRequest, NotFound

from memograph.nameindex.words import found_by, words
from memograph.publish.http.context import publication
from memograph.publish.reconcile.names import MOST as MOST_ENTITIES
from memograph.publish.reconcile.names import Entity, Names
from memograph.publish.reconcile.questions import LONGEST, MOST
from memograph.publish.reconcile.telling import answer, by_id, description, property_members, type_members
from memograph.publish.reconcile.turns import index

blueprint = Blueprint("reconcile_suggest", __name__)

#: Suggestions at a time, and in all; rows that are looked at for them.
AT_A_TIME, IN_ALL, _LOOKED_AT = 20, 1000, 3000

#: Words that a beginning may be of, and letters that it must have to be looked for inside names.
_WORDS, _LONG_ENOUGH = 200, 2

Members = dict[str, Any]


@blueprint.get("/reconcile/suggest/<what>")
def suggest(what: str) -> Response:
    """What begins with ``prefix``; ``cursor`` suggestions are skipped."""
    suggestions = _SUGGESTIONS.get(what)
    if suggestions is None:
        raise NotFound(f"There are suggestions for {', '.join(_SUGGESTIONS)}, not for “{what}”.")
    prefix, cursor, limit = _text("prefix"), _number("cursor", 0), _number("limit", AT_A_TIME)
    with index() as names:
        found = suggestions(names, prefix, min(cursor, IN_ALL), min(limit, MOST))
    return answer({"result": found})


@blueprint.get("/reconcile/flyout/<what>/<path:identifier>")
def flyout(what: str, identifier: str) -> Response:
    """A card about the thing, type or property with this identifier."""
    if what not in _SUGGESTIONS:
        raise NotFound(f"There are cards about {', '.join(_SUGGESTIONS)}, not about “{what}”.")
    with index() as names:
        card = _card(names, what, identifier)
    return answer({"id": identifier, "html": render_template("flyout.html", card=card)})


@blueprint.get("/reconcile/properties")
def properties() -> Response:
    """Properties that things of the type ``type`` have, those first that most have; of all things without a type."""
    type_, limit = _text("type"), _number("limit", 0)
    with index() as names:
        found = names.properties(type_.rpartition("#")[2])
    listed = [{"id": each.id, "name": each.name} for each in found[: limit or None]]
    return answer({"type": type_, "properties": listed, **({"limit": limit} if limit else {})})


def _entities(names: Names, prefix: str, cursor: int, limit: int) -> list[Members]:
    types, known = _types(), by_id(names.types())
    found: dict[int, None] = {}
    named = names.by_id(prefix.strip().removeprefix(publication().site.address("id/")))
    if named is not None:
        found[named.number] = None
    if asked := " ".join(words(prefix)):
        found |= dict.fromkeys(names.named(asked, _LOOKED_AT))
        found |= dict.fromkeys(names.beginning(asked, types, _LOOKED_AT))
        found |= dict.fromkeys(_inside(names, words(prefix), types))
    entities = (names.entity(number) for number in list(found)[: cursor + limit + _WORDS])
    shown = [each for each in entities if not types or each.type in types][cursor : cursor + limit]
    return [
        {
            "id": each.id,
            "name": each.name,
            "description": description(names, each),
            "notable": [type_members(known, each.type)],
        }
        for each in shown
    ]


def _inside(names: Names, asked: Sequence[str], types: Sequence[str]) -> list[int]:
    """Entities in whose names the last word begins somewhere, and all others are; most mentioned first."""
    *whole, last = asked
    if whole:
        return _with_beginning(names, whole, last, types)
    if len(last) < _LONG_ENOUGH:
        return []
    beginnings = names.words_from(last, _WORDS)
    return sorted(
        {n for each in beginnings for n in names.containing(each.number, types, _LOOKED_AT // len(beginnings) + 1)}
    )


def _with_beginning(names: Names, whole: Sequence[str], last: str, types: Sequence[str]) -> list[int]:
    """Entities with all of the whole words in one of their names, and in the same a word that begins so."""
    found: set[int] | None = None
    for word in found_by(tuple(whole)):
        matching = (names.containing(each.number, types, _LOOKED_AT) for each in names.words(word, word))
        having = {number for numbers in matching for number in numbers}
        found = having if found is None else found & having
    forms = names.forms(sorted(found or ())[:MOST_ENTITIES])
    return [
        number
        for number, written in forms.items()
        if any(part.startswith(last) for form in written for part in form.plain.split() if part not in whole)
    ]


def _of_types(names: Names, prefix: str, cursor: int, limit: int) -> list[Members]:
    found = [each for each in names.types() if _begins(prefix, each.id, each.name)]
    return [{"id": each.id, "name": each.name, "description": each.note} for each in found[cursor : cursor + limit]]


def _of_properties(names: Names, prefix: str, cursor: int, limit: int) -> list[Members]:
    found = [each for each in names.properties() if _begins(prefix, each.id, each.name)]
    return [property_members(each) for each in found[cursor : cursor + limit]]


_SUGGESTIONS: dict[str, Callable[[Names, str, int, int], list[Members]]] = {
    "entity": _entities,
    "type": _of_types,
    "property": _of_properties,
}


def _begins(prefix: str, id_: str, name: str) -> bool:
    """Whether an id, a name, or a word of the name begins so."""
    folded = prefix.strip().casefold().rpartition("#")[2]
    return any(each.casefold().startswith(folded) for each in (id_, name, *name.split()))


def _card(names: Names, what: str, id_: str) -> dict[str, str]:
    """Name, kind and note of what a card is about."""
    if what == "entity":
        entity: Entity | None = names.by_id(id_.removeprefix(publication().site.address("id/")))
        if entity is not None:
            kind = type_members(by_id(names.types()), entity.type)["name"]
            return {"name": entity.name, "kind": kind, "note": description(names, entity)}
    else:
        listed = names.types() if what == "type" else names.properties()
        for each in listed:
            if each.id == id_:
                return {"name": each.name, "kind": what, "note": each.note}
    raise NotFound(f"There is no {what} “{id_[:100]}” here.")


def _types() -> tuple[str, ...]:
    """Types that suggestions are for; OpenRefine sends the one of the column."""
    given = [each for value in request.args.getlist("type") for each in value.split(",") if each]
    return tuple(dict.fromkeys(each.rpartition("#")[2] for each in given))[:MOST]


def _text(name: str) -> str:
    value = request.args.get(name, "")
    if len(value) > LONGEST:
        raise BadRequest(f"“{name}” has {LONGEST} characters at most, and this one {len(value)}.")
    return value


def _number(name: str, usual: int) -> int:
    value = request.args.get(name, "")
    if not value:
        return usual
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise BadRequest(f"“{name}” is a whole number from 0 on, not “{value[:50]}”.")
    return int(value)
