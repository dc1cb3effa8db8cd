"""Who proposes names: the editors' markup, the header, the authority file, patterns of the genre, titles, recognisers.

Each source proposes names without regard to the others; `choice` weighs them. The recogniser sees
sentences, the other sources what it cannot: the layout, the document as a whole, what is known beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from memograph.authority.index import Authority
from memograph.extract.language import ParsedZone, plain
from memograph.extract.names.name import Name
from memograph.extract.names.patterns import organizations
from memograph.extract.surfaces import Surfaces
from memograph.extract.titles import is_title, name_at, titled_positions, without_titles
from memograph.model import Document, EntityType, Header, Party, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

#: The sources, the most trusted first: the order in which one of several that agree is named as a mention's method.
SOURCES = (
    "editorial",
    "header",
    "authority",
    "title",
    "pattern",
    "pair",
    "recogniser",
    "surname",
    "phrase",
    "short",
    "initial",
    "repeated",
)
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
_PAIR = re.compile(r"(?<![\w\-])([A-Z][a-z]\w+)[-/]([A-Z][a-z]\w+)(?![\w\-])")
_EDGE = re.compile(r'^(?:the|The|a|an|THE) |^[\W_]+|(?:\'s|\')$|[\s,;:\-"]+$')
#: A form of address that tells a wife from her husband stays in her name.
_WIFE = re.compile(r"\b(?:Mrs|Mme|Madame)\.? ")
#: "K: We should talk": who speaks in a transcript, whose letter need not be that of the same person.
_SPEAKER = re.compile(r"(?m)^([A-Z]):")
#: What ends so is an agreement, or nothing: the recogniser has seen few and takes "Soviet-Finnish Treaty" for a place.
_AGREEMENT_LAST = re.compile(r" (?:Treaty|Agreements?|Pact|Convention|Protocol|Accords?)\Z")
_INITIALS = re.compile(
    r"(?<![\w.])(?P<name>(?:[A-Z][a-z]+ )?(?:[A-Z]\. ?){1,3}(?:[Dd]e |[Vv]on )?[A-Z][a-z][\w'\-]*)(?<!'s)"
)
_DEAR = re.compile(r"(?<!\w)Dear (?P<name>[A-Z][a-z]+(?: [A-Z][\w\-]+)?)(?=[:,])")
#: What follows a person's name in the title of a file: "Owen Chron".
_FILED = re.compile(r" (?:Chron|Files?|Papers|Memcons?|Memos?|Diary|Correspondence|Interview|Visit|Trip|Talks)\Z")
_PARTICLES = frozenset("de von van le la du di al el".split())
_INITIAL = re.compile(r"(?<![\w.\-/&'(])[A-Z](?=[ ,;]|'s|\.\s|:)(?! [A-Z]\b)")


def editorial(text: str, document: Document, surfaces: Surfaces) -> Iterator[Name]:
    """What the editors of a TEI volume marked."""
    meanings = {term.key: plain(term.meaning) for term in document.terms}
    for mark in document.markup:
        if mark.tag == "persName":
            yield Name(without_titles(text, mark.span), EntityType.PERSON, "editorial", key=mark.target)
        elif mark.tag == "placeName":
            yield Name(mark.span, EntityType.PLACE, "editorial")
        elif mark.tag == "gloss" and (known := surfaces.exactly(meanings.get(mark.target or "", ""))):
            yield Name(mark.span, known[0], "editorial", slug=known[1], key=mark.target)


def of_header(header: Header) -> Iterator[Name]:
    """Parties, place and repository of the header."""
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


def known(text: str, surfaces: Surfaces) -> Iterator[Name]:
    """Surfaces of the authority file."""
    for span, (type_, slug) in surfaces.in_text(text):
        yield Name(span, type_, "authority", slug)


def titled(text: str) -> Iterator[Name]:
    """What stands behind a title or a form of address."""
    for start in titled_positions(text):
        if span := name_at(text, start):
            yield Name(without_titles(text, span), EntityType.PERSON, "title")
            if wife := _WIFE.search(text, max(0, start - 8), start):
                yield Name(Span(wife.start(), span.end), EntityType.PERSON, "title")


def spelled(text: str) -> Iterator[Name]:
    """People by the form of their names: initials before a surname ("V.M. Vinogradov"), the address of a letter."""
    for pattern in (_INITIALS, _DEAR):
        yield from (Name(Span(*m.span("name")), EntityType.PERSON, "pattern") for m in pattern.finditer(text))


def bodies(text: str) -> Iterator[Name]:
    """Bodies named by their kind."""
    return (Name(span, EntityType.ORGANIZATION, "pattern") for span in organizations(text))


def of_recogniser(zones: Iterable[ParsedZone]) -> Iterator[tuple[Span, EntityType]]:
    """What the recogniser of the pipeline takes for names."""
    for zone in zones:
        for entity in zone.spacy.ents:
            if type_ := _MODEL_TYPES.get(entity.label_):
                yield zone.span(entity), type_


def recognised(text: str, found: Iterable[tuple[Span, EntityType]]) -> Iterator[Name]:
    """The recogniser's names, cut to where the guidelines put their edges."""
    return (Name(edged(text, span, type_), type_, "recogniser") for span, type_ in found)


def surnames(zones: Iterable[ParsedZone], authority: Authority, period: str | None) -> Iterator[Name]:
    """Bare surnames of people in the authority file: proper nouns that stand alone, of someone alive then."""
    for zone in zones:
        for token in zone.spacy:
            if token.pos_ != "PROPN":
                continue
            first = token.i - 1 if token.i and token.nbor(-1).lower_ in _PARTICLES else token.i
            tokens = zone.spacy[first : token.i + 1]
            alone = first < token.i or not any(t.pos_ == "PROPN" for t in _beside(token))
            if alone and is_surname(tokens.text, authority, period):
                yield Name(zone.span(tokens), EntityType.PERSON, "surname")


def pairs(text: str, authority: Authority) -> Iterator[Name]:
    """Two people joined by a hyphen or a stroke: ``Kennedy-Khrushchev meeting`` (GUIDELINES.md marks both)."""
    for match in _PAIR.finditer(text):
        if any(authority.people_by_surname(surname) for surname in match.groups()):
            yield from (Name(Span(*match.span(n)), EntityType.PERSON, "pair") for n in (1, 2))


def initials(text: str, found: Iterable[Name]) -> Iterator[Name]:
    """Single capitals that stand for a person of the document: ``K`` in telegrams on Khrushchev, not in transcripts."""
    letters = {word[0] for name in found if name.type is EntityType.PERSON for word in name.span.of(text).split()[-1:]}
    letters -= {"A", "I", *_SPEAKER.findall(text)}
    for match in _INITIAL.finditer(text):
        if match[0] in letters:
            yield Name(Span(*match.span()), EntityType.PERSON, "initial")


def is_surname(word: str, authority: Authority, period: str | None) -> bool:
    """Whether somebody of the authority file who may have lived in an EDTF period has this surname."""
    people = authority.people_by_surname(word)
    return any(period is None or authority.alive(person, period) for person in people)


def edged(text: str, span: Span, type_: EntityType) -> Span:
    """Without article, quotes, possessive ending and stray punctuation at the edges; of a person without titles."""
    start, end = span.start, span.end
    while match := _EDGE.search(text[start:end]):
        if match.end() - match.start() == 0:
            break
        if match.start() == 0:
            start += match.end()
        else:
            end = start + match.start()
    edged_ = Span(start, max(start, end))
    if type_ is EntityType.PERSON and (filed := _FILED.search(edged_.of(text))):
        edged_ = Span(edged_.start, edged_.start + filed.start())
    if _WIFE.match(text, edged_.start):
        return edged_
    return without_titles(text, edged_) if type_ is EntityType.PERSON else edged_


def plausible(name: Name, text: str) -> bool:
    """Whether a name may be one at all: it has a capital or a digit, keeps to its line, and is not a title alone."""
    words = name.span.of(text)
    if not words or "\n" in words or "[" in words or not (words[0].isalnum() or words[0] == '"'):
        return False
    if len(words) == 1 and not text.startswith(":", name.span.end) and words in _SPEAKER.findall(text):
        return False  # in a transcript the letter of a speaker need not be the same person where others say it
    if name.type in (EntityType.PERSON, EntityType.PLACE) and _AGREEMENT_LAST.search(words):
        return False
    return not (name.type is EntityType.PERSON and is_title(words))


def _beside(token: Token) -> Iterator[Token]:
    yield from (token.doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(token.doc))
