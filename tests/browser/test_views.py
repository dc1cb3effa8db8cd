"""Network, map and timeline: everything that the table tells is drawn, and nothing else; the files say the same."""

from __future__ import annotations

import csv
import io
import json
import re

import httpx
import pytest
from lxml import etree
from playwright.sync_api import Page, expect

SVG = {"s": "http://www.w3.org/2000/svg"}

#: View → what is drawn for a row of the table, what for a thing that rows are about, and where rows lead to these.
DRAWN = {
    "network": (".tie[data-ends]", "a.node", "td:nth-child(1) a, td:nth-child(3) a"),
    "map": ("a.mark .slice", "a.mark", "td:nth-child(1) a"),
    "timeline": ("a.bar, a.span", None, None),
}

#: Of the sample, no place that somebody went to is on the map.
sites = pytest.mark.parametrize(
    ("site", "view"), [("sample", "network"), ("sample", "timeline"), *(("volume", view) for view in DRAWN)]
)

#: What takes no room is not drawn: a line may have no height, so one of the two is enough.
SEEN = """(marks) => marks.filter(each => {
  const box = each.getBoundingClientRect(); return box.width + box.height > 1 }).length"""

ADDRESSES = "all => all.map(each => each.getAttribute('href'))"


@sites
def test_a_view_is_drawn_and_its_table_is_equal(
    page: Page, request: pytest.FixtureRequest, site: str, view: str
) -> None:
    page.goto(f"{request.getfixturevalue(site)}/{view}")
    marks, things, links = DRAWN[view]
    drawing, rows = page.locator("figure svg.drawing").first, page.locator("#table tbody tr")
    expect(drawing).to_be_visible()
    assert rows.count() > 2
    figure = f"figure > svg.drawing :is({marks})"
    assert page.locator(figure).count() == rows.count()
    assert page.eval_on_selector_all(figure, SEEN) == rows.count()
    if things and links:
        drawn = page.eval_on_selector_all(
            f"figure > svg.drawing {things}", "all => all.map(a => a.getAttribute('href'))"
        )
        told = rows.locator(links).evaluate_all("all => all.map(a => a.getAttribute('href'))")
        assert len(drawn) == len(set(drawn)) > 1
        assert set(drawn) == set(told)


@sites
def test_files_of_a_view_say_what_the_page_shows(
    page: Page, request: pytest.FixtureRequest, site: str, view: str
) -> None:
    address = request.getfixturevalue(site)
    page.goto(f"{address}/{view}")
    marks = page.locator(f"figure > svg.drawing :is({DRAWN[view][0]})").count()
    offered = {}
    for link in page.locator("a[download]").all():
        answer = httpx.get(f"{address}{link.get_attribute('href')}", timeout=60)
        assert answer.status_code == 200
        offered[answer.headers["Content-Type"].partition(";")[0]] = answer.content
    assert {"image/svg+xml", "image/png", "text/csv"} <= offered.keys()
    assert offered["image/png"].startswith(b"\x89PNG")
    assert len(etree.fromstring(offered["image/svg+xml"]).findall(".//s:a", SVG)) > 1
    assert len(list(csv.reader(io.StringIO(offered["text/csv"].decode())))) > marks / 2
    if view == "network":
        nodes = etree.fromstring(offered["application/graphml+xml"]).findall(".//{*}node")
        assert len(nodes) == page.locator("figure > svg.drawing a.node").count()
    if view == "map":
        features = json.loads(offered["application/geo+json"])["features"]
        assert len(features) >= page.locator("figure > svg.drawing a.mark").count()


@pytest.mark.parametrize("view", DRAWN)
def test_the_query_of_a_view_opens_in_the_editor(page: Page, sample: str, view: str) -> None:
    page.goto(f"{sample}/{view}")
    page.locator("main a[href*='sparql']").first.click()
    expect(page).to_have_url(re.compile("/sparql"))
    assert "SELECT" in page.content()


def test_a_network_can_be_asked_of_some_years_and_relations(page: Page, volume: str) -> None:
    """With the keyboard and the form alone; fewer ties than before, each of the relation that was asked for."""
    page.goto(f"{volume}/network")
    before = page.locator("#table tbody tr").count()
    for box in page.locator("input[name=relation]").all():
        box.set_checked(box.get_attribute("value") == "metWith")
    page.locator("input[name=from]").fill("1961-06")
    page.locator("input[name=to]").fill("1961-06")
    page.locator("form.asked button").click()
    rows = page.locator("#table tbody tr")
    assert 0 < rows.count() < before
    assert len(set(rows.locator("td:nth-child(2)").all_inner_texts())) == 1


def test_a_drawing_can_be_enlarged_without_the_mouse(page: Page, volume: str) -> None:
    page.goto(f"{volume}/network")
    drawing = page.locator("figure > svg.drawing")
    whole = drawing.get_attribute("viewBox")
    page.locator("[data-zoom=in]").focus()
    page.keyboard.press("Enter")
    assert drawing.get_attribute("viewBox") != whole
    page.keyboard.press("0")
    assert drawing.get_attribute("viewBox") == whole
