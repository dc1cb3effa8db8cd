"""Paths of imported knowledge → items one by one: Turtle files and folders, archives of the Office of the Historian.

Read when the index (`indexing`) is made, not when it is used. ``digest`` tells whether it would be another one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from memograph import authority, namespaces, personal_names
from memograph.authority.archive import Problem
from memograph.authority.entries import Known, PersonEntry
from memograph.authority.historian import Record, is_people_data, read_people
from memograph.authority.sources.people import person_of
from memograph.authority.turtle import read_imported_turtle
from memograph.namespaces import Site


@dataclass(frozen=True, slots=True)
class Imported:
    """Something imported; of a person with the forms of the name as the source writes them, surname first or last."""

    thing: Known
    forms: tuple[str, ...] = ()


def read_imported(paths: Iterable[Path], site: Site, problem: Problem) -> Iterator[Imported]:
    """Everything that paths hold, archives after Turtle files.

    Args:
        problem: told of each record that is left out.

    Raises:
        AuthorityError: a path is missing, or is nothing that can be read.
    """
    archives: list[Path] = []
    turtle: list[Path] = []
    for path in paths:
        (archives if is_people_data(path) else turtle).append(path)
    for thing in read_imported_turtle(turtle, site):
        yield Imported(thing, name_forms(thing) if isinstance(thing, PersonEntry) else ())
    for path in archives:
        yield from map(imported_record, read_people(path, problem))


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
