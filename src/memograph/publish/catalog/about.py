"""``/about``: what the site is, how to read certainty, what is not in it, what to do about a mistake, licences."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, current_app, make_response, render_template

from memograph.provenance import read_provenance
from memograph.publish.http.context import publication
from memograph.publish.linked_data import signposts
from memograph.publish.linked_data.representation import finish
from memograph.publish.pages import wording
from memograph.publish.releases import Publication

blueprint = Blueprint("about", __name__)

#: Licences of other people's programs, as they come with the pages; there are none where only our own are installed.
LICENCES = "vendor/THIRD-PARTY.txt"


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What depends on the release.

    Args:
        statements: their number.
        publish_from: least probability of a statement that is published; None where the release does not tell.
        certainties: a word, and the least probability that it stands for; the last is for all below.
        licences: link to those of other people's programs; empty where there are none.
    """

    documents: int
    statements: int
    software: str
    publish_from: float | None
    certainties: tuple[tuple[str, float], ...]
    licences: str


@blueprint.get("/about")
def about() -> Response:
    """What this is."""
    here = publication()
    leads = signposts.of_site_page(here.links, "about")
    return finish(make_response(render_template("about.html", page=_page(here), signposts=leads)), leads)


def _page(here: Publication) -> AboutPage:
    manifest = here.store.release.manifest
    told = read_provenance(here.store.release.reports)
    packed = Path(current_app.static_folder or "") / LICENCES
    return AboutPage(
        documents=manifest.counts.documents,
        statements=sum(manifest.counts.relations.values()),
        software=manifest.software,
        publish_from=told.publish_from if told else None,
        certainties=wording.certainties(),
        licences=here.links.file(f"static/{LICENCES}") if packed.is_file() else "",
    )
