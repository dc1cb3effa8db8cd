"""What holds of every page of the site, whatever is on it: tests/page_types.py lists them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import Watch
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

SCREEN = {"width": 1280, "height": 900}

every_page = pytest.mark.parametrize("path", PAGES)


class Window:
    """A page that stays open for all addresses: a new browser context takes longer than what is looked at in it."""

    def __init__(self, context: BrowserContext) -> None:
        self.page, self.watch = context.new_page(), Watch()
        self.watch.over(self.page)

    def cleaned(self) -> Page:
        """The page as it was opened, with nothing held against it."""
        self.watch.problems.clear()
        self.watch.requests.clear()
        self.page.emulate_media(media="screen", color_scheme="light")
        self.page.set_viewport_size(SCREEN)  # type: ignore[arg-type]
        return self.page


def _window(chromium: Browser, scripts: bool) -> Iterator[Window]:
    context = chromium.new_context(java_script_enabled=scripts)
    context.set_default_timeout(45_000)
    yield Window(context)
    context.close()


@pytest.fixture(scope="module")
def with_scripts(chromium: Browser) -> Iterator[Window]:
    yield from _window(chromium, scripts=True)


@pytest.fixture(scope="module")
def without_scripts(chromium: Browser) -> Iterator[Window]:
    yield from _window(chromium, scripts=False)


@pytest.fixture
def reader(with_scripts: Window) -> Iterator[Page]:
    yield with_scripts.cleaned()
    assert with_scripts.watch.problems == []


@pytest.fixture
def plain_reader(without_scripts: Window) -> Iterator[Page]:
    yield without_scripts.cleaned()
    assert without_scripts.watch.problems == []


@pytest.fixture(scope="module")
def axe() -> str:
    return (npm_package("axe-core") / "axe.min.js").read_text(encoding="utf-8")


@every_page
def test_no_violation_of_accessibility_rules(reader: Page, sample: str, axe: str, path: str) -> None:
    reader.goto(sample + path)
    reader.evaluate(axe)
    for scheme in ("light", "dark"):
        reader.emulate_media(color_scheme=scheme)
        found: list[Any] = reader.evaluate(AXE, RULES)
        assert found == [], f"{scheme}: {json.dumps(found, indent=1)}"


@every_page
def test_a_narrow_screen_needs_no_scrolling_sideways(reader: Page, sample: str, path: str) -> None:
    reader.set_viewport_size({"width": 360, "height": 740})
    reader.goto(sample + path)
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360


@every_page
def test_without_scripts_nothing_is_missing(reader: Page, plain_reader: Page, sample: str, path: str) -> None:
    """Every word and every link that a reader has with scripts, a reader without them has as well.

    What is written in a field is no text of a page: the form of a query, or the editor in its place, is left out.
    """
    read = []
    for page in (reader, plain_reader):
        page.goto(sample + path)
        main = html.document_fromstring(page.content()).find(".//main")
        words = " ".join(page.locator("main > :not(#ask)").all_inner_texts()).split()
        read.append((set(words), set(main.xpath(".//a[not(ancestor::*[@id='ask'])]/@href"))))
    (said, links), (plain_words, plain_links) = read
    assert len(plain_words) > 5
    assert said <= plain_words
    assert links <= plain_links


@every_page
def test_on_paper_there_is_the_text_and_no_navigation(reader: Page, sample: str, path: str) -> None:
    reader.goto(sample + path)
    reader.emulate_media(media="print")
    assert reader.evaluate(VISIBLE, "main h1") == 1
    assert reader.evaluate(VISIBLE, "nav, .skip, button") == 0
    assert reader.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


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
