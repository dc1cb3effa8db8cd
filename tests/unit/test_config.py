"""memograph.toml: defaults, errors that name file and key, and a settings page that says the same."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from memograph.config import Config, PathsConfig, bundled, load_config, with_paths
from memograph.errors import ConfigurationError


def write(folder: Path, text: str) -> Path:
    file = folder / "memograph.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_defaults_without_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MEMOGRAPH_CONFIG", raising=False)
    config = load_config()
    assert config.site.base == "http://localhost:8000/"
    assert config.paths.corpus == tmp_path / "corpus"
    assert config.paths.shapes == bundled("shapes"), "falls back to the shapes that come with memograph"
    assert config.file is None


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    file = write(tmp_path, '[paths]\ncorpus = "documents"\n[serve]\nquery_seconds = 3\n')
    config = load_config(file)
    assert config.paths.corpus == tmp_path / "documents"
    assert config.serve.query_seconds == 3.0
    assert with_paths(config, corpus=tmp_path / "other").paths.corpus == tmp_path / "other"
    assert config.file == file


def test_documents_may_lie_at_a_url(tmp_path: Path) -> None:
    config = load_config(write(tmp_path, '[paths]\ncorpus = "s3://archive/volumes"\n'))
    assert config.paths.corpus == "s3://archive/volumes"
    assert with_paths(config, build=tmp_path).paths.corpus == "s3://archive/volumes"
    assert with_paths(config, corpus="memory://x").paths.corpus == "memory://x"


def test_authority_is_one_path_or_a_list(tmp_path: Path) -> None:
    single = load_config(write(tmp_path, '[paths]\nauthority = "people.ttl"\n'))
    assert single.paths.authority == (tmp_path / "people.ttl",)
    several = load_config(write(tmp_path, '[paths]\nauthority = ["corpus/authority", "../people.tar.gz"]\n'))
    assert several.paths.authority == (bundled("authority"), tmp_path / "../people.tar.gz")
    with pytest.raises(ConfigurationError, match=r"paths\.authority must be a path or a list of paths, not 3"):
        load_config(write(tmp_path, "[paths]\nauthority = 3\n"))


def test_directory_is_relative_to_the_file_and_empty_by_default(tmp_path: Path) -> None:
    assert load_config(write(tmp_path, "")).paths.directory == ()
    several = load_config(write(tmp_path, '[paths]\ndirectory = ["imported", "../hsg/pocom.tar.gz"]\n'))
    assert several.paths.directory == (tmp_path / "imported", tmp_path / "../hsg/pocom.tar.gz")


def test_the_environment_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEMOGRAPH_CONFIG", str(write(tmp_path, '[site]\ntitle = "Ours"\n')))
    assert load_config().site.title == "Ours"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[site]\nbaze = "x"\n', "unknown key site.baze"),
        ("[sites]\n", "unknown key sites"),
        ('file = "x"\n', "unknown key file"),
        ('site = "x"\n', "site must be a table"),
        ('[serve]\nport = "8000"\n', "serve.port must be int"),
        ("[serve]\nport = true\n", "serve.port must be int"),
        ('[site]\nbase = "http://example.org"\n', "end with /"),
        ('[site]\nbase = "ftp://example.org/"\n', "http://"),
        ("[site\n", "not valid TOML"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(ConfigurationError, match=re.escape(complaint)) as error:
        load_config(file)
    assert str(file) in str(error.value)


def test_a_file_that_is_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such file"):
        load_config(tmp_path / "absent.toml")


def test_the_settings_page_describes_every_key_and_its_default(repository: Path) -> None:
    page = (repository / "docs/settings.md").read_text(encoding="utf-8")
    described = dict(re.findall(r"^\| `([\w.]+)` \| `([^`]*)` \|", page, re.MULTILINE))
    defaults = Config()
    expected = {
        f"{section}.{f.name}": _written(getattr(getattr(defaults, section), f.name))
        for section in ("site", "paths", "extract", "build", "serve", "store")
        for f in fields(getattr(defaults, section))
    }
    assert described == expected
    assert {f"paths.{f.name}" for f in fields(PathsConfig)} <= described.keys()


def _written(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("127.0.0.1:7878", "is the address of a SPARQL endpoint"),
        ("ftp://store.test/", "is the address of a SPARQL endpoint"),
        ("http:///query", "is the address of a SPARQL endpoint"),
        ("http://store.test/query#x", "is the address of a SPARQL endpoint"),
        ("http://store.test:port/", "is no address"),
        ("http://me:secret@store.test/", "store.credentials"),
    ],
)
def test_a_store_is_an_address_without_secrets(tmp_path: Path, url: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as error:
        load_config(write(tmp_path, f'[store]\nurl = "{url}"\n'))
    assert "secret" not in str(error.value)


def test_credentials_are_relative_to_the_file(tmp_path: Path) -> None:
    config = load_config(
        write(tmp_path, '[store]\nurl = "https://store.test/sparql?a=b"\ncredentials = "secret.txt"\n')
    )
    assert config.store.credentials == str(tmp_path / "secret.txt")
    assert load_config(write(tmp_path, "")).store.credentials == ""
