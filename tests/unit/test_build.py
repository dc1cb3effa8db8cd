"""Builds of small corpora on disk: same input, same bytes; bad input is reported and the rest goes on."""

from __future__ import annotations

import gzip
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from memograph.annotating import annotate_files
from memograph.build import TOLD, Outcome, build_release
from memograph.config import BuildConfig, Config, load_config, with_paths
from memograph.errors import ConfigurationError, ReadError, ReleaseError
from memograph.fingerprint import unchanged
from memograph.making import Retiring
from memograph.model import Report, Result
from memograph.registry import REGISTRY
from memograph.release import current_release
from memograph.verdict import read_verdict


class Recorder:
    """Progress that keeps what it is told."""

    def __init__(self) -> None:
        self.stages: dict[str, int] = {}
        self.steps: dict[str, int] = {}
        self.problems: list[str] = []

    def stage(self, name: str, total: int | None) -> None:
        self.stages[name] = total or 0
        self.steps[name] = 0
        self.current = name

    def step(self, words: int = 0) -> None:
        self.steps[self.current] += 1

    def problem(self, message: str) -> None:
        self.problems.append(message)


@pytest.fixture
def corpus(tmp_path: Path, repository: Path) -> Path:
    """A corpus of the three memoranda, to be spoilt by a test."""
    folder = tmp_path / "corpus"
    shutil.copytree(repository / "corpus/memoranda", folder / "memoranda")
    return folder


@pytest.fixture
def config(tmp_path: Path, repository: Path, corpus: Path) -> Config:
    config = with_paths(load_config(repository / "memograph.toml"), corpus, tmp_path / "build")
    return replace(config, extract=replace(config.extract, processes=1))


def dump(outcome: Outcome) -> bytes:
    assert outcome.release is not None
    return gzip.decompress((outcome.release.dumps / "memograph.nq.gz").read_bytes())


def of_documents(outcome: Outcome) -> list[bytes]:
    """The quads that documents say, without those that describe the release."""
    return [line for line in dump(outcome).splitlines() if b"/graph/document/" in line]


def test_the_same_input_gives_the_same_bytes_and_is_not_built_again(config: Config, tmp_path: Path) -> None:
    first_progress = Recorder()
    first = build_release(config, first_progress)
    assert first.good
    assert first.release is not None
    assert first_progress.stages == first_progress.steps
    assert first_progress.stages["extract"] == 3
    assert unchanged(config) == current_release(config.paths.build)

    elsewhere = tmp_path / "elsewhere" / "corpus"
    shutil.copytree(config.paths.corpus, elsewhere)
    parallel = replace(config, extract=replace(config.extract, processes=2))
    again = build_release(with_paths(parallel, elsewhere, tmp_path / "build2"), Recorder())
    assert again.release is not None
    assert dump(again) == dump(first)
    assert again.release.manifest.version == first.release.manifest.version
    assert again.release.manifest.nquads_sha256 == first.release.manifest.nquads_sha256

    renamed = replace(config, site=replace(config.site, title="Another title"))
    why: dict[str, tuple[str, ...]] = {}
    third = build_release(renamed, Recorder(), explain=why.__setitem__)
    assert list(why.values()) == [(), (), ()], "a title is in no shard"
    assert of_documents(third) == of_documents(first)
    assert json.loads((third.release.reports / "documents/frus1981-88v04d4.json").read_text()) == json.loads(  # type: ignore[union-attr]
        (first.release.reports / "documents/frus1981-88v04d4.json").read_text()
    )


def test_a_changed_document_is_a_changed_release(config: Config) -> None:
    config = replace(config, build=BuildConfig(keep_releases=1))
    why: dict[str, tuple[str, ...]] = {}
    first = build_release(config, Recorder(), explain=why.__setitem__)
    assert set(why.values()) == {("there is no cache yet",)}
    file = config.paths.corpus / "memoranda/frus1981-88v03d156.txt"
    file.write_bytes(file.read_bytes().replace(b"Pipes", b"Papes"))
    assert unchanged(config) is None
    second = build_release(config, Recorder(), explain=why.__setitem__)
    changed = {"frus1981-88v03d156": ("its text has changed",)}
    assert why == {"frus1981-88v03d247": (), "frus1981-88v04d4": (), **changed}
    assert first.release is not None
    assert second.release is not None
    assert first.release.manifest.version != second.release.manifest.version
    assert current_release(config.paths.build).manifest.version == second.release.manifest.version
    assert (first.changes, first.removed) == (None, ())
    assert second.removed == (first.release.manifest.version,), "one is kept"
    assert not first.release.path.exists()
    assert second.changes is not None
    assert second.changes.before == first.release.manifest.version
    assert second.changes.counts["document"] == {"changed": 1}
    assert {change.iri.rpartition("/")[2] for change in second.changes.first if change.kind == "document"} == {
        "frus1981-88v03d156"
    }
    catalog = "PREFIX dcat: <http://www.w3.org/ns/dcat#> SELECT ?before { ?release dcat:previousVersion ?before }"
    [row] = ox.Store.read_only(str(second.release.store)).query(catalog)  # type: ignore[union-attr]
    assert row["before"].value.endswith(f"/dumps/{first.release.manifest.version}")


#: A short document.
LETTER = """{number}. Memorandum

Washington, May {number}, 1961.

Mr. Rusk met Andrei Gromyko on May 2. {more}
"""


def test_what_is_made_partly_from_the_cache_is_what_is_made_from_scratch(config: Config, tmp_path: Path) -> None:
    corpus, authority = tmp_path / "letters", tmp_path / "authority.ttl"
    corpus.mkdir()
    label = '<http://www.w3.org/2000/01/rdf-schema#label> "Andrei Gromyko"@en'
    authority.write_text(f"<id/person/gromyko> a <ontology#Person> ; {label} .", encoding="utf-8")
    for number in (1, 2, 3):
        text = LETTER.format(number=number, more="Mr. Bundy left." if number == 3 else "")
        (corpus / f"d{number}.txt").write_text(text, encoding="utf-8")
    ours = {"authority": (authority,), "curation": tmp_path / "curation"}
    config = with_paths(replace(config, paths=replace(config.paths, **ours)), corpus)
    build_release(config, Recorder())
    registry = tmp_path / "registry.txt"
    shutil.copy(config.paths.build / REGISTRY, registry)
    (corpus / "d3.txt").unlink()
    (corpus / "d1.txt").write_text(LETTER.format(number=1, more="Mr. Ball wrote to Mr. Rusk."), encoding="utf-8")
    why: dict[str, tuple[str, ...]] = {}
    retiring = Retiring("It was filed twice.", "J. Doe")
    grown = build_release(config, Recorder(), retiring=retiring, explain=why.__setitem__)
    assert why == {"d1": ("its text has changed",), "d2": ()}
    deprecated = b"<http://www.w3.org/2002/07/owl#deprecated>"
    withdrawn = {line.split()[0].rpartition(b"/id/")[2] for line in dump(grown).splitlines() if deprecated in line}
    assert {b"document/d3>", b"person/bundy-d3>"} <= withdrawn, "who only he named; Gromyko stays"
    assert b"person/gromyko>" not in withdrawn

    # decisions and registry are what lasts; nothing else of the builds before is there
    elsewhere = replace(with_paths(config, corpus, tmp_path / "build2"), build=BuildConfig(registry=str(registry)))
    scratch = build_release(elsewhere, Recorder())
    assert dump(grown) == dump(scratch)
    assert grown.release is not None
    assert scratch.release is not None
    assert grown.release.manifest.nquads_sha256 == scratch.release.manifest.nquads_sha256


def test_why_a_whole_is_not_published_is_told_without_warnings_and_not_without_end() -> None:
    results = tuple(
        Result(severity, f"http://localhost:8000/id/person/p{number}", None, None, "Two labels.", "label", "maxCount")
        for number in range(TOLD + 1)
        for severity in ("Warning", "Violation")
    )
    outcome = Outcome(None, False, Report(False, results), (), (), 0.0)
    assert outcome.violations == results[1 : 2 * TOLD : 2]
    assert outcome.verdict == f"does not conform: not published ({TOLD + 1} violations, {TOLD + 1} warnings)"


class Deciding(Recorder):
    """Somebody who decides while a build runs: a file of decisions is there when the documents have been read."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file

    def stage(self, name: str, total: int) -> None:
        super().stage(name, total)
        if name == "assemble":
            self.file.parent.mkdir()
            self.file.write_text(
                "action,about,subject,author,date,note\nwithdraw,entity,place/geneva,J. Doe,2026-11-22,A test.\n",
                encoding="utf-8",
            )


def test_what_is_decided_while_a_build_runs_is_left_to_the_next_and_not_lost(config: Config, tmp_path: Path) -> None:
    for spare in ("frus1981-88v03d156", "frus1981-88v04d4"):
        (config.paths.corpus / f"memoranda/{spare}.txt").unlink()
        (config.paths.corpus / f"memoranda/{spare}.toml").unlink()
    config = replace(config, paths=replace(config.paths, curation=tmp_path / "curation"))
    assert build_release(config, Deciding(tmp_path / "curation/d.csv")).good
    assert unchanged(config) is None


BAD = {
    "not-utf8.txt": b"1. Memorandum From A to B\xff\n\nText.\n",
    "empty.txt": b"",
    "no-heading.txt": b"Nothing here looks like a heading of a document.\n",
    "broken.xml": b"<TEI><text>",
    "entity.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><TEI xmlns="http://www.tei-c.org/ns/1.0">&x;</TEI>',
}


def test_bad_files_are_reported_and_the_rest_is_published(config: Config) -> None:
    for name, content in BAD.items():
        (config.paths.corpus / name).write_bytes(content)
    progress = Recorder()
    outcome = build_release(config, progress)
    assert outcome.good
    assert outcome.release is not None
    assert outcome.release.manifest.counts.documents == 3
    assert {Path(error.path).name for error in outcome.unreadable} == BAD.keys()
    assert len(progress.problems) == len(BAD)
    report = json.loads((outcome.release.reports / "release.json").read_text(encoding="utf-8"))
    assert {Path(row["file"]).name for row in report["unreadable"]} == BAD.keys()
    assert all(row["reason"] for row in report["unreadable"])
    lines = outcome.errors_file.read_text(encoding="utf-8").splitlines()
    assert {Path(json.loads(line)["file"]).name for line in lines} == BAD.keys()
    assert sum(outcome.errors.values()) == len(BAD)


def test_strict_publishes_nothing_when_a_file_is_bad(config: Config) -> None:
    (config.paths.corpus / "empty.txt").write_bytes(b"")
    outcome = build_release(config, Recorder(), strict=True)
    assert not outcome.good
    assert outcome.release is None
    assert not (config.paths.build / "current").exists()


def test_a_document_that_does_not_conform_is_left_out_with_its_report(config: Config, tmp_path: Path) -> None:
    shapes = tmp_path / "shapes"
    shutil.copytree(config.paths.shapes, shapes)
    (shapes / "extra.ttl").write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix mg: <ontology#> . @prefix : <shapes#> .
        :OnlySecret a sh:NodeShape ; sh:targetClass mg:Document ; sh:property :OnlySecret-classified .
        :OnlySecret-classified a sh:PropertyShape ; sh:path mg:classified ; sh:hasValue "Secret" ;
            sh:message "Only secret documents are published here."@en .
        """,
        encoding="utf-8",
    )
    config = replace(config, paths=replace(config.paths, shapes=shapes))
    outcome = build_release(config, Recorder())
    assert outcome.quarantined == ("frus1981-88v04d4",), "the one that is Secret; Sensitive"
    assert not outcome.good
    assert outcome.release is not None
    assert outcome.release.manifest.counts.documents == 2
    assert outcome.release.manifest.counts.quarantined == 1
    told = read_verdict(outcome.release.reports)
    assert told is not None
    assert [each.document for each in told.left_out] == ["frus1981-88v04d4"]
    assert told.left_out[0].reasons == (("Only secret documents are published here.", 1),)
    assert "Only secret documents are published here." in {rule.message for rule in told.rules}
    assert told.documents == outcome.release.manifest.counts.documents + 1
    assert {rule.whole for rule in told.rules} == {True, False}
    assert b"id/statement/frus1981-88v04d4" not in dump(outcome)
    report = json.loads((outcome.release.reports / "documents/frus1981-88v04d4.json").read_text(encoding="utf-8"))
    assert [row["message"] for row in report["results"]] == ["Only secret documents are published here."]
    [line] = outcome.errors_file.read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {
        "class": "does-not-conform",
        "document": "frus1981-88v04d4",
        "reason": "Only secret documents are published here.",
    }


def test_a_release_without_any_document_does_not_replace_a_good_one(config: Config, tmp_path: Path) -> None:
    good = build_release(config, Recorder())
    assert good.release is not None
    shapes = tmp_path / "shapes"
    shutil.copytree(config.paths.shapes, shapes)
    (shapes / "extra.ttl").write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix mg: <ontology#> . @prefix : <shapes#> .
        :None a sh:NodeShape ; sh:targetClass mg:Document ; sh:property :None-number .
        :None-number a sh:PropertyShape ; sh:path mg:documentNumber ; sh:maxCount 0 ; sh:message "None."@en .
        """,
        encoding="utf-8",
    )
    outcome = build_release(replace(config, paths=replace(config.paths, shapes=shapes)), Recorder())
    assert not outcome.good
    assert outcome.release is None
    assert len(outcome.quarantined) == 3
    assert current_release(config.paths.build).manifest.version == good.release.manifest.version


def test_a_wrong_shapes_file_is_not_the_documents_fault(config: Config, tmp_path: Path) -> None:
    shapes = tmp_path / "shapes"
    shutil.copytree(config.paths.shapes, shapes)
    (shapes / "extra.ttl").write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix mg: <ontology#> . @prefix : <shapes#> .
        :Wrong a sh:NodeShape ; sh:targetClass mg:Document ; sh:sparql [ sh:select "SELECT WHERE" ] .
        """,
        encoding="utf-8",
    )
    with pytest.raises(ConfigurationError, match="shapes"):
        build_release(replace(config, paths=replace(config.paths, shapes=shapes)), Recorder())


def test_a_release_that_does_not_conform_as_a_whole_is_not_published(config: Config, tmp_path: Path) -> None:
    authority = tmp_path / "authority"
    shutil.copytree(config.paths.authority[0], authority)
    (authority / "twin.ttl").write_text(
        """@prefix mg: <ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        <id/person/twin> a mg:Person ; rdfs:label "A Twin"@en ; skos:prefLabel "A Twin"@en ;
            skos:exactMatch <http://www.wikidata.org/entity/Q184267> ; mg:identifiedBy <id/person/twin#wikidata> .
        <id/person/twin#wikidata> a mg:Identifier ; mg:scheme "wikidata" ; skos:notation "Q184267" ;
            dcterms:source "Gromyko’s, by mistake" .
        """,
        encoding="utf-8",
    )
    outcome = build_release(replace(config, paths=replace(config.paths, authority=(authority,))), Recorder())
    assert not outcome.report.conforms
    assert not outcome.good
    assert "not published" in outcome.verdict
    assert not (config.paths.build / "current").exists()


def test_a_corpus_without_documents_is_an_error(config: Config, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(ReleaseError, match="no document could be read"):
        build_release(with_paths(config, tmp_path / "nothing"), Recorder())
    with pytest.raises(ReleaseError, match="no such folder"):
        build_release(with_paths(config, tmp_path / "absent"), Recorder())


def test_annotate_writes_text_and_annotation_side_by_side(config: Config, tmp_path: Path) -> None:
    (config.paths.corpus / "empty.txt").write_bytes(b"")
    out = tmp_path / "out"
    errors = list(annotate_files(config, [config.paths.corpus], out, []))
    assert [Path(error.path).name for error in errors] == ["empty.txt"]
    assert all(isinstance(error, ReadError) for error in errors)
    source = config.paths.corpus / "memoranda/frus1981-88v04d4.txt"
    assert (out / "frus1981-88v04d4.txt").read_bytes() == source.read_bytes()
    data = json.loads((out / "frus1981-88v04d4.json").read_text(encoding="utf-8"))
    assert data["id"] == "frus1981-88v04d4"
    assert len(list(out.glob("*.json"))) == 3
