"""Rule files: those that ship do what their examples say; a mistake in one is reported with file, key and reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from memograph.errors import ConfigurationError
from memograph.extract.annotate import Annotator
from memograph.extract.relations.chains import conclusions
from memograph.extract.relations.examples import failures
from memograph.extract.relations.patterns import chain, dependency_pattern, read_line, word_pattern
from memograph.extract.relations.rulefile import load_rules
from memograph.extract.relations.rules import RuleBook
from memograph.model import EntityType, Relation, Span
from memograph.namespaces import Site

SITE = Site("http://localhost:8000/")
TERM = """
@prefix mg: <ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
mg:praised a owl:ObjectProperty ; rdfs:domain mg:Person ; rdfs:range mg:Person .
mg:boundless a owl:ObjectProperty .
mg:resembled a owl:ObjectProperty, owl:SymmetricProperty ; rdfs:domain mg:Person ; rdfs:range mg:Person .
"""
GOOD = """
relation = "praised"
subject = ["Person"]
object = ["Person"]
confidence = 0.6

[[rules]]
id = "praised"
pattern = ["praise lemma=praise pos=VERB", "praise > object dep=dobj"]
subject = "doer of praise"

[[examples]]
text = "Rusk praised Gromyko."
subject = "Rusk"
object = "Gromyko"
matches = true
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An ontology folder with one term of its own and no rule file yet."""
    (tmp_path / "relations").mkdir()
    (tmp_path / "own.ttl").write_text(TERM, encoding="utf-8")
    return tmp_path


def loaded(folder: Path, text: str, name: str = "praised") -> RuleBook:
    (folder / "relations" / f"{name}.toml").write_text(text, encoding="utf-8")
    return load_rules(folder, SITE)


@pytest.fixture(scope="module")
def shipped(repository: Path) -> RuleBook:
    return load_rules(repository / "ontology", SITE)


def test_what_ships(shipped: RuleBook) -> None:
    counts = {r.relation: (len(r.rules), len(r.examples)) for r in shipped.relations}
    assert counts.keys() >= {"attended", "heldIn", "metWith", "partyTo", "traveledTo", "wroteTo"}
    assert all(rules and examples >= 3 for rules, examples in counts.values()), counts
    assert all({e.matches for e in r.examples} == {True, False} for r in shipped.relations)
    assert shipped.declared == {}, "what ships is measured"


def test_every_example_that_ships_does_what_it_says(shipped: RuleBook, annotator: Annotator) -> None:
    assert list(failures(annotator, shipped)) == []


def test_a_rule_of_ones_own(folder: Path) -> None:
    [praised] = loaded(folder, GOOD).relations
    assert (praised.relation, praised.symmetric, praised.rules[0].method) == ("praised", False, "praised.praised")
    assert loaded(folder, GOOD).declared == {"praised.praised": 0.6}
    weak = GOOD.replace('id = "praised"', 'id = "praised"\nweak = true')
    assert loaded(folder, weak).weak == {"praised.praised"}
    [symmetric] = loaded(folder, GOOD.replace('relation = "praised"', 'relation = "resembled"')).relations
    assert symmetric.symmetric


def test_no_rule_files_no_rules(tmp_path: Path) -> None:
    assert load_rules(tmp_path, SITE) == RuleBook()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"praised"\nsubject', '"blamed"\nsubject', "relation: no Turtle file of .* defines mg:blamed"),
        ('"praised"\nsubject', '"boundless"\nsubject', "subject: mg:boundless has no rdfs:domain; add one"),
        ('object = ["Person"]', 'object = ["Place"]', "object: Place is not what mg:praised joins; .*: Person"),
        ('object = ["Person"]', "object = []", "object: empty; name one or more of Person"),
        ('object = ["Person"]', 'object = "Person"', "object: must be a list, not 'Person'"),
        ("confidence = 0.6", "confidence = 6", "rules.praised.confidence: 6 is no number from 0 to 1"),
        ("confidence = 0.6", "sureness = 0.6", "sureness: unknown key; known here: relation, .*"),
        ('id = "praised"\n', "", r"rules\[1\].id: missing; add it"),
        ("lemma=praise", "lema=praise", "rules.praised.pattern: “lema=praise” in .* is none of lemma=…"),
        ("lemma=praise ", "", "the first line needs lemma=…"),
        ("praise > object", "blame > object", "no line before it has the node blame"),
        ("praise > object", "praise object", "“object” in .* is none of"),
        ("dep=dobj", "dep=dobj type=Ship", "type=Ship in .* is none of Person"),
        ("doer of praise", "doer of blame", "“doer of blame” is neither a node of the pattern .praise, object."),
        ("doer of praise", "owner", "“owner” is neither"),
        ('subject = "doer of praise"', 'both = "praise"\nsubject = "praise"', "rules.praised.both: stands for"),
        (
            'subject = "doer of praise"',
            'subject = "doer of praise"\nunless = ["praise - x"]',
            "unless: “praise - x” is not of the form",
        ),
        ("pattern = [", 'words = "{subject} praised {object}"\npattern = [', "needs one of pattern"),
        ("matches = true", "matches = 1", r"examples\[1\].matches: must be true or false, not 1"),
        ('text = "Rusk praised Gromyko."\n', "", r"examples\[1\].text: missing; add it"),
        ("[[rules]]", "[[rules", "not valid TOML"),
    ],
)
def test_a_mistake_is_reported(folder: Path, old: str, new: str, message: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(ConfigurationError, match=rf"praised\.toml: .*{message}"):
        loaded(folder, GOOD.replace(old, new))


def test_a_relation_has_one_file_and_a_rule_one_id(folder: Path) -> None:
    rule = GOOD[GOOD.index("[[rules]]") : GOOD.index("[[examples]]")]
    with pytest.raises(ConfigurationError, match="rules: two rules have the id praised; give each its own"):
        loaded(folder, GOOD.replace("[[examples]]", f"{rule}\n[[examples]]"))
    loaded(folder, GOOD)
    with pytest.raises(ConfigurationError, match="praised has another rule file; put all its rules into one"):
        loaded(folder, GOOD, "again")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Rusk praised Gromyko.", None),
        ("Rusk was praised by Gromyko.", "must match Rusk → Gromyko, but found nothing"),
        ("Rusk spoke.", "must match Rusk → Gromyko, but found nothing; .*recognised: Person “Rusk”"),
        ("Gromyko praised Rusk.", "must match Rusk → Gromyko, but found “Gromyko praised Rusk” by praised.praised"),
    ],
)
def test_an_example_that_fails_says_why(
    folder: Path, repository: Path, annotator: Annotator, text: str, reason: str | None
) -> None:
    rules = loaded(folder, GOOD.replace("Rusk praised Gromyko.", text))
    found = list(failures(annotator, rules))
    if reason is None:
        assert found == []
    else:
        [line] = found
        assert "praised.toml: examples[1]" in line
        assert re.search(reason, line), line


def test_an_example_that_must_not_match_and_does(folder: Path, annotator: Annotator) -> None:
    rules = loaded(folder, GOOD.replace("matches = true", "matches = false"))
    [line] = failures(annotator, rules)
    assert "must not match, but praised.praised does; narrow that rule" in line


def stated(subject: str, predicate: str, object_: str, type_: EntityType, method: str = "x.y") -> Relation:
    first = EntityType.EVENT if predicate == "heldIn" else EntityType.PERSON
    return Relation(subject, predicate, object_, Span(0, 5), method, 0.0, first, type_)


def test_what_follows_from_two_relations(shipped: RuleBook) -> None:
    attended = stated("rusk", "attended", "conference", EntityType.EVENT)
    held = stated("conference", "heldIn", "geneva", EntityType.PLACE)
    elsewhere = stated("congress", "heldIn", "moscow", EntityType.PLACE)
    [went] = conclusions(shipped, [attended, held, elsewhere])
    assert (went.subject, went.predicate, went.object) == ("rusk", "traveledTo", "geneva")
    assert (went.subject_type, went.object_type) == (EntityType.PERSON, EntityType.PLACE)
    assert went.method == "traveledTo.attended-there"
    assert list(conclusions(shipped, [attended, elsewhere])) == []
    weak = stated("rusk", "attended", "conference", EntityType.EVENT, min(shipped.weak))
    assert list(conclusions(shipped, [weak, held])) == []


@pytest.mark.parametrize(
    "lines", [["subject attended event"], ["subject attended event", "party heldIn object"], ["a b", "c d"]]
)
def test_what_follows_needs_two_premises_that_share_a_thing(lines: list[str]) -> None:
    with pytest.raises(ConfigurationError, match="needs two lines of three words"):
        chain(lines)


def test_a_line_of_a_pattern() -> None:
    line = read_line("meet > with dep=prep|prt word!=to")
    assert (line.left, line.operator, line.node) == ("meet", ">", "with")
    assert line.attributes == {"dep": (False, ("prep", "prt")), "word": (True, ("to",))}


def test_triggers_come_in_the_letters_of_headlines() -> None:
    pattern = dependency_pattern(["subject lemma=visit", "subject > object dep=pobj"], {}, ())
    forms = frozenset({"visit", "Visit", "VISIT"})
    arcs = frozenset(f"{form} > pobj" for form in forms)
    assert pattern.needs == (("lemma", forms), ("dep", frozenset({"pobj"})), ("lemma > dep", arcs))


@pytest.mark.parametrize(
    ("pattern", "between", "matches"),
    [
        ("{subject} -|/ {object}", "-", True),
        ("{subject} -|/ {object}", " and ", False),
        ("{subject} in|at the? {object}", " in ", True),
        ("{subject} in|at the? {object}", " at the ", True),
        ("{subject} in|at the? {object}", " into ", False),
        ("{subject} … in {object}", " said it all in ", True),
        ("{subject} … in {object}", " one two three four five six in ", False),
        ("{subject} … in {object}", " left. He was in ", False),
        ("{subject} … in {object}", " spoke when they met in ", False),
        ("{subject} 's|' successor ,? {object}", "'s successor, ", True),
    ],
)
def test_words_between_two_names(pattern: str, between: str, matches: bool) -> None:
    assert (word_pattern(pattern).between.fullmatch(between) is not None) is matches


@pytest.mark.parametrize("pattern", ["{subject} met", "{subject}{object}", "{subject} met {subject}"])
def test_words_need_two_ends_and_something_between(pattern: str) -> None:
    with pytest.raises(ConfigurationError, match=r"needs (\{subject\} and|words or a sign)"):
        word_pattern(pattern)
