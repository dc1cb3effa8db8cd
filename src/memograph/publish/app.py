"""`create_app`: a Flask application on the current release. server.py runs it; any other WSGI server can."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from memograph.errors import ReleaseError, StoreError
from memograph.publish.catalog import about, catalog, dumps, extraction, openapi, sitemap, validation
from memograph.publish.http.cache import Cache, Results
from memograph.publish.http.context import EXTENSION, RESULTS, Publication, follow_releases, page_links
from memograph.publish.http.problem import error_response, problem_of
from memograph.publish.http.protection import protect
from memograph.publish.http.shortcut import SHORTCUT, Shortcut
from memograph.publish.language import say, text, use
from memograph.publish.linked_data import citations, memento, pages, resource, timemap
from memograph.publish.operation import health, metrics
from memograph.publish.operation.admission import Admission
from memograph.publish.pages.lists import KINDS
from memograph.publish.query import citation, fragments, sparql, terms
from memograph.publish.reconcile import endpoint, previewing, suggesting
from memograph.publish.releases import Releases
from memograph.publish.search import answering, completing
from memograph.publish.settings import PublishSettings
from memograph.publish.views import routes as views

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Bytes that a request body may have.
MAX_BODY = 2**20

_ASCII = "".join(map(chr, range(128)))

_log = logging.getLogger(__name__)


def create_app(settings: PublishSettings) -> Flask:
    """An application on the current release, followed as it changes; its query workers start with the first query.

    Raises:
        ReleaseError: no release is published in `settings.build_dir`.
    """
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    app.url_map.merge_slashes = False  # else `//` redirects to whatever Host the request names
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY
    releases = Releases(settings)
    follow_releases(app, releases)
    for module in (
        pages,
        resource,
        memento,
        citations,
        timemap,
        sparql,
        terms,
        fragments,
        citation,
        endpoint,
        suggesting,
        previewing,
        answering,
        completing,
        dumps,
        about,
        validation,
        extraction,
        health,
        openapi,
        catalog,
        sitemap,
        views,
    ):
        app.register_blueprint(module.blueprint)
    if settings.metrics:
        app.register_blueprint(metrics.blueprint)
    protect(app)
    app.register_error_handler(Exception, _answer_error)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(site_title=settings.title, kinds=KINDS, t=say, language=use(settings.language).tag)
    app.jinja_env.filters["number"] = _number
    app.context_processor(_page_context)
    cache = Cache(settings.cache_mib * 2**20)
    app.extensions[RESULTS] = Results(cache, settings.queue)
    admission = Admission(app, settings)
    shortcut = app.extensions[SHORTCUT] = Shortcut(app.wsgi_app, cache, releases, admission.recalled)
    counted = admission.around(shortcut)
    app.wsgi_app = _Mounted(counted, releases)  # type: ignore[method-assign]
    return app


def releases_of(app: Flask) -> Releases:
    """The releases of an application, for whoever starts and stops it."""
    return cast(Releases, app.extensions[EXTENSION])


def _page_context() -> dict[str, object]:
    """What every template may use; an error page is shown even where no release could be had."""
    here: Publication = g.get("publication") or current_app.extensions[EXTENSION].current
    current: Publication = current_app.extensions[EXTENSION].current
    links = page_links() if "publication" in g else here.links
    newer = None if here is current else current
    return {"links": links, "to": links.to, "here": here, "newer": newer, "asked": request.path.lstrip("/")}


def _number(n: float) -> str:
    """A number as the language of the pages writes it: ``1,234``."""
    return text("number", n=n)


def _answer_error(error: Exception) -> Response:
    if isinstance(error, RequestEntityTooLarge):
        _drain()
    if problem_of(error)["status"] == 500:
        _log.exception("%r %r failed", request.method, request.path, exc_info=error)
    elif type(error) is ReleaseError:  # the client is not told where our files are, and what is wrong with them
        _log.error("The release cannot be read: %s", error)
    elif isinstance(error, StoreError):
        _log.error("The store fails: %s", error.reason)
    return error_response(error)


def _drain() -> None:
    """Read what a client is still sending: it would not see our answer before it has sent all.

    As much as serving/arrivals.py collects: behind a body that is not read to its end, no request would be heard.
    """
    stream, left = request.environ["wsgi.input"], 64 * MAX_BODY
    while left > 0 and (part := stream.read(min(left, 2**16))):
        left -= len(part)


class _Mounted:
    """Lets the site live below a path: a proxy may pass that path on or strip it, both come to the same pages.

    An address is ASCII (RFC 3986, section 2). gunicorn refuses others; where another server passes them on, bytes
    of the query string that are not percent-encoded become so here, because Werkzeug takes them for UTF-8.
    """

    def __init__(self, inner: WSGIApplication, releases: Releases) -> None:
        self._inner, self._releases = inner, releases

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path, prefix = environ.get("PATH_INFO", ""), self._releases.current.links.root.rstrip("/")
        if prefix and (path == prefix or path.startswith(prefix + "/")):
            environ["PATH_INFO"] = path[len(prefix) :] or "/"
        if not (query := environ.get("QUERY_STRING", "")).isascii():
            environ["QUERY_STRING"] = quote(query.encode("latin1"), safe=_ASCII)
        return self._inner(environ, start_response)
