"""What cross-validation measured of each relation: numbers that ship with the weights and go into every release.

Written by `memograph score --folds --measured`, read by build.py for the description of the release (Data Quality
Vocabulary).
"""

from __future__ import annotations

import json

from memograph.extract.scoring import trained_folder
from memograph.model import Measurement

#: File of the folder of weights that holds the measurements.
MEASURED = "accuracy.json"


def measured_accuracy() -> tuple[Measurement, ...]:
    """One measurement per relation, sorted by relation; empty where these weights were never measured."""
    file = trained_folder().joinpath(MEASURED)
    if not file.is_file():
        return ()
    data = json.loads(file.read_text(encoding="utf-8"))
    return tuple(
        Measurement(relation, row["precision"], row["recall"], row["gold"], data["how"])
        for relation, row in sorted(data["relations"].items())
    )
