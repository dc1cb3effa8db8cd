"""What a view is asked for, in SPARQL: the query whose answer is the view's table, for the editor.

The queries are ``queries/views/*.rq``; what depends on the request is filled in with Jinja, terms by the filters
`iri` and `literal`, which write them as SPARQL does.
"""

from __future__ import annotations

import functools
import importlib.resources

import pyoxigraph as ox
from jinja2 import Environment, StrictUndefined, Template


def query(name: str, base: str, **asked: object) -> str:
    """Text of ``queries/views/<name>.rq`` for what is asked; IRIs that begin with `base` are written relative to it."""
    return _template(name).render(base=base, **asked)


@functools.cache
def _template(name: str) -> Template:
    folder = importlib.resources.files("memograph.publish") / "queries" / "views"
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    environment.filters |= {"iri": lambda iri: str(ox.NamedNode(iri)), "literal": lambda text: str(ox.Literal(text))}
    return environment.from_string(folder.joinpath(f"{name}.rq").read_text(encoding="utf-8"))
