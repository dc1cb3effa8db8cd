"""What SHACL said of a statement: from the reports that lie in the release, so that anybody who has it can look.

The build validates each document's graph and then the whole (docs/data-model.md, “A release on disk”).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from memograph.verdict import DOCUMENTS


@dataclass(frozen=True, slots=True)
class Remark:
    """One result about the statement or one of its ends: ``Warning``, ``Info`` or ``Violation``, and its message."""

    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether the graph of its document conforms to the shapes, and what was remarked of the statement itself."""

    conforms: bool
    remarks: tuple[Remark, ...]
    others: int


def checked(reports: Path, document: str, iris: frozenset[str]) -> Checked | None:
    """The report on a document, None where the release has none.

    Args:
        reports: folder of the reports of the release.
        document: identifier of the document, as the build names its report.
        iris: of the statement and its parts; results about anything else are only counted.
    """
    folder = reports / DOCUMENTS
    folder = folder if folder.is_dir() else reports  # where earlier releases have them
    path = folder / f"{document}.json"
    try:
        if path.resolve().parent != folder.resolve():
            return None
        report = json.loads(path.read_text(encoding="utf-8"))
        results = [(each["focus"], Remark(each["severity"], each["message"])) for each in report["results"]]
        own = tuple(dict.fromkeys(remark for focus, remark in results if focus in iris))
        return Checked(bool(report["conforms"]), own, sum(focus not in iris for focus, _ in results))
    except (OSError, ValueError, KeyError, TypeError):
        return None
