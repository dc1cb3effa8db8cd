"""Requests made from /openapi.json, allowed ones and others, to a real server: no answer that it does not announce.

schemathesis makes them; derandomised, so that the same document gets the same requests. An answer may be a 503 only
where the document has one, and then it is a problem document; it is never a 500. About 1,500 requests, 25 seconds.
"""

from __future__ import annotations

import copy
from typing import Any

import schemathesis
from hypothesis import settings
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.conformance.described import DOCUMENT, operations
from tests.publish_sample import Server

CHECKS = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
RELEASE = {"$ref": "#/components/parameters/Release"}


#: Random text is hardly ever SPARQL; with these, formats and graphs are tried on queries that have a result.
QUERIES = [
    "SELECT * { ?s ?p ?o } LIMIT 3",
    "ASK { <id/person/gromyko-andrei> ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3",
    "DESCRIBE <id/person/gromyko-andrei>",
    "SELECT ?s FROM <graph/ontology> { ?s ?p ?o } LIMIT 3",
    "INSERT DATA { <a> <b> <c> }",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
]


def narrowed(document: dict[str, Any]) -> dict[str, Any]:
    """The document as requests are made from it.

    `release` stays at two addresses only: nearly every value is a 404, which hides all other parameters.
    """
    document = copy.deepcopy(document)
    sparql = document["paths"]["/sparql"]
    query = {"anyOf": [{"enum": QUERIES}, {"type": "string"}]}
    for path in ("/sparql", "/cite"):
        given = document["paths"][path]["get"]["parameters"]
        next(each for each in given if each.get("name") == "query")["schema"] = query
    bodies = sparql["post"]["requestBody"]["content"]
    bodies["application/sparql-query"]["schema"] = query
    bodies["application/x-www-form-urlencoded"]["schema"]["properties"]["query"] = query
    for path, item in document["paths"].items():
        for holder in (item, *(each for name, each in item.items() if name != "parameters")):
            if path not in ("/", "/sparql"):
                holder["parameters"] = [each for each in holder.get("parameters", ()) if each != RELEASE]
    return document


schema = schemathesis.openapi.from_dict(narrowed(DOCUMENT))
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])


@schemathesis.serializer("application/sparql-query")
def direct(context: schemathesis.SerializationContext, value: object) -> bytes:
    """A query as the body itself; what is no text goes as Python writes it."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@schema.parametrize()
@settings(max_examples=30, derandomize=True, deadline=None, database=None)
def test_interface(case: schemathesis.Case, server: Server) -> None:
    response = case.call(base_url=server.address.rstrip("/"), timeout=20)
    assert response.status_code < 500 or response.status_code == 503, response.text
    case.validate_response(response, checks=CHECKS)


def test_all_operations_are_tried() -> None:
    labels = {operation.ok().label for operation in schema.get_all_operations()}
    assert labels == {f"{method.upper()} {path}" for path, method in operations()}
