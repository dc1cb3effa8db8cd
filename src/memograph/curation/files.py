"""Files of decisions → `Decision`s, each once, in a stable order. What a build, a review and an import read with.

Every mistake of every file is told at once, with file and line, so that a historian mends a spreadsheet in one go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from memograph.curation.checking import decision_of, row_of
from memograph.curation.decision import Decision
from memograph.curation.table import read_table, write_csv
from memograph.curation.turtle import read_turtle
from memograph.errors import CurationError
from memograph.namespaces import Site

__all__ = ["decision_of", "read_decisions", "row_of", "write_csv"]

_READERS = {".csv": read_table, ".ttl": read_turtle}
#: Mistakes that are told; after so many a file is rather of another kind.
_TOLD = 200


def read_decisions(paths: Iterable[Path], site: Site) -> tuple[Decision, ...]:
    """Decisions of ``.ttl`` and ``.csv`` files and of folders with such files, by date and then by slug.

    A folder that is not there holds no decisions. The same decision twice counts once.

    Raises:
        CurationError: a file cannot be used; one line for each mistake, with file, line, reason and what to do.
    """
    found: dict[str, Decision] = {}
    problems: list[str] = []
    for path in _files(paths):
        try:
            for each in _READERS[path.suffix.lower()](path, site):
                if isinstance(each, CurationError):
                    problems.append(str(each))
                elif (other := found.setdefault(each.slug, each)) != each and row_of(other) != row_of(each):
                    problems.append(f"{each.origin}: {each.slug} is another decision at {other.origin}; rename one")
        except CurationError as error:
            problems.append(str(error))
    if problems:
        more = [f"… and {len(problems) - _TOLD} more"] if len(problems) > _TOLD else []
        raise CurationError("\n".join([*problems[:_TOLD], *more]))
    return tuple(sorted(found.values(), key=lambda decision: (decision.date, decision.slug)))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_file() and path.suffix.lower() not in _READERS:
            raise CurationError(f"{path}: decisions are read from .csv and .ttl; save the file as one of these")
        if path.is_file():
            yield path
        else:
            yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in _READERS and p.name[0] not in ".~")
