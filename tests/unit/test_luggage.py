"""What workers elsewhere need is packed whole, and a configuration there points to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from memograph.authority.index import known_beforehand
from memograph.config import Config, load_config, with_paths
from memograph.curation.plan import Plan
from memograph.luggage import CarriedWorker, pack
from memograph.model import Kind, Ref

DIRECTORY = """@prefix mg: <ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix dcterms: <http://purl.org/dc/terms/> .
<id/place/erewhon> a mg:Place ; rdfs:label "Erewhon"@en ; skos:prefLabel "Erewhon"@en ; dcterms:source "A novel" .
"""


@pytest.fixture
def config(tmp_path: Path, repository: Path) -> Config:
    config = with_paths(load_config(repository / "memograph.toml"), tmp_path / "corpus", tmp_path / "build")
    directory = tmp_path / "places.ttl"
    directory.write_text(DIRECTORY, encoding="utf-8")
    return replace(config, paths=replace(config.paths, directory=(directory,)))


def worker(config: Config, plan: Plan) -> object:
    return lambda item: (config, known_beforehand(config), plan, item)


def test_a_configuration_stands_elsewhere_with_all_its_files(config: Config, tmp_path: Path) -> None:
    luggage = pack(config, Plan())
    assert pack(config, Plan()).name == luggage.name, "the same whenever it is packed"
    moved = luggage.unpack(tmp_path / "there")
    for here, there in zip(
        (*config.paths.authority, *config.paths.directory, config.paths.ontology, config.paths.shapes),
        (*moved.paths.authority, *moved.paths.directory, moved.paths.ontology, moved.paths.shapes),
        strict=True,
    ):
        assert there.is_relative_to(tmp_path / "there")
        assert contents(there) == contents(here) != {}
    assert not moved.paths.vocabulary.exists(), "nor is there one here"
    [index] = (config.paths.build / ".cache").glob("authority-*.sqlite")
    assert contents(moved.paths.build)[Path(".cache") / index.name] == index.read_bytes()
    assert luggage.name != pack(replace(config, site=replace(config.site, base="http://x.org/")), Plan()).name


def test_a_worker_is_made_of_what_was_carried_and_leaves_nothing(config: Config, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    carried = CarriedWorker(worker, pack(config, Plan()), scratch)  # type: ignore[arg-type]
    there, known, _, item = carried("an item")
    assert item == "an item"
    assert there.paths.ontology.is_relative_to(scratch)
    assert known.directory.knows(Ref(Kind.PLACE, "erewhon"))
    assert not known.store.new, "the index came along"
    del carried, known
    assert list(scratch.iterdir()) == []


def contents(place: Path) -> dict[Path, bytes]:
    files = [place] if place.is_file() else [file for file in place.rglob("*") if file.is_file()]
    return {file.relative_to(place): file.read_bytes() for file in files}
