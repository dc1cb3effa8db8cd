"""``/fragments``: Triple Pattern Fragments, pages of the triples that match one pattern; a client joins them itself.

"Triple Pattern Fragments" of the Hydra W3C Community Group (linkeddatafragments.org/specification). A request becomes a
stored query with the terms of the pattern bound; hydra.py adds what clients navigate by.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import BadRequest

from memograph.namespaces import HYDRA, XSD
from memograph.publish.engine.exchange import Task
from memograph.publish.http.answers import negotiated
from memograph.publish.http.conditional import conditional
from memograph.publish.http.context import Publication, is_current, publication, results
from memograph.publish.http.formats import HTML, JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format
from memograph.publish.http.shortcut import repeatable
from memograph.publish.links import Links
from memograph.publish.query.form import Cell
from memograph.publish.query.hydra import PAGE_SIZE, POSITIONS, Addresses, Controls, describe_page
from memograph.publish.store import Row, stored_query
from memograph.turtle import write_turtle
from memograph.xmlchars import readable_xml

blueprint = Blueprint("fragments", __name__)

#: The first is recommended by the specification; HTML goes to those who ask for it.
OFFERED = (TURTLE, TRIG, NQUADS, NTRIPLES, RDFXML, JSONLD, HTML)

#: Formats with graphs keep the controls in one of their own, apart from the data.
_WITH_GRAPHS = {"trig": ox.RdfFormat.TRIG, "nq": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD}
_TRIPLES = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML}

#: Triples up to which a fragment is counted (queries/fragment_count.rq); what it takes: docs/endpoint.md.
COUNTED = 100_000

#: A part of a pattern: a term, or the name of a variable; an empty name is a variable like no other.
Place = ox.NamedNode | ox.Literal | str

_VARIABLE = re.compile(r"\?(\w+)")
_LITERAL = re.compile(r'"(?P<text>.*)"(?:@(?P<language>[^"@^]+)|\^\^(?P<datatype>[^"]+))?', re.DOTALL)


@dataclass(frozen=True, slots=True)
class FragmentPage:
    """The form, the triples of a page and where the others are; links are paths of this site.

    `pinned` is the page in the release that answers, empty where the address names one already.
    """

    controls: Controls
    asked: dict[str, str]
    rows: tuple[tuple[Cell, ...], ...]
    links: dict[str, str]
    pinned: str
    formats: tuple[Format, ...] = OFFERED[:-1]


@blueprint.get("/fragments")
def fragments() -> Response:
    """One page of the triples that match a pattern."""
    asked = {name: _only(name) for name in POSITIONS}
    pattern = tuple(parse_place(name, value) for name, value in asked.items())
    number = _page_number(_only("page") or "1")
    chosen = negotiated(OFFERED)
    here = publication()
    found = _matching(here, pattern, (number - 1) * PAGE_SIZE)
    more = len(found) > PAGE_SIZE
    triples = found[:PAGE_SIZE]
    if more or (number > 1 and not triples):
        total, exact = _count(here, pattern)
    else:
        total, exact = (number - 1) * PAGE_SIZE + len(triples), True
    addresses = Addresses.of(here.site.address("fragments"), request.query_string)
    controls = Controls(addresses, request.args.get("release"), number, total, exact, more)
    response = _html(here, controls, asked, triples) if chosen is HTML else _rdf(here, controls, triples, chosen)
    response.headers["Link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in controls.links().items())
    response.vary.add("Accept")
    if number > 1 and not triples:
        response.status_code = 404
    elif is_current():
        repeatable(request.environ, here.version)
    return conditional(response)


def _only(name: str) -> str:
    values = request.args.getlist(name)
    if len(values) > 1:
        raise BadRequest(f"There is more than one “{name}” in the request.")
    return values[0] if values else ""


def _page_number(value: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,8}", value):
        raise BadRequest(f"Pages are counted from 1; there is no page “{value}”.")
    return int(value)


def parse_place(name: str, value: str) -> Place:
    """A parameter of the request: an IRI, a literal (``"text"``, ``"text"@en``, ``"5"^^http://…``), or a variable.

    Section “URLs for triple pattern fragments” of the specification; IRIs may stand in angle brackets, as in Turtle.

    Raises:
        BadRequest: none of these, or a blank node.
    """
    if not value:
        return ""
    if variable := _VARIABLE.fullmatch(value):
        return variable[1]
    if value.startswith("_:"):
        raise BadRequest(
            f"“{name}” is a blank node, {value}. A blank node has no name outside of its document; leave the parameter "
            "out, or name a variable such as ?x."
        )
    literal = _LITERAL.fullmatch(value)
    try:
        if literal is None:
            return ox.NamedNode(_bare(value))
        if literal["language"]:
            return ox.Literal(literal["text"], language=literal["language"])
        return ox.Literal(literal["text"], datatype=ox.NamedNode(_bare(literal["datatype"] or XSD + "string")))
    except ValueError as error:
        kinds = 'an IRI, nor a literal ("text", "text"@en, "5"^^http://…), nor a variable (?x)'
        raise BadRequest(f"“{name}” is neither {kinds}: {error}.") from error


def _bare(iri: str) -> str:
    return iri[1:-1] if iri.startswith("<") and iri.endswith(">") else iri


def _matching(here: Publication, pattern: Sequence[Place], offset: int) -> list[ox.Triple]:
    """Triples of a page, and one more if there is one."""
    if any(isinstance(place, ox.Literal) for place in pattern[:2]):
        return []  # no triple has a literal there; a client that joins asks for it all the same
    query = _query("fragment", pattern).replace("OFFSET 0", f"OFFSET {offset:d}")
    task = Task(query, here.site.base, {"CONSTRUCT": "nt"}, _bindings(pattern))
    return [quad.triple for quad in ox.parse(here.store.answer(task).body, format=ox.RdfFormat.N_TRIPLES)]


def _query(name: str, pattern: Sequence[Place]) -> str:
    """A stored query on a pattern in which the same name is the same variable."""
    text, first = stored_query(name), dict[str, str]()
    for position, place in zip(POSITIONS, pattern, strict=True):
        if isinstance(place, str) and place:
            text = text.replace(f"?{position}", f"?{first.setdefault(place, position)}")
    return text


def _bindings(pattern: Sequence[Place]) -> dict[str, str | list[str]]:
    named = dict(zip(POSITIONS, pattern, strict=True))
    found: dict[str, str | list[str]] = {n: t.value for n, t in named.items() if isinstance(t, ox.NamedNode)}
    literals = {n: t for n, t in named.items() if isinstance(t, ox.Literal)}
    return found | {n: [t.value, t.datatype.value, t.language or ""] for n, t in literals.items()}


def _count(here: Publication, pattern: Sequence[Place]) -> tuple[int, bool]:
    """How many triples match, and whether that is exact."""
    bindings = _bindings(pattern)
    query = _query("fragment_count", pattern).replace(" ?bound", "".join(f" ?{name}" for name in bindings))
    counted = sum(row.number("number") for row in _rows(here, query, bindings))
    if counted <= COUNTED:
        return counted, True
    of_property = {name: bindings[name] for name in ("predicate",) if name in bindings}
    described = _rows(here, stored_query("fragment_estimate"), {"dataset": here.site.dataset, **of_property})
    sizes = [row.number("part" if of_property else "all") for row in described]
    return max([counted, *sizes[:1]]), False


def _rows(here: Publication, query: str, bindings: dict[str, str | list[str]]) -> list[Row]:
    """Solutions; remembered, because every page of a fragment asks the same."""
    task = Task(query, here.site.base, {"SELECT": "json"}, bindings)
    answer = results().answer(here.version, task, here.store.answer)
    solutions = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [Row({name: term for name in names if (term := row[name]) is not None}) for row in solutions]


def _rdf(here: Publication, controls: Controls, triples: list[ox.Triple], chosen: Format) -> Response:
    """Triples and controls; the order of bytes is the same each time, because the entity tag is made from them."""
    body, about = io.BytesIO(), list(describe_page(here.site, controls))
    prefixes = {**here.site.prefixes, "hydra": HYDRA}
    if chosen.name in _WITH_GRAPHS:
        quads = [*_in_graph(triples, ox.DefaultGraph()), *_in_graph(about, ox.NamedNode(controls.graph))]
        if chosen is TRIG:
            write_turtle(quads, body, prefixes, ox.RdfFormat.TRIG)
        else:
            ox.serialize(quads, body, format=_WITH_GRAPHS[chosen.name])
    elif chosen is TURTLE:
        write_turtle([*triples, *about], body, prefixes)
    else:
        ox.serialize([*triples, *about], body, format=_TRIPLES[chosen.name])
    written = readable_xml(body.getvalue()) if chosen is RDFXML else body.getvalue()
    return Response(written, content_type=chosen.content_type)


def _in_graph(triples: list[ox.Triple], graph: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
    return (ox.Quad(each.subject, each.predicate, each.object, graph) for each in triples)


def _html(here: Publication, controls: Controls, asked: dict[str, str], triples: list[ox.Triple]) -> Response:
    rows = tuple(tuple(_cell(term, here.links) for term in triple) for triple in triples)
    local = Addresses.of(here.links.to("fragments"), request.query_string)
    near = {"prev": local.page(controls.number - 1), "next": local.page(controls.number + 1)}
    links = {name: near[name] for name in controls.links() if name in near}
    pinned = "" if controls.release else f"{local.asked}{'&' if local.sent else '?'}release={here.version}"
    page = FragmentPage(controls, asked, rows, links, pinned)
    return make_response(render_template("fragments.html", page=page))


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, links: Links) -> Cell:
    if isinstance(term, ox.NamedNode):
        return Cell(links.site.curie(term.value), links.page(term.value), "")
    if not isinstance(term, ox.Literal):
        return Cell(str(term), None, "")
    plain = term.datatype.value == XSD + "string"
    return Cell(term.value, None, term.language or ("" if plain else links.site.curie(term.datatype.value)))
