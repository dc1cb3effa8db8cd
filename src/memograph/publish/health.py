"""``/healthz``: the process is alive and knows which release it serves; it asks no query, so load cannot fail it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from memograph.publish.context import publication

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Alive."""
    return jsonify(status="ok", release=publication().store.release.manifest.version)
