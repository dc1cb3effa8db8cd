"""``/extraction``: how the documents of a release were read, by which programs and rules, and how right that is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, Response, make_response, render_template
from markupsafe import Markup

from memograph.provenance import Provenance, Score, read_provenance
from memograph.publish.http.answers import negotiated
from memograph.publish.http.context import publication, reading
from memograph.publish.http.formats import HTML, PLAIN_JSON
from memograph.publish.language import spoken, text
from memograph.publish.linked_data import signposts
from memograph.publish.linked_data.representation import finish, in_release
from memograph.publish.pages import wording
from memograph.publish.pages.markdown import section
from memograph.publish.reading.index import Relation
from memograph.publish.reading.volumes import Volume, volumes
from memograph.publish.releases import Publication
from memograph.publish.store import Row

blueprint = Blueprint("extraction", __name__)

#: Relations whose statements are right at least, and less than, so often are named in the words before the table.
SURE, UNSURE = 0.95, 0.8


@dataclass(frozen=True, slots=True)
class Scored:
    """One line of a table: of a hundred found so many are right, of a hundred that are there so many are found.

    Args:
        number: how many the release has; None where it is not counted by this name.
        right, found: of a hundred; None where it was not measured.
        f1: with two digits, empty likewise.
        gold: how many people marked.
    """

    name: str
    number: int | None
    right: float | None
    found: float | None
    f1: str
    gold: int | None


@dataclass(frozen=True, slots=True)
class Source:
    """A volume, the number of its documents and statements here, and from when they are, in words."""

    identifier: str
    documents: int
    statements: int
    span: str


@dataclass(frozen=True, slots=True)
class ExtractionPage:
    """How a release was read.

    Args:
        told: whether the release says more than its graphs do.
        how: one sentence on what was measured.
        sure, unsure: relations whose statements are nearly always right, and those to be taken with care.
        runs: software, model, and how many documents they read.
        publish_from: least probability of what is published; None where it is not told, as with all that follows.
        deciders: relation, and the least probability with which what was learnt for it says yes.
        learnt: documents, mentions and relations that the weights were learnt from.
        sources: what the corpus says of where it comes from.
    """

    told: bool
    version: str
    how: str
    sure: tuple[str, ...]
    unsure: tuple[str, ...]
    relations: tuple[Scored, ...]
    names: tuple[Scored, ...]
    links: tuple[Scored, ...]
    runs: tuple[tuple[str, str, int], ...]
    inputs: str
    publish_from: float | None
    deciders: tuple[tuple[str, float], ...]
    learnt: tuple[int, int, int] | None
    versions: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, tuple[str, ...]], ...]
    volumes: tuple[Source, ...]
    sources: Markup


@dataclass(frozen=True, slots=True)
class _Known:
    """All that is known of the reading of a release."""

    provenance: Provenance | None
    runs: list[Row]
    relations: dict[str, Relation]
    volumes: tuple[Volume, ...]


@blueprint.get("/extraction")
def extraction() -> Response:
    """How the documents were read; one stored query, two look-ups in the reading index."""
    here, chosen = publication(), negotiated((HTML, PLAIN_JSON), others=())
    index = reading()
    known = _Known(
        read_provenance(here.store.release.reports), here.store.rows("runs"), index.relations(), volumes(index)
    )
    leads = signposts.of_extraction(here.links, chosen, in_release(""))
    if chosen is HTML:
        response = make_response(render_template("extraction.html", page=_page(here, known), signposts=leads))
    else:
        response = make_response(json.dumps(_json(here, known), ensure_ascii=False, indent=1) + "\n")
        response.content_type = PLAIN_JSON.content_type
    return finish(response, leads)


def _page(here: Publication, known: _Known) -> ExtractionPage:
    told, relations = known.provenance, known.relations
    counts = here.store.release.manifest.counts.entities
    gold = {score.name: score.gold for score in told.relations} if told else {}
    label = {name: relation.label for name, relation in relations.items()}
    learnt = told.learnt if told else None
    return ExtractionPage(
        told=told is not None,
        version=here.version,
        how=told.how if told else wording.in_common(each.how for each in relations.values() if each.how),
        sure=tuple(sorted(each.label for each in relations.values() if (each.precision or 0) >= SURE)),
        unsure=tuple(sorted(each.label for each in relations.values() if each.precision and each.precision < UNSURE)),
        relations=tuple(_relation(each, gold.get(each.name)) for each in _by_number(relations.values())),
        names=tuple(_score(each, f"score-name-{each.name}", counts.get(each.name)) for each in told.names)
        if told
        else (),
        links=tuple(_score(each, f"score-link-{each.name}", None) for each in told.links) if told else (),
        runs=tuple((row.text("software"), row.text("model"), row.number("documents")) for row in known.runs),
        inputs=here.store.release.manifest.inputs,
        publish_from=told.publish_from if told else None,
        deciders=tuple((label.get(name, name), least) for name, least in told.deciders.items()) if told else (),
        learnt=(learnt.documents, learnt.mentions, learnt.relations) if learnt else None,
        versions=tuple(learnt.versions.items()) if learnt else (),
        rules=tuple((label.get(name, name), rules) for name, rules in told.rules.items()) if told else (),
        volumes=tuple(_source(each) for each in known.volumes),
        sources=section(told.sources) if told else Markup(),
    )


def _by_number(relations: Iterable[Relation]) -> list[Relation]:
    return sorted(relations, key=lambda each: (-each.statements, each.name))


def _relation(relation: Relation, gold: int | None) -> Scored:
    right, found = relation.precision, relation.recall
    return Scored(relation.label, relation.statements, _hundred(right), _hundred(found), _f1(right, found), gold)


def _score(score: Score, message: str, number: int | None) -> Scored:
    name = text(message) if spoken().has(message) else score.name
    right, found = score.precision, score.recall
    return Scored(name, number, _hundred(right), _hundred(found), _f1(right, found), score.gold)


def _hundred(share: float | None) -> float | None:
    """So many of a hundred, as a whole number; with a digit more where that would say all or none, and is not so."""
    if share is None:
        return None
    whole = round(100 * share)
    return round(100 * share, 1) if whole in (0, 100) and whole != 100 * share else whole


def _f1(precision: float | None, recall: float | None) -> str:
    """The harmonic mean, empty where either is not known."""
    if precision is None or recall is None:
        return ""
    return f"{2 * precision * recall / (precision + recall) if precision + recall else 0:.2f}"


def _source(volume: Volume) -> Source:
    span = wording.span(volume.first, volume.last) if volume.first != volume.last else wording.date(volume.first)
    return Source(volume.identifier, volume.documents, volume.statements, span)


def _json(here: Publication, known: _Known) -> dict[str, Any]:
    """The same for programs; what the release does not tell is absent."""
    manifest = here.store.release.manifest
    return {
        "release": here.version,
        "inputs": manifest.inputs,
        "runs": list(_runs(known.runs)),
        "relations": {name: asdict(relation) for name, relation in known.relations.items()},
        "volumes": [asdict(volume) for volume in known.volumes],
        **(asdict(known.provenance) | {"relations": _measured(known)} if known.provenance else {}),
    }


def _measured(known: _Known) -> dict[str, Any]:
    gold = {score.name: score.gold for score in known.provenance.relations} if known.provenance else {}
    return {name: {**asdict(each), "gold": gold.get(name)} for name, each in known.relations.items()}


def _runs(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {"software": row.text("software"), "model": row.text("model"), "documents": row.number("documents")}
