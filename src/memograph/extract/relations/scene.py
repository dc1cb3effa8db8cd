"""One zone of a document as rules see it: which token stands for whom or what. Between reading.py and of_sentences.py.

The type of a thing is written on its head token as ``ent_kb_id``, an attribute of spaCy's that the DependencyMatcher
can ask for and that nothing else here uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from memograph.extract.language import ParsedZone
from memograph.extract.relations.pronouns import Voice
from memograph.extract.relations.reading import Reading, Thing
from memograph.extract.relations.rules import End
from memograph.extract.relations.syntax import antecedents, coordinated, doers, head_of, owners, title_words
from memograph.extract.surfaces import Surfaces
from memograph.extract.titles import post_before
from memograph.model import EntityType, Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

_RELATIVE = frozenset({"who", "whom", "which", "that"})
#: Things whose names are descriptions that swallow other names (GUIDELINES.md, "Decisions on hard cases").
_PHRASES = frozenset({EntityType.EVENT, EntityType.AGREEMENT})
#: Signs at which a phrase that is not a name may hold several words: "U.S.-Soviet".
_JOINTS = str.maketrans("-/", "  ")

#: A token and whom or what it stands for; a string is a post's title.
Found: TypeAlias = tuple["Token", "Thing | str"]


#: Tokens of a sentence beyond which no rule is tried on it: matching takes time by the fourth power. The longest of the
#: 12,638 sentences of the annotated documents and of a volume has 167; longer ones are lists, or no text at all.
LONGEST = 256


class Sentence:
    """A sentence that names somebody or something, as the DependencyMatcher gets it; `first` is its first token."""

    def __init__(self, span: SpacySpan) -> None:
        self._span = span
        self.first = span.start
        seen = [(t.dep_, t.lemma_, t.lower_, t.ent_kb_id_) for t in span]
        self.marks: Mapping[str, AbstractSet[str]] = {
            "dep": {dep for dep, _, _, _ in seen},
            "lemma": {lemma for _, lemma, _, _ in seen},
            "type": {type_ for _, _, _, type_ in seen},
            "word": {word for _, _, word, _ in seen},
            "dep lemma": {f"{dep} {lemma}" for dep, lemma, _, _ in seen},
            "dep word": {f"{dep} {word}" for dep, _, word, _ in seen},
            "dep type": {f"{dep} {type_}" for dep, _, _, type_ in seen},
        }

    @cached_property
    def arcs(self) -> AbstractSet[str]:
        """Lemma of each word that another hangs on, and in what function: ``meet > prep``."""
        return {f"{token.head.lemma_} > {token.dep_}" for token in self._span}

    @cached_property
    def doc(self) -> Doc:
        """The sentence by itself: matching takes time for every token that it is shown."""
        return self._span.as_doc()

    def has(self, needs: Iterable[tuple[str, frozenset[str]]]) -> bool:
        """Whether it has all that a pattern asks for (`DependencyPattern.needs`)."""
        for name, values in needs:
            if values.isdisjoint(self.arcs if name == "lemma > dep" else self.marks[name]):
                return False
        return True


@dataclass(frozen=True)
class Scene:
    """A zone with its things by token index; `mentions` are those of the zone, names inside
    longer names and pronouns among them, in text order."""

    reading: Reading
    zone: ParsedZone
    voice: Voice
    mentions: Sequence[Mention]
    things: Mapping[int, Thing]
    heads: Mapping[int, Mention]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences that name somebody or something, but for those that no rule is tried on."""
        spans = (span for span in self.zone.spacy.sents if len(span) <= LONGEST)
        return [Sentence(span) for span in spans if any(i in self.things for i in range(span.start, span.end))]

    def ends(self, end: End, token: Token, demonyms: bool) -> Iterator[Found]:
        """Who or what stands at one end of a rule that matched, each with its token."""
        if end.walk == "named in":
            yield from ((token, thing) for thing in self._named_in(token, demonyms))
        elif end.walk == "we":
            yield from self._ours(token)
        elif end.walk == "title at":
            if words := title_words(token):
                yield token, words
        else:
            found = {"doer": doers, "owner": owners}.get(end.walk, coordinated)(token)
            yield from (pair for each in found for pair in self._resolved(each, demonyms))

    def _ours(self, noun: Token) -> Iterator[tuple[Token, Thing]]:
        """Author and addressee, where a noun is "ours": "You will recall our discussion"."""
        ours = next((child for child in noun.children if child.dep_ == "poss" and child.lower_ == "our"), None)
        if ours is not None and self.voice.first is not None and self.voice.second is not None:
            yield ours, self.voice.first
            yield ours, self.voice.second

    def _resolved(self, token: Token, demonyms: bool) -> Iterator[tuple[Token, Thing]]:
        """The thing a token stands for: itself, whom a relative pronoun refers to, or what stands in apposition."""
        if token.i in self.things:
            yield token, self.things[token.i]
        elif demonyms and (state := self.reading.authority.state_of_demonym(token.text)):
            yield token, Thing(EntityType.PLACE, state.slug)
        elif token.lower_ in _RELATIVE and token.head.dep_ == "relcl":
            yield from ((t, self.things[t.i]) for t in antecedents(token.head.head) if t.i in self.things)
        else:
            appositions = (child for child in token.children if child.dep_ == "appos")
            yield from ((t, self.things[t.i]) for t in appositions if t.i in self.things)

    def _named_in(self, head: Token, demonyms: bool) -> Iterator[Thing]:
        """What a longer name has swallowed: the place in "Geneva Conference", the states in "U.S.-Soviet pact"."""
        if (mention := self.heads.get(head.i)) is None:
            return
        words = mention.span.of(self.reading.text)
        yield from (Thing(*entry) for _, entry in _known_in(self.reading.surfaces, words))
        if demonyms:
            yield from (Thing(EntityType.PLACE, slug) for slug in self._states(words.translate(_JOINTS).split()))

    def _states(self, words: Sequence[str]) -> Iterator[str]:
        """The states that adjectives among these words belong to, "East German" before "German"."""
        used = -1
        for at in range(len(words)):
            for phrase in (words[at : at + 2], words[at : at + 1]):
                state = self.reading.authority.state_of_demonym(" ".join(phrase)) if at > used else None
                if state is not None:
                    used = at + len(phrase) - 1
                    yield state.slug


def scenes(reading: Reading, zones: Sequence[ParsedZone]) -> Iterator[Scene]:
    """The zones among these that name anything."""
    people = _PeopleNamed(reading)
    voices = {zone.zone.span: voice for zone, voice in zip(reading.zones, reading.voices, strict=True)}
    for zone in zones:
        mentions = reading.within(zone)
        if mentions or reading.actors(zone):
            yield _scene(reading, zone, voices[zone.zone.span], mentions, people)


def _scene(
    reading: Reading, zone: ParsedZone, voice: Voice, mentions: Sequence[Mention], people: _PeopleNamed
) -> Scene:
    things = dict(reading.actors(zone))
    heads: dict[int, Mention] = {}
    for mention in mentions:
        if tokens := zone.tokens(mention.span):
            head = head_of(tokens).i
            heads[head] = mention
            things[head] = Thing(mention.type, mention.entity)
    swallowed = [inner for m in mentions if m.type in _PHRASES for inner in _inside(reading, m, people)]
    for inner in swallowed:
        if tokens := zone.tokens(inner.span):
            things.setdefault(tokens.root.i, Thing(inner.type, inner.entity))
    named = [*mentions, *swallowed, *_pronouns(zone, things, heads)]
    for head, mention in heads.items():
        if mention.type is EntityType.PERSON and mention.kind == "name":
            for index in _title(reading, zone, mention):
                things.setdefault(index, things[head])
    for index, thing in things.items():
        zone.spacy[index].ent_kb_id_ = thing.type.value
    return Scene(reading, zone, voice, sorted(named, key=lambda m: m.span), things, heads)


def _pronouns(zone: ParsedZone, things: Mapping[int, Thing], heads: Mapping[int, Mention]) -> Iterator[Mention]:
    """Pronouns as patterns of words see them: like the names of those whom they refer to."""
    for index, thing in things.items():
        if index not in heads and zone.spacy[index].pos_ == "PRON":
            yield Mention(thing.slug, thing.type, zone.span(zone.spacy[index : index + 1]), "name", "pronoun")


def _inside(reading: Reading, mention: Mention, people: _PeopleNamed) -> Iterator[Mention]:
    """Places and people that the phrase of an event or agreement has swallowed: "Rusk-Gromyko meeting in New York"."""
    start, words = mention.span.start, mention.span.of(reading.text)
    for span, (type_, slug) in _known_in(reading.surfaces, words):
        if type_ is EntityType.PLACE:
            yield Mention(slug, type_, Span(start + span.start, start + span.end), "name", "inside")
    for span, slug in people.within(words):
        yield Mention(slug, EntityType.PERSON, Span(start + span.start, start + span.end), "name", "inside")


def _known_in(surfaces: Surfaces, words: str) -> Iterator[tuple[Span, tuple[EntityType, str]]]:
    """What the authority file knows in a phrase, also inside a name that it knows as a whole: "Vienna talks"."""
    for span, entry in surfaces.in_text(words):
        first = span.of(words).rpartition(" ")[0]
        if entry[0] not in _PHRASES:
            yield span, entry
        elif first:
            inner = _known_in(surfaces, first)
            yield from ((Span(span.start + s.start, span.start + s.end), known) for s, known in inner)


class _PeopleNamed:
    """Finds the people of a document by the forms that name them elsewhere in it."""

    def __init__(self, reading: Reading) -> None:
        forms: dict[str, set[str]] = {}
        for mention in reading.mentions:
            if mention.type is EntityType.PERSON:
                words = mention.span.of(reading.text)
                for form in {words, words.split()[-1]} if mention.kind == "name" else {words}:
                    forms.setdefault(form, set()).add(mention.entity)
        self._slugs = {form: slugs.pop() for form, slugs in forms.items() if len(slugs) == 1}
        ordered = sorted(self._slugs, key=lambda form: (-len(form), form))
        self._forms = re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b") if ordered else None

    def within(self, words: str) -> Iterator[tuple[Span, str]]:
        """Where in a phrase somebody is named, and who."""
        for match in self._forms.finditer(words) if self._forms else ():
            yield Span(*match.span()), self._slugs[match.group(0)]


def _title(reading: Reading, zone: ParsedZone, mention: Mention) -> range:
    """Tokens of the post before a name: the parser often makes "Secretary", not "Rusk", the head of the two."""
    post = post_before(reading.text, mention.span.start)
    tokens = zone.tokens(Span(max(post.start, zone.zone.span.start), post.end)) if post else None
    return range(tokens.start, tokens.end) if tokens else range(0)
