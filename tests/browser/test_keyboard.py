"""The site without a mouse: where the Tab key leads, that one sees where one is, that a name is found and opened."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.page_types import PAGE_TYPES

#: Presses of the Tab key from the top of a page.
PRESSES = 25

#: What has the focus: where it is in the document, whether it is on the screen, and how one sees it. The query editor
#: writes into a field that is not seen, and draws the frame around itself.
FOCUSED = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect(), style = getComputedStyle(it);
  const editor = it.closest('.CodeMirror-focused');
  return {
    place: [...document.querySelectorAll('*')].indexOf(it),
    what: it.tagName + ' ' + (it.getAttribute('href') || it.name || it.className),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1
      || editor !== null && getComputedStyle(editor).boxShadow !== 'none',
  };
}"""

pages = pytest.mark.parametrize("path", [of.paths[0] for of in PAGE_TYPES if of.template != "preview.html"])


@pages
def test_the_focus_goes_down_the_page_and_is_seen(page: Page, sample: str, path: str) -> None:
    page.goto(sample + path)
    places: list[int] = []
    for _ in range(PRESSES):
        page.keyboard.press("Tab")
        focused: dict[str, Any] = page.evaluate(FOCUSED)
        if focused["what"].startswith("BODY"):  # past the last one, out of the page
            break
        assert focused["seen"], focused
        assert focused["outlined"], focused
        places.append(focused["place"])
    assert len(places) > 5
    assert places == sorted(set(places))


@pages
def test_the_first_key_skips_the_menu(page: Page, sample: str, path: str) -> None:
    page.goto(sample + path)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#main")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#main$"))
    page.keyboard.press("Tab")
    expect(page.locator("main :focus, footer :focus")).to_have_count(1)


def tab_to(page: Page, selector: str, presses: int = 60) -> None:
    """Press Tab until what has the focus is one of these."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate("(what) => document.activeElement.matches(what)", selector):
            return
    raise AssertionError(f"{selector} is not reached with the Tab key")


def test_a_name_is_searched_and_opened_without_the_mouse(page: Page, memoranda: str) -> None:
    page.goto(memoranda + "/")
    tab_to(page, "input[name=q]")
    page.keyboard.type("gromyko")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=gromyko"))
    tab_to(page, "main a[href*='/person/gromyko-andrei']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Andrei A. Gromyko")


def test_a_suggestion_is_taken_with_the_arrows(page: Page, memoranda: str) -> None:
    page.goto(memoranda + "/")
    tab_to(page, "input[name=q]")
    page.keyboard.type("gromy")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    option = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    expect(option).to_contain_text("Gromyko")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gromyko")
    page.go_back()
    tab_to(page, "input[name=q]")
    page.keyboard.type("gromy")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
