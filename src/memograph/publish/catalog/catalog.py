"""``/.well-known/api-catalog``: which interfaces the site has, and where each is described (RFC 9727, June 2025).

A linkset in JSON (RFC 9264, section 4.2) with the relations of RFC 8631: service-desc for machines, service-doc for
people, service-meta for what the interface serves, status. A new interface is one more `Interface` in `interfaces`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Blueprint, Response

from memograph.namespaces import Site
from memograph.publish.http.conditional import conditional
from memograph.publish.http.context import publication

blueprint = Blueprint("catalog", __name__)

PATH = ".well-known/api-catalog"

#: RFC 9727, section 4.2: the document says by its profile that it is an API catalogue.
PROFILE = "https://www.rfc-editor.org/info/rfc9727"
MEDIA_TYPE = f'application/linkset+json; profile="{PROFILE}"'


@dataclass(frozen=True, slots=True)
class Interface:
    """One interface; targets are (path below the base IRI, media type).

    Args:
        path: where it answers.
        title: for people.
        descriptions: for machines.
        documentation: for people.
        metadata: about what it serves.
        status: whether it works.
    """

    path: str
    title: str
    descriptions: tuple[tuple[str, str], ...] = ()
    documentation: tuple[tuple[str, str], ...] = ()
    metadata: tuple[tuple[str, str], ...] = ((".well-known/void", "text/turtle"),)
    status: tuple[tuple[str, str], ...] = (("readyz", "application/json"),)


INTERFACES = (
    Interface(
        "",
        "Linked data and pages over HTTP",
        descriptions=(("openapi.json", "application/json"),),
        documentation=(("openapi", "text/html"),),
    ),
    Interface(
        "sparql",
        "SPARQL 1.1 endpoint",
        descriptions=(("sparql?format=ttl", "text/turtle"), ("openapi.json", "application/json")),
        documentation=(("sparql?format=html", "text/html"), ("openapi", "text/html")),
    ),
    Interface(
        "fragments",
        "Triple Pattern Fragments",
        descriptions=(("fragments?format=trig", "application/trig"), ("openapi.json", "application/json")),
        documentation=(("fragments?format=html", "text/html"), ("openapi", "text/html")),
    ),
    Interface(
        "reconcile",
        "Reconciliation Service API 0.2",
        descriptions=(("reconcile", "application/json"), ("openapi.json", "application/json")),
        documentation=(("reconcile/features", "text/html"), ("openapi", "text/html")),
    ),
    Interface(
        "dumps/",
        "The whole release as files",
        descriptions=(("openapi.json", "application/json"),),
        documentation=(("dumps/", "text/html"),),
    ),
)


@blueprint.get(f"/{PATH}")
def catalog() -> Response:
    """The catalogue."""
    site = publication().site
    body = json.dumps({"linkset": linkset(site)}, ensure_ascii=False, indent=1)
    response = Response(body + "\n", content_type=MEDIA_TYPE)
    response.headers["Link"] = link(site)
    return conditional(response)


def link(site: Site) -> str:
    """Value of a Link header that leads to the catalogue (RFC 9727, sections 2 and 3)."""
    return f'<{site.address(PATH)}>; rel="api-catalog"; type="application/linkset+json"'


def linkset(site: Site) -> list[dict[str, object]]:
    """The interfaces as items of the catalogue, then the links of each."""
    items = [{"href": site.address(each.path), "title": each.title} for each in INTERFACES]
    return [{"anchor": site.address(PATH), "item": items}, *(_links(site, each) for each in INTERFACES)]


def _links(site: Site, each: Interface) -> dict[str, object]:
    relations = {
        "service-desc": each.descriptions,
        "service-doc": each.documentation,
        "service-meta": each.metadata,
        "status": each.status,
    }
    targets = {
        name: [{"href": site.address(path), "type": media_type} for path, media_type in found]
        for name, found in relations.items()
        if found
    }
    return {"anchor": site.address(each.path), **targets}
