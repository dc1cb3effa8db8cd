"""Who or what a corrected file means: an address of this site, of another authority file, or words → a thing's IRI.

Called by comparing.py, for one document. What nobody knows becomes a new thing, called by its words.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

import pyoxigraph as ox

from memograph.exchange.corrections import Named
from memograph.exchange.released import ReleasedDocument, Source
from memograph.model import EntityType, Kind, Ref
from memograph.namespaces import DCTERMS, OWL, RDF, identifier_iri, person_slug, slug_of

_TYPES = {each.value: each for each in EntityType}
#: Addresses as browsers show them, which people copy; scheme → its identifier is the group.
_PAGES = {
    "wikidata": re.compile(r"https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(Q[1-9]\d*)"),
    "viaf": re.compile(r"https?://(?:www\.)?viaf\.org/(?:\w+/)?viaf/(\d+)/?"),
    "geonames": re.compile(r"https?://(?:www\.|sws\.)?geonames\.org/(\d+)(?:/.*)?"),
    "lcnaf": re.compile(r"https?://id\.loc\.gov/authorities/names/([a-z]+\d+)(?:\.html)?"),
}


class UnknownThingError(Exception):
    """It cannot be told who or what is meant, and why."""


def record_address(address: str) -> str:
    """The address of a record as the graph has it, where a page about it was copied from a browser."""
    found = ((scheme, page.fullmatch(address)) for scheme, page in _PAGES.items())
    return next((identifier_iri(scheme, match[1]) for scheme, match in found if match), address)


class Naming:
    """Finds things, and makes new ones.

    `matched` has, for each new thing that a file names by the address of a record elsewhere, that address.
    """

    def __init__(self, source: Source, document: ReleasedDocument) -> None:
        self._source, self._document = source, document
        self._new: dict[str, str] = {}
        self.matched: dict[str, str] = {}

    def iri(self, named: Named) -> str:
        """The thing's IRI.

        Raises:
            UnknownThingError: neither an address of a thing nor words and a class, or these contradict each other.
        """
        address = named.address
        if address is None:
            return self._by_words(named)
        ref = self._source.ref(address)
        if ref is not None:
            return self._own(address, ref, named)
        if address.startswith(self._source.site.base):
            raise UnknownThingError(f"{address} is no thing of this site; write …/id/person/gromyko-andrei")
        address = record_address(address)
        known = self._source.matched(address)
        if known is not None:
            return known
        iri = self._by_words(named)
        if iri in self._new:
            self.matched[iri] = address
            return iri
        raise UnknownThingError(
            f"{address} is nobody that the release knows, and {iri} has the same name; write the address of one or the "
            "other"
        )

    def label(self, iri: str) -> str | None:
        """How a new thing is called; None for a known one."""
        return self._new.get(iri)

    def relation(self, name: str) -> str | None:
        """Local name of a relation that the document or the ontology has; None for any other."""
        site = self._source.site
        if name in (DCTERMS + "subject", "dcterms:subject", "subject"):
            return "subject"
        local = name.removeprefix(site.ontology).removeprefix("mg:")
        if any(local == statement.relation for statement in self._document.statements):
            return local
        try:
            term = ox.NamedNode(site.term(local))
        except ValueError:
            return None
        for kind in ("ObjectProperty", "DatatypeProperty"):
            pattern = (term, ox.NamedNode(RDF + "type"), ox.NamedNode(OWL + kind), ox.DefaultGraph())
            if next(self._source.store.quads_for_pattern(*pattern), None) is not None:
                return local
        return None

    def _own(self, address: str, ref: Ref, named: Named) -> str:
        """A thing of this site, known or new; its class goes with its address."""
        iri = self._source.iri(ref)
        given = _TYPES.get(named.type or "")
        if given is not None and ref.kind is not given.kind:
            raise UnknownThingError(
                f"{address} is a {ref.kind}, and the file calls it {given}; its class stays, so name another one"
            )
        if not self._source.thing(iri).type and ref.kind is not Kind.DOCUMENT:
            self._new.setdefault(iri, named.words)
        return iri

    def _by_words(self, named: Named) -> str:
        """A thing that the document calls by these words, else a new one."""
        type_ = _TYPES.get(named.type or "")
        if type_ is None:
            like = get_close_matches(named.type or "", _TYPES, 1)
            hint = f"; did you mean {like[0]}?" if like else f"; the classes are {', '.join(_TYPES)}"
            what = f"“{named.type}” is no class" if named.type else f"nothing says of what class “{named.words}” is"
            raise UnknownThingError(f"{what}{hint}")
        words = " ".join(named.words.split())
        text = self._document.text
        for mention in self._document.mentions:
            thing = self._document.things[mention.entity]
            if thing.type == type_.value and words in (" ".join(mention.span.of(text).split()), thing.label):
                return thing.iri
        return self._made(type_, words)

    def _made(self, type_: EntityType, words: str) -> str:
        """A new thing; where another one has its address, that of the document goes with it."""
        slug = person_slug(words) if type_ is EntityType.PERSON else slug_of(words)
        iri = self._source.iri(Ref(type_.kind, slug))
        if self._source.thing(iri).type:
            iri = self._source.iri(Ref(type_.kind, slug_of(f"{slug}-{self._document.id}", 120)))
        self._new.setdefault(iri, words)
        return iri
