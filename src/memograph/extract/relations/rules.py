"""What a rule file says, once read and compiled. Made by rulefile.py, run by of_sentences.py.

A rule has one of three kinds of pattern: a dependency pattern (spaCy's DependencyMatcher), a pattern of words, or two
other relations that it follows from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from memograph.model import EntityType

if TYPE_CHECKING:
    from spacy.matcher import DependencyMatcher

Pattern: TypeAlias = "DependencyPattern | WordPattern | Chain"
#: How an end is reached from a node of the pattern ("" is the node itself); docs/relations.md explains each.
Walk: TypeAlias = Literal["", "doer", "owner", "we", "named in", "title at"]
WALKS: tuple[Walk, ...] = ("doer", "owner", "we", "named in", "title at")


@dataclass(frozen=True, slots=True)
class End:
    """Where a rule finds one end of its relation: a node of the pattern, or a walk from one (``doer of meet``)."""

    node: int
    walk: Walk = ""


@dataclass(frozen=True, slots=True)
class Child:
    """What must not hang on a node: a child with one of these dependency labels and (unless empty) of these words."""

    node: int
    dep: frozenset[str]
    word: frozenset[str]


@dataclass(frozen=True, slots=True)
class DependencyPattern:
    """A dependency pattern, compiled.

    Args:
        matcher: holds this pattern alone, so that it runs only where all that it asks for stands.
        needs: what some word of a sentence must have, in the order of the nodes: name of an attribute (``lemma``,
            ``word``, ``type``, ``dep``, or ``dep lemma`` and so on for two at once) and its values; last, as
            ``lemma > dep``, what must hang on what. Without them the pattern cannot match.
        subject, object: the two ends; for people who do something together both are the same.
        unless: children that must not be there.
    """

    matcher: DependencyMatcher
    needs: tuple[tuple[str, frozenset[str]], ...]
    subject: End
    object: End
    unless: tuple[Child, ...] = ()

    @property
    def together(self) -> bool:
        """Whether the ends are any two of one group ("McCloy and Zorin met")."""
        return self.subject == self.object


@dataclass(frozen=True, slots=True)
class WordPattern:
    """Two ends and the words before, between and after them; `reversed_` when the object stands first."""

    before: re.Pattern[str] | None
    between: re.Pattern[str]
    after: re.Pattern[str] | None
    reversed_: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A premise: ``subject attended event``; `left` and `right` are ``subject``, ``object`` or a name of their own."""

    left: str
    relation: str
    right: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Two premises that share a thing, from which a relation between their other ends follows."""

    first: Link
    second: Link


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of stating a relation.

    Args:
        method: the relation and the rule's own id, ``metWith.met``; the `method` of what it finds.
        demonyms: whether "Soviet" counts as the state it belongs to.
        least: how many each walk must find: an agreement that names one state alone names no parties.
        weak: fires only as a hint for trained relating; no statement by itself.
        confidence: declared in the file; None where gold documents measure it.
    """

    method: str
    pattern: Pattern
    demonyms: bool = False
    least: int = 1
    weak: bool = False
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, and whether the relation must be found in it between these two (by the words that name them)."""

    text: str
    subject: str
    object: str
    matches: bool


@dataclass(frozen=True, slots=True)
class RelationRules:
    """A rule file: a relation of the ontology, what it joins, and how sentences state it.

    Args:
        file: where it was read from.
        object_types: empty when the object is a literal (a post's title).
        symmetric: holds both ways and is written once.
    """

    file: Path
    relation: str
    subject_types: frozenset[EntityType]
    object_types: frozenset[EntityType]
    symmetric: bool
    rules: tuple[Rule, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rule files of an ontology folder, in the order of their names."""

    relations: tuple[RelationRules, ...] = ()
    weak: frozenset[str] = field(init=False)
    declared: Mapping[str, float] = field(init=False)

    def __post_init__(self) -> None:
        rules = [rule for relation in self.relations for rule in relation.rules]
        object.__setattr__(self, "weak", frozenset(rule.method for rule in rules if rule.weak))
        declared = {rule.method: rule.confidence for rule in rules if rule.confidence is not None}
        object.__setattr__(self, "declared", declared)
