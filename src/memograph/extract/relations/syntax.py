"""Walks in a dependency parse that the sentence rules share: who does a verb, whose a noun is, what a preposition adds.

Labels are those of spaCy's English models (ClearNLP style: nsubj, dobj, pobj, poss, relcl, agent).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_SHARES_SUBJECT = frozenset({"conj", "xcomp", "advcl", "pcomp", "ccomp", "acomp"})
#: What follows a title and is no part of it; the longest title, in words.
_ENDS_TITLE = frozenset({"relcl", "acl", "cc", "mark", "nsubj", "aux", "advmod"})
_LONGEST_TITLE = 14
#: Tags of finite verbs; labels that the parser gives a subject in error.
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_MISREAD = frozenset({"pobj", "npadvmod", "appos", "nmod", "dep"})
#: Words on a verb or noun that deny it or make it a condition.
_DENYING = frozenset({"if", "never", "without", "unless", "whether", "no", "neither"})
#: Verbs whose complement did not happen.
_REFUSING = frozenset("refuse decline fail avoid prevent cancel postpone".split())


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
    elif not subjects and (misread := _misread_subject(verb)) is not None:
        subjects = [misread]
    elif not subjects and verb.dep_ in ("acl", "relcl") and verb.tag_ != "VBN":  # "a recommendation given to you"
        yield from antecedents(verb.head)
    for subject in subjects:
        if subject.lower_ in _RELATIVE and verb.dep_ == "relcl":
            yield from antecedents(verb.head)
        else:
            yield from coordinated(subject)


def _misread_subject(verb: Token) -> Token | None:
    """The name right before a finite verb without a subject: the parser often takes "Kohler" for the object of "on" in
    "On February 20 Kohler sent Rusk a memorandum".
    """
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "advmod") and c.i < verb.i]
    if verb.dep_ not in ("ROOT", "ccomp") or not {verb.tag_, *(c.tag_ for c in helpers)} & _FINITE:
        return None
    before = min([verb, *helpers], key=lambda t: t.i).i - 1
    token = verb.doc[before] if before >= verb.sent.start else None
    hangs = token is not None and token.pos_ == "PROPN" and token.dep_ in _MISREAD and verb.is_ancestor(token)
    return token if hangs else None


def antecedents(noun: Token) -> Iterator[Token]:
    """What a relative clause on a noun may speak of: the noun, those joined to it, and its appositions."""
    yield from coordinated(noun)
    yield from (child for child in noun.children if child.dep_ == "appos")


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


def head_of(phrase: Span) -> Token:
    """The head noun of a phrase; where the parser tears it apart, the first noun that hangs on something outside it."""
    outside = (t for t in phrase if t.pos_ in ("NOUN", "PROPN") and not phrase.start <= t.head.i < phrase.end)
    root = phrase.root
    return root if root.pos_ in ("NOUN", "PROPN") else next(outside, root)


def title_words(noun: Token) -> str:
    """The phrase of a noun without article and clauses, empty where too long: "President of the Supreme Soviet"."""
    words: list[Token] = []
    for token in noun.doc[noun.left_edge.i : noun.right_edge.i + 1]:
        if token.i > noun.i and (token.is_punct or token.dep_ in _ENDS_TITLE):
            break
        if words or token.dep_ not in ("det", "poss", "case"):
            words.append(token)
    return "".join(t.text_with_ws for t in words).strip() if 0 < len(words) <= _LONGEST_TITLE else ""


def denied(token: Token) -> bool:
    """Whether a verb or noun is negated or hypothetical: GUIDELINES.md, such facts are not relations."""
    if any(c.dep_ == "neg" or c.lower_ in _DENYING for c in token.children):
        return True
    if token.dep_ not in ("xcomp", "pcomp", "dobj", "ccomp"):
        return False
    above = token.head.head if token.dep_ == "pcomp" else token.head
    refused = above.pos_ == "VERB" and above.lemma_ in _REFUSING
    return refused or (token.dep_ == "xcomp" and denied(above))


_ASKED = re.compile(r"""\?[\s"')]*\Z""")
#: A question at the end that began inside the sentence: from its quotation mark on nothing closes it.
_QUOTED_QUESTION = re.compile(r"""[ (:,](?:"\w[^"]*|'\w(?:[^']|'\w)*)\?[\s"')]*\Z""")


def is_question(sentence: Span) -> bool:
    """A question states nothing (GUIDELINES.md: hypothetical facts are not relations).

    One that somebody else is quoted with at the end of a sentence is not the sentence's own: it noted that "when ...?".
    """
    text = sentence.text
    return _ASKED.search(text) is not None and not _QUOTED_QUESTION.search(text)
