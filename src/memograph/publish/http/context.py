"""What every request handler needs: the release that answers the request, its links, the settings.

A request takes its release when it first needs it and lets it go when it is over. ``?release=<version>``, on any
address, asks for one that is kept; else it is the current one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from flask import Flask, current_app, g, request
from werkzeug.exceptions import BadRequest

from memograph.errors import ReleaseNotKept
from memograph.publish.http.cache import Results
from memograph.publish.links import Links
from memograph.publish.reading.index import Index, open_index
from memograph.publish.releases import Publication, Releases

__all__ = [
    "EXTENSION",
    "RESULTS",
    "Publication",
    "follow_releases",
    "is_current",
    "page_links",
    "publication",
    "reading",
    "releases",
    "results",
]

EXTENSION, RESULTS = "memograph", "memograph-results"


def releases() -> Releases:
    """All releases that this application can be asked for."""
    return cast(Releases, current_app.extensions[EXTENSION])


def results() -> Results:
    """Results of queries that this application keeps."""
    return cast(Results, current_app.extensions[RESULTS])


def publication(named: Iterable[str] | None = None) -> Publication:
    """The publication that the current request is answered from, the same one until the request is over.

    Args:
        named: versions that the request names, where they may stand elsewhere than in its address.

    Raises:
        ReleaseNotKept: there is no such release here.
        BadRequest: several releases are named.
    """
    if "publication" not in g:
        versions = {*(request.args.getlist("release") if named is None else named)}
        if len(versions) > 1:
            raise BadRequest("Name one release; there are several in the request.")
        try:
            g.publication = releases().hold(*versions)
        except ReleaseNotKept as error:
            kept = tuple(each.manifest.version for each in releases().kept())
            listing = releases().current.site.address("dumps/")
            raise ReleaseNotKept(error.version, kept, listing, files_only=error.files_only) from error
    return cast(Publication, g.publication)


def page_links() -> Links:
    """Links for the page that answers the request; where the request names a release, they stay in it."""
    here = publication()
    return replace(here.links, release=here.version) if "release" in request.args else here.links


def reading() -> Index:
    """The reading index of the publication that answers the request, open until the request is over.

    Raises:
        ReleaseOutdated: the release has none.
        ReleaseError: it cannot be read.
    """
    if "reading" not in g:
        here = publication()
        g.reading = open_index(here.store.release, here.settings.query_seconds)
    return cast(Index, g.reading)


def is_current() -> bool:
    """Whether the request is answered from the current release."""
    return publication() is releases().current


def follow_releases(app: Flask, opened: Releases) -> None:
    """Have the requests of an application answered from these releases."""
    app.extensions[EXTENSION] = opened
    app.teardown_request(_let_go)


def _let_go(error: BaseException | None) -> None:
    if index := g.pop("reading", None):
        index.close()
    if held := g.pop("publication", None):
        releases().let_go(held)
