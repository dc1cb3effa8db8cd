"""An RDF file of somebody else's in Oxigraph's store, and what a node says there. Used by `linked_data`.

JSON-LD may name its context by address; those known are put in its place, and no other is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from memograph.authority.sources import linked_terms as terms
from memograph.authority.triples import file_text
from memograph.errors import AuthorityError

#: What relative IRIs are resolved against: of a thing of the site itself they keep their slug.
HERE = "http://here.invalid/"
_SUFFIXES = {"": "ttl", "json": "jsonld"}


def opened(path: Path) -> ox.Store:
    """The triples of a file; contexts of JSON-LD are never fetched."""
    suffixes = [suffix.lstrip(".").lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    suffix = suffixes[-1] if suffixes else ""
    form = ox.RdfFormat.from_extension(_SUFFIXES.get(suffix, suffix))
    if form is None:
        raise AuthorityError(f"{path}: “{suffix}” is not the suffix of an RDF format, such as .ttl or .jsonld")
    data = file_text(path)
    if form == ox.RdfFormat.JSON_LD:
        data = _with_contexts(path, data)
    store = ox.Store()
    try:
        store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in ox.parse(data, format=form, base_iri=HERE))
    except SyntaxError as error:
        raise AuthorityError(f"{path}:{error.lineno}: not {form.name} ({error.msg}); correct the line") from error
    except ValueError as error:
        raise AuthorityError(f"{path}: not {form.name} ({error}); correct the file") from error
    return store


def _with_contexts(path: Path, data: str) -> str:
    """JSON-LD in which the contexts known here stand in place of their addresses; AuthorityError where one is not."""
    try:
        document: Any = json.loads(data)
    except json.JSONDecodeError as error:
        raise AuthorityError(
            f"{path}:{error.lineno}:{error.colno}: not JSON ({error.msg}); correct the line"
        ) from error

    def known(context: object) -> object:
        if isinstance(context, list):
            return [known(each) for each in context]
        if not isinstance(context, str):
            return context
        if (found := terms.CONTEXTS.get(context.rstrip("/").removeprefix("https://").removeprefix("http://"))) is None:
            line = data.count("\n", 0, data.find(context)) + 1
            raise AuthorityError(
                f"{path}:{line}: the context {context} is elsewhere and is not fetched; put its content into the file"
            )
        return found

    def walk(value: object) -> object:
        if isinstance(value, list):
            return [walk(each) for each in value]
        if isinstance(value, dict):
            return {key: known(each) if key == "@context" else walk(each) for key, each in value.items()}
        return value

    return json.dumps(walk(document))


def name(term: object) -> str:
    """IRI, or ``_:name`` of a blank node."""
    return term.value if isinstance(term, ox.NamedNode) else f"_:{getattr(term, 'value', '')}"


def resource(node: str) -> ox.NamedNode | ox.BlankNode:
    """The way back."""
    return ox.BlankNode(node[2:]) if node.startswith("_:") else ox.NamedNode(node)


def values(store: ox.Store, node: str, properties: Iterable[str]) -> Iterator[ox.NamedNode | ox.BlankNode | ox.Literal]:
    """Objects of several properties, those of the first property first."""
    for property_ in properties:
        for quad in store.quads_for_pattern(resource(node), ox.NamedNode(property_), None, None):
            if isinstance(quad.object, (ox.NamedNode, ox.BlankNode, ox.Literal)):
                yield quad.object


def texts(store: ox.Store, node: str, properties: Iterable[str]) -> list[str]:
    """Literals: of a property English ones first, then those without a language, then the rest, each by alphabet."""
    found: dict[str, None] = {}
    for property_ in properties:
        literals = [each for each in values(store, node, [property_]) if isinstance(each, ox.Literal)]
        ranked = sorted(literals, key=lambda each: (_foreign(each.language), each.value))
        found.update(dict.fromkeys(text for each in ranked if (text := " ".join(each.value.split()))))
    return list(found)


def _foreign(language: str | None) -> int:
    return 1 if not language else 0 if language.split("-")[0] == "en" else 2
