"""What cross-validation measured: numbers that ship with the weights and go into every release.

Written by `memograph score --folds --measured`, read for the description of the release (Data Quality Vocabulary) and
for the account of how it was read (provenance.py).
"""

from __future__ import annotations

import json
import tomllib
from typing import Any

from memograph.extract.scoring import trained_folder
from memograph.model import Measurement
from memograph.provenance import Learnt, Score

#: File of the folder of weights that holds the measurements.
MEASURED = "accuracy.json"

#: File of the folder that says what the weights were learnt from.
CARD = "card.toml"


def measured_accuracy() -> tuple[Measurement, ...]:
    """One measurement per relation, sorted by relation; empty where these weights were never measured."""
    data = _measured()
    return tuple(
        Measurement(relation, row["precision"], row["recall"], row["gold"], data["how"])
        for relation, row in sorted(data.get("relations", {}).items())
    )


def measured_how() -> str:
    """One sentence on what was measured; empty where nothing was."""
    return str(_measured().get("how", ""))


def measured_scores(part: str) -> tuple[Score, ...]:
    """Scores of ``relations``, ``names`` by type, or ``links``; sorted, empty where they were not measured."""
    rows = _measured().get(part, {}).items()
    return tuple(Score(name, row["precision"], row["recall"], row["gold"]) for name, row in sorted(rows))


def learnt_from() -> Learnt | None:
    """What the weights were learnt from; None where they do not say."""
    file = trained_folder().joinpath(CARD)
    if not file.is_file():
        return None
    card = tomllib.loads(file.read_text(encoding="utf-8"))
    return Learnt(card["documents"], card["mentions"], card["relations"], card["versions"])


def deciders() -> dict[str, float]:
    """Relation → least probability with which the classifier that was learnt for it says yes; few have one."""
    files = (file for file in trained_folder().iterdir() if file.name.startswith("relations."))
    found = {file.name.split(".")[1]: json.loads(file.read_text(encoding="utf-8"))["threshold"] for file in files}
    return dict(sorted(found.items()))


def _measured() -> dict[str, Any]:
    file = trained_folder().joinpath(MEASURED)
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
