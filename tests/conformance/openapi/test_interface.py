"""/openapi.json: valid OpenAPI 3.1, every route and no other, and every example answers as the document says."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator

from memograph.publish.app import create_app, releases_of
from memograph.publish.settings import PublishSettings
from tests.conformance.described import DOCUMENT, METHODS, example, operations, parameters, resolved
from tests.publish_sample import SITE

_CONVERTER = re.compile(r"<(?:[^:<>]+:)?(\w+)>")


def routes(app: Flask) -> set[tuple[str, str]]:
    """(path, method) of each route of the application in OpenAPI's spelling; HEAD and OPTIONS go without saying."""
    found = set()
    for rule in app.url_map.iter_rules():
        path = _CONVERTER.sub(r"{\1}", rule.rule)
        found |= {(path, method.lower()) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    return found


def test_the_document_is_valid() -> None:
    """OpenAPI 3.1 by its own schema, references resolved, parameters of paths all there, operation ids unique."""
    errors = [
        f"{list(error.absolute_path)}: {error.message}" for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()
    ]
    assert not errors


def test_every_route_is_described_and_nothing_else(build_dir: Path) -> None:
    app = create_app(PublishSettings(build_dir, metrics=True))
    described, there = set(operations()), routes(app)
    releases_of(app).close()
    assert not there - described, (
        f"These routes are not described: {sorted(there - described)}. Add them to a file in "
        "src/memograph/publish/api/, with an example for each parameter of the path, all statuses and media types."
    )
    assert not described - there, (
        f"These are described and not there: {sorted(described - there)}. Remove them from src/memograph/publish/api/."
    )
    assert len(described) >= 15


@pytest.mark.parametrize(("path", "method"), sorted(operations()))
def test_a_developer_finds_what_is_needed(path: str, method: str) -> None:
    operation = DOCUMENT["paths"][path][method]
    assert operation["summary"] and operation["operationId"] and operation["tags"], "summary, operationId, tags"
    assert set(operation["tags"]) <= {tag["name"] for tag in DOCUMENT["tags"]}
    for each in parameters(path, method):
        assert each.get("description") or each["schema"].get("description") or each["in"] == "path", each["name"]
    assert any(code.startswith(("2", "3")) for code in operation["responses"])
    for code, response in operation["responses"].items():
        response = resolved(response)
        assert response["description"], code
        if code.startswith("4") or code.startswith("5"):
            assert "application/problem+json" in response["content"], f"{code} is a problem document"


def test_the_server_is_the_base_iri(client: httpx.Client) -> None:
    served = client.get("/openapi.json")
    assert served.status_code == 200
    assert served.json()["servers"] == [{"url": SITE.base.rstrip("/")}]
    assert served.json() == DOCUMENT
    assert "localhost" not in served.text, "examples are of this site"


@pytest.mark.parametrize(("path", "method"), sorted(each for each in operations() if each[1] == "get"))
def test_examples_answer_as_described(client: httpx.Client, path: str, method: str) -> None:
    """Status, media type and headers that must be there; HEAD like GET; OPTIONS; 405 for methods that are not there."""
    address, operation = example(path, method), DOCUMENT["paths"][path][method]
    answer = client.get(address)
    if "x-only-with" in operation:  # a setting that the sample's server does not have
        assert answer.status_code == 404
        return
    assert answer.status_code < 400, f"{address}: the examples of the path must be there in the sample release"
    described = resolved(operation["responses"][str(answer.status_code)])
    if answer.status_code == 200:
        assert answer.headers["Content-Type"].partition(";")[0] in described["content"]
    for name, header in described.get("headers", {}).items():
        header, given = resolved(header), answer.headers.get(name)
        assert given or not header.get("required"), name
        assert given is None or re.search(header["schema"].get("pattern", ""), given), (name, given)
    head = client.head(address)
    assert (head.status_code, head.content) == (answer.status_code, b"")
    same = {"content-type", "content-length", "etag", "vary", "location", "content-location", "link", "cache-control"}
    assert {k: v for k, v in head.headers.items() if k in same} == {
        k: v for k, v in answer.headers.items() if k in same
    }
    allowed = {name.upper() for name in METHODS & set(DOCUMENT["paths"][path])} | {"HEAD", "OPTIONS"}
    options = client.options(address)
    assert options.status_code in (200, 204)
    assert set(options.headers["Allow"].split(", ")) == allowed
    for wrong in {"POST", "PUT", "DELETE", "PATCH"} - allowed:
        refused = client.request(wrong, address)
        assert (refused.status_code, set(refused.headers["Allow"].split(", "))) == (405, allowed)
        assert refused.headers["Content-Type"] == "application/problem+json"
