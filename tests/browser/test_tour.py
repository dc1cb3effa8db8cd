"""docs/tour.md, walked: each stop is gone to as the tour says, and its picture is taken there.

``SCREENSHOTS=1 pytest tests/browser/test_tour.py`` takes the pictures anew.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

PICTURE = re.compile(r"!\[([^\]]*)\]\(images/([^)]+)\)")
WIDEST, HEIGHT, ALL_BYTES, COLOURS = 1200, 860, 1_500_000, 128


def search(page: Page, site: str) -> None:
    page.goto(site + "/")
    page.locator("input[name=q]").first.fill("khrushchev vienna")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?"))


def person(page: Page, site: str) -> None:
    page.goto(site + "/search?q=khrushchev")
    page.locator("main").get_by_role("link", name="Nikita S. Khrushchev", exact=True).first.click()


def statement(page: Page, site: str) -> None:
    person(page, site)
    page.locator("main a[href*='/page/statement/'], main a[href*='/id/statement/']").first.click()


def document(page: Page, site: str) -> None:
    statement(page, site)
    page.locator("main a[href*='at=']").first.click()
    expect(page.locator("main mark").first).to_be_in_viewport()


def drawing(view: str) -> Callable[[Page, str], None]:
    def go(page: Page, site: str) -> None:
        page.goto(f"{site}/{view}")
        page.locator("figure > svg.drawing").scroll_into_view_if_needed()

    return go


def query(page: Page, site: str) -> None:
    page.goto(site + "/sparql")
    page.locator("main li a[href*='query=']").first.click()
    expect(page.locator("main table tbody tr").first).to_be_visible()


@dataclass(frozen=True)
class Stop:
    """A picture, how one comes to where it is taken, and a piece of text that is to be seen there."""

    picture: str
    go: Callable[[Page, str], None]
    words: str
    width: int = WIDEST
    height: int = HEIGHT
    dark: bool = False


STOPS = (
    Stop("home.png", lambda page, site: page.goto(site + "/") and None, "198"),
    Stop("search.png", search, "Khrushchev"),
    Stop("person.png", person, "Nikita S. Khrushchev", height=1700),
    Stop("statement.png", statement, "Khrushchev"),
    Stop("document.png", document, "Khrushchev"),
    Stop("network.png", drawing("network"), "Khrushchev"),
    Stop("map.png", drawing("map"), "Vienna", height=760),
    Stop("timeline.png", drawing("timeline"), "1961", height=640),
    Stop("query.png", query, "SELECT", height=1100),
    Stop("telephone.png", person, "Nikita S. Khrushchev", width=390, dark=True),
)


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.picture)
def test_a_stop_of_the_tour(new_page: Open, volume: str, repository: Path, stop: Stop) -> None:
    scheme = "dark" if stop.dark else "light"
    page = new_page(viewport={"width": stop.width, "height": stop.height}, color_scheme=scheme)
    stop.go(page, volume)
    expect(page.locator("main")).to_contain_text(stop.words)
    taken = page.screenshot(animations="disabled", caret="hide")
    if os.environ.get("SCREENSHOTS"):
        compact(taken).save(repository / "docs/images" / stop.picture, optimize=True)


def compact(taken: bytes) -> Image.Image:
    """A screenshot in few colours: text on paper needs no more."""
    return (
        Image.open(io.BytesIO(taken))
        .convert("RGB")
        .quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    )


def test_the_pictures_of_the_tour_are_those_of_its_stops(repository: Path) -> None:
    tour, folder = (repository / "docs/tour.md").read_text(encoding="utf-8"), repository / "docs/images"
    shown = PICTURE.findall(tour)
    assert [name for _, name in shown] == [stop.picture for stop in STOPS]
    assert {each.name for each in folder.iterdir()} == {stop.picture for stop in STOPS}
    for text, name in shown:
        assert len(text.split()) >= 8, f"{name} is described in too few words for who does not see it"
        with Image.open(folder / name) as picture:
            assert picture.width <= WIDEST
    assert sum(each.stat().st_size for each in folder.iterdir()) < ALL_BYTES


def test_links_of_the_tour_lead_somewhere(repository: Path) -> None:
    """Files beside it, and addresses of the site that `make serve` shows."""
    tour = (repository / "docs/tour.md").read_text(encoding="utf-8")
    files = [name for name in re.findall(r"\]\(([^)#]+)", tour) if "://" not in name]
    assert len(files) > len(STOPS)
    assert [name for name in files if not (repository / "docs" / name).exists()] == []
