"""Where documents may lie: folders, globs, links, archives, URLs; and names that are no files."""

from __future__ import annotations

import gzip
import io
import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest

from memograph.errors import READ_ERRORS, ReadError
from memograph.model import Raw
from memograph.read import SOURCES, expected, is_there, limits, note, raw_documents, read_raw, stamps

TEXT = "{}. Editorial Note\n\nOn May 3 nothing happened.\n"
SIDECAR = 'date = "1961-05-03"\ndate_source = "the folder"\n'
TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="v1"><text><div type="document" n="1">'
    "<head>1. Note</head></div></text></TEI>"
)


def _write(folder: Path, *names: str) -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TEXT.format(7), encoding="utf-8")


def _told(*places: Path | str) -> list[tuple[str, str]]:
    """What comes of places: id and relative name of each document, kind and file name of each error."""
    told = []
    for found in raw_documents(places):
        if isinstance(found, Raw):
            told.append((found.id, found.name))
        else:
            assert found.kind in READ_ERRORS
            told.append((found.kind, Path(found.path).name))
    return told


# ── folders, globs, links ─────────────────────────────────────────────────────────────────────────────────────────────


def test_names_are_relative_to_the_place_they_were_found_under(tmp_path: Path) -> None:
    _write(tmp_path, "b/x/two.txt", "b/one.txt", "a.txt")
    assert _told(tmp_path) == [("a", "a.txt"), ("one", "b/one.txt"), ("two", "b/x/two.txt")]
    assert _told(tmp_path / "b/x/two.txt") == [("two", "two.txt")]
    (path,) = (each.path for each in raw_documents([tmp_path / "b/one.txt"]))
    assert path == str(tmp_path / "b/one.txt")


def test_a_glob_is_relative_to_what_stands_before_its_first_wildcard(tmp_path: Path) -> None:
    _write(tmp_path, "1961/a.txt", "1961/b.md", "1962/deep/c.txt", "1970/d.txt", "e[1].txt")
    assert _told(tmp_path / "196*") == [("a", "1961/a.txt"), ("c", "1962/deep/c.txt")]
    assert _told(tmp_path / "**/*.txt") == [
        ("a", "1961/a.txt"),
        ("c", "1962/deep/c.txt"),
        ("d", "1970/d.txt"),
        ("e[1]", "e[1].txt"),
    ]
    assert _told(tmp_path / "e[1].txt") == [("e[1]", "e[1].txt")]  # a file of that name comes first
    assert _told(tmp_path / "*.gz") == [("unreadable", "*.gz")]


def test_links_are_followed_and_no_folder_is_walked_twice(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    _write(corpus, "a/one.txt")
    _write(tmp_path, "elsewhere/two.txt")
    (corpus / "a/back").symlink_to(corpus)
    (corpus / "b").symlink_to(tmp_path / "elsewhere")
    (corpus / "c").symlink_to(corpus / "a")
    (corpus / "d.txt").symlink_to(corpus / "d.txt")
    (corpus / "e.txt").symlink_to(tmp_path / "gone")
    (corpus / "f").symlink_to(tmp_path / "gone")
    assert _told(corpus) == [
        ("symlink-loop", "back"),
        ("one", "a/one.txt"),
        ("two", "b/two.txt"),
        ("duplicate", "c"),
        ("symlink-loop", "d.txt"),
        ("unreadable", "e.txt"),
    ]


def test_what_is_no_file_is_told_and_never_opened(tmp_path: Path) -> None:
    _write(tmp_path, "good.txt", "folder.txt/inside.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "empty.xml").mkdir()
    (tmp_path / "plain").mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s.txt"))
        told = _told(tmp_path)
    assert told == [
        ("unreadable", "empty.xml"),
        ("inside", "folder.txt/inside.txt"),
        ("good", "good.txt"),
        ("unreadable", "pipe.txt"),
        ("unreadable", "s.txt"),
    ]
    os.mkfifo(tmp_path / "good.toml")
    assert ("unreadable", "good.toml") in _told(tmp_path)
    assert _told(tmp_path / "pipe.txt", tmp_path / "no.txt", "a\0b.txt") == [
        ("unreadable", "pipe.txt"),
        ("unreadable", "no.txt"),
        ("name", "a\0b.txt"),
    ]


def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    """In a process of another user: the superuser may read everything."""
    _write(tmp_path, "good.txt", "locked.txt", "closed/in.txt")
    (tmp_path / "locked.txt").chmod(0)
    (tmp_path / "closed").chmod(0)
    tmp_path.chmod(0o755)
    receiving, sending = os.pipe()
    if not (child := os.fork()):
        try:
            os.chdir(tmp_path)
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            os.write(sending, repr(_told(Path())).encode())
        finally:
            os._exit(0)
    os.close(sending)
    with os.fdopen(receiving) as answer:
        told = answer.read()
    os.waitpid(child, 0)
    (tmp_path / "closed").chmod(0o755)
    assert told == repr([("unreadable", "closed"), ("good", "good.txt"), ("unreadable", "locked.txt")])


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems have no such names")
def test_names_that_no_address_can_have_are_told(tmp_path: Path) -> None:
    _write(tmp_path, "good é.txt", "line\nbreak.txt", "x" * 220 + ".txt")
    for name in (b"caf\xe9.txt", b"d\xff/inside.txt"):
        file = tmp_path / os.fsdecode(name)
        file.parent.mkdir(exist_ok=True)
        file.write_text(TEXT.format(1), encoding="utf-8")
    found = list(raw_documents([tmp_path]))
    errors = [each for each in found if isinstance(each, ReadError)]
    assert [error.kind for error in errors] == ["name"] * 4
    assert [raw.id for raw in found if isinstance(raw, Raw)] == ["good é"]
    for error in errors:
        str(error).encode()  # can be printed and written
    assert r"caf\udce9.txt" in errors[0].path


def test_an_id_never_leads_out_of_a_folder(tmp_path: Path) -> None:
    file = tmp_path / "volume.xml"
    for bad in ("../../up", "a\\b", "a&#10;b", "x" * 300):
        file.write_text(TEI.replace('n="1"', f'n="{bad}"'), encoding="utf-8")
        assert _told(file) == [("name", "volume.xml")]


# ── archives ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _zip(file: Path, **members: bytes | str) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file


def test_members_of_an_archive_are_read_in_order_with_their_sidecars(tmp_path: Path) -> None:
    box = _zip(
        tmp_path / "box.zip",
        **{
            "b/two.txt": TEXT.format(2),
            "b/two.toml": SIDECAR,
            "a/one.txt.gz": gzip.compress(TEXT.format(1).encode()),
            "a/one.toml": SIDECAR,
            "volume.xml": TEI,
            "__MACOSX/._one.txt": b"\0\5",
            "picture.png": b"",
        },
    )
    _write(tmp_path, "z.txt")
    assert _told(tmp_path) == [
        ("one", "box.zip!/a/one.txt.gz"),
        ("two", "box.zip!/b/two.txt"),
        ("v1d1", "box.zip!/volume.xml"),
        ("z", "z.txt"),
    ]
    dates = [read_raw(raw).sidecar for raw in raw_documents([box]) if isinstance(raw, Raw)]
    assert [each.date if each else None for each in dates] == ["1961-05-03", "1961-05-03", None]


def test_a_packed_file_is_read_as_if_it_were_not(tmp_path: Path) -> None:
    for name, content in (("one.txt", TEXT.format(1)), ("volume.xml", TEI)):
        (tmp_path / name).write_text(content, encoding="utf-8")
        (plain,) = raw_documents([tmp_path / name])
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content.encode()))
        (packed,) = raw_documents([tmp_path / f"{name}.gz"])
        assert isinstance(plain, Raw)
        assert isinstance(packed, Raw)
        assert (plain.id, plain.data, plain.source_sha256) == (packed.id, packed.data, packed.source_sha256)
    (tmp_path / "one.toml").write_text(SIDECAR, encoding="utf-8")
    (raw,) = raw_documents([tmp_path / "one.txt.gz"])
    assert isinstance(raw, Raw)
    assert raw.beside == SIDECAR.encode()


def test_archives_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    inner = _zip(tmp_path / "inner.zip", **{"a.txt": TEXT.format(1)}).read_bytes()
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "odd.zip", "w") as archive:
        archive.writestr("inner.zip", inner)
        archive.writestr(link, "/etc/hostname")
        archive.writestr("good.txt", TEXT.format(1))
    (tmp_path / "inner.zip").write_bytes(inner[:-30])
    packed = gzip.compress(TEXT.format(1).encode() * 50)
    (tmp_path / "cut.txt.gz").write_bytes(packed[:-9])
    (tmp_path / "flipped.txt.gz").write_bytes(packed[:-6] + b"\0\0" + packed[-4:])
    (tmp_path / "none.txt.gz").write_bytes(b"no gzip")
    locked = bytearray(_zip(tmp_path / "locked.zip", **{"l.txt": TEXT.format(1)}).read_bytes())
    locked[6] |= 1
    locked[locked.rindex(b"PK\1\2") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    assert _told(tmp_path) == [
        ("archive", "cut.txt.gz"),
        ("archive", "flipped.txt.gz"),
        ("archive", "inner.zip"),
        ("archive", "l.txt"),
        ("archive", "none.txt.gz"),
        ("good", "odd.zip!/good.txt"),
        ("archive", "inner.zip"),
        ("archive", "link.txt"),
    ]


def test_a_few_bytes_that_unpack_to_many_are_not_unpacked(tmp_path: Path) -> None:
    """A volume that would be 256 MiB of spaces: the ratio ends it. A text is ended by the size of a document before."""
    spaces, packed = b" " * 2**20, io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as out:
        out.write(TEI.encode().replace(b"</text>", b""))
        for _ in range(256):
            out.write(b"<p>" + spaces + b"</p>")
    (tmp_path / "a.xml.gz").write_bytes(packed.getvalue())
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(spaces * 20, 1))
    _zip(tmp_path / "c.zip", **{"c.txt": spaces * 20})
    assert len(packed.getvalue()) * limits.RATIO < 256 * 2**20
    assert _told(tmp_path) == [("archive", "a.xml.gz"), ("too-large", "b.txt.gz"), ("too-large", "c.txt")]


# ── URLs ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _bucket(folder: Path) -> Iterator[str]:
    """The same files in fsspec's memory."""
    files, root = fsspec.filesystem("memory"), "/bucket/corpus"
    files.put(str(folder), root, recursive=True)
    try:
        yield f"memory:/{root}"
    finally:
        files.rm("/bucket", recursive=True)


def test_a_corpus_gives_the_same_wherever_it_lies(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    _write(corpus, "a/one.txt", "a b.txt", "c#d.txt", "pct%20.txt", "z.bad.txt")
    (corpus / "a/one.toml").write_text(SIDECAR, encoding="utf-8")
    _zip(corpus / "box.zip", **{"two.txt": TEXT.format(2), "two.toml": SIDECAR, "volume.xml": TEI})
    (corpus / "a/three.txt.gz").write_bytes(gzip.compress(TEXT.format(3).encode()))
    (corpus / "broken.zip").write_bytes(b"PK")
    whole = zipfile.ZipFile(tmp_path / "whole.zip", "w")
    for file in sorted(corpus.rglob("*")):
        whole.write(file, file.relative_to(corpus))
    whole.close()
    with _bucket(corpus) as bucket:
        places = [corpus, corpus.as_uri(), str(corpus), f"{bucket}/", bucket, f"zip://::{tmp_path / 'whole.zip'}"]
        results = [list(raw_documents([place])) for place in places]
    expected = [replace(raw, path="") for raw in results[0] if isinstance(raw, Raw)]
    assert len(expected) == 8
    for result in results:
        assert [replace(raw, path="") for raw in result if isinstance(raw, Raw)] == expected
        (error,) = (each for each in result if isinstance(each, ReadError))
        assert (error.kind, error.path.count("broken.zip")) == ("archive", 1)


def test_a_url_names_one_file_or_is_a_glob(tmp_path: Path) -> None:
    _write(tmp_path, "a/one.txt", "b/two.txt", "b/three.md")
    (tmp_path / "a/one.toml").write_text(SIDECAR, encoding="utf-8")
    with _bucket(tmp_path) as bucket:
        assert _told(f"{bucket}/a/one.txt") == [("one", "one.txt")]
        (raw,) = raw_documents([f"{bucket}/a/one.txt"])
        assert isinstance(raw, Raw)
        assert raw.beside == SIDECAR.encode()
        assert _told(f"{bucket}/*/*.txt") == [("one", "a/one.txt"), ("two", "b/two.txt")]
        assert _told(f"{bucket}/[ab]") == [("one", "a/one.txt"), ("two", "b/two.txt")]
        assert _told(f"{bucket}/*.gz", f"{bucket}/gone.txt") == [("unreadable", "*.gz"), ("remote", "gone.txt")]
        (raw,) = raw_documents([f"{bucket}/b/two.txt"])
        assert _told(raw.path) == [("two", "two.txt")]  # what an error names can be named again


def test_a_url_that_nothing_here_can_ask_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    (error,) = raw_documents(["gopher://127.0.0.1/x"])
    assert isinstance(error, ReadError)
    assert error.kind == "remote"
    monkeypatch.setitem(sys.modules, "fsspec", None)  # as where the extra is not installed
    (error,) = raw_documents(["s3://bucket/corpus"])
    assert isinstance(error, ReadError)
    assert "memograph[remote]" in error.reason


def test_fsspec_is_not_loaded_for_files(tmp_path: Path) -> None:
    _write(tmp_path, "a.txt")
    code = (
        "import sys; from memograph.read import read_all;"
        "print(len(list(read_all(sys.argv[1:]))), 'fsspec' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False"]


def test_about_how_many_documents_there_are_is_known_without_reading(shared: Path, tmp_path: Path) -> None:
    _write(tmp_path, "a/one.txt", "two.txt")
    _zip(tmp_path / "box.zip", **{"three.txt": TEXT.format(3), "four.txt": b"\xff" * 20, "inner.zip": b""})
    os.mkfifo(tmp_path / "pipe.txt")
    assert expected([tmp_path]) == 6
    assert 5 < expected([shared / "data/frus/frus1981-88v03-excerpt.xml"]) < 20


def test_a_corpus_that_changes_has_another_stamp(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    _write(corpus, "a.txt", "sub/b.txt", "notes.md")
    _write(tmp_path, "elsewhere/c.txt")
    (corpus / "link").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(corpus / "pipe.txt")
    seen = [list(stamps([corpus]))]
    for name in ("a.txt", "a.toml", "sub/b.txt", "link/c.txt", "SOURCES.md", "new.txt"):
        with (corpus / name).open("a", encoding="utf-8") as file:
            file.write("x")
        seen.append(list(stamps([corpus])))
    assert len({tuple(each) for each in seen}) == 7
    (corpus / "notes.md").write_text("not of the corpus", encoding="utf-8")
    assert list(stamps([corpus])) == seen[-1]
    with _bucket(tmp_path / "elsewhere") as bucket:
        first = list(stamps([bucket]))
        fsspec.filesystem("memory").pipe("/bucket/corpus/c.txt", b"changed")
        assert list(stamps([bucket])) != first
        fsspec.filesystem("memory").pipe("/bucket/corpus/SOURCES.md", "Où".encode())
        assert note(bucket, SOURCES) == "Où"


def test_a_place_that_cannot_be_there_is_known(tmp_path: Path) -> None:
    assert [is_there(place) for place in (tmp_path, tmp_path / "*.txt", "s3://any/thing")] == [True] * 3
    assert not is_there(tmp_path / "gone")
