"""The engine for a store elsewhere, what it does of its own: parse without running, refuse what others would run."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from memograph.errors import QueryRefused, QuerySyntaxError, ReleaseError
from memograph.publish.engine.engines import Elsewhere, Question, opened
from memograph.publish.engine.policy import for_another_store
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


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ASK { ?s <javascript> 'java:' FILTER(?s < 1) }",
        r"""SELECT * { ?s ?p "a \"b\" \\u0041 \n", 'c\'' }""",
    ],
)
def test_what_says_no_more_to_others_is_sent_as_it_is(text: str) -> None:
    assert for_another_store(text, SITE.base) == text


def test_no_escape_is_left_to_be_decoded_by_others() -> None:
    """Who decodes all of a query first would see the string end, and a call behind it."""
    hidden = r"""SELECT * { BIND("\u0022) SERVICE <x:y> { ?s ?p ?o } #\u005c\U00000027\u000A\u0041" AS ?x) }"""
    shown = r"""SELECT * { BIND("\") SERVICE <x:y> { ?s ?p ?o } #\\\'\nA" AS ?x) }"""
    assert for_another_store(hidden, SITE.base) == shown
    same = [next(iter(ox.Store().query(text)))["x"] for text in (hidden, shown)]  # type: ignore[arg-type]
    assert same[0] == same[1]


@pytest.mark.parametrize(("escape", "error"), [(r"\u0053\u0045RVICE", QueryRefused), (r"\uD800", QuerySyntaxError)])
def test_what_decoding_would_make_of_it_is_looked_at(escape: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        for_another_store(f"ASK {{ {escape} <http://x.test/> {{ ?s ?p ?o }} }}", SITE.base)


def test_an_engine_is_chosen_by_its_address(tmp_path: object) -> None:
    engine, _ = opened(NOWHERE.encode(), 2.0)
    assert isinstance(engine, Remote)
    assert engine.port == 9
    secure, _ = opened(Elsewhere("https://store.test/sparql", SITE.base, "0").encode(), 2.0)
    assert isinstance(secure, Remote)
    assert secure.port == 443
    with pytest.raises((OSError, ReleaseError)):
        opened(f"{tmp_path}/nothing", 2.0)
