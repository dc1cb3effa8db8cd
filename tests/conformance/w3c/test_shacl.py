"""The W3C suite of SHACL Core and SHACL-SPARQL through ``memograph validate``.

Every test runs the command in this process (``CliRunner``: the same command, options and output, without the start of
an interpreter); every tenth also as a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from rdflib import Graph
from rdflib.namespace import RDF, SH

from memograph.cli import main
from memograph.config import Config
from memograph.rdf import read_rdf
from tests.conformance.w3c.exceptions import SHACL
from tests.conformance.w3c.shacl import ShaclTest, canonical, pruned, shacl_tests
from tests.conftest import SHARED

FOLDER = SHARED / "data/w3c/data-shapes-test-suite/tests"
BASE = Config().site.base
TESTS = shacl_tests(FOLDER, BASE) if FOLDER.is_dir() else {}

#: Some words of theirs are not of their datatypes, and of some of their shapes a part is ignored; both are told aloud.
pytestmark = pytest.mark.filterwarnings("ignore")


def test_every_test_is_collected(shared: Path) -> None:
    counted = Counter(name.rpartition("/")[0] for name in TESTS)
    assert dict(counted) == SHACL.collected
    assert (len(TESTS), len(SHACL.skipped)) == (121, 2)
    assert set(SHACL.skipped) <= set(TESTS)
    assert sum(test.report is None for test in TESTS.values()) == 7


def arguments(test: ShaclTest) -> list[str]:
    return ["validate", "--shapes", str(test.shapes), "--format", "turtle", str(test.data)]


def check(test: ShaclTest, scratch: Path, code: int, output: str, errors: str) -> None:
    """Hold what the command did against what the suite says."""
    if test.report is None:
        assert code == 2, output
        assert "The shapes cannot be used: " in errors
        return
    assert code in (0, 1), errors
    path = scratch / "report.ttl"
    path.write_text(output, encoding="utf-8")
    found = read_rdf(path, BASE)  # rdflib's own parser would correct ill-formed values
    [report] = found.subjects(RDF.type, SH.ValidationReport)
    mine, theirs = canonical(pruned(found, report, test.messages)), canonical(test.report)
    assert mine == theirs, "\n".join(["found:", *mine, "expected:", *theirs])


@pytest.mark.parametrize("name", TESTS)
def test_validate(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report is isomorphic to the one of the suite, or the shapes are refused where the suite wants that."""
    test = TESTS[name]
    monkeypatch.chdir(tmp_path)  # where there is no configuration
    result = CliRunner().invoke(main, arguments(test))
    known = SHACL.skipped.get(name)
    if known is None:
        check(test, tmp_path, result.exit_code, result.stdout, result.stderr)
        return
    with pytest.raises(AssertionError) as failure:
        check(test, tmp_path, result.exit_code, result.stdout, result.stderr)
    assert known.says in str(failure.value)
    pytest.skip(known.reason)


@pytest.mark.parametrize("name", [name for name in list(TESTS)[::10] if name not in SHACL.skipped])
def test_validate_as_a_process(name: str, tmp_path: Path) -> None:
    test = TESTS[name]
    command = [sys.executable, "-m", "memograph.cli", *arguments(test)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    check(test, tmp_path, done.returncode, done.stdout, done.stderr)


def test_the_comparison_tells_reports_apart(shared: Path) -> None:
    test = next(test for name, test in TESTS.items() if name.endswith("path-complex-002"))
    assert test.report is not None
    for triple in test.report:
        lacking = Graph()
        lacking += test.report
        lacking.remove(triple)
        assert canonical(lacking) != canonical(test.report), triple


def test_the_command_reads_shapes_of_a_folder_and_of_several_files(tmp_path: Path) -> None:
    """What a user would do: two shape files, or the folder they are in, and two files of data."""
    head = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .\n"
    (tmp_path / "one.ttl").write_text(
        head + "e:One a sh:NodeShape ; sh:targetClass e:A ; sh:property [ sh:path e:p ; sh:minCount 1 ] .",
        encoding="utf-8",
    )
    (tmp_path / "two.ttl").write_text(
        head + "e:Two a sh:NodeShape ; sh:targetClass e:A ; sh:property [ sh:path e:q ; sh:minCount 1 ] .",
        encoding="utf-8",
    )
    (tmp_path / "data").mkdir()
    good, bad = tmp_path / "data/good.nt", tmp_path / "data/bad.nt"
    rdf_type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    bad.write_text(f"<http://e.example/x> {rdf_type} <http://e.example/A> .\n", encoding="utf-8")
    values = "".join(f'<http://e.example/x> <http://e.example/{each}> "1" .\n' for each in "pq")
    good.write_text(bad.read_text(encoding="utf-8") + values, encoding="utf-8")
    both = ["--shapes", str(tmp_path / "one.ttl"), "--shapes", str(tmp_path / "two.ttl")]
    for shapes in (both, ["--shapes", str(tmp_path)]):
        assert CliRunner().invoke(main, ["validate", *shapes, str(good)]).exit_code == 0
        result = CliRunner().invoke(main, ["validate", *shapes, str(good), str(bad)])
        assert result.exit_code == 1
        assert result.stdout.count("Less than 1 values") == 2
        assert f"{good}: conforms" in result.stdout
    alone = CliRunner().invoke(main, ["validate", *both[:2], str(bad)])
    assert alone.stdout.count("Less than 1 values") == 1
