"""``/dumps/``: whole releases as files, what changed from one to the next, and the list of those that are kept.

A file has an address with its release's version, and never changes there; ``/dumps/latest/…`` and the addresses of old
send on to the current release's. The type is gzip and there is no Content-Encoding: what is asked for is the packed
file, whose bytes the checksums and Range requests mean, and no client shall unpack it on the way.
"""

from __future__ import annotations

import base64
import re
from datetime import datetime
from pathlib import Path

from flask import Blueprint, Response, make_response, redirect, render_template, request, send_file
from werkzeug.exceptions import Gone, NotFound, PreconditionFailed

from memograph.dumping import CHECKSUMS, DUMP_FORMATS, read_dumps
from memograph.errors import ReleaseNotKept
from memograph.publish.catalog.releaselist import dumps_page, releases_json
from memograph.publish.http.answers import negotiated
from memograph.publish.http.conditional import IMMUTABLE, REVALIDATE, conditional
from memograph.publish.http.context import publication, releases
from memograph.publish.http.formats import HTML, PLAIN_JSON
from memograph.retention import Kept

blueprint = Blueprint("dumps", __name__)

_VERSION = re.compile(r"[0-9a-f]{12}")
_CHANGES = re.compile(r"changes-([0-9a-f]{12})\.(json|jsonl\.gz)")


@blueprint.get("/dumps/", strict_slashes=False)
def listing() -> Response:
    """The files of the current release (or of ``?release=``), and all that are kept, for people or for programs."""
    return _listing(publication().version)


@blueprint.get("/dumps/<name>", strict_slashes=False)
def release_or_file(name: str) -> Response:
    """The same for one release; ``latest`` and the name of a file lead to the current release's."""
    if _VERSION.fullmatch(name):
        return _listing(name)
    here = publication()
    if name == "latest":
        return _send_on(f"dumps/{here.version}")
    if name in {CHECKSUMS, *(each.name for each in DUMP_FORMATS)}:
        return _send_on(f"dumps/{here.version}/{name}")
    raise NotFound(f"There is no dump called “{name}”.")


@blueprint.get("/dumps/<version>/<name>")
def download(version: str, name: str) -> Response:
    """One file, the same for ever; Range and conditional requests are answered."""
    if version == "latest":
        return _send_on(f"dumps/{publication().version}/{name}")
    kept = _kept(version)
    folder = kept.release.dumps
    sums = {each.name: each.sha256 for each in read_dumps(folder)}
    if name in sums:
        return _file(folder / name, _content_type(name), kept, sums[name])
    if name == CHECKSUMS:
        return _file(folder / name, "text/plain", kept)
    if match := _CHANGES.fullmatch(name):
        path = kept.release.changes_file(match[1]).with_name(f"{match[1]}.{match[2]}")
        if path.is_file():
            return _file(path, "application/gzip" if match[2].endswith("gz") else "application/json", kept)
    raise NotFound(f"Release {version} has no file called “{name}”.")


def _listing(version: str) -> Response:
    here, kept = publication(), releases().kept_since()
    links, chosen = here.links, _kept(version)
    gone = releases().gone()
    if negotiated((HTML, PLAIN_JSON), others=()) is HTML:
        response = make_response(render_template("dumps.html", page=dumps_page(here, chosen, kept, gone)))
    else:
        response = make_response(releases_json(kept, gone, links.site))
        response.content_type = PLAIN_JSON.content_type
    response.vary.add("Accept")
    response.headers.add("Link", f'<{links.to(".well-known/void")}>; rel="describedby"')
    return conditional(response)


def _kept(version: str) -> Kept:
    """The release of this version.

    Raises:
        Gone, ReleaseNotKept: it was published once and is kept no longer; nobody knows it.
    """
    for kept in releases().kept_since():
        if kept.version == version:
            return kept
    for event in releases().gone():
        if event.version == version:
            raise Gone(f"Release {version} was published on {event.published[:10]} and is kept no longer.")
    raise ReleaseNotKept(version)


def _content_type(name: str) -> str:
    if name.endswith(".gz"):
        return "application/gzip"
    form = next((each for each in DUMP_FORMATS if each.name == name), None)
    return form.media_type if form else "application/octet-stream"


def _send_on(path: str) -> Response:
    """To what is current now, and may be another one tomorrow."""
    response = make_response(redirect(publication().links.to(path), 307))
    response.headers["Cache-Control"] = REVALIDATE
    return response


def _file(path: Path, content_type: str, kept: Kept, sha256: str = "") -> Response:
    """A file that never changes.

    Raises:
        PreconditionFailed: the request wants another file.
        RequestedRangeNotSatisfiable: it wants what is beyond the end.
    """
    _leave_out_odd_range()
    links, version = publication().links, kept.version
    issued = datetime.fromisoformat(kept.release.manifest.issued)
    tag = f"sha256-{sha256}" if sha256 else f"{version}-{path.name}"
    response = send_file(path, content_type, conditional=True, etag=tag, last_modified=issued)
    if response.status_code == 412:
        raise PreconditionFailed("The file that If-Match names is not the one that is here.")
    response.headers["Cache-Control"] = IMMUTABLE
    if sha256 and response.status_code in (200, 206):  # RFC 9530: of the whole file, also beside a part of it
        response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"
    response.headers.add("Link", f'<{links.to(f"dumps/{version}")}>; rel="collection"')
    response.headers.add("Link", f'<{links.to(f"dumps/latest/{path.name}")}>; rel="latest-version"')
    response.headers.add("Link", f'<{links.to("dumps/")}>; rel="version-history"')
    return response


def _leave_out_odd_range() -> None:
    """Several ranges, another unit, or none that can be read: RFC 9110 (14.2) has them passed over, not refused."""
    found = request.range
    if found is None or found.units != "bytes" or len(found.ranges) != 1:
        request.environ.pop("HTTP_RANGE", None)
