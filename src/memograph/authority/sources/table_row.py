"""One row of a table → an entry, a time in office, a post. Used by `table`, which reads the rows.

A cell that refers to something (`within`, `affiliation`, `place` …) holds ``place/soviet-union``, or simply the name or
slug of a thing of the kind that the column asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from memograph.authority.entries import Entry, EventEntry, PersonEntry, PlaceEntry, PostEntry, Tenure
from memograph.authority.sources.fields import date, expanded, forms, identifier_at, identifier_of, line, point
from memograph.dates import bounds
from memograph.model import EntityType, Identifier, Kind, Ref
from memograph.namespaces import IDENTIFIER_SCHEMES, person_slug, slug_of

#: Columns besides one per scheme of identifiers, and what each holds (docs/authorities.md; a test compares).
COLUMNS = {
    "type": "Person, Organization, Place, Event, Agreement or Post",
    "slug": "last part of its address; by default made from the label",
    "label": "its name",
    "aliases": "other names",
    "hidden": "misspellings, searched for and never shown",
    "types": "own types, by their name in your vocabulary or by address",
    "source": "who says so; by default the table",
    "close_match": "addresses of records that are nearly of the same thing",
    "family_name": "of a person",
    "given_name": "of a person",
    "birth": "day, month or year (EDTF)",
    "death": "likewise",
    "affiliation": "states (place/…) and bodies a person belongs to",
    "post": "an office that the person held",
    "from": "first day in that office",
    "to": "last day in that office",
    "demonyms": "words that name a state without mentioning it",
    "latitude": "decimal degrees, WGS 84",
    "longitude": "decimal degrees, WGS 84",
    "existed_from": "when a state or territory began",
    "existed_until": "when it ended",
    "within": "the place that it lies in",
    "preceded_by": "territories that it came from",
    "succeeded_by": "territories that it went into",
    "start": "first day of an event",
    "end": "last day of an event",
    "place": "where an event was",
    "description": "what an event was for",
    "post_in": "the body or state that a post is in; of the post in this row",
    "role_names": "phrases for the holder of a post: the Governor",
}
_COMMON = frozenset({"type", "slug", "label", "aliases", "hidden", "types", "source", "close_match"})
_OF_POST = frozenset({"post_in", "role_names"})
#: Columns that a type has besides the common ones.
_FITTING = {
    "Person": _OF_POST | set("family_name given_name birth death affiliation post from to".split()),
    "Place": frozenset(
        "demonyms latitude longitude existed_from existed_until within preceded_by succeeded_by".split()
    ),
    "Event": frozenset({"start", "end", "place", "description"}),
    "Organization": frozenset[str](),
    "Agreement": frozenset[str](),
    "Post": _OF_POST,
}
_TYPES = {name.casefold(): name for name in _FITTING}


@dataclass(frozen=True)
class Row:
    """Cells of a row by column, stripped; `file` is the table's name."""

    file: str
    cells: dict[str, str]

    def get(self, name: str) -> str:
        """The cell of a column; empty where there is no such column."""
        return self.cells.get(name, "")

    def several(self, name: str) -> list[str]:
        """The values of a cell that may hold several."""
        return [value for part in self.get(name).split("|") if (value := line(part))]

    @cached_property
    def type(self) -> str:
        """``Person`` …, or the cell as it is where it is none of them."""
        return _TYPES.get(self.get("type").casefold(), self.get("type"))

    @cached_property
    def label(self) -> str:
        """White space as single spaces."""
        return line(self.get("label"))

    @cached_property
    def slug(self) -> str:
        """As given, else made from the label."""
        if given := self.get("slug").removeprefix(f"{self.type.lower()}/"):
            return given
        return person_slug(self.label) if self.type == "Person" else slug_of(self.label)

    @property
    def source(self) -> str:
        """Who says so."""
        return line(self.get("source")) or f"{self.file}: “{self.label or self.slug}”"

    @property
    def only_tenure(self) -> bool:
        """Whether it holds nothing but a time in office of somebody."""
        kept = {"type", "slug", "label", "post", "from", "to", "source", *_OF_POST}
        return bool(self.get("post")) and not any(cell for name, cell in self.cells.items() if name not in kept)


def is_person(row: Row) -> bool:
    """Whether a row is about a person."""
    return row.type == "Person"


def entry(row: Row, remark: Callable[[str], None]) -> Entry | PostEntry:
    """The entry of a row.

    Args:
        remark: told of a cell that is left out while the row is kept.

    Raises:
        ValueError: a type that there is not, no label, a slug or value that cannot be used.
    """
    _check(row)
    if row.type == "Post":
        [titles] = forms(row.label, row.several("aliases"))
        return _post(row, row.slug, row.label, titles)
    aliases, hidden = forms(row.label, row.several("aliases"), row.several("hidden"))
    identifiers = tuple(_identifiers(row, remark))
    types = tuple(sorted({expanded(each) for each in row.several("types")}))
    common = EntityType(row.type), row.slug, row.label, aliases, hidden, identifiers, (row.source,)
    if row.type == "Person":
        birth, death = _interval(row, "birth", "death")
        return PersonEntry(
            *common,
            family_name=row.get("family_name") or None,
            given_name=row.get("given_name") or None,
            birth=birth,
            death=death,
            affiliations=_refs(row, "affiliation", None),
            types=types,
        )
    if row.type == "Place":
        return _place(row, common, types)
    if row.type == "Event":
        start, end = _interval(row, "start", "end")
        places, purpose = _refs(row, "place", Kind.PLACE), line(row.get("description")) or None
        return EventEntry(*common, start=start, end=end, places=places, purpose=purpose, types=types)
    return Entry(*common, types=types)


def tenure(row: Row) -> Tenure:
    """The time in office of a row that names a post; ValueError where it cannot be used."""
    start, end = _interval(row, "from", "to")
    return Tenure(row.slug, _post_slug(row), start, end, row.source)


def post_of(row: Row) -> PostEntry | None:
    """The post of a time in office; None where there is none, or where ``post/…`` says that it is defined elsewhere."""
    title = line(row.get("post"))
    return None if not title or title.startswith("post/") else _post(row, _post_slug(row), title)


_Common = tuple[EntityType, str, str, tuple[str, ...], tuple[str, ...], tuple[Identifier, ...], tuple[str, ...]]


def _place(row: Row, common: _Common, types: tuple[str, ...]) -> PlaceEntry:
    located = row.get("latitude") or row.get("longitude")
    latitude, longitude = point(row.get("latitude"), row.get("longitude")) if located else (None, None)
    within = _refs(row, "within", Kind.PLACE)
    if len(within) > 1:
        raise ValueError(f"within: it lies in {len(within)} places; leave the one that it lies in directly")
    return PlaceEntry(
        *common,
        demonyms=tuple(sorted(row.several("demonyms"))),
        latitude=latitude,
        longitude=longitude,
        existed=_interval(row, "existed_from", "existed_until"),
        within=within[0] if within else None,
        preceded=_refs(row, "preceded_by", Kind.PLACE),
        succeeded=_refs(row, "succeeded_by", Kind.PLACE),
        types=types,
    )


def _check(row: Row) -> None:
    if row.type not in _FITTING:
        raise ValueError(f"type is {row.type or 'empty'}, not one of {', '.join(_FITTING)}; own types go into types")
    if not row.label:
        raise ValueError("label is empty; give it a name")
    if row.slug != slug_of(row.slug, max_length=200):
        raise ValueError(f"slug {row.slug} is not small letters and digits joined by hyphens; {slug_of(row.slug)} is")
    fitting = _COMMON | _FITTING[row.type] | IDENTIFIER_SCHEMES.keys()
    if wrong := [name for name, cell in row.cells.items() if cell and name not in fitting]:
        raise ValueError(f"a {row.type} has no {' and no '.join(wrong)}; empty the cell or correct the type")


def _identifiers(row: Row, remark: Callable[[str], None]) -> list[Identifier]:
    source = row.source
    found = [identifier_of(scheme, row.get(scheme), source) for scheme in IDENTIFIER_SCHEMES if row.get(scheme)]
    for address in row.several("close_match"):
        if (identifier := identifier_at(address, source, "closeMatch")) is None:
            remark(f"close_match: {address} is of none of {', '.join(IDENTIFIER_SCHEMES)}; this address is left out")
        else:
            found.append(identifier)
    return sorted(found, key=lambda each: (each.scheme, each.value))


def _interval(row: Row, first: str, last: str) -> tuple[str | None, str | None]:
    """Two dates of which the second is not before the first."""
    found = []
    for name in (first, last):
        try:
            found.append(date(row.get(name)))
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
    start, end = found
    if start and end and bounds(start)[0] > bounds(end)[1]:
        raise ValueError(f"{last} ({end}) is before {first} ({start})")
    return start, end


def _refs(row: Row, name: str, kind: Kind | None) -> tuple[Ref, ...]:
    found = []
    for value in row.several(name):
        prefix, slash, rest = value.partition("/")
        if slash and prefix in list(Kind) and (kind is None or prefix == kind):
            found.append(Ref(Kind(prefix), slug_of(rest, max_length=200)))
        elif kind is None or slash:
            asked = kind or "place/… or organization"
            raise ValueError(f"{name}: {value} is not {asked}/… with the slug of what is meant")
        else:
            found.append(Ref(kind, slug_of(value)))
    return tuple(sorted(set(found), key=lambda ref: (ref.kind, ref.slug)))


def _post(row: Row, slug: str, label: str, titles: tuple[str, ...] = ()) -> PostEntry:
    bodies = _refs(row, "post_in", None)
    if len(bodies) > 1:
        raise ValueError(f"post_in: a post is in one body or state, not in {len(bodies)}")
    return PostEntry(
        slug, label, bodies[0] if bodies else None, tuple(sorted(row.several("role_names"))), titles, (row.source,)
    )


def _post_slug(row: Row) -> str:
    return slug_of(line(row.get("post")).removeprefix("post/"))
