"""Extraction against gold: precision, recall and F1, by the rules of ../shared/gold/score.py (a test compares the two).

Reads only annotations in the gold form (gold.py), so predictions of any program can be measured.

====================  ==================================================================================================
``mentions strict``   named mentions: same start, end and type; also per type
``mentions relaxed``  named mentions: overlapping, same type
``linking persons``   of gold Person mentions with an ``hsg`` id: the predicted mention at the same span has that id
``linking places``    of gold Place names: the predicted mention there is a Place with the same label or alias
``relations``         (subject, relation, object), entities paired by shared spans, so that labels do not matter
====================  ==================================================================================================
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from memograph.errors import ReadError
from memograph.gold import GoldDocument, read_gold
from memograph.model import DOC, LITERAL_RELATIONS, SYMMETRIC_RELATIONS, EntityType

#: Demonyms are not annotated at all (GUIDELINES.md, Place), so predicting one costs nothing.
_DEMONYM = re.compile(
    r"^(the )?(soviets?|americans?|russians?|chinese|germans?|french|british|cubans?|poles|polish|western|eastern"
    r"|communists?|europeans?|afghans?|yugoslavs?|u\.s\.-soviet|us-soviet)$",
    re.IGNORECASE,
)
_APOSTROPHE = re.compile(r"[ʼ’‘`]")
_FUNCTION_WORD = re.compile(r"\b(the|of|for|to|and|in|at|a|an)\b|'s\b")
_POST_OVERLAP = 0.6

Place = tuple[int, int]
Triple = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """Counts of one measure over all documents, and what follows from them (0 to 1)."""

    correct: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 0 when nothing was predicted."""
        return self.correct / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 0 when there is none."""
        return self.correct / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


Counts = Iterator[tuple[str, int, int, int]]


def score(gold_dir: Path, predicted_dir: Path) -> dict[str, Figure]:
    """Figures by name, micro-averaged over the documents of `gold_dir`; a missing prediction counts as an empty one.

    Raises:
        ReadError: `gold_dir` holds no annotation, or a file is not one.
    """
    files = sorted(gold_dir.glob("*.json"))
    if not files:
        raise ReadError(str(gold_dir), "no *.json annotations in this folder")
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for file in files:
        gold = read_gold(file)
        for name, *counts in _document(gold, _prediction(predicted_dir / file.name, gold)):
            totals[name] = [a + b for a, b in zip(totals[name], counts, strict=True)]
    return {name: Figure(*counts) for name, counts in sorted(totals.items())}


def _prediction(file: Path, gold: GoldDocument) -> GoldDocument:
    if file.exists():
        return read_gold(file)
    return GoldDocument(gold.id, {"entities": [], "mentions": [], "relations": []}, "")


def _document(gold: GoldDocument, predicted: GoldDocument) -> Counts:
    yield from _mentions(gold, predicted)
    yield "linking persons", *_persons(gold, predicted)
    yield "linking places", *_places(gold, predicted)
    yield from _relations(gold, predicted)


# ── mentions ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _mentions(gold: GoldDocument, predicted: GoldDocument) -> Counts:
    wanted, found = _names(gold), _names(predicted)
    roles = {_place(m) for m in gold.data["mentions"] if m["kind"] == "role"}
    found = {(a, b, t) for a, b, t in found if (a, b) not in roles and not _DEMONYM.match(gold.text[a:b])}
    yield "mentions strict", len(wanted & found), len(found), len(wanted)
    for kind in {t for *_, t in wanted | found}:
        w, f = ({row for row in rows if row[2] == kind} for rows in (wanted, found))
        yield f"mentions strict {kind}", len(w & f), len(f), len(w)
    yield "mentions relaxed", _overlapping(wanted, found), len(found), len(wanted)


def _names(document: GoldDocument) -> set[tuple[int, int, str]]:
    types = {key: entity["type"] for key, entity in document.entities.items()}
    named = (m for m in document.data["mentions"] if m.get("kind", "name") == "name")
    return {(*_place(m), types[m["entity"]]) for m in named}


def _overlapping(wanted: set[tuple[int, int, str]], found: set[tuple[int, int, str]]) -> int:
    """Pairs of overlapping mentions of one type, each gold mention used once, both in text order."""
    open_, pairs = sorted(wanted), 0
    for start, end, kind in sorted(found):
        hit = next((g for g in open_ if g[2] == kind and start < g[1] and g[0] < end), None)
        if hit:
            open_.remove(hit)
            pairs += 1
    return pairs


# ── linking ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _persons(gold: GoldDocument, predicted: GoldDocument) -> tuple[int, int, int]:
    wanted = {_place(m): str(e["hsg"]) for m in gold.data["mentions"] if (e := gold.entities[m["entity"]]).get("hsg")}
    found = {
        _place(m): str(e["hsg"])
        for m in predicted.data["mentions"]
        if (e := predicted.entities[m["entity"]]).get("hsg") and e["type"] == EntityType.PERSON
    }
    marked = {_place(m) for m in gold.data["mentions"]}
    correct = sum(found.get(place) == hsg for place, hsg in wanted.items())
    wrong = sum(place in marked and wanted.get(place) != hsg for place, hsg in found.items())
    return correct, correct + wrong, len(wanted)


def _places(gold: GoldDocument, predicted: GoldDocument) -> tuple[int, int, int]:
    def located(document: GoldDocument, names_only: bool) -> dict[Place, set[str]]:
        return {
            _place(m): {_normal(name) for name in (e["label"], *e.get("aliases", ()))}
            for m in document.data["mentions"]
            if (e := document.entities[m["entity"]])["type"] == EntityType.PLACE
            and (not names_only or m["kind"] == "name")
        }

    wanted, found = located(gold, names_only=True), located(predicted, names_only=False)
    marked = {_place(m) for m in gold.data["mentions"]}
    correct = sum(bool(found.get(place, set()) & labels) for place, labels in wanted.items())
    return correct, sum(place in marked for place in found), len(wanted)


# ── relations ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _relations(gold: GoldDocument, predicted: GoldDocument) -> Counts:
    wanted = {relation: len(triples) for relation, triples in _triples(gold, None).items()}
    judged = list(judged_relations(gold, predicted))
    for relation in sorted(wanted.keys() | {relation for relation, *_ in judged}):
        right = [correct for name, _, correct in judged if name == relation]
        counts = sum(right), len(right), wanted.get(relation, 0)
        yield "relations", *counts
        yield f"relations {relation}", *counts


def judged_relations(gold: GoldDocument, predicted: GoldDocument) -> Iterator[tuple[str, int, bool]]:
    """Each predicted triple once: its relation, its row in ``predicted.data["relations"]``, whether gold has it."""
    wanted, found = _triples(gold, None), _triples(predicted, _pairing(gold, predicted))
    for relation, triples in found.items():
        open_ = list(wanted.get(relation, ()))
        for triple, row in triples.items():
            hit = next((g for g in open_ if _same(relation, g, triple)), None)
            if hit:
                open_.remove(hit)
            yield relation, row, hit is not None


def _pairing(gold: GoldDocument, predicted: GoldDocument) -> dict[str, str]:
    """Predicted entity id → gold entity id: most shared spans, an exact one counting three times an overlapping one."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for p in predicted.data["mentions"]:
        for g in gold.data["mentions"]:
            if p["start"] < g["end"] and g["start"] < p["end"]:
                votes[p["entity"]][g["entity"]] += 3 if _place(p) == _place(g) else 1
    pairs = {ours: counts.most_common(1)[0][0] for ours, counts in votes.items()}
    labels = {(e["type"], _normal(name)): e["id"] for e in gold.data["entities"] for name in _labels(e)}
    for entity in predicted.data["entities"]:  # one that only a relation names, such as the state behind a demonym
        key = entity["type"], _normal(entity["label"])
        if entity["id"] not in pairs and key in labels:
            pairs[entity["id"]] = labels[key]
    return pairs


def _labels(entity: Mapping[str, Any]) -> Iterable[str]:
    return (entity["label"], *entity.get("aliases", ()))


def _triples(document: GoldDocument, pairing: Mapping[str, str] | None) -> dict[str, dict[Triple, int]]:
    """Subject and object → first row, by relation; predicted ids that pair with nothing get a ``?``."""

    def in_gold(key: str) -> str:
        return key if pairing is None or key == DOC else pairing.get(key, f"?{key}")

    triples: dict[str, dict[Triple, int]] = defaultdict(dict)
    for row, (subject, relation, object_, *_) in enumerate(document.data["relations"]):
        s, o = in_gold(subject), object_ if relation in LITERAL_RELATIONS else in_gold(object_)
        if relation in SYMMETRIC_RELATIONS and o < s:
            s, o = o, s
        if relation == "classified":  # handling words do not count
            o = o.split(";")[0].strip()
        triples[relation].setdefault((s, o), row)
    return triples


def _same(relation: str, gold: Triple, predicted: Triple) -> bool:
    if gold[0] != predicted[0]:
        return False
    if relation == "holdsPost":
        a, b = (set(_normal(post).split()) for post in (gold[1], predicted[1]))
        return bool(a and b) and len(a & b) / len(a | b) >= _POST_OVERLAP
    if relation in LITERAL_RELATIONS:
        return _normal(gold[1]) == _normal(predicted[1])
    return gold[1] == predicted[1]


def _normal(text: str) -> str:
    """Words in lower case without articles, prepositions and possessive endings."""
    return " ".join(re.findall(r"\w+", _FUNCTION_WORD.sub(" ", _APOSTROPHE.sub("'", text.lower()))))


def _place(mention: Mapping[str, Any]) -> Place:
    return mention["start"], mention["end"]
