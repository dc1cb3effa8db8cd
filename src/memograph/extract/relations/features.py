"""What speaks for a relation between two places in the text, as named features of a linear model. Between anchors.py
and pairs.py.

A feature is present (1.0) or absent. Their names are written to be read in `memograph annotate --explain`: upper case
is a family of words (wording.py), lower case a role in the parse (labels of spaCy's English models), `one` and `other`
the two ends in the order of the relation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from memograph.extract.relations.anchors import Anchor, AnchoredZone
from memograph.extract.relations.frames import frames
from memograph.extract.relations.syntax import doers, is_question
from memograph.extract.relations.wording import cue, families
from memograph.model import EntityType

if TYPE_CHECKING:
    from spacy.tokens import Token

_JOINED = frozenset({"conj", "appos"})
_PREPOSITION = frozenset({"prep", "agent", "dative", "mark"})
_CONTENT = frozenset({"VERB", "AUX", "NOUN", "PROPN", "ADJ"})
#: Roles in the parse → what the end does in the event that the word above it names.
_PARTS = {
    **dict.fromkeys(("nsubj", "by", "csubj"), "agent"),
    **dict.fromkeys(("dobj", "dative", "nsubjpass", "obj", "iobj"), "patient"),
    **dict.fromkeys(("poss", "compound", "of", "nmod", "amod"), "of"),
    **dict.fromkeys(("in", "at", "near", "outside", "inside"), "at"),
    **dict.fromkeys(("to", "into", "for", "toward", "towards", "back"), "to"),
    **dict.fromkeys(("between", "among"), "between"),
    **dict.fromkeys(("during", "following", "after", "before", "since", "on", "upon"), "when"),
}
#: Governors looked at above a word, and steps taken to find them.
_GOVERNORS, _STEPS = 3, 12
_FUNCTION = frozenset({"ADP", "PART", "CCONJ", "PUNCT", "DET", "SCONJ"})


@dataclass(frozen=True)
class Governor:
    """A word above another in the parse, and the role in which the other hangs on it."""

    role: str
    token: Token

    @property
    def part(self) -> str:
        """What the other does in the event that the word names, whatever the construction."""
        return _PARTS.get(self.role, self.role)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Families of the word, or its part of speech."""
        return families(self.token) or (self.token.pos_.lower(),)


class Sentence:
    """What a sentence says beside its two ends, found once for all pairs in it."""

    def __init__(self, zone: AnchoredZone, number: int) -> None:
        self.tokens = zone.sentences[number]
        self.frames = tuple(frames(self.tokens))
        here = [a for a in zone.anchors if a.sentence == number and a.thing.type is EntityType.PERSON]
        self.persons = frozenset(word for anchor in here for word in anchor.words)
        self.names = (
            *{f"{name} in sentence" for token in self.tokens if (name := cue(token))},
            *(("question",) if is_question(self.tokens) else ()),
            *(("date in sentence",) if any(token.ent_type_ == "DATE" for token in self.tokens) else ()),
            f"people {min(len({anchor.thing for anchor in here}), 4)}",
        )


class Sketch:
    """A zone's sentences and parse as the features see them, each looked at once."""

    def __init__(self, zone: AnchoredZone) -> None:
        self.zone = zone
        self._sentences: dict[int, Sentence] = {}
        self._governors: dict[int, tuple[Governor, ...]] = {}
        self._doers: dict[int, frozenset[int]] = {}
        self._of_ends: dict[tuple[str, Anchor], tuple[str, ...]] = {}

    def sentence(self, number: int) -> Sentence:
        """The sentence of a number."""
        if number not in self._sentences:
            self._sentences[number] = Sentence(self.zone, number)
        return self._sentences[number]

    def governors(self, anchor: Anchor) -> tuple[Governor, ...]:
        """The nearest content words above an anchor, the nearest first."""
        if anchor.token not in self._governors:
            self._governors[anchor.token] = tuple(_governors(self.zone.token(anchor), anchor.words))
        return self._governors[anchor.token]

    def doers(self, verb: Token) -> frozenset[int]:
        """Who does a verb, as `_site` has them."""
        if verb.i not in self._doers:
            self._doers[verb.i] = frozenset(_site(token).i for token in doers(verb))
        return self._doers[verb.i]

    def of_end(self, end: str, anchor: Anchor) -> tuple[str, ...]:
        """Features of one end, whatever the other is."""
        if (end, anchor) not in self._of_ends:
            self._of_ends[end, anchor] = tuple(_of_end(self, end, anchor))
        return self._of_ends[end, anchor]


def _governors(token: Token, words: tuple[int, ...]) -> Iterator[Governor]:
    current, found = _site(token), 0
    while current.head.i in words and current.head.i != current.i:
        current = _site(current.head)
    role = current.dep_
    for _ in range(_STEPS):
        head = current.head
        if head.i == current.i or found == _GOVERNORS:
            return
        if current.dep_ == "pobj" or (current.dep_ == "pcomp" and head.dep_ in _PREPOSITION):
            role = head.lower_
        elif current.dep_ not in _PREPOSITION:
            role = current.dep_
        if head.pos_ in _CONTENT:
            found += 1
            yield Governor(role, head)
        current = head


def _site(token: Token) -> Token:
    """The first of the coordinated or apposed words that a word belongs to."""
    while token.dep_ in _JOINED and token.head.i != token.i:
        token = token.head
    return token


def instance_features(sketch: Sketch, one: Anchor, other: Anchor) -> dict[str, float]:
    """Features of one pair of anchors of a zone."""
    names = set(_standing(sketch, one, other))
    if one.sentence == other.sentence:
        names.update(_within(sketch, one, other))
    names.update(_governed(sketch, one, other))
    names.update(_around(sketch, one, other))
    names.update(_speaking(sketch, one, other))
    names.update(_framed(sketch, one, other))
    return dict.fromkeys(sorted(names), 1.0)


def _standing(sketch: Sketch, one: Anchor, other: Anchor) -> Iterator[str]:
    """What kind of mention each is and how far apart they stand."""
    gap = abs(one.sentence - other.sentence)
    yield f"one is {one.kind}"
    yield f"other is {other.kind}"
    yield f"{one.kind} and {other.kind}"
    yield f"{gap} sentences apart"
    yield f"in {sketch.zone.parsed.zone.kind.value}"
    yield "one first" if one.token < other.token else "other first"
    if other.within == one.thing or one.within == other.thing:
        yield "one inside other's name" if one.within == other.thing else "other inside one's name"
    elif one.within is not None and one.within == other.within:
        yield "both inside one name"
    if gap == 0:
        distance = abs(one.token - other.token)
        yield f"apart {next((n for n in (2, 4, 8, 16, 32) if distance <= n), 64)}"


def _within(sketch: Sketch, one: Anchor, other: Anchor) -> Iterator[str]:
    """How the parse joins two words of one sentence, and what stands between them."""
    a, b = sketch.zone.token(one), sketch.zone.token(other)
    if _site(a).i == _site(b).i:
        yield "joined"
    first, last = sorted((a.i, b.i))
    between = a.doc[first + 1 : last]
    names = {name for token in between for name in families(token)}
    yield from (f"{name} between" for name in names)
    if len(between) <= 3:
        yield f"between: {' '.join(token.lemma_.lower() for token in between)}"
    if sum(first < x.token < last for x in sketch.zone.anchors if x.thing.type is one.thing.type) == 0:
        yield "nearest"


def _governed(sketch: Sketch, one: Anchor, other: Anchor) -> Iterator[str]:
    """The nearest words above both ends together."""
    above = sketch.governors(one), sketch.governors(other)
    near = "near" if one.sentence == other.sentence else "far"
    if above[0] and above[1]:
        a, b = above[0][0], above[1][0]
        yield f"{a.role}/{b.role}"
        same = "same" if a.token.i == b.token.i else near
        yield from (f"{same}: {a.role} {x} / {b.role} {y}" for x in a.names for y in b.names)
        yield from (f"{same}: {a.part} {x} / {b.part} {y}" for x in a.names for y in b.names)
    yield from _joined(sketch, one, other)


def _joined(sketch: Sketch, one: Anchor, other: Anchor) -> Iterator[str]:
    """What both ends do in one event: the nearest word that governs both, doers by a shared subject included."""
    above, below = sketch.governors(one), sketch.governors(other)
    for first in above:
        for second in below:
            if first.token.i == second.token.i:
                yield f"{first.part}/{second.part} of one word"
                yield from (f"{first.part} and {second.part} of {name}" for name in first.names)
                yield from (f"{first.role} and {second.role} of {name}" for name in first.names)
                return
    for end, doer, governors in (("one", one, below), ("other", other, above)):
        site = _site(sketch.zone.token(doer)).i
        for governor in governors:
            if governor.token.pos_ == "VERB" and site in sketch.doers(governor.token):
                yield f"{end} does it, {governor.part}"
                yield from (f"{end} does {name}, {governor.part}" for name in governor.names)
                return


def _framed(sketch: Sketch, one: Anchor, other: Anchor) -> Iterator[str]:
    """What part each end has in what its sentence tells, and whether somebody else has it."""
    if one.sentence != other.sentence:
        for end, anchor in (("one", one), ("other", other)):
            for frame in sketch.sentence(anchor.sentence).frames:
                if part := frame.part(anchor):
                    yield from (f"far: {end} {part} of {name}" for name in frame.names)
        return
    sentence = sketch.sentence(one.sentence)
    ends = frozenset((*one.words, *other.words))
    for frame in sentence.frames:
        a, b = frame.part(one), frame.part(other)
        if a and b:
            yield f"{a} and {b} in one event"
            yield f"{a} and {b} in one event, {frame.manner}"
            yield from (f"{name}: one {a}, other {b}" for name in frame.names)
            yield from (f"{name}: one {a}, other {b}, {frame.manner}" for name in frame.names)
        elif a or b:
            inside, end, left = (a, "one", "other") if a else (b, "other", "one")
            acting = [i for i, part in frame.parts.items() if part in ("agent", "with", "patient", "named")]
            taken = "others" if sentence.persons.intersection(acting) - ends else "nobody"
            yield from (f"{name}: {end} {inside}, {left} not, {taken} in it" for name in frame.names)
            yield f"{end} {inside} without {left}, {taken} in it"


def _speaking(sketch: Sketch, one: Anchor, other: Anchor) -> Iterator[str]:
    """Whether one end speaks, and whether the other opens the paragraph in which he does."""
    for end, anchor, beside in (("one", one, other), ("other", other, one)):
        verb = next((g for g in sketch.governors(anchor) if g.token.pos_ == "VERB"), None)
        if verb is not None and verb.part == "agent" and {"SAY", "TELL"} & set(verb.names):
            yield f"{end} speaks"
            yield f"{end} speaks, {min(abs(one.sentence - other.sentence), 2)} from it"
            if beside.sentence == 0:
                place = next((g.part for g in sketch.governors(beside)), "none")
                yield f"{end} speaks where the paragraph opens with it"
                yield f"{end} speaks where the paragraph opens with it as {place}"


def _tense(governors: tuple[Governor, ...]) -> str:
    verb = next((g.token for g in governors if g.token.pos_ in ("VERB", "AUX")), None)
    if verb is None:
        return "none"
    modal = next((child.lower_ for child in verb.children if child.tag_ == "MD"), None)
    return modal or verb.tag_


def _around(sketch: Sketch, one: Anchor, other: Anchor) -> Iterator[str]:
    """What else the sentences say, and the words above and right beside each end."""
    for number in {one.sentence, other.sentence}:
        yield from sketch.sentence(number).names
    yield from sketch.of_end("one", one)
    yield from sketch.of_end("other", other)


def _of_end(sketch: Sketch, end: str, anchor: Anchor) -> Iterator[str]:
    """The words above an end and right beside it."""
    governors = sketch.governors(anchor)
    for rank, governor in enumerate(governors):
        where = "" if rank == 0 else " above"
        yield from (f"{end} {governor.role} {name}{where}" for name in governor.names)
    if governors:
        yield f"{end} {governors[0].role}"
        yield f"{end} {governors[0].role} {governors[0].token.lemma_.lower()}"
        yield f"{end} verb {_tense(governors)}"
    if anchor.sentence == 0:
        yield f"{end} opens paragraph"
    yield from _beside(sketch, end, anchor)


def _beside(sketch: Sketch, end: str, anchor: Anchor) -> Iterator[str]:
    tokens = sketch.zone.parsed.tokens(anchor.span)
    if tokens is None:
        return
    doc = tokens.doc
    for where, index in (("before", tokens.start - 1), ("after", tokens.end)):
        if 0 <= index < len(doc):
            token = doc[index]
            if token.pos_ in _FUNCTION:
                yield f"{end} {where} {token.lower_}"
            yield from (f"{end} {where} {name}" for name in families(token))
    if anchor.thing.type in (EntityType.EVENT, EntityType.AGREEMENT):
        yield from (f"{end} named {name}" for name in {n for t in tokens for n in families(t)})
        yield f"{end} head {tokens.root.lemma_.lower()}"
        if any(character.isdigit() for character in tokens.text):
            yield f"{end} named with a date"
        yield f"{end} in {'capitals' if tokens.root.text[:1].isupper() else 'small letters'}"
