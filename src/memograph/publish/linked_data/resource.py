"""Dereferencing: ``/id/<kind>/<slug>`` sends on to a page or to data, ``/data/...`` describes a thing as RDF.

Also the ontology and the VoID document, which are graphs of the release as they stand. "Cool URIs for the Semantic Web"
(W3C Interest Group Note of 3 December 2008), section 4.2: 303 from the thing to a document about it. What became of a
thing is standing.py's, what its data hold describing.py's, how an answer is finished representation.py's.
"""

from __future__ import annotations

import re

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import BadRequest, NotFound

from memograph.namespaces import HYDRA
from memograph.publish.http.answers import graph_response, negotiated
from memograph.publish.http.context import page_links, publication, reading
from memograph.publish.http.formats import GRAPH_FORMATS, HTML, Format
from memograph.publish.linked_data import signposts
from memograph.publish.linked_data.describing import account
from memograph.publish.linked_data.representation import finish, in_release, moved
from memograph.publish.linked_data.standing import find
from memograph.publish.pages.ontology import ontology_page

blueprint = Blueprint("resource", __name__)

_ONTOLOGY_FORMATS = (*GRAPH_FORMATS, HTML)


@blueprint.get("/id/<kind>/<path:slug>")
def thing(kind: str, slug: str) -> Response:
    """Send on to the page or the data of a thing, or to the thing that took its place."""
    here = publication()
    found = find(here, kind, slug, "standing")
    chosen = negotiated((HTML, *GRAPH_FORMATS))
    links, iri = here.links, found.iri
    if found.merged:
        return moved(links.thing(iri), 303, "format")
    response = moved(links.page(iri) if chosen is HTML else links.data(iri, chosen.name), 303)
    response.headers["Link"] = signposts.link_header(signposts.of_id(links, iri, in_release("")))
    return response


@blueprint.get("/data/<kind>/<path:name>")
def data(kind: str, name: str) -> Response:
    """Describe a thing in the format of the suffix; without one, in the format the client likes best."""
    here = publication()
    slug, given = split(name)
    found = find(here, kind, slug)
    chosen = given or negotiated(GRAPH_FORMATS)
    if found.merged:
        target = here.links.data(found.iri, given.name if given else "") if here.links.kind(found.iri) else found.iri
        return moved(target, 301, "format")
    told = account(here, found, _page_number())
    if told is None:
        raise NotFound(f"The description of {found.iri} has no page {request.args['page']}.")
    links = here.links
    leads = signposts.of_data(links, found.iri, found.own, chosen, in_release(""))
    leads += signposts.of_pages(links.absolute(links.data(found.iri, chosen.name)), told, chosen, in_release(""))
    response = graph_response(told.triples, chosen, hydra=HYDRA)
    if given is None:
        response.headers["Content-Location"] = in_release(links.data(found.iri, chosen.name), "page")
    return finish(response, leads)


def split(name: str) -> tuple[str, Format | None]:
    """The end of a data address: ``gromyko-andrei.ttl`` → ``gromyko-andrei``, Turtle; without a suffix, None."""
    slug, _, suffix = name.rpartition(".")
    given = next((each for each in GRAPH_FORMATS if slug and each.name == suffix), None)
    return (slug, given) if given else (name, None)


def _page_number() -> int:
    """Value of ``?page=``, from 1.

    Raises:
        BadRequest: it is no such number.
    """
    value = request.args.get("page", "1")
    if not re.fullmatch(r"[1-9]\d{0,8}", value, re.ASCII):
        raise BadRequest("The parameter “page” is the number of a page, from 1.")
    return int(value)


@blueprint.get("/ontology")
@blueprint.get("/ontology.<suffix>")
def ontology(suffix: str | None = None) -> Response:
    """The vocabulary, for people or for programs; in the format of the suffix, where there is one."""
    here = publication()
    given = next((each for each in _ONTOLOGY_FORMATS if each.name == suffix), None)
    if suffix is not None and given is None:
        raise NotFound(f"The ontology has no format “{suffix}”.")
    chosen = given or negotiated(_ONTOLOGY_FORMATS)
    leads = signposts.of_ontology(here.links, chosen, in_release(""))
    if chosen is HTML:
        page = ontology_page(here.store, reading(), page_links())
        response = make_response(render_template("ontology.html", page=page, signposts=leads))
    else:
        response = graph_response(here.store.triples("graph", graph=here.site.ontology_graph), chosen)
    if given is None:
        response.headers["Content-Location"] = in_release(here.links.to(f"ontology.{chosen.name}"))
    return finish(response, leads)


@blueprint.get("/.well-known/void")
def void() -> Response:
    """The description of the dataset."""
    here, chosen = publication(), negotiated(GRAPH_FORMATS)
    response = graph_response(here.store.triples("description"), chosen)
    if "format" not in request.args:
        own = f"{here.links.to('.well-known/void')}?format={chosen.name}"
        response.headers["Content-Location"] = own + in_release("").replace("?", "&")
    return finish(response, signposts.of_dataset(here.links, chosen, in_release("")))
