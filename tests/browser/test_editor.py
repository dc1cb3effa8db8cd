"""The query editor: it runs examples, marks mistakes, names limits, completes our terms, and lets the keyboard out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from memograph.publish import vendored
from tests.browser.conftest import Open, Watch
from tests.clients.conftest import npm_package
from tests.publish_sample import HURRIED, start_server, stop_server

pytestmark = pytest.mark.skipif(
    vendored.vendored("yasgui.min.js") is None, reason="memograph was not installed by pip, so there is no browser code"
)

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def impatient(built: Path) -> Iterator[str]:
    """A site whose queries may take two seconds."""
    server = start_server(built, query_seconds=HURRIED, client_seconds=0)
    yield server.address.rstrip("/")
    stop_server(server)


def editor(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(".yasqe .CodeMirror")).to_be_visible()


def written(page: Page) -> str:
    return str(page.evaluate("document.querySelector('.tabPanel.active .CodeMirror').CodeMirror.getValue()"))


def write(page: Page, query: str) -> None:
    page.evaluate("(query) => document.querySelector('.tabPanel.active .CodeMirror').CodeMirror.setValue(query)", query)


def ask(page: Page) -> None:
    page.get_by_role("button", name="Run query").click()


def violations(page: Page) -> list[Any]:
    page.evaluate((npm_package("axe-core") / "axe.min.js").read_text(encoding="utf-8"))
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        result = page.evaluate("axe.run()")
        found += [(scheme, each["id"], [node["html"] for node in each["nodes"]]) for each in result["violations"]]
    return found


def test_an_example_is_asked_and_answered(page: Page, memoranda: str, watch: Watch) -> None:
    editor(page, f"{memoranda}/sparql")
    page.get_by_role("link", name="Who is mentioned most", exact=True).click()
    rows = page.locator(".tabPanel.active .yasr tbody tr")
    expect(rows.first).to_contain_text("Ronald Reagan")
    assert rows.count() == 13
    assert page.get_by_role("tab", selected=True).inner_text().startswith("Who is mentioned most")
    assert "oa:hasBody ?person" in written(page)
    assert rows.first.locator("a").get_attribute("href") == f"{memoranda}/id/person/reagan-ronald"
    cite = page.get_by_role("link", name="Cite this result")
    assert parse_qs(urlsplit(str(cite.get_attribute("href"))).query)["query"] == [written(page)]
    sent = [urlsplit(each.url).path for each in watch.requests if each.method == "POST"]
    assert sent == ["/sparql"]
    assert violations(page) == []


def test_an_example_that_makes_a_graph(page: Page, memoranda: str) -> None:
    editor(page, f"{memoranda}/sparql")
    page.get_by_role("link", name="All about the person").click()
    expect(page.locator(".tabPanel.active .yasr tbody tr").first).to_be_visible()
    page.locator(".tabPanel.active .select_response").click()
    expect(page.locator(".tabPanel.active .yasr_results")).to_contain_text("@prefix")
    assert violations(page) == []


def test_a_mistake_is_marked_where_it_is(page: Page, memoranda: str) -> None:
    editor(page, f"{memoranda}/sparql")
    write(page, "SELECT * {\n  # 🕊\n  ?s foo:bar ?o .\n}")
    ask(page)
    problem = page.locator(".yasr .problem")
    expect(problem).to_contain_text("line 3, column 6: the prefix “foo:” is not declared")
    expect(problem).to_contain_text("Correct the query where it is marked")
    expect(page.locator(".mistake")).to_have_text("foo")
    expect(page.get_by_role("link", name="Cite this result")).to_be_hidden()
    assert violations(page) == []
    page.get_by_role("button", name="Go to line 3, column 6").click()
    page.keyboard.type("x")
    assert "?s xfoo:bar" in written(page)
    expect(page.locator(".mistake")).to_have_count(0)


def test_a_page_with_a_mistake_marks_it_in_the_editor(page: Page, memoranda: str) -> None:
    """The link of a query that cannot be read: the page says what is wrong, without asking once more."""
    editor(page, f"{memoranda}/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20foo%3Abar%20%7D")
    expect(page.locator("main > .problem")).to_contain_text("Line 1, column 18")
    expect(page.locator(".mistake")).to_have_text("foo")


def test_a_query_that_takes_too_long_says_so_and_what_to_do(page: Page, impatient: str) -> None:
    editor(page, f"{impatient}/sparql")
    write(page, SLOW)
    ask(page)
    problem = page.get_by_role("alert").filter(
        has_text="The query took longer than the limit of 2 seconds and was ended."
    )
    expect(problem).to_contain_text("add a LIMIT")
    expect(page.get_by_role("button", name="Go to line")).to_have_count(0)


def test_the_link_of_a_query_shows_its_answer_and_is_not_asked_again(page: Page, memoranda: str, watch: Watch) -> None:
    query = "SELECT ?name { <id/person/reagan-ronald> <http://www.w3.org/2000/01/rdf-schema#label> ?name }"
    editor(page, f"{memoranda}/sparql?query={quote(query)}")
    expect(page.locator("#answer")).to_contain_text("Ronald Reagan")
    assert written(page) == query
    assert not [each for each in watch.requests if each.method == "POST"]
    ask(page)
    expect(page.locator(".tabPanel.active .yasr tbody")).to_contain_text("Ronald Reagan")
    expect(page.locator("#answer")).to_be_empty()
    page.get_by_role("button", name="Share query").click()
    shared = page.locator(".yasqe_sharePopup input").input_value()
    assert shared.startswith(f"{memoranda}/sparql?") and parse_qs(urlsplit(shared).query) == {"query": [query]}


def test_tabs_are_remembered_and_queries_stay_in_their_release(page: Page, memoranda: str, watch: Watch) -> None:
    releases = page.request.get(f"{memoranda}/dumps/?format=json").json()["releases"]
    version = releases[0]["version"]
    editor(page, f"{memoranda}/sparql?release={version}")
    page.get_by_role("link", name="Who traveled where").click()
    expect(page.locator(".tabPanel.active .yasr tbody")).to_contain_text("Latin America")
    [asked] = [each.url for each in watch.requests if each.method == "POST"]
    assert asked == f"{memoranda}/sparql?release={version}"
    link = page.locator(".tabPanel.active .yasr tbody a").first
    assert str(link.get_attribute("href")).endswith(f"?release={version}")
    editor(page, f"{memoranda}/sparql?release={version}")
    assert "mg:traveledTo" in written(page), "remembered"
    assert page.get_by_role("tab").count() == 2
    editor(page, f"{memoranda}/sparql")
    assert page.get_by_role("tab").count() == 1, "another release, other queries"


def test_our_terms_are_completed(page: Page, memoranda: str) -> None:
    editor(page, f"{memoranda}/sparql")
    write(page, "")
    page.locator(".yasqe .CodeMirror").click()
    page.keyboard.type("SELECT * { ?s mg:travel")
    assert "PREFIX mg: <http://localhost:8000/ontology#>" in written(page), "the prefix comes with its use"
    page.keyboard.press("Control+Space")
    expect(page.locator(".CodeMirror-hints li").first).to_have_text("mg:traveledTo")
    page.keyboard.press("Enter")
    page.keyboard.type(" ?o . ?o a oa:Ann")
    page.keyboard.press("Control+Space")
    expect(page.locator(".CodeMirror-hints li").first).to_have_text("oa:Annotation")
    page.keyboard.press("Enter")
    assert "?s mg:traveledTo ?o . ?o a oa:Annotation" in written(page)


def test_the_keyboard_is_enough(page: Page, memoranda: str) -> None:
    """In with Tab, ask with Ctrl+Enter, out with Tab and Shift+Tab."""
    editor(page, f"{memoranda}/sparql")
    where = "document.activeElement.closest('.CodeMirror') !== null"
    page.get_by_role("button", name="Add a new tab").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA" and page.evaluate(where)
    field = page.locator(".yasqe textarea").first
    assert field.get_attribute("aria-label") == "Query"
    assert "Tab leaves the editor" in page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text()
    before = written(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".tabPanel.active .yasr tbody tr").first).to_be_visible()
    page.keyboard.press("Shift+Tab")
    assert not page.evaluate(where)
    page.keyboard.press("Tab")
    assert page.evaluate(where)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "Share query"
    assert written(page) == before


def test_it_fits_a_narrow_screen(new_page: Open, memoranda: str) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    editor(page, f"{memoranda}/sparql")
    page.get_by_role("link", name="What is least certain").click()
    expect(page.locator(".tabPanel.active .yasr tbody tr").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []


def test_without_scripts_the_form_does_it(new_page: Open, memoranda: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{memoranda}/sparql")
    page.get_by_role("link", name="Who is mentioned most", exact=True).click()
    expect(page.locator("#answer tbody tr").first).to_contain_text("Ronald Reagan")
    page.get_by_label("Query").fill("SELECT * {\n?s ?p foo:bar }")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("alert")).to_contain_text("Line 2, column 7")
    expect(page.locator("mark")).to_have_text("foo")


def test_a_label_that_is_markup_stays_text(page: Page, sample: str) -> None:
    query = "SELECT ?name { <id/person/hostile-robert> <http://www.w3.org/2000/01/rdf-schema#label> ?name }"
    editor(page, f"{sample}/sparql")
    write(page, query)
    ask(page)
    expect(page.locator(".tabPanel.active .yasr tbody")).to_contain_text("Robert <script>alert(1)</script>")
    assert json.loads(page.evaluate("JSON.stringify([...document.querySelectorAll('.yasr script, .yasr img')])")) == []
