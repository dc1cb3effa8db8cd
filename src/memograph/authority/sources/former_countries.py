"""ISO 3166-3, "Code for formerly used names of countries" → places with the time of their end and what came after.

An importer of `authority.sources`; the package pycountry carries the standard's list, so there is no file to name. The
standard says when a code was withdrawn, months after the state had gone (the Soviet Union's on 30 August 1992): the day
is written as approximate (EDTF ``~``). What came after is told by the last two letters of the four-letter code
(section 6 of the standard: the new code, or HH and the like where there is no single one) and by its comment.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from memograph.authority.archive import Problem
from memograph.authority.entries import Known, PlaceEntry
from memograph.authority.sources.fields import forms
from memograph.errors import AuthorityError
from memograph.model import EntityType, Kind, Ref
from memograph.namespaces import slug_of

_INSTALL = "pip install 'memograph[gazetteers]'"
_DIVIDED = re.compile(r"(?:divided into|split (?:between|into)) (?P<codes>.+)")
_NO_SINGLE = frozenset({"HH", "XX"})


def read(path: Path | None, problem: Problem) -> Iterator[Known]:
    """Former countries, sorted by their four-letter code, then the countries of today that came after them.

    Args:
        path: must be None; the parameter is there because every importer has it.
        problem: told of a successor that the package does not know.

    Raises:
        AuthorityError: a path was named, or the package is not installed.
    """
    if path is not None:
        raise AuthorityError(f"{path}: not read; former countries come from the package pycountry, leave the path out")
    try:
        module = importlib.import_module("pycountry")
    except ImportError as error:
        raise AuthorityError(f"the package pycountry is not installed: {_INSTALL}") from error
    source = f"ISO 3166, package pycountry {version('pycountry')}"
    today: dict[str, PlaceEntry] = {}
    for country in sorted(module.historic_countries, key=lambda each: str(each.alpha_4)):
        after = []
        for code in _codes(country):
            if (entry := _successor(module, country, code, source)) is None:
                problem(AuthorityError(f"ISO 3166-3 {country.alpha_4}: successor {code} is not known; it is left out"))
                continue
            if not entry.existed[1]:
                today[entry.slug] = entry
            after.append(Ref(Kind.PLACE, entry.slug))
        yield _former(country, tuple(sorted(after, key=lambda ref: ref.slug)), source)
    yield from (today[slug] for slug in sorted(today))


def _former(country: Any, after: tuple[Ref, ...], source: str) -> PlaceEntry:
    """The entry of a former country; its comment and the day of withdrawal stand in the source."""
    label, *others = _names(country.name)
    [aliases] = forms(label, others)
    comment = getattr(country, "comment", "")
    said = f"{source}, part 3, {country.alpha_4} “{country.name}”, withdrawn {country.withdrawal_date}"
    return PlaceEntry(
        EntityType.PLACE,
        f"{slug_of(label)}-iso{country.alpha_4.lower()}",
        label,
        aliases,
        sources=(f"{said}: {comment}" if comment else said,),
        existed=(None, f"{country.withdrawal_date}~"),
        succeeded=after,
    )


def _names(name: str) -> Iterator[str]:
    """The names that an inverted name stands for, the shortest first.

    ``Burma, Socialist Republic of the Union of`` → Burma, Socialist Republic of the Union of Burma;
    ``USSR, Union of Soviet Socialist Republics`` → USSR, Union of Soviet Socialist Republics;
    ``Yugoslavia, (Socialist) Federal Republic of`` → also without what stands in parentheses.
    """
    first, *rest = name.split(", ")
    if rest and " " not in rest[0]:  # "France, Metropolitan"
        first, rest = f"{rest[0]} {first}", [part.replace(" of", f" of {first}") for part in rest[1:]]
        rest = [part.replace(first, name.split(", ")[0]) for part in rest]
    yield first
    for part in rest:
        whole = f"{part} {first}" if part.endswith((" of", " of the")) else part
        bare = re.sub(r"\([^)]*\) ", "", whole)
        yield bare
        if bare != whole:
            yield whole.replace("(", "").replace(")", "")


def _codes(country: Any) -> list[str]:
    """Two-letter codes, or names, of what came after."""
    code = country.alpha_4[2:].replace("AA", country.alpha_2)  # AA: the country kept its two letters
    if code not in _NO_SINGLE:
        return [code]
    found = _DIVIDED.search(getattr(country, "comment", ""))
    return re.split(r",? and |, ", found["codes"]) if found else []


def _successor(module: Any, country: Any, code: str, source: str) -> PlaceEntry | None:
    """The entry of a successor: a country of today, else a former one whose code was withdrawn later."""
    found = module.countries.get(alpha_2=code) or module.countries.get(name=code)
    if found is not None:
        *_, name = _names(found.name)
        label = getattr(found, "common_name", name)
        [aliases] = forms(label, (name, getattr(found, "official_name", "")))
        said = f"{source}, part 1, {found.alpha_2}"
        slug = f"{slug_of(label)}-iso{found.alpha_2.lower()}"
        return PlaceEntry(EntityType.PLACE, slug, label, aliases, sources=(said,))
    later = [
        each
        for each in module.historic_countries
        if each.alpha_2 == code and each.withdrawal_date > country.withdrawal_date
    ]
    return _former(later[0], (), source) if len(later) == 1 else None
