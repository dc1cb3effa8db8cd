"""A site below a path with several releases: Memento, data in pages, and nothing from the Host header.

The server is reached as a proxy would that passes the path on, and as one that strips it.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from lxml import html

from memograph.namespaces import OA, RDF, RDFS
from tests.conformance.linked_data.conftest import BELOW, DATES, MENTIONS, STATEMENTS, Archive

HYDRA = "http://www.w3.org/ns/hydra/core#"
PERSON = "person/gromyko-andrei"
MEMENTO = re.compile(r'<([^>]*)>; rel="([^"]*memento)"; datetime="([^"]*)"')
LINK = re.compile(
    r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?(?:; (?:from|until)="[^"]*")*(?:; datetime="([^"]*)")?'
)


def linked(header: str) -> dict[str, tuple[str, str]]:
    """Relation → (target, date) of a Link header or a TimeMap; a link with several relations counts for each."""
    found = {}
    for target, relations, _, date in LINK.findall(header):
        found |= dict.fromkeys(relations.split(), (target, date))
    return found


# ── Memento (RFC 7089) ────────────────────────────────────────────────────────────────────────────────────────────────

ADDRESSES = [f"id/{PERSON}", f"page/{PERSON}", f"data/{PERSON}", f"data/{PERSON}.ttl"]


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        (DATES[0], 0),
        ("Fri, 31 Jan 2025 23:59:59 GMT", 0),
        (DATES[1], 1),
        ("Sat, 01 Mar 2025 11:59:59 GMT", 1),
        (DATES[2], 2),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 2),
    ],
)
def test_a_timegate_sends_to_what_was_then(archive: Archive, path: str, asked: str, given: int) -> None:
    """Section 4.1.1: the newest of that time; the first for a time before all."""
    response = archive.client.get(path, headers={"Accept-Datetime": asked})
    assert response.status_code == 302
    assert response.headers["Location"] == f"/memo/{path}?release={archive.versions[given]}"
    assert "Accept-Datetime" in response.headers["Vary"]
    assert "Memento-Datetime" not in response.headers
    found = linked(response.headers["Link"])
    assert found["original"][0] == found["timegate"][0] == f"{BELOW.base}{path}"
    assert found["timemap"][0] == f"{BELOW.base}timemap/{path}"


@pytest.mark.parametrize("path", ADDRESSES)
def test_the_original_says_where_its_past_is(archive: Archive, path: str) -> None:
    response = archive.client.get(path, headers={"Accept": "text/turtle, text/html;q=0.5"})
    assert response.status_code in (200, 303)
    assert [each.strip() for each in response.headers["Vary"].split(",")] == ["Accept", "Accept-Datetime"]
    assert "Memento-Datetime" not in response.headers
    found = linked(response.headers["Link"])
    assert found["original"] == found["timegate"] == (f"{BELOW.base}{path}", "")
    assert found["first"][1] or path.startswith("data"), "the first page of data is called first, too"
    mementos = re.findall(r'rel="(?:[a-z]+ )*memento"; datetime="([^"]*)"', response.headers["Link"])
    assert mementos == [DATES[0], DATES[2]]


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_memento_says_when_it_is_of_and_who_is_around(archive: Archive, path: str, place: int) -> None:
    version = archive.versions[place]
    address = f"{path}?release={version}"
    headers = {"Accept": "text/turtle, text/html;q=0.5", "Accept-Datetime": DATES[0]}  # no negotiation of a memento
    response = archive.client.get(address, headers=headers)
    assert response.status_code in (200, 303)
    assert response.headers["Memento-Datetime"] == DATES[place]
    assert response.headers["Vary"] == "Accept"
    around = {}
    for target, relations, date in MEMENTO.findall(response.headers["Link"]):
        around |= {relation: (target, date) for relation in relations.split() if relation != "memento"}
        assert date == DATES[archive.versions.index(target.rpartition("=")[2])]
    expected = {"first": 0, "last": 2, "prev": place - 1, "next": place + 1}
    assert around == {
        name: (f"{BELOW.base}{path}?release={archive.versions[n]}", DATES[n])
        for name, n in expected.items()
        if 0 <= n < 3
    }
    head = archive.client.head(address, headers=headers)
    assert head.headers["Memento-Datetime"] == DATES[place]


def test_from_a_thing_to_its_data_of_then(archive: Archive) -> None:
    """A chain of redirects stays in the past, and what comes is what that release says."""
    client = archive.client
    then = client.get(
        f"id/{PERSON}",
        headers={"Accept": "text/turtle", "Accept-Datetime": DATES[0]},
        follow_redirects=True,
    )
    assert then.url.path == f"/memo/data/{PERSON}.ttl"
    assert then.headers["Memento-Datetime"] == DATES[0]
    now = client.get(f"data/{PERSON}.ttl")
    assert "hostile-robert" in now.text
    assert "hostile-robert" not in then.text
    assert then.headers["ETag"] != now.headers["ETag"]
    again = client.get(str(then.url), headers={"If-None-Match": then.headers["ETag"]})
    assert (again.status_code, again.headers["Memento-Datetime"]) == (304, DATES[0])


@pytest.mark.parametrize(
    "value", ["", "yesterday", "2025-03-01T12:00:00Z", "Sat, 01 Mar 2025 12:00:00", "Sat, 41 Mar 2025 12:00:00 GMT"]
)
def test_a_time_that_is_none(archive: Archive, value: str) -> None:
    response = archive.client.get(f"page/{PERSON}", headers={"Accept-Datetime": value, "Accept": "application/json"})
    assert response.status_code == 400
    assert "Accept-Datetime" in response.json()["detail"]


def test_a_thing_that_was_not_there_yet(archive: Archive) -> None:
    """It is absent from that memento, and the TimeMap does not list it."""
    for form in ("id", "page", "data"):
        absent = archive.client.get(f"{form}/place/everywhere?release={archive.versions[0]}")
        assert absent.status_code == 404
        assert "Memento-Datetime" not in absent.headers
        assert linked(absent.headers["Link"])["timemap"][0] == f"{BELOW.base}timemap/{form}/place/everywhere"
    found = linked(archive.client.get("timemap/id/place/everywhere").text)
    assert (
        found["first"] == found["last"] == (f"{BELOW.base}id/place/everywhere?release={archive.versions[2]}", DATES[2])
    )


@pytest.mark.parametrize("path", ADDRESSES)
def test_timemap(archive: Archive, path: str) -> None:
    response = archive.client.get(f"timemap/{path}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/link-format"
    assert response.headers["Vary"] == "Accept"
    mementos = MEMENTO.findall(response.text)
    assert mementos == [
        (f"{BELOW.base}{path}?release={version}", relations, date)
        for version, relations, date in zip(
            archive.versions, ("first memento", "memento", "last memento"), DATES, strict=True
        )
    ]
    assert linked(response.text)["self"][0] == f"{BELOW.base}timemap/{path}"
    assert f'from="{DATES[0]}"; until="{DATES[2]}"' in response.text
    listed = archive.client.get(f"timemap/{path}", headers={"Accept": "application/json"}).json()
    assert [each["uri"] for each in listed["mementos"]["list"]] == [target for target, _, _ in mementos]
    assert listed["original_uri"] == f"{BELOW.base}{path}"
    for target, _, date in mementos:
        memento = archive.client.get(target.removeprefix(BELOW.base), headers={"Accept": "*/*"})
        assert (memento.status_code < 400, memento.headers["Memento-Datetime"]) == (True, date)


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("timemap/id/person/nobody", "*/*", 404),
        ("timemap/id/wizard/merlin", "*/*", 404),
        ("timemap/sparql/person/nobody", "*/*", 404),
        (f"timemap/id/{PERSON}", "image/png", 406),
        (f"timemap/id/{PERSON}?format=json", "image/png", 200),
        (f"timemap/id/{PERSON}?format=ttl", "*/*", 406),
        (f"timemap/id/{PERSON}?format=pdf", "*/*", 400),
        ("timemap/id/place/atlantis", "*/*", 404),
        ("timemap/id/person/gromyko-a-a", "*/*", 200),
    ],
)
def test_timemaps_that_are_not_there(archive: Archive, path: str, accept: str, status: int) -> None:
    response = archive.client.get(path, headers={"Accept": accept})
    assert response.status_code == status
    assert archive.client.head(path, headers={"Accept": accept}).status_code == status


@pytest.mark.parametrize("path", ["", "ontology", "page/person", "sparql?query=ASK%7B%7D", "healthz"])
def test_other_addresses_have_no_past_of_their_own(archive: Archive, path: str) -> None:
    response = archive.client.get(path, headers={"Accept-Datetime": "yesterday"})
    assert response.status_code == 200
    assert "Accept-Datetime" not in response.headers.get("Vary", "")
    assert "timegate" not in response.headers.get("Link", "")


def test_merged_and_withdrawn_in_the_past(archive: Archive) -> None:
    version = archive.versions[0]
    merged = archive.client.get(f"id/person/gromyko-a-a?release={version}")
    assert (merged.status_code, merged.headers["Location"]) == (303, f"/memo/id/{PERSON}?release={version}")
    moved = archive.client.get(f"page/person/gromyko-a-a?release={version}")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/memo/page/{PERSON}?release={version}")
    gone = archive.client.get(f"data/place/atlantis.ttl?release={version}")
    assert (gone.status_code, "Memento-Datetime" in gone.headers) == (410, False)


# ── Data in pages ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_all_pages_together_leave_nothing_out(archive: Archive) -> None:
    """Follow rel=next from the first page to the last; totals stand in each."""
    client, place = archive.client, ox.NamedNode(BELOW.thing("place", "everywhere"))
    address: str | None = f"{BELOW.base}data/place/everywhere.nt"
    pages: list[set[ox.Triple]] = []
    while address:
        response = client.get(address.removeprefix(BELOW.base))
        assert response.status_code == 200
        pages.append({quad.triple for quad in ox.parse(response.content, format=ox.RdfFormat.N_TRIPLES)})
        found = linked(response.headers["Link"].partition('rel="canonical"')[2].partition('rel="original')[0])
        assert found["last"][0] == f"{BELOW.base}data/place/everywhere.nt?page=3"
        address = found["next"][0] if "next" in found else None
    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        totals = {t.subject.value: t.object.value for t in page if t.predicate.value == f"{HYDRA}totalItems"}
        data = f"{BELOW.base}data/place/everywhere"
        assert totals == {f"{data}#inbound": str(MENTIONS + STATEMENTS), f"{data}#statements": str(STATEMENTS)}
        near = {t.predicate.value: t.object.value for t in page if t.subject.value == f"{data}?page={number}"}
        assert near[f"{HYDRA}last"] == f"{data}?page=3"
        assert near.get(f"{HYDRA}next") == (f"{data}?page={number + 1}" if number < 3 else None)
        assert near.get(f"{HYDRA}previous") == (f"{data}?page={number - 1}" if number > 1 else None)
    everything = set().union(*pages)
    inbound = [t for t in everything if t.object == place and t.predicate.value in (f"{OA}hasBody", f"{RDF}object")]
    assert len(inbound) == MENTIONS + STATEMENTS
    assert sum(t.predicate.value == f"{RDF}predicate" for t in everything) == STATEMENTS
    labels = {t.object.value for t in everything if t.predicate.value == f"{RDFS}label"}
    assert {f"Somebody {n}" for n in range(STATEMENTS)} <= labels
    own = ox.Triple(place, ox.NamedNode(f"{RDFS}label"), ox.Literal("Everywhere", language="en"))
    assert own in pages[0]


def test_a_page_of_data_is_found_by_negotiation_too(archive: Archive) -> None:
    response = archive.client.get("data/place/everywhere?page=2", headers={"Accept": "text/turtle"})
    assert response.status_code == 200
    assert response.headers["Content-Location"] == "/memo/data/place/everywhere.ttl?page=2"
    same = archive.client.get("data/place/everywhere.ttl?page=2")
    assert same.headers["ETag"] == response.headers["ETag"]
    assert same.headers["ETag"] != archive.client.get("data/place/everywhere.ttl").headers["ETag"]


# ── Behind a proxy ────────────────────────────────────────────────────────────────────────────────────────────────────

HOSTILE = {
    "Host": "evil.test",
    "X-Forwarded-Host": "evil.test",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "host=evil.test;proto=gopher",
}


@pytest.mark.parametrize("prefix", ["/", "/memo/"])
@pytest.mark.parametrize(
    ("path", "accept"),
    [
        (f"id/{PERSON}", "text/turtle"),
        (f"id/{PERSON}", "text/html"),
        ("id/person/gromyko-a-a", "*/*"),
        ("page/person/gromyko-a-a", "*/*"),
        (f"page/{PERSON}", "text/html"),
        (f"data/{PERSON}", "application/ld+json"),
        ("data/place/everywhere.nt", "*/*"),
        ("ontology", "text/html"),
        ("", "*/*"),
        ("page/person", "*/*"),
        ("page/person/", "*/*"),
        (f"timemap/id/{PERSON}", "*/*"),
        ("id/person/nobody", "text/html"),
        ("id/place/atlantis", "text/html"),
    ],
)
def test_no_header_of_the_request_says_where_the_site_is(archive: Archive, prefix: str, path: str, accept: str) -> None:
    """Redirects and links of pages are paths below the site's own; what is absolute begins with the base IRI."""
    response = archive.client.get(f"{prefix}{path}", headers={**HOSTILE, "Accept": accept})
    assert response.status_code < 500
    whole = f"{response.headers}\n{response.text}"
    assert "evil" not in whole
    assert "gopher" not in whole
    plain = archive.client.get(f"{prefix}{path}", headers={"Accept": accept})
    assert (plain.status_code, plain.content) == (response.status_code, response.content)
    for name in ("Location", "Content-Location"):
        if name in response.headers:
            assert response.headers[name].startswith("/memo/")
    for target, *_ in LINK.findall(response.headers.get("Link", "")):
        if urlsplit(target).netloc not in ("creativecommons.org", "schema.org", "history.state.gov"):
            assert target.startswith(BELOW.base), target
    if response.headers["Content-Type"].startswith("text/html"):
        for href in html.document_fromstring(response.content.decode()).xpath("//a/@href | //link/@href"):
            local = not urlsplit(href).netloc and not href.startswith("#")
            assert not local or href.startswith("/memo/"), href
