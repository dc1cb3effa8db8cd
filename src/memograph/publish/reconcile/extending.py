"""Values of properties for entities that a client has already matched (API 0.2, section “Data Extension Service”)."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from memograph.nameindex.properties import Property, Range
from memograph.publish.http.context import publication
from memograph.publish.reconcile.matching import Matcher
from memograph.publish.reconcile.names import Entity, Names, Value
from memograph.publish.reconcile.questions import Column, Extension, WrongQuery
from memograph.publish.reconcile.telling import by_id, type_members

_A_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", re.ASCII)


def extended(names: Names, matcher: Matcher, asked: Extension) -> dict[str, Any]:
    """The values; of an entity that is not there, none; of one that was merged, those of its survivor.

    Raises:
        BadRequest: there is no such property.
        RequestEntityTooLarge: there are more values than an answer may have.
    """
    columns = [(column, _property(matcher, column)) for column in asked.columns]
    filler = _Cells(names, publication().settings.result_rows)
    rows = {}
    for id_ in asked.ids:
        names.check()
        entity = matcher.entity(id_)
        rows[id_] = {column.property: filler.cells(entity, column, known) for column, known in columns}
    meta = [_meta(names, filler, column, known) for column, known in columns]
    return {"meta": meta, "rows": rows}


class _Cells:
    """Cells of the answer, counted; which types of entity each column has."""

    def __init__(self, names: Names, most: int) -> None:
        self._names, self._most, self._number = names, most, 0
        self._entities: dict[int, Entity] = {}
        self.types: dict[str, set[str]] = {}

    def cells(self, entity: Entity | None, column: Column, known: Property) -> list[dict[str, Any]]:
        """Values of one property of one entity."""
        if entity is None:
            return []
        values = self._names.values(entity.number, known.id, column.limit or -1)
        self._number += len(values)
        if self._number > self._most:
            raise RequestEntityTooLarge(
                f"There are more than {self._most:,} values; ask for fewer entities at a time, or set “limit”."
            )
        return [self._cell(known, value) for value in values]

    def _cell(self, known: Property, value: Value) -> dict[str, Any]:
        if value.other:
            entity = self._entities.get(value.other) or self._names.entity(value.other)
            self._entities[value.other] = entity
            self.types.setdefault(known.id, set()).add(entity.type)
            return {"id": entity.id, "name": entity.name}
        return _literal(known.range, value.text)


def _literal(range_: Range, text: str) -> dict[str, Any]:
    """A day as date and time, as the API has it; a year, a month or a span stays the text that it is."""
    if range_ is Range.DATE and _A_DAY.fullmatch(text):
        return {"date": f"{text}T00:00:00Z"}
    if range_ is Range.NUMBER:
        try:
            return {"int": int(text)} if re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII) else {"float": float(text)}
        except ValueError:
            return {"str": text}
    return {"str": text}


def _property(matcher: Matcher, column: Column) -> Property:
    try:
        return matcher.property(column.property)
    except WrongQuery as wrong:
        raise BadRequest(str(wrong)) from None


def _meta(names: Names, filler: _Cells, column: Column, known: Property) -> dict[str, Any]:
    """The property as it was asked for, and the type of its values where they have one."""
    found = filler.types.get(known.id, set())
    typed = {"type": type_members(by_id(names.types()), next(iter(found)))} if len(found) == 1 else {}
    return {"id": column.property, "name": known.name, **typed}
