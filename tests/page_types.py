"""Every type of page that the site has, once: what browser tests, counts of queries and checks of HTML go through.

A type of page is a template that is a whole document. tests/unit/publish/test_page_types.py compares this list with
the templates and with the routes of the application, so that a new page cannot be forgotten. Paths are of the sample
release (publish_sample.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from memograph.model import Kind


@dataclass(frozen=True)
class PageType:
    """One template, and pages of the sample release that it makes.

    Args:
        template: name of the file.
        paths: from the root of the site.
        status: of the answer.
        large: has a budget of its own: the editor, the network, the map (issue 5).
    """

    template: str
    paths: tuple[str, ...]
    status: int = 200
    large: bool = False


STATEMENT = "/page/statement/frus1981-88v04d4-gromyko-andrei-metwith-haig-alexander"
ANSWERED = "/sparql?format=html&query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%205"

PAGE_TYPES = (
    PageType("home.html", ("/",)),
    PageType(
        "search.html",
        (
            "/search?q=gromyko",
            "/search",
            "/search?q=gromyko%20OR%20%22arms%20reduction%22&kind=document&year=1983&from=1982",
            "/search?q=gromyko&kind=person",
            "/search?q=nothing%20zzz%20gromykko",
            "/search?q=hostile%20nobody",
        ),
    ),
    PageType("list.html", tuple(f"/page/{kind.value}" for kind in Kind)),
    PageType(
        "thing.html",
        (
            "/page/person/gromyko-andrei",
            "/page/person/haig-alexander",
            "/page/person/hostile-robert",
            "/page/organization/nsc",
            "/page/place/soviet-union",
            "/page/place/k%C3%B6nigsberg%2Fkaliningrad",
            "/page/event/inf-talks",
            "/page/agreement/salt-ii",
            "/page/post/secretary-of-state",
            "/page/topic/arms-control",
        ),
    ),
    PageType(
        "section.html",
        (
            "/page/person/gromyko-andrei?section=metWith",
            "/page/person/gromyko-andrei?section=mentions",
            "/page/person/gromyko-andrei?section=mentions&year=1983",
            "/page/person/clark-william?section=said",
            "/page/place/geneva?section=heldIn-of",
        ),
    ),
    PageType(
        "document.html",
        (
            "/page/document/frus1981-88v04d4",
            "/page/document/frus1981-88v04d4?at=2267-2304",
            "/page/document/frus1981-88v04d1",
            "/page/document/hostile",
        ),
    ),
    PageType(
        "statement.html",
        (STATEMENT, "/page/statement/frus1981-88v04d4-frus1981-88v04d4-dated-1983-01-19-1983-02-02"),
    ),
    PageType("decision.html", ("/page/decision/gromyko-is-one", "/page/decision/met-indeed")),
    PageType("ontology.html", ("/ontology?format=html",)),
    PageType(
        "network.html",
        (
            "/network",
            "/network?relation=metWith&relation=wroteTo&relation=appearedWith&from=1982&ties=50",
            "/network?about=person/gromyko-andrei&relation=metWith",
            "/network?about=person/gromyko-andrei&with=person/hostile-robert",
            "/network?from=1700&to=1701",
        ),
        large=True,
    ),
    PageType(
        "map.html",
        (
            "/map",
            "/map?area=europe&what=heldIn",
            "/map?place=place/latin-america",
            "/map?what=writtenIn&from=1700&to=1701",
        ),
        large=True,
    ),
    PageType(
        "timeline.html",
        (
            "/timeline",
            "/timeline?zoom=year&from=1900&to=2000",
            "/timeline?from=1982-12&to=1982-12&what=documents",
            "/timeline?from=1700&to=1701",
            "/timeline?to=1701",
        ),
    ),
    PageType("sparql.html", ("/sparql?format=html", ANSWERED), large=True),
    PageType("cite.html", ("/cite?format=html", f"/cite{ANSWERED.removeprefix('/sparql')}")),
    PageType("fragments.html", ("/fragments?format=html",)),
    PageType("dumps.html", ("/dumps/",)),
    PageType("about.html", ("/about",)),
    PageType("extraction.html", ("/extraction?format=html",)),
    PageType("validation.html", ("/validation?format=html",)),
    PageType("features.html", ("/reconcile/features",)),
    PageType("preview.html", ("/reconcile/preview/person/gromyko-andrei",)),
    PageType("interface.html", ("/openapi",)),
    PageType("error.html", ("/page/person/nobody-of-this-name",), status=404),
)

#: Every page, each type's first one first among its own.
PAGES = tuple(path for each in PAGE_TYPES for path in each.paths)

#: What each answers.
STATUS = {path: each.status for each in PAGE_TYPES for path in each.paths}

#: One page of each type.
FIRST = tuple(each.paths[0] for each in PAGE_TYPES)

#: Routes that answer no page for people: endpoint → what they answer.
NO_PAGES = {
    "static": "files that pages use",
    "pages.listing_with_slash": "sends on to the list",
    "resource.thing": "sends on to the page or the data of a thing",
    "resource.data": "RDF",
    "resource.void": "RDF",
    "sparql_terms.terms": "JSON",
    "citations.citation": "BibTeX, RIS, CSL-JSON, text",
    "timemap.timemap": "link format and JSON",
    "reconcile.reconcile": "JSON",
    "reconcile_suggest.suggest": "JSON",
    "reconcile_suggest.flyout": "JSON with a piece of HTML",
    "reconcile_suggest.properties": "JSON",
    "search.csv": "CSV",
    "search.turtle": "RDF",
    "search.description": "OpenSearch",
    "suggest.suggest": "JSON",
    "dumps.release_or_file": "sends on to the files of a release, or is one",
    "dumps.download": "files",
    "health.healthz": "JSON",
    "health.readyz": "JSON",
    "openapi.openapi": "JSON",
    "catalog.catalog": "a linkset",
    "views.network_file": "pictures and tables",
    "views.map_file": "pictures and tables",
    "views.timeline_file": "pictures and tables",
    "sitemap.index": "XML",
    "sitemap.page": "XML",
    "sitemap.robots": "text",
}
