"""Paths of imported knowledge → items one by one: Turtle files and folders, archives of the Office of the Historian.

Read when the index (`indexing`) is made, not when it is used. ``digest`` tells whether it would be another one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from memograph import authority, namespaces, personal_names
from memograph.authority.archive import Problem, is_archive, member_names
from memograph.authority.entries import Known, PersonEntry
from memograph.authority.historian import Record, read_people
from memograph.authority.sources import reader
from memograph.authority.sources.people import person_of
from memograph.authority.triples import SUFFIXES
from memograph.authority.turtle import read_imported_turtle
from memograph.namespaces import Site

#: Files that only one kind of the Historian's data has, in the order in which they are read.
_FILES = {
    "people": r"(?:^|/)(?:\d{1,3}|\d{5,})\.xml$",
    "gsh": r"(?:^|/)(?:territories|locales)/[^/]+\.xml$",
    "pocom": r"(?:^|/)(?:positions-principals|missions-countries|missions-orgs)/[^/]+\.xml$",
    "travels": r"(?:^|/)(?:president|secretary)-travels/[^/]+\.xml$",
    "visits": r"(?:^|/)data/\d{4}\.xml$",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """Something imported; of a person with the forms of the name as the source writes them, surname first or last."""

    thing: Known
    forms: tuple[str, ...] = ()


def kind_of(path: Path) -> str | None:
    """Which of the Historian's data a path holds, as an archive or unpacked; None for what is Turtle.

    Told by the names of files. An archive that holds none of them is taken for people, and so told of when it is read.
    """
    if path.is_dir():
        names: Iterable[str] = (file.relative_to(path.parent).as_posix() for file in sorted(path.rglob("*.xml")))
        if any(file.name.endswith(SUFFIXES) for file in path.iterdir()):
            return None
    elif is_archive(path):
        names = member_names(path)
    else:
        return None
    kinds = (kind for name in names for kind, pattern in _FILES.items() if re.search(pattern, name))
    return next(kinds, None if path.is_dir() else "people")


def read_imported(paths: Iterable[Path], site: Site, problem: Problem) -> Iterator[Imported]:
    """Everything that paths hold: Turtle files, then archives, people before the offices and journeys that they have.

    Args:
        problem: told of each record that is left out.

    Raises:
        AuthorityError: a path is missing, or is nothing that can be read.
    """
    kinds = {path: kind_of(path) for path in paths}
    known: list[Known] = []  # for those that refer to what others describe; an archive alone is not kept in memory
    keep = any(kind not in (None, "people") for kind in kinds.values())
    turtle = [path for path, kind in kinds.items() if kind is None]
    for thing in read_imported_turtle(turtle, site):
        yield Imported(thing, name_forms(thing) if isinstance(thing, PersonEntry) else ())
        known += [thing] if keep else []
    for wanted in _FILES:
        for path in (path for path, kind in kinds.items() if kind == wanted):
            for item in _of_archive(path, wanted, known, problem):
                yield item
                known += [item.thing] if keep else []


def _of_archive(path: Path, kind: str, known: Sequence[Known], problem: Problem) -> Iterator[Imported]:
    if kind == "people":
        yield from map(imported_record, read_people(path, problem))
        return
    for thing in reader(kind)(path, problem, tuple(known)):
        yield Imported(thing, name_forms(thing) if isinstance(thing, PersonEntry) else ())


def imported_record(record: Record) -> Imported:
    """A person of the Historian's database, with every form of two letters or more."""
    return Imported(person_of(record), (record.name, *(form for form in record.variants if len(form) > 1)))


def name_forms(entry: PersonEntry) -> tuple[str, ...]:
    """The forms of a name, so written that the surname can be told: "David Ormsby Gore" has one of two words."""
    family = entry.family_name or ""
    first = f"{family}, {entry.given_name or ''}"
    double = " " in family
    return (
        first,
        *(f"{family}, {f.removesuffix(family)}" if double and f.endswith(family) else f for f in entry.forms),
    )


def digest(paths: Iterable[Path], site: Site) -> str:
    """SHA-256 (hex) of all that an index depends on: names and bytes of the files, the site, the code that makes it."""
    found = hashlib.sha256(site.base.encode())
    for path in paths:
        found.update(b"\0input")
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                _add(found, file.relative_to(path.parent).as_posix(), file)
    package = Path(authority.__file__).parent
    for file in (*sorted(package.rglob("*.py")), Path(namespaces.__file__), Path(personal_names.__file__)):
        _add(found, file.name, file)
    return found.hexdigest()


def _add(found: hashlib._Hash, name: str, file: Path) -> None:
    with file.open("rb") as data:
        found.update(f"\0{name}\0{hashlib.file_digest(data, 'sha256').hexdigest()}".encode())
