"""The search box completes by keyboard, for eyes and for ears; and the search works without any script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.clients.conftest import npm_package

GROMYKO = "/page/person/gromyko-andrei"


@pytest.mark.parametrize("start", ["/", "/search", GROMYKO])
def test_the_keyboard_alone_chooses_a_suggestion(page: Page, sample: str, start: str) -> None:
    """From home's large box, that of the search page and the small one of every page: ARIA's pattern of a combobox."""
    page.goto(sample + start)
    box = page.get_by_role("combobox", name="Search documents and names")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.focus()
    page.keyboard.type("soviet")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".combobox [role=status]")).to_have_text(f"{options.count()} suggestions. Use the arrow keys.")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None, "back in the box"
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    target = options.first.get_attribute("data-page")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{sample}{target}")


def test_a_click_chooses_a_suggestion(page: Page, sample: str) -> None:
    page.goto(sample + "/")
    page.get_by_role("combobox").press_sequentially("gromyk")
    page.get_by_role("option", name="Andrei A. Gromyko").click()
    page.wait_for_url(sample + GROMYKO)


def test_escape_closes_and_enter_searches(page: Page, sample: str) -> None:
    page.goto(sample + "/")
    box = page.get_by_role("combobox")
    box.press_sequentially("gromyko")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.input_value() == "gromyko"
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{sample}/search?q=gromyko")
    expect(page.get_by_role("link", name="Andrei A. Gromyko")).to_be_visible()


def test_suggestions_are_text_and_go_when_the_box_is_left(page: Page, sample: str) -> None:
    page.goto(sample + "/")
    page.get_by_role("combobox").press_sequentially("robert")
    expect(page.get_by_role("option").first).to_contain_text("Robert <script>alert(1)</script>")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_list_breaks_no_rule_of_accessibility(new_page: Open, sample: str, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(sample + "/search")
    page.get_by_role("combobox").press_sequentially("soviet")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.evaluate((npm_package("axe-core") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    assert not found, [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


def test_a_search_is_narrowed_without_scripts(new_page: Open, sample: str) -> None:
    """Words, a facet, taken back, and the place in the document with the words highlighted."""
    page = new_page(java_script_enabled=False)
    page.goto(sample + "/")
    page.get_by_role("searchbox").fill("gromyko")
    page.keyboard.press("Enter")
    page.locator("#facets").get_by_role("link", name="1983").click()
    expect(page.get_by_role("link", name="Year: 1983")).to_be_visible()
    page.get_by_role("searchbox").fill("haig")
    page.get_by_role("button", name="Search").click()
    assert "year=1983" in page.url, "the form keeps what was chosen"
    page.get_by_role("link", name="read it there").click()
    expect(page.locator("mark#at")).to_have_text("Haig")
    page.go_back()
    page.get_by_role("link", name="Year: 1983").click()
    assert "year" not in page.url
