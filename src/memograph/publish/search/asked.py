"""The address of a page of results → what it asks for, and the addresses of its neighbours: with a facet more or less.

First step of a search, after terms.py. An address may come from anywhere: what it cannot mean is refused in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from werkzeug.exceptions import BadRequest

from memograph.publish.language import text
from memograph.publish.search.terms import LONGEST, Terms, read_terms

#: Facets of documents in the order in which they are shown; their values are those of the reading index.
FACETS = ("year", "type", "sender", "recipient", "place", "topic", "classification", "volume")

#: Kinds that results have, in the order in which they are shown.
KINDS = ("document", "person", "organization", "place", "event", "agreement", "post", "topic", "cited")

#: Facets whose values are words; those of the others are things, by their paths.
OF_WORDS = frozenset({"year", "type", "classification", "volume"})

#: All kinds but documents together.
NAME = "name"

SORTS = ("relevance", "date", "newest", "name")

#: Orders that only documents have.
OF_TIME = frozenset({"date", "newest"})

#: Values that one facet may have at once, characters of each, and the last page.
MOST_VALUES, LONGEST_VALUE, LAST_PAGE = 20, 500, 100_000

_DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one address asks for.

    Args:
        text: as it was typed; `terms`: as it was read.
        kind: of the results, one of `KINDS` or `NAME`, empty for all.
        facets: facet → its values, of which a document must have one.
        since, until: ISO year, month or day; documents of that time, empty for all.
        sort: one of `SORTS`.
        page: from 1.
    """

    text: str = ""
    terms: Terms = field(default_factory=Terms)
    kind: str = ""
    facets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: str = ""
    until: str = ""
    sort: str = "relevance"
    page: int = 1

    @property
    def anything(self) -> bool:
        """Whether no words are looked for: then all documents are results."""
        return not self.terms.wanted

    def values(self, facet: str) -> tuple[str, ...]:
        """Chosen values of a facet."""
        return dict(self.facets).get(facet, ())

    def with_value(self, facet: str, value: str) -> Asked:
        """The same with one more value of a facet, from its first page on."""
        return self._with(facet, (*self.values(facet), value))

    def without_value(self, facet: str, value: str) -> Asked:
        """The same with one value of a facet less, from its first page on."""
        return self._with(facet, tuple(each for each in self.values(facet) if each != value))

    def _with(self, facet: str, values: tuple[str, ...]) -> Asked:
        chosen = {**dict(self.facets), facet: values}
        facets = tuple((name, chosen[name]) for name in FACETS if chosen.get(name))
        return replace(self, facets=facets, page=1)

    def from_start(self) -> Asked:
        """The same from its first page on."""
        return replace(self, page=1)

    def parameters(self) -> Iterator[tuple[str, str]]:
        """What makes its address, in one order: equal searches have equal addresses."""
        if self.text:
            yield "q", self.text
        if self.kind:
            yield "kind", self.kind
        for name, values in self.facets:
            for value in sorted(values):
                yield name, value
        if self.since:
            yield "from", self.since
        if self.until:
            yield "to", self.until
        if self.sort != _usual_sort(self.terms):
            yield "sort", self.sort
        if self.page > 1:
            yield "page", str(self.page)

    def address(self, path: str = "search") -> str:
        """Path below the root of the site, with its parameters."""
        parameters = urlencode(list(self.parameters()))
        return f"{path}?{parameters}" if parameters else path


def _usual_sort(terms: Terms) -> str:
    return "relevance" if terms.wanted else "date"


def read_asked(given: Mapping[str, Sequence[str]]) -> Asked:
    """What the parameters of an address ask for; the first of each counts, of a facet all.

    Raises:
        BadRequest: one of them has a value that it cannot have.
    """
    typed = " ".join(_first(given, "q").split())
    if len(typed) > LONGEST:
        raise BadRequest(text("search-too-long", most=LONGEST, length=len(typed)))
    terms = read_terms(typed)
    return Asked(
        text=typed,
        terms=terms,
        kind=_one_of(given, "kind", (*KINDS, NAME), ""),
        facets=tuple((name, values) for name in FACETS if (values := _values(given, name))),
        since=_moment(given, "from"),
        until=_moment(given, "to"),
        sort=_one_of(given, "sort", SORTS, _usual_sort(terms)),
        page=_page(_first(given, "page")),
    )


def _first(given: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(given.get(name, ())), "").strip()


def _values(given: Mapping[str, Sequence[str]], name: str) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value for value in given.get(name, ()) if value))
    if len(values) > MOST_VALUES or any(len(value) > LONGEST_VALUE for value in values):
        raise BadRequest(text("search-too-many", name=name, most=MOST_VALUES, longest=LONGEST_VALUE))
    return values


def _one_of(given: Mapping[str, Sequence[str]], name: str, known: Sequence[str], usual: str) -> str:
    value = _first(given, name)
    if value and value not in known:
        raise BadRequest(text("search-unknown", name=name, known=", ".join(known), value=value[:50]))
    return value or usual


def _moment(given: Mapping[str, Sequence[str]], name: str) -> str:
    value = _first(given, name)
    if value and not _DAY.fullmatch(value):
        raise BadRequest(text("search-no-day", name=name, value=value[:50]))
    return value


def _page(value: str) -> int:
    if not value:
        return 1
    if not (value.isascii() and value.isdigit() and len(value) < 7 and 1 <= int(value) <= LAST_PAGE):
        raise BadRequest(text("search-no-page", last=LAST_PAGE, value=value[:50]))
    return int(value)
