"""``/sparql/terms``: classes and properties that a query may name, to complete what somebody types in the editor."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from memograph.publish.http.conditional import conditional
from memograph.publish.http.context import publication

blueprint = Blueprint("sparql_terms", __name__)


@blueprint.get("/sparql/terms")
def terms() -> Response:
    """IRIs of the classes and properties that the ontology declares or the release uses, sorted."""
    rows = publication().store.rows("terms")
    found = {
        members: sorted({iri for row in rows if (iri := row.text(name))})
        for members, name in (("classes", "class"), ("properties", "property"))
    }
    return conditional(Response(json.dumps(found) + "\n", content_type="application/json"))
