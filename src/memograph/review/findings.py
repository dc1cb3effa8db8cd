"""What is most worth a look in a release: each kind is a query in ``queries/``, with the sentence that says why.

A query selects ``?item`` (a statement, an identification, a mention or a thing that is mentioned), may select
``?uncertainty`` (0 to 1) and ``?reach`` (documents), and names its other variables in the message at its head::

    # Documents that two people are said to have sent.
    # message: contradictory: {other} is said to have sent it, too
    # uncertainty: 0.9

So another kind is another file, and no code. Called by `queue`.
"""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from memograph.review.item import Reason
from memograph.review.published import Published

#: A line of a query's head: ``# message: …``.
_HEAD = re.compile(r"^# (?P<name>message|uncertainty): (?P<value>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sort:
    """One kind of thing to look at: what it finds, and how uncertain rows are that do not say so themselves."""

    name: str
    title: str
    message: str
    uncertainty: float
    query: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: IRI of a statement, identification, mention or thing; `reach` where the query counts it."""

    item: str
    reason: Reason
    reach: int | None = None


@cache
def sorts() -> tuple[Sort, ...]:
    """All kinds, by name."""
    folder = importlib.resources.files("memograph.review") / "queries"
    texts = {f.name[:-3]: f.read_text(encoding="utf-8") for f in folder.iterdir() if f.name.endswith(".rq")}
    return tuple(_sort(name, text) for name, text in sorted(texts.items()))


def _sort(name: str, text: str) -> Sort:
    head = {match["name"]: match["value"] for match in _HEAD.finditer(text)}
    title = text.partition("\n")[0].removeprefix("# ")
    return Sort(name, title, head["message"], float(head.get("uncertainty", "0.5")), text)


def findings(published: Published, sort: Sort) -> Iterator[Finding]:
    """What the query of this kind finds, in no order; a row without ``?item`` is nothing found."""
    rows = published.solutions(sort.query)
    names = [variable.value for variable in rows.variables]
    for row in rows:
        said = {name: row[name].value for name in names if isinstance(row[name], ox.Literal | ox.NamedNode)}
        if "item" in said:
            uncertainty = min(1.0, max(0.0, float(said.get("uncertainty", sort.uncertainty))))
            message = sort.message.format_map(_Shown(said))
            yield Finding(said["item"], Reason(sort.name, message, uncertainty), _number(said.get("reach")))


class _Shown(dict[str, str]):
    """What a message shows; a variable without value is a question mark."""

    def __missing__(self, name: str) -> str:
        return "?"


def _number(value: str | None) -> int | None:
    return None if value is None else int(value)
