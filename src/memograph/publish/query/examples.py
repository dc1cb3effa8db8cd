"""Queries to begin with: ``examples/<name>.rq``; their words are the messages ``example-<name>`` and ``…-why``.

Read by form.py. The files have no PREFIX lines, because the site's base IRI is part of them; what a reader sees begins
with the lines it needs and with its title as a comment.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from memograph.namespaces import Site
from memograph.publish.language import say, text

#: In the order in which they are shown: from what everybody asks to what few do.
NAMES = (
    "who-met-whom",
    "most-mentioned",
    "who-wrote-to-whom",
    "journeys",
    "least-certain",
    "same-elsewhere",
    "one-person",
    "citations",
)

_PREFIX = re.compile(r"(?<![\w<:?$])([a-z]+):(?=\w)")


@dataclass(frozen=True, slots=True)
class Example:
    """A query that can be asked as it is.

    Args:
        title: a few words.
        why: what it shows, one sentence.
        query: with its PREFIX lines.
    """

    title: str
    why: Markup
    query: str


def examples(site: Site) -> tuple[Example, ...]:
    """All examples, for one site."""
    return tuple(
        Example(
            title := text(f"example-{name}"), say(f"example-{name}-why"), _whole(_stored(name), title, site.prefixes)
        )
        for name in NAMES
    )


def _whole(body: str, title: str, prefixes: Mapping[str, str]) -> str:
    used = sorted(set(_PREFIX.findall(body)))
    return "\n".join([*(f"PREFIX {name}: <{prefixes[name]}>" for name in used), "", f"# {title}", body])


@functools.cache
def _stored(name: str) -> str:
    folder = importlib.resources.files("memograph.publish") / "examples"
    return folder.joinpath(f"{name}.rq").read_text(encoding="utf-8")
