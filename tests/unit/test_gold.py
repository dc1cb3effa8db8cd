"""The gold form: what is written can be read and scored, whatever the names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from memograph.errors import ReadError
from memograph.gold import read_gold, to_json
from memograph.model import (
    DOC,
    AnnotatedDocument,
    Document,
    Entity,
    EntityType,
    Fact,
    Header,
    Identifier,
    Mention,
    Relation,
    Source,
    Span,
)

TEXT = "Turkey’s Turkey Company wrote."


def annotated(date: Fact | None = None) -> AnnotatedDocument:
    place = Entity(
        "turkey",
        EntityType.PLACE,
        "Turkey",
        names=("Turkey",),
        known=True,
        identifiers=(Identifier("wikidata", "Q43", "http://www.wikidata.org/entity/Q43", "x"),),
    )
    body = Entity("turkey", EntityType.ORGANIZATION, "Turkey Company", names=("Turkey Company",))
    return AnnotatedDocument(
        Document("d1", TEXT, Source("d1.txt", "text/plain", "0")),
        Header("1", "memorandum", Span(0, 5), date=date),
        (place, body),
        (
            Mention("turkey", EntityType.PLACE, Span(0, 6), "name", "authority"),
            Mention("turkey", EntityType.ORGANIZATION, Span(9, 23), "name", "model"),
        ),
        (
            Relation(DOC, "sentBy", "turkey", Span(0, 23), "x", 0.5, None, EntityType.ORGANIZATION),
            Relation(DOC, "classified", "Secret", Span(0, 6), "x", 0.5),
        ),
        "model 1",
    )  # fmt: skip


def test_two_things_with_one_slug_stay_two() -> None:
    data = json.loads(to_json(annotated()))
    assert [(e["id"], e["type"]) for e in data["entities"]] == [
        ("turkey", "Place"),
        ("turkey-organization", "Organization"),
    ]
    assert [m["entity"] for m in data["mentions"]] == ["turkey", "turkey-organization"]
    assert data["relations"] == [
        ["DOC", "sentBy", "turkey-organization", "Turkey’s Turkey Company"],
        ["DOC", "classified", "Secret", "Turkey"],
    ]


def test_identifiers_are_given_as_values_and_as_iris() -> None:
    (place, body) = json.loads(to_json(annotated()))["entities"]
    assert place["wikidata"] == "Q43"
    assert place["sameAs"] == ["http://www.wikidata.org/entity/Q43"]
    assert "sameAs" not in body


def test_a_date_that_the_text_does_not_print_is_kept_apart() -> None:
    data = json.loads(to_json(annotated(Fact("1982-04-05", None, "sidecar"))))
    assert data["date"] == {"edtf": "1982-04-05", "source": "sidecar"}
    assert "date" not in json.loads(to_json(annotated()))


def test_reading_keeps_every_code_point(tmp_path: Path) -> None:
    (tmp_path / "d1.json").write_text(to_json(annotated()), encoding="utf-8")
    (tmp_path / "d1.txt").write_bytes(("\ufeff" + TEXT + "\r\n").encode())
    assert read_gold(tmp_path / "d1.json").text == "\ufeff" + TEXT + "\r\n"


@pytest.mark.parametrize(("content", "reason"), [("{", "not JSON"), ("[]", "needs entities"), ("{}", "needs entities")])
def test_what_is_no_annotation_is_an_error_with_its_file(tmp_path: Path, content: str, reason: str) -> None:
    file = tmp_path / "d1.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ReadError, match=reason) as error:
        read_gold(file)
    assert error.value.path == str(file)
