"""The tests of the W3C suites of SPARQL, read once; empty where they are not there (CI then fails on the count)."""

from __future__ import annotations

from tests.conformance.w3c.exceptions import SPARQL
from tests.conformance.w3c.manifests import Suite, query_tests
from tests.conformance.w3c.protocol import protocol_tests
from tests.conftest import SHARED

SUITE = Suite(SHARED / "data/w3c/sparql")
_THERE = SUITE.folder.is_dir()

#: Tests of queries, by id.
TESTS = {test.id: test for directory in SPARQL.collected if _THERE for test in query_tests(SUITE, directory)}
#: Tests of federated queries.
REMOTE = {
    test.id: test for each in ("service", "syntax-fed") if _THERE for test in query_tests(SUITE, f"sparql11/{each}")
}
#: Requests of the suites of updates.
UPDATES = sorted((SUITE.folder / "sparql11").rglob("*.ru"))
#: Tests of the protocol, by name, and the graphs that they query.
PROTOCOL = protocol_tests(SUITE, "sparql11/protocol") if _THERE else {}
PROTOCOL_GRAPHS = {graph: path for test in PROTOCOL.values() for graph, path in test.graphs.items()}
