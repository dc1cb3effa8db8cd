"""`memograph annotate --explain`: a historian sees why each statement is made, and checks it against the sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from memograph.cli import main
from memograph.explain import explained, in_sentence
from memograph.model import (
    AnnotatedDocument,
    Candidate,
    Document,
    Entity,
    EntityType,
    Header,
    Linking,
    Relation,
    Source,
    Span,
    Zone,
    ZoneKind,
)

TEXT = "He came. Mr. Clark met J. F. Dulles in Paris on May 3. They dined.\n\nClark left."


def annotated(*relations: Relation, linkings: tuple[Linking, ...] = ()) -> AnnotatedDocument:
    gap = TEXT.index("\n\n")
    zones = (Zone(ZoneKind.BODY, Span(0, gap)), Zone(ZoneKind.BODY, Span(gap + 2, len(TEXT))))
    document = Document("d1", TEXT, Source("d1.txt", "text/plain", "0"), zones)
    people = (
        Entity("clark", EntityType.PERSON, "William Clark", names=("Clark",), known=True),
        Entity("dulles", EntityType.PERSON, "J. F. Dulles", names=("J. F. Dulles",)),
    )
    return AnnotatedDocument(document, Header("1", "letter", Span(0, 8)), people, (), relations, "m 1", linkings)


def met(**other: object) -> Relation:
    start = TEXT.index("Clark met")
    return Relation(
        "clark",
        "metWith",
        "dulles",
        Span(start, start + len("Clark met J. F. Dulles")),
        "metWith.met",
        0.875,
        EntityType.PERSON,
        EntityType.PERSON,
        **other,  # type: ignore[arg-type]
    )


def test_the_sentence_is_whole_and_the_evidence_marked() -> None:
    assert in_sentence(annotated(), met().evidence) == "Mr. ▸Clark met J. F. Dulles◂ in Paris on May 3."
    left = TEXT.index("left.")
    assert in_sentence(annotated(), Span(left, left + 5)) == "Clark ▸left.◂"


def test_a_statement_says_by_what_why_how_who_and_when() -> None:
    relation = met(
        parts=(("verb met", 1.23), ("far apart", -0.41), ("nothing", 0.01)),
        modality="report",
        asserted_by=(EntityType.PERSON, "dulles"),
        when="1955-05-03",
    )
    lines = [" ".join(line.split()) for line in explained(annotated(relation)).splitlines()]
    for expected in (
        "1 William Clark metWith J. F. Dulles",
        "confidence 0.88",
        "by metWith.met",
        "because verb met +1.2, far apart −0.4",
        "stated as a report, by J. F. Dulles",
        "when 1955-05-03",
        "text Mr. ▸Clark met J. F. Dulles◂ in Paris on May 3.",
    ):
        assert expected in lines


def test_who_is_who_shows_candidates_and_the_reason_for_an_unknown() -> None:
    linkings = (
        Linking("clark", (Candidate("clark", "William Clark", 0.93, (("in office", 2.0),)),)),
        Linking("dulles", (Candidate("x", "John F. Dulles", 0.4), Candidate("y", "Allen Dulles", 0.3)), "too close"),
    )
    lines = [" ".join(line.split()) for line in explained(annotated(linkings=linkings)).splitlines()]
    for expected in (
        "“Clark” → William Clark",
        "candidate 1 0.93 William Clark: in office +2.0",
        "“J. F. Dulles” → unknown",
        "unknown as too close",
        "candidate 2 0.30 Allen Dulles",
    ):
        assert expected in lines


def test_the_command_explains_a_document_of_the_corpus(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    result = CliRunner().invoke(main, ["annotate", "--explain", "frus1981-88v04d4"])
    assert result.exit_code == 0, result.output
    assert "Alexander M. Haig, Jr.  metWith  Andrei A. Gromyko" in result.output
    assert "▸meetings which Al Haig and you have had with Gromyko◂" in result.output
    assert "“Al Haig”  →  Alexander M. Haig, Jr. (hsg 105381)" in result.output


def test_an_unknown_document_is_an_error_that_names_its_likes(repository: Path) -> None:
    result = CliRunner().invoke(main, ["annotate", str(repository / "corpus"), "--explain", "frus1981-88v04d5"])
    assert result.exit_code == 1
    assert "frus1981-88v04d4" in result.stderr
    assert CliRunner().invoke(main, ["annotate", str(repository / "corpus")]).exit_code == 2
