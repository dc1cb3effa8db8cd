"""What it means that two answers are the same: multisets of solutions, or graphs, up to their blank nodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pyoxigraph as ox

from memograph.namespaces import XSD
from tests.conformance.w3c.results import Plain, Result, Row, Table, Term


def differs(found: Result, expected: Result, lax: bool = False) -> str:
    """Why two answers are not the same; empty where they are.

    Args:
        lax: a solution may come less often than expected, but at least once (mf:LaxCardinality).
    """
    match found, expected:
        case bool(), bool():
            return "" if found == expected else f"{found} instead of {expected}"
        case Table(), Table():
            return _differ_tables(found, expected, lax)
        case Plain(), Plain():
            # SPARQL gives the variables of SELECT * no order.
            same = set(found.variables) == set(expected.variables) and _same_rows(found.rows, expected.rows)
            return "" if same else f"{found} instead of {expected}"
        case frozenset(), frozenset():
            return "" if canonical(found) == canonical(expected) else f"{list(found)} instead of {list(expected)}"
    return f"{type(found).__name__} instead of {type(expected).__name__}"


def canonical(triples: frozenset[ox.Triple]) -> frozenset[str]:
    """A graph with its blank nodes named by what they are (RDF Dataset Canonicalization 1.0)."""
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, dataset))


def _differ_tables(found: Table, expected: Table, lax: bool) -> str:
    if set(found.variables) != set(expected.variables):
        return f"variables {found.variables} instead of {expected.variables}"
    if lax:
        mine, given = (Counter(map(_ground, table.rows)) for table in (found, expected))
        same = set(mine) == set(given) and all(count <= given[row] for row, count in mine.items())
    elif expected.ordered:
        same = _in_order(found.rows, expected.rows)
    else:
        same = _same_rows(found.rows, expected.rows)
    if same:
        return ""
    shown = ["\n".join(sorted(str(_ground(row)) for row in table.rows)) for table in (found, expected)]
    return f"found:\n{shown[0]}\nexpected:\n{shown[1]}"


def _ground(row: Row) -> frozenset[tuple[str, str]]:
    """A row with its blank nodes alike."""
    return frozenset((name, "_:" if isinstance(term, ox.BlankNode) else str(term)) for name, term in row.items())


def _in_order(found: tuple[Row, ...], expected: tuple[Row, ...]) -> bool:
    if len(found) != len(expected):
        return False
    names: dict[str, str] = {}
    return all(_matches(mine, theirs, names) for mine, theirs in zip(found, expected, strict=True))


def _same_rows(found: tuple[Row, ...], expected: tuple[Row, ...]) -> bool:
    """Whether some one-to-one renaming of blank nodes makes the two multisets equal."""
    if Counter(map(_ground, found)) != Counter(map(_ground, expected)):
        return False
    nodes = [row for row in found if _has_blank(row)]
    others = [row for row in expected if _has_blank(row)]
    return _search(nodes, others, {})


def _search(found: list[Row], expected: list[Row], names: dict[str, str]) -> bool:
    if not found:
        return True
    for place, theirs in enumerate(expected):
        more = dict(names)
        if _matches(found[0], theirs, more) and _search(found[1:], expected[:place] + expected[place + 1 :], more):
            return True
    return False


def _has_blank(row: Row) -> bool:
    return any(isinstance(term, ox.BlankNode) for term in row.values())


def _matches(mine: Row, theirs: Row, names: dict[str, str]) -> bool:
    """Whether two rows are equal under a renaming of blank nodes, which grows as needed."""
    if mine.keys() != theirs.keys():
        return False
    for name, term in mine.items():
        other = theirs[name]
        if isinstance(term, ox.BlankNode) and isinstance(other, ox.BlankNode):
            if names.setdefault(f"found {term}", str(other)) != str(other):
                return False
            if names.setdefault(f"expected {other}", str(term)) != str(term):
                return False
        elif term != other:
            return False
    return True


def by_value(result: Result) -> Result:
    """An answer with its numbers, truth values and dates in one spelling for each value, datatypes kept."""
    match result:
        case Table():
            rows = tuple({name: _canonical(term) for name, term in row.items()} for row in result.rows)
            return replace(result, rows=rows)
        case Plain():
            numbers = tuple({name: _plain_number(term) for name, term in row.items()} for row in result.rows)
            return replace(result, rows=numbers)
        case frozenset():
            return frozenset(ox.Triple(t.subject, t.predicate, _canonical(t.object)) for t in result)
    return result


def _canonical(term: Term) -> Term:
    if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(XSD):
        return term
    spell = _SPELLINGS.get(term.datatype.value.removeprefix(XSD))
    try:
        return ox.Literal(spell(term.value), datatype=term.datatype) if spell else term
    except (ArithmeticError, ValueError):  # not of its datatype
        return term


def _plain_number(term: Term) -> Term:
    try:
        return ox.Literal(str(float(term.value)))  # type: ignore[union-attr]
    except ValueError:
        return term


_SPELLINGS: dict[str, Callable[[str], str]] = {
    "integer": lambda text: str(int(text)),
    "decimal": lambda text: f"{Decimal(text).normalize():f}",
    "double": lambda text: str(float(text)),
    "float": lambda text: str(float(text)),
    "boolean": lambda text: {"1": "true", "0": "false"}.get(text, text),
    "date": lambda text: text.replace("+00:00", "Z"),
    "dateTime": lambda text: text.replace("+00:00", "Z"),
}


def plain(table: Table) -> Plain:
    """What CSV keeps of solutions."""
    return Plain(
        table.variables, tuple({name: _plain(row.get(name)) for name in table.variables} for row in table.rows)
    )


def _plain(term: Term | None) -> Term:
    if isinstance(term, ox.NamedNode | ox.Literal):
        return ox.Literal(term.value)
    return ox.Literal("") if term is None else term
