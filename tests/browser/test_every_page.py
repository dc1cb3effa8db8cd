"""What holds of every page of the site, whatever is on it: tests/page_types.py lists them."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Page

from tests.browser.conftest import Open, Watch
from tests.clients.conftest import npm_package
from tests.page_types import PAGE_TYPES, PAGES

#: Bytes that the style sheets, scripts, fonts and pictures of a page may have, compressed (issue 5); requests for them;
#: and bytes of a page itself, compressed.
SUB_RESOURCES, REQUESTS, ITSELF = 150_000, 6, 40_000

#: Rules of axe-core that pages are held to: all of WCAG 2.2, levels A and AA, and what is good practice beside them.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

AXE = """async (tags) => (await axe.run(document, {runOnly: tags, resultTypes: ['violations']})).violations
  .map(each => [each.id, each.nodes.map(node => [node.target.join(' '), node.failureSummary])])"""

VISIBLE = "(what) => [...document.querySelectorAll(what)].filter(each => each.checkVisibility()).length"

every_page = pytest.mark.parametrize("path", PAGES)


@pytest.fixture(scope="module")
def axe() -> str:
    return (npm_package("axe-core") / "axe.min.js").read_text(encoding="utf-8")


@every_page
def test_no_violation_of_accessibility_rules(page: Page, sample: str, axe: str, path: str) -> None:
    page.goto(sample + path)
    page.evaluate(axe)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found: list[Any] = page.evaluate(AXE, RULES)
        assert found == [], f"{scheme}: {json.dumps(found, indent=1)}"


@every_page
def test_a_narrow_screen_needs_no_scrolling_sideways(new_page: Open, sample: str, path: str) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(sample + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@every_page
def test_without_scripts_nothing_is_missing(new_page: Open, sample: str, path: str) -> None:
    """Every word and every link that a reader has with scripts, a reader without them has as well.

    What is written in a field is no text of a page: the form of a query, or the editor in its place, is left out.
    """
    read = []
    for scripts in (True, False):
        page = new_page(java_script_enabled=scripts)
        page.goto(sample + path)
        main = html.document_fromstring(page.content()).find(".//main")
        words = " ".join(page.locator("main > :not(#ask)").all_inner_texts()).split()
        read.append((set(words), set(main.xpath(".//a[not(ancestor::*[@id='ask'])]/@href"))))
    (said, links), (plain_words, plain_links) = read
    assert len(plain_words) > 5
    assert said <= plain_words
    assert links <= plain_links


@every_page
def test_on_paper_there_is_the_text_and_no_navigation(page: Page, sample: str, path: str) -> None:
    page.goto(sample + path)
    page.emulate_media(media="print")
    assert page.evaluate(VISIBLE, "main h1") == 1
    assert page.evaluate(VISIBLE, "nav, .skip, button") == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("of", PAGE_TYPES, ids=lambda of: of.template)
def test_bytes_and_requests_stay_within_the_budget(page: Page, sample: str, watch: Watch, of: Any) -> None:
    page.goto(sample + of.paths[0], wait_until="networkidle")
    bodies = {each.url: packed(each.response().body()) for each in watch.requests if each.response()}  # type: ignore[union-attr]
    assert bodies.pop(page.url) <= ITSELF
    if not of.large:
        assert sum(bodies.values()) <= SUB_RESOURCES, bodies
        assert len(bodies) <= REQUESTS, bodies


def packed(body: bytes) -> int:
    """Bytes that the proxy of docs/deploy.md sends."""
    return len(gzip.compress(body, 6))
