"""``/search``: results as a page, and all of them as CSV and Turtle; ``/opensearch.xml``, by which browsers know it.

Strangers' questions: each takes a turn (http/turns.py), is charged to the client and has a deadline; an answer that was
given before is given again without one (http/shortcut.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, Response, make_response, render_template, request

from memograph.errors import QueryDeadline, SearchDeadline
from memograph.publish.http.conditional import conditional
from memograph.publish.http.context import is_current, page_links, publication, reading
from memograph.publish.http.formats import CSV, TURTLE, Format
from memograph.publish.http.shortcut import repeatable
from memograph.publish.http.turns import turn
from memograph.publish.language import text
from memograph.publish.linked_data.representation import finish
from memograph.publish.linked_data.signposts import Signpost
from memograph.publish.links import Links
from memograph.publish.reading.index import Index
from memograph.publish.search.asked import Asked, read_asked
from memograph.publish.search.exporting import as_csv, as_turtle, results
from memograph.publish.search.found import search_page
from memograph.publish.search.spelling import spelt_like
from memograph.void import LICENCE

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def search() -> Response:
    """The page of results."""
    asked = read_asked(dict(request.args.lists()))
    links = page_links()
    with searched() as index:
        page = search_page(index, links, asked, spelt_like)
    leads = list(_leads(links, asked))
    response = make_response(render_template("search.html", page=page, signposts=leads))
    return given(response, leads)


@blueprint.get("/search.csv")
def csv() -> Response:
    """All results as a table."""
    asked, links = read_asked(dict(request.args.lists())), page_links()
    with searched() as index:
        body = as_csv(results(index, asked))
    return given(Response(body, content_type=CSV.content_type), _file_leads(links, asked, TURTLE))


@blueprint.get("/search.ttl")
def turtle() -> Response:
    """All results as RDF: what each is, what it is called, when a document is from."""
    asked, links = read_asked(dict(request.args.lists())), page_links()
    with searched() as index:
        body = as_turtle(results(index, asked), publication().site)
    return given(Response(body, content_type=TURTLE.content_type), _file_leads(links, asked, CSV))


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """OpenSearch 1.1, draft 6: where a browser sends what is typed, and where it asks for completions."""
    told = text("opensearch-description")
    body = render_template("opensearch.xml", site=publication().site, description=told)
    return conditional(Response(body, content_type="application/opensearchdescription+xml"))


@contextmanager
def searched() -> Iterator[Index]:
    """A turn with the reading index.

    Raises:
        SearchDeadline: it took too long.
        BudgetSpent, QueryBusy, ReleaseOutdated: as `turn` and `reading` say.
    """
    try:
        with turn():
            yield reading()
    except QueryDeadline as error:
        raise SearchDeadline(error.seconds) from error


def given(response: Response, leads: list[Signpost]) -> Response:
    """The answer with all its headers, kept in memory where it depends on the release and the address alone."""
    if is_current():
        repeatable(request.environ, publication().version)
    return finish(response, leads)


def _leads(links: Links, asked: Asked) -> Iterator[Signpost]:
    yield Signpost("canonical", links.absolute(links.to(asked.address())))
    for form in (CSV, TURTLE):
        yield Signpost("alternate", _address(links, asked, f"search.{form.name}"), form.media_type)
    yield Signpost("license", LICENCE)
    yield Signpost("collection", links.absolute(links.root))


def _file_leads(links: Links, asked: Asked, other: Format) -> list[Signpost]:
    return [
        Signpost("alternate", _address(links, asked, "search"), "text/html"),
        Signpost("alternate", _address(links, asked, f"search.{other.name}"), other.media_type),
        Signpost("license", LICENCE),
    ]


def _address(links: Links, asked: Asked, path: str) -> str:
    return links.absolute(links.to(asked.from_start().address(path)))
