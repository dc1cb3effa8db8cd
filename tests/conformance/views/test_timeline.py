"""/timeline: what is drawn, what the table says, what the query answers and what the files hold is the same."""

from __future__ import annotations

import httpx
import pytest
from lxml import etree

from tests.conformance.views.reading import asked, drawn, link, page, picture, rows, table, words


@pytest.mark.parametrize(
    "parameters",
    [
        "",
        "?zoom=year&from=1900&to=2000",
        "?from=1982&to=1983-01",
        "?what=meetings&from=1900",
        "?what=travel&zoom=month",
    ],
)
def test_drawing_table_query_and_file_agree(site: httpx.Client, parameters: str) -> None:
    shown = page(site, f"/timeline{parameters}")
    answer = asked(site, shown)
    order = ["documents", "meetings", "travel"]
    listed = rows(site, f"/timeline.csv{parameters}")
    assert sorted(listed, key=lambda row: (order.index(row["lane"]), row["first"], row["last"])) == listed
    assert sorted(map(str, listed)) == sorted(map(str, answer))
    assert [(row["lane"], row["times"]) for row in listed] == [(row[0], row[2]) for row in table(shown)]
    exact = sum(row["first"] == row["last"] for row in answer)
    assert len(drawn(shown, "bar")) == exact
    assert len(drawn(shown, "span")) == len(answer) - exact


def test_what_is_dated_to_a_span_is_no_bar(client: httpx.Client) -> None:
    """A memorandum of between January 19 and February 2 is in neither month; a meeting of 1982 is in no month of it."""
    shown = page(client, "/timeline")
    assert [row[:3] for row in table(shown)] == [
        ["documents", "April 1982", "1"],
        ["documents", "December 1982", "1"],
        ["documents", "January 1983 – February 1983", "1"],
        ["documents", "January 1984 – December 1984", "1"],
        ["meetings", "January 1982 – January 1983", "1"],
    ]
    assert {words(each.find("title")) for each in drawn(shown, "span")} >= {
        "January 1983 – February 1983: one document",
        "January 1982 – January 1983: one meeting",
    }


def test_bars_lead_closer_until_everything_is_listed(client: httpx.Client) -> None:
    years = page(client, "/timeline?zoom=year&what=documents")
    (bar,) = [each for each in drawn(years, "bar") if "1982" in words(each.find("title"))]
    assert bar.get("href") == "/timeline?what=documents&from=1982&to=1982&zoom=month"
    months = page(client, bar.get("href"))
    assert [row[1] for row in table(months)] == ["April 1982", "December 1982"]
    assert months.xpath("//main//tbody/tr[1]/td[last()]//a/@href") == ["/page/document/frus1981-88v03d156"]


def test_a_meeting_leads_to_those_who_met_and_to_the_statement(client: httpx.Client) -> None:
    shown = page(client, "/timeline?what=meetings")
    links = shown.xpath("//main//tbody/tr/td[last()]//a/@href")
    assert "/page/statement/frus1981-88v04d4-gromyko-andrei-metwith-haig-alexander" in links
    assert {"/page/person/gromyko-andrei", "/page/person/haig-alexander"} <= set(links)


def test_what_has_no_date_is_counted(client: httpx.Client) -> None:
    """Two meetings of the sample and a journey are told without a time."""
    assert "3 are left out" in words(page(client, "/timeline").find(".//main"))


@pytest.mark.parametrize("time", ["to=1701", "from=2090", "from=1700&to=1701", "what=travel&to=1701"])
def test_a_time_of_which_nothing_is_told_is_an_empty_sheet(client: httpx.Client, time: str) -> None:
    drawn = client.get(f"/timeline.svg?{time}")
    assert drawn.status_code == 200
    assert not etree.fromstring(drawn.content).xpath("//*[local-name() = 'a']")
    assert client.get(f"/timeline.png?{time}").content.startswith(b"\x89PNG")
    assert client.get(f"/timeline.csv?{time}").text.splitlines() == ["lane,first,last,times"]


def test_pictures(client: httpx.Client) -> None:
    assert picture(client, "/timeline.svg").get("viewBox").startswith("0 0 960 ")
    assert client.get("/timeline.png").content.startswith(b"\x89PNG\r\n")
    assert link(page(client, "/timeline?what=travel"), "SVG") == "/timeline.svg?what=travel"


@pytest.mark.parametrize(
    ("parameters", "said"), [("zoom=day", "month"), ("zoom=month&from=0100&to=2000", "1200 months")]
)
def test_mistakes_are_told(client: httpx.Client, parameters: str, said: str) -> None:
    answer = client.get(f"/timeline?{parameters}")
    assert answer.status_code == 400
    assert said in answer.json()["detail"]
