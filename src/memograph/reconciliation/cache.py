"""Answers on disk, a file for each query: what was answered once is not asked again, and a run that broke off goes on.

Files are written beside and renamed, so that none is half there. One that cannot be read counts as not answered.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from memograph.errors import ReconciliationError

#: Raised when what is kept, or what it means, changes.
_FORM = 1


@dataclass(frozen=True, slots=True)
class Cache:
    """Answers of one service.

    Args:
        folder: made when the first answer comes.
        fresh: whether to ask anew and replace what is there.
    """

    folder: Path
    service: str
    fresh: bool = False

    def get(self, question: object) -> Any:
        """The answer to a question (anything that JSON can hold); None where it was not answered."""
        path = self._path(question)
        if self.fresh:
            return None
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return kept["answer"] if kept["question"] == question and kept["service"] == self.service else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, question: object, answer: object) -> None:
        """Keep an answer; ReconciliationError where that cannot be, since nobody should be asked twice."""
        path = self._path(question)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        kept = {"service": self.service, "question": question, "answer": answer}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(kept, ensure_ascii=True), encoding="utf-8")
            temporary.replace(path)
        except OSError as error:
            what = "answers cannot be kept there; make room, or name another folder in paths.build"
            raise ReconciliationError(f"{self.folder}: {error.strerror}: {what}") from error

    def _path(self, question: object) -> Path:
        text = json.dumps([_FORM, self.service, question], sort_keys=True, ensure_ascii=True)
        name = sha256(text.encode()).hexdigest()
        return self.folder / name[:2] / f"{name}.json"
