"""Extraction against what historians decided, and nothing else: for gold that `memograph review export` wrote.

In a document that is not wholly reviewed everything undecided is extraction's own, which it cannot be measured by. So
these figures count decided items alone: those accepted or added shall be found, those rejected shall not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from memograph.gold import DECIDED, GoldDocument, read_decided, read_gold
from memograph.model import DOC, LITERAL_RELATIONS, SYMMETRIC_RELATIONS
from memograph.score.figure import Figure
from memograph.score.matching import normal

#: What is compared: a relation by its ends, a mention by its place and, where somebody was named, by whom.
_Key = tuple[str, ...]


def decided_figures(gold_dir: Path, predicted_dir: Path) -> dict[str, Figure]:
    """``decided relations`` and ``decided mentions``; nothing where the folder tells of no decisions.

    Raises:
        ReadError: the list of what is decided cannot be read.
    """
    rows: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in read_decided(gold_dir / DECIDED):
        rows[row["item"], row["document"]].append(row)
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (item, document), decided in rows.items():
        if item in _FOUND:
            file = predicted_dir / f"{document}.json"
            found = _FOUND[item](read_gold(file)) if file.exists() else set()
            right = {_key(row) for row in decided if row["decision"] != "reject"}
            wrong = {_key(row) for row in decided if row["decision"] == "reject"} - right
            counts = len(right & found), len((right | wrong) & found), len(right)
            name = f"decided {item}s"
            totals[name] = [a + b for a, b in zip(totals[name], counts, strict=True)]
    return {name: Figure(*counts) for name, counts in sorted(totals.items())}


def _key(row: Mapping[str, Any]) -> _Key:
    if row["item"] == "relation":
        subject, relation, object_, _ = row["relation"]
        return _relation(subject, relation, object_)
    return str(row["start"]), str(row["end"]), row.get("entity", "")


def _relation(subject: str, relation: str, object_: str) -> _Key:
    if relation in LITERAL_RELATIONS:
        return subject, relation, normal(object_)
    ends = sorted((subject, object_)) if relation in SYMMETRIC_RELATIONS else (subject, object_)
    return ends[0], relation, ends[1]


def _things(document: GoldDocument) -> dict[str, str]:
    """Id of an entity in the file → ``person/rusk-dean``; the second of one slug has its type behind it (gold.py)."""
    entities, things = document.entities, {DOC: DOC}
    for key, entity in entities.items():
        kind = entity["type"].lower()
        plain = key.removesuffix(f"-{kind}")
        things[key] = f"{kind}/{plain if plain in entities else key}"
    return things


def _relations(document: GoldDocument) -> set[_Key]:
    things = _things(document)
    return {
        _relation(things.get(s, s), r, o if r in LITERAL_RELATIONS else things.get(o, o))
        for s, r, o, *_ in document.data["relations"]
    }


def _mentions(document: GoldDocument) -> set[_Key]:
    """Each place twice: with whom it names, and as a name of anybody."""
    things = _things(document)

    def keys() -> Iterator[_Key]:
        for mention in document.data["mentions"]:
            place = str(mention["start"]), str(mention["end"])
            yield *place, things[mention["entity"]]
            yield *place, ""

    return set(keys())


_FOUND = {"relation": _relations, "mention": _mentions}
