"""``/dumps/``: the whole release as files, with checksums."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, send_from_directory
from werkzeug.exceptions import NotFound

from memograph.dumping import CHECKSUMS, NQUADS_DUMP, TURTLE_DUMP
from memograph.publish.context import publication
from memograph.release import Manifest

blueprint = Blueprint("dumps", __name__)

_DESCRIPTIONS = {
    NQUADS_DUMP: "N-Quads: everything, each document in a graph of its own",
    TURTLE_DUMP: "Turtle: all graphs in one, with prefixes",
}


@dataclass(frozen=True, slots=True)
class Dump:
    """A file: name, what it is, size in bytes, SHA-256 (hex)."""

    name: str
    description: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DumpsPage:
    """The files of a release."""

    files: tuple[Dump, ...]
    manifest: Manifest


@blueprint.get("/dumps/", strict_slashes=False)
def listing() -> str:
    """The list of files."""
    release = publication().store.release
    lines = (release.dumps / CHECKSUMS).read_text(encoding="ascii").splitlines()
    files = tuple(
        Dump(name, _DESCRIPTIONS.get(name, ""), (release.dumps / name).stat().st_size, sha256)
        for sha256, name in (line.split() for line in lines)
    )
    return render_template("dumps.html", page=DumpsPage(files, release.manifest))


@blueprint.get("/dumps/<name>")
def download(name: str) -> Response:
    """One file; Range and conditional requests are answered."""
    types = {NQUADS_DUMP: "application/gzip", TURTLE_DUMP: "application/gzip", CHECKSUMS: "text/plain"}
    if name not in types:
        raise NotFound(f"There is no dump called “{name}”.")
    return send_from_directory(publication().store.release.dumps, name, mimetype=types[name], conditional=True)
