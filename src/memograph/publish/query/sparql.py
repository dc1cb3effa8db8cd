"""``/sparql``: SPARQL 1.1 Protocol (W3C Recommendation of 21 March 2013), query operation only.

A request becomes a `Task`; store.py has it answered. A bare GET describes the service, to a browser as a form.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import BadRequest, Forbidden, UnsupportedMediaType
from werkzeug.wsgi import FileWrapper

from memograph.errors import QueryError
from memograph.publish.engine.exchange import PAGE, Answer
from memograph.publish.http.answers import graph_response
from memograph.publish.http.cache import momentary
from memograph.publish.http.conditional import conditional, entity_tag
from memograph.publish.http.context import is_current, publication, results
from memograph.publish.http.formats import (
    BOOLEAN_FORMATS,
    BY_NAME,
    GRAPH_FORMATS,
    HTML,
    QUAD_FORMATS,
    ROW_FORMATS,
    Format,
    named,
)
from memograph.publish.http.forms import FORM_TYPE, decoded, utf8, whole_body
from memograph.publish.http.negotiate import choose
from memograph.publish.http.problem import NotAcceptable, problem_of
from memograph.publish.http.shortcut import repeatable
from memograph.publish.query.description import describe_service
from memograph.publish.query.form import SparqlPage, answer_page, empty_page, problem_page
from memograph.publish.query.question import Question

blueprint = Blueprint("sparql", __name__)

QUERY_TYPE, UPDATE_TYPE = "application/sparql-query", "application/sparql-update"

#: What each form of query can be answered in; HTML comes last, so that only who asks for it gets it.
OFFERED: dict[str, tuple[Format, ...]] = {
    "SELECT": (*ROW_FORMATS, HTML),
    "ASK": (*BOOLEAN_FORMATS, HTML),
    "CONSTRUCT": (*GRAPH_FORMATS, *QUAD_FORMATS, HTML),
    "DESCRIBE": (*GRAPH_FORMATS, *QUAD_FORMATS, HTML),
}

#: Header of a result that is the first part only: ``rows=100000``. Also in the body (docs/endpoint.md, "Limits").
TRUNCATED = "Memograph-Truncated"

#: Characters of an address that a Link header may have: proxies in front of us have little room for headers.
LONGEST_LINK = 2000


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query, or describe the service."""
    parameters = request_parameters()
    if "update" in parameters:
        raise Forbidden("This endpoint answers queries only; a release never changes.")
    queries = parameters.get("query", [])
    if len(queries) > 1:
        raise BadRequest("There must be one query, and there are several.")
    if not queries:
        if request.method == "POST":
            raise BadRequest("There is no query in the request: send it as the form field “query”.")
        return _describe_service()
    return _answer(Question.of(parameters), parameters)


def request_parameters() -> dict[str, list[str]]:
    """Parameters of the address and of the form, decoded once; the body of a direct POST as ``query``."""
    pairs = decoded(request.query_string)
    if request.method == "POST":
        match request.mimetype:
            case t if t == FORM_TYPE:
                pairs += decoded(whole_body())
            case t if t == QUERY_TYPE:
                pairs.append(("query", utf8(whole_body())))
            case t if t == UPDATE_TYPE:
                raise Forbidden("This endpoint answers queries only; a release never changes.")
            case other:
                raise UnsupportedMediaType(f"Send {QUERY_TYPE} or {FORM_TYPE}, not “{other}”.")
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _answer(question: Question, parameters: Mapping[str, Sequence[str]]) -> Response:
    chosen = _formats(request.headers.get("Accept"), _requested(parameters))
    here = publication(parameters.get("release", ()))
    formats = {form: PAGE if each is HTML else each.name for form, each in chosen.items() if each}
    task = question.task(here.site.base, formats, cut=_truncate(parameters))
    try:
        answer = results().answer(here.version, task, here.store.answer)
    except QueryError as error:
        if chosen["SELECT"] is HTML:
            problem = problem_of(error)
            return _shown(problem_page(question.query, problem), question.query, problem["status"])
        raise
    result = chosen[answer.form]
    if answer.status == "unacceptable" or result is None:
        raise NotAcceptable(OFFERED[answer.form])
    if result is HTML:
        return _shown(answer_page(question, answer), question.query)
    response = _result(answer, result)
    lasting = question.address(here.site.address("sparql"), release=here.version)
    if len(lasting) <= LONGEST_LINK and not answer.limit_of and not momentary(question.query):
        response.headers["Link"] = f'<{lasting}>; rel="cite-as"'  # RFC 8574
    return _kept_by_others(response, question.query, answer)


@functools.lru_cache(maxsize=256)
def _formats(accept: str | None, wanted: str | None) -> Mapping[str, Format | None]:
    """What each form of query is answered in: the format that was asked for, else what suits the Accept header best."""
    return {
        form: choose(accept, offered) if wanted is None else named(wanted, offered) for form, offered in OFFERED.items()
    }


def _result(answer: Answer, chosen: Format) -> Response:
    """The result in its format: from memory, or from the file where it waits."""
    if answer.spool is None:
        response = Response(answer.body, content_type=chosen.content_type)
    else:
        response = Response(FileWrapper(answer.spool.open(), 2**16), content_type=chosen.content_type)
        response.content_length = answer.spool.size
    response.headers["Vary"] = "Accept"
    if answer.limit_of:
        response.headers[TRUNCATED] = f"{answer.limit_of}={answer.limit}"
    return response


def _kept_by_others(response: Response, query: str, answer: Answer | None = None) -> Response:
    """With validators, unless the result is of this moment only."""
    if momentary(query):
        response.headers["Cache-Control"] = "no-store"
        return response
    if answer is not None and answer.spool is not None:  # too large for the shortcut
        tag = entity_tag(response.content_type or "", answer.spool.open())
        answer.spool.open()  # again from its beginning, for sending
        return conditional(response, tag=tag)
    if is_current():
        repeatable(request.environ, publication().version)
    return conditional(response)


def _requested(parameters: Mapping[str, Sequence[str]]) -> str | None:
    """The value of ``?format=``; which format it means depends on the form of the query."""
    if "format" not in parameters:
        return None
    name = parameters["format"][-1]
    if named(name, BY_NAME.values()) is None:
        raise BadRequest(f"There is no format “{name}”; there are {', '.join(BY_NAME)}.")
    return name


def _truncate(parameters: Mapping[str, Sequence[str]]) -> bool:
    """Whether the first part of a result is wanted where the whole is over a limit."""
    match parameters.get("truncate", ["false"])[-1]:
        case "true":
            return True
        case "false":
            return False
        case other:
            raise BadRequest(f"“truncate” is “true” or “false”, not “{other}”.")


def _describe_service() -> Response:
    offered = (*GRAPH_FORMATS, HTML)
    wanted = _requested(request_parameters())
    chosen = named(wanted, offered) if wanted is not None else choose(request.headers.get("Accept"), offered)
    if chosen is None:
        raise NotAcceptable(offered)
    if chosen is HTML:
        return _shown(empty_page(), "")
    here = publication()
    return conditional(graph_response(describe_service(here.store.release), chosen))


def _shown(page: SparqlPage, query: str, status: int = 200) -> Response:
    response = make_response(render_template("sparql.html", page=page), status)
    response.vary.add("Accept")
    return _kept_by_others(response, query)
