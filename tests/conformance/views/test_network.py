"""/network: what is drawn, what the table says, what the query answers and what the files hold are the same ties."""

from __future__ import annotations

import io

import httpx
import networkx as nx
import pytest

from tests.conformance.views.reading import SVG, asked, drawn, link, page, picture, rows, table, words

ALL = "relation=metWith&relation=wroteTo&relation=appearedWith"


@pytest.mark.parametrize(
    "parameters",
    ["", f"?{ALL}", f"?{ALL}&kind=person", f"?{ALL}&from=1983&to=1983-02", "?relation=appearedWith&to=1982&ties=50"],
)
def test_drawing_table_query_and_files_agree(site: httpx.Client, parameters: str) -> None:
    shown = page(site, f"/network{parameters}")
    told = table(shown)
    answer = asked(site, shown)
    assert [row["times"] for row in answer] == [row[3].replace(",", "") for row in told]
    assert rows(site, f"/network.csv{parameters}") == answer
    assert len(drawn(shown, "tie")) == len(told)
    graph = nx.read_graphml(io.BytesIO(site.get(f"/network.graphml{parameters}").content))
    people = {row[end] for row in answer for end in ("one", "other")}
    assert set(graph.nodes) == people
    assert len(drawn(shown, "node")) == len(people)
    assert graph.number_of_edges() == len(answer)
    assert sum(weight for _, _, weight in graph.edges.data("weight")) == sum(int(row["times"]) for row in answer)


def test_the_sample_is_drawn_as_it_is(client: httpx.Client) -> None:
    shown = page(client, "/network")
    met = ["Andrei A. Gromyko", "met", "Robert <script>alert(1)</script> & “Hostile”", "1"]
    assert [row[:4] for row in table(shown)] == [
        ["Andrei A. Gromyko", "met", "Alexander M. Haig, Jr.", "1"],
        met,
        ["Andrei A. Gromyko", "met", "George P. Shultz", "1"],
        ["William P. Clark, Jr.", "wrote to", "Ronald Reagan", "1"],
        ["William P. Clark, Jr.", "wrote to", "George P. Shultz", "1"],
    ]
    assert {words(each.find("title")) for each in drawn(shown, "node")} >= {
        "Andrei A. Gromyko: told 3 times in the ties shown"
    }
    assert {words(each.find("title")) for each in drawn(shown, "wroteTo")} == {
        "William P. Clark, Jr. wrote to Ronald Reagan: once",
        "William P. Clark, Jr. wrote to George P. Shultz: once",
    }


def test_time_is_that_of_the_statement_before_that_of_its_document(client: httpx.Client) -> None:
    """They met between January 1982 and January 1983, as a document of 1983 says: that is 1982's."""
    assert [row[2] for row in table(page(client, "/network?relation=metWith&from=1982&to=1982"))] == [
        "Alexander M. Haig, Jr."
    ]
    assert [row[2] for row in table(page(client, "/network?relation=metWith&from=1983&to=1983"))] == [
        "George P. Shultz"
    ]


def test_every_row_leads_to_what_proves_it(client: httpx.Client) -> None:
    shown = page(client, "/network?relation=metWith&relation=wroteTo")
    for row in shown.xpath("//main//tbody/tr"):
        proofs = row.xpath("td[last()]//a/@href")
        assert proofs and all(each.startswith(("/page/statement/", "/page/document/")) for each in proofs)
        assert len(row.xpath("td[1]//a | td[3]//a")) == 2


def test_who_shared_a_document_is_proved_by_it(client: httpx.Client) -> None:
    """Gromyko and Clark are named in two documents; the two alone have a page that lists both."""
    shown = page(client, "/network?relation=appearedWith&about=person/gromyko-andrei&with=person/clark-william")
    (row,) = table(shown)
    assert row[:4] == ["William P. Clark, Jr.", "appeared with", "Andrei A. Gromyko", "2"]
    assert [a.get("href") for a in shown.xpath("//main//tbody/tr/td[last()]//a")] == [
        "/page/document/frus1981-88v03d156",
        "/page/document/frus1981-88v04d4",
    ]


def test_around_one(client: httpx.Client) -> None:
    shown = page(client, "/network?about=person/gromyko-andrei")
    assert "The network around Andrei A. Gromyko" in words(shown.find(".//h1"))
    assert {row[0] for row in table(shown)} | {row[2] for row in table(shown)} >= {"Andrei A. Gromyko"}
    assert asked(client, shown) == rows(client, "/network.csv?about=person/gromyko-andrei")
    assert link(shown, "Show everybody’s") == "/network"


def test_the_picture_stands_alone(client: httpx.Client) -> None:
    """Whole addresses, no style sheet, nothing that runs; the same every time."""
    drawing = picture(client, "/network.svg")
    assert {each.get("href") for each in drawing.iter(f"{SVG}a")} >= {
        "http://memograph.test/page/person/gromyko-andrei"
    }
    assert not list(drawing.iter(f"{SVG}script", f"{SVG}style", f"{SVG}image"))
    assert client.get("/network.svg").content == client.get("/network?format=svg").content
    answer = client.get("/network.png")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG\r\n")
    width = int.from_bytes(answer.content[16:20])
    assert width == 2 * int(drawing.get("width"))


def test_files_stay_in_their_release_and_are_kept(client: httpx.Client) -> None:
    version = client.get("/dumps/", headers={"Accept": "application/json"}).json()["latest"]
    shown = page(client, f"/network?release={version}&relation=metWith")
    assert link(shown, "CSV") == f"/network.csv?relation=metWith&release={version}"
    answer = client.get(link(shown, "CSV"))
    assert "immutable" in answer.headers["Cache-Control"]
    again = client.get(link(shown, "CSV"), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_formats_are_negotiated(client: httpx.Client) -> None:
    answer = client.get("/network", headers={"Accept": "application/graphml+xml"})
    assert answer.headers["Content-Type"] == "application/graphml+xml"
    assert client.get("/network", headers={"Accept": "text/turtle"}).status_code == 406
    assert client.get("/network.pdf").status_code == 404


@pytest.mark.parametrize(
    ("parameters", "status", "said"),
    [
        ("from=61", 400, "a year or a month"),
        ("from=1962&to=1961", 400, "before it begins"),
        ("relation=likes", 400, "metWith, wroteTo, appearedWith"),
        ("ties=1000000", 400, "50, 100, 200"),
        ("from=1961&from=1962", 400, "more than one"),
        ("about=person/nobody", 404, "person/nobody"),
        ("about=place/geneva", 404, "no person or body"),
    ],
)
def test_mistakes_are_told(client: httpx.Client, parameters: str, status: int, said: str) -> None:
    answer = client.get(f"/network?{parameters}")
    assert answer.status_code == status
    assert said in answer.json()["detail"]
