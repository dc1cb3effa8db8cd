"""The page of ``/sparql``: examples that can be asked, mistakes that can be acted on, and what its editor is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from click.testing import CliRunner
from lxml import html

from memograph.cli import main
from memograph.publish import vendored
from memograph.publish.app import create_app, releases_of
from memograph.publish.http.protection import OTHERWISE
from memograph.publish.query.examples import NAMES
from memograph.publish.settings import PublishSettings
from tests.publish_sample import SITE, start_server, stop_server

HTML = {"Accept": "text/html"}

#: Takes minutes on any release.
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def shown(client: httpx.Client, query: str = "", status: int = 200, **more: str) -> html.HtmlElement:
    response = client.get("/sparql", params={**({"query": query} if query else {}), **more}, headers=HTML)
    assert response.status_code == status
    return html.document_fromstring(response.text)


@pytest.fixture(scope="module")
def memoranda(built: Path) -> Iterator[httpx.Client]:
    running = start_server(built)
    with httpx.Client(base_url=running.address, timeout=60) as session:
        yield session
    stop_server(running)


def test_every_example_finds_something_in_the_memoranda(memoranda: httpx.Client) -> None:
    """As who follows its link sees it: the form has the query, its title as a comment, and below is the answer."""
    links = shown(memoranda).xpath("//section[@id='examples']//a")
    assert len(links) == len(NAMES) > 6
    for link in links:
        page = html.document_fromstring(memoranda.get(link.get("href")).raise_for_status().text)
        query = page.xpath("string(//textarea)")
        assert f"# {words(link)}" in query and "PREFIX mg: <http://localhost:8000/ontology#>" in query
        answer = page.get_element_by_id("answer")
        assert answer.xpath(".//tbody/tr") or ":" in answer.xpath("string(./pre)"), words(link)


def test_the_form_is_filled_with_a_query_that_can_be_asked(client: httpx.Client) -> None:
    query = shown(client).xpath("string(//textarea)")
    assert client.get("/sparql", params={"query": query}).json()["results"]["bindings"]


def test_a_mistake_is_shown_where_it_is(client: httpx.Client) -> None:
    page = shown(client, "SELECT * {\n  ?s ?p foo:bar .\n  ?s ?q ?o\n}", 400)
    [problem] = page.find_class("problem")
    assert words(problem.find(".//strong")) == (
        "This is not SPARQL 1.1: line 2, column 9: the prefix “foo:” is not declared."
    )
    assert "Correct the query where it is marked" in words(problem)
    assert words(problem.find(".//figcaption")) == "Line 2, column 9"
    assert problem.xpath("string(.//pre)") == "SELECT * {\n  ?s ?p foo:bar .\n  ?s ?q ?o\n}"
    assert problem.xpath("string(.//mark)") == "foo"
    ask = page.get_element_by_id("ask")
    if ask.get("data-module"):
        assert (ask.get("data-line"), ask.get("data-column")) == ("2", "9")


def test_a_mistake_at_the_end_is_shown_too(client: httpx.Client) -> None:
    [problem] = shown(client, "SELECT * {", 400).find_class("problem")
    assert problem.xpath("string(.//mark)") == "{"
    [problem] = shown(client, "SELECT", 400).find_class("problem")
    assert problem.xpath("string(.//pre)") == "SELECT "
    assert problem.xpath("string(.//mark)") == " "


def test_a_query_that_took_too_long_says_what_to_do(hurried: httpx.Client) -> None:
    [problem] = shown(hurried, SLOW, 503).find_class("problem")
    assert "The query took longer than the limit of" in words(problem)
    assert "name a person, a place or a document" in words(problem)
    assert not problem.findall(".//figure")


def test_a_query_that_is_refused_says_what_to_do(client: httpx.Client) -> None:
    [problem] = shown(client, "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", 403).find_class("problem")
    assert "Here one can only read this release" in words(problem)


def test_terms_are_those_of_the_ontology_and_of_the_release(client: httpx.Client) -> None:
    response = client.get("/sparql/terms")
    terms = response.json()
    assert {SITE.term("Person"), SITE.term("Statement"), "http://www.w3.org/ns/oa#Annotation"} <= set(terms["classes"])
    assert {SITE.term("metWith"), "http://www.w3.org/2000/01/rdf-schema#label"} <= set(terms["properties"])
    assert not set(terms["classes"]) & set(terms["properties"])
    assert terms["classes"] == sorted(terms["classes"]) and terms["properties"] == sorted(terms["properties"])
    again = client.get("/sparql/terms", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_the_editor_is_told_of_this_site_only(client: httpx.Client) -> None:
    if vendored.vendored("yasgui.min.js") is None:
        pytest.skip("memograph was installed without browser code")
    [version] = {each["version"] for each in client.get("/dumps/?format=json").json()["releases"] if each["current"]}
    told = json.loads(shown(client, release=version).get_element_by_id("ask").get("data-told"))
    assert told["endpoint"] == f"/sparql?release={version}"
    assert told["terms"] == f"/sparql/terms?release={version}"
    assert told["prefixes"]["mg"] == SITE.ontology
    assert told["version"] == version
    addresses = [told[name] for name in ("endpoint", "terms", "cite", "script", "root")]
    assert all(not urlsplit(each).netloc and each.startswith("/") for each in addresses)
    assert "{line}" in told["goto"] and "{column}" in told["goto"]
    examples = shown(client, release=version).xpath("//section[@id='examples']//a/@href")
    assert all(parse_qs(urlsplit(each).query)["release"] == [version] for each in examples)


def test_only_its_page_has_the_style_of_the_editor(client: httpx.Client) -> None:
    [more] = OTHERWISE["sparql.sparql"]["style-src"].split()[1:]
    assert more.startswith("'sha256-"), "one style element, and not any"
    page, data, other = (client.get(path, headers=HTML) for path in ("/sparql", "/sparql?query=ASK{}", "/"))
    data = client.get("/sparql", params={"query": "ASK {}"})
    assert more in page.headers["Content-Security-Policy"]
    assert more not in other.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"] + data.headers["Content-Security-Policy"]


def test_without_browser_code_there_is_the_form(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendored, "FOLDER", tmp_path)
    app = create_app(PublishSettings(built))
    page = html.document_fromstring(app.test_client().get("/sparql", headers=HTML).text)
    releases_of(app).close()
    assert page.get_element_by_id("ask").get("data-module") is None
    assert not page.xpath("//link[contains(@href, 'yasgui')]")
    assert page.xpath("//form//textarea") and page.xpath("//section[@id='examples']//a")


def test_without_browser_code_the_server_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendored, "FOLDER", tmp_path)
    monkeypatch.setattr("memograph.publish.serving.server.serve", lambda *_, **__: None)
    said = CliRunner().invoke(main, ["serve", "--no-build"])
    assert "pip install --editable ." in said.output
    (tmp_path / "made-from.txt").write_text("", encoding="utf-8")
    assert "pip install" not in CliRunner().invoke(main, ["serve", "--no-build"]).output
