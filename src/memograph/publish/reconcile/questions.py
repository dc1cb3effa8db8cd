"""What a client sends → frozen questions: a batch of queries, or a request for values. Pure; nothing is looked up here.

A batch that cannot be read is refused whole; of one that can, a query that is wrong is answered with what is wrong, so
that one bad cell does not cost a spreadsheet its batch. Shapes: Reconciliation Service API 0.2, sections “Structure of
a Reconciliation Query” and “Data Extension Query Requests”.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NoReturn, TypeGuard

from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

#: Queries of a batch; the manifest says so (`batchSize`).
BATCH = 100

#: Characters of a name that is looked for, or of a value that is compared.
LONGEST = 500

#: Candidates that a query gets, at most and unless it says how many.
MOST, USUAL = 100, 10

#: Properties of a query and values of one of them; entities and properties of a request for values.
MOST_PROPERTIES, MOST_VALUES, MOST_IDS, MOST_COLUMNS = 20, 20, 1000, 50

#: Values of one property that can be asked for; 0 stands for all.
MOST_IN_A_CELL = 1_000_000


@dataclass(frozen=True, slots=True)
class Given:
    """A value that a property should have; `id` where the client says which entity it is."""

    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A property (its id) and the values of which it should have one."""

    property: str
    values: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """One query: a name, conditions, or both.

    Args:
        types: ids; empty: any.
        strict: False where things of other types may be candidates as well (``"type_strict": "should"``).
    """

    text: str = ""
    types: tuple[str, ...] = ()
    strict: bool = True
    limit: int = USUAL
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A property whose values are wanted, so many at most (0: all)."""

    property: str
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Extension:
    """Entities, and the properties whose values are wanted."""

    ids: tuple[str, ...]
    columns: tuple[Column, ...]


class WrongQuery(Exception):
    """What is wrong with one query of a batch, for its answer."""


def read_json(text: str, name: str) -> dict[str, Any]:
    """A JSON object that came as the parameter `name`.

    Raises:
        BadRequest: not JSON (RFC 8259), no object, or text that no UTF-8 can hold.
    """
    try:
        found = json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise BadRequest(f"“{name}” has brackets in brackets that go too deep.") from None
    except ValueError as error:
        raise BadRequest(f"“{name}” is not JSON: {error}.") from error
    if not isinstance(found, dict):
        raise BadRequest(f"“{name}” is a JSON object, not {_kind(found)}.")
    if "\\u" in text:
        _refuse_halves(found, name)
    return found


def read_batch(text: str) -> dict[str, Query | WrongQuery]:
    """The queries of a batch by their keys.

    Raises:
        BadRequest: the batch cannot be read.
        RequestEntityTooLarge: it has too many queries.
    """
    found = read_json(text, "queries")
    if len(found) > BATCH:
        raise RequestEntityTooLarge(
            f"A batch has {BATCH} queries at most (“batchSize” of the manifest), and this one has {len(found)}."
        )
    return {key: _query(value) for key, value in found.items()}


def read_extension(text: str) -> Extension:
    """A request for values.

    Raises:
        BadRequest: it cannot be read.
        RequestEntityTooLarge: it asks for too much at once.
    """
    found = read_json(text, "extend")
    ids, columns = found.get("ids"), found.get("properties")
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise BadRequest("“ids” of “extend” is a list of identifiers.")
    if not isinstance(columns, list):
        raise BadRequest("“properties” of “extend” is a list of objects with an “id”.")
    if len(ids) > MOST_IDS or len(columns) > MOST_COLUMNS:
        raise RequestEntityTooLarge(
            f"One request is for {MOST_IDS} entities and {MOST_COLUMNS} properties at most, and this one for "
            f"{len(ids)} and {len(columns)}."
        )
    return Extension(tuple(dict.fromkeys(ids)), tuple(_column(each) for each in columns))


def _query(value: object) -> Query | WrongQuery:
    """One query. A member that the API does not have says nothing."""
    try:
        if not isinstance(value, dict):
            raise WrongQuery(f"A query is a JSON object, not {_kind(value)}.")
        text, conditions = value.get("query", ""), _conditions(value.get("properties"))
        if not isinstance(text, str):
            raise WrongQuery(f"“query” is text, not {_kind(text)}.")
        if len(text) > LONGEST:
            raise WrongQuery(f"“query” has {LONGEST} characters at most, and this one {len(text)}.")
        if not text.strip() and not value.get("properties"):
            raise WrongQuery("A query needs “query” (a name) or “properties”.")
        types, strict = _types(value.get("type")), value.get("type_strict", "any")
        if strict not in ("any", "all", "should"):
            raise WrongQuery("“type_strict” is “any”, “all” or “should”.")
        return Query(text, types, strict != "should", _limit(value.get("limit")), conditions)
    except WrongQuery as wrong:
        return wrong


def _types(value: object) -> tuple[str, ...]:
    listed = [] if value is None or value == "" else value if isinstance(value, list) else [value]
    found = [each.get("id") if isinstance(each, dict) else each for each in listed]
    if len(found) > MOST_VALUES or not all(isinstance(each, str) for each in found):
        raise WrongQuery("“type” is the identifier of a type, or a list of those.")
    return tuple(str(each) for each in found)


def _limit(value: object) -> int:
    if value is None:
        return USUAL
    if not _is_number(value) or value < 1 or (isinstance(value, float) and not value.is_integer()):
        raise WrongQuery("“limit” is a whole number from 1 on.")
    return int(min(value, MOST))


def _conditions(value: object) -> tuple[Condition, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MOST_PROPERTIES:
        raise WrongQuery(f"“properties” is a list of {MOST_PROPERTIES} objects at most, each with “pid” and “v”.")
    found = []
    for each in value:
        if not isinstance(each, dict) or not isinstance(each.get("pid"), str) or "v" not in each:
            raise WrongQuery("Each of “properties” is an object with “pid” (the identifier of a property) and “v”.")
        values = each["v"] if isinstance(each["v"], list) else [each["v"]]
        if len(values) > MOST_VALUES:
            raise WrongQuery(f"“v” has {MOST_VALUES} values at most.")
        if given := tuple(filter(None, map(_given, values))):
            found.append(Condition(each["pid"], given))
    return tuple(found)


def _given(value: object) -> Given | None:
    """A value; None for an empty cell."""
    match value:
        case None:
            return None
        case bool():
            return Given(str(value).lower())
        case int():
            return Given(str(value)[:LONGEST])
        case float():
            return Given(f"{value:.10g}")
        case str() if len(value) <= LONGEST:
            return Given(value.strip()) if value.strip() else None
        case {"id": str(id_)} if len(id_) <= LONGEST:
            return Given("", id_)
        case str() | {"id": str()}:
            raise WrongQuery(f"A value of a property has {LONGEST} characters at most.")
    raise WrongQuery("A value of a property is text, a number, true, false or an object with an “id”.")


def _column(value: object) -> Column:
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        raise BadRequest("Each of “properties” of “extend” is an object with an “id”.")
    settings = value.get("settings") or {}
    limit = settings.get("limit", 0) if isinstance(settings, dict) else None
    if isinstance(limit, str) and limit.isascii() and limit.isdigit() and len(limit) < 10:
        limit = int(limit)  # OpenRefine sends what stands in the field
    if not _is_number(limit) or limit < 0:
        raise BadRequest("The setting “limit” of a property is a number from 0 on.")
    return Column(value["id"], int(min(limit, MOST_IN_A_CELL)))


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _refuse_halves(found: object, name: str) -> None:
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise BadRequest(f"“{name}” has half a surrogate pair in it, which is no character.") from None


def _kind(value: object) -> str:
    names = {list: "a list", dict: "an object", str: "text", bool: "a truth value", type(None): "null"}
    return names.get(type(value), "a number")
