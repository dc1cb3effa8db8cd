"""`memograph export` on the command line: where files go, what it says, how it fails, and what it does not load."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from memograph.cli.exchanging import FORMAT_NAMES
from memograph.exchange.formats import FORMATS, Wishes, export
from memograph.exchange.released import Source
from memograph.model import Kind, Ref
from memograph.namespaces import Site
from tests.unit.exchange.conftest import Exported
from tests.unit.exchange.strange import strange_build


def test_the_command_line_knows_every_format(repository: Path) -> None:
    assert tuple(FORMATS) == FORMAT_NAMES
    documented = (repository / "docs" / "exchange.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in documented for name in FORMATS)


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_every_format_goes_where_it_is_told(corpus: Exported, tmp_path: Path, name: str) -> None:
    out = tmp_path / "deep" / "out"
    done = corpus.run(tmp_path, "export", name, "--out", str(out), "--document", "frus1981-88v04d4")
    assert done.exit_code == 0, done.output
    assert f"1 documents of release {corpus.source.release.manifest.version}: {out}" in done.stderr
    made = sorted(path.name for path in out.iterdir()) if FORMATS[name].each else [out.name]
    assert f"frus1981-88v04d4{FORMATS[name].suffix}" in made or made == ["out"]
    assert not list(tmp_path.rglob(".*")), "no temporary file is left"


def test_one_file_can_be_printed(corpus: Exported, tmp_path: Path) -> None:
    printed = corpus.run(tmp_path, "export", "conll", "--out", "-", "--document", "frus1981-88v04d4")
    corpus.to("conll", tmp_path / "file", "frus1981-88v04d4")
    assert printed.stdout == (tmp_path / "file").read_text(encoding="utf-8")


def test_by_default_names_come_from_the_format(
    corpus: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert corpus.run(tmp_path, "export", "tei").exit_code == 0
    assert corpus.run(tmp_path, "export", "nif").exit_code == 0
    assert len(list((tmp_path / "tei").glob("*.xml"))) == 3
    assert (tmp_path / "memograph.ttl").is_file()


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_the_same_release_gives_the_same_bytes(corpus: Exported, tmp_path: Path, name: str) -> None:
    def written(folder: Path) -> dict[str, bytes]:
        place = corpus.to(name, folder / "out")
        files = sorted(place.iterdir()) if place.is_dir() else [place]
        return {path.name: path.read_bytes() for path in files}

    assert written(tmp_path / "one") == written(tmp_path / "two")


def test_the_examples_of_the_documentation_run(
    repository: Path, corpus: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = re.findall(
        r"```console\n(.*?)```", (repository / "docs" / "exchange.md").read_text(encoding="utf-8"), re.S
    )
    lines = [shlex.split(line) for block in blocks for line in block.splitlines()]
    assert len([line for line in lines if line[:2] == ["memograph", "export"]]) >= 5
    monkeypatch.chdir(tmp_path)
    for _, *arguments in lines:
        done = corpus.run(tmp_path, *arguments)
        assert done.exit_code == 0, (arguments, done.output)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["export", "tei", "--document", "d1", "--document", "d2"], 1, "d1, d2: not in release"),
        (["export", "tei", "--release", "000000000000"], 1, "No release “000000000000” is kept here"),
        (["export", "tei", "--out", "-"], 2, "tei is a file for each document; name a folder"),
        (["export", "nif", "--out", "."], 2, "nif is one file for all documents; name a file"),
        (["export", "nif", "--out", "/proc/none/x.ttl"], 2, "cannot be written"),
        (["export", "nif", "--confidence", "0.5"], 2, "--confidence and --mapping are for quickstatements"),
        (["export", "word"], 2, "'word' is not one of"),
    ],
)
def test_what_cannot_be_done_is_said(
    corpus: Exported, tmp_path: Path, arguments: list[str], code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = corpus.run(tmp_path, *arguments)
    assert (done.exit_code, said in done.stderr) == (code, True), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["memograph.toml"], "nothing is half-written"


def test_a_kept_release_can_be_exported_by_its_version(corpus: Exported, tmp_path: Path) -> None:
    version = corpus.source.release.manifest.version
    done = corpus.run(tmp_path, "export", "conll", "--release", version, "--out", "-")
    assert done.exit_code == 0
    assert done.stdout.count("-DOCSTART-") == 3


def test_a_writer_that_fails_leaves_what_was_there(
    corpus: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "all.ttl"
    path.write_text("before", encoding="utf-8")
    seen: list[str] = []
    genuine = Source.document

    def second_fails(source: Source, document_id: str) -> object:
        seen.append(document_id)
        if len(seen) == 2:
            raise OSError("the disk is gone")
        return genuine(source, document_id)

    monkeypatch.setattr(Source, "document", second_fails)
    with pytest.raises(OSError, match="the disk is gone"):
        corpus.to("nif", path)
    assert path.read_text(encoding="utf-8") == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["all.ttl"]


def test_without_cassis_the_command_that_installs_it_is_told(built: Path, tmp_path: Path) -> None:
    config = tmp_path / "memograph.toml"
    config.write_text(f'[paths]\nbuild = "{built}"\n', encoding="utf-8")
    program = (
        "import sys\nsys.modules['cassis'] = None\nfrom memograph.cli import main\n"
        f"main(['--config', {str(config)!r}, 'export', 'cas', '--out', {str(tmp_path / 'cas')!r}])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'memograph[inception]'" in done.stderr
    assert not (tmp_path / "cas").exists()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Source, Source]:
    """A release, and one with four times as many documents."""
    one, other = (Source(strange_build(tmp_path_factory.mktemp("large"), copies)) for copies in (10, 40))
    return one, other


@pytest.mark.parametrize("name", ["nif", "tei"])
def test_memory_does_not_grow_with_the_release(large: tuple[Source, Source], tmp_path: Path, name: str) -> None:
    """What Python allocates at its peak; docs/exchange.md has what the whole process took."""
    peaks = []
    for source in large:
        tracemalloc.start()
        export(source, name, tmp_path / str(len(peaks)), Wishes(lambda note: None))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0] + 50_000, peaks


def test_addresses_of_another_site_are_no_things_of_this_one(corpus: Exported) -> None:
    own, other = corpus.source.site.thing(Kind.PERSON, "a b"), Site("http://example.org/").thing(Kind.PERSON, "a b")
    assert corpus.source.ref(own) == Ref(Kind.PERSON, "a b")
    assert corpus.source.ref(other) is None
    assert corpus.source.ref(f"{own}#part") is None
    assert corpus.source.iri(Ref(Kind.PERSON, "a b")) == own
