"""``build/history.jsonl``: which release became current when, and after which one. Below release.py, which writes it.

A release may become current twice (a corpus that is changed back), so this cannot stand in the release, which never
changes. One line per event, oldest first; lines stay when the release itself is no longer kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from memograph.errors import ReleaseError

HISTORY = "history.jsonl"


@dataclass(frozen=True, slots=True)
class Publishing:
    """A release became current.

    Args:
        version: of the release.
        published: date and time in UTC, ``2025-03-01T12:00:00Z``.
        before: version that was current until then, empty for the first.
    """

    version: str
    published: str
    before: str = ""


def read_history(build_dir: Path) -> tuple[Publishing, ...]:
    """All events, oldest first; none if nothing was published there by a memograph that keeps a history.

    Raises:
        ReleaseError: a line cannot be read.
    """
    path = build_dir / HISTORY
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ()
    try:
        return tuple(Publishing(**json.loads(line)) for line in lines)
    except (ValueError, TypeError) as error:
        raise ReleaseError(
            f"{path}: not a readable history: {error}; mend the line, or remove the file to begin a new history"
        ) from error


def write_history(build_dir: Path, events: Iterable[Publishing]) -> None:
    """Write all events; the file appears whole or not at all."""
    temporary = build_dir / f".{HISTORY}.{os.getpid()}"
    lines = (json.dumps(asdict(event)) + "\n" for event in events)
    temporary.write_text("".join(lines), encoding="utf-8")
    temporary.replace(build_dir / HISTORY)
