"""``/cite``: how to cite the result of a query, and whether it is still the same. Nothing is stored for it.

The address of a query can name the release that it was asked of; a release never changes, so the same address gives the
same answer for as long as the release is kept. The citation says which release, how much the result is and its hash
(digest.py); with the hash in the address, the page compares.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import BadRequest

from memograph.publish.engine.digest import Digest
from memograph.publish.engine.exchange import DIGEST
from memograph.publish.engine.policy import FORMS
from memograph.publish.http.answers import negotiated
from memograph.publish.http.cache import momentary
from memograph.publish.http.conditional import REVALIDATE, conditional
from memograph.publish.http.context import publication, releases, results
from memograph.publish.http.formats import BIBTEX, CSL, HTML, PLAIN, Format
from memograph.publish.query.question import Question
from memograph.publish.query.references import Reference
from memograph.publish.query.sparql import request_parameters
from memograph.publish.releases import Publication

blueprint = Blueprint("citation", __name__)

JSON = Format("json", "application/json", (), "JSON")

#: The first for those who do not mind.
OFFERED = (HTML, JSON, CSL, BIBTEX, PLAIN)

#: Characters that an address may have here (gunicorn's limit_request_line, less method and version).
LONGEST = 8000

_HASH = re.compile(r"(?:sha-?256[:=-])?([0-9a-f]{64})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Citation:
    """The result of a query on one release.

    Args:
        current: whether the release is the one that is current now.
        form: of the query.
        digest: of the result; None if the query asks for the moment or for chance, and so has another result each time.
        address: of the result, with the release; None if it would be too long.
        check: address of this page with the hash.
        same: whether the hash in the request is that of the result; None if there is none to compare.
    """

    question: Question
    current: bool
    form: str
    digest: Digest | None
    reference: Reference
    address: str | None
    check: str | None
    same: bool | None

    def document(self) -> dict[str, Any]:
        """As JSON; keys are in the order in which a reader wants them."""
        reference, found = self.reference, self.digest
        return {
            "query": self.question.query,
            "default-graph-uri": self.question.default_graphs,
            "named-graph-uri": self.question.named_graphs,
            "release": {"version": reference.version, "issued": reference.issued.isoformat(), "current": self.current},
            "address": self.address,
            "form": self.form,
            "count": found.count if found else None,
            "ordered": found.ordered if found else None,
            "sha256": found.sha256 if found else None,
            "check": self.check,
            "same": self.same,
            "citation": {"text": reference.plain(), "bibtex": reference.bibtex(), "csl": reference.csl()},
        }


@dataclass(frozen=True, slots=True)
class CitePage:
    """The form, and below it the citation of a result."""

    query: str
    release: str | None
    citation: Citation | None


@blueprint.get("/cite")
def cite() -> Response:
    """The citation of a result; without a query, a form that asks for one."""
    asked = request_parameters()
    chosen = negotiated(OFFERED)
    if not asked.get("query", [""])[0] and chosen is HTML:
        return _finished(make_response(render_template("cite.html", page=CitePage("", None, None))))
    for name in ("query", "hash"):
        if len(asked.get(name, ())) > 1:
            raise BadRequest(f"There is more than one “{name}” in the request.")
    if not asked.get("query", [""])[0]:
        raise BadRequest("There is no query in the request: name it with the parameter “query”.")
    found = _citation(publication(), Question.of(asked), _hash(asked))
    if chosen is HTML:
        page = CitePage(found.question.query, request.args.get("release"), found)
        return _finished(make_response(render_template("cite.html", page=page)))
    return _finished(Response(_written(found, chosen), content_type=chosen.content_type))


def _hash(asked: Mapping[str, Sequence[str]]) -> str | None:
    given = asked.get("hash", [""])[0].strip()
    if not given:
        return None
    match = _HASH.fullmatch(given)
    if match is None:
        raise BadRequest(f"“{given}” is no SHA-256 in hexadecimal digits: there must be 64 of them.")
    return match[1].lower()


def _citation(here: Publication, question: Question, given: str | None) -> Citation:
    manifest, site = here.store.release.manifest, here.site
    task = question.task(site.base, dict.fromkeys(sorted(FORMS), DIGEST))
    answer = results().answer(here.version, task, here.store.answer)
    found = None if momentary(question.query) else Digest.decode(answer.body)
    address = question.address(site.address("sparql"), release=manifest.version)
    short = len(address) <= LONGEST
    reference = Reference(
        title=manifest.title,
        publisher=here.settings.title,
        version=manifest.version,
        issued=date.fromisoformat(manifest.issued[:10]),
        address=address if short else site.address("sparql"),
        size=_size(answer.form, found),
        sha256=found.sha256 if found else None,
        accessed=datetime.now(UTC).date(),
    )
    proof = {"release": manifest.version, "hash": found.sha256} if found else {}
    return Citation(
        question=question,
        current=here is releases().current,
        form=answer.form,
        digest=found,
        reference=reference,
        address=address if short else None,
        check=question.address(site.address("cite"), **proof) if found and short else None,
        same=given == found.sha256 if found and given else None,
    )


def _size(form: str, found: Digest | None) -> str:
    """How much the result is, in words."""
    if found is None:
        return "another result each time"
    if form == "ASK":
        return "a truth value"
    unit = "row" if form == "SELECT" else "triple"
    return f"{found.count:,} {unit}" if found.count == 1 else f"{found.count:,} {unit}s"


def _written(found: Citation, chosen: Format) -> str:
    if chosen is BIBTEX:
        return found.reference.bibtex()
    if chosen is PLAIN:
        return f"{found.reference.plain()}\n"
    data: object = [found.reference.csl()] if chosen is CSL else found.document()
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _finished(response: Response) -> Response:
    response.vary.add("Accept")
    response = conditional(response)
    response.headers["Cache-Control"] = REVALIDATE  # it names the day, and whether the release is still the current one
    return response
