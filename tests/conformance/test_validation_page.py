"""/validation: the page and the SHACL report say the same, and neither quotes what was not published."""

from __future__ import annotations

import httpx
import pyoxigraph as ox
import pytest
from lxml import html

from memograph.namespaces import SH
from tests.publish_sample import SITE


def test_the_page_names_what_rules_found(client: httpx.Client) -> None:
    text = client.get("/validation", headers={"Accept": "text/html"}).text
    page = html.document_fromstring(text)
    words = " ".join(page.text_content().split())
    assert "6 documents were checked against 1 rules each, and the whole against 2 more" in words
    assert "4 of 6 documents" in words
    links = {link.text_content(): link.get("href") for link in page.iterfind(".//main//a")}
    assert links["Robert <script>alert(1)</script> & “Hostile”"] == "/page/person/hostile-robert"
    assert links["Alexander M. Haig, Jr."] == "/page/person/haig-alexander"
    assert links["Secretary of State"] == "/page/post/secretary-of-state"
    assert "A person has a label in English. (2 times)" in words
    assert "It could not be processed." in words
    assert "KeyError" not in text


@pytest.mark.parametrize(("name", "form"), [("ttl", ox.RdfFormat.TURTLE), ("nt", ox.RdfFormat.N_TRIPLES)])
def test_the_report_is_shacl(client: httpx.Client, name: str, form: ox.RdfFormat) -> None:
    answer = client.get("/validation", params={"format": name})
    assert answer.status_code == 200
    triples = {quad.triple for quad in ox.parse(answer.content, format=form)}
    report, result = ox.NamedNode(SITE.address("validation#report")), ox.NamedNode(SH + "result")
    results = [each.object for each in triples if (each.subject, each.predicate) == (report, result)]
    assert len(results) == 2
    focus = {each.object.value for each in triples if each.predicate.value == SH + "focusNode"}
    assert focus == {SITE.thing("person", "hostile-robert"), SITE.thing("post", "secretary-of-state")}
    values = {each.object for each in triples if each.predicate.value == SH + "value"}
    assert values == {ox.Literal("<b>", language="en"), ox.NamedNode(SITE.thing("person", "haig-alexander"))}
    [conforms] = [each.object.value for each in triples if each.predicate.value == SH + "conforms"]
    assert conforms == "false", "by the standard, as soon as there is any result"


def test_it_is_negotiated_like_the_rest(client: httpx.Client) -> None:
    answer = client.get("/validation", headers={"Accept": "text/turtle"})
    assert answer.headers["Content-Location"] == "/validation?format=ttl"
    assert answer.headers["Content-Type"].startswith("text/turtle")
    assert client.get("/validation", headers={"Accept": "image/png"}).status_code == 406
    again = client.get("/validation", headers={"Accept": "text/turtle", "If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
