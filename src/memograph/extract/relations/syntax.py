"""Walks in a dependency parse that the sentence rules share: who does a verb, whose a noun is, what a preposition adds.

Labels are those of spaCy's English models (ClearNLP style: nsubj, dobj, pobj, poss, relcl, agent).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_SHARES_SUBJECT = frozenset({"conj", "xcomp", "advcl", "pcomp", "ccomp"})


def coordinated(token: Token) -> Iterator[Token]:
    """A token and those joined to it by *and* or a comma."""
    yield token
    yield from token.conjuncts


def doers(verb: Token) -> Iterator[Token]:
    """Who does a verb: its subject (its agent in the passive), else that of the verb it hangs on."""
    agents = [p for by in verb.children if by.dep_ == "agent" for p in by.children if p.dep_ == "pobj"]
    passive = any(child.dep_ == "nsubjpass" for child in verb.children)
    subjects = agents if agents or passive else [c for c in verb.children if c.dep_ in _SUBJECT]
    if not subjects and not passive and verb.dep_ in _SHARES_SUBJECT and verb.head is not verb:
        told = [c for c in verb.head.children if c.dep_ in ("dobj", "dative") and verb.head.i < c.i < verb.i]
        if verb.dep_ == "xcomp" and told:  # "Rusk instructed Thompson to meet Gromyko"
            yield from coordinated(told[-1])
        else:
            yield from doers(verb.head)
    elif not subjects and verb.dep_ in ("acl", "relcl"):
        yield from _antecedents(verb.head)
    for subject in subjects:
        if subject.lower_ in _RELATIVE and verb.dep_ == "relcl":
            yield from _antecedents(verb.head)
        else:
            yield from coordinated(subject)


def _antecedents(noun: Token) -> Iterator[Token]:
    """What a relative clause on a noun may speak of: the noun, those joined to it, and its appositions."""
    yield from coordinated(noun)
    yield from (child for child in noun.children if child.dep_ == "appos")


def undergoers(verb: Token) -> Iterator[Token]:
    """Whom a verb is done to: its objects, or its subject in the passive."""
    for child in verb.children:
        if child.dep_ in ("dobj", "dative", "nsubjpass", "obj", "iobj"):
            yield from coordinated(child)


def after(head: Token, *prepositions: str) -> Iterator[Token]:
    """What stands after these prepositions below a verb or noun."""
    for child in head.children:
        if child.dep_ in ("prep", "dative") and child.lower_ in prepositions:
            for object_ in child.children:
                if object_.dep_ in ("pobj", "pcomp"):
                    yield from coordinated(object_)


def owners(noun: Token) -> Iterator[Token]:
    """Whose a noun is: its possessor, what stands after *of* or *by*, else the doer of the verb above it."""
    possessors = [child for child in noun.children if child.dep_ == "poss"]
    if possessors:
        for possessor in possessors:
            yield from coordinated(possessor)
        return
    stated = list(after(noun, "of", "by", "from"))
    yield from stated
    if not stated and (verb := verb_above(noun)) is not None:
        yield from doers(verb)


def verb_above(token: Token) -> Token | None:
    """The nearest verb that governs a token through prepositions and nouns."""
    for ancestor in token.ancestors:
        if ancestor.pos_ in ("VERB", "AUX"):
            return ancestor
    return None


def denied(verb: Token) -> bool:
    """Whether a verb is negated or hypothetical: GUIDELINES.md, such facts are not relations."""
    return any(c.dep_ == "neg" or c.lower_ in ("if", "never", "without", "unless") for c in verb.children)
