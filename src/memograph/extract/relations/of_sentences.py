"""Relations that sentences state: metWith, wroteTo, traveledTo, attended, heldIn, partyTo.

Each rule names its trigger words and where in the parse its two ends stand; syntax.py does the walking.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING

from memograph.extract.language import ParsedZone
from memograph.extract.relations.reading import Reading, Thing, related
from memograph.extract.relations.syntax import after, coordinated, denied, doers, owners, undergoers, verb_above
from memograph.model import EntityType, Mention, Relation, Span, ZoneKind

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token

#: Verbs of meeting → prepositions before the other person ("" for a direct object).
MEETING_VERBS: Mapping[str, tuple[str, ...]] = {
    "meet": ("", "with"),
    "see": ("",),
    "receive": ("",),
    "talk": ("with", "to"),
    "speak": ("with", "to"),
    "confer": ("with",),
    "converse": ("with",),
    "lunch": ("with",),
    "dine": ("with",),
    "consult": ("with",),
    "discuss": ("with",),
    "call": ("on", "upon"),
    "interview": ("",),
    "telephone": ("",),
}
#: Verbs of telling: a particular conversation is reported by what one said to the other.
TELLING_VERBS: Mapping[str, tuple[str, ...]] = {
    "tell": ("",),
    "inform": ("",),
    "assure": ("",),
    "remark": ("to",),
    "say": ("to",),
    "mention": ("to",),
    "hand": ("", "to"),
}
MEETING_NOUNS = frozenset(
    "meeting conversation talk discussion interview lunch luncheon dinner appointment audience session call".split()
)
_HAVING = frozenset({"have", "hold", "conduct"})
WRITING_VERBS = frozenset("write send cable address reply respond forward transmit telegraph wire submit".split())
#: Who answers or receives somebody's letter is the one it was written to.
ANSWERING_VERBS = frozenset({"respond", "reply", "answer", "receive", "acknowledge"})
WRITING_NOUNS = frozenset(
    "letter message memorandum cable note telegram reply report despatch airgram communication minute".split()
)
TRAVEL_VERBS: Mapping[str, tuple[str, ...]] = {
    "visit": ("",),
    "travel": ("to", "in", "around"),
    "go": ("to",),
    "fly": ("to",),
    "return": ("to", "from"),
    "come": ("to",),
    "arrive": ("in", "at"),
    "proceed": ("to",),
    "leave": ("for",),
    "depart": ("for",),
    "stay": ("in", "at"),
    "stop": ("in",),
}
TRAVEL_NOUNS = frozenset("trip visit journey tour stay arrival return".split())
_RELATED_ZONES = frozenset({ZoneKind.BODY, ZoneKind.SOURCE_NOTE, ZoneKind.NOTE})

_JOINT = re.compile(rf" (?:{'|'.join(sorted(MEETING_NOUNS))})s?\b", re.IGNORECASE)

#: A quotation takes in what modifies its first word, unless that is much.
_FEW = 4

Ends = Iterable[tuple["Token", "Token"]]


def sentence_relations(reading: Reading) -> Iterator[Relation]:
    """Relations stated in paragraphs and notes."""
    for zone in reading.zones:
        if zone.zone.kind in _RELATED_ZONES:
            people = reading.actors(zone)
            yield from _between(reading, zone, people, people, "metWith", "body.met-with", _meetings)
            yield from _between(reading, zone, people, people, "metWith", "body.told", _tellings)
            yield from _between(reading, zone, people, people, "wroteTo", "body.wrote-to", _letters)
            places = {i: thing for i, (thing, _) in reading.located(zone, EntityType.PLACE).items()}
            yield from _between(reading, zone, people, places, "traveledTo", "body.traveled-to", _journeys)
            yield from _events(reading, zone, people)
    yield from _joint_meetings(reading)
    yield from _held_in(reading)
    yield from _parties_to(reading)


def _between(
    reading: Reading,
    zone: ParsedZone,
    subjects: Mapping[int, Thing],
    objects: Mapping[int, Thing],
    predicate: str,
    method: str,
    rule: Callable[[Token], Ends],
) -> Iterator[Relation]:
    statements = (token for sentence in zone.spacy.sents if not _is_question(sentence) for token in sentence)
    for token in statements:
        for one, other in rule(token):
            a, b = subjects.get(one.i), objects.get(other.i)
            if a is not None and b is not None and a != b:
                yield related(a, predicate, b, _evidence(zone, token, one, other), method)


def _meetings(token: Token) -> Ends:
    if token.pos_ == "VERB" and token.lemma_ in MEETING_VERBS and not denied(token):
        subjects = list(doers(token))
        others = list(_objects(token, MEETING_VERBS[token.lemma_]))
        yield from product(subjects, others) if others else combinations(subjects, 2)
    elif token.lemma_ in MEETING_NOUNS and token.pos_ in ("NOUN", "PROPN"):
        yield from combinations(list(after(token, "between", "of", "among")), 2)
        others = list(after(token, "with"))
        yield from product(owners(token), others)
        for verb in (token.head, *(c for c in token.children if c.dep_ == "relcl")):
            if verb.lemma_ in _HAVING and not denied(verb):
                yield from product(doers(verb), [*others, *after(verb, "with")])


def _tellings(token: Token) -> Ends:
    if token.pos_ == "VERB" and token.lemma_ in TELLING_VERBS and not denied(token):
        yield from product(doers(token), _objects(token, TELLING_VERBS[token.lemma_]))


def _letters(token: Token) -> Ends:
    if token.pos_ == "VERB" and token.lemma_ in WRITING_VERBS and not denied(token):
        direct = [t for t in undergoers(token) if t.dep_ != "nsubjpass"] if token.lemma_ in ("write", "send") else []
        yield from product(doers(token), [*direct, *after(token, "to")])
    elif token.lemma_ in WRITING_NOUNS and token.pos_ in ("NOUN", "PROPN"):
        yield from product(owners(token), after(token, "to"))
        verb = verb_above(token)
        if verb is not None and verb.lemma_ in ANSWERING_VERBS and not denied(verb):
            # whoever is asked to answer does so for another: "The President has asked me to respond to your memorandum"
            addressee = verb.head if verb.dep_ == "xcomp" else verb
            writers = (t for c in token.children if c.dep_ == "poss" for t in coordinated(c))
            yield from product(writers, doers(addressee))


def _journeys(token: Token) -> Ends:
    if token.pos_ == "VERB" and token.lemma_ in TRAVEL_VERBS and not denied(token):
        yield from product(doers(token), _objects(token, TRAVEL_VERBS[token.lemma_]))
    elif token.lemma_ in TRAVEL_NOUNS and token.pos_ in ("NOUN", "PROPN"):
        yield from product(owners(token), after(token, "to", "in"))


def _objects(verb: Token, prepositions: tuple[str, ...]) -> Iterator[Token]:
    if "" in prepositions:
        yield from undergoers(verb)
    yield from after(verb, *(p for p in prepositions if p))


def _events(reading: Reading, zone: ParsedZone, people: Mapping[int, Thing]) -> Iterator[Relation]:
    """attended, and traveledTo where the event is a journey to a place named in its phrase."""
    for index, (event, mention) in reading.located(zone, EntityType.EVENT).items():
        head = zone.spacy[index]
        verb = verb_above(head)
        if _is_question(head.sent) or (verb is not None and denied(verb)):
            continue
        for one in _attending(head):
            person = people.get(one.i)
            if person is None:
                continue
            evidence = _cover(_evidence(zone, head, one), mention.span)
            yield related(person, "attended", event, evidence, "body.attended")
            if head.lemma_.lower() in TRAVEL_NOUNS:
                for place in _places_in(reading, mention):
                    yield related(person, "traveledTo", place, evidence, "body.traveled-to")


def _attending(head: Token) -> Iterator[Token]:
    """Owners of the event, and whoever attends it or acts at it."""
    yield from owners(head)
    yield from after(head, "between", "with")


def _joint_meetings(reading: Reading) -> Iterator[Relation]:
    """Two people joined in front of a meeting: ``the Rusk-Gromyko talks``."""
    for one, other in pairwise(m for m in reading.mentions if m.type is EntityType.PERSON):
        joined = reading.text[one.span.end : other.span.start] in ("-", "/") and one.entity != other.entity
        noun = _JOINT.match(reading.text, other.span.end) if joined else None
        if noun:
            a, b = Thing(one.type, one.entity), Thing(other.type, other.entity)
            yield related(a, "metWith", b, Span(one.span.start, noun.end()), "body.joint-meeting")


def _held_in(reading: Reading) -> Iterator[Relation]:
    """An event's place: named in its phrase, or right after it ("the INF talks in Geneva"). A journey is not held."""
    for mention in reading.mentions:
        words = set(mention.span.of(reading.text).lower().split())
        if mention.type is not EntityType.EVENT or words & TRAVEL_NOUNS:
            continue
        event = Thing(mention.type, mention.entity)
        for place in _places_in(reading, mention):
            yield related(event, "heldIn", place, mention.span, "body.held-in")
        for other in reading.mentions:
            between = reading.text[mention.span.end : other.span.start]
            if other.type is EntityType.PLACE and between.strip() in ("in", "at", "in the", "at the"):
                evidence = Span(mention.span.start, other.span.end)
                yield related(event, "heldIn", Thing(other.type, other.entity), evidence, "body.held-in")


def _parties_to(reading: Reading) -> Iterator[Relation]:
    """States named in an agreement's own title."""
    for mention in reading.mentions:
        if mention.type is EntityType.AGREEMENT:
            for place in _places_in(reading, mention):
                agreement = Thing(mention.type, mention.entity)
                yield related(place, "partyTo", agreement, mention.span, "body.party-to")


def _places_in(reading: Reading, mention: Mention) -> list[Thing]:
    """Places of the authority file that a longer name has swallowed."""
    inside = reading.surfaces.in_text(mention.span.of(reading.text))
    return [Thing(*entry) for _, entry in inside if entry[0] is EntityType.PLACE]


def _cover(a: Span, b: Span) -> Span:
    return Span(min(a.start, b.start), max(a.end, b.end))


def _is_question(sentence: SpacySpan) -> bool:
    """A question states nothing (GUIDELINES.md: hypothetical facts are not relations)."""
    return sentence.text.rstrip().endswith("?")


def _evidence(zone: ParsedZone, *tokens: Token) -> Span:
    """The shortest stretch that holds trigger and both ends, with what stands before the first and a date after."""
    ordered = sorted(tokens, key=lambda t: t.i)
    first, last = ordered[0], ordered[-1].i
    start = first.left_edge.i if first.n_lefts < _FEW else first.i
    doc = zone.spacy
    if last + 2 < len(doc) and doc[last + 1].dep_ == "prep" and doc[last + 2].ent_type_ == "DATE":
        last += 2
        while last + 1 < len(doc) and doc[last + 1].ent_type_ == "DATE" and doc[last + 1].ent_iob_ == "I":
            last += 1
    return zone.span(doc[start : last + 1])
