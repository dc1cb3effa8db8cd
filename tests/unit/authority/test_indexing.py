"""The index of imported knowledge: kept by content, joined by identifiers, whole after whatever happens to its file."""

from __future__ import annotations

import io
import logging
import multiprocessing
import os
import sqlite3
from collections.abc import Iterable
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from memograph.authority.entries import Known, PersonEntry, PostEntry, Remark, Tenure
from memograph.authority.imported import kind_of
from memograph.authority.index import Authority, load_authority
from memograph.authority.indexing import KEPT, load_store
from memograph.authority.writer import write_turtle
from memograph.errors import AuthorityError
from memograph.model import EntityType, Identifier, Kind, Ref
from memograph.namespaces import Site, identifier_iri
from memograph.personal_names import parse_name
from tests.unit.authority.test_historian import BRINDLE, archive
from tests.unit.authority.test_historian import person as record_of

SITE = Site("http://localhost:8000/")


def record(scheme: str, value: str, match: str = "exactMatch") -> Identifier:
    assert match in ("exactMatch", "closeMatch")
    return Identifier(scheme, value, identifier_iri(scheme, value), f"{scheme} {value}", match)  # type: ignore[arg-type]


def person(slug: str, label: str, *identifiers: Identifier, **more: object) -> PersonEntry:
    given, _, family = label.rpartition(" ")
    names = {"family_name": family, "given_name": given or None}
    return PersonEntry(EntityType.PERSON, slug, label, identifiers=identifiers, sources=(slug,), **names | more)  # type: ignore[arg-type]


def turtle(path: Path, known: Iterable[Known]) -> Path:
    output = io.StringIO()
    write_turtle(known, output)
    path.write_text(output.getvalue(), encoding="utf-8")
    return path


OSTRANDER = person(
    "ostrander-ada-hsg200003",
    "Ada Ostrander",
    record("hsg", "200003"),
    record("viaf", "77"),
    remarks=(Remark("Keeper of the Seals", ("frus1961-63v05",)),),
    volumes=("frus1961-63v05",),
)
KEEPER = PostEntry("keeper-of-the-seals", "Keeper of the Seals", sources=("list of posts",))
OFFICE = (
    person("ostrander-ada-mary", "Ada Mary Ostrander", record("viaf", "77"), birth="1901"),
    KEEPER,
    Tenure("ostrander-ada-mary", "keeper-of-the-seals", "1961-01", "1963-04-01", "list of posts, 12"),
)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A curated folder, an imported folder, and a place for indexes."""
    for name in ("curated", "imported"):
        (tmp_path / name).mkdir()
    turtle(tmp_path / "curated" / "people.ttl", [person("brindlemoor-walter", "Walter Brindlemoor")])
    turtle(tmp_path / "imported" / "offices.ttl", OFFICE)
    turtle(tmp_path / "imported" / "people.ttl", [OSTRANDER])
    return tmp_path / "curated", tmp_path / "imported", tmp_path / "cache"


def loaded(folders: tuple[Path, Path, Path]) -> Authority:
    return load_authority([folders[0]], SITE, None, [folders[1]], folders[2])


def indexes(cache: Path) -> list[Path]:
    return sorted(cache.glob("*authority-*"))


def test_two_imported_entries_with_one_identifier_are_one_person(folders: tuple[Path, Path, Path]) -> None:
    (found,) = loaded(folders).directory.bearers(parse_name("Ostrander"))
    assert found.entry.slug == "ostrander-ada-hsg200003", "a slug with the number of its record lasts"
    assert found.entry.birth == "1901"
    assert "Ada Mary Ostrander" in found.entry.aliases
    assert set(found.entry.sources) == {"ostrander-ada-hsg200003", "ostrander-ada-mary"}


def test_tenures_go_with_who_was_joined_and_make_them_in_office(folders: tuple[Path, Path, Path]) -> None:
    authority = loaded(folders)
    (found,) = authority.directory.bearers(parse_name("Ada Ostrander"))
    (tenure,) = authority.tenures_of(found.entry.slug)
    assert (tenure.holder, tenure.post, tenure.source) == (
        "ostrander-ada-hsg200003",
        "keeper-of-the-seals",
        "list of posts, 12",
    )
    assert authority.in_office(found.entry, "1962-10-22") and not authority.in_office(found.entry, "1963-04-02")
    assert authority.post("keeper-of-the-seals").label == "Keeper of the Seals"


def test_what_is_curated_wins_and_gets_what_only_the_import_knows(folders: tuple[Path, Path, Path]) -> None:
    curated = person("ostrander-a", "A. Ostrander", record("hsg", "200003"), birth="1902")
    turtle(folders[0] / "ostrander.ttl", [curated, KEEPER, Tenure("ostrander-a", KEEPER.slug, "1961", "1963", "me")])
    authority = loaded(folders)
    (found,) = authority.directory.bearers(parse_name("Ostrander"))
    assert found.curated and found.entry == curated
    assert [t.source for t in authority.tenures_of("ostrander-a")] == ["me"], "the import tells of the same time again"
    more = authority.directory.imported(Ref(Kind.PERSON, "ostrander-a"))
    assert isinstance(more, PersonEntry)
    assert (more.slug, more.label, more.birth) == ("ostrander-a", "A. Ostrander", None)
    assert [i.scheme for i in more.identifiers] == ["viaf"]
    assert [r.words for r in more.remarks] == ["Keeper of the Seals"]
    assert authority.directory.canonical(Ref(Kind.PERSON, "ostrander-ada-mary")) == Ref(Kind.PERSON, "ostrander-a")


def test_other_tenures_of_the_curated_come_from_the_import(folders: tuple[Path, Path, Path]) -> None:
    turtle(folders[0] / "ostrander.ttl", [person("ostrander-a", "A. Ostrander", record("viaf", "77"))])
    authority = loaded(folders)
    assert [(t.holder, t.end) for t in authority.tenures_of("ostrander-a")] == [("ostrander-a", "1963-04-01")]
    assert authority.directory.person("ostrander-ada-hsg200003") is None, "she has the curated slug now"


def test_two_records_of_one_scheme_are_never_joined(folders: tuple[Path, Path, Path]) -> None:
    twin = person("ostrander-ada-hsg200004", "Ada Ostrander", record("hsg", "200004"), record("viaf", "77"))
    turtle(folders[1] / "twin.ttl", [twin])
    slugs = {p.entry.slug for p in loaded(folders).directory.bearers(parse_name("Ostrander"))}
    assert slugs == {"ostrander-ada-hsg200003", "ostrander-ada-hsg200004"}


def test_two_files_may_describe_one_thing_in_other_words(folders: tuple[Path, Path, Path]) -> None:
    """As two imports do that were both joined to one slug; each file is read by itself."""
    again = person(OSTRANDER.slug, "Ada M. Ostrander", record("viaf", "77"), death="1980", given_name="Ada M.")
    held = Tenure(OSTRANDER.slug, "clerk-elsewhere", "1950", "1951", "another list")  # nobody here defines the post
    turtle(folders[1] / "again.ttl", [again, held])
    authority = loaded(folders)
    (found,) = authority.directory.bearers(parse_name("Ostrander"))
    assert (found.entry.death, found.entry.birth) == ("1980", "1901")
    assert {found.entry.label, *found.entry.aliases} == {"Ada Ostrander", "Ada M. Ostrander", "Ada Mary Ostrander"}
    assert {t.source for t in authority.tenures_of(OSTRANDER.slug)} == {"list of posts, 12", "another list"}


def test_a_close_match_joins_nothing(folders: tuple[Path, Path, Path]) -> None:
    turtle(folders[0] / "o.ttl", [person("ostrander-a", "A. Ostrander", record("hsg", "200003", "closeMatch"))])
    slugs = {p.entry.slug for p in loaded(folders).directory.bearers(parse_name("Ostrander"))}
    assert slugs == {"ostrander-a", "ostrander-ada-hsg200003"}


def test_an_import_makes_no_names_and_no_places_to_look_for(folders: tuple[Path, Path, Path]) -> None:
    authority = loaded(folders)
    assert {entry.slug for entry in authority.entries} == {"brindlemoor-walter"}
    assert "Ada Ostrander" not in {surface for surface, _, _ in authority.surfaces()}
    assert authority.posts == ()


def test_the_index_is_made_once_for_the_same_content(folders: tuple[Path, Path, Path]) -> None:
    loaded(folders)
    (made,) = indexes(folders[2])
    before = made.stat()
    loaded(folders)
    assert indexes(folders[2]) == [made] and made.stat().st_mtime_ns == before.st_mtime_ns
    turtle(folders[1] / "people.ttl", [])
    assert [p.entry.slug for p in loaded(folders).directory.bearers(parse_name("Ostrander"))] == ["ostrander-ada-mary"]
    assert len(indexes(folders[2])) == 2


def test_old_indexes_go(folders: tuple[Path, Path, Path]) -> None:
    for number in range(KEPT + 2):
        turtle(folders[1] / "more.ttl", [person(f"someone-{number}", f"Some One{number}")])
        loaded(folders)
    assert len(indexes(folders[2])) == KEPT


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def garbage(path: Path) -> None:
    path.write_bytes(b"no database at all" * 500)


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE somebody_elses (data)")
    database.close()


def scribbled(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(8192))


@pytest.mark.parametrize("harm", [cut, garbage, foreign, scribbled])
def test_a_damaged_or_foreign_file_is_made_anew_and_said(
    folders: tuple[Path, Path, Path], harm: object, caplog: pytest.LogCaptureFixture
) -> None:
    loaded(folders)
    (made,) = indexes(folders[2])
    assert callable(harm)
    harm(made)
    with caplog.at_level(logging.WARNING):
        (found,) = loaded(folders).directory.bearers(parse_name("Ostrander"))
    assert found.entry.slug == "ostrander-ada-hsg200003"
    assert f"{made}: not an index of these files, or damaged; it is made anew" in caplog.text
    caplog.clear()
    loaded(folders)
    assert not caplog.text


def test_where_nothing_can_be_written_the_index_is_in_memory(
    folders: tuple[Path, Path, Path], caplog: pytest.LogCaptureFixture
) -> None:
    folders[2].write_text("a file where the folder should be", encoding="utf-8")
    (found,) = loaded(folders).directory.bearers(parse_name("Ostrander"))
    assert found.entry.label == "Ada Ostrander"
    assert "the index cannot be kept there" in caplog.text


def test_a_path_that_is_missing_is_an_error_and_leaves_nothing(folders: tuple[Path, Path, Path]) -> None:
    with pytest.raises(AuthorityError, match=r"nowhere\.ttl"):
        load_authority([folders[0]], SITE, None, [folders[1] / "nowhere.ttl"], folders[2])
    assert indexes(folders[2]) == []


def _build(folder: Path, cache: Path, start: Event, done: multiprocessing.Queue[int]) -> None:
    start.wait()
    done.put(load_store([folder], SITE, cache).people)


def test_builders_at_the_same_time_make_one_index(folders: tuple[Path, Path, Path]) -> None:
    context = multiprocessing.get_context("spawn")
    start, done = context.Event(), context.Queue()
    builders = [context.Process(target=_build, args=(folders[1], folders[2], start, done)) for _ in range(4)]
    for builder in builders:
        builder.start()
    start.set()
    assert [done.get(timeout=60) for _ in builders] == [1] * 4
    for builder in builders:
        builder.join(timeout=60)
    assert len(indexes(folders[2])) == 1


@pytest.mark.parametrize("cached", [True, False])
def test_what_was_left_out_is_told_each_time(tmp_path: Path, cached: bool) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "1.xml").write_text("<person><id>1</id><names><preferred><name>A, B</name></preferred></names></person>")
    (folder / "2.xml").write_text("<person><id>2</id>")
    curated = turtle(tmp_path / "a.ttl", [person("brindlemoor-walter", "Walter Brindlemoor")])
    for _ in range(2):
        problems: list[str] = []
        cache = tmp_path / "cache" if cached else None
        load_authority([curated], SITE, lambda e, told=problems: told.append(str(e)), [folder], cache)
        assert len(problems) == 1 and "2.xml" in problems[0]


def test_a_build_is_told_of_the_first_that_were_left_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    files = {f"1/{number}.xml": record_of("x", "Nobody, N.") for number in range(200002, 200025)}
    people = archive(tmp_path / "people.tar.gz", {"1/200001.xml": BRINDLE, **files})
    with caplog.at_level(logging.WARNING):
        load_authority([], SITE, None, [people])
    assert len(caplog.records) == 11
    assert "1/200011.xml:1: its id is x, not a number" in caplog.records[9].getMessage()
    assert caplog.records[10].getMessage().startswith("and 13 more left out of paths.directory; memograph authority")


@pytest.mark.parametrize("kind", ["people", "pocom", "gsh", "travels", "visits"])
def test_the_historians_archives_are_told_by_their_files(shared: Path, kind: str, tmp_path: Path) -> None:
    renamed = tmp_path / "data.tar.gz"
    renamed.symlink_to(shared / f"data/hsg/{kind}.tar.gz")
    assert kind_of(renamed) == kind


def test_what_is_no_archive_of_the_historian_is_turtle(tmp_path: Path) -> None:
    assert kind_of(turtle(tmp_path / "a.ttl", [OSTRANDER])) is None
    assert kind_of(tmp_path) is None
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(b"no archive")
    with pytest.raises(AuthorityError, match="not a readable archive"):
        load_authority([], SITE, None, [broken])
