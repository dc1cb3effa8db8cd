"""What a document says about the entities found in it: the sixteen relations of GUIDELINES.md, each with its evidence.

of_header.py reads structure, of_conversations.py who met where no list says so, of_posts.py the words around names,
of_sentences.py sentences by the rules of the ontology folder, which may add relations of one's own; classifier.py
decides, of pairs of entities, what sentences state, with the rules' findings as features; attribution.py adds who says
so, how surely and when, and takes out what the text denies.
"""

from __future__ import annotations

from itertools import chain

from memograph.extract.relations.attribution import Attribution
from memograph.extract.relations.classifier import Classifier
from memograph.extract.relations.of_conversations import conversation_relations
from memograph.extract.relations.of_header import header_relations
from memograph.extract.relations.of_posts import post_relations
from memograph.extract.relations.of_sentences import sentence_relations
from memograph.extract.relations.reading import Reading
from memograph.model import SYMMETRIC_RELATIONS, Relation

__all__ = ["Reading", "relate"]


def relate(reading: Reading, classifier: Classifier) -> tuple[Relation, ...]:
    """Every relation of a document once, with the first evidence found; header before posts before sentences."""
    found: dict[tuple[object, ...], Relation] = {}
    attribution = Attribution(reading)
    stated = list(sentence_relations(reading))
    sentences = [r for r in stated if r.method not in reading.rules.weak]
    judged = classifier.judged(reading, stated, sentences)
    of_structure = (header_relations(reading), conversation_relations(reading), post_relations(reading))
    for relation in chain(*of_structure, judged):
        if _identity(relation) in found:
            continue
        if (told := attribution.told(relation)) is not None:
            found[_identity(relation)] = told
    return tuple(found.values())


def _identity(relation: Relation) -> tuple[object, ...]:
    ends = ((relation.subject, relation.subject_type or ""), (relation.object, relation.object_type or ""))
    return (
        relation.predicate,
        *(sorted(ends) if relation.symmetric or relation.predicate in SYMMETRIC_RELATIONS else ends),
    )
