"""The service manifest: what the service offers, and where (API 0.2, section “Service Manifest”)."""

from __future__ import annotations

from typing import Any

from flask import request

from memograph import __version__
from memograph.publish.http.context import publication
from memograph.publish.reconcile.names import Names
from memograph.publish.reconcile.questions import BATCH

#: Pixels of the frame in which a client shows a preview.
WIDTH, HEIGHT = 430, 400

#: Types that are offered first, if there are things of them.
_FIRST = ("Person", "Organization", "Place", "Event", "Agreement", "Post", "Topic", "Document")


def manifest(names: Names) -> dict[str, Any]:
    """The manifest of the release that answers the request; what it leads to stays in a release that was named."""
    here = publication()
    root, site = here.site.base.rstrip("/"), here.site
    named = f"?release={here.version}" if "release" in request.args else ""
    types = {each.id: each.name for each in names.types()}
    return {
        "versions": ["0.2"],
        "name": here.settings.title,
        "identifierSpace": site.address("id/"),
        "schemaSpace": site.ontology,
        "documentation": site.address(f"reconcile/features{named}"),
        "serviceVersion": f"memograph {__version__}, release {here.version}",
        "defaultTypes": [{"id": each, "name": types[each]} for each in _FIRST if each in types],
        "view": {"url": site.address(f"id/{{{{id}}}}{named}")},
        "feature_view": {"url": site.address(f"reconcile/features{named}#{{{{id}}}}")},
        "preview": {
            "url": site.address(f"reconcile/preview/{{{{id}}}}{named}"),
            "width": WIDTH,
            "height": HEIGHT,
        },
        "suggest": {
            what: {
                "service_url": root,
                "service_path": f"/reconcile/suggest/{what}{named}",
                "flyout_service_url": root,
                "flyout_service_path": f"/reconcile/flyout/{what}/${{id}}{named}",
            }
            for what in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": root, "service_path": f"/reconcile/properties{named}"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Limit",
                    "type": "number",
                    "default": 0,
                    "help_text": "Values of one thing at most; 0 for all.",
                }
            ],
        },
        "batchSize": BATCH,
    }
