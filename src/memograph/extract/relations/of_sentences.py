"""Relations that sentences state, found by the rules of the ontology folder (``ontology/relations/*.toml``).

rulefile.py has read the rules, scene.py says which token stands for whom; here each rule is tried where its trigger and
the types it joins occur. What is denied, asked or made a condition is no relation (GUIDELINES.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING

from memograph.extract.relations.chains import conclusions
from memograph.extract.relations.reading import Reading, Thing, related
from memograph.extract.relations.rules import DependencyPattern, RelationRules, Rule, WordPattern
from memograph.extract.relations.scene import Found, Scene, Sentence, scenes
from memograph.extract.relations.syntax import denied, is_question
from memograph.model import Mention, Relation, Span, ZoneKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_RELATED_ZONES = frozenset({ZoneKind.BODY, ZoneKind.SOURCE_NOTE, ZoneKind.NOTE})
#: What stands between a statement and its date: "your memorandum of January 19".
_BEFORE_DATE = re.compile(r" (?:(?:of|on|in|for|dated) )?(?:the )?")
#: Characters between two things that a pattern of words joins, and looked at before and after them.
_REACH = 60
#: Words that deny what a pattern of words says, or make it a condition.
_DENIED = re.compile(r"\b(?:not|never|no|nor|neither|without|if|whether|unless|cannot)\b|n't\b", re.IGNORECASE)
#: A quotation takes in what modifies its first word, unless that is much.
_FEW = 4


def sentence_relations(reading: Reading) -> Iterator[Relation]:
    """Relations stated in paragraphs and notes, weak rules among them; `Relation.method` is the rule's."""
    found = list(_stated_in(reading))
    yield from found
    yield from conclusions(reading.rules, found)


def _stated_in(reading: Reading) -> Iterator[Relation]:
    zones = [zone for zone in reading.zones if zone.zone.kind in _RELATED_ZONES]
    for scene in scenes(reading, zones):
        for relation in reading.rules.relations:
            for rule in relation.rules:
                pattern = rule.pattern
                if isinstance(pattern, WordPattern):
                    yield from _worded(scene, relation, rule.method, pattern)
                elif isinstance(pattern, DependencyPattern):
                    for sentence in scene.sentences:
                        if sentence.has(pattern.needs):
                            yield from _matched(scene, sentence, relation, rule, pattern)


def _matched(
    scene: Scene, sentence: Sentence, relation: RelationRules, rule: Rule, pattern: DependencyPattern
) -> Iterator[Relation]:
    for _, indices in pattern.matcher(sentence.doc):
        nodes = [scene.zone.spacy[sentence.first + index] for index in indices]
        if _is_guarded(pattern, nodes):
            continue
        for (one, subject), (other, object_) in _pairs(scene, rule, pattern, nodes):
            if _may_join(relation, subject, object_):
                assert isinstance(subject, Thing)
                evidence = _evidence(scene, object_, *nodes, one, other)
                yield _stated(relation, subject, object_, evidence, rule.method)


def _pairs(
    scene: Scene, rule: Rule, pattern: DependencyPattern, nodes: Sequence[Token]
) -> Iterator[tuple[Found, Found]]:
    """Who or what a match may join."""
    subjects = list(scene.ends(pattern.subject, nodes[pattern.subject.node], rule.demonyms))
    if pattern.together:
        yield from combinations(subjects, 2)
        return
    objects = list(scene.ends(pattern.object, nodes[pattern.object.node], rule.demonyms))
    walked = [found for end, found in ((pattern.subject, subjects), (pattern.object, objects)) if end.walk]
    if all(len({thing for _, thing in found}) >= rule.least for found in walked):
        yield from product(subjects, objects)


def _is_guarded(pattern: DependencyPattern, nodes: Sequence[Token]) -> bool:
    for child in pattern.unless:
        for token in nodes[child.node].children:
            if token.dep_ in child.dep and (not child.word or token.lower_ in child.word):
                return True
    return any(denied(node) for node in nodes) or is_question(nodes[0].sent)


def _may_join(relation: RelationRules, subject: Thing | str, object_: Thing | str) -> bool:
    if isinstance(subject, str) or subject.type not in relation.subject_types:
        return False
    if isinstance(object_, str):
        return not relation.object_types
    return object_.type in relation.object_types and object_.slug != subject.slug


def _stated(relation: RelationRules, subject: Thing, object_: Thing | str, evidence: Span, method: str) -> Relation:
    return replace(related(subject, relation.relation, object_, evidence, method), symmetric=relation.symmetric)


def _worded(scene: Scene, relation: RelationRules, method: str, pattern: WordPattern) -> Iterator[Relation]:
    text, zone = scene.reading.text, scene.zone.zone.span
    first_types, last_types = relation.subject_types, relation.object_types
    if pattern.reversed_:
        first_types, last_types = last_types, first_types
    for first, last in _near(scene.mentions):
        if first.type not in first_types or last.type not in last_types or first.entity == last.entity:
            continue
        if not pattern.between.fullmatch(text, first.span.end, last.span.start):
            continue
        start, end = first.span.start, last.span.end
        if pattern.before is not None:
            before = pattern.before.search(text[max(zone.start, start - _REACH) : start])
            if before is None:
                continue
            start -= len(before.group(0))
        if pattern.after is not None:
            after = pattern.after.match(text, end, zone.end)
            if after is None:
                continue
            end = after.end()
        if _DENIED.search(text, start, end) or _asks(scene, first):
            continue
        ends = [Thing(m.type, m.entity) for m in (first, last)]
        subject, object_ = reversed(ends) if pattern.reversed_ else ends
        yield _stated(relation, subject, object_, Span(start, end), method)


def _asks(scene: Scene, mention: Mention) -> bool:
    tokens = scene.zone.tokens(mention.span)
    return tokens is not None and is_question(tokens.root.sent)


def _near(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Each two mentions that stand close together, in text order."""
    for number, first in enumerate(mentions):
        for last in mentions[number + 1 :]:
            if last.span.start - first.span.end > _REACH:
                break
            yield first, last


def _evidence(scene: Scene, object_: Thing | str, *tokens: Token) -> Span:
    """The shortest stretch that holds the pattern and both ends, with what stands before the first and a date after."""
    first, last = min(t.i for t in tokens), max(t.i for t in tokens)
    doc = scene.zone.spacy
    start = doc[first].left_edge.i if doc[first].n_lefts < _FEW else first
    if isinstance(object_, str):
        last = max(last, tokens[-1].right_edge.i)
    span = _widened(scene, scene.zone.span(doc[start : last + 1]), tokens)
    before_date = _BEFORE_DATE.match(scene.reading.text, span.end)
    date = scene.reading.date_phrases.get(before_date.end()) if before_date else None
    return span if date is None or not scene.zone.zone.span.contains(date) else Span(span.start, date.end)


def _widened(scene: Scene, span: Span, tokens: Sequence[Token]) -> Span:
    """The same with the whole of every name that a token of it heads."""
    names = [scene.heads[token.i].span for token in tokens if token.i in scene.heads]
    return Span(min([span.start, *(n.start for n in names)]), max([span.end, *(n.end for n in names)]))
