"""What SHACL said of a release, counted by rule: ``reports/validation.json``. Made by build.py, read by publish/.

The reports of single documents are for whoever runs the site; this is what strangers may see. It says of a document
that was left out why, and quotes nothing of it.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from memograph.errors import ReleaseError
from memograph.model import Report, Result

#: The file in the directory of reports, and the folder there with the report on each document.
FILE, DOCUMENTS = "validation.json", "documents"

#: Results of a rule that are kept; the rest is counted.
KEPT = 200

#: Shape of the result that says that memograph failed: its reason is in the log, not on the web.
FAILURE = "memograph"


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape.

    Args:
        shape: its IRI.
        about: IRIs of the classes whose members it looks at; of the properties, where it looks at who has them.
        severity: ``Violation``, ``Warning``, ``Info``.
        message: what it requires, in English; may hold names of variables in braces.
        whole: whether it is asked of the whole release and not of each document.
    """

    shape: str
    about: tuple[str, ...]
    severity: str
    message: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What one rule found: how many results, and the first `KEPT`, by node."""

    shape: str
    severity: str
    number: int
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A document that was not published: the rules that it breaks (message and how often), none where it failed."""

    document: str
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a release.

    Args:
        conforms: whether the whole has no violation.
        documents: that were read and checked.
        unreadable: files or documents that could not be read at all.
        uncertain: relation → statements that were too uncertain to publish.
        found: what rules found in documents that are published and in the whole, the worst first.
    """

    conforms: bool
    documents: int
    unreadable: int
    uncertain: dict[str, int]
    left_out: tuple[LeftOut, ...]
    rules: tuple[Rule, ...]
    found: tuple[Found, ...]


class Tally:
    """Counts what SHACL said, report by report; holds what a `Verdict` keeps, and not all of it."""

    def __init__(self) -> None:
        self._documents = 0
        self._left_out = list[LeftOut]()
        self._numbers = Counter[tuple[str, str]]()
        self._first = defaultdict[tuple[str, str], list[Result]](list)

    def add(self, document: str, report: Report) -> None:
        """The report on a document, by its id."""
        self._documents += 1
        if report.conforms:
            self._count(report)
        else:
            self._left_out.append(LeftOut(document, _reasons(report)))

    def verdict(
        self,
        whole: Report,
        rules: Iterable[Rule],
        unreadable: int = 0,
        uncertain: Mapping[str, int] | None = None,
    ) -> Verdict:
        """The sum; to be asked once.

        Args:
            whole: the report on the release.
        """
        self._count(whole)
        return Verdict(
            conforms=whole.conforms,
            documents=self._documents,
            unreadable=unreadable,
            uncertain=dict(sorted((uncertain or {}).items())),
            left_out=tuple(sorted(self._left_out, key=lambda each: each.document)),
            rules=tuple(sorted(rules, key=lambda rule: (rule.whole, rule.shape))),
            found=tuple(self._found()),
        )

    def _count(self, report: Report) -> None:
        for result in report.results:
            key = (result.severity, result.shape)
            self._numbers[key] += 1
            self._first[key].append(result)
            if len(self._first[key]) > 2 * KEPT:
                self._first[key] = sorted(self._first[key], key=_order)[:KEPT]

    def _found(self) -> Iterator[Found]:
        worst = {"Violation": 0, "Warning": 1, "Info": 2}
        for key in sorted(self._first, key=lambda each: (worst.get(each[0], 0), each)):
            severity, shape = key
            yield Found(shape, severity, self._numbers[key], tuple(sorted(self._first[key], key=_order)[:KEPT]))


def _reasons(report: Report) -> tuple[tuple[str, int], ...]:
    broken = (each for each in report.results if each.severity == "Violation" and each.shape != FAILURE)
    return tuple(Counter(each.message for each in broken).most_common())


def _order(result: Result) -> tuple[str, str, str]:
    return result.focus, result.message, result.value or ""


def write_verdict(found: Verdict, folder: Path) -> None:
    """Write to the directory of reports; the file appears whole or not at all."""
    temporary = folder / f".{FILE}.{os.getpid()}"
    temporary.write_text(json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    temporary.replace(folder / FILE)


def read_verdict(folder: Path) -> Verdict | None:
    """Read from the directory of reports; None where a memograph that counted nothing made the release.

    Raises:
        ReleaseError: the file is damaged.
    """
    path = folder / FILE
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Verdict(
            conforms=raw["conforms"],
            documents=raw["documents"],
            unreadable=raw["unreadable"],
            uncertain=raw["uncertain"],
            left_out=tuple(LeftOut(each["document"], tuple(map(tuple, each["reasons"]))) for each in raw["left_out"]),
            rules=tuple(Rule(**{**each, "about": tuple(each["about"])}) for each in raw["rules"]),
            found=tuple(
                Found(**{**each, "results": tuple(Result(**result) for result in each["results"])})
                for each in raw["found"]
            ),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseError(f"{path}: cannot be read: {error}") from error
