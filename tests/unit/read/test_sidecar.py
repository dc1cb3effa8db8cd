"""Sidecars: what they may say, and how a wrong one is reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from memograph.errors import ReadError
from memograph.model import Sidecar
from memograph.read.sidecar import read_sidecar as read_bytes


def read_sidecar(file: Path) -> Sidecar:
    return read_bytes(str(file), file.read_bytes())


def test_a_sidecar_is_read(tmp_path: Path) -> None:
    file = tmp_path / "d1.toml"
    file.write_text('date = "1983-01-28/1983-02-02"\ndate_source = "the folder"\n', encoding="utf-8")
    assert read_sidecar(file) == Sidecar(date="1983-01-28/1983-02-02", date_source="the folder")


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b'dat = "1982-04-05"\n', "unknown key 'dat'", 1),
        (b'\ndate = 1982-04-05\ndate_source = "x"\n', "date must be text in quotes", 2),
        (b'place = ""\nplace_source = "x"\n', "place must be text in quotes", 1),
        (b'date = "1982-04-05"\n', "date needs date_source", 1),
        (b'date_source = "x"\ndate = "April 5, 1982"\n', "is no EDTF date", 2),
        (b'# x\ndate = "1982"\n"date_source = 1\n', "not TOML", 3),
        (b"date = '\xff'", "is not UTF-8", None),
        (b"date = " + b"9" * 9000, "not a sidecar", None),
    ],
)
def test_a_wrong_sidecar_names_file_and_key(tmp_path: Path, content: bytes, reason: str, line: int | None) -> None:
    file = tmp_path / "d1.toml"
    file.write_bytes(content)
    with pytest.raises(ReadError, match=reason) as caught:
        read_sidecar(file)
    assert (caught.value.path, caught.value.line) == (str(file), line)


VALID = (
    "1982 1982-04 1982-04-05 1984-02-29 198X 19XX 1982-XX 1982-04-XX 1982-XX-XX 1982? 1982-04~ 1982-04-05%"
    " 1983-01-28/1983-02-02 1981/1988 1983-01/.. ../1983 1983/ /1983 1982-12-30/1983 198X/1990 1983/1983-05"
).split()
INVALID = (
    "82 1982-4-5 1982-13 1982-00-01 1982-02-30 1983-02-29 1982/04/05 1983-02-02/1983-01-28 1988/1981"
    " 1982-04-05T10:00 X982"
    " 198X-04 198X-XX 1982-XX-05 19X2 1982-X4 / ../.. 1982-04-05/x 1982//1983 April 1982-04-05??"
).split()


def accepted(folder: Path, value: str) -> bool:
    """Whether a sidecar may hold this date."""
    file = folder / "d1.toml"
    file.write_text(f"date = {json.dumps(value)}\ndate_source = 'x'\n", encoding="utf-8")
    try:
        return read_sidecar(file) is not None
    except ReadError:
        return False


@pytest.mark.parametrize("value", VALID)
def test_edtf_dates(tmp_path: Path, value: str) -> None:
    assert accepted(tmp_path, value)


@pytest.mark.parametrize("value", [*INVALID, "", " 1982", "1982 "])
def test_what_is_no_edtf_date(tmp_path: Path, value: str) -> None:
    assert not accepted(tmp_path, value)


def test_sidecars_of_the_corpus(repository: Path) -> None:
    folder = repository / "corpus/memoranda"
    sidecars = {file.stem: read_sidecar(file) for file in sorted(folder.glob("*.toml"))}
    assert {name: (s.date, s.place) for name, s in sidecars.items() if s} == {
        "frus1981-88v03d156": ("1982-04-05", "Washington"),
        "frus1981-88v03d247": ("1982-12-04", "Washington"),
        "frus1981-88v04d4": ("1983-01-28/1983-02-02", None),
    }
    for name, sidecar in sidecars.items():
        assert (folder / f"{name}.txt").exists()
        assert sidecar is not None
        assert "TEI" in (sidecar.date_source or "") or "January 19, 1983" in (sidecar.date_source or "")
