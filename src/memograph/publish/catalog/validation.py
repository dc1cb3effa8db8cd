"""``/validation``: what was checked before the release was published, and what was found; also as a SHACL report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import NotFound

from memograph.model import Kind, Result
from memograph.namespaces import SH
from memograph.publish.catalog.shaclreport import shacl_report
from memograph.publish.http.answers import graph_response, negotiated
from memograph.publish.http.context import page_links, publication, reading
from memograph.publish.http.formats import GRAPH_FORMATS, HTML
from memograph.publish.language import spoken, text
from memograph.publish.linked_data import signposts
from memograph.publish.linked_data.representation import finish, in_release
from memograph.publish.links import Links
from memograph.publish.pages.claims import Part, local_name, named
from memograph.publish.reading.index import Index, Thing
from memograph.verdict import Found, Rule, Verdict, read_verdict

blueprint = Blueprint("validation", __name__)

#: Things that are shown of what a rule found.
SHOWN = 20

_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:)]")


@dataclass(frozen=True, slots=True)
class Concerned:
    """A thing that a rule found, and what it says of it, with links; nothing where the rule itself says so."""

    thing: Part
    said: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found: its severity in words, what it requires, how often it is not so, and the first of them."""

    severity: str
    message: str
    number: int
    first: tuple[Concerned, ...]


@dataclass(frozen=True, slots=True)
class RulesOf:
    """What is required of the members of a class, or of those that have a property; severity and message of each."""

    title: Part
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ValidationPage:
    """The verdict for people.

    Args:
        told: whether the release has one; the rest is empty where it has none.
        documents, published, unreadable: that were checked, that are in the release, that could not be read.
        asked, asked_whole: number of rules for each document, and for the whole.
        left_out: id of each document that was left out, and why.
        uncertain: relation, and how many of its statements wait for a historian.
    """

    version: str
    told: bool
    documents: int = 0
    published: int = 0
    unreadable: int = 0
    asked: int = 0
    asked_whole: int = 0
    found: tuple[Finding, ...] = ()
    left_out: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()
    uncertain: tuple[tuple[str, int], ...] = ()
    rules: tuple[RulesOf, ...] = ()
    rules_whole: tuple[RulesOf, ...] = ()


@blueprint.get("/validation")
def validation() -> Response:
    """The validation report of the release."""
    here, chosen = publication(), negotiated((HTML, *GRAPH_FORMATS))
    verdict = read_verdict(here.store.release.reports)
    leads = signposts.of_validation(here.links, chosen, in_release(""))
    if chosen is HTML:
        page = _page(here.version, verdict, reading(), page_links()) if verdict else ValidationPage(here.version, False)
        return finish(make_response(render_template("validation.html", page=page, signposts=leads)), leads)
    if verdict is None:
        raise NotFound(f"Release {here.version} keeps no validation report.")
    response = graph_response(shacl_report(verdict, here.site, here.version), chosen, sh=SH)
    if "format" not in request.args:
        own = f"{here.links.to('validation')}?format={chosen.name}"
        response.headers["Content-Location"] = own + in_release("").replace("?", "&")
    return finish(response, leads)


def _page(version: str, verdict: Verdict, index: Index, links: Links) -> ValidationPage:
    """The verdict for people; a look-up or two in the reading index for the names of things."""
    messages = {rule.shape: rule.message for rule in verdict.rules}
    shown = [result for found in verdict.found for result in found.results[:SHOWN]]
    told = " ".join((*(each.focus for each in shown), *(each.message for each in shown)))
    known = index.known(iri.partition("#")[0] for iri in _ADDRESS.findall(told) if links.kind(iri))
    relations = index.relations()
    return ValidationPage(
        version=version,
        told=True,
        documents=verdict.documents,
        published=verdict.documents - len(verdict.left_out),
        unreadable=verdict.unreadable,
        asked=sum(not rule.whole for rule in verdict.rules),
        asked_whole=sum(rule.whole for rule in verdict.rules),
        found=tuple(_finding(each, messages.get(each.shape, ""), known, links) for each in verdict.found),
        left_out=tuple((each.document, each.reasons) for each in verdict.left_out),
        uncertain=tuple(
            (relations[name].label if name in relations else name, n) for name, n in verdict.uncertain.items()
        ),
        rules=tuple(_rules((rule for rule in verdict.rules if not rule.whole), links)),
        rules_whole=tuple(_rules((rule for rule in verdict.rules if rule.whole), links)),
    )


def _finding(found: Found, message: str, known: Mapping[str, Thing], links: Links) -> Finding:
    first = (_concerned(result, message, known, links) for result in found.results[:SHOWN])
    general = _general(message) if message else found.results[0].message
    return Finding(_severity(found.severity), general, found.number, tuple(dict.fromkeys(first)))


def _concerned(result: Result, message: str, known: Mapping[str, Thing], links: Links) -> Concerned:
    value = result.value or ""
    if result.message == message:
        said: tuple[Part, ...] = ()
    elif value.startswith(("http://", "https://")) and message.count("{") == 1:  # all that the rule leaves open
        said = (_thing(value, known, links, result.focus),)
    else:
        said = tuple(_linked(result.message, known, links))
    return Concerned(_thing(result.focus, known, links), said)


def _linked(message: str, known: Mapping[str, Thing], links: Links) -> Iterator[Part]:
    """A message whose addresses are names with links."""
    last = 0
    for address in _ADDRESS.finditer(message):
        yield Part(message[last : address.start()])
        yield _thing(address[0], known, links)
        last = address.end()
    yield Part(message[last:])


def _thing(iri: str, known: Mapping[str, Thing], links: Links, beside: str = "") -> Part:
    """A thing by its name; a part of one by its own, linked to where the thing is, and short `beside` the thing."""
    whole, _, part = iri.partition("#")
    if thing := known.get(whole):
        name = named(links, whole, thing.name)
        if part:
            return Part(part if whole == beside else f"{name.text} ({part})", name.href)
        return name
    if links.kind(iri) and links.kind(iri) not in (Kind.STATEMENT, Kind.DOCUMENT):
        return Part(iri)  # not in use, so that it may have no page
    return Part(links.site.curie(iri), links.page(iri) if iri.startswith(("http://", "https://")) else None)


def _general(message: str) -> str:
    """What a rule requires in general: “…” for what it finds."""
    return re.sub(r"\{[?$]\w+\}", "…", message)


def _rules(rules: Iterable[Rule], links: Links) -> Iterator[RulesOf]:
    by_class: dict[str, list[tuple[str, str]]] = {}
    for rule in rules:
        by_class.setdefault(rule.about[0], []).append((_severity(rule.severity), _general(rule.message)))
    for iri, asked in sorted(by_class.items(), key=lambda each: (not each[0].startswith(links.site.ontology), each[0])):
        yield RulesOf(Part(links.site.curie(iri), _term(iri, links)), tuple(asked))


def _term(iri: str, links: Links) -> str | None:
    """The term on the page of the ontology, or where others explain theirs."""
    if iri.startswith(links.site.ontology):
        return f"{links.to('ontology?format=html')}#{local_name(iri)}"
    return links.page(iri)


def _severity(name: str) -> str:
    return text(f"severity-{name}") if spoken().has(f"severity-{name}") else local_name(name)
