"""The posts and bodies of principal officers and chiefs of mission, as the Historian's lists name them. For `pocom`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from memograph.authority.entries import Entry, PostEntry
from memograph.authority.sources.joins import Joins
from memograph.model import EntityType, Kind, Ref
from memograph.namespaces import slug_of

DEPARTMENT = "Department of State"
SOURCE = "Office of the Historian, Principal Officers and Chiefs of Mission, {}"

#: Roles of a chief of mission that take "to" a state; the others are in it.
_TO = re.compile(r"(?:Ambassador|Envoy|Minister|Representative|Personal Representative|Commissioner)\b")
_LEGATION = re.compile(r"(?:Envoy|Minister|Chargé d’Affaires$|Chargé d’Affaires pro tem)")
_AGENCY = re.compile(r"\bof the (?P<agency>(?:U\.S\. )?[A-Z].* (?:Agency|Administration))$")
#: Names of states that English gives an article, by their first or last word, or altogether.
_WITH_ARTICLE = re.compile(
    r"(?:United|Republic|Kingdom|Federal|Federation|Democratic|Dominican|Central African|Czech|Slovak|Soviet|Ottoman"
    r"|Russian|Grand|Holy|Papal|State of|Two)\b.*"
    r"|.*\b(?:Union|States|Kingdom|Republic|Islands|Empire|Emirates|Provinces)"
    r"|Netherlands|Philippines|Bahamas|Gambia|Maldives|Comoros|Seychelles|Congo"
)


class Offices:
    """Makes posts and their bodies; one that is known is taken as it is known."""

    def __init__(self, joins: Joins) -> None:
        self._joins = joins
        self.bodies: dict[str, Entry] = {}

    def principal(self, title: str, role: str, source: str) -> PostEntry:
        """A post in the Department of State, or at the head of the agency that its title names."""
        found = self._joins.post_called(*_variants(title), role.replace("-", " "))
        if found is not None:
            return found
        agency = _AGENCY.search(title)
        body = self._body(agency["agency"] if agency else DEPARTMENT)
        label = title if agency or "State" in title or " of " in title else f"{title} of the {DEPARTMENT}"
        return PostEntry(slug_of(label), label, body, sources=(SOURCE.format(source),))

    def chief(self, title: str, country: str, source: str) -> PostEntry:
        """The post of a chief of mission in a state, in its embassy or legation."""
        short = re.sub(r"^Ambassador Extraordinary and Plenipotentiary$", "Ambassador", title)
        label = f"{short} {'to' if _TO.match(short) else 'in'} {with_article(country)}"
        if (found := self._joins.post_called(label)) is not None:
            return found
        mission = "Legation" if _LEGATION.match(title) else "Embassy"
        body = self._body(f"{mission} of the United States in {with_article(country)}")
        full = (f"{title} to {with_article(country)}",) if short != title else ()
        return PostEntry(slug_of(label), label, body, titles=full, sources=(SOURCE.format(source),))

    def delegate(self, title: str, source: str) -> PostEntry:
        """The post of a representative to an international organization."""
        label = re.sub(r"\s*(?:\([^()]*\)|, with the rank.*)$", "", title)
        label = re.sub(r"^U\.S\. | of the U\.S\.A\.", "", label)
        found = self._joins.post_called(label)
        return found or PostEntry(slug_of(label), label, self._body(DEPARTMENT), sources=(SOURCE.format(source),))

    def _body(self, name: str) -> Ref:
        for variant in _variants(name):
            if (found := self._joins.body_called(variant)) is not None:
                return found
        slug = f"{slug_of(name)}-hsg"
        self.bodies[slug] = Entry(EntityType.ORGANIZATION, slug, name, sources=(SOURCE.format("lists of posts"),))
        return Ref(Kind.ORGANIZATION, slug)


def with_article(country: str) -> str:
    """``Soviet Union`` → ``the Soviet Union``; ``The Bahamas`` → ``the Bahamas``; ``Austria`` as it is."""
    country = country.removeprefix("The ").removeprefix("the ")
    return f"the {country}" if _WITH_ARTICLE.fullmatch(country) else country


def _variants(title: str) -> Iterator[str]:
    """A title as it may be written elsewhere: with its department, with or without "U.S."."""
    yield title
    yield f"{title} of the {DEPARTMENT}"
    if "U.S. " in title:
        yield title.replace("U.S. ", "United States ")
        yield title.replace("U.S. ", "")
