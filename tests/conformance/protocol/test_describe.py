"""DESCRIBE gives a useful description, the same that the data of a thing give; all forms of it, over any dataset."""

from __future__ import annotations

import httpx
import pyoxigraph as ox
import pytest

from memograph.namespaces import OA, RDF, RDFS
from memograph.publish.engine import portraits
from tests.publish_sample import SITE

GROMYKO = SITE.thing("person", "gromyko-andrei")


def described(client: httpx.Client, query: str, **parameters: str | list[str]) -> set[ox.Triple]:
    response = client.get("sparql", params={"query": query, "format": "nt", **parameters})
    assert response.status_code == 200, response.text
    triples = [quad.triple for quad in ox.parse(response.content, format=ox.RdfFormat.N_TRIPLES)]
    assert len(triples) == len(set(triples)), "each triple once"
    return set(triples)


def subjects(triples: set[ox.Triple]) -> set[str]:
    return {str(triple.subject).strip("<>") for triple in triples}


def test_a_thing_with_labels_statements_and_evidence(client: httpx.Client) -> None:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in described(client, "DESCRIBE <id/person/gromyko-andrei>"))
    query = f"""PREFIX mg: <ontology#> PREFIX oa: <{OA}> PREFIX rdf: <{RDF}> PREFIX rdfs: <{RDFS}>
      ASK {{ <{GROMYKO}> a mg:Person ; rdfs:label "Andrei A. Gromyko"@en ; mg:metWith ?other .
        ?other rdfs:label "Alexander M. Haig, Jr."@en . ?statement rdf:subject <{GROMYKO}> ; rdf:object ?other ;
        mg:statedIn/rdfs:label ?title ; mg:evidence/oa:hasSelector/oa:exact ?words
        FILTER(STRSTARTS(?words, "Al Haig and you")) }}"""
    assert bool(store.query(query, base_iri=SITE.base))


@pytest.mark.parametrize(
    "thing",
    [
        "person/gromyko-andrei",
        "document/frus1981-88v04d4",
        "statement/frus1981-88v04d4-gromyko-andrei-metwith-haig-alexander",
        "post/secretary-of-state",
        "topic/arms-control",
        "person/hostile-robert",
    ],
)
def test_it_agrees_with_the_data_of_the_thing(client: httpx.Client, thing: str) -> None:
    """The data have more in two respects: what points to the thing, and what the data document itself is."""
    iri, document = f"{SITE.base}id/{thing}", f"{SITE.base}data/{thing}"
    data = client.get(f"data/{thing}.nt").content
    whole = {quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)}
    given = described(client, f"DESCRIBE <{iri}>")
    assert given <= whole
    for triple in whole - given:
        assert str(triple.subject).strip("<>").startswith(document) or triple.object == ox.NamedNode(iri)


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX mg: <ontology#> DESCRIBE ?other WHERE { <id/person/gromyko-andrei> mg:metWith ?other }",
        "PREFIX mg: <ontology#> DESCRIBE ?other <id/place/geneva> { <id/person/gromyko-andrei> mg:metWith ?other }",
        "PREFIX mg: <ontology#> DESCRIBE * WHERE { <id/person/gromyko-andrei> mg:metWith ?other }",
        "DESCRIBE <id/person/haig-alexander> <id/person/shultz-george> <id/person/hostile-robert>",
    ],
)
def test_all_forms(client: httpx.Client, query: str) -> None:
    found = subjects(described(client, query))
    people = ("haig-alexander", "shultz-george", "hostile-robert")
    assert {SITE.thing("person", name) for name in people} <= found
    assert any("/id/statement/" in subject for subject in found)
    assert (SITE.thing("place", "geneva") in found) == ("geneva" in query)


def test_nothing_is_known_of_it(client: httpx.Client) -> None:
    assert described(client, "DESCRIBE <id/person/nobody>") == set()
    assert described(client, "DESCRIBE ?x { ?x <a:a> <a:b> }") == set()


@pytest.mark.parametrize("parameter", [True, False])
def test_the_dataset_is_that_of_the_query(client: httpx.Client, parameter: bool) -> None:
    """From the authority alone, there are no statements, only what is known beforehand."""
    authority, thing = SITE.authority_graph, f"<{GROMYKO}>"
    if parameter:
        given = described(client, f"DESCRIBE {thing}", **{"default-graph-uri": authority})
    else:
        given = described(client, f"DESCRIBE {thing} FROM <{authority}>")
    assert given
    assert given < described(client, f"DESCRIBE {thing}")
    assert not any("/id/statement/" in subject for subject in subjects(given))


def test_what_is_left_out_is_said(client: httpx.Client) -> None:
    given = described(client, "DESCRIBE ?thing { ?thing a ?class }")
    number = len(client.get("sparql", params={"query": "SELECT DISTINCT ?t { ?t a ?c }"}).json()["results"]["bindings"])
    place = (ox.NamedNode(SITE.address("sparql")), ox.NamedNode(f"{RDFS}comment"))
    (said,) = [each.object for each in given if (each.subject, each.predicate) == place]
    text = (
        f"{portraits.THINGS} of {number} things are described with their statements, the others by their own triples."
    )
    assert said == ox.Literal(text, language="en")


def test_a_thing_with_more_statements_than_one_gets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Said on the collection of its statements, which its data have in pages."""
    asked: list[str] = []
    statement = ox.Triple(ox.NamedNode("a:s"), ox.NamedNode(f"{RDF}type"), ox.NamedNode(SITE.term("Statement")))

    def ask(text: str, bindings: dict[ox.Variable, ox.NamedNode]) -> list[ox.Triple]:
        asked.append(bindings[ox.Variable("this")].value)
        return [statement] * (portraits.STATEMENTS if "Statements about" in text else 0)

    own = [ox.Triple(ox.NamedNode(GROMYKO), ox.NamedNode("a:p"), ox.Literal("x"))]
    *_, last = portraits.portraits(own, ask, SITE)
    assert str(last.subject) == f"<{SITE.base}data/person/gromyko-andrei#statements>"
    assert last.object.value.startswith("The first 1000 statements; there may be more")  # type: ignore[union-attr]
    assert set(asked) == {GROMYKO}
