"""A release with something to look at of every kind, for the tests of review; the real `memograph.release` makes it.

Statements and mentions are phrases of four short documents, as in publish_sample.py; dates, lives and tenures make them
contradictory.
"""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox

from memograph.namespaces import OA, RDF, RDFS, XSD
from memograph.release import Release, assemble, current_release, publish_current
from tests.publish_sample import FACTS, SITE, Said, Sample, Shard, nquads

FIRST = """1. Memorandum From Adams and Brown

On March 3, 1961, Carl Cole went to Paris. Cole went on to Rome that day. Ernst Ende met with Cole there.
Attorney General Cole had a letter from Young. Ambassador Cole and Ambassador Brown agreed.

Mr. Webb of the Planning Group disagreed. Webb left early. “=2+3” was the code on the file,
and Chargé Müller signed it 😀. Cole saw Dole again.
"""
SECOND = """2. Letter From Webb

Webb wrote to the Planning Group. He asked for Roosevelt.
"""
THIRD = """3. Note

The Planning Group met. Lands End was not attended.
"""
FOURTH = """4. Note of Dole

Dole wrote to Adams.
"""
D1, D2, D3, D4 = "frus1961-63v99d1", "frus1961-63v99d2", "frus1961-63v99d3", "frus1961-63v99d4"
DAY = ("1961-03-04", "1961-03-04")

STATEMENTS = (
    Said(f"document/{D1}", "sentBy", "person/adams", "Memorandum From Adams and Brown"),
    Said(f"document/{D1}", "sentBy", "person/brown", "Memorandum From Adams and Brown"),
    Said(f"document/{D1}", "dated", "1961-03-04", "", "sidecar", source="Dateline of the published edition"),
    Said(f"document/{D1}", "dated", "1961-03-03", "March 3, 1961", "header.date"),
    Said(f"document/{D1}", "classified", "Secret", "", "sidecar", source="A stamp"),
    Said(f"document/{D1}", "classified", "Top Secret", "", "sidecar", source="Another stamp"),
    Said("person/cole", "traveledTo", "place/paris", "Carl Cole went to Paris", when="1961-03-03"),
    Said("person/cole", "traveledTo", "place/rome", "Cole went on to Rome", when="1961-03-03"),
    Said("person/cole", "metWith", "person/ende", "Ernst Ende met with Cole"),
    Said("person/young", "wroteTo", "person/cole", "a letter from Young"),
    Said("person/cole", "holdsPost", "post/attorney-general", "Attorney General Cole"),
    Said("person/cole", "holdsPost", "post/ambassador", "Ambassador Cole"),
    Said("person/brown", "holdsPost", "post/ambassador", "Ambassador Brown"),
    Said(
        "person/cole",
        "metWith",
        "person/dole",
        "Cole saw Dole again",
        confidence="0.55",
        parts=("far -0.30", "saw +1.20"),
    ),
)

KNOWN = f"""
@base <{SITE.base}> .
@prefix mg: <{SITE.ontology}> . @prefix rdfs: <{RDFS}> . @prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix lc: <http://id.loc.gov/datatypes/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
mg:metWith a owl:ObjectProperty . mg:sentBy a owl:ObjectProperty . mg:traveledTo a owl:ObjectProperty .
mg:holdsPost a owl:ObjectProperty . mg:wroteTo a owl:ObjectProperty .
mg:dated a owl:DatatypeProperty . mg:classified a owl:DatatypeProperty .
<id/person/adams> a mg:Person ; rdfs:label "Ann Adams"@en .
<id/person/brown> a mg:Person ; rdfs:label "Bob Brown"@en .
<id/person/cole> a mg:Person ; rdfs:label "Carl Cole"@en .
<id/person/dole> a mg:Person ; rdfs:label "Dora Dole"@en .
<id/person/ende> a mg:Person ; rdfs:label "Ernst Ende"@en ; schema:deathDate "1950"^^lc:edtf .
<id/person/young> a mg:Person ; rdfs:label "Yves Young"@en ; schema:birthDate "1970-05"^^lc:edtf .
<id/person/webb-james> a mg:Person ; rdfs:label "James E. Webb"@en ; skos:altLabel "Webbe"@en .
<id/person/roosevelt-franklin> a mg:Person ; rdfs:label "Franklin D. Roosevelt"@en .
<id/person/roosevelt-eleanor> a mg:Person ; rdfs:label "Eleanor Roosevelt"@en .
<id/place/paris> a mg:Place ; rdfs:label "Paris"@en .
<id/place/rome> a mg:Place ; rdfs:label "Rome"@en .
<id/organization/policy-planning-group> a mg:Organization ; rdfs:label "Policy Planning Group"@en .
<id/post/attorney-general> a mg:Post ; rdfs:label "Attorney General"@en .
<id/post/ambassador> a mg:Post ; rdfs:label "Ambassador"@en .
<id/person/dole#ag> a mg:Tenure ; mg:holder <id/person/dole> ; mg:post <id/post/attorney-general> ;
    schema:startDate "1961-01-20"^^lc:edtf ; schema:endDate "1964"^^lc:edtf .
<id/person/adams#ambassador> a mg:Tenure ; mg:holder <id/person/adams> ; mg:post <id/post/ambassador> ;
    schema:startDate "1950"^^lc:edtf ; schema:endDate "1952"^^lc:edtf .
"""


def review_release(folder: Path) -> Release:
    """The sample release in a build folder, published, with one statement left undecided."""
    graph = ox.NamedNode(SITE.authority_graph)
    triples = ox.parse(KNOWN, format=ox.RdfFormat.TURTLE)
    known = nquads([ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples])
    release = assemble([nquads(shard.quads) for shard in _shards()], [known], SITE, folder, FACTS)
    (release.reports / "review.jsonl").write_text(json.dumps(UNDECIDED) + "\n", encoding="utf-8")
    publish_current(folder, release, FACTS.issued)
    return current_release(folder)


def _shards() -> list[Shard]:
    names = (("Planning Group", "organization/planning-group", "name"),)
    first = Sample(
        D1, FIRST, (("Cole", "person/cole", "name"), ("Dole", "person/dole", "name"), *names), STATEMENTS, DAY
    )
    second = Sample(D2, SECOND, names, (), DAY)
    third = Sample(D3, THIRD, names, (), DAY)
    fourth = Sample(D4, FOURTH, (("Dole", "person/dole", "name"),), (), DAY)
    shards = []
    for sample in (first, second, third, fourth):
        shard = Shard(sample)
        shard.describe()
        for mention in sample.mentions:
            shard.mention(*mention)
        for said in sample.statements:
            shard.state(said)
        shards.append(shard)
    _doubtful(*shards)
    return shards


def _doubtful(first: Shard, second: Shard, third: Shard, fourth: Shard) -> None:
    """People who are not linked, or not surely; a name that is not sure; a statement that a register
    should have, and one that it has."""
    candidates = (("person/webb-james", "James E. Webb", "0.41"), ("person/dole", "Dora Dole", "0.02"))
    for shard, why in ((first, "two candidates too close"), (second, "no candidate is likely enough")):
        name = f"person/webb-{shard.sample.id}"
        shard.mention("Webb", name, "name")
        shard.add(shard.iri(name), RDF + "type", SITE.term("Person"))
        shard.add(shard.iri(name), RDFS + "label", ox.Literal("Webb", language="en"))
        shard.considered(name, why, candidates)
    shard = second
    shard.mention("Roosevelt", "person/roosevelt-franklin", "name")
    others = (
        ("person/roosevelt-franklin", "Franklin D. Roosevelt", "0.65"),
        ("person/roosevelt-eleanor", "Eleanor Roosevelt", "0.3"),
    )
    shard.considered("person/roosevelt-franklin", "", others)
    shard.mention("He", "person/adams", "role")
    shard.considered("person/adams", "nobody of this name: merged since", ())
    for each in (first, second, third):
        group = each.iri("organization/planning-group")
        each.add(group, RDF + "type", SITE.term("Organization"))
        each.add(group, RDFS + "label", ox.Literal("Planning Group", language="en"))
    _unsure_mention(third, "Lands End", "place/lands-end")
    said = Said("person/dole", "wroteTo", "person/adams", "Dole wrote to Adams")
    fourth.state(said)
    statement = SITE.thing("statement", f"{D4}-dole-wroteto-adams")
    fourth.add(statement, SITE.term("checkedAgainst"), ox.Literal("Travels of the Secretary"))
    borne_out = Said("person/dole", "metWith", "person/adams", "wrote to Adams", confidence="0.6")
    fourth.state(borne_out)
    found = SITE.thing("statement", f"{D4}-dole-metwith-adams")
    fourth.add(found, SITE.term("checkedAgainst"), ox.Literal("Travels of the Secretary"))
    fourth.add(found, SITE.term("corroboratedBy"), SITE.thing("event", "journey-1"))


def _unsure_mention(shard: Shard, phrase: str, thing: str) -> None:
    """A mention with a confidence of 0.45."""
    start = shard.sample.text.index(phrase)
    iri, mg = shard.part(f"mention-{start}-{start + len(phrase)}"), SITE.term
    target = shard.target(start, start + len(phrase))
    for name, value in ((RDF + "type", mg("Mention")), (OA + "hasBody", shard.iri(thing)), (OA + "hasTarget", target)):
        shard.add(iri, name, value)
    shard.add(shard.iri(thing), RDF + "type", mg("Place"))
    shard.add(shard.iri(thing), RDFS + "label", ox.Literal(phrase, language="en"))
    shard.add(iri, mg("mentionKind"), ox.Literal("name"))
    shard.add(iri, mg("method"), ox.Literal("recogniser"))
    shard.add(iri, mg("confidence"), ox.Literal("0.45", datatype=ox.NamedNode(XSD + "decimal")))


_AT = FIRST.index("Chargé Müller signed it 😀")
#: As undecided.py writes it.
UNDECIDED = {
    "statement": SITE.thing("statement", f"{D1}-muller-attended-x"),
    "document": SITE.thing("document", D1),
    "subject": {"iri": SITE.thing("person", "muller"), "label": "Müller"},
    "predicate": "metWith",
    "object": {"iri": SITE.thing("person", "dole"), "label": "Dora Dole"},
    "confidence": 0.45,
    "method": "model.metWith",
    "parts": [["nearest", 0.33], ["far away", -1.5]],
    "modality": "fact",
    "evidence": [{"exact": FIRST[_AT : _AT + 25], "start": _AT, "end": _AT + 25}],
}
