"""The engine for a store elsewhere, what it does of its own: parse without running, refuse what others would run."""

from __future__ import annotations

import pytest

from memograph.errors import QueryRefused, ReleaseError
from memograph.publish.engine.engines import Elsewhere, Question, opened
from memograph.publish.engine.policy import refuse_code
from memograph.publish.engine.remote import Remote
from tests.publish_sample import SITE, Listener

NOWHERE = Elsewhere("http://127.0.0.1:9/sparql", SITE.base, "0" * 12)


@pytest.fixture(scope="module")
def remote() -> Remote:
    return Remote(NOWHERE, 2.0)


def test_parsing_runs_nothing(remote: Remote, listener: Listener) -> None:
    """The same text would be sent out if it were run: test_confinement.py shows that."""
    for form in ("ASK {{ SERVICE <{0}> {{ ?s ?p ?o }} }}", "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}"):
        remote.parse(form.format(listener.url), SITE.base)
    assert not listener.connected()


@pytest.mark.parametrize("text", ["SELECT nothing {}", "ASK {", "ASK {} ASK {}", "CLEAR ALL", "ASK { ?s <p> ex:o }"])
def test_parsing_finds_mistakes(remote: Remote, text: str) -> None:
    with pytest.raises(SyntaxError):
        remote.parse(text, SITE.base)


@pytest.mark.parametrize("text", ["ASK {}", "SELECT * { <a> <b> 'c' }", "DESCRIBE <x>", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_parsing_finds_none(remote: Remote, text: str) -> None:
    remote.parse(text, SITE.base)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (<java:java.lang.System.exit>(1) AS ?x) {}",
        "PREFIX j: <JAVA:java.lang.> SELECT (j:System.exit(1) AS ?x) {}",
        "BASE <bif:> SELECT (<exec>('rm') AS ?x) {}",
        "ASK { ?s <sql:spy> ?o }",
        "ASK { FILTER(<js:f>(1)) }",
    ],
)
def test_programs_are_refused_before_anything_is_sent(remote: Remote, text: str) -> None:
    with pytest.raises(QueryRefused, match="program"):
        remote.ask(Question(text, "ASK", SITE.base))


def test_what_is_no_program_passes() -> None:
    refuse_code("PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ASK { ?s <javascript> 'java:' FILTER(?s < 1) }")


def test_an_engine_is_chosen_by_its_address(tmp_path: object) -> None:
    engine, _ = opened(NOWHERE.encode(), 2.0)
    assert isinstance(engine, Remote)
    assert engine.port == 9
    secure, _ = opened(Elsewhere("https://store.test/sparql", SITE.base, "0").encode(), 2.0)
    assert isinstance(secure, Remote)
    assert secure.port == 443
    with pytest.raises((OSError, ReleaseError)):
        opened(f"{tmp_path}/nothing", 2.0)
