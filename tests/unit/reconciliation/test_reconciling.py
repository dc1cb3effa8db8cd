"""Asking a service who our entries are: what is asked, what is kept, what is proposed, what the command line says."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result

from memograph.authority.turtle import read_authority
from memograph.cli import main
from memograph.curation.decision import COLUMNS, About, Action, Origin
from memograph.curation.files import decision_of
from memograph.errors import ReconciliationError
from memograph.model import EntityType, Kind, Literal, Ref
from memograph.namespaces import Site
from memograph.reconciliation.cache import Cache
from memograph.reconciliation.manifest import read_manifest
from memograph.reconciliation.proposals import READING, undecided
from memograph.reconciliation.questions import FACTS, of_authority, of_release, query, usual_properties, wanted
from memograph.reconciliation.reconciling import Wanted, default_file, open_service, reconcile
from memograph.reconciliation.transport import Limits, Transport
from memograph.release import Release
from tests.publish_sample import build_dir, release
from tests.unit.reconciliation.misbehaving import MANIFEST

__all__ = ["build_dir", "release"]  # fixtures

SITE = Site("http://localhost:8000/")
AUTHORITY = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix lc: <http://id.loc.gov/datatypes/> .
@prefix mg: <ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<id/person/gromyko-andrei> a mg:Person ; rdfs:label "Andrei A. Gromyko"@en ; skos:altLabel "Gromiko"@en ;
    schema:birthDate "1909"^^lc:edtf ; schema:deathDate "1989"^^lc:edtf ; dcterms:source "x" .
<id/person/gromyko-andrei#minister> a mg:Tenure ; mg:holder <id/person/gromyko-andrei> ; mg:post <id/post/minister> ;
    schema:startDate "1957"^^lc:edtf ; dcterms:source "x" .
<id/post/minister> a mg:Post ; rdfs:label "Foreign Minister"@en .
<id/person/reagan-ronald> a mg:Person ; rdfs:label "Ronald Reagan"@en ; dcterms:source "x" ;
    skos:exactMatch <http://www.wikidata.org/entity/Q9960> ; mg:identifiedBy <id/person/reagan-ronald#wikidata> .
<id/person/reagan-ronald#wikidata> a mg:Identifier ; mg:scheme "wikidata" ; skos:notation "Q9960" ; dcterms:source "x" .
<id/place/moscow> a mg:Place ; rdfs:label "Moscow"@en ; schema:latitude "55.75" ; schema:longitude "37.62" ;
    dcterms:source "x" .
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "corpus" / "authority").mkdir(parents=True)
    (folder / "corpus" / "authority" / "a.ttl").write_text(AUTHORITY, encoding="utf-8")
    (folder / "memograph.toml").write_text(f'[site]\nbase = "{SITE.base}"\n', encoding="utf-8")
    return folder


def memograph(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        main, ["--config", str(project / "memograph.toml"), "authority", "reconcile", "--rate", "1000", *arguments]
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sent(service: str, path: str) -> list[dict[str, Any]]:
    return [query for batch in httpx.get(f"{service}count/{path}").json()["queries"] for query in batch.values()]


# ── questions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_subjects_of_an_authority_file_with_their_facts(project: Path) -> None:
    found = of_authority(read_authority([project / "corpus" / "authority"], SITE))
    assert [f"{each.ref.kind}/{each.ref.slug}" for each in found] == [
        "person/gromyko-andrei",
        "person/reagan-ronald",
        "place/moscow",
    ]
    gromyko, reagan, moscow = found
    assert gromyko.facts == {
        "born": ("1909",),
        "died": ("1989",),
        "office": ("Foreign Minister",),
        "alias": ("Gromiko",),
    }
    assert moscow.facts == {"coordinates": ("55.75,37.62",), "latitude": ("55.75",), "longitude": ("37.62",)}
    assert reagan.records == {"http://www.wikidata.org/entity/Q9960"}
    assert {fact for each in found for fact in each.facts} == set(FACTS)
    assert wanted(found, (), "wikidata") == [gromyko, moscow]
    assert wanted(found, {EntityType.PERSON}, "viaf") == [gromyko, reagan]
    assert wanted(found, {EntityType.PLACE}, "wikidata", identified=True) == [moscow]


def test_a_query_has_name_type_and_facts(project: Path) -> None:
    gromyko = of_authority(read_authority([project / "corpus" / "authority"], SITE))[0]
    manifest = read_manifest("http://a.test/", MANIFEST)
    assert query(gromyko, "Q5", usual_properties(manifest), 3) == {
        "query": "Andrei A. Gromyko",
        "limit": 3,
        "type": "Q5",
        "type_strict": "should",
        "properties": [
            {"pid": "P569", "v": "1909"},
            {"pid": "P570", "v": "1989"},
            {"pid": "P39", "v": "Foreign Minister"},
        ],
    }
    assert query(gromyko, "", {}, 1) == {"query": "Andrei A. Gromyko", "limit": 1}


def test_subjects_of_a_release_are_what_its_documents_mention(release: Release) -> None:
    found = of_release(release)
    by_ref = {f"{each.ref.kind}/{each.ref.slug}": each for each in found}
    assert by_ref["person/gromyko-andrei"].records == {"http://www.wikidata.org/entity/Q184267"}
    assert by_ref["person/haig-alexander"].label == "Alexander M. Haig, Jr."
    assert {each.type for each in found} >= {EntityType.PERSON, EntityType.PLACE}
    assert len(by_ref) == len(found)


# ── cache ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_answered_is_kept_by_question_and_service(tmp_path: Path) -> None:
    cache, question = Cache(tmp_path, "http://a.test/"), {"query": "Žukov", "limit": 3}
    assert cache.get(question) is None
    cache.put(question, {"result": []})
    assert cache.get({"limit": 3, "query": "Žukov"}) == {"result": []}
    assert cache.get({"query": "Žukov", "limit": 4}) is None
    assert Cache(tmp_path, "http://b.test/").get(question) is None
    assert Cache(tmp_path, "http://a.test/", fresh=True).get(question) is None
    [path] = tmp_path.rglob("*.json")
    path.write_text(path.read_text(encoding="utf-8")[:20], encoding="utf-8")
    assert cache.get(question) is None, "half a file is no answer"
    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == [path.name]


def test_a_run_that_broke_off_goes_on_where_it_was(service: str, tmp_path: Path) -> None:
    with Transport(Limits(rate=1000), lambda _: None) as transport:
        asked = open_service(service + "resumed", transport, tmp_path)
        subjects = of_authority(read_authority([_authority(tmp_path, 30)], SITE))
        done = 0

        class Interrupted(Exception):
            pass

        def step() -> None:
            nonlocal done
            done += 1
            if done == 12:
                raise Interrupted

        with pytest.raises(Interrupted):
            reconcile(asked, subjects, Wanted(batch=5), (), _ignore, step)
        before = len(sent(service, "resumed"))
        assert before == 15, "three batches of five"
        again = reconcile(asked, subjects, Wanted(batch=5), (), _ignore, lambda: None)
    assert again.answered == len(again.proposals) == 30
    later = sent(service, "resumed")[before:]
    assert len(later) <= 18, "what was read of the batch that broke off is not asked again"


def _ignore(_: str) -> None:
    pass


def _authority(folder: Path, number: int) -> Path:
    head = AUTHORITY[: AUTHORITY.index("<id/")]
    things = (
        f'<id/person/p-{n:02}> a mg:Person ; rdfs:label "Person {n}"@en ; dcterms:source "x" .\n' for n in range(number)
    )
    path = folder / "many.ttl"
    path.write_text(head + "".join(things), encoding="utf-8")
    return path


# ── the whole way ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_proposals_go_into_a_spreadsheet_without_action_and_nowhere_else(service: str, project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    result = memograph(project, "--service", service + "good", "--show", "P106")
    assert result.exit_code == 0, result.output
    out = default_file(project, service)
    assert f"Test service: 2 of 2 answered, 2 proposals → {out}" in result.output
    found = rows(out)
    assert list(found[0]) == [*COLUMNS, *READING]
    assert [(row["action"], row["about"], row["subject"], row["object"], row["match"]) for row in found] == [
        ("", "match", "person/gromyko-andrei", "http://www.wikidata.org/entity/Q42", "exactMatch"),
        ("", "match", "place/moscow", "http://www.wikidata.org/entity/Q42", "exactMatch"),
    ]
    first = found[0]
    assert first["claim"] == "Andrei A. Gromyko is Andrei A. Gromyko (human), Q42 of Test service"
    assert first["sentence"] == "P106: P106 of Q42"
    assert first["reason"] == "score 80; asked with P569 1909, P570 1989, P39 Foreign Minister"
    assert (first["worth"], first["candidates"], first["page"]) == ("80", "1 of 1", "https://www.wikidata.org/wiki/Q42")
    assert {path: path.read_bytes() for path in before} == before, "the authority file is as it was"


def test_files_that_are_named_may_refer_to_others_and_describe_the_same_thing(service: str, project: Path) -> None:
    prefixes, people = AUTHORITY.split("\n\n")
    for number, post in enumerate(("minister", "ambassador-to-the-united-states")):
        text = prefixes + "\n\n" + people.partition("<id/post/minister> a")[0].replace("post/minister", f"post/{post}")
        text = text.replace("Andrei A.", "Andrei A." if number else "Andrei").replace("#minister", f"#{post}")
        (project / f"{number}.ttl").write_text(text, encoding="utf-8")
    paths = (str(project / "0.ttl"), str(project / "1.ttl"))
    result = memograph(project, "--service", service + "good", "--property", "office", *paths)
    assert result.exit_code == 0, result.output
    [row] = rows(default_file(project, service))
    assert row["reason"].endswith("asked with P39 minister / ambassador to the united states")


def test_where_nothing_can_be_written_is_said_in_a_sentence(service: str, project: Path) -> None:
    (project / "file").write_text("", encoding="utf-8")
    result = memograph(project, "--service", service + "good", "--out", str(project / "file" / "p.csv"))
    assert result.exit_code == 1
    assert "p.csv: File exists; name a file in a folder that can be written" in result.output
    kept = project / "build" / ".cache" / "reconciliation"
    shutil.rmtree(kept)
    kept.write_text("", encoding="utf-8")
    result = memograph(project, "--service", service + "good")
    assert result.exit_code == 1
    assert "Not a directory: answers cannot be kept there" in result.output
    assert not default_file(project, service).exists()


def test_a_row_becomes_a_decision_once_its_action_is_filled_in(service: str, project: Path) -> None:
    memograph(project, "--service", service + "good")
    row = rows(default_file(project, service))[0]
    words = {name: row[name] for name in COLUMNS} | {"action": "add", "author": "A. Historian", "date": "2026-11-22"}
    decision = decision_of(words, Origin("proposals.csv", 2), SITE)
    assert (decision.action, decision.about) == (Action.ADD, About.MATCH)
    assert decision.subject == Ref(Kind.PERSON, "gromyko-andrei")
    assert decision.object == Literal("http://www.wikidata.org/entity/Q42")


def test_what_was_decided_is_not_proposed_again(service: str, project: Path) -> None:
    (project / "corpus" / "curation").mkdir()
    (project / "corpus" / "curation" / "a.csv").write_text(
        "action,about,subject,object,author,date\n"
        "reject,match,person/gromyko-andrei,http://www.wikidata.org/entity/Q42,A. Historian,2026-11-22\n",
        encoding="utf-8",
    )
    assert memograph(project, "--service", service + "good").exit_code == 0
    assert [row["subject"] for row in rows(default_file(project, service))] == ["place/moscow"]


def test_a_spreadsheet_with_decisions_is_not_written_over(service: str, project: Path) -> None:
    out = project / "mine.csv"
    assert memograph(project, "--service", service + "good", "--out", str(out)).exit_code == 0
    text = out.read_text(encoding="utf-8-sig").replace("\n,match", "\nadd,match", 1)
    out.write_text(text, encoding="utf-8-sig")
    result = memograph(project, "--service", service + "good", "--out", str(out))
    assert result.exit_code == 1
    assert f"{out}: 1 rows are decided; take them with `memograph review apply {out}`" in result.output
    assert out.read_text(encoding="utf-8-sig") == text
    other = project / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ReconciliationError, match="is something else than proposals"):
        undecided(other)


def test_names_of_types_and_properties_are_looked_up(service: str, project: Path) -> None:
    result = memograph(
        project, "--service", service + "suggesting", "--as", "human", "--property", "born=date of birth"
    )
    assert result.exit_code == 0, result.output
    first = sent(service, "suggesting")[0]
    assert first["type"] == "Q5"
    assert first["properties"] == [{"pid": "P569", "v": "1909"}]
    wrong = memograph(project, "--service", service + "suggesting", "--as", "humane")
    assert wrong.exit_code == 1
    assert "no type is called humane; like it are Q5 (human); Q1 (humanity)" in wrong.output


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--property", "height=P1"), "no fact is called 'height'; there are born, died, office"),
        (("--property", "alias"), "write alias=ID, with the id of that property of Test service"),
        (("--type", "Ship"), "'Ship' is not one of 'Person'"),
        (("--scheme", "orcid"), "'orcid' is not one of 'wikidata'"),
        (("--rate", "0"), "not in the range"),
    ],
)
def test_options_that_make_no_sense(service: str, project: Path, options: tuple[str, ...], words: str) -> None:
    result = memograph(project, "--service", service + "good", *options)
    assert result.exit_code == 2
    assert words in " ".join(result.output.split())


def test_facts_can_be_left_out_and_named(service: str, project: Path) -> None:
    memograph(project, "--service", service + "good-none", "--property", "none")
    memograph(project, "--service", service + "good-some", "--property", "born", "--property", "alias=P1449")
    assert [each.get("properties") for each in sent(service, "good-none")] == [None, None]
    assert sent(service, "good-some")[0]["properties"] == [
        {"pid": "P569", "v": "1909"},
        {"pid": "P1449", "v": "Gromiko"},
    ]


def test_records_of_another_scheme_than_the_service_says(service: str, project: Path) -> None:
    result = memograph(project, "--service", service + "good", "--scheme", "viaf")
    assert result.exit_code == 0
    assert (
        "“Q42” is no identifier of the scheme viaf; write a number, such as 46776864; it is left out" in result.output
    )
    assert rows(default_file(project, service)) == []


def test_a_service_that_answers_in_part_gives_what_it_answered_and_exit_1(service: str, project: Path) -> None:
    result = memograph(project, "--service", service + "gaps")
    assert result.exit_code == 1
    assert "1 of 2 answered, 1 proposals" in result.output
    assert "1 not answered; run it again to ask about them" in result.output
    assert len(rows(default_file(project, service))) == 1


def test_a_service_that_answers_nothing_leaves_no_file(service: str, project: Path) -> None:
    for path in ("html", "down"):
        result = memograph(project, "--service", service + path, "--timeout", "2")
        assert result.exit_code == 1
        assert result.output.startswith(("memograph: http", "reconcile", service))
        assert not default_file(project, service).exists()


def test_what_is_kept_is_not_asked_again_unless_fresh(service: str, project: Path) -> None:
    for options, number in (((), 2), ((), 2), (("--fresh",), 4)):
        assert memograph(project, "--service", service + "good-cached", *options).exit_code == 0
        assert len(sent(service, "good-cached")) == number
    kept = [json.loads(path.read_text()) for path in (project / "build").rglob("*.json")]
    assert {each["service"] for each in kept} == {service + "good-cached"}


def test_from_a_release_to_a_decision_and_no_further(service: str, build_dir: Path, tmp_path: Path) -> None:
    """The whole round: ask about all that documents mention, decide one row, take the file back, ask again."""
    config = f'[site]\nbase = "http://memograph.test/"\n[paths]\nbuild = "{build_dir}"\n'
    (tmp_path / "memograph.toml").write_text(config, encoding="utf-8")
    asked = ("--release", "--type", "Person", "--service", service + "good")
    assert memograph(tmp_path, *asked).exit_code == 0
    out = default_file(tmp_path, service)
    found = rows(out)
    assert "person/haig-alexander" in {row["subject"] for row in found}
    assert "person/gromyko-andrei" not in {row["subject"] for row in found}, "who has a Wikidata identifier"
    text = out.read_text(encoding="utf-8-sig")
    decided = text.replace("\n,match,,,,,,,person/haig-alexander", "\nadd,match,,,,,,,person/haig-alexander")
    out.write_text(decided, encoding="utf-8-sig")
    apply = ["--config", str(tmp_path / "memograph.toml"), "review", "apply", str(out), "--author", "A. Historian"]
    applied = CliRunner().invoke(main, apply)
    assert applied.exit_code == 0, applied.output
    assert applied.output.startswith("1 decided")
    out.unlink()
    assert memograph(tmp_path, *asked).exit_code == 0
    assert [row["subject"] for row in found if row not in rows(out)] == ["person/haig-alexander"]
