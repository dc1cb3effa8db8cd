"""What an address asks a view for: parameters read strictly, with the choices that its form shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request
from werkzeug.exceptions import BadRequest

from memograph.publish.links import Links

_MONTH = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a parameter of the form may have, in words, and whether it is chosen."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Time:
    """Years or months as they were asked for; empty where there is no bound."""

    begin: str
    end: str


@dataclass(frozen=True, slots=True)
class Months:
    """A stretch of time as it was asked for, and in months (ISO) as it is compared."""

    asked: Time
    first: str
    last: str


def months() -> Months:
    """The time that ``from=`` and ``to=`` name: years or months.

    Raises:
        BadRequest: one is neither; the end is before the beginning.
    """
    given = {name: _one(name) for name in ("from", "to")}
    for name, value in given.items():
        if value and not _MONTH.fullmatch(value):
            raise BadRequest(f"“{name}” is a year or a month, such as 1961 or 1961-06, not “{value}”.")
    first, last = given["from"], given["to"]
    found = Months(
        Time(first, last), f"{first}-01" if len(first) == 4 else first, f"{last}-12" if len(last) == 4 else last
    )
    if found.first and found.last and found.last < found.first:
        raise BadRequest(f"The time ends ({last}) before it begins ({first}).")
    return found


def several(name: str, known: Sequence[str], default: Sequence[str]) -> tuple[str, ...]:
    """The values of a parameter that may be given several times, in the order of what is known.

    Raises:
        BadRequest: there is no such value.
    """
    given = request.args.getlist(name) or default
    for value in given:
        if value not in known:
            raise BadRequest(f"“{name}” can be {', '.join(known)}; it cannot be “{value}”.")
    return tuple(each for each in known if each in given)


def one_of(name: str, known: Sequence[str], default: str) -> str:
    """The value of a parameter that has one of a few.

    Raises:
        BadRequest: it has another.
    """
    if (value := _one(name) or default) not in known:
        raise BadRequest(f"“{name}” can be {', '.join(known)}; it cannot be “{value}”.")
    return value


def thing(name: str) -> str:
    """Path of a thing that a parameter names: ``person/gromyko-andrei``; empty where it is not given."""
    return _one(name).strip()


def _one(name: str) -> str:
    given = request.args.getlist(name)
    if len(given) > 1:
        raise BadRequest(f"There is more than one “{name}” in the request.")
    return given[0] if given else ""


def address(links: Links, path: str, given: Mapping[str, str | Sequence[str]]) -> str:
    """Address of a view for these parameters, empty ones left out; in the same release."""
    pairs = [
        (name, each)
        for name, value in given.items()
        for each in ((value,) if isinstance(value, str) else value)
        if each
    ]
    return links.to(f"{path}?{urlencode(pairs)}" if pairs else path)
