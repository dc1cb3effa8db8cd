"""Where the entities of a document stand in its parsed zones: what candidate pairs are made of. Between scene.py and
pairs.py.

An entity stands where it is mentioned, where a safe pronoun means it, and inside a longer name that has swallowed its
own (GUIDELINES.md: "NSC meeting of March 25" is one mention, but its words still say who met where).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from memograph.extract.language import ParsedZone
from memograph.extract.relations.reading import Reading, Thing
from memograph.extract.relations.scene import Scene, scenes
from memograph.model import EntityType, Mention, Span, ZoneKind

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token

#: Zones whose words state relations; headings, datelines and lists are read as structure.
STATING_ZONES = frozenset({ZoneKind.BODY, ZoneKind.SOURCE_NOTE, ZoneKind.NOTE, ZoneKind.SUBJECT})
_SWALLOWING = (EntityType.EVENT, EntityType.AGREEMENT)
_WORD = re.compile(r"[^\W\d_][\w.']*[\w.]")
_PRONOUNS = {
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "i"),
    **dict.fromkeys(("you", "your", "yours", "yourself"), "you"),
    **dict.fromkeys(("he", "him", "his", "himself", "she", "her", "hers", "herself"), "he"),
    **dict.fromkeys(("we", "us", "our", "ours", "they", "them", "their", "theirs"), "we"),
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """One place where an entity stands.

    Args:
        sentence: number of the sentence in its zone.
        token: index of its head token in the zone.
        words: that index and those of the words of a title before it, which the parser may take for the head.
        span: its words, in the document.
        kind: ``name``, ``role``, ``i``, ``you``, ``he``, ``we``, or ``inside`` another entity's name.
        within: the entity in whose name it stands.
    """

    thing: Thing
    sentence: int
    token: int
    words: tuple[int, ...]
    span: Span
    kind: str
    within: Thing | None = None


@dataclass(frozen=True)
class AnchoredZone:
    """A zone with its sentences and the anchors in it, in text order."""

    parsed: ParsedZone
    anchors: tuple[Anchor, ...]

    @cached_property
    def sentences(self) -> tuple[SpacySpan, ...]:
        """The sentences of the zone."""
        return tuple(self.parsed.spacy.sents)

    def token(self, anchor: Anchor) -> Token:
        """The head token of an anchor of this zone."""
        return self.parsed.spacy[anchor.token]


def anchored_zones(reading: Reading) -> Iterator[AnchoredZone]:
    """The zones that may state relations, each with its anchors."""
    for scene in scenes(reading, [zone for zone in reading.zones if zone.zone.kind in STATING_ZONES]):
        anchors = {(a.token, a.thing): a for a in _of_scene(reading, scene)}
        yield AnchoredZone(scene.zone, tuple(sorted(anchors.values(), key=lambda a: (a.token, a.span))))


def _of_scene(reading: Reading, scene: Scene) -> Iterator[Anchor]:
    zone = scene.zone
    numbers = [number for number, sentence in enumerate(zone.spacy.sents) for _ in sentence]
    for index, thing in scene.things.items():
        if index not in scene.heads and (kind := _PRONOUNS.get(zone.spacy[index].lower_)):
            yield Anchor(thing, numbers[index], index, (index,), zone.span(zone.spacy[index : index + 1]), kind)
    for mention in scene.mentions:
        if mention.method == "inside" and (tokens := zone.tokens(mention.span)):
            index = tokens.root.i
            thing = Thing(mention.type, mention.entity)
            yield Anchor(thing, numbers[index], index, (index,), mention.span, "inside", _around(scene, mention))
    for index, mention in scene.heads.items():
        thing = Thing(mention.type, mention.entity)
        for state, span in _states_in(reading, mention):
            inner = zone.tokens(span)
            within = inner.root.i if inner is not None else index
            yield Anchor(state, numbers[within], within, (within,), span, "inside", thing)
        yield Anchor(thing, numbers[index], index, tuple(_words(scene, index)), mention.span, mention.kind)


def _words(scene: Scene, head: int) -> Iterator[int]:
    """The head of a mention and the words of the title before it."""
    yield head
    before = scene.zone.tokens(scene.heads[head].span)
    index = (before.start if before is not None else head) - 1
    while index in scene.things and index not in scene.heads and scene.things[index] == scene.things[head]:
        yield index
        index -= 1


def _around(scene: Scene, inner: Mention) -> Thing | None:
    """The entity whose name holds another's."""
    for mention in scene.heads.values():
        if mention.type in _SWALLOWING and mention.span.contains(inner.span):
            return Thing(mention.type, mention.entity)
    return None


def _states_in(reading: Reading, mention: Mention) -> Iterator[tuple[Thing, Span]]:
    """States that a longer name has swallowed by their demonym: both in "the U.S.-Soviet Exchange Agreement"."""
    if mention.type in _SWALLOWING:
        start = mention.span.start
        for match in _WORD.finditer(mention.span.of(reading.text)):
            if state := reading.authority.state_of_demonym(match.group(0)):
                yield Thing(EntityType.PLACE, state.slug), Span(start + match.start(), start + match.end())
