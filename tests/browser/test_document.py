"""The page of a document with a mouse, with keys, and without scripts: sentences and their words lead to each other."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

DOCUMENT = "/page/document/frus1981-88v04d4"
QUOTED = "Al Haig and you have had with Gromyko"

#: The words that are lit, each with the colour behind it.
LIT = "[...document.querySelectorAll('.text .e.lit')].map(each => each.textContent).join('')"
BEHIND = "(what) => getComputedStyle(document.querySelector(what)).backgroundColor"
UNDERLINED = "getComputedStyle(document.querySelector('.text .m-person')).textDecorationLine"


def sentence(page: Page, words: str) -> str:
    """Number of the sentence with these words."""
    said = page.locator("aside [data-says]").filter(has_text=words).first
    return said.get_attribute("data-says") or ""


def test_a_sentence_lights_its_words_and_words_their_sentence(page: Page, sample: str) -> None:
    page.goto(sample + DOCUMENT)
    number = sentence(page, "Andrei A. Gromyko met Alexander M. Haig")
    assert page.evaluate(LIT) == ""
    page.locator(f"#say-{number}").hover()
    assert page.evaluate(LIT) == QUOTED
    page.locator("h1").hover()
    assert page.evaluate(LIT) == ""
    page.locator(f".text [data-said~='{number}']").first.hover()
    assert page.locator(f"#say-{number}.lit").count() == 1
    page.locator(f"#say-{number} a.words").focus()
    assert page.evaluate(LIT) == QUOTED


def test_the_words_are_shown_without_loading_the_page_again(page: Page, sample: str) -> None:
    page.goto(sample + DOCUMENT)
    number = sentence(page, "Andrei A. Gromyko met Alexander M. Haig")
    page.evaluate("window.same = true")
    page.locator(f"#say-{number} a.words").click()
    expect(page.locator(f".text [data-said~='{number}']").first).to_be_in_viewport()
    assert page.evaluate("window.same") is True
    assert "?at=2267-2304#at" in page.url
    assert page.evaluate(LIT) == QUOTED
    expect(page.get_by_role("status").filter(has_text="The words are marked")).to_have_count(1)
    page.go_back()
    assert page.url == sample + DOCUMENT
    assert page.evaluate(LIT) == ""
    page.go_forward()
    assert page.evaluate(LIT) == QUOTED
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#main$"))
    assert page.evaluate("window.same") is True


def test_without_scripts_links_do_the_same(new_page: Open, sample: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(sample + DOCUMENT)
    number = page.locator("aside li").filter(has_text="met Alexander M. Haig").first.get_attribute("data-says")
    page.locator(f"#say-{number} a.words").click()
    assert "".join(page.locator("main mark").all_text_contents()) == QUOTED
    expect(page.locator("#at")).to_be_in_viewport()
    page.locator(f".text .chip[href='#say-{number}']").click()
    expect(page.locator(f"#say-{number}")).to_be_in_viewport()


def test_marks_can_be_switched_off_and_stay_so(page: Page, sample: str) -> None:
    page.goto(sample + DOCUMENT)
    assert page.evaluate(UNDERLINED) == "underline"
    page.get_by_role("checkbox").uncheck()
    for _ in range(2):
        expect(page.get_by_role("checkbox")).not_to_be_checked()
        assert page.evaluate(UNDERLINED) == "none"
        assert page.evaluate(BEHIND, ".text .e") == "rgba(0, 0, 0, 0)"
        assert page.locator(".text .chip").first.is_hidden()
        page.reload()
    page.get_by_role("checkbox").check()
    assert page.evaluate(UNDERLINED) == "underline"


def test_marks_can_be_switched_off_without_scripts(new_page: Open, sample: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(sample + DOCUMENT)
    page.get_by_role("checkbox").uncheck()
    expect(page.locator(".text .chip").first).to_be_hidden()
    page.get_by_role("checkbox").check()
    expect(page.locator(".text .chip").first).to_be_visible()


def test_a_note_and_back(page: Page, sample: str) -> None:
    page.goto(sample + DOCUMENT)
    page.locator("[role=doc-noteref][aria-label='Note 3']").click()
    expect(page.locator("#note-3")).to_be_in_viewport()
    page.locator("#note-3 [role=doc-backlink]").click()
    expect(page.locator("#ref-3")).to_be_in_viewport()
    assert page.locator("#page-14").bounding_box()["x"] < page.locator("#p3").bounding_box()["x"]  # type: ignore[index]


def test_on_paper_a_document_is_its_text_its_notes_and_its_citation(page: Page, sample: str) -> None:
    page.goto(sample + DOCUMENT)
    page.emulate_media(media="print")
    for hidden in ("aside", ".chip", ".switch", ".legend", ".pilcrow", "details", ".why", ".around"):
        assert page.locator(hidden).first.is_hidden(), hidden
    for shown in (".notes", ".citing", ".letterhead"):
        assert page.locator(shown).is_visible(), shown
    assert page.evaluate(UNDERLINED) == "none"
