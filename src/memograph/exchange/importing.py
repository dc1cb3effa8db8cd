"""`memograph import`: corrected files → decisions, for a spreadsheet in ``corpus/curation``. Called by the CLI.

Each file is read by the reader of its kind and compared with the release, document by document. What cannot be used is
told; the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from memograph.curation.decision import Decision
from memograph.errors import CurationError
from memograph.exchange.comparing import compared
from memograph.exchange.corrected_annotations import read_annotations
from memograph.exchange.corrected_cas import read_cas
from memograph.exchange.corrections import Problem, Who
from memograph.exchange.released import Source

_READERS = {".json": read_annotations, ".jsonld": read_annotations, ".xmi": read_cas, ".zip": read_cas}


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: decisions, each once, in the order of files, and how many documents were compared."""

    decisions: tuple[Decision, ...]
    documents: int


def imported(paths: Iterable[Path], source: Source, who: Who, problem: Problem) -> Imported:
    """Read corrected files and compare them with a release.

    Args:
        who: author and day for what a file says neither of.
        problem: told of each file, annotation or change that cannot become a decision; file, position and reason.

    Raises:
        ConfigurationError: a CAS is among the files, and dkpro-cassis is not installed.
    """
    decisions: dict[str, Decision] = {}
    documents = 0
    for path in paths:
        try:
            for found in _file(path, source, who, problem):
                documents += 1
                for decision in found:
                    decisions.setdefault(decision.slug, decision)
        except CurationError as error:
            problem(error)
    return Imported(tuple(decisions.values()), documents)


def _file(path: Path, source: Source, who: Who, problem: Problem) -> Iterator[list[Decision]]:
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise CurationError(f"{path}: not a kind of file that comes back; save it as {', '.join(sorted(_READERS))}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CurationError(f"{path}: {error.strerror}; name a file that can be read") from error
    for corrected in reader(path, data, source, problem):
        yield list(compared(corrected.by_default(who), source, problem))
