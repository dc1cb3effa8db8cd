"""QuickStatements: only what is safe to tell Wikidata, each line with its reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from memograph.errors import ConfigurationError
from memograph.exchange.formats import Wishes, export
from memograph.exchange.quickstatements import read_mapping
from memograph.exchange.released import Source
from tests.unit.exchange.conftest import Exported
from tests.unit.exchange.strange import strange_build


def lines(exported: Exported, folder: Path, **wishes: object) -> list[list[str]]:
    written = exported.to("quickstatements", folder / "all.txt", **wishes).read_text(encoding="utf-8")
    return [line.split("\t") for line in written.splitlines()]


def test_what_is_sure_and_stated_as_a_fact(strange: Exported, tmp_path: Path) -> None:
    page = '"https://history.state.gov/historicaldocuments/strange-1"'
    retrieved = ["S813", "+2025-03-01T00:00:00Z/11"]
    assert lines(strange, tmp_path) == [
        ["Q1005", "P276", "Q1006", "S854", page, "S1683", 'en:"talks were held in Geneva"', *retrieved],
        [
            *("Q1002", "P1344", "Q1005", "P580", "+1982-06-03T00:00:00Z/11", "P582", "+1982-06-00T00:00:00Z/10"),
            *("S854", page, "S1683", 'en:"He attended the Geneva talks"', *retrieved),
        ],
    ]
    assert sum(int(note.split()[0]) for note in strange.notes) + 2 == strange.count("?s a mg:Statement")
    assert any("a plan, a report or a belief" in note for note in strange.notes)


def test_three_references_are_enough(tmp_path: Path) -> None:
    source = Source(strange_build(tmp_path / "build", copies=5))
    notes: list[str] = []
    export(source, "quickstatements", tmp_path / "all.txt", Wishes(notes.append))
    written = [line.split("\t") for line in (tmp_path / "all.txt").read_text(encoding="utf-8").splitlines()]
    assert [line[:3] for line in written] == 3 * [["Q1005", "P276", "Q1006"], ["Q1002", "P1344", "Q1005"]]
    assert "4 statements left out: 3 documents before say the same" in notes


def test_less_sure_ones_are_asked_for(strange: Exported, tmp_path: Path) -> None:
    found = [line[:3] for line in lines(strange, tmp_path, least=0.5)]
    assert ["Q1007", "P1891", "Q1004"] in found, "Wikidata says of the agreement who signed it"
    assert len(found) == 3


def test_a_mapping_of_ones_own(strange: Exported, tmp_path: Path) -> None:
    mapping = tmp_path / "own.toml"
    mapping.write_text(
        '[reference]\nstated_in = "Q42"\n[relation.metWith]\nproperty = "P3342"\nobject = ["Person"]\n',
        encoding="utf-8",
    )
    ((*start, when, time, stated, item, _, _, _, words, _, _),) = lines(strange, tmp_path, mapping=mapping)
    assert start == ["Q184267", "P3342", "Q1002"]
    assert (when, time, stated, item) == ("P585", "+1982-03-00T00:00:00Z/10", "S248", "Q42")
    assert words == 'en:"Gromyko met Haig on 🇺🇸 soil"'


def test_a_bar_would_separate_cells(strange: Exported, tmp_path: Path) -> None:
    assert all("|" not in cell for line in lines(strange, tmp_path, least=0.0) for cell in line)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("relation = 1", "relation must be a table"),
        ("[relation.metWith]\nproperty = 31", "relation.metWith.property must be a property of Wikidata"),
        ('[relation.metWith]\nproperty = "31"', "relation.metWith.property must be a property of Wikidata"),
        ('[relation.metWith]\nproperty = "P31"\nwhen = "now"', "relation.metWith.when"),
        ('[relation.metWith]\nproperty = "P31"\nobjects = []', "unknown key relation.metWith.objects"),
        ('[relation.metWith]\nproperty = "P31"\nobject = "Person"', "must be a list of classes"),
        ('[relation.metWith]\nproperty = "P31"\ninverse = "yes"', "must be true or false"),
        ('[reference]\nurl = "854"', "reference.url must be like P854"),
        ('[reference]\nstated_in = "P1"', "reference.stated_in must be like Q42"),
        ("[references]", "unknown key references"),
        ("[relation", "not a readable mapping"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_told_with_file_and_key(tmp_path: Path, written: str, said: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_mapping(path)
    assert str(path) in str(caught.value)
    assert said in str(caught.value)


def test_the_mapping_that_ships_names_relations_of_the_ontology(repository: Path) -> None:
    ontology = (repository / "ontology" / "memograph.ttl").read_text(encoding="utf-8")
    relations = read_mapping(None).relations
    assert len(relations) >= 5
    assert all(f"mg:{name} a owl:ObjectProperty" in ontology or f"mg:{name}\n" in ontology for name in relations)
