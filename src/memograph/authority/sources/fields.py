"""Values as gazetteers write them → values of entries: dates, coordinates, addresses of records, slugs, what is left.

Used by the importers of this folder, whose sources write the same things in different ways. Nothing here guesses: what
is not understood is a ValueError that says so, and the importer tells its `problem` where it stood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote

from memograph.authority.archive import Problem
from memograph.dates import bounds
from memograph.errors import AuthorityError
from memograph.identifiers import check_identifier
from memograph.model import Identifier, Match
from memograph.namespaces import IDENTIFIER_SCHEMES, identifier_iri, slug_of

#: Ways in which the address of a record is written besides that of `namespaces.IDENTIFIER_SCHEMES`; a scheme that the
#: project does not link to is passed over.
_ADDRESSES = tuple(
    (scheme, re.compile(rf"https?://(?:www\.)?{pattern}/?(?:[?#].*)?"))
    for scheme, pattern in (
        ("wikidata", r"wikidata\.org/(?:entity|wiki|wiki/Special:EntityData)/(Q[1-9]\d*)"),
        ("viaf", r"viaf\.org/viaf/(\d+)"),
        ("lcnaf", r"id\.loc\.gov/(?:authorities/names|rwo/agents)/(n[a-z]?\d+)(?:\.html)?"),
        ("geonames", r"(?:sws\.)?geonames\.org/(\d+)(?:/[^/?#]*)?"),
        ("tgn", r"(?:vocab\.getty\.edu/(?:page/)?tgn|getty\.edu/vow/TGNFullDisplay/subjectid)/(\d+)(?:-place)?"),
        ("isni", r"isni\.(?:org|oclc\.org)/(?:isni/)?(\d{15}[\dX])"),
        ("snac", r"(?:n2t\.net|snaccooperative\.org)/ark:/99166/(w6[0-9a-z]+)"),
    )
)
#: Prefixes that addresses in JSON-LD are shortened by: those of the Linked Places context (v1.1) and usual others.
PREFIXES = {
    "aat": "http://vocab.getty.edu/aat/",
    "crm": "http://erlangen-crm.org/current/",
    "doi": "https://doi.org/",
    "geonames": "https://www.geonames.org/",
    "gn": "https://www.geonames.org/",
    "gvp": "http://vocab.getty.edu/ontology#",
    "lcnaf": "http://id.loc.gov/authorities/names/",
    "loc": "http://id.loc.gov/authorities/names/",
    "periodo": "http://n2t.net/ark:/99152/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "tgn": "http://vocab.getty.edu/tgn/",
    "viaf": "http://viaf.org/viaf/",
    "wd": "http://www.wikidata.org/entity/",
}
_ARK = "http://n2t.net/ark:/99166/"
_YEAR = re.compile(r"\d{1,3}")
_DECIMAL = re.compile(r"[+-]?(\d+(?:\.\d*)?|\.\d+)")


def date(value: str) -> str | None:
    """An EDTF date; None of an empty cell. A year of fewer than four digits is filled up (``676`` → ``0676``).

    Raises:
        ValueError: not a date that `dates` knows.
    """
    text = value.strip().removesuffix("T00:00:00Z")
    if not text:
        return None
    if _YEAR.fullmatch(text):
        text = text.rjust(4, "0")
    bounds(text)
    return text


def point(latitude: str, longitude: str) -> tuple[str, str]:
    """Decimal degrees as written, WGS 84.

    Raises:
        ValueError: only one of the two, no decimal number, or outside the globe.
    """
    latitude, longitude = latitude.strip(), longitude.strip()
    for name, text, most in (("latitude", latitude, 90), ("longitude", longitude, 180)):
        if not _DECIMAL.fullmatch(text):
            raise ValueError(f"{name} {text!r} is not a decimal number of degrees such as 51.6708")
        if abs(float(text)) > most:
            raise ValueError(f"{name} {text} is not between -{most} and {most} degrees")
    return latitude.removeprefix("+"), longitude.removeprefix("+")


def expanded(address: str) -> str:
    """An address with its prefix written out: ``tgn:7011944`` → ``http://vocab.getty.edu/tgn/7011944``."""
    prefix, colon, rest = address.strip().partition(":")
    return PREFIXES[prefix] + rest if colon and prefix in PREFIXES else address.strip()


def identifier_at(address: str, source: str, match: Match = "exactMatch") -> Identifier | None:
    """The identifier that the address of a record is of; None where it is no record of an authority linked to here."""
    address = expanded(address)
    for scheme, pattern in _ADDRESSES:
        if scheme in IDENTIFIER_SCHEMES and (found := pattern.fullmatch(address)):
            value = _ARK + found[1] if scheme == "snac" else found[1]
            return _identifier(scheme, value, source, match)
    for scheme in IDENTIFIER_SCHEMES:
        value = address.rstrip("/").rpartition("/")[2].removesuffix(".xml")
        if value and identifier_iri(scheme, value).rstrip("/") == address.rstrip("/"):
            return _identifier(scheme, value, source, match)
    return None


def _identifier(scheme: str, value: str, source: str, match: Match) -> Identifier | None:
    """None where the address is one of that authority's, and what it names is no identifier."""
    try:
        check_identifier(scheme, value)
    except ValueError:
        return None
    return Identifier(scheme, value, identifier_iri(scheme, value), source, match)


def identifier_of(scheme: str, value: str, source: str) -> Identifier:
    """The identifier of a scheme that a cell holds, as such or as the address of its record.

    Raises:
        ValueError: an address of something else, or nothing that an identifier could be.
    """
    value = value.strip()
    if "/" in value:
        found = identifier_at(value, source)
        if found is None or found.scheme != scheme:
            raise ValueError(f"{value} is not the address of a record of {scheme}")
        return found
    if not re.fullmatch(r"[\w-]+", value, re.ASCII):
        raise ValueError(f"{value!r} is not an identifier of {scheme}, such as the end of the address of its record")
    check_identifier(scheme, value)
    return Identifier(scheme, value, identifier_iri(scheme, value), source)


def one_a_scheme(found: Iterable[Identifier], tell: Callable[[str], None]) -> tuple[Identifier, ...]:
    """Identifiers sorted; of several of one scheme that are all said to be the same thing the first, the rest told."""
    kept: dict[tuple[str, str], Identifier] = {}
    exact: dict[str, str] = {}
    for each in sorted(found, key=lambda one: (one.scheme, one.value, one.match == "closeMatch")):
        first = exact.setdefault(each.scheme, each.value) if each.match != "closeMatch" else each.value
        if first != each.value:
            tell(f"{each.scheme} {each.value} is left out, because it has {first} of the same scheme")
        else:
            kept.setdefault((each.scheme, each.value), each)
    return tuple(kept.values())


def forms(label: str, *groups: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Groups of other forms of a name, sorted, white space as single spaces, each form in the first group with it."""
    seen = {label}
    for group in groups:
        found = {line(form) for form in group} - seen - {""}
        seen |= found
        yield tuple(sorted(found))


def line(text: str) -> str:
    """Text with runs of white space as single spaces."""
    return " ".join(text.split())


def slug_at(label: str, address: str) -> str:
    """Slug of a record of another file: its label and the end of its address, so that it stays when others come.

    The label alone where the end of the address says the same: ``surat`` of ``https://example.org/place/surat``.
    """
    name = slug_of(label)
    end = slug_of(unquote(re.split(r"[/#=:]", address.rstrip("/#"))[-1])) if address else name
    return name if end == name else f"{slug_of(label, 60)}-{end}"


class Unread:
    """Counts what a file holds and entries have no room for, and tells of each sort once, at the end.

    A gazetteer of 100,000 places with a key that is not read would else be told of 100,000 times.
    """

    def __init__(self, file: object) -> None:
        self._file = file
        self._found: dict[str, tuple[int, str]] = {}

    def note(self, what: str, where: str) -> None:
        """`what` (“links of type seeAlso”) stood at `where` (“line 12”) and was not read."""
        number, first = self._found.get(what, (0, where))
        self._found[what] = number + 1, first

    def tell(self, problem: Problem) -> None:
        """Tell of everything noted."""
        for what, (number, first) in sorted(self._found.items()):
            times = "" if number == 1 else f", {number:,} times, first"
            problem(AuthorityError(f"{self._file}: {what}: not read{times} at {first}"))
