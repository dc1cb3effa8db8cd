"""Reads the W3C manifest of the SPARQL 1.1 Protocol: each test is one or more requests with what must come back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from memograph.namespaces import RDFS
from tests.conformance.w3c.manifests import MF, Description, Suite, Term

HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"

#: What the manifest puts in place of the path of an endpoint.
PATH = "/sparql/"


@dataclass(frozen=True)
class Exchange:
    """One request, and what the manifest expects of the answer.

    Args:
        query: of the address, as it stands, without ``?``.
        statuses: hundreds of the statuses that are right.
        format: ``boolean``, ``tabular``, ``RDF``, or empty where nothing is said.
    """

    method: str
    query: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[int]
    format: str
    boolean: bool | None


@dataclass(frozen=True)
class ProtocolTest:
    """A test: its requests in order, and the graphs (IRI → file) that must be there."""

    name: str
    exchanges: tuple[Exchange, ...]
    graphs: dict[str, Path]


def protocol_tests(suite: Suite, directory: str) -> dict[str, ProtocolTest]:
    """The tests that the manifest lists, by name."""
    about, entries = suite.manifest(directory)
    return {test.name: test for test in (_test(suite, about, entry) for entry in entries)}


def _test(suite: Suite, about: Description, entry: Term) -> ProtocolTest:
    action = about.one(entry, MF + "action")
    assert action is not None
    requests = about.items(about.one(action, HT + "requests"))
    graphs = {
        about.value(each, RDFS + "label"): suite.path(about.value(each, UT + "graph"))
        for each in about.all(entry, UT + "graphData")
    }
    name = str(entry.value).rpartition("#")[2]  # type: ignore[union-attr]
    return ProtocolTest(name, tuple(_exchange(about, request) for request in requests), graphs)


def _exchange(about: Description, request: Term) -> Exchange:
    path, _, query = about.value(request, HT + "absolutePath").partition("?")
    assert path == PATH
    body, answer = about.one(request, HT + "body"), about.one(request, HT + "resp")
    assert answer is not None
    headers = about.items(about.one(request, HT + "headers"))
    encoding = about.value(body, CNT + "characterEncoding") if body else "UTF-8"
    truth = about.value(answer, MF + "expectedBoolean")
    return Exchange(
        about.value(request, HT + "methodName"),
        query,
        {about.value(each, HT + "fieldName").lower(): about.value(each, HT + "fieldValue") for each in headers},
        about.value(body, CNT + "chars").encode(encoding) if body else b"",
        frozenset(int(str(each.value)[-3]) for each in about.all(answer, MF + "expectedStatus")),  # type: ignore[union-attr]
        about.value(answer, MF + "expectedFormat"),
        truth == "true" if truth else None,
    )
