"""The rules of the house that linters do not know (docs/decisions, ARCHITECTURE of the project)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from memograph.cli import main

LONGEST_MODULE = 300
LONGEST_FUNCTION = 60
VAGUE = {"utils", "helpers", "common", "base", "manager", "service"}


def modules(repository: Path) -> list[Path]:
    found = sorted((repository / "src/memograph").rglob("*.py"))
    assert len(found) > 30
    return found


def tracked(repository: Path) -> list[Path]:
    if not (repository / ".git").exists():
        pytest.skip("not a git checkout: tracked files cannot be listed")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=repository, check=True, capture_output=True, text=True)
    return [repository / name for name in listed.stdout.split("\0") if name]


def test_modules_and_functions_stay_short(repository: Path) -> None:
    too_long = []
    for module in modules(repository):
        source = module.read_text(encoding="utf-8")
        if source.count("\n") > LONGEST_MODULE:
            too_long.append(f"{module.name}: {source.count(chr(10))} lines")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    too_long.append(f"{module.name}: {node.name} has {lines} lines")
    assert too_long == []


def test_modules_say_their_place_and_have_telling_names(repository: Path) -> None:
    for module in modules(repository):
        assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))), f"{module} has no docstring"
        assert module.stem not in VAGUE, f"{module} is named vaguely"


def test_no_address_of_a_package_index_or_path_of_a_machine_is_committed(repository: Path) -> None:
    # written in pieces, so that this file does not hold what it looks for
    index = [
        "-".join(("index", "url")),
        r"https?://\S+/" + r"simple\b",
        "https?://" + r"registry\.",
        "files.python" + "hosted",
    ]
    machine = [f"/{folder}/" for folder in ("root", "work")]
    forbidden = re.compile("|".join([*index, *machine]))
    found = []
    for file in tracked(repository):
        if file.is_file() and file != Path(__file__) and file.stat().st_size < 2_000_000:
            try:
                text = file.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
            found += [f"{file.name}: {m.group(0)}" for m in forbidden.finditer(text)]
    assert found == []


HEAVY = set("spacy pyshacl rdflib lxml pyoxigraph flask rich numpy cassis pydantic httpx rapidfuzz sqlite3".split())


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["build", "--help"],
        ["export", "--help"],
        ["import", "--help"],
        ["serve", "--help"],
        ["review", "--help"],
        ["authority", "--help"],
        ["authority", "import", "--help"],
        ["authority", "reconcile", "--help"],
        ["init", "--help"],
        ["--version"],
    ],
)
def test_help_answers_without_loading_anything_heavy(repository: Path, arguments: list[str]) -> None:
    program = (
        "import sys\nfrom memograph.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        "print(sorted(set(sys.modules) & " + repr(HEAVY) + "), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=repository, check=True, capture_output=True, text=True)
    assert done.stderr.strip() == "[]"
    assert "Example:" in done.stdout or "version" in done.stdout


def test_the_readme_names_every_verb(repository: Path) -> None:
    readme = (repository / "README.md").read_text(encoding="utf-8")
    verbs = main.list_commands(click.Context(main))
    assert "authority" in verbs
    assert [verb for verb in verbs if f"| `memograph {verb}" not in readme] == []


def test_extract_and_publish_never_meet(repository: Path) -> None:
    program = "import sys, memograph.publish.app\nprint(sorted(sys.modules))\n"
    done = subprocess.run([sys.executable, "-c", program], cwd=repository, check=True, capture_output=True, text=True)
    loaded = set(ast.literal_eval(done.stdout))
    assert "flask" in loaded
    assert not loaded & {"spacy", "pyshacl", "rdflib", "memograph.extract", "memograph.build", "memograph.graph"}


def test_dependencies_are_pinned_without_an_index(repository: Path) -> None:
    lines = (repository / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert len(pins) > 40
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+_-]+", pin) for pin in pins)
