"""``/network``, ``/map`` and ``/timeline``, as pages and as files: by suffix, ``?format=`` or ``Accept``.

Strangers' questions, as searches are: each takes a turn (http/turns.py) and is charged to the client, for the drawing
of a question that nobody asked before keeps the process busy for a second.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import NotFound

from memograph.publish.http.answers import negotiated
from memograph.publish.http.context import is_current, page_links, publication, reading
from memograph.publish.http.formats import CSV, HTML, Format
from memograph.publish.http.shortcut import repeatable
from memograph.publish.http.turns import turn
from memograph.publish.linked_data import signposts
from memograph.publish.linked_data.representation import finish
from memograph.publish.views import (
    files,
    map,
    map_drawing,
    map_page,
    network,
    network_drawing,
    network_page,
    timeline,
    timeline_drawing,
    timeline_page,
)
from memograph.publish.views.view import FILES, GEOJSON, GRAPHML, PNG, SVG

blueprint = Blueprint("views", __name__)


@blueprint.get("/network")
def show_network() -> Response:
    """Who met, wrote to or appeared with whom."""
    return _network(negotiated((HTML, *FILES["network"])))


@blueprint.get("/network.<name>")
def network_file(name: str) -> Response:
    """The same as a file."""
    return _network(_format("network", name))


@turn()
def _network(chosen: Format) -> Response:
    index, links = reading(), page_links()
    found = network.answer(index)
    if chosen is HTML:
        return _page("network.html", network_page.network_page(index, links, found, _parameters()))
    writers: dict[Format, Callable[[], bytes]] = {
        SVG: lambda: files.svg("network", network_drawing.drawing(links, found), links),
        CSV: lambda: files.rows_csv(network.COLUMNS, network.records(found)),
        GRAPHML: lambda: network.graphml(found),
    }
    return _file("network", chosen, writers)


@blueprint.get("/map")
def show_map() -> Response:
    """What happened where."""
    return _map(negotiated((HTML, *FILES["map"])))


@blueprint.get("/map.<name>")
def map_file(name: str) -> Response:
    """The same as a file."""
    return _map(_format("map", name))


@turn()
def _map(chosen: Format) -> Response:
    index, links = reading(), page_links()
    found = map.answer(index)
    if chosen is HTML:
        return _page("map.html", map_page.map_page(index, links, found, _parameters()))
    writers: dict[Format, Callable[[], bytes]] = {
        SVG: lambda: files.svg("map", map_drawing.drawing(links, found), links),
        CSV: lambda: files.rows_csv(map.COLUMNS, map.records(found)),
        GEOJSON: lambda: files.geojson(map.features(found)),
    }
    return _file("map", chosen, writers)


@blueprint.get("/timeline")
def show_timeline() -> Response:
    """What happened when."""
    return _timeline(negotiated((HTML, *FILES["timeline"])))


@blueprint.get("/timeline.<name>")
def timeline_file(name: str) -> Response:
    """The same as a file."""
    return _timeline(_format("timeline", name))


@turn()
def _timeline(chosen: Format) -> Response:
    index, links = reading(), page_links()
    found = timeline.answer(index)
    if chosen is HTML:
        return _page("timeline.html", timeline_page.timeline_page(index, links, found, _parameters()))
    writers: dict[Format, Callable[[], bytes]] = {
        SVG: lambda: files.svg("timeline", timeline_drawing.drawing(links, found), links),
        CSV: lambda: files.rows_csv(timeline.COLUMNS, timeline.records(found)),
    }
    return _file("timeline", chosen, writers)


def _format(view: str, name: str) -> Format:
    found = next((each for each in FILES[view] if each.name == name), None)
    if found is None:
        raise NotFound(f"There is no “{name}” of this; there are {', '.join(each.name for each in FILES[view])}.")
    return found


def _parameters() -> str:
    """Parameters of the request's address, but for those that links of the site add themselves."""
    return urlencode([each for each in request.args.items(multi=True) if each[0] not in ("release", "format")])


def _page(template: str, page: object) -> Response:
    html = render_template(template, page=page)
    return _kept(make_response(html), template.removesuffix(".html"))


def _file(view: str, chosen: Format, writers: dict[Format, Callable[[], bytes]]) -> Response:
    body = files.png(writers[SVG]()) if chosen is PNG else writers[chosen]()
    response = Response(body, content_type=chosen.content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{view}.{chosen.name}"'
    return _kept(response, view)


def _kept(response: Response, view: str) -> Response:
    if is_current():
        repeatable(request.environ, publication().version)
    return finish(response, signposts.of_site_page(publication().links, view))
