"""The page of ``/sparql``: a form, which is an editor where there are scripts, and what was found, or what went wrong.

Made by sparql.py. The editor is YASGUI (static/editor.js); it asks the same endpoint, and shows the mistakes that are
told here in the same words, which are handed to it on the page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from memograph.publish.engine.exchange import Answer
from memograph.publish.http.context import page_links, publication
from memograph.publish.language import say, text
from memograph.publish.links import Links
from memograph.publish.query.examples import Example, examples
from memograph.publish.query.question import Question
from memograph.publish.vendored import vendored

#: What can be done about a problem, by the last part of its type: the message is `sparql-do-` and that part.
ADVICE = ("query-syntax", "query-refused", "query-deadline", "query-memory")

#: Lines of a query that are shown before and after the one with a mistake.
_AROUND = 2

_SCRIPT = "yasgui.min.js"


@dataclass(frozen=True, slots=True)
class Cell:
    """A term in the table of a result."""

    text: str
    href: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a query the mistake is: 1-based, and the lines around it cut there."""

    line: int
    column: int
    before: str
    wrong: str
    after: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, what to do, and, in a query that cannot be read, where."""

    detail: str
    advice: Markup | None
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class SparqlPage:
    """The form, and below it a result, with the way to cite it, or what went wrong.

    With `limit_of`, the result is the first part only. `editor` is what its script is told (addresses, words …),
    as JSON; empty where the code of the editor was not installed.
    """

    query: str
    examples: tuple[Example, ...]
    editor: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell | None, ...], ...] = ()
    limit_of: str = ""
    truth: bool | None = None
    graph: str = ""
    cite: str = ""
    problem: Problem | None = None


def empty_page() -> SparqlPage:
    """The form with an example in it."""
    known = examples(publication().site)
    return SparqlPage(known[0].query, known, _editor())


def answer_page(question: Question, answer: Answer) -> SparqlPage:
    """What a worker writes for a page: JSON or Turtle, the first part of it where there is more."""
    here, links = publication(), page_links()
    asked = (question.query, examples(here.site), _editor())
    cite = question.address(here.links.to("cite"), release=here.version)
    if answer.form in ("CONSTRUCT", "DESCRIBE"):
        return SparqlPage(*asked, graph=answer.body.decode(), limit_of=answer.limit_of, cite=cite)
    result = json.loads(answer.body)
    if answer.form == "ASK":
        return SparqlPage(*asked, truth=result["boolean"], cite=cite)
    columns, rows = result["head"]["vars"], result["results"]["bindings"]
    cells = tuple(tuple(_cell(row.get(name), links) for name in columns) for row in rows)
    return SparqlPage(*asked, columns=tuple(columns), rows=cells, limit_of=answer.limit_of, cite=cite)


def problem_page(query: str, problem: Mapping[str, Any]) -> SparqlPage:
    """The form with what is wrong with its query.

    Args:
        problem: as http/problem.py tells it to programs.
    """
    what = str(problem["type"]).rpartition(":")[2]
    advice = say(f"sparql-do-{what}") if what in ADVICE else None
    spot = _spot(query, problem["line"], problem["column"]) if "line" in problem else None
    shown = Problem(problem["detail"], advice, spot)
    return SparqlPage(query, examples(publication().site), _editor(), problem=shown)


def _cell(term: Mapping[str, str] | None, links: Links) -> Cell | None:
    if term is None:
        return None
    if term["type"] == "uri":
        return Cell(links.site.curie(term["value"]), links.page(term["value"]), "")
    datatype = term.get("datatype", "")
    return Cell(str(term["value"]), None, term.get("xml:lang") or (links.site.curie(datatype) if datatype else ""))


def _spot(query: str, line: int, column: int) -> Spot:
    """Cut the lines around a position; the wrong part is the word there, or what follows where nothing is left."""
    lines = query.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    rest = here[column - 1 :]
    end = next((n for n, each in enumerate(rest) if n and not each.isalnum()), len(rest))
    before = "\n".join([*lines[max(0, line - 1 - _AROUND) : line - 1], here[: column - 1]])
    after = "\n".join([rest[end:], *lines[line : line + _AROUND]])
    return Spot(line, column, before, rest[:end], after)


def _editor() -> str:
    if vendored(_SCRIPT) is None:
        return ""
    here, links = publication(), page_links()
    told = {
        "endpoint": links.to("sparql"),
        "terms": links.to("sparql/terms"),
        "cite": links.file("cite"),
        "version": here.version,
        "script": links.file(f"static/vendor/{_SCRIPT}"),
        "release": links.release,
        "base": here.site.base,
        "root": links.root,
        "prefixes": here.site.prefixes,
        "advice": {what: text(f"sparql-do-{what}") for what in ADVICE},
        "goto": text("sparql-goto", line="{line}", column="{column}"),  # the script fills these in
        "words": _words(),
    }
    return json.dumps(told)


def _words() -> dict[str, str]:
    return {
        "query": text("sparql-query"),
        "queries": text("sparql-queries"),
        "keys": text("sparql-keys"),
        "results": text("sparql-results"),
        "row": text("sparql-row"),
        "size": text("sparql-page-size"),
        "stopped": text("sparql-stopped"),
        "failed": text("sparql-failed"),
        "cite": text("sparql-cite"),
    }
