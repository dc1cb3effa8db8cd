"""Who does what in a sentence: each trigger word with the words that take part in it. After syntax.py and anchors.py.

A frame is generous where parsers err: a place or a companion counts for a verb whether the parse hangs it on the verb,
on its object or on the object of its preposition ("met Khrushchev in Vienna").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from memograph.extract.relations.anchors import Anchor
from memograph.extract.relations.syntax import coordinated, denied, doers, owners
from memograph.extract.relations.wording import families

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token

_PARTS = {
    **dict.fromkeys(("in", "at", "near", "outside", "inside", "around", "throughout"), "at"),
    **dict.fromkeys(("to", "into", "toward", "towards", "for"), "to"),
    **dict.fromkeys(("with", "between", "among", "and"), "with"),
    **dict.fromkeys(("during", "following", "after", "before", "since", "on", "upon"), "when"),
    "from": "from",
    "of": "of",
    "by": "by",
    "about": "about",
    "re": "about",
}
#: What a verb may take over from its object's complements, and a noun from those of the verb above it.
_SHARED = frozenset({"at", "with", "to", "when", "from"})
_DEPTH = 2
_UNDERGOING = frozenset({"dobj", "dative", "nsubjpass", "obj", "iobj"})
_MODALS = frozenset({"would", "could", "might", "should", "may", "must", "can"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One trigger: its families, the part that each word (index in the zone) has in it, and how it is stated."""

    token: Token
    names: tuple[str, ...]
    parts: Mapping[int, str]
    manner: str  # "denied", "modal" or "stated"

    def part(self, anchor: Anchor) -> str | None:
        """The part that an entity has in it where it stands; None when it has none."""
        return next((part for word in anchor.words if (part := self.parts.get(word))), None)


def frames(sentence: SpacySpan) -> Iterator[Frame]:
    """The frames of a sentence in text order."""
    for token in sentence:
        names = families(token)
        if names:
            verbal = token.pos_ in ("VERB", "AUX")
            parts: dict[int, str] = {}
            for word, part in _of_verb(token) if verbal else _of_noun(token):
                parts.setdefault(word.i, part)
            verb = token if verbal else token.head
            yield Frame(token, names, parts, _manner(verb))


def _of_verb(verb: Token) -> Iterator[tuple[Token, str]]:
    for doer in doers(verb):
        yield doer, "agent"
    for child in verb.children:
        if child.dep_ in _UNDERGOING:
            yield from ((word, "patient") for word in coordinated(child))
    yield from _complements(verb, _DEPTH)
    for child in verb.children:
        if child.dep_ in ("dobj", "attr", "acomp", "advmod", "prt", "npadvmod", "dative", "ccomp"):
            yield child, "patient" if child.dep_ == "dobj" else child.dep_
            if child.dep_ != "ccomp":
                yield from ((word, part) for word, part in _complements(child, _DEPTH) if part in _SHARED)


def _of_noun(noun: Token) -> Iterator[tuple[Token, str]]:
    for owner in owners(noun):
        yield owner, "agent"
    for child in noun.children:
        if child.dep_ in ("compound", "nmod", "amod", "poss"):
            yield child, "named"
            for other in child.children:
                if other.dep_ in ("compound", "nmod", "conj", "punct"):
                    yield other, "named"
        elif child.dep_ in ("relcl", "acl"):
            yield from ((word, part) for word, part in _complements(child, 1) if part in _SHARED)
    yield from _complements(noun, _DEPTH)
    above = noun.head
    if above.pos_ in ("VERB", "AUX") and noun.dep_ in ("dobj", "nsubj", "nsubjpass", "attr"):
        yield from ((word, part) for word, part in _complements(above, 1) if part in _SHARED)


def _complements(head: Token, depth: int) -> Iterator[tuple[Token, str]]:
    """What stands after a word's prepositions, and after theirs."""
    for child in head.children:
        if child.dep_ in ("prep", "dative", "agent") and child.pos_ in ("ADP", "SCONJ", "PART"):
            part = _PARTS.get(child.lower_, "beside")
            for object_ in child.children:
                if object_.dep_ in ("pobj", "pcomp"):
                    for word in coordinated(object_):
                        yield word, part
                    if depth > 1:
                        yield from ((w, p) for w, p in _complements(object_, depth - 1) if p in _SHARED)
                elif object_.dep_ == "prep":  # "back to", "up to", "out of"
                    yield from _complements(child, 1)


def _manner(verb: Token) -> str:
    if denied(verb):
        return "denied"
    modal = any(child.tag_ == "MD" and child.lower_ in _MODALS for child in verb.children)
    return "modal" if modal else "stated"
