"""The Office of the Historian's people database → `Record`: 16,000 people of the FRUS volumes' lists of persons.

Read beside Turtle files, as the ``.tar.gz`` of its data or as a folder unpacked from it (its form: one XML file a
person, https://github.com/HistoryAtState/people). Between those files and the index `directory`.
"""

from __future__ import annotations

import re
import sys
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from memograph.authority.entries import Remark
from memograph.errors import AuthorityError

#: What to do with a record that cannot be used; the others are read all the same.
Problem = Callable[[AuthorityError], None]

_VOLUME = re.compile(r"/historicaldocuments/(?P<volume>frus[^/]+)/")
_FILE = re.compile(r"(?:.*/)?\d+\.xml")
_YEAR = re.compile(r"\d{4}")
#: A record of the database is a few kilobytes, the longest a hundred; a larger one is something else.
_LARGEST = 4 << 20
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)


@dataclass(frozen=True, slots=True)
class Record:
    """One person of the database.

    Args:
        id: their number in it, the identifier of scheme ``hsg``.
        name: preferred form, surname first ("Rusk, David Dean").
        variants: other forms as printed, in either order.
        birth, death: years, None where the database gives none.
        volumes: ids of the volumes whose lists of persons name them.
    """

    id: str
    name: str
    variants: tuple[str, ...]
    birth: str | None
    death: str | None
    remarks: tuple[Remark, ...]
    volumes: frozenset[str]


def is_people_data(path: Path) -> bool:
    """Whether a path is this database: an archive, or a folder with files ``<number>.xml`` and no Turtle."""
    if path.is_dir():
        return not any(path.glob("*.ttl")) and next(_files(path), None) is not None
    return path.name.endswith((".tar.gz", ".tgz", ".tar"))


def read_people(path: Path, problem: Problem) -> Iterator[Record]:
    """Records of an archive or folder, in the order of their numbers.

    Args:
        problem: told of each record that is not XML or lacks what it needs, with file, position and reason.

    Raises:
        AuthorityError: the archive cannot be read, or holds no record.
    """
    records: dict[str, Record] = {}
    for name, data in _members(path):
        try:
            record = _record(data)
        except etree.XMLSyntaxError as error:
            line, column = error.position
            problem(AuthorityError(f"{name}:{line}:{column}: not XML ({error.msg}); this record is left out"))
            continue
        except ValueError as error:
            problem(AuthorityError(f"{name}: {error}; this record is left out"))
            continue
        if record.id in records:
            problem(AuthorityError(f"{name}: record {record.id} was read before; this one is left out"))
        records.setdefault(record.id, record)
    if not records:
        raise AuthorityError(f"{path}: no person in it; name the Historian's people.tar.gz or its unpacked folder")
    return iter([records[id_] for id_ in sorted(records)])


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*.xml") if _FILE.fullmatch(path.name))


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the files; an archive is read as a stream and nothing of it is written to disk."""
    if path.is_dir():
        for file in sorted(_files(path)):
            yield str(file), file.read_bytes()
        return
    try:
        with tarfile.open(path, "r|*") as archive:
            for member in archive:
                name = f"{path}!{member.name}"
                if not member.isfile() or not _FILE.fullmatch(member.name):
                    continue
                stream = archive.extractfile(member) if member.size <= _LARGEST else None
                yield name, b"" if stream is None else stream.read()
    except (OSError, tarfile.TarError, EOFError) as error:
        raise AuthorityError(f"{path}: not a readable archive ({error}); fetch people.tar.gz again") from error


def _record(data: bytes) -> Record:
    """Take one file apart.

    Raises:
        ValueError: it names no person; `lxml.etree.XMLSyntaxError` is another error and has its position.
    """
    root = etree.fromstring(data, _PARSER)
    id_ = _words(root.find("id"))
    if not re.fullmatch(r"\d+", id_):
        raise ValueError(f"its id is {id_ or 'absent'}, not a number")
    paths = ("names/preferred/name", "names/alternates/name", "names/originals/original/name")
    names = dict.fromkeys(name for path in paths for element in root.iterfind(path) if (name := _words(element)))
    if not names:
        raise ValueError("it has no name")
    name, *variants = names
    remarks = tuple(
        Remark(words, _volumes(r)) for r in root.iterfind("remarks/remark") if (words := _words(r.find("p")))
    )
    birth, death = (_words(root.find(tag)) for tag in ("birth-year", "death-year"))
    return Record(
        id_,
        name,
        tuple(variants),
        birth if _YEAR.fullmatch(birth) else None,
        death if _YEAR.fullmatch(death) else None,
        remarks,
        frozenset(_volumes(root)),
    )


def _words(element: etree._Element | None) -> str:
    """Its text with that of what is inside it, white space as single spaces."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _volumes(element: etree._Element) -> tuple[str, ...]:
    """The volumes whose lists of persons it was taken from, interned: 56,000 references to 230 volumes."""
    found = (_VOLUME.search(url.text or "") for url in element.iter("source-url"))
    return tuple(dict.fromkeys(sys.intern(match["volume"]) for match in found if match))
