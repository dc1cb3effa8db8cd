"""Where names stand in a document, and of what type: the first half of annotation (linking is the second).

Five sources, in order of trust: the editors' markup, the header, the authority file, patterns of the genre, the model.
A longer name swallows a shorter one of equal or lesser trust (GUIDELINES.md: no nested names); then every name of a
person is looked for again in the whole document, because a name seen once with a title is the same name later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from memograph.extract.authority.index import Authority
from memograph.extract.authority.surfaces import Surfaces
from memograph.extract.language import ParsedZone, plain
from memograph.extract.names.patterns import SHORT_FORMS, agreements, events, organizations
from memograph.extract.titles import is_title, name_at, titled_positions, without_titles
from memograph.model import Document, EntityType, Header, Party, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Labels of a recogniser, ours or a stock one → types; nationalities, dates, quantities and the rest are no names.
_MODEL_TYPES = {
    **{type_.value: type_ for type_ in EntityType},
    "PERSON": EntityType.PERSON,
    "ORG": EntityType.ORGANIZATION,
    "GPE": EntityType.PLACE,
    "LOC": EntityType.PLACE,
    "FAC": EntityType.PLACE,
    "EVENT": EntityType.EVENT,
    "LAW": EntityType.AGREEMENT,
}
_TRUST = {"editorial": 0, "header": 1, "authority": 1, "pattern": 1, "title": 1, "model": 2, "repeated": 3}
_PAIR = re.compile(r"(?<![\w\-])([A-Z][a-z]\w+)[-/]([A-Z][a-z]\w+)(?![\w\-])")
_EDGE = re.compile(r"^(?:the|The|a|an|THE) |^[\W_]+|(?:'s|')$|[\s,;:\-]+$")


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch of text that names something.

    Args:
        method: the source that found it (listed in the module's docstring; ``repeated`` for a later mention of a name).
        slug: its authority entry, where the surface alone decides.
        key: xml:id in the volume's list of persons or terms, where the editors gave one.
    """

    span: Span
    type: EntityType
    method: str
    slug: str | None = None
    key: str | None = None


class NameFinder:
    """Finds names with one authority file."""

    def __init__(self, authority: Authority, surfaces: Surfaces) -> None:
        self._authority, self._surfaces = authority, surfaces

    def find(self, document: Document, text: str, header: Header, zones: Sequence[ParsedZone]) -> tuple[Name, ...]:
        """All names of a document, in text order, none inside another; `text` is its legible text."""
        found = [*self._editorial(text, document), *_of_header(header), *self._known(text)]
        found += [Name(span, EntityType.ORGANIZATION, "pattern") for span in organizations(text)]
        found += [Name(span, EntityType.AGREEMENT, "pattern") for span in agreements(text)]
        found += self._titled(text)
        found += self._of_model(text, zones)
        found += self._surnames(zones, header.period)
        found += self._pairs(text)
        found = _disjoint(self._corrected(name, text, header.period) for name in found if _plausible(name, text))
        found = _disjoint([*found, *self._repeated(text, found)])
        anchors = [n.span for n in found if n.type in (EntityType.PLACE, EntityType.ORGANIZATION)]
        known = [n.span for n in found if n.type is EntityType.EVENT and n.slug]
        phrases = [
            Name(span, EntityType.EVENT, "pattern")
            for span in events(text, anchors)
            if not any(span.overlaps(event) for event in known)
        ]
        return tuple(_disjoint([*found, *phrases], swallow=EntityType.EVENT))

    def _editorial(self, text: str, document: Document) -> Iterator[Name]:
        meanings = {term.key: plain(term.meaning) for term in document.terms}
        for mark in document.markup:
            if mark.tag == "persName":
                yield Name(without_titles(text, mark.span), EntityType.PERSON, "editorial", key=mark.target)
            elif mark.tag == "placeName":
                yield Name(mark.span, EntityType.PLACE, "editorial")
            elif mark.tag == "gloss" and (known := self._surfaces.exactly(meanings.get(mark.target or "", ""))):
                yield Name(mark.span, known[0], "editorial", slug=known[1], key=mark.target)

    def _known(self, text: str) -> Iterator[Name]:
        for span, (type_, slug) in self._surfaces.in_text(text):
            yield Name(span, type_, "authority", slug)

    def _titled(self, text: str) -> Iterator[Name]:
        for start in titled_positions(text):
            span = name_at(text, start)
            if span and not self._is_something_else(span.of(text)):
                yield Name(without_titles(text, span), EntityType.PERSON, "title")

    def _of_model(self, text: str, zones: Iterable[ParsedZone]) -> Iterator[Name]:
        for zone in zones:
            for entity in zone.spacy.ents:
                type_ = _MODEL_TYPES.get(entity.label_)
                span = _trimmed(text, zone.span(entity))
                adjective = len(entity) == 1 and entity.root.pos_ in ("ADJ", "VERB", "ADV")
                if type_ is None or adjective or self._authority.state_of_demonym(span.of(text)):
                    continue
                if type_ is EntityType.PERSON:
                    span = without_titles(text, span)
                yield Name(span, type_, "model")

    def _surnames(self, zones: Iterable[ParsedZone], period: str | None) -> Iterator[Name]:
        """Bare surnames of people in the authority file: proper nouns that stand alone, of someone alive then."""
        for zone in zones:
            for token in zone.spacy:
                alone = token.pos_ == "PROPN" and not any(t.pos_ == "PROPN" for t in _beside(token))
                if alone and self._is_surname(token.text, period):
                    yield Name(zone.span(zone.spacy[token.i : token.i + 1]), EntityType.PERSON, "model")

    def _pairs(self, text: str) -> Iterator[Name]:
        """Two people joined by a hyphen or a stroke: ``Kennedy-Khrushchev meeting`` (GUIDELINES.md marks both)."""
        for match in _PAIR.finditer(text):
            if all(self._authority.people_by_surname(surname) for surname in match.groups()):
                yield from (Name(Span(*match.span(n)), EntityType.PERSON, "authority") for n in (1, 2))

    def _corrected(self, name: Name, text: str, period: str | None) -> Name:
        """The model takes rare surnames for places and bodies; one that the authority file knows is a person's."""
        if name.method != "model" or name.type is EntityType.PERSON:
            return name
        if self._is_surname(name.span.of(text), period):
            return replace(name, type=EntityType.PERSON, method="authority")
        return name

    def _is_surname(self, word: str, period: str | None) -> bool:
        """Whether somebody of the authority file who may have lived in an EDTF period has this surname."""
        people = self._authority.people_by_surname(word)
        return any(period is None or self._authority.alive(person, period) for person in people)

    def _repeated(self, text: str, found: Sequence[Name]) -> Iterator[Name]:
        """Later mentions of people by surname, wherever they stand."""
        surnames = {
            surname
            for name in found
            if name.type is EntityType.PERSON and len(surname := surname_of(name.span.of(text))) > 2
        }
        surnames = {s for s in surnames if not self._is_something_else(s)}
        if not surnames:
            return
        pattern = re.compile(rf"(?<![\w\-])(?:{'|'.join(map(re.escape, sorted(surnames)))})(?=\W|\Z)")
        for match in pattern.finditer(text):
            yield Name(Span(*match.span()), EntityType.PERSON, "repeated")

    def _is_something_else(self, words: str) -> bool:
        """Whether a capitalised phrase is known as anything but a person."""
        known = self._surfaces.exactly(words)
        first = words.split(" ")[0]
        return (
            (known is not None and known[0] is not EntityType.PERSON)
            or self._authority.state_of_demonym(first) is not None
            or first in _NO_NAME
        )


def _beside(token: Token) -> Iterator[Token]:
    yield from (token.doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(token.doc))


def surname_of(name: str) -> str:
    """The last word of a name that is no suffix: ``William P. Clark, Jr.`` → ``Clark``."""
    words = [w for w in name.replace(",", " ").split() if w.rstrip(".") not in {"Jr", "Sr", "II", "III"}]
    return words[-1] if words else ""


def _of_header(header: Header) -> Iterator[Name]:
    signer = () if header.signer is None else (header.signer,)
    parties: tuple[Party, ...] = (
        *header.senders,
        *header.addressees,
        *header.participants,
        *header.drafters,
        *signer,
    )
    for party in parties:
        for span, type_ in ((party.name, EntityType.PERSON), (party.body, EntityType.ORGANIZATION)):
            if span is not None:
                yield Name(span, type_, "header")
        if party.place is not None:
            yield Name(party.place, EntityType.PLACE, "header")
    if header.place is not None:
        yield Name(header.place, EntityType.PLACE, "header")
    if header.repository is not None:
        yield Name(header.repository, EntityType.ORGANIZATION, "header")


def _trimmed(text: str, span: Span) -> Span:
    """Without article, quotes, possessive ending and stray punctuation at the edges."""
    start, end = span.start, span.end
    while match := _EDGE.search(text[start:end]):
        if match.end() - match.start() == 0:
            break
        if match.start() == 0:
            start += match.end()
        else:
            end = start + match.start()
    return Span(start, max(start, end))


def _plausible(name: Name, text: str) -> bool:
    """A name has a capital, does not cross lines, and is not all digits; the model's are longer than a letter."""
    words = name.span.of(text)
    if not re.search(r"[A-Z]", words) or "\n" in words or "[" in words:
        return False
    if name.type is EntityType.PERSON and (is_title(words) or words in SHORT_FORMS):
        return False
    if name.method == "model":
        rest_of_post = _POST_OF.search(text[max(0, name.span.start - 40) : name.span.start])
        jargon = _NOT_A_NAME.search(words) or words.split(" ")[0] in _NO_NAME
        return len(words) > 1 and not jargon and not rest_of_post
    return True


def _disjoint(names: Iterable[Name], swallow: EntityType | None = None) -> list[Name]:
    """Keep the most trusted, then longest, of overlapping names; those of type `swallow` go before all others."""

    def rank(name: Name) -> tuple[bool, int, int, int]:
        return name.type is not swallow, _TRUST[name.method], name.span.start - name.span.end, name.span.start

    kept: list[Name] = []
    taken: set[int] = set()
    for name in sorted(names, key=rank):
        places = range(name.span.start, name.span.end)
        if places and taken.isdisjoint(places):
            taken.update(places)
            kept.append(name)
        elif name.key or name.slug:  # the same words found by a more trusted source: keep what this one knows
            kept = [_enriched(k, name) for k in kept]
    return sorted(kept, key=lambda n: n.span)


def _enriched(kept: Name, other: Name) -> Name:
    if kept.span != other.span or kept.type is not other.type:
        return kept
    return replace(kept, slug=kept.slug or other.slug, key=kept.key or other.key)


#: What the model takes for names: words of archives and file titles, jargon of telegrams, and the rest of a post.
_NOT_A_NAME = re.compile(
    r"\b(?:Files?|Chron|Box|Papers|Lot|Documents?|Diary|Foreign Relations|Series|Memoranda|Folder|Record|Telegram|NLR"
    r"|Estimate|Review|Bulletin|Editorial Note|Distribution|Noforn|Niact|Secto|Tosec|Embtel|Deptel|FYI|NSAM|NIE|SNIE)\b"
    r"|\d{3}|Affairs\Z|^State for\b|\A[\d\W]+\Z|[:;]|\A[IVXL]+\Z"
)
#: "Secretary of [State]": the rest of a post is no name.
_POST_OF = re.compile(r"(?:Secretary|Secretaries|Minister|Ministers) (?:of|for) (?:the )?\Z")

#: Capitalised words that begin sentences, lines or telegrams and name nobody.
_NO_NAME = frozenset(
    "The This That These Those He She It They We I You A An And But Or If When While As At In On By For From To Of "
    "With Subject Ref Re Embtel Deptel Sources Source Ibid Document Documents See Note Notes Secret Confidential Top "
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday Telegram Memorandum Letter Page Pages Vol Volume Part Section Article Sov Sovs "
    "Following Today New".split()
)
