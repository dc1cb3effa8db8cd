"""``/openapi.json``: the HTTP interface in OpenAPI 3.1, from the files in ``api/`` that people read and write.

Each file holds the paths of one part of publish/, document.yaml what they share. A test holds them against the routes
of the application, in both directions. Why YAML, and why it is written by hand: docs/decisions/0017-interface.md.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
from typing import Any

import yaml
from flask import Blueprint, Response

from memograph import __version__
from memograph.namespaces import Site
from memograph.publish.conditional import conditional
from memograph.publish.context import publication

blueprint = Blueprint("openapi", __name__)

#: Where the service describes itself, below the base IRI.
ADDRESS = "openapi.json"


@blueprint.get(f"/{ADDRESS}")
def openapi() -> Response:
    """The description of the interface."""
    here = publication()
    text = json.dumps(interface(here.site, here.settings.title), ensure_ascii=False, indent=1)
    return conditional(Response(text + "\n", content_type="application/json"))


def interface(site: Site, title: str) -> dict[str, Any]:
    """The whole document, for one site.

    Args:
        title: of the site.
    """
    shared, paths = _written()
    return {
        **shared,
        "info": {**shared["info"], "title": title, "version": __version__},
        "servers": [{"url": site.base.rstrip("/")}],
        "paths": paths,
    }


@functools.cache
def _written() -> tuple[dict[str, Any], dict[str, Any]]:
    """What the files share, and all paths in the order of the files' names."""
    shared: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    folder = importlib.resources.files("memograph.publish") / "api"
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        for key, value in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            if key == "paths":
                paths.update(value)
            elif not key.startswith("x-"):
                shared[key] = value
    return shared, paths
