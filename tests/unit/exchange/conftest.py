"""Two releases to export: that of the corpus, and one of strange documents; and a command line on each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from memograph.cli import main
from memograph.exchange.formats import Wishes, export
from memograph.exchange.released import Source
from memograph.release import current_release
from tests.unit.exchange.strange import strange_build


@dataclass(frozen=True)
class Exported:
    """A release, its build folder, and what was exported from it."""

    build: Path
    source: Source
    notes: list[str]

    def to(self, name: str, out: Path, *documents: str, **wishes: object) -> Path:
        """Export; the notes go to `notes`."""
        self.notes.clear()
        place, _ = export(self.source, name, out, Wishes(self.notes.append, documents, **wishes))  # type: ignore[arg-type]
        return place

    def count(self, pattern: str, distinct: str = "*") -> int:
        """How often a pattern of SPARQL matches in the release."""
        mg = self.source.site.ontology
        query = (
            f"PREFIX mg: <{mg}> PREFIX oa: <http://www.w3.org/ns/oa#>\n"
            "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
            f"SELECT (COUNT({distinct}) AS ?n) WHERE {{ {pattern} }}"
        )
        (row,) = self.source.store.query(query)  # type: ignore[misc, union-attr]
        return int(row["n"].value)  # type: ignore[index, union-attr]

    def run(self, folder: Path, *arguments: str) -> Result:
        """Run the command line on this release, in a folder."""
        config = folder / "memograph.toml"
        config.write_text(f'[paths]\nbuild = "{self.build}"\n', encoding="utf-8")
        return CliRunner().invoke(main, ["--config", str(config), *arguments])


@pytest.fixture(scope="session")
def corpus(built: Path) -> Exported:
    """The release of the three memoranda."""
    return Exported(built, Source(current_release(built)), [])


@pytest.fixture(scope="session")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """The release of strange documents."""
    folder = tmp_path_factory.mktemp("strange")
    return Exported(folder, Source(strange_build(folder)), [])


@pytest.fixture(params=["corpus", "strange"])
def exported(request: pytest.FixtureRequest) -> Exported:
    """Each of both."""
    chosen: Exported = request.getfixturevalue(request.param)
    return chosen
