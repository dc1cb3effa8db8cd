"""/extraction: scores are those that the release carries, in words and for programs."""

from __future__ import annotations

import httpx
from lxml import html

from tests.publish_sample import METWITH, PROVENANCE


def read(client: httpx.Client) -> tuple[html.HtmlElement, str]:
    answer = client.get("/extraction", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    page = html.document_fromstring(answer.text)
    return page, " ".join(page.text_content().split())


def test_scores_are_those_of_the_release(client: httpx.Client) -> None:
    page, words = read(client)
    rows = {row[0].text_content(): [cell.text_content() for cell in row[1:]] for row in page.iterfind(".//tbody/tr")}
    # of what DQV says, to three digits, harmonic mean included
    assert rows["met with"] == ["3", "81", "50", "0.62", "162"]
    assert rows["sent by"][1:] == ["not measured", "", "", ""]
    assert rows["people"] in (["7", "96", "50", "0.66", "1,746"], ["99.5", "96", "0.98", "2,126"])
    assert "Ship" in rows, "a sort of name that has no word of ours has its own"
    assert METWITH.how in words
    assert "probability 0.5" in words
    assert "128 documents annotated by hand, with 4,279 names and 1,755 relations" in words
    assert "with the language model" in words
    assert {code.text_content() for code in page.iterfind(".//dd/code")} == {"met-with", "talked-to", "<b>held</b>"}


def test_sources_of_the_corpus_are_shown_and_not_trusted(client: httpx.Client) -> None:
    page, words = read(client)
    [sources] = page.find_class("sources")
    assert [(each.tag, each.text) for each in sources.iter("h1", "h2", "h3", "h4", "h5")] == [
        ("h3", "Documents"),
        ("h4", "Deep"),
    ]
    assert [link.get("href") for link in sources.iter("a")] == ["https://history.state.gov/"]
    assert "Here and there. <script>alert(1)</script>" in words
    assert not list(sources.iter("script"))
    assert [cell.get("scope") for cell in sources.iter("th")] == ["col", "col"]


def test_programs_get_the_same(client: httpx.Client) -> None:
    found = client.get("/extraction", headers={"Accept": "application/json"}).json()
    assert found["relations"]["metWith"]["precision"] == 0.812
    assert found["relations"]["metWith"]["gold"] == 162
    assert found["relations"]["metWith"]["statements"] == 3
    assert found["publish_from"] == PROVENANCE.publish_from
    assert sum(run["documents"] for run in found["runs"]) == sum(each["documents"] for each in found["volumes"]) == 4
    assert client.get("/extraction?format=ttl").status_code == 400
    assert client.get("/extraction", headers={"Accept": "text/turtle"}).status_code == 406
