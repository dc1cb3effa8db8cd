"""``/openapi.json`` and ``/openapi``: the HTTP interface in OpenAPI 3.1 and as a page, from the files in ``api/``.

Each file holds the paths of one part of publish/, document.yaml what they share. A test holds them against the routes
of the application, in both directions. Why YAML, and why it is written by hand: docs/decisions/0017-interface.md.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import yaml
from flask import Blueprint, Response, make_response, render_template

from memograph import __version__
from memograph.namespaces import Site
from memograph.publish.http.conditional import conditional
from memograph.publish.http.context import publication
from memograph.publish.links import Links

blueprint = Blueprint("openapi", __name__)

#: The base IRI in the examples of the files; the document that is served has the site's own.
EXAMPLE_BASE = "http://localhost:8000/"

#: Keys of a path that are operations.
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it.

    Args:
        example: link that asks it; None where a link cannot.
        parameters: name and description.
        answers: status, description, media types.
    """

    id: str
    tag: str
    method: str
    path: str
    summary: str
    description: str
    example: str | None
    parameters: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class InterfacePage:
    """The document's head as it stands in JSON, and its operations."""

    openapi: str
    info: dict[str, Any]
    tags: list[dict[str, str]]
    operations: tuple[Operation, ...]


@blueprint.get("/openapi")
def page() -> Response:
    """The description of the interface for people."""
    here = publication()
    document = interface(here.site, here.settings.title)
    found = (
        _operation(document, here.links, path, method, item)
        for path, item in document["paths"].items()
        for method in _METHODS
        if method in item
    )
    shown = InterfacePage(document["openapi"], document["info"], document["tags"], tuple(found))
    return conditional(make_response(render_template("interface.html", page=shown)))


def _operation(document: dict[str, Any], links: Links, path: str, method: str, item: dict[str, Any]) -> Operation:
    operation = item[method]
    given = [_resolved(document, each) for each in (*item.get("parameters", ()), *operation.get("parameters", ()))]
    asked = method == "get" and "x-only-with" not in operation
    answers = ((status, _resolved(document, each)) for status, each in sorted(operation["responses"].items()))
    return Operation(
        id=operation["operationId"],
        tag=operation["tags"][0],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        example=links.to(example(path, given).removeprefix("/")) if asked else None,
        parameters=tuple((each["name"], each.get("description", "")) for each in given),
        answers=tuple((status, each["description"], tuple(each.get("content", ()))) for status, each in answers),
    )


def _resolved(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """A part of the document, or what it refers to within the document."""
    while "$ref" in node:
        steps = str(node["$ref"]).removeprefix("#/").split("/")
        node = functools.reduce(lambda part, step: part[step], steps, document)
    return node


def example(path: str, parameters: Iterable[dict[str, Any]]) -> str:
    """A path with the examples of its parameters in it, each percent-encoded as one segment."""
    for each in parameters:
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", quote(str(each["example"]), safe=""))
    return path


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The description of the interface."""
    here = publication()
    text = json.dumps(interface(here.site, here.settings.title), ensure_ascii=False, indent=1)
    return conditional(Response(text + "\n", content_type="application/json"))


@functools.lru_cache(maxsize=4)
def interface(site: Site, title: str) -> dict[str, Any]:
    """The whole document, for one site; nobody changes it.

    Args:
        title: of the site.
    """
    written = json.loads(_written().replace(EXAMPLE_BASE, site.base))
    return {
        **written,
        "info": {**written["info"], "title": title, "version": __version__},
        "servers": [{"url": site.base.rstrip("/")}],
    }


@functools.cache
def _written() -> str:
    """All files in one, as JSON: what they share, and all paths in the order of the files' names."""
    shared: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    folder = importlib.resources.files("memograph.publish") / "api"
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        for key, value in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            if key == "paths":
                paths.update(value)
            elif not key.startswith("x-"):
                shared[key] = value
    return json.dumps({**shared, "paths": paths})
