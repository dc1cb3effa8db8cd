"""The list of page types (tests/page_types.py) is whole: no template and no route is missing, none is made up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from flask import Flask, template_rendered
from jinja2 import Template

from memograph.publish.app import create_app, releases_of
from memograph.publish.settings import PublishSettings
from tests.page_types import NO_PAGES, PAGE_TYPES, PageType


@pytest.fixture(scope="module")
def app(settings: PublishSettings) -> Iterator[Flask]:
    made = create_app(settings)
    yield made
    releases_of(made).close()


def endpoint(app: Flask, path: str) -> str:
    """Name of the route that answers a path."""
    return str(app.url_map.bind("memograph.test").match(unquote(urlsplit(path).path), "GET")[0])


def test_every_template_that_is_a_page_is_a_type(repository: Path) -> None:
    folder = repository / "src/memograph/publish/templates"
    whole = re.compile(r'\{% extends "|<!doctype html>')
    pages = {each.name for each in folder.glob("*.html") if whole.search(each.read_text(encoding="utf-8"))}
    assert pages - {"base.html"} == {each.template for each in PAGE_TYPES}
    assert len(PAGE_TYPES) == len({each.template for each in PAGE_TYPES})


@pytest.mark.parametrize("of", PAGE_TYPES, ids=lambda of: of.template)
def test_pages_are_of_the_type_they_stand_for(app: Flask, of: PageType) -> None:
    rendered: list[str] = []

    def note(_: Flask, template: Template, **__: object) -> None:
        rendered.append(template.name or "")

    with template_rendered.connected_to(note, app):
        for path in of.paths:
            assert app.test_client().get(path, headers={"Accept": "text/html"}).status_code == of.status, path
    assert rendered == [of.template] * len(of.paths)


def test_every_route_answers_a_type_of_page_or_says_why_not(app: Flask) -> None:
    answering = {endpoint(app, path) for of in PAGE_TYPES for path in of.paths}
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert not answering & NO_PAGES.keys()
    assert routes == answering | NO_PAGES.keys()
    assert all(NO_PAGES.values())
