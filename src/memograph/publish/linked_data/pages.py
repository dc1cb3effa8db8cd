"""Pages for people: home, the list of each kind, and the page of each thing. All they say comes from the store."""

from __future__ import annotations

import re

from flask import Blueprint, Response, make_response, redirect, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import BadRequest, NotFound

from memograph.model import Kind
from memograph.publish.http.context import Publication, page_links, publication, reading
from memograph.publish.linked_data import signposts
from memograph.publish.linked_data.embedded import embedded
from memograph.publish.linked_data.representation import finish, in_release, moved
from memograph.publish.linked_data.standing import Found, find
from memograph.publish.pages.decisions import decision_page
from memograph.publish.pages.documents import document_page
from memograph.publish.pages.home import home_page
from memograph.publish.pages.lists import list_page, read_asked
from memograph.publish.pages.own import Own
from memograph.publish.pages.statements import statement_page
from memograph.publish.pages.things import section_page, thing_page

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def home() -> Response:
    """The way in."""
    here = publication()
    shown = home_page(reading(), page_links(), here.store.release.manifest)
    return _shown("home.html", shown, signposts.of_home(here.links, here.version))


@blueprint.get("/page/<kind>/")
def listing_with_slash(kind: str) -> Response:
    """The address without a slash is the list's."""
    return make_response(redirect(page_links().to(f"page/{_kind(kind).value}"), 308))


@blueprint.get("/page/<kind>")
def listing(kind: str) -> Response:
    """A page of the things of a kind."""
    links, asked = page_links(), read_asked(_kind(kind), request.args.to_dict())
    shown = list_page(reading(), links, asked)
    near = (("prev", shown.pager.previous), ("next", shown.pager.next))
    leads = [signposts.Signpost(name, links.absolute(link)) for name, link in near if link]
    return _shown("list.html", shown, [*signposts.of_list(publication().links, asked.kind), *leads])


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError as error:
        raise NotFound(f"There is no kind of thing called “{name}”.") from error


@blueprint.get("/page/<kind>/<path:slug>")
def page(kind: str, slug: str) -> Response:
    """The page of one thing."""
    here = publication()
    section = request.args.get("section")
    found = find(here, kind, slug)
    if found.merged:
        return moved(here.links.page(found.iri), 301, "section")
    leads = signposts.of_thing(here.links, found.iri, found.own, in_release(""))
    template, shown = _prepared(here, kind, found) if section is None else _section(here, found.iri, section)
    return _shown(template, shown, leads, embedded(here.links, found.iri, found.own))


def _shown(template: str, page: object, leads: list[signposts.Signpost], data: Markup | None = None) -> Response:
    html = render_template(template, page=page, signposts=leads, embedded=data)
    return finish(make_response(html), leads)


def _prepared(here: Publication, kind: str, found: Found) -> tuple[str, object]:
    """Template of a thing's page, and what it shows."""
    store, links, iri = here.store, page_links(), found.iri
    if kind == Kind.DOCUMENT:
        own, passage = Own.of(found.own), _passage(request.args.get("at", ""))
        if shown := document_page(store, reading(), links, iri, own, here.settings.title, passage):
            return "document.html", shown
    if kind == Kind.STATEMENT and (claim := statement_page(store, reading(), links, iri)):
        return "statement.html", claim
    if kind == Kind.DECISION and (decided := decision_page(store, links, iri)):
        return "decision.html", decided
    return "thing.html", thing_page(store, reading(), links, iri)


def _section(here: Publication, iri: str, section: str) -> tuple[str, object]:
    """Template of one section of a thing's page, and what it shows.

    Raises:
        NotFound: there is no such section, or it has no such page.
    """
    number, year = _number("page", 1), _number("year", None)
    shown = section_page(here.store, reading(), page_links(), iri, section, number or 1, year)
    if shown is None:
        raise NotFound(f"{iri} has no section “{section}”, or this section has no such page.")
    return "section.html", shown


def _number(name: str, usual: int | None) -> int | None:
    """A parameter that is a number from 1.

    Raises:
        BadRequest: it is something else.
    """
    value = request.args.get(name)
    if value is None:
        return usual
    if not re.fullmatch(r"[1-9]\d{0,6}", value, re.ASCII):
        raise BadRequest(f"The parameter “{name}” is a number, from 1.")
    return int(value)


def _passage(value: str) -> tuple[int, int] | None:
    """Offsets of ``?at=10-17``; anything else highlights nothing."""
    match = re.fullmatch(r"(\d{1,9})-(\d{1,9})", value, re.ASCII)
    return (int(match[1]), int(match[2])) if match and int(match[1]) < int(match[2]) else None
