"""What relating works on: one document with everything found in it so far, and lookups by place in the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from memograph.authority.index import Authority
from memograph.extract.language import ParsedZone
from memograph.extract.relations.pronouns import Voice, referents
from memograph.extract.relations.rules import RuleBook
from memograph.extract.relations.thing import Thing
from memograph.extract.relations.timing import Calendar, calendar, held
from memograph.extract.surfaces import Surfaces
from memograph.model import DOC, Document, Entity, EntityType, Header, Linking, Mention, Party, Relation, Span, ZoneKind

__all__ = ["Reading", "Thing", "of_document", "related"]

#: A text that is quoted whole, over paragraphs: not its sender's voice.
_TEXT_BEGINS = re.compile(r"(?i)\b(?:begin (?:text|quote|message|verbatim)|qte|quote)\b[:.]?\s*$|^begin (?:text|quote)")
_TEXT_ENDS = re.compile(r"(?i)\b(?:end (?:text|quote|message|verbatim)|unquote|unqte)\b")
#: Who speaks in a transcript: "K: Good.", "The President: ...".
_LABEL = re.compile(r"(?P<label>[A-Z](?:[\w.' ]{0,28}[\w.])?):\s")
_WOMAN = re.compile(r"\b(?:Mrs|Miss|Ms|Mme|Madame|Lady|Dame|Queen|Princess)\.? \Z")
#: Slavic surnames and given names that only women bear.
_FEMALE_SURNAME = re.compile(r"(?:[oe]v|sk)a(?:ya|ia)?\Z")
_FEMALE_GIVEN = frozenset(
    "Alice Angela Anna Anne Barbara Betty Carol Catherine Clare Condoleezza Diana Dorothy Eleanor Elizabeth Ellen Eva"
    " Frances Golda Helen Indira Jacqueline Jane Jean Jeane Joan Judith Katherine Lucy Margaret Maria Marie Martha Mary"
    " Maureen Nancy Natalya Nina Olga Pamela Patricia Phyllis Rachel Raisa Rosalynn Rose Rozanne Ruth Sarah Sheila"
    " Shirley Simone Sirimavo Sophie Susan Svetlana Tatiana Valentina Vera Virginia Yekaterina".split()
)


@dataclass(frozen=True)
class Reading:
    """A document while it is being related; `text` is legible text (language.legible), offsets are the document's.

    `rules` are those of the ontology's relations, for of_sentences.py; `linkings` say how people were told apart.
    """

    document: Document
    text: str
    header: Header
    zones: Sequence[ParsedZone]
    entities: Sequence[Entity]
    mentions: Sequence[Mention]
    authority: Authority
    surfaces: Surfaces
    rules: RuleBook
    linkings: Sequence[Linking] = ()

    @cached_property
    def by_span(self) -> dict[Span, Mention]:
        """Mentions by where they stand."""
        return {mention.span: mention for mention in self.mentions}

    @cached_property
    def starting(self) -> dict[int, Mention]:
        """Mentions by the offset at which they start."""
        return {mention.span.start: mention for mention in self.mentions}

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.span.start for mention in self.mentions]

    def overlapping(self, start: int, end: int) -> Sequence[Mention]:
        """Mentions that share a character with ``text[start:end]``, in text order."""
        first = bisect_right(self._starts, start) - 1
        found = self.mentions[max(0, first) : bisect_left(self._starts, end)]
        return [mention for mention in found if mention.span.end > start]

    def who(self, party: Party) -> Thing | None:
        """The person or body of a party: its name, else the holder of its post, else its body."""
        if party.name is not None and (named := self.by_span.get(party.name)):
            return Thing(named.type, named.entity)
        if party.name is None and party.post is not None:
            post = party.post
            roles = [m for m in self.mentions if m.kind == "role" and m.span.contains(post)]
            if roles:
                return Thing(EntityType.PERSON, roles[0].entity)
        if party.body is not None and (body := self.by_span.get(party.body)):
            return Thing(body.type, body.entity)
        return None

    @cached_property
    def sender(self) -> Thing | None:
        """Who says "I": the one person named as sender, else who signed, else the one who drafted it."""
        header = self.header
        signers = (header.signer,) if header.signer else ()
        return self._single(header.senders) or self._single(signers) or self._single(header.drafters)

    @cached_property
    def addressee(self) -> Thing | None:
        """Who is "you": the one person addressed."""
        return self._single(self.header.addressees)

    def _single(self, parties: Sequence[Party]) -> Thing | None:
        people = {t for p in parties if (t := self.who(p)) and t.type is EntityType.PERSON}
        return people.pop() if len(people) == 1 else None

    def actors(self, zone: ParsedZone) -> dict[int, Thing]:
        """People by token index in a zone: the head of each mention, and the pronouns that are safe."""
        return self._actors[zone.zone.span]

    @cached_property
    def _actors(self) -> dict[Span, dict[int, Thing]]:
        named = [self._named(zone) for zone in self.zones]
        pronouns = referents(self.zones, named, self.voices, self._women)
        return {zone.zone.span: people | meant for zone, people, meant in zip(self.zones, named, pronouns, strict=True)}

    def _named(self, zone: ParsedZone) -> dict[int, Thing]:
        found: dict[int, Thing] = {}
        for mention in self.within(zone):
            if mention.type is EntityType.PERSON and (tokens := zone.tokens(mention.span)):
                found[tokens.root.i] = Thing(mention.type, mention.entity)
        return found

    def within(self, zone: ParsedZone) -> Sequence[Mention]:
        """Mentions that begin in a zone, in text order."""
        first = bisect_left(self.mentions, zone.zone.span.start, key=lambda m: m.span.start)
        last = bisect_left(self.mentions, zone.zone.span.end, first, key=lambda m: m.span.start)
        return self.mentions[first:last]

    @cached_property
    def _women(self) -> frozenset[Thing]:
        """People whom a title, a given name or the form of the surname tells to be women."""
        women: set[Thing] = set()
        for mention in self.mentions:
            if mention.type is EntityType.PERSON and mention.kind == "name":
                words = mention.span.of(self.text).split()
                titled = _WOMAN.search(self.text, max(0, mention.span.start - 10), mention.span.start)
                given = len(words) > 1 and words[0] in _FEMALE_GIVEN
                if titled or given or _FEMALE_SURNAME.search(words[-1]):
                    women.add(Thing(mention.type, mention.entity))
        return frozenset(women)

    @cached_property
    def voices(self) -> tuple[Voice, ...]:
        """Who speaks in each zone: the sender in his own paragraphs, in a transcript whoever a label names."""
        return tuple(self._voices())

    def _voices(self) -> Iterator[Voice]:
        own = quoted = False
        for zone in self.zones:
            text = zone.zone.span.of(self.text)
            if zone.zone.kind in (ZoneKind.HEADING, ZoneKind.ATTACHMENT):
                own = zone.zone.kind is ZoneKind.HEADING
            quoted = quoted and not _TEXT_ENDS.search(text)
            if zone.zone.kind is not ZoneKind.BODY:
                yield Voice()
            elif label := _LABEL.match(text):
                yield self._speaking(label["label"])
            else:
                yield Voice(self.sender, self.addressee) if own and not quoted else Voice()
            quoted = quoted or _TEXT_BEGINS.search(text) is not None

    def _speaking(self, label: str) -> Voice:
        """The participant whose name, title or initial stands before a colon, and the other one of two."""
        people = [t for p in self.header.participants if (t := self.who(p)) and t.type is EntityType.PERSON]
        labels = {Thing(m.type, m.entity): m.span.of(self.text) for m in self.mentions if m.type is EntityType.PERSON}
        speakers = [p for p in dict.fromkeys(people) if _labelled(label, labels.get(p, ""))]
        if len(speakers) != 1:
            return Voice()
        others = [p for p in dict.fromkeys(people) if p != speakers[0]]
        return Voice(speakers[0], others[0] if len(others) == 1 else None, labelled=True)

    @cached_property
    def calendar(self) -> Calendar:
        """The document's date phrases, each with the word that it dates."""
        return calendar(self.header, self.text, self.zones, {zone: [m.span for m in ms] for zone, ms in self._events})

    @cached_property
    def date_phrases(self) -> dict[int, Span]:
        """Where date phrases stand, by where they begin."""
        return {phrase.span.start: phrase.span for phrase in self.calendar.phrases}

    @cached_property
    def held(self) -> dict[str, str]:
        """When events took or will take place, by slug, as EDTF; those that the text does not date are missing."""
        by_span = {zone.zone.span: zone for zone in self.zones}
        return held(self.calendar, ((by_span[zone], m.entity, m.span) for zone, ms in self._events for m in ms))

    @cached_property
    def _events(self) -> list[tuple[Span, list[Mention]]]:
        named = ((z.zone.span, [m for m in self.within(z) if m.type is EntityType.EVENT]) for z in self.zones)
        return [(span, mentions) for span, mentions in named if mentions]

    def located(self, zone: ParsedZone, *types: EntityType) -> dict[int, tuple[Thing, Mention]]:
        """Other mentions by the index of their head token in a zone."""
        found: dict[int, tuple[Thing, Mention]] = {}
        for mention in self.within(zone):
            if mention.type in types and (tokens := zone.tokens(mention.span)):
                found[tokens.root.i] = Thing(mention.type, mention.entity), mention
        return found


def _labelled(label: str, name: str) -> bool:
    """Whether a label in a transcript is short for a name: its last word, or the first letter of that."""
    last = (name.split() or [""])[-1]
    return label.split()[-1].rstrip(".") == last or (len(label) == 1 and last.startswith(label))


def related(subject: Thing, predicate: str, object_: Thing | str, evidence: Span, method: str) -> Relation:
    """A relation between two things, or from a thing to a literal; confidence is filled in by `annotate`."""
    if isinstance(object_, str):
        return Relation(subject.slug, predicate, object_, evidence, method, 0.0, subject.type)
    return Relation(subject.slug, predicate, object_.slug, evidence, method, 0.0, subject.type, object_.type)


def of_document(predicate: str, object_: Thing | str, evidence: Span, method: str) -> Relation:
    """A relation whose subject is the document itself."""
    if isinstance(object_, str):
        return Relation(DOC, predicate, object_, evidence, method, 0.0)
    return Relation(DOC, predicate, object_.slug, evidence, method, 0.0, None, object_.type)
