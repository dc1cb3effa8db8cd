"""The Office of the Historian's people database → people: names, life, remarks, volumes, and who they are elsewhere.

``people.tar.gz`` or its unpacked folder (https://github.com/HistoryAtState/people); `historian` reads the records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from memograph.authority.archive import Problem
from memograph.authority.entries import Known, PersonEntry, Remark
from memograph.authority.historian import Record, read_people
from memograph.authority.sources.joins import Joins
from memograph.model import EntityType, Identifier
from memograph.namespaces import identifier_iri, person_slug
from memograph.personal_names import without_nicknames

SCHEME = "hsg"

_YEARS = re.compile(r"\d{4}\s*[-–]\s*(?:\d{4})?")


def read(path: Path, problem: Problem, known: Sequence[Known] = ()) -> Iterator[Known]:
    """People in the order of their numbers; one whom `known` has, by that number, has the slug from there.

    Args:
        problem: told of each record that cannot be used, and of what of a record cannot.

    Raises:
        AuthorityError: the archive cannot be read, or holds nobody.
    """
    joins = Joins(known)
    for record in read_people(path, problem):
        person = person_of(record)
        yield replace(person, slug=joins.identified(SCHEME, record.id) or person.slug)


def person_of(record: Record) -> PersonEntry:
    """The entry of a record."""
    label = in_order(record.name)
    source = f"Office of the Historian, people database, record {record.id}: “{record.name}”"
    found = (Identifier(s, v, identifier_iri(s, v), source) for s, v in ((SCHEME, record.id), *record.elsewhere))
    surname, _, given = record.name.partition(", ")
    return PersonEntry(
        EntityType.PERSON,
        slug_of_record(record),
        label,
        tuple(sorted({in_order(form) for form in record.variants if " " in form} - {label})),
        identifiers=tuple(sorted(found, key=lambda i: (i.scheme, i.value))),
        sources=(source,),
        family_name=without_nicknames(surname) or surname,
        given_name=without_nicknames(given.partition(", ")[0]) or None,
        birth=record.birth,
        death=record.death,
        remarks=tuple(Remark(r.words, tuple(sorted(r.volumes))) for r in record.remarks),
        volumes=tuple(sorted(record.volumes)),
    )


def slug_of_record(record: Record) -> str:
    """Slug of a person whom only the database knows; their number keeps namesakes apart."""
    return f"{person_slug(in_order(record.name))}-{SCHEME}{record.id}"


def in_order(name: str) -> str:
    """``Lodge, Henry Cabot, II`` → ``Henry Cabot Lodge, II``; years and a nickname are left out."""
    parts = [part.strip() for part in without_nicknames(name).split(",")]
    surname, given, *suffix = [*(part for part in parts if part and not _YEARS.fullmatch(part)), "", ""]
    return ", ".join(part for part in (f"{given} {surname}".strip(), *suffix) if part)
