"""The way of a reader: from a name to the person, to a claim, to the words of the document that support it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

#: Site → a name as one types it, and as the page of whom it means is headed.
NAMES = {"memoranda": ("gromyko", "Andrei A. Gromyko"), "volume": ("khrushchev", "Nikita S. Khrushchev")}

on_both = pytest.mark.parametrize("site", NAMES)


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def find(page: Page, address: str, site: str) -> None:
    """Search from the home page and open the one that is meant."""
    typed, name = NAMES[site]
    page.goto(address + "/")
    page.locator("input[name=q]").first.fill(typed)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?"))
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()
    assert heading(page) == name


@on_both
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_name_to_the_words_that_support_a_claim(
    new_page: Open, request: pytest.FixtureRequest, site: str, scripts: bool
) -> None:
    address = request.getfixturevalue(site)
    page = new_page(java_script_enabled=scripts)
    find(page, address, site)
    page.locator("main a[href*='/page/statement/'], main a[href*='/id/statement/']").first.click()
    assert "/page/statement/" in page.url
    quoted = page.locator("main mark").first.inner_text()
    assert len(quoted.split()) > 1
    page.locator("main a[href*='at=']").first.click()
    assert "/page/document/" in page.url
    marks = page.locator("main mark")
    assert " ".join("".join(marks.all_text_contents()).split()) == " ".join(quoted.split())
    expect(marks.first).to_be_in_viewport()
    assert page.evaluate("getComputedStyle(document.querySelector('main mark')).backgroundColor") != "rgba(0, 0, 0, 0)"


@on_both
def test_every_claim_on_a_page_is_one_click_from_its_words(
    page: Page, request: pytest.FixtureRequest, site: str
) -> None:
    """Beside each claim of a person there is a link to a passage, and each passage has the words that were quoted."""
    find(page, request.getfixturevalue(site), site)
    quotations = page.locator("main blockquote.evidence")
    assert quotations.count() > 0
    seen = 0
    for quotation in quotations.all()[:5]:
        words = " ".join(quotation.locator("mark").first.inner_text().split())
        passage = quotation.locator("a[href*='at=']").first.get_attribute("href")
        assert passage
        other = page.context.new_page()
        other.goto(request.getfixturevalue(site) + passage)
        assert words in " ".join("".join(other.locator("main mark").all_text_contents()).split())
        other.close()
        seen += 1
    assert seen
