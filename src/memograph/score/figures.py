"""Precision, recall and F1 of predictions, by the rules of ../shared/gold/score.py (a test compares the two).

====================  ==================================================================================================
``mentions strict``   named mentions: same start, end and type; also per type
``mentions relaxed``  named mentions: overlapping, same type
``linking persons``   of gold Person mentions with an ``hsg`` id: the predicted mention at the same span has that id
``linking places``    of gold Place names: the predicted mention there is a Place with the same label or alias
``decided …``         relations and mentions that historians decided about, and no others
``relations``         (subject, relation, object), entities paired by shared spans, so that labels do not matter
====================  ==================================================================================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from memograph.errors import ReadError
from memograph.gold import GoldDocument, read_gold
from memograph.model import EntityType
from memograph.score.decided import decided_figures
from memograph.score.figure import Figure
from memograph.score.matching import (
    Named,
    Place,
    judged_relations,
    labels,
    named,
    named_for_scoring,
    normal,
    pairs_by_relation,
    place,
)

#: Figures by name, sorted by it.
Figures = dict[str, Figure]
#: A gold document and what was predicted for it.
Measured = tuple[GoldDocument, GoldDocument]
Counts = Iterator[tuple[str, int, int, int]]


def score(gold_dir: Path, predicted_dir: Path) -> Figures:
    """Figures by name, micro-averaged over the documents of `gold_dir`; a missing prediction counts as an empty one.

    Where the folder tells what historians decided, also figures over that alone (decided.py).

    Raises:
        ReadError: `gold_dir` holds no annotation, or a file is not one.
    """
    measured = ((gold, _prediction(predicted_dir / f"{gold.id}.json", gold)) for gold in read_folder(gold_dir))
    return dict(sorted({**figures(measured), **decided_figures(gold_dir, predicted_dir)}.items()))


def figures(measured: Iterable[Measured]) -> Figures:
    """Figures by name, micro-averaged over documents."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for gold, predicted in measured:
        for name, *counts in _document(gold, predicted):
            totals[name] = [a + b for a, b in zip(totals[name], counts, strict=True)]
    return {name: Figure(*counts) for name, counts in sorted(totals.items())}


def read_folder(folder: Path) -> list[GoldDocument]:
    """The annotations of a folder, sorted by id.

    Raises:
        ReadError: there are none, or a file is not one.
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise ReadError(str(folder), "no *.json annotations in this folder")
    return [read_gold(file) for file in files]


def _prediction(file: Path, gold: GoldDocument) -> GoldDocument:
    if file.exists():
        return read_gold(file)
    return GoldDocument(gold.id, {"entities": [], "mentions": [], "relations": []}, "")


def _document(gold: GoldDocument, predicted: GoldDocument) -> Counts:
    yield from _mentions(gold, predicted)
    yield "linking persons", *_persons(gold, predicted)
    yield "linking places", *_places(gold, predicted)
    yield from _relations(gold, predicted)


def _mentions(gold: GoldDocument, predicted: GoldDocument) -> Counts:
    wanted, found = named(gold), named_for_scoring(gold, predicted)
    yield "mentions strict", len(wanted & found), len(found), len(wanted)
    for kind in {t for *_, t in wanted | found}:
        w, f = ({row for row in rows if row[2] == kind} for rows in (wanted, found))
        yield f"mentions strict {kind}", len(w & f), len(f), len(w)
    yield "mentions relaxed", _overlapping(wanted, found), len(found), len(wanted)


def _overlapping(wanted: set[Named], found: set[Named]) -> int:
    """Pairs of overlapping mentions of one type, each gold mention used once, both in text order."""
    open_, pairs = sorted(wanted), 0
    for start, end, kind in sorted(found):
        hit = next((g for g in open_ if g[2] == kind and start < g[1] and g[0] < end), None)
        if hit:
            open_.remove(hit)
            pairs += 1
    return pairs


def _persons(gold: GoldDocument, predicted: GoldDocument) -> tuple[int, int, int]:
    wanted, found = linked_persons(gold), linked_persons(predicted)
    marked = {place(m) for m in gold.data["mentions"]}
    correct = sum(found.get(where) == hsg for where, hsg in wanted.items())
    wrong = sum(where in marked and wanted.get(where) != hsg for where, hsg in found.items())
    return correct, correct + wrong, len(wanted)


def linked_persons(document: GoldDocument) -> dict[Place, str]:
    """Office of the Historian id of the person mentioned at each place, names and roles."""
    entities = document.entities
    return {
        place(m): str(e["hsg"])
        for m in document.data["mentions"]
        if (e := entities[m["entity"]]).get("hsg") and e["type"] == EntityType.PERSON
    }


def _places(gold: GoldDocument, predicted: GoldDocument) -> tuple[int, int, int]:
    wanted, found = located_places(gold, names_only=True), located_places(predicted, names_only=False)
    marked = {place(m) for m in gold.data["mentions"]}
    correct = sum(bool(found.get(where, set()) & names) for where, names in wanted.items())
    return correct, sum(where in marked for where in found), len(wanted)


def located_places(document: GoldDocument, names_only: bool) -> dict[Place, set[str]]:
    """Comparable labels of the Place mentioned at each place of the text."""
    entities = document.entities
    return {
        place(m): {normal(name) for name in labels(e)}
        for m in document.data["mentions"]
        if (e := entities[m["entity"]])["type"] == EntityType.PLACE and (not names_only or m["kind"] == "name")
    }


def _relations(gold: GoldDocument, predicted: GoldDocument) -> Counts:
    wanted = {relation: len(pairs) for relation, pairs in pairs_by_relation(gold, None).items()}
    judged = list(judged_relations(gold, predicted))
    for relation in sorted(wanted.keys() | {relation for relation, *_ in judged}):
        right = [correct for name, _, correct in judged if name == relation]
        counts = sum(right), len(right), wanted.get(relation, 0)
        yield "relations", *counts
        yield f"relations {relation}", *counts
