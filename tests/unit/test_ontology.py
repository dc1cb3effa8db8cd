"""The vocabulary is complete, agrees with itself, and covers all that the code writes."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, FOAF, OWL, RDF, RDFS, SH, SKOS

from memograph import namespaces
from memograph.extract.header.heading import DOCUMENT_TYPES
from memograph.graph import document_graph, ontology_graph
from memograph.namespaces import Site
from memograph.rdf import read_rdf
from memograph.validation import load_shapes, validate

from .test_graph import example

SITE = Site("http://localhost:8000/")
MG = Namespace(SITE.ontology)
SCHEMA = Namespace(namespaces.SCHEMA)
ONTOLOGY = URIRef(f"{SITE.base}ontology")
RELATIONS = set(
    "sentBy sentTo draftedBy participant dated writtenIn classified cites "
    "holdsPost affiliatedWith metWith wroteTo traveledTo attended heldIn partyTo".split()
)
ALIGNED = {
    "http://www.w3.org/ns/prov#",
    "https://schema.org/",
    "http://xmlns.com/foaf/0.1/",
    "http://www.w3.org/ns/org#",
    "http://www.w3.org/2004/02/skos/core#",
    "https://www.ica.org/standards/RiC/ontology#",
    "http://www.cidoc-crm.org/cidoc-crm/",
    "http://purl.org/dc/terms/",
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


@pytest.fixture(scope="module")
def folder(repository: Path) -> Path:
    return repository / "ontology"


@pytest.fixture(scope="module")
def ontology(folder: Path) -> Graph:
    return ontology_graph([folder / "memograph.ttl"], SITE)


@pytest.fixture(scope="module")
def topics(folder: Path) -> Graph:
    return ontology_graph([folder / "topics.ttl"], SITE)


def name(term: object) -> str:
    return str(term).removeprefix(SITE.ontology)


def classes(ontology: Graph) -> set[URIRef]:
    return {term for term in ontology.subjects(RDF.type, OWL.Class) if isinstance(term, URIRef)}


def properties(ontology: Graph) -> set[URIRef]:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    return {term for kind in kinds for term in ontology.subjects(RDF.type, kind) if isinstance(term, URIRef)}


def sides(ontology: Graph, term: URIRef, side: str) -> set[str]:
    """Classes on one side of a property: ``domain`` or ``range``."""
    one = [*ontology.objects(term, RDFS[side])]
    several = [*ontology.objects(term, SCHEMA[f"{side}Includes"])]
    assert len(one) <= 1, f"{name(term)}: an rdfs:{side} with two classes would mean both at once"
    assert not (one and several), name(term)
    return {name(value) for value in [*one, *several]}


def test_how_large_the_vocabulary_is(ontology: Graph, topics: Graph) -> None:
    assert len(classes(ontology)) == 19
    assert len(properties(ontology)) == 71
    assert len(set(topics.subjects(RDF.type, MG.Topic))) == 36


def test_the_ontology_describes_itself(ontology: Graph) -> None:
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in ontology
    for predicate in (RDFS.label, DCTERMS.title, DCTERMS.description, OWL.versionInfo, DCTERMS.license):
        assert len(list(ontology.objects(ONTOLOGY, predicate))) == 1, predicate
    prefix = URIRef("http://purl.org/vocab/vann/preferredNamespacePrefix")
    assert ontology.value(ONTOLOGY, prefix) == Literal("mg")


def test_every_term_has_label_comment_and_home(ontology: Graph) -> None:
    for term in classes(ontology) | properties(ontology):
        [label] = ontology.objects(term, RDFS.label)
        [comment] = ontology.objects(term, RDFS.comment)
        assert (label.language, comment.language) == ("en", "en"), name(term)
        assert re.search(r"[.?!]$", comment), name(term)
        assert list(ontology.objects(term, RDFS.isDefinedBy)) == [ONTOLOGY], name(term)


def test_every_property_has_both_sides(ontology: Graph) -> None:
    known = {name(term) for term in classes(ontology)}
    for term in properties(ontology):
        assert sides(ontology, term, "domain") <= known, name(term)
        assert sides(ontology, term, "domain"), name(term)
        range_ = sides(ontology, term, "range")
        assert range_, name(term)
        literals = (namespaces.XSD, namespaces.EDTF, f"{RDF}langString", f"{RDF}JSON")
        is_literal = any(r.startswith(literals) for r in range_)
        assert is_literal == ((term, RDF.type, OWL.DatatypeProperty) in ontology), name(term)
        assert is_literal or range_ <= known | {f"{namespaces.OA}SpecificResource", str(RDF.Property)}, name(term)


def test_every_class_is_aligned_and_alignments_stay_in_known_vocabularies(ontology: Graph) -> None:
    links = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.broadMatch)
    for term in classes(ontology):
        assert any((term, link, None) in ontology for link in links), name(term)
    foreign = [
        value
        for term in classes(ontology) | properties(ontology)
        for link in links
        for value in ontology.objects(term, link)
    ]
    assert len(foreign) > 80
    assert {re.sub(r"[^/#]*$", "", str(value)) for value in foreign} <= ALIGNED


def test_the_sixteen_relations(ontology: Graph) -> None:
    assert len(RELATIONS) == 16
    assert {name(term) for term in ontology.subjects(SKOS.example)} == RELATIONS
    assert set(ontology.subjects(RDF.type, OWL.SymmetricProperty)) == {MG.metWith}


def test_shapes_and_ontology_agree_on_what_a_relation_joins(ontology: Graph, repository: Path) -> None:
    shapes = load_shapes(repository / "shapes", SITE).graph

    def tested(shape: URIRef) -> set[str]:
        found = set(shapes.objects(shape, SH["class"]))
        if options := shapes.value(shape, SH["or"]):
            found |= {shapes.value(option, SH["class"]) for option in Collection(shapes, options)}
        return {name(value) for value in found}

    for relation in RELATIONS:
        term, shape = URIRef(MG[relation]), f"{SITE.base}shapes#{relation}"
        assert tested(URIRef(f"{shape}-subject")) == sides(ontology, term, "domain"), relation
        if (term, RDF.type, OWL.SymmetricProperty) in ontology:
            assert sides(ontology, term, "domain") == sides(ontology, term, "range"), relation
        elif (term, RDF.type, OWL.ObjectProperty) in ontology:
            assert tested(URIRef(f"{shape}-object")) == sides(ontology, term, "range"), relation


def test_no_blank_nodes(ontology: Graph, topics: Graph) -> None:
    assert not [node for graph in (ontology, topics) for triple in graph for node in triple if isinstance(node, BNode)]


def test_ontology_and_topics_pass_their_own_shapes(ontology: Graph, topics: Graph, repository: Path) -> None:
    report = validate(ontology + topics, load_shapes(repository / "shapes", SITE))
    assert report.results == ()


def test_all_that_the_code_writes_is_in_the_ontology_or_a_known_vocabulary(ontology: Graph) -> None:
    written = document_graph(example(), SITE)
    known = tuple(iri for prefix, iri in SITE.prefixes.items() if prefix != "mg")
    terms = {*written.predicates(), *written.objects(None, RDF.type), *written.objects(None, DCTERMS.type)}
    ours = {term for term in terms if str(term).startswith(SITE.ontology)}
    assert len(ours) > 25
    assert not {term for term in ours if (term, RDF.type, None) not in ontology}
    assert not {term for term in terms - ours if not str(term).startswith(known)}


def test_shapes_queries_and_authority_use_defined_terms_only(ontology: Graph, repository: Path) -> None:
    patterns = ("shapes/**/*.ttl", "ontology/competency/*.rq", "ontology/topics.ttl", "corpus/authority/*.ttl")
    files = [path for pattern in patterns for path in repository.glob(pattern)]
    assert len(files) > 35
    for path in files:
        text = re.sub(
            r'(?s)#[^\n<>]*$|"(?:[^"\\\n]|\\.)*"(?!"")', "", path.read_text(encoding="utf-8"), flags=re.MULTILINE
        )
        used = set(re.findall(r"(?<![\w:])mg:([A-Za-z][\w-]*)", text))
        undefined = {term for term in used if (URIRef(MG[term]), RDF.type, None) not in ontology}
        assert not undefined, path.name


def test_document_types(ontology: Graph) -> None:
    types = set(ontology.subjects(RDF.type, MG.DocumentType))
    assert {name(concept) for concept in types} == {slug for slug, _ in DOCUMENT_TYPES}
    for concept in types:
        broader, top = [*ontology.objects(concept, SKOS.broader)], [*ontology.objects(concept, SKOS.topConceptOf)]
        assert len(broader) + len(top) == 1, name(concept)
        assert set(broader) <= types, name(concept)
        assert not any(concept in ontology.transitive_objects(wider, SKOS.broader) for wider in broader), name(concept)


def test_topics_are_a_tree_whose_two_directions_agree(topics: Graph) -> None:
    found = set(topics.subjects(RDF.type, MG.Topic))
    assert {(n, b) for b, n in topics.subject_objects(SKOS.narrower)} == set(topics.subject_objects(SKOS.broader))
    for topic in found:
        parents = [*topics.objects(topic, SKOS.broader), *topics.objects(topic, SKOS.topConceptOf)]
        assert len(parents) == 1, topic
        assert topic not in set(topics.transitive_objects(parents[0], SKOS.broader)), topic


def test_a_label_shows_one_topic(topics: Graph) -> None:
    labels = [
        (str(label).casefold(), topic)
        for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
        for topic, label in topics.subject_objects(predicate)
    ]
    assert len(labels) > 200
    assert len({label for label, _ in labels}) == len(labels), sorted(labels)


def test_topics_link_only_to_verified_identifiers(topics: Graph, shared: Path) -> None:
    with (shared / "data" / "authority" / "identifiers.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    verified = {
        f"http://www.wikidata.org/entity/{row['wikidata']}": row["label"]
        for row in rows
        if row["type"] == "topic" and "wd:verified" in (row["status"] or "")
    }
    links = {
        str(target): str(topics.value(topic, RDFS.label)) for topic, target in topics.subject_objects(SKOS.exactMatch)
    }
    assert links == verified
    assert not list(topics.subject_objects(SKOS.closeMatch))


def context(folder: Path) -> dict[str, object]:
    """The context as the site serves it: ``mg`` made absolute."""
    written = json.loads((folder / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert isinstance(written, dict)
    assert written["mg"] == "ontology#"
    return {**written, "mg": SITE.base + written["mg"]}


def test_the_context_knows_every_term(ontology: Graph, folder: Path) -> None:
    terms = context(folder)
    for term in classes(ontology):
        assert terms[name(term)] == f"mg:{name(term)}"
    for term in properties(ontology):
        entry = terms[name(term)]
        iri, kind = (entry["@id"], entry.get("@type")) if isinstance(entry, dict) else (entry, None)
        assert iri == f"mg:{name(term)}"
        assert (kind == "@id") == ((term, RDF.type, OWL.ObjectProperty) in ontology), name(term)
        [range_, *_] = sides(ontology, term, "range")
        if kind not in (None, "@id"):
            assert isinstance(kind, str)
            prefix, _, local = kind.partition(":")
            assert f"{terms[prefix]}{local}" == range_, name(term)


def test_the_context_uses_the_prefixes_of_the_site(folder: Path) -> None:
    terms = context(folder)
    assert {prefix: terms[prefix] for prefix in SITE.prefixes} == SITE.prefixes


def test_json_in_the_context_is_the_graph_in_turtle(folder: Path) -> None:
    document = {
        "@context": context(folder),
        "id": "id/document/d4",
        "type": "Document",
        "label": "4. Memorandum",
        "sentBy": "id/person/clark",
        "dated": "1983-01-20/1983-02-02",
        "earliestDate": "1983-01-20",
        "classified": "Secret",
        "page": "https://history.state.gov/",
    }
    data = json.dumps(document).encode()
    found = set(ox.parse(data, format=ox.RdfFormat.JSON_LD, base_iri=SITE.base))
    turtle = f"""
        @base <{SITE.base}> . @prefix mg: <ontology#> . @prefix rdfs: <{RDFS}> . @prefix xsd: <{namespaces.XSD}> .
        <id/document/d4> a mg:Document ; rdfs:label "4. Memorandum"@en ; mg:sentBy <id/person/clark> ;
            mg:dated "1983-01-20/1983-02-02"^^<{namespaces.EDTF}> ; mg:earliestDate "1983-01-20"^^xsd:date ;
            mg:classified "Secret" ; <{FOAF.page}> <https://history.state.gov/> ."""
    assert found == set(ox.parse(turtle, format=ox.RdfFormat.TURTLE))


#: Questions to what is known beforehand, which no document answers.
WITHOUT_DOCUMENT = {"who-held-a-post-on-a-day"}
QUESTIONS = sorted(Path(__file__).resolve().parents[2].glob("ontology/competency/*.rq"))


def test_how_many_questions_there_are() -> None:
    assert len(QUESTIONS) == 15


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_and_its_answers_fit(path: Path, repository: Path) -> None:
    text = path.read_text(encoding="utf-8")
    answers = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    solutions = ox.Store().query(text, base_iri=SITE.base)
    assert isinstance(solutions, ox.QuerySolutions)
    assert [variable.value for variable in solutions.variables] == answers["columns"]
    assert text.startswith(f"# {answers['question']}\n")
    assert set(answers) <= {"question", "columns", "contains", "rows"}
    assert set(answers.get("contains", [])) <= set(answers["columns"])
    assert answers["rows"]
    for row in answers["rows"]:
        assert len(row) == len(answers["columns"])
        assert all(cell is None or (isinstance(cell, str) and cell) for cell in row)
        documents = {cell.rpartition("/")[2] for cell in row if cell and cell.startswith("id/document/frus")}
        stems = {file.stem for file in (repository / "corpus" / "memoranda").glob("*.txt")}
        assert documents & stems or path.stem in WITHOUT_DOCUMENT


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_expected_words_stand_in_the_document(path: Path, repository: Path) -> None:
    answers = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    for row in answers["rows"]:
        cells = dict(zip(answers["columns"], row, strict=True))
        if "words" in cells:
            file = repository / "corpus" / "memoranda" / f"{cells['document'].rpartition('/')[2]}.txt"
            assert cells["words"] in file.read_text(encoding="utf-8")


def test_files_of_answers_and_questions_come_in_pairs(folder: Path) -> None:
    competency = folder / "competency"
    assert {p.stem for p in competency.glob("*.json")} == {p.stem for p in QUESTIONS}


def test_every_file_reads_the_same_on_another_site(folder: Path) -> None:
    other = Site("https://example.org/x/")
    for path in folder.glob("*.ttl"):
        here, there = read_rdf(path, SITE.base), read_rdf(path, other.base)
        assert len(here) == len(there)
        assert not [s for s in there.subjects() if not str(s).startswith(other.base)]
