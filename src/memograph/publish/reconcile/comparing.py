"""How well a value that a client gives fits a value of a thing, from 0 to 1, by what the values are. Pure.

Used by matching.py for the properties of a query; a value that cannot be read fits nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from urllib.parse import unquote

from rapidfuzz import fuzz

from memograph.dates import bounds
from memograph.nameindex.properties import Range
from memograph.nameindex.words import plain

#: A value that is alike by so much is the same word with a slip of the pen; less is another word.
_LEAST_ALIKE = 80.0

#: Years apart, degrees apart, kilometres apart → how well that fits; further apart: not at all.
_YEARS = ((0, 1.0), (1, 0.8), (2, 0.5))
_DEGREES = ((0.05, 1.0), (0.5, 0.7), (2.0, 0.3))
_KILOMETRES = ((15.0, 1.0), (60.0, 0.8), (250.0, 0.4))

_RADIUS = 6371.0
_A_YEAR = re.compile(r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)", re.ASCII)
_A_PAIR = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*", re.ASCII)


def fits(range_: Range, given: str, value: str) -> float:
    """How well `given` fits a literal `value` of a property of this range."""
    return _COMPARE.get(range_, _texts)(given, value)


def identifier(text: str) -> str:
    """An identifier as an authority writes it, also from its address: ``…/entity/Q184267`` → ``Q184267``."""
    text = text.strip()
    if text.startswith(("http://", "https://")):
        path = re.split("[?#]", text)[0].rstrip("/")
        text = unquote(path.rpartition("/")[2])
    return text.removesuffix(".xml")


def alike(given: str, name: str) -> float:
    """How alike two names of anything are, in any order of their words; 0 where they are not."""
    one, other = plain(given), plain(name)
    if one == other:
        return 1.0 if one else 0.0
    found = fuzz.token_sort_ratio(one, other)
    return found / 100 if found >= _LEAST_ALIKE else 0.0


def _identifiers(given: str, value: str) -> float:
    return float(identifier(given).casefold() == value.casefold())


def _texts(given: str, value: str) -> float:
    return 1.0 if given == value else alike(given, value)


def _dates(given: str, value: str) -> float:
    """Two dates of any precision: whether they may be the same day, else by how many years they are apart."""
    one, other = _days(given), _days(value)
    if one is None or other is None:
        return _texts(given, value)
    if one[0] <= other[1] and other[0] <= one[1]:
        return 1.0
    years = other[0].year - one[1].year if one[1] < other[0] else one[0].year - other[1].year
    return _step(max(years, 1), _YEARS)


def _days(text: str) -> tuple[date, date] | None:
    """First and last day of an EDTF date, a date with a time, or the one year that a text names."""
    for each in (text, text.partition("T")[0]):
        try:
            return bounds(each)
        except ValueError:
            continue
    years = _A_YEAR.findall(text)
    return bounds(years[0]) if len(years) == 1 else None


def _numbers(given: str, value: str) -> float:
    try:
        one, other = float(given), float(value)
    except ValueError:
        return 0.0
    if one == other:
        return 1.0
    if one.is_integer() and other.is_integer():  # a year, a count
        return _step(abs(one - other), _YEARS)
    return _step(abs(one - other), _DEGREES)


def _coordinates(given: str, value: str) -> float:
    one, other = _A_PAIR.fullmatch(given), _A_PAIR.fullmatch(value)
    if one is None or other is None:
        return 0.0
    (a, b), (c, d) = ((math.radians(float(each)) for each in pair.groups()) for pair in (one, other))
    haversine = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return _step(2 * _RADIUS * math.asin(math.sqrt(min(1.0, haversine))), _KILOMETRES)


def _step(distance: float, steps: tuple[tuple[float, float], ...]) -> float:
    return next((worth for most, worth in steps if distance <= most), 0.0)


_COMPARE: dict[Range, Callable[[str, str], float]] = {
    Range.IDENTIFIER: _identifiers,
    Range.DATE: _dates,
    Range.NUMBER: _numbers,
    Range.PLACE: _coordinates,
}
