"""What a malformed authority file is told: file, line, reason, remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from memograph.authority.turtle import read_authority
from memograph.errors import AuthorityError
from memograph.namespaces import Site

SITE = Site("http://localhost:8000/")
PREFIXES = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix lc: <http://id.loc.gov/datatypes/> .
@prefix mg: <ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
FIRST = PREFIXES.count("\n") + 1  # line of the first triple after the prefixes
CLARK = '<id/person/clark> a mg:Person ; rdfs:label "William P. Clark"@en .\n'
POST = '<id/post/adviser> a mg:Post ; rdfs:label "Adviser"@en .\n'
TENURE = "<id/person/clark#adviser> a mg:Tenure ; mg:holder <id/person/clark> ; mg:post <id/post/adviser> "
IDENTIFIED = CLARK + "<id/person/clark> mg:identifiedBy <id/person/clark#hsg> .\n"
IDENTIFIER = "<id/person/clark#hsg> a mg:Identifier ; "


def reasons(path: Path, turtle: str) -> str:
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    with pytest.raises(AuthorityError) as caught:
        list(read_authority([path], SITE))
    return str(caught.value)


@pytest.mark.parametrize(
    ("turtle", "line", "words"),
    [
        ("<id/person/clark> a mg:Person .\n", FIRST, "no rdfs:label; add one"),
        (CLARK + "\n<id/place/laos> a mg:Place .\n", FIRST + 2, "<id/place/laos>: it has no rdfs:label"),
        (CLARK + '<id/person/clark> rdfs:label "Bill Clark"@en .\n', FIRST, "label is given 2 times"),
        ('<id/place/clark> a mg:Person ; rdfs:label "Clark"@en .\n', FIRST, "IRI <id/person/…>"),
        ('<people/clark> a mg:Person ; rdfs:label "Clark"@en .\n', FIRST, "is not <id/kind/slug>"),
        ('<id/person/a/b> a mg:Person ; rdfs:label "Clark"@en .\n', FIRST, "is not <id/kind/slug>"),
        (CLARK.replace(" .", ' ; schema:birthDate "around 1931" .'), FIRST, "'around 1931' is not an EDTF date"),
        (CLARK.replace(" .", " ; mg:affiliatedWith <http://www.wikidata.org/entity/Q30> ."), FIRST, "Q30> is not"),
        (CLARK + POST + TENURE + '; schema:startDate "1982-13" .\n', FIRST + 2, "'1982-13' is not an EDTF date"),
        (
            CLARK + POST + TENURE + '; schema:startDate "1983" ; schema:endDate "1982" .\n',
            FIRST + 2,
            "it ends (1982) before it starts (1983)",
        ),
        (CLARK + TENURE + ".\n", FIRST + 1, "mg:post adviser is not defined; define it as mg:Post"),
        (POST + TENURE + ".\n", FIRST + 1, "mg:holder clark is not defined; define it as mg:Person"),
        (CLARK + POST + TENURE.replace("; mg:post <id/post/adviser>", "") + ".\n", FIRST + 2, "needs one mg:post"),
        (
            CLARK + CLARK.replace("clark", "haig") + POST + TENURE.replace("person/clark#", "person/haig#") + ".\n",
            FIRST + 3,
            "its mg:holder is clark; make the tenure a hash IRI on its holder",
        ),
        (IDENTIFIED + IDENTIFIER + 'mg:scheme "orcid" .\n', FIRST + 2, "mg:scheme is orcid; use one of wikidata"),
        (
            IDENTIFIED + IDENTIFIER + 'mg:scheme "hsg" ; skos:notation "clark" ; dcterms:source "people" .\n',
            FIRST + 2,
            "“clark” is no identifier of the scheme hsg; write a number, such as 105222",
        ),
        (
            IDENTIFIED + IDENTIFIER + 'mg:scheme "isni" ; skos:notation "0000000121354798" ; dcterms:source "x" .\n',
            FIRST + 2,
            "“0000000121354798” is no ISNI: after 000000012135479 comes 7; look the number up again",
        ),
        (IDENTIFIED, FIRST, "mg:scheme is absent"),
        (IDENTIFIED + IDENTIFIER + 'mg:scheme "hsg" ; skos:notation "1" .\n', FIRST + 2, "dcterms:source"),
        (
            IDENTIFIED + IDENTIFIER + 'mg:scheme "hsg" ; skos:notation "1" ; dcterms:source "people" .\n',
            FIRST + 2,
            "lacks skos:exactMatch <https://github.com/HistoryAtState/people/blob/master/data/100000/1/1.xml>",
        ),
    ],
)
def test_says_file_line_reason_and_remedy(tmp_path: Path, turtle: str, line: int, words: str) -> None:
    path = tmp_path / "mine.ttl"
    message = reasons(path, turtle)
    assert words in message
    assert ";" in message, "no remedy"
    if turtle is not IDENTIFIED:  # an identifier that nothing defines has no line of its own
        assert message.startswith(f"{path}:{line}: ")


def test_not_turtle(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    message = reasons(path, CLARK + '\n<id/place/laos> a mg:Place ;\n    rdfs:label "Laos@en .\n')
    assert re.match(re.escape(str(path)) + r":\d+: not Turtle \(.+\); correct", message)
    assert FIRST + 2 <= int(message.split(":")[1]) <= FIRST + 4


def test_an_unbound_prefix(tmp_path: Path) -> None:
    assert "not Turtle" in reasons(tmp_path / "prefix.ttl", CLARK + "<id/place/laos> a xyz:Place .\n")


def test_blank_nodes_are_refused(tmp_path: Path) -> None:
    assert "1 mg:Person without an IRI" in reasons(tmp_path / "blank.ttl", '[] a mg:Person ; rdfs:label "Clark"@en .\n')


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "latin1.ttl"
    path.write_bytes((PREFIXES + CLARK).replace("William", "Wałęsa").encode("iso-8859-2"))
    with pytest.raises(AuthorityError, match=r"latin1\.ttl: not UTF-8 at byte \d+; save"):
        list(read_authority([path], SITE))


def test_a_missing_path(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError, match=r"none\.ttl: No such file .*; name an authority file"):
        list(read_authority([tmp_path / "none.ttl"], SITE))


def test_a_folder_without_turtle(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError, match=r"no \*\.ttl file in this folder; name"):
        list(read_authority([tmp_path], SITE))


def test_a_definition_in_one_file_and_its_tenure_in_another(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(PREFIXES + TENURE + '; schema:startDate "1982" .\n', encoding="utf-8")
    (tmp_path / "b.ttl").write_text(PREFIXES + CLARK + POST, encoding="utf-8")
    assert len(list(read_authority([tmp_path], SITE))) == 3
