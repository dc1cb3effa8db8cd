"""`memograph init`: a folder that works as it is, with every setting explained, made whole or not at all."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import memograph.project
from memograph.authority.turtle import read_authority
from memograph.cli import main
from memograph.config import Config, load_config
from memograph.curation.decision import COLUMNS
from memograph.curation.files import read_decisions
from memograph.errors import ConfigurationError
from memograph.namespaces import Site
from memograph.project import make_project
from memograph.project.settings import meanings
from memograph.vocabularies import check_vocabulary, rules

BASE = "https://example.org/"
FILES = [
    ".gitignore",
    "README.md",
    "authority/example.ttl",
    "corpus/.gitkeep",
    "curation/decisions.csv",
    "memograph.toml",
    "vocabulary/relations/.gitkeep",
    "vocabulary/types.ttl",
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    assert make_project(tmp_path / "letters", BASE, 'Letters from "Bombay"') == FILES
    return tmp_path / "letters"


def test_everything_is_there_and_nothing_else(project: Path) -> None:
    assert sorted(str(f.relative_to(project)) for f in project.rglob("*") if f.is_file()) == FILES
    assert sorted(project.parent.iterdir()) == [project], "no temporary folder is left"
    assert (project / "README.md").read_text(encoding="utf-8").startswith('# Letters from "Bombay"\n')


def test_others_may_read_it_as_far_as_they_may_read_other_folders(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        make_project(tmp_path / "letters", BASE, "T")
    finally:
        os.umask(mask)
    assert (tmp_path / "letters").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "letters/memograph.toml").stat().st_mode & 0o777 == 0o640


def test_the_settings_are_the_defaults_but_for_what_is_own(project: Path) -> None:
    config = load_config(project / "memograph.toml")
    assert (config.site.base, config.site.title) == (BASE, 'Letters from "Bombay"')
    assert config.paths.authority == (project / "authority",)
    assert config.paths.curation == project / "curation"
    assert config.paths.vocabulary == project / "vocabulary"
    default = Config()
    assert (config.extract, config.build, config.serve) == (default.extract, default.build, default.serve)


def test_every_key_is_there_with_its_meaning_and_its_default(project: Path) -> None:
    text = (project / "memograph.toml").read_text(encoding="utf-8")
    uncommented = re.sub(r"^# (?=\w+ = )", "", text, flags=re.MULTILINE)
    (project / "memograph.toml").write_text(uncommented, encoding="utf-8")
    everything = load_config(project / "memograph.toml")
    (project / "memograph.toml").write_text(text, encoding="utf-8")
    assert replace(everything, file=None) == replace(load_config(project / "memograph.toml"), file=None)
    for section in fields(Config):
        if section.name != "file":
            for key in fields(getattr(Config(), section.name)):
                assert re.search(rf"^{key.name} = ", uncommented, re.MULTILINE), key.name
                assert meanings()[f"{section.name}.{key.name}"].split()[0] in text


def test_what_is_in_the_folders_can_be_read(project: Path) -> None:
    site = Site(BASE)
    config = load_config(project / "memograph.toml")
    assert list(read_authority(config.paths.authority, site)) == []
    assert read_decisions([config.paths.curation], site) == ()
    check_vocabulary(config.paths, site)
    assert len(rules(config.paths, site).relations) >= 8, "those that come with memograph"
    header = next(csv.reader((project / "curation/decisions.csv").read_text(encoding="utf-8").splitlines()))
    assert tuple(header) == COLUMNS


def test_the_examples_work_once_they_are_no_comments(project: Path) -> None:
    for name in ("authority/example.ttl", "vocabulary/types.ttl"):
        text = (project / name).read_text(encoding="utf-8")
        prefixes = re.findall(r"^@prefix.*", text, re.MULTILINE)
        examples = re.findall(r"^# ((?:<|mg:| {3}).*)", text[text.rindex("@prefix") :], re.MULTILINE)
        (project / name).write_text("\n".join([*prefixes, *examples]), encoding="utf-8")
    config = load_config(project / "memograph.toml")
    check_vocabulary(config.paths, Site(BASE))
    known = {getattr(item, "slug", "tenure") for item in read_authority(config.paths.authority, Site(BASE))}
    assert known == {"surat", "elphinstone-mountstuart", "governor-of-bombay", "tenure"}


def test_nothing_is_overwritten(project: Path) -> None:
    before = {f: f.read_bytes() for f in project.rglob("*") if f.is_file()}
    with pytest.raises(ConfigurationError, match="has files in it, and none is overwritten"):
        make_project(project, BASE, "Other")
    assert {f: f.read_bytes() for f in project.rglob("*") if f.is_file()} == before
    with pytest.raises(ConfigurationError, match="is a file"):
        make_project(project / "README.md", BASE, "Other")
    with pytest.raises(ConfigurationError, match="cannot be made"):
        make_project(project / "README.md/inner", BASE, "Other")


def test_an_empty_folder_is_filled_and_a_failure_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    assert make_project(tmp_path / "empty", BASE, "T") == FILES

    def broken(base: str, title: str) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(memograph.project, "commented_settings", broken)
    with pytest.raises(ConfigurationError, match="No space left on device"):
        make_project(tmp_path / "new", BASE, "T")
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_the_command(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["init", str(tmp_path / "letters"), "--base", "http://x.org"])
    assert run.exit_code == 2
    command = [sys.executable, "-m", "memograph.cli", "init", "letters", "--base", BASE]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[:-1] == [f"letters/{name}" for name in FILES]
    assert load_config(tmp_path / "letters/memograph.toml").site.title == "letters"
    again = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert (again.returncode, "Traceback" in again.stderr) == (2, False)
    assert "none is overwritten" in again.stderr
