"""What counts as the same in gold and prediction: names, entities, relations. Under figures, mistakes and reliability.

The rules are those of ../shared/gold/score.py.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from memograph.gold import GoldDocument
from memograph.model import DOC, LITERAL_RELATIONS, SYMMETRIC_RELATIONS

#: Demonyms are not annotated at all (GUIDELINES.md, Place), so predicting one costs nothing.
_DEMONYM = re.compile(
    r"^(the )?(soviets?|americans?|russians?|chinese|germans?|french|british|cubans?|poles|polish|western|eastern"
    r"|communists?|europeans?|afghans?|yugoslavs?|u\.s\.-soviet|us-soviet)$",
    re.IGNORECASE,
)
_APOSTROPHE = re.compile(r"[ʼ’‘`]")
_FUNCTION_WORD = re.compile(r"\b(the|of|for|to|and|in|at|a|an)\b|'s\b")
_POST_OVERLAP = 0.6

#: Start and end in the text.
Place = tuple[int, int]
#: Start, end and type of a name.
Named = tuple[int, int, str]
#: Subject and object of a relation.
Pair = tuple[str, str]


def place(mention: Mapping[str, Any]) -> Place:
    """Start and end of a mention, code points."""
    return mention["start"], mention["end"]


def named(document: GoldDocument) -> set[Named]:
    """Start, end and type of every named mention."""
    types = {key: entity["type"] for key, entity in document.entities.items()}
    names = (m for m in document.data["mentions"] if m.get("kind", "name") == "name")
    return {(*place(m), types[m["entity"]]) for m in names}


def named_for_scoring(gold: GoldDocument, predicted: GoldDocument) -> set[Named]:
    """Predicted names less those that cost nothing: demonyms, and what gold marks as a role."""
    roles = {place(m) for m in gold.data["mentions"] if m["kind"] == "role"}
    return {(a, b, t) for a, b, t in named(predicted) if (a, b) not in roles and not _DEMONYM.match(gold.text[a:b])}


def normal(text: str) -> str:
    """Words in lower case without articles, prepositions and possessive endings."""
    return " ".join(re.findall(r"\w+", _FUNCTION_WORD.sub(" ", _APOSTROPHE.sub("'", text.lower()))))


def labels(entity: Mapping[str, Any]) -> Iterable[str]:
    """Label and aliases of an entity."""
    return (entity["label"], *entity.get("aliases", ()))


def paired_entities(gold: GoldDocument, predicted: GoldDocument) -> dict[str, str]:
    """Predicted entity id → gold entity id: most shared spans, an exact one counting three times an overlapping one."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for p in predicted.data["mentions"]:
        for g in gold.data["mentions"]:
            if p["start"] < g["end"] and g["start"] < p["end"]:
                votes[p["entity"]][g["entity"]] += 3 if place(p) == place(g) else 1
    pairs = {ours: counts.most_common(1)[0][0] for ours, counts in votes.items()}
    known = {(e["type"], normal(name)): e["id"] for e in gold.data["entities"] for name in labels(e)}
    for entity in predicted.data["entities"]:  # one that only a relation names, such as the state behind a demonym
        key = entity["type"], normal(entity["label"])
        if entity["id"] not in pairs and key in known:
            pairs[entity["id"]] = known[key]
    return pairs


def pairs_by_relation(document: GoldDocument, pairing: Mapping[str, str] | None) -> dict[str, dict[Pair, int]]:
    """Subject and object → first row of ``data["relations"]``, by relation.

    Args:
        pairing: `paired_entities` for a prediction, whose ids become those of gold, or ``?id`` when they pair with
            nothing; None for gold itself.
    """

    def in_gold(key: str) -> str:
        return key if pairing is None or key == DOC else pairing.get(key, f"?{key}")

    found: dict[str, dict[Pair, int]] = defaultdict(dict)
    entities = document.entities
    for row, (subject, relation, object_, *_) in enumerate(document.data["relations"]):
        literal = relation in LITERAL_RELATIONS or object_ not in entities
        s, o = in_gold(subject), object_ if literal else in_gold(object_)
        if relation in SYMMETRIC_RELATIONS and o < s:
            s, o = o, s
        if relation == "classified":  # handling words do not count
            o = o.split(";")[0].strip()
        found[relation].setdefault((s, o), row)
    return found


def judged_relations(gold: GoldDocument, predicted: GoldDocument) -> Iterator[tuple[str, int, bool]]:
    """Each predicted triple once: its relation, its row in ``predicted.data["relations"]``, whether gold has it."""
    yield from ((relation, row, hit is not None) for relation, row, hit in matched_relations(gold, predicted))


def matched_relations(gold: GoldDocument, predicted: GoldDocument) -> Iterator[tuple[str, int, int | None]]:
    """Each predicted triple once: its relation, its row, and the row of gold that says the same, None where none does.

    A row of gold matches one predicted triple at most.
    """
    wanted = pairs_by_relation(gold, None)
    found = pairs_by_relation(predicted, paired_entities(gold, predicted))
    for relation, pairs in found.items():
        open_ = dict(wanted.get(relation, {}))
        for pair, row in pairs.items():
            hit = next((g for g in open_ if _same_fact(relation, g, pair)), None)
            yield relation, row, None if hit is None else open_.pop(hit)


def _same_fact(relation: str, gold: Pair, predicted: Pair) -> bool:
    if gold[0] != predicted[0]:
        return False
    if relation == "holdsPost":
        a, b = (set(normal(post).split()) for post in (gold[1], predicted[1]))
        return bool(a and b) and len(a & b) / len(a | b) >= _POST_OVERLAP
    if relation in LITERAL_RELATIONS:
        return normal(gold[1]) == normal(predicted[1])
    return gold[1] == predicted[1]
