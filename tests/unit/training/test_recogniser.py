"""The trained recogniser: what it learns from, that training is reproducible, and what comes out of the folder."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from spacy.language import Language

from memograph.config import ExtractConfig
from memograph.extract.language import load_language
from memograph.model import EntityType, Span
from memograph.training.lessons import Lesson, read_lessons
from memograph.training.recogniser import Card, passages_of, train_recogniser

BODY = "Ambassador Thompson\u02bcs talk with Gromyko in Moscow touched the U.S.-Soviet exchanges.\n\nandUSSR agreed."
#: Surface → (type, kind); "USSR" is glued to the word before it, so no token begins where it does.
NAMES = {
    "Thompson": ("Person", "name"),
    "Gromyko": ("Person", "name"),
    "Moscow": ("Place", "name"),
    "U.S.": ("Place", "name"),
    "USSR": ("Place", "name"),
    "Ambassador": ("Person", "role"),
}


def gold(folder: Path, number: int) -> Lesson:
    folder.mkdir(exist_ok=True)
    text = f"{number}. Telegram From the Embassy\n\nMoscow, June 3, 1961.\n\n{BODY}\n"
    entities = [{"id": surface, "type": type_, "label": surface} for surface, (type_, _) in NAMES.items()]
    starts = {surface: text.rindex(surface) for surface in NAMES}
    mentions = [
        {"entity": surface, "start": starts[surface], "end": starts[surface] + len(surface), "kind": kind}
        for surface, (_, kind) in NAMES.items()
    ]
    path = folder / f"frus1961-63v05d{number}.json"
    path.write_text(json.dumps({"entities": entities, "relations": [], "mentions": mentions}), encoding="utf-8")
    path.with_suffix(".txt").write_text(text, encoding="utf-8")
    return next(lesson for lesson in read_lessons([folder]) if lesson.file == path)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Card, list[Lesson]]:
    folder = tmp_path_factory.mktemp("trained")
    lessons = [gold(folder / "gold", 1), gold(folder / "gold", 2)]
    return folder, train_recogniser(lessons, folder / "recogniser", data='two "documents"', epochs=1), lessons


@pytest.fixture(scope="module")
def shipped() -> Language:
    return load_language(ExtractConfig().model)


def test_passages_are_zones_with_the_names_that_stand_in_them(tmp_path: Path) -> None:
    passages = list(passages_of(gold(tmp_path, 7)))
    found = [(span.of(passage.text), type_) for passage in passages for span, type_ in passage.names]
    assert sorted(found) == sorted((s, EntityType(t)) for s, (t, kind) in NAMES.items() if kind == "name")
    body = next(passage for passage in passages if passage.text.startswith("Ambassador"))
    assert body.text.startswith("Ambassador Thompson's talk"), "as the parser sees it: plain apostrophe"
    assert body.names[0] == (Span(11, 19), EntityType.PERSON)


def test_the_same_documents_give_the_same_bytes(trained: tuple[Path, Card, list[Lesson]]) -> None:
    folder, card, lessons = trained
    assert train_recogniser(list(reversed(lessons)), folder / "again", data='two "documents"', epochs=1) == card
    for name in ("weights.bin", "config.cfg", "card.toml"):
        assert (folder / "again" / name).read_bytes() == (folder / "recogniser" / name).read_bytes()


def test_what_has_been_learnt_is_not_learnt_again(trained: tuple[Path, Card, list[Lesson]], tmp_path: Path) -> None:
    _, card, lessons = trained
    (tmp_path / "card.toml").write_text(card.to_toml(), encoding="utf-8")
    train_recogniser(lessons, tmp_path, data=card.data, epochs=1)
    assert [file.name for file in tmp_path.iterdir()] == ["card.toml"]
    train_recogniser(lessons[:1], tmp_path, data=card.data, epochs=1)
    assert (tmp_path / "weights.bin").is_file(), "other documents"


def test_the_card_says_what_was_learnt_from(trained: tuple[Path, Card, list[Lesson]]) -> None:
    folder, card, _ = trained
    written = tomllib.loads((folder / "recogniser" / "card.toml").read_text(encoding="utf-8"))
    assert written["data"] == {
        "name": 'two "documents"',
        "sha256": card.sha256,
        "documents": 2,
        "zones": card.zones,
        "names": 10,
        "misaligned": 2,
    }
    assert written["training"]["epochs"] == 1


def test_other_names_have_another_hash(trained: tuple[Path, Card, list[Lesson]], tmp_path: Path) -> None:
    _, card, lessons = trained
    file = gold(tmp_path, 1).file
    file.write_text(file.read_text(encoding="utf-8").replace('"Place"', '"Organization"'), encoding="utf-8")
    (other,) = read_lessons([tmp_path])
    assert train_recogniser([other, lessons[1]], tmp_path / "out", epochs=1).sha256 != card.sha256


def test_a_trained_folder_replaces_the_stock_recogniser(trained: tuple[Path, Card, list[Lesson]]) -> None:
    nlp = load_language(ExtractConfig().model, trained[0])
    assert set(nlp.get_pipe("ner").labels) == {type_.value for type_ in EntityType}  # type: ignore[attr-defined]
    assert nlp.component_names.count("ner") == 1
    assert nlp.pipe_names.count("memograph_names") == 1, "decides as it does, quicker"


def test_the_shipped_recogniser_finds_the_names_of_dev(shipped: Language, shared: Path) -> None:
    right = found = wanted = 0
    with shipped.select_pipes(enable="memograph_names"):
        for passage in (p for lesson in read_lessons([shared / "gold/dev"]) for p in passages_of(lesson)):
            names = {(span.start, span.end, type_.value) for span, type_ in passage.names}
            seen = {(e.start_char, e.end_char, e.label_) for e in shipped(passage.text).ents}
            right, found, wanted = right + len(names & seen), found + len(seen), wanted + len(names)
    assert wanted > 600
    assert 2 * right / (found + wanted) > 0.873, "two points under what was measured (docs/decisions/0008)"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The U.S.-Soviet talks", ["U.S."]),
        ("a U.S.-U.S.S.R. agreement", ["U.S.", "U.S.S.R."]),
        ("West Berlin—17 cases", ["West Berlin"]),
        ("the Kennedy-Khrushchev meeting", ["Kennedy", "Khrushchev"]),
        ("Gromyko's reply", ["Gromyko"]),
    ],
)
def test_names_begin_and_end_with_tokens(shipped: Language, text: str, names: list[str]) -> None:
    doc = shipped.make_doc(text)
    for name in names:
        assert doc.char_span(text.index(name), text.index(name) + len(name)) is not None
