"""What the page of an error shows: what happened in words, and where to go on from there. Used by problem.py."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from memograph.model import Kind
from memograph.publish.language import spoken, text

#: Words of an address that are looked for, and the length of all of them together.
MOST_WORDS, LONGEST = 8, 80

_KINDS = frozenset(kind.value for kind in Kind)
_ROOMS = frozenset({"id", "page", "data", "timemap", *_KINDS})


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """An error for people.

    Args:
        title: in the language of the pages; what HTTP calls it where that has no word for it.
        detail: what happened, and what to do about it.
        words: of an address where nothing is, to search for; empty where that is no help.
        thing, decisions: IRIs of what was withdrawn, and of the decisions that say so.
        kept: versions of the releases that there are, where another one was asked for.
        acceptable: media types that there are, where none suits.
    """

    status: int
    title: str
    detail: str
    words: str = ""
    thing: str = ""
    decisions: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    acceptable: tuple[str, ...] = ()


def error_page(problem: dict[str, Any], path: str, *, usual: bool) -> ErrorPage:
    """The page of a problem document.

    Args:
        path: of the request, decoded.
        usual: whether its detail is only what a framework says of every such error.
    """
    status = problem["status"]
    name = f"error-detail-{status if usual else problem['type'].rpartition(':')[2]}"
    return ErrorPage(
        status=status,
        title=text(f"error-title-{status}") if spoken().has(f"error-title-{status}") else problem["title"],
        detail=text(name) if spoken().has(name) else problem["detail"],
        words=words_of(path) if status in (404, 410) else "",
        thing=problem.get("thing", ""),
        decisions=tuple(problem.get("decisions", ())),
        kept=tuple(problem.get("kept", ())),
        acceptable=tuple(problem.get("acceptable", ())),
    )


def words_of(path: str) -> str:
    """Words that an address names its thing with: ``/page/person/gromyko-andrei`` → ``gromyko andrei``."""
    segments = [each for each in unquote(path).split("/") if each not in _ROOMS]
    found = re.findall(r"[^\W_]+", " ".join(segments))
    return " ".join(found[:MOST_WORDS])[:LONGEST].strip()
