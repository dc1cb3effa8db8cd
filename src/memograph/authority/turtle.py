"""Turtle → entries: reads authority files (docs/data-model.md, "Authority") and refuses what cannot be used.

Between `triples` and the index. Several files are one graph: an entity may be defined in one, its tenures in another. A
mistake is reported with file, line, reason and what to do. `writer` is the way back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urldefrag

from memograph.authority.entries import Entry, EventEntry, Known, PersonEntry, PlaceEntry, PostEntry, Remark, Tenure
from memograph.authority.triples import Triples, in_folders
from memograph.dates import bounds
from memograph.identifiers import check_identifier
from memograph.model import EntityType, Identifier, Kind, Match, Ref
from memograph.namespaces import DCTERMS, FOAF, IDENTIFIER_SCHEMES, OWL, PROV, RDFS, SCHEMA, SKOS, Site, identifier_iri

__all__ = ["VOLUME", "in_folders", "read_authority", "read_imported_turtle"]

#: Address of a volume, with its id for ``{}``.
VOLUME = "https://history.state.gov/historicaldocuments/{}"

_MATCHES = {"exactMatch": f"{SKOS}exactMatch", "closeMatch": f"{SKOS}closeMatch", "sameAs": f"{OWL}sameAs"}
_SOURCE = f"{DCTERMS}source"
_START, _END = f"{SCHEMA}startDate", f"{SCHEMA}endDate"


def read_authority(paths: Iterable[Path], site: Site) -> Iterator[Known]:
    """Entities, posts and tenures of Turtle files and of the Turtle files in folders, sorted by IRI.

    Raises:
        AuthorityError: a path that is missing or holds no Turtle, a syntax error, an entry without what it needs.
    """
    yield from _Reader(Triples(in_folders(paths), site)).entries()


def read_imported_turtle(paths: Iterable[Path], site: Site) -> Iterator[Known]:
    """The same of imported files, each by itself: two of them may describe one thing, in other words.

    Who holds an office may be described in another file, or among the authority files.

    Raises:
        AuthorityError: as `read_authority`.
    """
    for path in in_folders(paths):
        yield from _Reader(Triples([path], site), alone=True).entries()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns triples into entries; `alone`: they need not define all that they refer to."""

    triples: Triples
    alone: bool = False

    def entries(self) -> Iterator[Known]:
        for type_ in EntityType:
            for node in self.triples.instances(type_.value):
                yield self._entity(type_, node)
        for node in self.triples.instances("Post"):
            yield self._post(node)
        for node in self.triples.instances("Tenure"):
            yield self._tenure(node)

    def _entity(self, type_: EntityType, node: str) -> Entry:
        texts = self.triples.texts
        identifiers = [self._identifier(node, part) for part in self._nodes(node, "identifiedBy")]
        common = (
            type_,
            self._slug(node, type_.kind),
            self._label(node),
            texts(node, f"{SKOS}altLabel"),
            texts(node, f"{SKOS}hiddenLabel"),
            tuple(sorted(identifiers, key=lambda i: (i.scheme, i.value))),
            texts(node, _SOURCE),
        )
        types = self._types(node)
        if type_ is EntityType.PERSON:
            return self._person(node, common, types)
        if type_ is EntityType.PLACE:
            return self._place(node, common, types)
        return self._event(node, common, types) if type_ is EntityType.EVENT else Entry(*common, types=types)

    def _types(self, node: str) -> tuple[str, ...]:
        """Own types: of the site's vocabulary by name, of others by address."""
        own = self.triples.site.ontology
        return tuple(sorted(iri.removeprefix(own) for iri in self.triples.nodes(node, f"{DCTERMS}type")))

    def _person(self, node: str, common: _Common, types: tuple[str, ...]) -> PersonEntry:
        birth, death = self._interval(node, f"{SCHEMA}birthDate", f"{SCHEMA}deathDate")
        return PersonEntry(
            *common,
            family_name=self.triples.text(node, f"{FOAF}familyName"),
            given_name=self.triples.text(node, f"{FOAF}givenName"),
            birth=birth,
            death=death,
            affiliations=self._refs(node, "affiliatedWith"),
            remarks=tuple(map(self._remark, sorted(self._nodes(node, "remark"), key=_number))),
            volumes=self._volumes(node, f"{DCTERMS}isReferencedBy"),
            types=types,
        )

    def _place(self, node: str, common: _Common, types: tuple[str, ...]) -> PlaceEntry:
        within = [self._ref(node, iri) for iri in self.triples.nodes(node, f"{SCHEMA}containedInPlace")]
        if len(within) > 1:
            raise self.triples.error(node, f"it lies in {len(within)} places (schema:containedInPlace); leave one")
        return PlaceEntry(
            *common,
            demonyms=self.triples.texts(node, self._term("demonym")),
            latitude=self._degrees(node, "latitude", 90),
            longitude=self._degrees(node, "longitude", 180),
            existed=self._interval(node, self._term("existedFrom"), self._term("existedUntil")),
            within=within[0] if within else None,
            preceded=self._refs(node, "precededBy"),
            succeeded=self._refs(node, "succeededBy"),
            types=types,
        )

    def _event(self, node: str, common: _Common, types: tuple[str, ...]) -> EventEntry:
        start, end = self._interval(node, _START, _END)
        sources = self.triples.nodes(node, f"{PROV}hadPrimarySource")
        if len(sources) > 1:
            raise self.triples.error(node, f"it has {len(sources)} of prov:hadPrimarySource; leave one")
        return EventEntry(
            *common,
            start=start,
            end=end,
            places=self._refs(node, "heldIn"),
            travelers=self._refs(node, "traveler"),
            hosts=self._refs(node, "host"),
            purpose=self.triples.text(node, f"{SCHEMA}description"),
            primary_source=sources[0] if sources else None,
            types=types,
        )

    def _post(self, node: str) -> PostEntry:
        bodies = self._refs(node, "postIn")
        return PostEntry(
            slug=self._slug(node, Kind.POST),
            label=self._label(node),
            body=bodies[0] if bodies else None,
            role_names=self.triples.texts(node, self._term("roleName")),
            titles=self.triples.texts(node, f"{SKOS}altLabel"),
            sources=self.triples.texts(node, _SOURCE),
        )

    def _tenure(self, node: str) -> Tenure:
        holder, post = self._one(node, "holder", Kind.PERSON), self._one(node, "post", Kind.POST)
        if urldefrag(node).url != self.triples.site.thing(Kind.PERSON, holder):
            raise self.triples.error(node, f"its mg:holder is {holder}; make the tenure a hash IRI on its holder")
        start, end = self._interval(node, _START, _END)
        return Tenure(holder, post, start, end, source="; ".join(self.triples.texts(node, _SOURCE)))

    def _remark(self, node: str) -> Remark:
        said = self.triples.text(node, f"{RDFS}comment")
        if not said:
            raise self.triples.error(node, "a remark needs rdfs:comment, what is said; add it")
        return Remark(said, self._volumes(node, _SOURCE))

    def _identifier(self, owner: str, node: str) -> Identifier:
        scheme, value = self._text(node, "scheme"), self.triples.text(node, f"{SKOS}notation")
        # two files may say the same, each with its source
        source, match = "; ".join(self.triples.texts(node, _SOURCE)), self._text(node, "matchType") or "exactMatch"
        if scheme not in IDENTIFIER_SCHEMES:
            known = ", ".join(IDENTIFIER_SCHEMES)
            raise self.triples.error(node, f"mg:scheme is {scheme or 'absent'}; use one of {known}")
        if not value or not source:
            raise self.triples.error(node, "an identifier needs skos:notation and dcterms:source; add what is missing")
        try:
            check_identifier(scheme, value)
        except ValueError as error:
            raise self.triples.error(node, str(error)) from error
        if match not in _MATCHES:
            raise self.triples.error(node, f"mg:matchType is {match}; use one of {', '.join(_MATCHES)}")
        iri = identifier_iri(scheme, value)
        if iri not in self.triples.nodes(owner, _MATCHES[match]):
            term = self.triples.site.curie(_MATCHES[match])
            raise self.triples.error(node, f"its owner lacks {term} <{iri}>; add it beside mg:identifiedBy")
        return Identifier(
            scheme,
            value,
            iri,
            source,
            cast(Match, match),
            self._text(node, "justification") or "UnspecifiedMatching",
            self._confidence(node),
            self.triples.text(node, f"{DCTERMS}creator") or "",
            self.triples.text(node, f"{DCTERMS}created") or "",
        )

    # ── terms and values ──────────────────────────────────────────────────────────────────────────────────────────────

    def _term(self, name: str) -> str:
        return self.triples.site.term(name)

    def _nodes(self, node: str, name: str) -> list[str]:
        return self.triples.nodes(node, self._term(name))

    def _text(self, node: str, name: str) -> str | None:
        return self.triples.text(node, self._term(name))

    def _label(self, node: str) -> str:
        if label := self.triples.text(node, f"{RDFS}label"):
            return label
        raise self.triples.error(node, "it has no rdfs:label; add one")

    def _interval(self, node: str, first: str, last: str) -> tuple[str | None, str | None]:
        """Two EDTF dates, the second not before the first."""
        start, end = self._date(node, first), self._date(node, last)
        if start and end and bounds(start)[0] > bounds(end)[1]:
            raise self.triples.error(node, f"it ends ({end}) before it starts ({start}); correct one of the dates")
        return start, end

    def _date(self, node: str, property_: str) -> str | None:
        text = self.triples.text(node, property_)
        try:
            if text is not None:
                bounds(text)
        except ValueError as error:
            raise self.triples.error(node, f"{error}; write an EDTF date") from error
        return text

    def _degrees(self, node: str, name: str, most: int) -> str | None:
        text = self.triples.text(node, SCHEMA + name)
        if text is not None and not (re.fullmatch(r"[-+]?\d+(\.\d+)?", text) and abs(float(text)) <= most):
            raise self.triples.error(node, f"schema:{name} is {text}; write decimal degrees, -{most} to {most}")
        return text

    def _confidence(self, node: str) -> float | None:
        text = self._text(node, "confidence")
        if text is not None and not re.fullmatch(r"0(\.\d+)?|1(\.0+)?", text):
            raise self.triples.error(node, f"mg:confidence is {text}; write a number from 0 to 1")
        return None if text is None else float(text)

    def _volumes(self, node: str, property_: str) -> tuple[str, ...]:
        """Ids of the volumes among the addresses that a property leads to."""
        start = VOLUME.format("")
        return tuple(iri.removeprefix(start) for iri in self.triples.nodes(node, property_) if iri.startswith(start))

    def _slug(self, node: str, kind: Kind) -> str:
        ref = self._ref(node, node)
        if ref.kind is not kind:
            raise self.triples.error(node, f"its class asks for an IRI <id/{kind}/…>; correct the class or the IRI")
        return ref.slug

    def _one(self, node: str, name: str, kind: Kind) -> str:
        """Slug of the one thing of `kind` that a tenure's property points to; the thing must be defined somewhere."""
        refs, class_name = self._refs(node, name), kind.capitalize()
        if len(refs) != 1 or refs[0].kind is not kind:
            raise self.triples.error(node, f"a tenure needs one mg:{name} <id/{kind}/…>; correct it")
        if not self.alone and not self.triples.is_a(self.triples.site.thing(kind, refs[0].slug), class_name):
            reason = f"its mg:{name} {refs[0].slug} is not defined; define it as mg:{class_name}"
            raise self.triples.error(node, reason)
        return refs[0].slug

    def _refs(self, node: str, name: str) -> tuple[Ref, ...]:
        return tuple(self._ref(node, iri) for iri in self._nodes(node, name))

    def _ref(self, node: str, iri: str) -> Ref:
        kind, _, slug = iri.removeprefix(f"{self.triples.site.base}id/").partition("/")
        if kind not in list(Kind) or not re.fullmatch(r"[^/#]+", slug):
            raise self.triples.error(node, f"<{iri}> is not <id/kind/slug>; correct the IRI")
        return Ref(Kind(kind), unquote(slug))


_Common = tuple[
    EntityType, str, str, tuple[str, ...], tuple[str, ...], tuple[Identifier, ...], tuple[str, ...]
]  # the fields of an `Entry`, in their order


def _number(node: str) -> tuple[int, str]:
    """Key that sorts ``#remark-10`` after ``#remark-9``."""
    found = re.search(r"\d+$", node)
    return (int(found[0]) if found else 0, node)
