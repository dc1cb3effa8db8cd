"""Files and folders → Documents: order, ids, and errors that stop nothing."""

from __future__ import annotations

from pathlib import Path

from memograph.errors import ReadError
from memograph.model import Document
from memograph.read import read, read_all

TEXT = "{}. Editorial Note\n\nOn May 3 nothing happened.\n"


def _write(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text(TEXT.format(len(name)), encoding="utf-8")


def _summary(results: list[Document | ReadError]) -> list[str]:
    return [r.id if isinstance(r, Document) else f"error: {Path(r.path).name}" for r in results]


def test_the_corpus_is_its_three_memoranda_with_their_sidecars(repository: Path) -> None:
    results = list(read_all([repository / "corpus/memoranda"]))
    assert _summary(results) == ["frus1981-88v03d156", "frus1981-88v03d247", "frus1981-88v04d4"]
    assert all(isinstance(r, Document) and r.sidecar is not None for r in results)


def test_folders_are_walked_in_order_and_sidecars_are_no_documents(tmp_path: Path) -> None:
    _write(tmp_path / "b", "two.txt", "one.TXT", "one.md")
    _write(tmp_path / "a" / "deep", "three.txt")
    (tmp_path / "a" / "alone.toml").write_text('date = "x"', encoding="utf-8")
    assert _summary(list(read_all([tmp_path]))) == ["three", "one", "two"]
    assert _summary(list(read_all([tmp_path / "b" / "two.txt", tmp_path / "a"]))) == ["two", "three"]


def test_errors_are_yielded_in_their_place(tmp_path: Path) -> None:
    _write(tmp_path, "a.txt", "c.txt", "e.txt")
    (tmp_path / "b.txt").write_bytes(b"\xff")
    (tmp_path / "d.xml").write_text("<TEI>", encoding="utf-8")
    (tmp_path / "e.toml").write_text("color = 1", encoding="utf-8")
    results = list(read_all([tmp_path, tmp_path / "gone.txt", tmp_path / "notes.pdf"]))
    assert _summary(results) == [
        "a",
        "error: b.txt",
        "c",
        "error: d.xml",
        "error: e.toml",
        "error: gone.txt",
        "error: notes.pdf",
    ]


def test_a_second_document_with_the_same_id_names_both_files(tmp_path: Path) -> None:
    _write(tmp_path / "x", "d1.txt")
    _write(tmp_path / "y", "d1.txt")
    first, second = read_all([tmp_path])
    assert isinstance(first, Document)
    assert isinstance(second, ReadError)
    assert str(tmp_path / "x/d1.txt") in second.reason
    assert second.path == str(tmp_path / "y/d1.txt")


def test_a_text_and_the_volume_that_holds_it_collide(shared: Path, repository: Path) -> None:
    both = [repository / "corpus/memoranda", shared / "data/frus/frus1981-88v03-excerpt.xml"]
    results = list(read_all(both))
    assert sum(isinstance(r, ReadError) and "was read already" in r.reason for r in results) == 2
    assert len(results) == 13


def test_reading_is_deterministic(shared: Path) -> None:
    paths = [shared / "data/memoranda", shared / "data/frus/frus1981-88v03-excerpt.xml"]
    assert [r for r in read_all(paths) if isinstance(r, Document)] == [
        r for r in read_all(paths) if isinstance(r, Document)
    ]


def test_one_file_read_by_itself_raises_nothing(tmp_path: Path) -> None:
    (result,) = read(tmp_path / "missing.xml")
    assert isinstance(result, ReadError)
    assert "cannot be opened" in result.reason
