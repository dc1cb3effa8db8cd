"""Linked Places files become places: the format's own example, and files that break it."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from memograph.authority.entries import PlaceEntry
from memograph.authority.sources.linked_places import read
from memograph.errors import AuthorityError
from memograph.model import Kind, Ref
from tests.unit.authority.imported import imported, survives_turtle


def feature(name: str, **more: Any) -> dict[str, Any]:
    """A feature with all that the format requires."""
    return {
        "@id": f"http://mygaz.org/places/{name.lower()}",
        "type": "Feature",
        "properties": {"title": name},
        "names": [{"toponym": name, "citations": [{"label": "Gazetteer", "@id": "http://archive.org/g"}]}],
        "geometry": {"type": "GeometryCollection", "geometries": ["null"]},
        **more,
    }


def written(folder: Path, *features: Any) -> Path:
    """A collection with one feature a line, from line 3 on."""
    path = folder / "places.jsonld"
    lines = ",\n".join(each if isinstance(each, str) else json.dumps(each) for each in features)
    path.write_text('{"type": "FeatureCollection",\n"features": [\n' + lines + "\n]}\n", encoding="utf-8")
    return path


def places(folder: Path, *features: Any) -> tuple[list[PlaceEntry], list[str]]:
    known, problems = imported("linked-places", written(folder, *features))
    return [item for item in known if isinstance(item, PlaceEntry)], problems


def during(start: str, end: str | None = None) -> dict[str, Any]:
    span: dict[str, Any] = {"start": {"in": start}}
    return {"timespans": [span if end is None else {**span, "end": {"latest": end}}]}


def test_what_the_format_has_and_places_keep(tmp_path: Path) -> None:
    """Every element of the README's example record (v1.1)."""
    part = "gvp:broaderPartitive"
    abingdon = feature(
        "Abingdon",
        when=during("676", "1066"),
        names=[{"toponym": "Abingdon"}, {"toponym": "Abingdon-on-Thames"}],
        types=[{"identifier": "aat:300008375", "label": "town"}, {"label": "Market Town"}],
        geometry={
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Point", "coordinates": [-1.2879, 51.6708], "certainty": "certain"},
                {"type": "Point", "coordinates": [-1.31, 51.64]},
                {"geo_wkt": "POLYGON ((-1.3 51.6))"},
            ],
        },
        links=[
            {"type": "exactMatch", "identifier": "http://www.geonames.org/2657780/"},
            {"type": "closeMatch", "identifier": "wd:Q321455"},
            {"type": "closeMatch", "identifier": "http://somegaz.org/places/39847"},
            {"type": "seeAlso", "identifier": "https://en.wikipedia.org/wiki/X"},
        ],
        relations=[
            {"relationType": part, "relationTo": "http://mygaz.org/places/berkshire", "when": during("1600", "1974")},
            {"relationType": part, "relationTo": "http://mygaz.org/places/oxfordshire", "when": during("1974")},
            {"relationType": part, "relationTo": "http://mygaz.org/places/absent"},
            {"relationType": "gvp:tgn3000_related_to", "relationTo": "http://mygaz.org/places/berkshire"},
        ],
        descriptions=[{"value": "a historic market town"}],
    )
    [place, *_], problems = places(tmp_path, abingdon, feature("Berkshire"), feature("Oxfordshire"))
    assert (place.slug, place.aliases) == ("abingdon", ("Abingdon-on-Thames",))
    assert place.existed == ("0676", "1066")
    assert place.types == ("http://vocab.getty.edu/aat/300008375", "market-town")
    assert (place.latitude, place.longitude) == ("51.6708", "-1.2879"), "GeoJSON writes the longitude first"
    found = [(i.scheme, i.value, i.match) for i in place.identifiers]
    assert found == [("geonames", "2657780", "exactMatch"), ("wikidata", "Q321455", "closeMatch")]
    assert place.within == Ref(Kind.PLACE, "oxfordshire")
    assert place.sources == ("http://mygaz.org/places/abingdon",)
    assert problems == [
        ":3: it was also a part of berkshire, before; only the last is kept",
        ": a second point: not read at line 3",
        ": descriptions: not read at line 3",
        ": geometry that is not a point: not read at line 3",
        ": links of type closeMatch to http://somegaz.org: not read at line 3",
        ": links of type seeAlso: not read at line 3",
        ": part of a place that is not in the file: not read at line 3",
        ": relations of type gvp:tgn3000_related_to: not read at line 3",
    ]


def test_places_survive_turtle(tmp_path: Path) -> None:
    known, problems = imported(
        "linked-places", written(tmp_path, feature("Surat"), feature("Poona", when=during("1700")))
    )
    assert problems == []
    assert [item.sources for item in known] == [  # type: ignore[union-attr]
        ("Gazetteer <http://archive.org/g>", "http://mygaz.org/places/surat"),
        ("Gazetteer <http://archive.org/g>", "http://mygaz.org/places/poona"),
    ]
    assert known[1].existed == ("1700", None), "attested in 1700, not ended in 1700"  # type: ignore[union-attr]
    assert survives_turtle(known, tmp_path)


def test_a_slug_does_not_depend_on_the_other_places(tmp_path: Path) -> None:
    two = [feature("San Miguel", **{"@id": f"http://mygaz.org/places/{n}"}) for n in (7, 9)]
    assert [place.slug for place in places(tmp_path, *two)[0]] == ["san-miguel-7", "san-miguel-9"]
    assert [place.slug for place in places(tmp_path, two[1])[0]] == ["san-miguel-9"]


def test_a_feature_a_line_without_a_collection(tmp_path: Path) -> None:
    path = tmp_path / "places.jsonl"
    path.write_text("\n".join(json.dumps(feature(name)) for name in ("Surat", "Poona")), encoding="utf-8")
    known, problems = imported("linked-places", path)
    assert [item.label for item in known] == ["Surat", "Poona"]  # type: ignore[union-attr]
    assert problems == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (feature("A", type="Place"), "type is 'Place', not “Feature”; this feature is left out"),
        (feature("A", properties={}, names=[]), "it has no title and no toponym"),
        (feature("A", **{"@id": ""}), "it has no @id"),
        (feature("A", geometry={"type": "Point", "coordinates": [10, 99]}), "latitude 99 is not between -90 and 90"),
        (feature("A", geometry={"type": "Point", "coordinates": ["x", 1]}), "coordinate 'x' is not a number"),
        (feature("A", geometry={"type": "Point", "coordinates": [1]}), "are not a longitude and a latitude"),
        (feature("A", when=during("1900", "1800")), "it ends (1800) before it begins (1900)"),
        (feature("A", when=during("-0500")), "'-0500' is not an EDTF date"),
        (feature("B"), "its @id and title are those of the feature in line 3"),
        (
            '{"@id": "x" "type": "Feature"}',
            "not JSON (Expecting ',' delimiter); this feature, from line 4, is left out",
        ),
        ("17", "'17' in place of a feature"),
    ],
)
def test_one_wrong_feature_is_told_with_its_line_and_the_others_stay(tmp_path: Path, wrong: Any, reason: str) -> None:
    found, [problem] = places(tmp_path, feature("B"), wrong, feature("C"))
    assert problem.startswith(":4: ")
    assert reason in problem
    assert [place.label for place in found if place.label != "A"] == ["B", "C"]


def test_a_file_that_breaks_off_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, feature("A"), feature("B"))
    path.write_text(path.read_text(encoding="utf-8")[:-60], encoding="utf-8")
    known, [problem] = imported("linked-places", path)
    assert [item.label for item in known] == ["A"]  # type: ignore[union-attr]
    assert problem.startswith(":4: not JSON")


@pytest.mark.parametrize("text", ["", "{}", '{"type": "FeatureCollection", "features": []}', "[1, 2]"])
def test_a_file_without_places_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "none.jsonld"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AuthorityError, match="no place in it"):
        list(read(path, lambda _: None))
    (tmp_path / "latin.jsonld").write_bytes(b'{"features": [\xff]}')
    with pytest.raises(AuthorityError, match="not UTF-8"):
        list(read(tmp_path / "latin.jsonld", pytest.fail))


def test_a_large_file_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = written(tmp_path, *(feature(f"P{n}", note="x" * 1000) for n in range(12_000)))
    assert path.stat().st_size > 12_000_000
    tracemalloc.start()
    count = sum(1 for _ in read(path, lambda _: None))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 12_000
    assert peak < 10_000_000, "a piece of the file, and the slugs"
