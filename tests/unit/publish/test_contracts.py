"""What a template receives is one frozen dataclass, declared as it is used: nothing is missing and nothing is idle."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

import pytest
from flask import Flask, template_rendered
from jinja2 import DictLoader, Environment, Template

from memograph.publish.app import create_app, releases_of
from memograph.publish.settings import PublishSettings
from tests.page_types import PAGE_TYPES
from tests.unit.publish.template_types import Templates

#: What every template has beside ``page``: from the application, from Flask and Jinja, and what stands in the head.
OUTSIDE = {
    *("links", "to", "here", "newer", "asked", "site_title", "kinds", "t", "language", "signposts", "embedded"),
    *("range", "dict", "namespace", "caller", "self", "super"),
}

#: What comes to templates as it is, with fields that only other code needs: what readers of the release give, what
#: describes a release, a query or a format. All else in memograph.publish is made for templates.
ELSEWHERE = re.compile(r"memograph\.publish\.(reading|http|engine|query\.(hydra|references|citation)|releases|links)\b")


#: What is shown in another form, or by what else is shown: field → who reads it.
READ_BEFORE = {
    "Claim.relation": "what a document says is grouped by it (pages/documents.py)",
    "Claim.subject": "whether a claim is of the letterhead (pages/letterhead.py)",
    "Claim.object": "an entry of the letterhead (pages/letterhead.py)",
}


@pytest.fixture(scope="module")
def app(settings: PublishSettings) -> Iterator[Flask]:
    made = create_app(settings)
    yield made
    releases_of(made).close()


@pytest.fixture(scope="module")
def received(app: Flask) -> dict[str, set[type]]:
    """Template → classes of ``page`` that it gets, over all pages of the sample; and what else it gets."""
    found: dict[str, set[type]] = {}

    def note(_: Flask, template: Template, context: dict[str, object], **__: object) -> None:
        found.setdefault(template.name or "", set()).add(type(context["page"]))
        assert context.keys() - {"page", "g", "request", "session", "config"} <= OUTSIDE, template.name

    with template_rendered.connected_to(note, app):
        for of in PAGE_TYPES:
            for path in of.paths:
                app.test_client().get(path, headers={"Accept": "text/html"})
    return found


@pytest.fixture(scope="module")
def read(app: Flask, received: dict[str, set[type]]) -> Templates:
    templates = Templates(app.jinja_env, OUTSIDE)
    for template, classes in received.items():
        for page in classes:
            templates.follow(template, page)
    return templates


def test_a_page_is_one_frozen_dataclass_of_its_own(received: dict[str, set[type]]) -> None:
    assert received.keys() == {of.template for of in PAGE_TYPES}
    for template, classes in received.items():
        [page] = classes
        assert is_dataclass(page), template
        assert page.__dataclass_params__.frozen, page  # type: ignore[attr-defined]


def test_templates_use_only_what_is_declared(read: Templates) -> None:
    assert not read.mistakes, "\n".join(sorted(read.mistakes))
    assert len(read.used) > 100


def test_nothing_is_declared_that_no_template_uses(read: Templates, received: dict[str, set[type]]) -> None:
    pages = {page for classes in received.values() for page in classes}
    ours = {each for page in pages for each in reachable(page) if made_for_templates(each)} | pages
    idle = {f"{cls.__name__}.{each.name}" for cls in ours for each in fields(cls) if (cls, each.name) not in read.used}
    assert not idle - READ_BEFORE.keys(), ", ".join(sorted(idle))


def made_for_templates(cls: type) -> bool:
    return cls.__module__.startswith("memograph.publish.") and not ELSEWHERE.match(cls.__module__)


def reachable(page: object) -> set[type]:
    """Dataclasses that a page is made of, itself first."""
    found: set[type] = set()
    waiting = [page]
    while waiting:
        each = waiting.pop()
        waiting += typing.get_args(each)
        cls = typing.get_origin(each) or each
        if isinstance(cls, type) and is_dataclass(cls) and cls not in found:
            found.add(cls)
            waiting += typing.get_type_hints(cls).values()
    return found


@dataclass(frozen=True)
class Inner:
    name: str
    idle: str = ""


@dataclass(frozen=True)
class Outer:
    many: tuple[Inner, ...]
    pairs: tuple[tuple[str, Inner], ...]
    maybe: Inner | None


@pytest.mark.parametrize(
    ("source", "mistakes"),
    [
        ("{{ page.many[0].name }}", 0),
        ("{{ page.many[0].nam }}", 1),
        ("{% for it in page.many %}{{ it.nam }}{% endfor %}", 1),
        ("{% for key, it in page.pairs %}{{ key.upper() }}{{ it.nam }}{% endfor %}", 1),
        ("{% set it = page.maybe %}{% if it %}{{ it.nam }}{% endif %}", 1),
        ("{% macro show(it) %}{{ it.nam }}{% endmacro %}{{ show(page.maybe) }}", 1),
        ("{% macro show(it, more=none) %}{{ it.name }}{% endmacro %}{{ show(it=page.many | first) }}", 0),
        ("{{ page.many | map(attribute='nam') | join }}", 1),
        ("{{ other.name }}", 1),
        ("{{ (page.maybe or page.many[0]).nam }}", 1),
        ("{{ page.other.name }}", 2),
    ],
)
def test_the_reader_of_templates_follows_types(source: str, mistakes: int) -> None:
    """So that what finds nothing above is known to find something."""
    templates = Templates(Environment(loader=DictLoader({"one": source}), autoescape=True), OUTSIDE)
    templates.follow("one", Outer)
    assert len(templates.mistakes) == mistakes, templates.mistakes
    assert (Inner, "idle") not in templates.used
