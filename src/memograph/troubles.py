"""What goes wrong in a build: each thing a line of ``build/errors.jsonl``, and a count by class. Used by build.py."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Any

from memograph.errors import ReadError
from memograph.model import Shard
from memograph.verdict import DOCUMENTS, FAILURE

#: The file in the build folder, of the last build.
ERRORS = "errors.jsonl"

#: Errors of reading that are kept in memory, and stand in a release's report; the file has all.
KEPT = 1000

#: Classes of what is no error of reading.
DOES_NOT_CONFORM, FAILED = "does-not-conform", "failed"


class Troubles:
    """Writes errors down as they come; use it as a context manager.

    Attributes:
        counts: errors by class.
        unreadable: how many files or documents could not be read; `first`: the first `KEPT` of them.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / ERRORS
        self.counts, self.unreadable, self.first = Counter[str](), 0, list[ReadError]()
        self._temporary = folder / f".{ERRORS}"

    def __enter__(self) -> Troubles:
        self._file = self._temporary.open("w", encoding="utf-8")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._temporary.replace(self.path)

    def add_unreadable(self, error: ReadError) -> None:
        """A file, or a document of one, that could not be read."""
        self.unreadable += 1
        if len(self.first) < KEPT:
            self.first.append(error)
        self._write(error.kind, file=error.path, line=error.line, offset=error.offset, reason=error.reason)

    def add_left_out(self, shard: Shard) -> str:
        """A document that SHACL refuses, or that memograph could not process; returns why, in a sentence."""
        results = shard.report.results
        if broken := next((each for each in results if each.shape == FAILURE), None):
            self._write(FAILED, document=shard.document_id, reason=broken.message)
            return broken.message
        reasons = list(dict.fromkeys(each.message for each in results if each.severity == "Violation"))
        self._write(DOES_NOT_CONFORM, document=shard.document_id, reason="; ".join(reasons))
        return f"does not conform and is left out; see reports/{DOCUMENTS}/{shard.document_id}.json"

    def _write(self, kind: str, **said: Any) -> None:
        self.counts[kind] += 1
        row = {"class": kind, **{name: value for name, value in said.items() if value is not None}}
        self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
        self._file.flush()  # a build may be ended at any moment
