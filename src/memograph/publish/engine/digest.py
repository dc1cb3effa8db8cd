"""What a citation says of a result: how much it is, and a hash that is the same whenever the answer is. For worker.py.

Canonical form, in UTF-8, each line ended by a line feed. Terms are written as in canonical N-Triples (W3C "RDF 1.2
N-Triples", section "A Canonical form of N-Triples"). docs/endpoint.md says the same to those who compute it themselves.

- rows: a line with the variables in the order of the query (``?a``, tab, ``?b``), then a line for each row, terms
  separated by tabs, nothing for what is unbound; sorted by their bytes unless the query says ORDER BY. Blank nodes have
  no name outside of a result: all of them are written ``_:``.
- a truth value: ``true`` or ``false``.
- a graph: canonical N-Quads of RDFC-1.0 (W3C Recommendation of 21 May 2024), which are sorted and hold no triple twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TypeVar

import pyoxigraph as ox

from memograph.publish.engine.output import Caps, Reached
from memograph.publish.engine.tokens import tokenize

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Digest:
    """Of a result: number of rows or triples (of a truth value 1), SHA-256 (hex), whether the order of rows counts."""

    count: int
    sha256: str
    ordered: bool

    def encode(self) -> bytes:
        """As JSON."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def decode(cls, data: bytes) -> Digest:
        """From JSON."""
        return cls(**json.loads(data))


def digest(result: ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple], query: str, caps: Caps) -> Digest:
    """The digest of a result.

    Args:
        query: that gave it, without codepoint escapes.
        caps: what a result may have; bytes are those of the canonical form.

    Raises:
        Reached: it has more.
    """
    if isinstance(result, ox.QueryBoolean):
        return _hashed([b"true\n" if result else b"false\n"], 1, ordered=False)
    if not isinstance(result, ox.QuerySolutions):
        lines = sorted(_graph(list(_capped(result, caps, "triples"))))
        return _hashed(lines, len(lines), ordered=False)
    ordered = has_order(query)
    header = "\t".join(f"?{variable.value}" for variable in result.variables)
    rows = list(_lines(result, caps))
    return _hashed([f"{header}\n".encode(), *(rows if ordered else sorted(rows))], len(rows), ordered)


def has_order(query: str) -> bool:
    """Whether a query says how its rows are ordered: ORDER BY outside of all brackets. Subqueries order nothing."""
    depth = 0
    for token in tokenize(query):
        if token.kind == "other":
            depth += (token.text in "([{") - (token.text in ")]}")
        elif token.kind == "word" and depth == 0 and token.text.upper() in ("ORDER", "ORDERBY"):
            return True
    return False


def _lines(solutions: ox.QuerySolutions, caps: Caps) -> Iterator[bytes]:
    variables, size = solutions.variables, 0
    for row in _capped(solutions, caps, "rows"):
        line = "\t".join("" if (term := row[name]) is None else _written(term) for name in variables)
        yield (encoded := f"{line}\n".encode())
        size += len(encoded)
        if size > caps.size:
            raise Reached("bytes")


def _written(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return "_:" if isinstance(term, ox.BlankNode) else str(term)


def _graph(triples: list[ox.Triple]) -> set[bytes]:
    if any(isinstance(end, ox.BlankNode) for triple in triples for end in (triple.subject, triple.object)):
        named = ox.Dataset(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
        named.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        triples = [quad.triple for quad in named]
    return {f"{triple} .\n".encode() for triple in triples}


def _capped(items: Iterable[Item], caps: Caps, unit: str) -> Iterator[Item]:
    for number, item in enumerate(items):
        if number >= caps.rows:
            raise Reached(unit)
        yield item


def _hashed(lines: Iterable[bytes], count: int, ordered: bool) -> Digest:
    found = hashlib.sha256()
    for line in lines:
        found.update(line)
    return Digest(count, found.hexdigest(), ordered)
