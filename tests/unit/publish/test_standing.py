"""What became of a thing, on a small release in which things were merged, withdrawn, and written in many ways."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.exceptions import NotFound

from memograph.namespaces import DCTERMS, OWL, RDFS, SKOS, XSD, Site
from memograph.publish.app import create_app, releases_of
from memograph.publish.http.problem import Withdrawn
from memograph.publish.linked_data.standing import LONGEST_CHAIN, find
from memograph.publish.releases import Publication
from memograph.publish.settings import PublishSettings
from memograph.release import assemble, publish_current
from tests.publish_sample import FACTS

SITE = Site("http://memograph.test/")
GRAPH = SITE.authority_graph
TRUE = f'"true"^^<{XSD}boolean>'
CHAIN = LONGEST_CHAIN + 4

#: Local part of an IRI as it stands in the graph → the slug that the server gets of its address.
WRITTEN = {
    "köln": "köln",
    "k%C3%B6nigsberg": "königsberg",
    "l'%C3%A9t%C3%A9": "l'été",
    "o'brien": "o'brien",
    "a/b": "a/b",
    "c%2Fd": "c/d",
    "é/à": "é/à",
    "50%25": "50%",
    "a%20b": "a b",
    "x%3Fy%23z": "x?y#z",
}


def quad(subject: str, predicate: str, value: str) -> bytes:
    return f"<{subject}> <{predicate}> {value} <{GRAPH}> .\n".encode()


def person(name: str) -> str:
    return f"{SITE.base}id/person/{name}"


def replaced(old: str, new: str) -> list[bytes]:
    return [
        quad(person(old), OWL + "deprecated", TRUE),
        quad(person(old), DCTERMS + "isReplacedBy", f"<{person(new)}>"),
    ]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    lines = [quad(person(name), RDFS + "label", '"x"') for name in (*WRITTEN, "survivor", "not-merged")]
    lines += [line for n in range(CHAIN) for line in replaced(f"c{n}", f"c{n + 1}" if n + 1 < CHAIN else "survivor")]
    lines += replaced("before-gone", "gone") + replaced("itself", "itself") + replaced("lost", "never-described")
    lines.append(quad(person("gone"), OWL + "deprecated", TRUE))
    lines += [quad(person("gone"), SKOS + "changeNote", note) for note in ('"Not a person."@en', '"Two of them."@en')]
    lines += [quad(person("silent"), OWL + "deprecated", TRUE)]
    lines += [quad(person("not-merged"), DCTERMS + "isReplacedBy", f"<{person('survivor')}>")]
    folder = tmp_path_factory.mktemp("standing")
    publish_current(folder, assemble([b"".join(sorted(lines))], [], SITE, folder, FACTS))
    made = create_app(PublishSettings(folder, workers=1))
    yield made
    releases_of(made).close()


@pytest.fixture(scope="module")
def here(app: Flask) -> Publication:
    return releases_of(app).current


@pytest.mark.parametrize(("written", "slug"), WRITTEN.items())
def test_an_address_finds_its_iri_as_it_is_written(app: Flask, here: Publication, written: str, slug: str) -> None:
    found = find(here, "person", slug)
    assert (found.iri, found.merged) == (person(written), False)
    assert [triple.object.value for triple in found.own] == ["x"]
    client = app.test_client()
    answer = client.get(f"/id/person/{written}", headers={"Accept": "text/turtle"})
    assert answer.status_code == 303
    assert unquote(answer.headers["Location"]) == f"/data/person/{unquote(written)}.ttl"
    assert client.get(answer.headers["Location"]).status_code == 200
    assert client.get(f"/page/person/{written}").status_code == 200


def test_a_chain_is_followed_to_its_end_as_far_as_one_request_goes(here: Publication) -> None:
    near = find(here, "person", f"c{CHAIN - 3}", "standing")
    assert (near.iri, near.merged, near.own) == (person("survivor"), True, ())
    assert find(here, "person", "c0").iri == person(f"c{LONGEST_CHAIN + 1}"), "the client follows the rest"
    assert find(here, "person", "before-gone").iri == person("gone")
    assert find(here, "person", "lost").iri == person("never-described")


@pytest.mark.parametrize("query", ["standing", "data_own"])
def test_what_was_withdrawn_says_why(here: Publication, query: str) -> None:
    with pytest.raises(Withdrawn, match=r"gone was withdrawn\. Not a person\. Two of them\.") as caught:
        find(here, "person", "gone", query)
    assert (caught.value.iri, caught.value.reason) == (person("gone"), "Not a person. Two of them.")
    with pytest.raises(Withdrawn, match=r"silent was withdrawn\.$"):
        find(here, "person", "silent", query)
    with pytest.raises(Withdrawn, match="in a circle"):
        find(here, "person", "itself", query)


def test_a_replacement_of_what_is_still_used_is_no_merger(here: Publication) -> None:
    assert find(here, "person", "not-merged").iri == person("not-merged")


@pytest.mark.parametrize(("kind", "slug"), [("person", "nobody"), ("wizard", "merlin"), ("place", "survivor")])
def test_what_nobody_knows(here: Publication, kind: str, slug: str) -> None:
    with pytest.raises(NotFound):
        find(here, kind, slug)


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=20))
def test_no_slug_is_an_error_of_ours(app: Flask, slug: str) -> None:
    """Whatever is asked for, what is not there is a 404."""
    iri = SITE.thing("person", "-" + slug.encode(errors="replace").decode())
    assert app.test_client().get(iri.removeprefix("http://memograph.test")).status_code == 404
