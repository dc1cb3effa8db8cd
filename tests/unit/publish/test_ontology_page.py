"""Terms in the reading index and on the page of the ontology: numbers and examples are those of the release."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from memograph.publish.links import Links
from memograph.publish.pages.ontology import OntologyPage, Term, ontology_page
from memograph.publish.reading import terms
from memograph.publish.reading.index import Index, open_index
from memograph.publish.settings import PublishSettings
from memograph.publish.store import Store
from memograph.release import Release
from tests.publish_sample import SITE, build_dir, release

__all__ = ["build_dir", "release"]  # fixtures


@pytest.fixture(scope="module")
def index(release: Release) -> Iterator[Index]:
    opened = open_index(release, 10)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def page(release: Release, index: Index) -> Iterator[OntologyPage]:
    store = Store(release, PublishSettings(release.path.parent.parent, workers=1))
    yield ontology_page(store, index, Links(SITE))
    store.close()


def term(page: OntologyPage, anchor: str) -> Term:
    [found] = [each for group in page.groups for each in group.terms if each.anchor == anchor]
    return found


def test_every_example_is_a_triple_of_the_release(index: Index, release: Release) -> None:
    store = ox.Store.read_only(str(release.store))
    used = [each for each in terms.uses(index).values() if each.uses]
    assert len(used) > 40
    for each in used:
        found = store.quads_for_pattern(
            ox.NamedNode(each.subject), ox.NamedNode(each.property), None, ox.DefaultGraph()
        )
        objects = [quad.object for quad in found]
        if each.object:
            assert ox.NamedNode(each.object) in objects, each
        else:
            told = [" ".join(value.value.split()) for value in objects if isinstance(value, ox.Literal)]
            assert any(value.startswith(each.object_name.removesuffix("…")) for value in told), each
        assert each.iri in (each.property, each.object)


@pytest.mark.parametrize(
    ("name", "pattern"),
    [("Person", "?it a mg:Person"), ("metWith", "?it mg:metWith ?o"), ("statedIn", "?it mg:statedIn ?o")],
)
def test_uses_are_counted_as_the_store_counts(index: Index, release: Release, name: str, pattern: str) -> None:
    query = f"PREFIX mg: <{SITE.ontology}> SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"
    [row] = ox.Store.read_only(str(release.store)).query(query)
    assert terms.uses(index)[SITE.term(name)].uses == int(row["n"].value) > 0


def test_a_relation_has_a_statement_with_its_words(page: OntologyPage) -> None:
    met = term(page, "metWith")
    assert met.claim is not None
    assert met.claim.relation == "metWith"
    assert met.claim.evidence[0].href.startswith("/page/document/")
    assert met.claim.href is not None
    assert met.example is None


def test_a_class_has_the_member_that_most_documents_mention(page: OntologyPage) -> None:
    person = term(page, "Person")
    assert person.example is not None
    assert person.example.subject.href == "/page/person/clark-william"
    assert person.example.is_a


def test_parts_of_things_are_shown_where_the_thing_is(page: OntologyPage) -> None:
    foreign = {each.term.text: each for each in page.foreign}
    body = foreign["oa:hasBody"].example
    assert body is not None
    assert body.subject.text.split(" (")[-1].startswith("mention-")
    assert (body.subject.href or "").startswith("/page/document/")
    assert "#" not in (body.subject.href or "")


def test_what_others_have_words_for_is_listed_beside(page: OntologyPage) -> None:
    foreign = {each.term.text: each for each in page.foreign}
    assert foreign["foaf:familyName"].uses > 0
    assert foreign["foaf:familyName"].term.href == "http://xmlns.com/foaf/0.1/familyName"
    assert "owl:Class" not in foreign, "what only the ontology uses describes the ontology"
