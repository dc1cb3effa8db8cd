"""``memograph review export --gold``: documents with decisions as gold files, with a list of what of them is certain.

``<id>.json`` and ``<id>.txt`` as GUIDELINES.md ("One file per document") has them, which `memograph score` and
`memograph train` read; ``decided.jsonl`` beside them says what somebody decided, one thing a line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from memograph.config import Config
from memograph.curating import read_plan
from memograph.errors import CurationError, ReadError
from memograph.gold import DECIDED, to_json
from memograph.model import Document
from memograph.read import read_all
from memograph.review.certainty import reviewed
from memograph.shards import DocumentReader


@dataclass(frozen=True, slots=True)
class Exported:
    """A document with decisions: how many of its items are decided and still open, and whether it was written."""

    document: str
    decided: int
    open: int
    written: bool


def export_gold(config: Config, folder: Path, *, only_reviewed: bool = False) -> Iterator[Exported | ReadError]:
    """Write the documents of the corpus that somebody decided about; tell of each, and of those that are not there.

    The list of what is certain is written at the end, whole; gold files of other documents in the folder stay.

    Args:
        only_reviewed: leave out documents of which something is still open.

    Raises:
        CurationError: decisions cannot be used, or there are none.
    """
    plan = read_plan(config)
    wanted = set(plan.by_document)
    if not wanted:
        raise CurationError(f"{config.paths.curation}: no decision about a document, so there is nothing to export")
    reader, certain = DocumentReader(config, plan), []
    folder.mkdir(parents=True, exist_ok=True)
    for document in sorted(_documents(config, wanted), key=lambda each: each.id):
        wanted.discard(document.id)
        result = reviewed(reader, document, plan)
        keep = result.wholly or not only_reviewed
        if keep:
            _write(folder / f"{document.id}.txt", document.text)
            _write(folder / f"{document.id}.json", to_json(result.annotated))
            head = {"document": document.id, "item": "document", "wholly_reviewed": result.wholly, "open": result.open}
            certain += [head, *result.certain]
        yield Exported(document.id, len(result.certain), result.open, keep)
    for missing in sorted(wanted):
        yield ReadError(str(config.paths.corpus), f"no document {missing}, about which there are decisions")
    _write(folder / DECIDED, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in certain))


def _documents(config: Config, wanted: set[str]) -> list[Document]:
    return [each for each in read_all([config.paths.corpus]) if isinstance(each, Document) and each.id in wanted]


def _write(path: Path, text: str) -> None:
    """Offsets count code points of these very bytes, so no line end is translated."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(text.encode("utf-8"))
    temporary.replace(path)
