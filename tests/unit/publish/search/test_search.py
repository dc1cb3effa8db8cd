"""The page of results, its files and completions, on the sample release."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from memograph.namespaces import RDFS
from memograph.publish.app import create_app, releases_of
from memograph.publish.reading import index
from memograph.publish.settings import PublishSettings
from tests.publish_sample import SITE, memorandum

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def app(settings: PublishSettings) -> Iterator[Flask]:
    made = create_app(settings)
    yield made
    releases_of(made).close()


@pytest.fixture(scope="module")
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


def read(browser: FlaskClient, path: str) -> html.HtmlElement:
    response = browser.get(path, headers=HTML)
    assert response.status_code == 200, (path, response.text)
    return html.document_fromstring(response.text)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def listed(page: html.HtmlElement, name: str) -> list[str]:
    """Texts of the links of the results: ``names``, or ``hits`` for documents."""
    return [words(each) for each in page.xpath(f"//*[@class='{name}']/li//a[not(@class)]")]


def total(page: html.HtmlElement) -> int:
    text = words(page.xpath("//main//*[@role='status']")[0])
    return 0 if text.startswith("Nothing") else 1 if text.startswith("One") else int(re.findall(r"\d+", text)[0])


def test_names_stand_above_documents_with_the_words_in_context(browser: FlaskClient) -> None:
    page = read(browser, "/search?q=gromyko")
    assert listed(page, "names") == ["Andrei A. Gromyko"]
    assert "person · in 3 documents" in words(page.find_class("names")[0])
    assert len(listed(page, "hits")) == 3
    assert {words(mark).lower() for mark in page.iter("mark")} == {"gromyko"}
    assert total(page) == 4


def test_a_snippet_leads_to_its_place(browser: FlaskClient) -> None:
    """The link of a result highlights in the document what the snippet marks first."""
    for query in ("gromyko", '"arms reduction"', "NSC"):
        for hit in read(browser, f"/search?q={query}").xpath("//*[@class='hits']/li[.//mark]"):
            [place] = hit.find_class("place")
            document = read(browser, place.get("href"))
            marked = "".join(mark.text_content() for mark in document.xpath("//*[@class and @class='text']//mark"))
            assert marked == hit.find(".//mark").text_content()


def test_words_of_the_heading_count_more_than_of_the_text(browser: FlaskClient) -> None:
    """Pipes wrote one of the memoranda, which its heading says; others only mention him."""
    found = listed(read(browser, "/search?q=clark"), "hits")
    assert len(found) >= 3
    assert all("(Clark)" in each for each in found[:3])


@pytest.mark.parametrize(
    ("typed", "name", "also"),
    [
        ("gromiko", "Andrei A. Gromyko", "also Gromiko"),
        ("GROMYKO ANDREI", "Andrei A. Gromyko", ""),
        ("andr gro", "Andrei A. Gromyko", ""),
        ("konigsberg", "Königsberg", ""),
        ("nsc", "National Security Council", "also NSC"),
    ],
)
def test_names_are_found_in_every_form(browser: FlaskClient, typed: str, name: str, also: str) -> None:
    page = read(browser, f"/search?q={typed}")
    assert listed(page, "names")[0].startswith(name)
    assert also in words(page.find_class("names")[0][0])


def test_a_misspelling_is_answered_with_names(browser: FlaskClient) -> None:
    page = read(browser, "/search?q=gromykko")
    assert total(page) == 0
    [meant] = page.xpath("//*[@aria-labelledby='nothing']/p/a")
    assert words(meant) == "Andrei A. Gromyko"
    assert "Andrei A. Gromyko" in listed(read(browser, meant.get("href")), "names")


def test_where_nothing_has_all_words_some_will_do(browser: FlaskClient) -> None:
    page = read(browser, '/search?q=gromyko "no such phrase" -nobody')
    assert total(page) == 0
    [wider] = page.xpath("//a[contains(., 'any of these words')]")
    assert total(read(browser, wider.get("href"))) >= 3


SEARCHES = (
    "/search",
    "/search?q=gromyko",
    "/search?q=the&year=1983&year=1982",
    "/search?q=the&type=memorandum&to=1983",
)


@pytest.mark.parametrize("path", SEARCHES)
def test_the_number_beside_a_facet_is_what_its_link_finds(browser: FlaskClient, path: str) -> None:
    page = read(browser, path)
    links = page.xpath("//*[@id='facets']//li")
    assert len(links) >= 3
    for each in links:
        [link] = each.iter("a")
        if not link.get("aria-current"):  # of two values of a facet, either will do
            chosen = sum(int(words(n)) for n in each.xpath("../li[a[@aria-current]]/span[@class='uses']"))
            found = len(listed(read(browser, link.get("href")), "hits"))
            assert found == int(words(each.find_class("uses")[0])) + chosen, link.get("href")


def test_facets_combine_and_are_taken_back(browser: FlaskClient) -> None:
    page = read(browser, "/search?q=clark&year=1982&sender=person/clark-william")
    chips = {words(each): each.get("href") for each in page.xpath("//*[@class='chips']//a")}
    assert set(chips) == {"Take back: Year: 1982", "Take back: From: William P. Clark, Jr."}
    assert chips["Take back: Year: 1982"] == "/search?q=clark&sender=person%2Fclark-william"
    one, other = total(page), total(read(browser, chips["Take back: Year: 1982"]))
    assert 0 < one < other
    hidden = {each.get("name"): each.get("value") for each in page.xpath("//main//form//input[@type='hidden']")}
    assert hidden == {"year": "1982", "sender": "person/clark-william"}
    assert not listed(page, "names"), "names have no year"


def test_each_part_of_a_classification_is_a_value(browser: FlaskClient) -> None:
    """One memorandum is “Secret; Sensitive”, another “Secret”."""
    page = read(browser, "/search")
    values = {words(each.find("a")): int(words(each.find("span"))) for each in page.xpath("//*[@id='facets']//li")}
    assert (values["Secret"], values["Sensitive"]) == (2, 1)
    assert total(read(browser, "/search?classification=Secret&classification=Sensitive")) == 2


def test_documents_of_a_time(browser: FlaskClient) -> None:
    assert total(read(browser, "/search?from=1982-04&to=1982-04")) == 1
    assert total(read(browser, "/search?from=1982-04&to=1982-12")) == 2
    assert total(read(browser, "/search?from=1990")) == 0
    assert total(read(browser, "/search?to=1982")) == 2


def test_without_words_all_documents_are_listed_by_date(browser: FlaskClient) -> None:
    page = read(browser, "/search")
    assert total(page) == 4
    assert words(page.find(".//h2")) == "All 4 documents"
    assert listed(read(browser, "/search?sort=newest"), "hits")[0] == listed(page, "hits")[-1]
    assert total(read(browser, "/search?q=-gromyko")) == 1


def test_one_kind_of_result(browser: FlaskClient) -> None:
    page = read(browser, "/search?q=soviet")
    views = {words(each): each.get("href") for each in page.xpath("//*[@class='views']//a")}
    assert views.keys() >= {f"Everything {total(page)}"}
    counted = {name.rsplit(" ", 1)[0]: int(name.rsplit(" ", 1)[1]) for name in views}
    assert sum(n for name, n in counted.items() if name != "Everything") == total(page)
    for name, href in views.items():
        shown = read(browser, href)
        assert total(shown) == int(name.rsplit(" ", 1)[1])
        assert words(shown.xpath("//*[@class='views']//a[@aria-current]")[0]) == name


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/search?q=" + "x" * 301, "300 characters at most, and this one has 301"),
        ("/search?kind=wizard", "“kind” is one of document, person"),
        ("/search?sort=size", "“sort” is one of relevance, date, newest, name, not “size”"),
        ("/search?from=June", "a year, a month or a day, such as 1961"),
        ("/search?to=1961-13", "a year, a month or a day, such as 1961"),
        ("/search?page=0", "Pages are counted from 1"),
        ("/search?page=²", "Pages are counted from 1"),
        ("/search?" + "&".join(f"year={n}" for n in range(21)), "20 times at most"),
        ("/suggest?q=" + "x" * 301, "300 characters at most"),
        ("/suggest?format=xml", "“format” is one of json, opensearch"),
    ],
)
def test_what_cannot_be_meant_is_told(browser: FlaskClient, path: str, said: str) -> None:
    response = browser.get(path)
    assert response.status_code == 400
    assert said in response.get_json()["detail"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60), facet=st.sampled_from(["year", "sender", "topic"]), value=st.text(max_size=20))
@example(typed='"\0 OR NOT (', facet="year", value="'; DROP TABLE thing; --")
@example(typed="<script>alert(1)</script>", facet="sender", value='"><img src=x>')
def test_any_text_is_a_search(browser: FlaskClient, typed: str, facet: str, value: str) -> None:
    for path in ("/search", "/search.csv", "/search.ttl", "/suggest"):
        response = browser.get(path, query_string={"q": typed, facet: value}, headers=HTML)
        assert response.status_code == 200, (path, typed, value)
        assert "<script>a" not in response.text or path != "/search"


def test_results_as_files(browser: FlaskClient) -> None:
    page = read(browser, "/search?q=gromyko")
    files = {each.get("type"): each.get("href") for each in page.xpath("//link[@rel='alternate']")}
    table = browser.get(files["text/csv"].removeprefix(SITE.base.rstrip("/")))
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [row["label"] for row in rows] == listed(page, "names") + listed(page, "hits")
    assert rows[0] == {
        **{"iri": SITE.thing("person", "gromyko-andrei"), "kind": "person", "label": "Andrei A. Gromyko"},
        **{"date": "", "subject": "", "documents": "3"},
    }
    assert {"1983-01-19/1983-02-02", ""} <= {row["date"] for row in rows}
    turtle = browser.get(files["text/turtle"].removeprefix(SITE.base.rstrip("/")))
    triples = list(ox.parse(turtle.data, format=ox.RdfFormat.TURTLE))
    labels = {t.subject.value: t.object.value for t in triples if t.predicate.value == RDFS + "label"}
    assert labels == {row["iri"]: row["label"] for row in rows}
    again = browser.get("/search.csv?q=gromyko", headers={"If-None-Match": table.headers["ETag"]})
    assert again.status_code == 304


def test_a_table_holds_no_formula(browser: FlaskClient) -> None:
    from memograph.publish.reading.index import Thing
    from memograph.publish.search.exporting import Result, as_csv

    written = as_csv([Result(Thing(1, "http://x/", "person", '=HYPERLINK("x")'), subject="-1")])
    assert written.splitlines()[1] == 'http://x/,person,"\'=HYPERLINK(""x"")",,\'-1,'
    [row] = csv.DictReader(io.StringIO(as_csv([Result(Thing(1, "http://x/", "person", "＝1"), subject="\n=1")])))
    assert (row["label"], row["subject"]) == ("'＝1", "'\n=1")


def test_completions(browser: FlaskClient) -> None:
    response = browser.get("/suggest?q=gro")
    found = response.get_json()
    assert found["query"] == "gro" and found["said"].startswith(
        f"{len(found['suggestions'])} " if len(found["suggestions"]) > 1 else "One"
    )
    assert found["suggestions"][0] == {
        **{"name": "Andrei A. Gromyko", "kind": "person", "kindName": "person"},
        **{"id": SITE.thing("person", "gromyko-andrei"), "page": "/page/person/gromyko-andrei"},
    }
    [first, *_] = browser.get("/suggest?q=gromik").get_json()["suggestions"]
    assert first["variant"] == "Gromiko"
    assert browser.get("/suggest?q=g").get_json()["suggestions"] == []
    kinds = [each["kind"] for each in browser.get("/suggest?q=memo").get_json()["suggestions"]]
    assert kinds == ["document"] * 4
    assert browser.get("/suggest?q=gro", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_browsers_know_how_to_search(browser: FlaskClient) -> None:
    [link] = read(browser, "/").xpath("//link[@rel='search']")
    response = browser.get(link.get("href"))
    assert response.headers["Content-Type"] == link.get("type") == "application/opensearchdescription+xml"
    description = etree.fromstring(response.data)
    spaces = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    templates = {each.get("type"): each.get("template") for each in description.findall("o:Url", spaces)}
    assert templates["text/html"] == SITE.address("search") + "?q={searchTerms}"
    assert len(description.findtext("o:ShortName", "", spaces)) <= 16
    completing = templates["application/x-suggestions+json"].removeprefix(SITE.base.rstrip("/"))
    typed, names, notes, addresses = browser.get(completing.replace("{searchTerms}", "gro")).get_json()
    assert (typed, names[0], notes[0], addresses[0]) == (
        *("gro", "Andrei A. Gromyko", "person"),
        SITE.address("page/person/gromyko-andrei"),
    )


def test_links_stay_in_the_release(app: Flask, browser: FlaskClient) -> None:
    version = releases_of(app).current.version
    page = read(browser, f"/search?q=gromyko&release={version}")
    for link in page.xpath("//main//a/@href"):
        assert link.startswith("#") or f"release={version}" in link, link
    assert page.xpath("//main//form//input[@name='release']/@value") == [version]


def test_a_search_that_takes_too_long_says_what_to_do(
    settings: PublishSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_STEPS", 1)
    app = create_app(replace(settings, query_seconds=1e-9))
    response = app.test_client().get("/search?q=the")
    releases_of(app).close()
    assert response.status_code == 503
    assert response.get_json()["type"] == "urn:memograph:problem:query-deadline"
    assert "Look for rarer words" in response.get_json()["detail"]


def test_the_whole_text_is_searched(browser: FlaskClient) -> None:
    """The last words of a memorandum are found as much as its first."""
    last = re.findall(r"\w{6,}", memorandum("frus1981-88v03d247"))[-1]
    hits = read(browser, f"/search?q={last}").xpath("//*[@class='hits']//h3/a/@href")
    assert "/page/document/frus1981-88v03d247" in hits
