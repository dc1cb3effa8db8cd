"""Dereferencing: ``/id/<kind>/<slug>`` sends on to a page or to data, ``/data/...`` describes a thing as RDF.

Also the ontology and the VoID document, which are graphs of the release as they stand. "Cool URIs for the Semantic Web"
(W3C Interest Group Note of 3 December 2008), section 4.2: 303 from the thing to a document about it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import pyoxigraph as ox
from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.exceptions import BadRequest, NotFound

from memograph.model import Kind
from memograph.namespaces import DCTERMS, FOAF, RDFS, VOID
from memograph.publish.context import Publication, publication
from memograph.publish.formats import BY_NAME, GRAPH_FORMATS, HTML, TURTLE, Format
from memograph.publish.listings import ontology_page
from memograph.publish.negotiate import choose
from memograph.publish.problem import NotAcceptable
from memograph.turtle import write_turtle
from memograph.void import LICENCE

blueprint = Blueprint("resource", __name__)

#: Inbound triples given in the description of a thing (queries/data_inbound.rq).
INBOUND_LIMIT = 1000

_RDF_FORMATS = {
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


@blueprint.get("/id/<kind>/<path:slug>")
def thing(kind: str, slug: str) -> Response:
    """Send on to the page or the data of a thing."""
    here = publication()
    iri = thing_iri(here, kind, slug)
    if not here.store.exists(iri):
        raise NotFound(f"This release knows nothing of {iri}.")
    chosen = negotiated((HTML, *GRAPH_FORMATS))
    target = here.links.page(iri) if chosen is HTML else here.links.data(iri, chosen.name)
    response = make_response(redirect(target or here.links.root, 303))
    response.vary.add("Accept")
    return response


@blueprint.get("/data/<kind>/<path:name>")
def data(kind: str, name: str) -> Response:
    """Describe a thing in the format of the suffix; without one, in the format the client likes best."""
    here = publication()
    slug, _, suffix = name.rpartition(".")
    given = next((each for each in GRAPH_FORMATS if slug and each.name == suffix), None)
    iri = thing_iri(here, kind, slug if given else name)
    chosen = given or negotiated(GRAPH_FORMATS)
    triples = describe(here, iri)
    if not triples:
        raise NotFound(f"This release knows nothing of {iri}.")
    response = graph_response(triples, chosen)
    if given is None:
        response.headers["Content-Location"] = here.links.data(iri, chosen.name)
    return response


@blueprint.get("/ontology")
def ontology() -> Response:
    """The vocabulary, for people or for programs."""
    here = publication()
    chosen = negotiated((*GRAPH_FORMATS, HTML))
    if chosen is HTML:
        response = make_response(render_template("ontology.html", page=ontology_page(here.store, here.links)))
        response.vary.add("Accept")
        return response
    return graph_response(here.store.triples("graph", graph=here.site.ontology_graph), chosen)


@blueprint.get("/.well-known/void")
def void() -> Response:
    """The description of the dataset."""
    here = publication()
    return graph_response(here.store.triples("graph", graph=here.site.release_graph), negotiated(GRAPH_FORMATS))


def thing_iri(here: Publication, kind: str, slug: str) -> str:
    """The IRI that a path stands for.

    Raises:
        NotFound: there is no such kind.
    """
    try:
        return here.site.thing(Kind(kind), slug)
    except ValueError as error:
        raise NotFound(f"There is no kind of thing called “{kind}”.") from error


def negotiated(offered: Sequence[Format]) -> Format:
    """The format that ``?format=`` names, else the one that suits the Accept header best.

    Raises:
        NotAcceptable, BadRequest: none does; there is no such format.
    """
    name = request.args.get("format")
    if name is not None and name not in BY_NAME:
        raise BadRequest(f"There is no format “{name}”; there are {', '.join(each.name for each in offered)}.")
    chosen = BY_NAME[name] if name else choose(request.headers.get("Accept"), offered)
    if chosen is None or chosen not in offered:
        raise NotAcceptable(offered)
    return chosen


def describe(here: Publication, iri: str) -> list[ox.Triple]:
    """All that the release says about a thing: itself, its parts, statements, what points to it, labels around it.

    Six stored queries. Empty if the thing is unknown.
    """
    store = here.store
    own = store.triples("data_own", this=iri)
    if not own:
        return []
    inbound = store.triples("data_inbound", this=iri)
    total = sum(row.number("inbound") for row in store.rows("data_totals", this=iri))
    around = [store.triples(name, this=iri) for name in ("data_parts", "data_statements", "data_labels")]
    return [*own, *inbound, *(triple for part in around for triple in part), *_about(here, iri, len(inbound), total)]


def _about(here: Publication, iri: str, given: int, total: int) -> Iterable[ox.Triple]:
    """What the data document itself is, and what it leaves out."""
    document = ox.NamedNode(here.site.address(iri[len(here.site.base) :].replace("id/", "data/", 1)))
    for predicate, value in (
        (FOAF + "primaryTopic", iri),
        (VOID + "inDataset", here.site.dataset),
        (DCTERMS + "license", LICENCE),
    ):
        yield ox.Triple(document, ox.NamedNode(predicate), ox.NamedNode(value))
    if given < total:
        note = f"{given} of {total} triples that point to this thing are given here; the SPARQL endpoint has all."
        yield ox.Triple(document, ox.NamedNode(RDFS + "comment"), ox.Literal(note, language="en"))


def graph_response(triples: Iterable[ox.Triple], chosen: Format) -> Response:
    """An answer with these triples, sorted and without repetition."""
    ordered = sorted(set(triples), key=str)
    body = io.BytesIO()
    if chosen is TURTLE:
        write_turtle(ordered, body, publication().site.prefixes)
    else:
        ox.serialize(ordered, body, format=_RDF_FORMATS[chosen.name], prefixes=publication().site.prefixes)
    response = Response(body.getvalue(), content_type=chosen.content_type)
    response.vary.add("Accept")
    return response
