"""The site's OpenAPI document as tests of several areas walk it: its operations, and an address for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from memograph.publish.catalog.openapi import interface
from tests.publish_sample import SITE

DOCUMENT = interface(SITE, "Sample")
METHODS = {"get", "put", "post", "delete", "patch"}


def operations() -> Iterator[tuple[str, str]]:
    """(path, method) of each operation of the document."""
    for path, item in DOCUMENT["paths"].items():
        yield from ((path, method) for method in METHODS & set(item))


def resolved(node: Any) -> Any:
    """A part of the document with the reference at its top followed."""
    while "$ref" in node:
        target: Any = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def parameters(path: str, method: str) -> list[dict[str, Any]]:
    """Parameters of an operation and of its path."""
    item = DOCUMENT["paths"][path]
    return [resolved(each) for each in (*item.get("parameters", ()), *item[method].get("parameters", ()))]


def example(path: str, method: str = "get") -> str:
    """The path with the examples of its parameters, each percent-encoded as one segment."""
    for each in parameters(path, method):
        if each["in"] == "path":
            assert "example" in each, f"{method} {path}: the path parameter “{each['name']}” needs an example"
            path = path.replace(f"{{{each['name']}}}", quote(str(each["example"]), safe=""))
    return path


def pages() -> Iterator[str]:
    """An address of each path that answers a GET with a page for people."""
    for path, method in operations():
        answer = resolved(DOCUMENT["paths"][path][method]["responses"].get("200", {}))
        shown = method == "get" and "text/html" in answer.get("content", {})
        if shown and not path.endswith(("{suffix}", ".{name}")):  # the suffix of the example is that of data
            yield example(path)
