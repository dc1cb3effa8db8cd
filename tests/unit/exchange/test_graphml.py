"""GraphML: a network that networkx reads, with as many nodes and edges as the graph has things and statements."""

from __future__ import annotations

from pathlib import Path

import networkx
import pytest
from lxml import etree

from tests.unit.exchange.conftest import Exported

#: Things that documents mention, state something of or name as speakers, and the documents.
THINGS = """
  { ?thing a mg:Document } UNION { ?mention oa:hasBody ?thing } UNION { ?s a mg:Statement ; rdf:subject ?thing }
  UNION { ?s a mg:Statement ; rdf:object ?thing FILTER(isIRI(?thing)) } UNION { ?s mg:assertedBy ?thing }
"""


def network(exported: Exported, folder: Path, *documents: str) -> networkx.MultiDiGraph:
    path = exported.to("graphml", folder / "all.graphml", *documents)
    return networkx.read_graphml(path, force_multigraph=True)


def test_things_are_nodes_and_statements_edges(exported: Exported, tmp_path: Path) -> None:
    read = network(exported, tmp_path)
    statements = exported.count("?s a mg:Statement ; rdf:object ?o FILTER(isIRI(?o))")
    assert read.number_of_edges() == statements > 0
    assert read.number_of_nodes() == exported.count(THINGS, "DISTINCT ?thing")
    assert all(data.get("label") and data.get("type") for _, data in read.nodes(data=True)), "no end is made up"


def test_edges_say_what_the_statements_say(strange: Exported, tmp_path: Path) -> None:
    read = network(strange, tmp_path)
    (met,) = (data for _, _, data in read.edges(data=True) if data["label"] == "metWith")
    assert met["confidence"] == 0.95
    assert met["symmetric"] is True
    assert met["when"] == "1982-03"
    assert met["evidence"] == "Gromyko met Haig on 🇺🇸 soil"
    assert met["document"] == "strange-1"
    assert read.has_edge("person-gromyko-andrei", "person-haig-alexander")
    assert read.nodes["person-gromyko-andrei"]["wikidata"] == "Q184267"
    assert read.nodes["person-gromyko-andrei"]["mentions"] == 3


def test_literals_are_attributes_of_their_subject(strange: Exported, tmp_path: Path) -> None:
    document = network(strange, tmp_path).nodes["document-strange-1"]
    assert (document["classified"], document["dated"]) == ("Secret; <Sensitive>", "1982-04-05")


def test_the_network_of_one_document(corpus: Exported, tmp_path: Path) -> None:
    read = network(corpus, tmp_path, "frus1981-88v04d4")
    assert {data["document"] for _, _, data in read.edges(data=True)} == {"frus1981-88v04d4"}
    assert "document-frus1981-88v03d156" not in read
    assert all(data.get("label") for _, data in read.nodes(data=True))


@pytest.mark.parametrize("name", ["corpus", "strange"])
def test_ids_are_what_the_schema_allows(request: pytest.FixtureRequest, name: str, tmp_path: Path) -> None:
    """The schema has xs:NMTOKEN for ids, and one declaration for each key that data use."""
    path = request.getfixturevalue(name).to("graphml", tmp_path / "all.graphml")
    root = etree.parse(path).getroot()
    ids = root.xpath("//@id | //@source | //@target")
    assert ids
    assert all(str(id_).replace("-", "a").replace(".", "a").replace("_", "a").isalnum() for id_ in ids)
    declared = root.xpath("//*[local-name() = 'key']/@id")
    assert len(declared) == len(set(declared))
    assert set(root.xpath("//*[local-name() = 'data']/@key")) <= set(declared)
