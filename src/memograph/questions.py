"""Questions and answers (asked.py) ⇄ JSON, for packing.py.

Arguments are of a few kinds; each is written so that the same comes back: a text, number or None is itself, a tuple a
list; everything else is an object with one key that says what it is.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import Any, cast

from memograph.asked import Question, Reach, Told
from memograph.model import EntityType, Kind, Ref
from memograph.personal_names import PersonalName


def written_reach(reach: Reach) -> dict[str, list[Any]]:
    """Method → its questions, each with arguments, digest, and digests of the things in its answer."""
    found: dict[str, list[Any]] = {}
    for question, answer in reach.answers:
        things = {name: digest.hex() for name, digest in answer.things.items()}
        row = [_written(question.arguments), answer.digest.hex(), *([things] if things else [])]
        found.setdefault(question.method, []).append(row)
    return found


def reach_of(data: dict[str, list[Any]]) -> Reach:
    """What `written_reach` wrote, by method; KeyError, TypeError or ValueError where it is anything else."""
    return Reach(tuple(_asked(method, *row) for method, rows in data.items() for row in rows))


def _asked(method: str, arguments: Any, digest: str, things: dict[str, str] | None = None) -> tuple[Question, Told]:
    question = Question(method, cast(tuple[Hashable, ...], _read(arguments)))
    named = {name: bytes.fromhex(each) for name, each in (things or {}).items()}
    return question, Told(bytes.fromhex(digest), named)


def _written(value: Hashable) -> Any:
    match value:
        case EntityType():
            return {"type": value.value}
        case None | str() | int() | float():
            return value
        case tuple():
            return [_written(each) for each in value]
        case frozenset():
            return {"words": sorted(value)}
        case date():
            return {"day": value.isoformat()}
        case Ref():
            return {"ref": [value.kind.value, value.slug]}
        case PersonalName():
            return {"name": [value.given, value.surname, value.suffix, value.nicknames]}
    return {type(value).__name__: []}  # cannot be asked again: its shard is right only while nothing at all changes


def _read(value: Any) -> Hashable:
    if isinstance(value, list):
        return tuple(map(_read, value))
    if not isinstance(value, dict):
        return cast(Hashable, value)
    [(kind, parts)] = value.items()
    match kind:
        case "type":
            return EntityType(parts)
        case "words":
            return frozenset(parts)
        case "day":
            return date.fromisoformat(parts)
        case "ref":
            return Ref(Kind(parts[0]), parts[1])
        case "name":
            given, surname, suffix, nicknames = parts
            return PersonalName(tuple(given), tuple(surname), suffix, tuple(nicknames))
    raise ValueError(f"{kind} is nothing that can be asked about")
