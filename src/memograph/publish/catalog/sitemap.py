"""``/sitemap.xml`` and what it lists: addresses that crawlers should know; ``/robots.txt``: those to leave alone.

Sitemaps as sitemaps.org has them ("Sitemaps XML format"): an index, and below it files that list pages. A sitemap
speaks only for addresses below its own folder, so all of them stand at the root of the site. robots.txt: RFC 9309.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import NotFound
from werkzeug.urls import iri_to_uri

from memograph.publish.http.conditional import conditional
from memograph.publish.http.context import Publication, publication
from memograph.publish.pages.lists import KINDS

blueprint = Blueprint("sitemap", __name__)

#: Addresses in one file, as in queries/sitemap_things.rq. The protocol allows 50,000 and 50 MiB.
PAGE = 10_000

#: Section of the sitemap → class of its things.
SECTIONS = {
    "document": "Document",
    "cited-document": "CitedDocument",
    **{kind.value: kind.value.capitalize() for kind in KINDS if kind != "document"},
}

#: The section of the pages that every release has.
SITE = "site"

#: Seconds that we ask crawlers to wait between two requests.
CRAWL_DELAY = 2

#: What crawlers should leave alone: questions, whose number has no end, and what is for machines that watch the server.
#: An address with parameters is another view of one without.
DISALLOWED = ("sparql", "cite", "fragments", "reconcile", "search", "suggest", "healthz", "readyz", "metrics", "*?")


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """The list of sitemaps; one stored query."""
    here = publication()
    things = {row.text("class"): row.number("things") for row in here.store.rows("sitemap_counts")}
    numbers = {SITE: 1}
    for section, name in SECTIONS.items():
        numbers[section] = -(-things.get(here.site.term(name), 0) // PAGE)
    pages = [f"sitemap-{section}-{n}.xml" for section, last in numbers.items() for n in range(1, last + 1)]
    return _listed("sitemap_index.xml", here, pages)


@blueprint.get("/sitemap-<section>-<int(max=999999):number>.xml")
def page(section: str, number: int) -> Response:
    """A stretch of the addresses of one section, counted from 1; one stored query, none for the site's own pages."""
    here = publication()
    if section == SITE:
        paths = (
            ["", *(f"page/{kind.value}" for kind in KINDS), "ontology", "dumps/", "about", "validation", "extraction"]
            if number == 1
            else []
        )
    else:
        paths = _things(here, section, number)
    if not paths:
        raise NotFound(f"There is no sitemap {number} of “{section}”.")
    return _listed("sitemap.xml", here, paths)


def _things(here: Publication, section: str, number: int) -> list[str]:
    """Paths of the pages of a stretch of things."""
    if section not in SECTIONS or number < 1:
        return []
    skipped = (number - 1) * PAGE
    rows = here.store.rows("sitemap_things", offset=skipped, **{"class": here.site.term(SECTIONS[section])})
    start = len(here.site.address("id/"))
    return [f"page/{row.text('thing')[start:]}" for row in rows]


def _listed(template: str, here: Publication, paths: Sequence[str]) -> Response:
    """These paths of the site as absolute addresses, with the day of the release."""
    addresses = [iri_to_uri(here.site.address(path)) for path in paths]
    text = render_template(template, addresses=addresses, issued=here.store.release.manifest.issued)
    return conditional(Response(text, content_type="application/xml; charset=utf-8"))


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What crawlers may ask for. It counts only at the root of a host: docs/endpoint.md, "For crawlers"."""
    here = publication()
    lines = [
        f"# All of it as files, better than page by page: {here.site.address('dumps/')}",
        "User-agent: *",
        f"Crawl-delay: {CRAWL_DELAY}",
        *(f"Disallow: {here.links.to(path)}" for path in DISALLOWED),
        "",
        f"Sitemap: {here.site.address('sitemap.xml')}",
    ]
    return conditional(Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))
