"""The Office of the Historian's people database → `Record`: 16,000 people of the FRUS volumes' lists of persons.

Read beside Turtle files, as the ``.tar.gz`` of its data or as a folder unpacked from it (its form: one XML file a
person, https://github.com/HistoryAtState/people). Between those files and the index `directory`.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from memograph.authority.archive import Problem, words, xml_members
from memograph.authority.entries import Remark
from memograph.errors import AuthorityError

_VOLUME = re.compile(r"/historicaldocuments/(?P<volume>frus[^/]+)/")
_OFFICER = re.compile(r"/departmenthistory/people/(?P<id>[a-z]+(?:-[a-z]+)+[0-9]?)\s*$")
_FILE = r"\d+\.xml"
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Record:
    """One person of the database.

    Args:
        id: their number in it, the identifier of scheme ``hsg``.
        name: preferred form, surname first ("Rusk, David Dean").
        variants: other forms as printed, in either order.
        birth, death: years, None where the database gives none.
        volumes: ids of the volumes whose lists of persons name them.
        elsewhere: scheme and value of what they are in other authority files: ``viaf``, and ``pocom``, the Historian's
            principal officers and chiefs of mission.
    """

    id: str
    name: str
    variants: tuple[str, ...]
    birth: str | None
    death: str | None
    remarks: tuple[Remark, ...]
    volumes: frozenset[str]
    elsewhere: tuple[tuple[str, str], ...] = ()


def read_people(path: Path, problem: Problem) -> Iterator[Record]:
    """Records of an archive or folder, in the order of their numbers.

    Args:
        problem: told of each record that is not XML or lacks what it needs, with file, position and reason.

    Raises:
        AuthorityError: the archive cannot be read, or holds no record.
    """
    records: dict[str, Record] = {}
    for member in xml_members(path, _FILE, problem):
        try:
            record = _record(member.root)
        except ValueError as error:
            problem(member.error(f"{error}; this record is left out"))
            continue
        if record.id in records:
            problem(member.error(f"record {record.id} was read before; this one is left out"))
        records.setdefault(record.id, record)
    if not records:
        told = "name the Historian's people.tar.gz or its unpacked folder; of its other archives make Turtle"
        raise AuthorityError(f"{path}: no person in it; {told} with memograph authority import")
    return _without_shared(path, [records[id_] for id_ in sorted(records)], problem)


def _without_shared(path: Path, records: list[Record], problem: Problem) -> Iterator[Record]:
    """The records, without identifiers that two of them claim: one of the two is wrong, or both are one person."""
    claims: dict[tuple[str, str], list[str]] = defaultdict(list)
    for record in records:
        for identifier in record.elsewhere:
            claims[identifier].append(record.id)
    for (scheme, value), ids in claims.items():
        if len(ids) > 1:
            what = f"records {', '.join(ids)}: all of them have the {scheme} identifier {value}"
            problem(AuthorityError(f"{path}: {what}; it is left out"))
    for record in records:
        yield replace(record, elsewhere=tuple(found for found in record.elsewhere if len(claims[found]) == 1))


def _record(root: etree._Element) -> Record:
    """Take one file apart; ValueError where it names no person."""
    id_ = words(root.find("id"))
    if not re.fullmatch(r"\d+", id_):
        raise ValueError(f"its id is {id_ or 'absent'}, not a number")
    paths = ("names/preferred/name", "names/alternates/name", "names/originals/original/name")
    names = dict.fromkeys(name for path in paths for element in root.iterfind(path) if (name := words(element)))
    if not names:
        raise ValueError("it has no name")
    name, *variants = names
    remarks = tuple(Remark(said, _volumes(r)) for r in root.iterfind("remarks/remark") if (said := words(r.find("p"))))
    birth, death = (words(root.find(tag)) for tag in ("birth-year", "death-year"))
    return Record(
        id_,
        name,
        tuple(variants),
        birth if _YEAR.fullmatch(birth) else None,
        death if _YEAR.fullmatch(death) else None,
        remarks,
        frozenset(_volumes(root)),
        tuple(_elsewhere(root)),
    )


def _elsewhere(root: etree._Element) -> Iterator[tuple[str, str]]:
    """VIAF as the record states it; the officer whose page is a source of it, where it is one page."""
    viaf = words(root.find("authorities/authority[@service='viaf']"))
    if re.fullmatch(r"[1-9]\d*", viaf):
        yield "viaf", viaf
    pages = {found["id"] for url in root.iter("source-url") if (found := _OFFICER.search(url.text or ""))}
    if len(pages) == 1:
        yield "pocom", pages.pop()


def _volumes(element: etree._Element) -> tuple[str, ...]:
    """The volumes whose lists of persons it was taken from, interned: 56,000 references to 230 volumes."""
    found = (_VOLUME.search(url.text or "") for url in element.iter("source-url"))
    return tuple(dict.fromkeys(sys.intern(match["volume"]) for match in found if match))
