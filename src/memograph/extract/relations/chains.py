"""What follows from two relations of one document: who attended a conference that was held in Geneva went to Geneva.

After of_sentences.py has found what sentences state; each conclusion is evidenced by the words of its first premise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from memograph.extract.relations.rules import Chain, Link, RuleBook
from memograph.extract.relations.thing import Thing
from memograph.model import Relation

Bound = dict[str, Thing]


def conclusions(rules: RuleBook, found: Iterable[Relation]) -> Iterator[Relation]:
    """What the rules that follow from others conclude from `found`; what weak rules found is no premise."""
    by_relation: dict[str, list[Relation]] = {}
    for premise in found:
        if premise.method not in rules.weak:
            by_relation.setdefault(premise.predicate, []).append(premise)
    for relation in rules.relations:
        for rule in relation.rules:
            if isinstance(rule.pattern, Chain):
                for first, ends in _joined(rule.pattern, by_relation):
                    subject, object_ = ends["subject"], ends["object"]
                    if subject.type in relation.subject_types and object_.type in relation.object_types:
                        yield replace(
                            first,
                            subject=subject.slug,
                            subject_type=subject.type,
                            predicate=relation.relation,
                            object=object_.slug,
                            object_type=object_.type,
                            method=rule.method,
                            symmetric=relation.symmetric,
                        )


def _joined(chain: Chain, found: dict[str, list[Relation]]) -> Iterator[tuple[Relation, Bound]]:
    for first in found.get(chain.first.relation, ()):
        known = _bound(chain.first, first)
        for second in found.get(chain.second.relation, ()):
            more = _bound(chain.second, second)
            ends = {**known, **more}
            agrees = all(ends[name] == thing for name, thing in known.items())
            if agrees and len(set(ends.values())) == len(ends):
                yield first, ends


def _bound(link: Link, relation: Relation) -> Bound:
    """The names of a link with the things that a relation puts in their place; none for a literal."""
    if relation.subject_type is None or relation.object_type is None:
        return {}
    return {
        link.left: Thing(relation.subject_type, relation.subject),
        link.right: Thing(relation.object_type, relation.object),
    }
