"""``/reconcile``: the manifest, batches of queries, values of properties.

"Reconciliation Service API v0.2", Final Community Group Report of 10 April 2023 (W3C Entity Reconciliation Community
Group, reconciliation-api.github.io/specs/0.2/).

JSONP is not offered: the API leaves that to the service, every address here has CORS, and an answer that runs as a
program in somebody's page is a risk for them.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from memograph.publish.http.conditional import conditional
from memograph.publish.http.context import publication
from memograph.publish.http.forms import FORM_TYPE, decoded, whole_body
from memograph.publish.reconcile.extending import extended
from memograph.publish.reconcile.features import FeaturesPage, features
from memograph.publish.reconcile.manifest import manifest
from memograph.publish.reconcile.matching import Candidate, Matcher
from memograph.publish.reconcile.names import Names, Type
from memograph.publish.reconcile.questions import Query, WrongQuery, read_batch, read_extension
from memograph.publish.reconcile.telling import answer, by_id, description, type_members
from memograph.publish.reconcile.turns import index

blueprint = Blueprint("reconcile", __name__)


@blueprint.route("/reconcile", methods=["GET", "POST"])
def reconcile() -> Response:
    """Answer a batch of queries or a request for values; without either, the manifest."""
    asked = _parameters()
    if "callback" in asked:
        raise BadRequest("JSONP is not offered here; every answer has CORS headers, so ask without “callback”.")
    wanted = [name for name in ("queries", "extend") if name in asked]
    if len(wanted) > 1:
        raise BadRequest("Ask for “queries” or for “extend”, not both at once.")
    if not wanted:
        if request.method == "POST" or "query" in asked:
            raise BadRequest("There is nothing to do: send the parameter “queries”, a batch of queries, or “extend”.")
        with index() as names:
            return answer(manifest(names))
    return answer(_results(asked["queries"]) if wanted == ["queries"] else _values(asked["extend"]))


@blueprint.get("/reconcile/features")
def explained() -> Response:
    """What goes into a score, for people."""
    site = publication().site
    page = FeaturesPage(site.address("reconcile"), site.address("id/"), features())
    response = make_response(render_template("features.html", page=page))
    response.vary.add("Accept")
    return conditional(response)


def _parameters() -> dict[str, str]:
    """Parameters of the address and of the form, each at most once."""
    pairs = decoded(request.query_string)
    if request.method == "POST":
        if request.mimetype != FORM_TYPE:
            raise UnsupportedMediaType(f"Send {FORM_TYPE}, not “{request.mimetype}”.")
        pairs += decoded(whole_body())
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found and name in ("queries", "extend"):
            raise BadRequest(f"There is more than one “{name}” in the request.")
        found[name] = value
    return found


def _results(text: str) -> dict[str, Any]:
    """Candidates of each query; of one that is wrong, none and what is wrong with it."""
    batch = read_batch(text)
    with index() as names:
        matcher, types = Matcher(names, publication().site.address("id/")), by_id(names.types())
        return {key: _result(names, matcher, types, query) for key, query in batch.items()}


def _result(names: Names, matcher: Matcher, types: dict[str, Type], query: Query | WrongQuery) -> dict[str, Any]:
    try:
        if isinstance(query, WrongQuery):
            raise query
        return {"result": [_candidate(names, types, each) for each in matcher.candidates(query)]}
    except WrongQuery as wrong:
        return {"result": [], "error": str(wrong)}


def _candidate(names: Names, types: dict[str, Type], each: Candidate) -> dict[str, Any]:
    return {
        "id": each.entity.id,
        "name": each.entity.name,
        "description": description(names, each.entity),
        "score": each.score,
        "match": each.match,
        "type": [type_members(types, each.entity.type)],
        "features": [{"id": name, "value": value} for name, value in each.features],
    }


def _values(text: str) -> dict[str, Any]:
    asked = read_extension(text)
    with index() as names:
        return extended(names, Matcher(names, publication().site.address("id/")), asked)
