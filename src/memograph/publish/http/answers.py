"""An answer to the request at hand: in the format that it asks for, and RDF written in that format."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import pyoxigraph as ox
from flask import Response, request
from werkzeug.exceptions import BadRequest

from memograph.publish.http.context import publication
from memograph.publish.http.formats import BY_NAME, RDFXML, TURTLE, Format, named
from memograph.publish.http.negotiate import choose
from memograph.publish.http.problem import NotAcceptable
from memograph.turtle import write_turtle
from memograph.xmlchars import readable_xml

_RDF_FORMATS = {
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def negotiated(offered: Sequence[Format], others: Iterable[Format] = tuple(BY_NAME.values())) -> Format:
    """The format that ``?format=`` names, else the one that suits the Accept header best.

    Args:
        others: formats that a request may name, though they are not offered here.

    Raises:
        NotAcceptable, BadRequest: none does; there is no such format.
    """
    name = request.args.get("format")
    if name is not None and named(name, (*others, *offered)) is None:
        raise BadRequest(f"There is no format “{name}”; there are {', '.join(each.name for each in offered)}.")
    chosen = named(name, offered) if name else choose(request.headers.get("Accept"), offered)
    if chosen is None:
        raise NotAcceptable(offered)
    return chosen


def graph_response(triples: Iterable[ox.Triple], chosen: Format, **prefixes: str) -> Response:
    """An answer with these triples, sorted and without repetition.

    Args:
        prefixes: more than those of the site.
    """
    ordered, names = sorted(set(triples), key=str), publication().site.prefixes | prefixes
    body = io.BytesIO()
    if chosen is TURTLE:
        write_turtle(ordered, body, names)
    else:
        ox.serialize(ordered, body, format=_RDF_FORMATS[chosen.name], prefixes=names)
    written = readable_xml(body.getvalue()) if chosen is RDFXML else body.getvalue()
    response = Response(written, content_type=chosen.content_type)
    response.vary.add("Accept")
    return response
