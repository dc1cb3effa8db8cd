"""GeoNames and ISO 3166-3: real packages, and the dump's columns as geonames.org documents them."""

from __future__ import annotations

import importlib
import zipfile
from pathlib import Path

import pytest

from memograph.authority.entries import PlaceEntry
from memograph.authority.sources import SOURCES, former_countries, geonames
from memograph.errors import AuthorityError
from memograph.model import Kind, Ref
from tests.unit.authority.imported import by_slug, imported, survives_turtle


def dump_line(
    id_: str, name: str, latitude: str, longitude: str, feature: str, country: str = "IN", others: str = ""
) -> str:
    class_, code = feature.split(".")
    cells = [id_, name, name, others, latitude, longitude, class_, code, country, "", "16", "", "", ""]
    return "\t".join([*cells, "4591477", "", "10", "Asia/Kolkata", "2024-01-01"])


SURAT = dump_line("1255364", "Surat", "21.19594", "72.83023", "P.PPLA2", others="STV,Sourate,Suratt,सूरत,S")
INDIA = dump_line("1269750", "Republic of India", "22", "79", "A.PCLI")


def place(item: object) -> PlaceEntry:
    assert isinstance(item, PlaceEntry)
    return item


def test_a_dump_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "IN.txt"
    path.write_text(f"{SURAT}\n{INDIA}\n", encoding="utf-8")
    known, problems = imported("geonames", path)
    assert problems == []
    surat, india = map(place, known)
    assert (surat.slug, surat.label, surat.latitude) == ("surat-geonames1255364", "Surat", "21.19594")
    assert surat.hidden == ("STV", "Sourate", "Suratt", "सूरत"), "one letter is no name"
    assert surat.within == Ref(Kind.PLACE, "republic-of-india-geonames1269750"), "the country stands after it"
    assert india.within is None
    assert surat.types == ("https://www.geonames.org/ontology#P.PPLA2",)
    assert [(i.scheme, i.iri) for i in surat.identifiers] == [("geonames", "https://sws.geonames.org/1255364/")]
    assert surat.sources == ("GeoNames, IN.txt, record 1255364",)
    assert survives_turtle(known, tmp_path)


def test_a_zipped_dump_gives_the_same(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "IN.zip", "w") as archive:
        archive.writestr("readme.txt", "Readme")
        archive.writestr("IN.txt", f"{SURAT}\n{INDIA}\n")
    known, _ = imported("geonames", tmp_path / "IN.zip")
    assert [place(item).label for item in known] == ["Surat", "Republic of India"]


def test_lines_that_are_no_places_are_told(tmp_path: Path) -> None:
    path = tmp_path / "IN.txt"
    wrong = dump_line("12", "North Pole", "91", "0", "P.PPL"), dump_line("x", "X", "1", "1", "P.PPL")
    path.write_text("\n".join((SURAT, "# comment", "a\tb", *wrong)) + "\n", encoding="utf-8")
    known, problems = imported("geonames", path)
    assert len(known) == 1
    assert problems == [
        ":3: 2 columns separated by tabs, not the 19 of a GeoNames dump; this line is left out",
        ":4: latitude 91 is not between -90 and 90 degrees; this line is left out",
        ":5: its first column is 'x', not the number of a record; this line is left out",
    ]


def test_a_dump_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"no archive")
    with pytest.raises(AuthorityError, match="cannot be read"):
        list(geonames.read(path, pytest.fail))
    latin = tmp_path / "b.txt"
    latin.write_bytes(f"{SURAT}\n".encode() + b"\xff\n")
    with pytest.raises(AuthorityError, match=r"b.txt:\d: not UTF-8"):
        list(geonames.read(latin, pytest.fail))


def test_the_package_has_countries_and_cities_in_them() -> None:
    known, problems = imported("geonames", None)
    assert problems == []
    assert len(known) > 30_000
    found = by_slug(known)
    geneva = place(found["geneva-geonames2660646"])
    assert "Genève" in geneva.hidden
    assert geneva.within == Ref(Kind.PLACE, "switzerland-geonames2658434")
    assert place(found["switzerland-geonames2658434"]).latitude is None, "the package has none for countries"
    assert len(found) == len(known), "no two have one slug"


def test_former_countries_have_their_end_and_what_came_after(tmp_path: Path) -> None:
    known, problems = imported("former-countries", None)
    assert problems == []
    found = {slug: place(item) for slug, item in by_slug(known).items()}
    union = found["ussr-isosuhh"]
    assert union.aliases == ("Union of Soviet Socialist Republics",)
    assert union.existed == (None, "1992-08-30~"), "when the code was withdrawn, months after the end"
    assert found["burma-isobumm"].succeeded == (Ref(Kind.PLACE, "myanmar-isomm"),)
    assert found["german-democratic-republic-isoddde"].succeeded == (Ref(Kind.PLACE, "germany-isode"),)
    islands = found["pacific-islands-trust-territory-isopchh"]
    assert [ref.slug[-2:] for ref in islands.succeeded] == ["fm", "mh", "mp", "pw"]
    yugoslavia = found["yugoslavia-isoyucs"]
    assert yugoslavia.aliases == ("Federal Republic of Yugoslavia", "Socialist Federal Republic of Yugoslavia")
    assert yugoslavia.succeeded == (Ref(Kind.PLACE, "serbia-and-montenegro-isocsxx"),)
    assert found["byelorussian-ssr-soviet-socialist-republic-isobyaa"].succeeded == (Ref(Kind.PLACE, "belarus-isoby"),)
    assert all(ref.slug in found for item in found.values() for ref in item.succeeded), "nothing dangles"
    assert "divided into FM, MH, MP, and PW" in islands.sources[0]
    assert sum(1 for item in found.values() if item.existed[1]) == 31
    assert survives_turtle(known, tmp_path)


@pytest.mark.parametrize("kind", ["geonames", "former-countries"])
def test_a_missing_package_is_named_with_its_command(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    module = {"geonames": geonames, "former-countries": former_countries}[kind]
    monkeypatch.setattr(module.importlib, "import_module", missing)
    with pytest.raises(AuthorityError, match=r"is not installed: pip install 'memograph\[gazetteers\]'"):
        list(module.read(None, pytest.fail))


def test_former_countries_come_from_no_file(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError, match="leave the path out"):
        list(former_countries.read(tmp_path / "x.csv", pytest.fail))


def test_every_kind_has_a_module_that_reads() -> None:
    for kind, source in SOURCES.items():
        module = importlib.import_module(f"memograph.authority.sources.{source.module}")
        assert callable(module.read), kind
        assert source.title
