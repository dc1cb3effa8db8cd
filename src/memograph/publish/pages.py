"""Pages for people: home, the list of each kind, and the page of each thing. All they say comes from the store."""

from __future__ import annotations

import re

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound

from memograph.model import Kind
from memograph.publish.context import Publication, publication
from memograph.publish.documents import document_page, statement_page
from memograph.publish.listings import home_page, list_page
from memograph.publish.resource import thing_iri
from memograph.publish.things import thing_page

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def home() -> str:
    """The way in."""
    here = publication()
    return render_template("home.html", page=home_page(here.store, here.links))


@blueprint.get("/page/<kind>/")
def listing_with_slash(kind: str) -> Response:
    """The address without a slash is the list's."""
    return make_response(redirect(publication().links.to(f"page/{_kind(kind).value}"), 308))


@blueprint.get("/page/<kind>")
def listing(kind: str) -> str:
    """All things of a kind."""
    here = publication()
    return render_template("list.html", page=list_page(here.store, here.links, _kind(kind)))


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError as error:
        raise NotFound(f"There is no kind of thing called “{name}”.") from error


@blueprint.get("/page/<kind>/<path:slug>")
def page(kind: str, slug: str) -> str:
    """The page of one thing."""
    here = publication()
    iri = thing_iri(here, kind, slug)
    html = _document(here, iri) if kind == Kind.DOCUMENT else _statement(here, iri) if kind == Kind.STATEMENT else None
    html = html or _thing(here, iri)
    if html is None:
        raise NotFound(f"This release knows nothing of {iri}.")
    return html


def _document(here: Publication, iri: str) -> str | None:
    found = document_page(here.store, here.links, iri, _passage(request.args.get("at", "")))
    return render_template("document.html", page=found) if found else None


def _passage(value: str) -> tuple[int, int] | None:
    """Offsets of ``?at=10-17``; anything else highlights nothing."""
    match = re.fullmatch(r"(\d{1,9})-(\d{1,9})", value, re.ASCII)
    return (int(match[1]), int(match[2])) if match and int(match[1]) < int(match[2]) else None


def _statement(here: Publication, iri: str) -> str | None:
    found = statement_page(here.store, here.links, iri)
    return render_template("statement.html", page=found) if found else None


def _thing(here: Publication, iri: str) -> str | None:
    found = thing_page(here.store, here.links, iri)
    return render_template("thing.html", page=found) if found else None
