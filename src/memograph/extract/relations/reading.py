"""What relating works on: one document with everything found in it so far, and lookups by place in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from memograph.extract.authority.index import Authority
from memograph.extract.authority.surfaces import Surfaces
from memograph.extract.language import ParsedZone
from memograph.model import DOC, Document, Entity, EntityType, Header, Mention, Party, Relation, Span, ZoneKind

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Zones in which "I" is the sender and "you" the addressee.
_VOICED = frozenset({ZoneKind.BODY})
_FIRST_PERSON = frozenset({"i", "me", "my", "myself", "mine"})
_SECOND_PERSON = frozenset({"you", "your", "yours", "yourself"})


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity that a relation speaks of: type and slug; it need not be mentioned (a state behind a demonym)."""

    type: EntityType
    slug: str


@dataclass(frozen=True)
class Reading:
    """A document while it is being related; `text` is legible text (language.legible), offsets are the document's."""

    document: Document
    text: str
    header: Header
    zones: Sequence[ParsedZone]
    entities: Sequence[Entity]
    mentions: Sequence[Mention]
    authority: Authority
    surfaces: Surfaces

    @cached_property
    def by_span(self) -> dict[Span, Mention]:
        """Mentions by where they stand."""
        return {mention.span: mention for mention in self.mentions}

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
        """Who says "I": the one person who sent or signed the document."""
        return self._single((*self.header.senders, *((self.header.signer,) if self.header.signer else ())))

    @cached_property
    def addressee(self) -> Thing | None:
        """Who is "you": the one person addressed."""
        return self._single(self.header.addressees)

    def _single(self, parties: Sequence[Party]) -> Thing | None:
        people = {t for p in parties if (t := self.who(p)) and t.type is EntityType.PERSON}
        return people.pop() if len(people) == 1 else None

    def actors(self, zone: ParsedZone) -> dict[int, Thing]:
        """People by token index in a zone: the head of each mention, and the pronouns that are safe."""
        found: dict[int, Thing] = {}
        for mention in self.mentions:
            if mention.type is EntityType.PERSON and (tokens := zone.tokens(mention.span)):
                found[tokens.root.i] = Thing(mention.type, mention.entity)
        if zone.zone.kind in _VOICED:
            found |= {token.i: thing for token in zone.spacy if (thing := self._spoken(token))}
        return found

    def _spoken(self, token: Token) -> Thing | None:
        if token.lower_ in _FIRST_PERSON:
            return self.sender
        return self.addressee if token.lower_ in _SECOND_PERSON else None

    def located(self, zone: ParsedZone, *types: EntityType) -> dict[int, tuple[Thing, Mention]]:
        """Other mentions by the index of their head token in a zone."""
        found: dict[int, tuple[Thing, Mention]] = {}
        for mention in self.mentions:
            if mention.type in types and (tokens := zone.tokens(mention.span)):
                found[tokens.root.i] = Thing(mention.type, mention.entity), mention
        return found


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
