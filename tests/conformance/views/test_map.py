"""/map: what is drawn, what the tables say, what the query answers and what the files hold is the same."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from memograph.publish.drawing.equal_earth import world
from memograph.publish.vendored import vendored
from tests.conformance.views.reading import SVG, asked, drawn, page, picture, rows, table, words


def same_places(one: list[dict[str, str]], other: list[dict[str, str]]) -> bool:
    """Rows alike, degrees compared as numbers."""

    def plain(row: dict[str, str]) -> dict[str, object]:
        return {k: float(v) if k in ("latitude", "longitude") and v else v for k, v in row.items()}

    return [plain(row) for row in one] == [plain(row) for row in other]


@pytest.mark.parametrize(
    "parameters",
    ["", "?what=heldIn&what=writtenIn", "?from=1982-12&to=1983", "?to=1982", "?area=europe", "?place=place/geneva"],
)
def test_drawing_tables_query_and_files_agree(site: httpx.Client, parameters: str) -> None:
    shown = page(site, f"/map{parameters}")
    answer = asked(site, shown)
    assert same_places(rows(site, f"/map.csv{parameters}"), answer)
    listed = sum(len(each.findall("tbody/tr")) for each in shown.xpath("//main//table"))
    assert listed == len(answer)
    located = [row for row in answer if row["latitude"]]
    assert len(drawn(shown, "slice")) == len(located)
    features = site.get(f"/map.geojson{parameters}").json()["features"]
    assert {each["id"] for each in features} == {row["place"] for row in answer}
    assert sum(each["properties"]["times"] for each in features) == sum(int(row["times"]) for row in answer)
    assert sum(each["geometry"] is not None for each in features) == len({row["place"] for row in located})


def test_geojson_is_what_the_standard_says(memoranda: httpx.Client) -> None:
    """RFC 7946: longitude before latitude, a null geometry for what has no place, no other members at the top."""
    answer = memoranda.get("/map.geojson")
    assert answer.headers["Content-Type"] == "application/geo+json"
    collection = answer.json()
    assert collection.keys() == {"type", "features"}
    moscow = next(each for each in collection["features"] if each["properties"]["name"] in ("Geneva", "Washington"))
    longitude, latitude = moscow["geometry"]["coordinates"]
    assert -80 < longitude < 10
    assert 38 < latitude < 47


def test_every_row_leads_to_what_proves_it(client: httpx.Client) -> None:
    shown = page(client, "/map")
    for row in shown.xpath("//main//tbody/tr"):
        links = row.xpath("td[last()]//a/@href")
        assert any(each.startswith(("/page/statement/", "/page/event/")) for each in links), words(row)
    assert ["Geneva", "meetings and conferences held", "1"] in [row[:3] for row in table(shown)] + [
        [words(cell) for cell in row.iter("td")][:3] for row in shown.xpath("//*[@id='nowhere']//tbody/tr")
    ]


def test_the_projection_is_that_of_the_shapes(repository: Path) -> None:
    """Places as d3-geo has them, which drew the shapes."""
    path = vendored("world.json")
    if path is None:
        pytest.skip("memograph was installed without browser code")
    checks = json.loads(path.read_text(encoding="utf-8"))["checks"]
    assert len(checks) >= 8
    for longitude, latitude, x, y in checks:
        assert world().point(latitude, longitude) == pytest.approx((x, y), abs=0.01)


def test_the_picture_stands_alone(client: httpx.Client) -> None:
    drawing = picture(client, "/map.svg?area=europe")
    assert drawing.findall(f".//{SVG}pattern")
    assert not list(drawing.iter(f"{SVG}script", f"{SVG}style", f"{SVG}image"))
    assert client.get("/map.png").content.startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize(
    ("parameters", "status", "said"),
    [("area=moon", 400, "europe"), ("what=dreams", 400, "heldIn"), ("place=person/haig-alexander", 404, "no place")],
)
def test_mistakes_are_told(client: httpx.Client, parameters: str, status: int, said: str) -> None:
    answer = client.get(f"/map?{parameters}")
    assert answer.status_code == status
    assert said in answer.json()["detail"]
