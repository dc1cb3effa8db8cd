"""``/cite/document/<slug>.<suffix>``: how to cite a document, for reference managers and for people.

Made of what its page is made of; pages/citing.py writes the notations. Redirects and refusals are those of other
addresses of a thing (standing.py).
"""

from __future__ import annotations

import json

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from memograph.model import Kind
from memograph.publish.http.answers import negotiated
from memograph.publish.http.context import page_links, publication, reading
from memograph.publish.http.formats import BIBTEX, CSL, REFERENCE_FORMATS, RIS, Format
from memograph.publish.linked_data.representation import finish, in_release, moved
from memograph.publish.linked_data.signposts import of_citation
from memograph.publish.linked_data.standing import find
from memograph.publish.pages.citing import Work
from memograph.publish.pages.own import Own
from memograph.publish.pages.works import work_page

blueprint = Blueprint("citations", __name__)


@blueprint.get("/cite/document/<path:name>")
def citation(name: str) -> Response:
    """A citation in the format of the suffix; without one, in the format the client likes best."""
    here, links = publication(), page_links()
    slug, _, suffix = name.rpartition(".")
    given = REFERENCE_FORMATS.get(suffix) if slug else None
    found = find(here, Kind.DOCUMENT.value, slug if given else name)
    if found.merged:
        return moved(here.links.citation(found.iri, suffix if given else ""), 301, "format")
    chosen = given or negotiated(tuple(REFERENCE_FORMATS.values()))
    work = work_page(reading(), links, found.iri, Own.of(found.own), here.settings.title)
    if work is None:
        raise NotFound(f"{found.iri} is nothing that can be cited.")
    response = Response(_written(work, chosen), content_type=chosen.content_type)
    if given is None:
        named = next(name for name, each in REFERENCE_FORMATS.items() if each is chosen)
        response.headers["Content-Location"] = in_release(here.links.citation(found.iri, named))
    return finish(response, of_citation(here.links, found.iri, in_release("")))


def _written(work: Work, chosen: Format) -> str:
    if chosen is BIBTEX:
        return work.bibtex()
    if chosen is RIS:
        return work.ris()
    if chosen is CSL:
        return json.dumps([work.csl()], ensure_ascii=False, indent=1) + "\n"
    return f"{work.chicago().striptags()}\n"
