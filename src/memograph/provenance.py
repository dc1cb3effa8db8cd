"""How a release was read, beyond what its graphs say: ``reports/extraction.json``, from build.py for publish/."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from memograph.errors import ReleaseError

#: The file in the directory of reports.
FILE = "extraction.json"


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall (0 to 1) of one sort of finding, over `gold` of them that people marked."""

    name: str
    precision: float
    recall: float
    gold: int


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the weights were learnt from: numbers of documents, mentions and relations, and versions of programs."""

    documents: int
    mentions: int
    relations: int
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Provenance:
    """The settings of a build, and what was measured of it.

    Args:
        publish_from: least probability of a statement that is published.
        deciders: relation → least probability with which the classifier that was learnt for it says yes.
        rules: relation → names of the rules that find it in running text.
        learnt: None where the weights do not say.
        how: one sentence on what was measured; empty without scores.
        relations, names, links: scores of statements, of finding names, by type, and of telling who they mean.
        sources: what the corpus says of its sources, as Markdown; empty where it says nothing.
    """

    publish_from: float
    deciders: dict[str, float]
    rules: dict[str, tuple[str, ...]]
    learnt: Learnt | None
    how: str
    relations: tuple[Score, ...]
    names: tuple[Score, ...]
    links: tuple[Score, ...]
    sources: str


def write_provenance(found: Provenance, folder: Path) -> None:
    """Write to the directory of reports; the file appears whole or not at all."""
    temporary = folder / f".{FILE}.{os.getpid()}"
    temporary.write_text(json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    temporary.replace(folder / FILE)


def read_provenance(folder: Path) -> Provenance | None:
    """Read from the directory of reports; None where an earlier memograph made the release.

    Raises:
        ReleaseError: the file is damaged.
    """
    path = folder / FILE
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Provenance(
            publish_from=float(raw["publish_from"]),
            deciders={relation: float(least) for relation, least in raw["deciders"].items()},
            rules={relation: tuple(names) for relation, names in raw["rules"].items()},
            learnt=Learnt(**raw["learnt"]) if raw["learnt"] else None,
            how=raw["how"],
            relations=tuple(Score(**each) for each in raw["relations"]),
            names=tuple(Score(**each) for each in raw["names"]),
            links=tuple(Score(**each) for each in raw["links"]),
            sources=raw["sources"],
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(f"{path}: cannot be read: {error}") from error
