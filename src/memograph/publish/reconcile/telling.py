"""Entities, types and properties as clients get them: members of the API, and a line that tells namesakes apart."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from flask import Response, request

from memograph.nameindex.properties import Property
from memograph.publish.http.conditional import conditional
from memograph.publish.http.context import is_current, publication
from memograph.publish.http.shortcut import repeatable
from memograph.publish.language import text
from memograph.publish.pages import wording
from memograph.publish.reconcile.names import Entity, Names, Type

#: Values of one property that a description names, and characters of one that is running text.
_NAMED, _LONGEST = 2, 100

#: Type → the properties that tell its members apart, dates aside.
_TELLING = {
    "Person": ("holdsPost", "affiliatedWith"),
    "Organization": ("affiliatedWith", "country"),
    "Place": ("containedInPlace",),
    "Event": ("heldIn",),
    "Agreement": ("partyTo",),
    "Post": ("postIn",),
    "Topic": ("definition",),
    "Document": ("sentBy", "isPartOf"),
}

#: Type → the properties with the beginning and the end of its members.
_SPANS = {
    "Person": ("birthDate", "deathDate"),
    "Event": ("startDate", "endDate"),
    "Place": ("existedFrom", "existedUntil"),
}
_MOMENTS = {"Event": "when", "Document": "dated", "Agreement": "when"}


def answer(found: object) -> Response:
    """JSON with validators; kept in memory where it depends on the release and the address alone."""
    response = Response(json.dumps(found, ensure_ascii=False) + "\n", content_type="application/json")
    response.vary.add("Accept")  # its errors are a page for who likes that better
    if request.method in ("GET", "HEAD") and is_current():
        repeatable(request.environ, publication().version)
    return conditional(response)


def description(names: Names, entity: Entity) -> str:
    """What tells an entity from its namesakes: ``1909 – 1989; Soviet Foreign Minister; in 4 documents``."""
    told = [_when(names, entity)]
    for name in _TELLING.get(entity.type, ()):
        values = [value.text for value in names.values(entity.number, name, _NAMED + 1)]
        told.append(", ".join(map(_short, values[:_NAMED])) + (" …" if len(values) > _NAMED else ""))
    if entity.documents:
        told.append(text("telling-documents", n=entity.documents))
    return "; ".join(dict.fromkeys(filter(None, told)))


def type_members(names: dict[str, Type], id_: str) -> dict[str, str]:
    """A type by its id."""
    known = names.get(id_)
    return {"id": id_, "name": known.name if known else id_}


def property_members(each: Property) -> dict[str, Any]:
    """A property with its note."""
    return {"id": each.id, "name": each.name, **({"description": each.note} if each.note else {})}


def by_id(types: Iterable[Type]) -> dict[str, Type]:
    """Types by their ids."""
    return {each.id: each for each in types}


def _when(names: Names, entity: Entity) -> str:
    if moment := _MOMENTS.get(entity.type):
        found = names.values(entity.number, moment, 1)
        if found:
            return wording.date(found[0].text)
    ends = [names.values(entity.number, name, 1) for name in _SPANS.get(entity.type, ())]
    return wording.span(*(found[0].text if found else "" for found in ends)) if ends else ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 2].rstrip() + " …"
