"""A constraint of a shape → a SPARQL expression that is true only where the constraint surely holds.

SHACL itself explains its constraints by SPARQL (SHACL, section 4). What cannot be said so that Oxigraph and pySHACL
agree beyond doubt raises `Unclear`, and pySHACL is asked. An expression may end in an error, which is a doubt, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any, TypeAlias

import pyoxigraph as ox
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH, XSD

from memograph.doubts.values import (
    KINDS,
    NO,
    YES,
    Matcher,
    Unclear,
    constant,
    every,
    in_languages,
    in_range,
    of_datatype,
    some,
)

#: A class → itself and all classes below it, where there are any.
Classes: TypeAlias = Mapping[str, frozenset[str]]

_RANGES = {SH.minInclusive: ">=", SH.maxInclusive: "<=", SH.minExclusive: ">", SH.maxExclusive: "<"}
_PAIRS = {SH.lessThan: "<", SH.lessThanOrEquals: "<="}

_PATTERNS = count()

#: How deep shapes are followed into one another; pySHACL goes 14 deep.
_DEEPEST = 6


class Constraints:
    """The constraints of the shapes of a graph as SPARQL expressions.

    Args:
        classes: which classes stand below others.
    """

    def __init__(self, shapes: Graph, classes: Classes) -> None:
        self._shapes, self._classes, self._numbers = shapes, classes, count(1)
        #: Functions of a question that Oxigraph calls back, by name: patterns, which Python has to match.
        self.functions: dict[ox.NamedNode, Matcher] = {}

    def instance(self, node: str, class_: Any) -> str:
        """A pattern: `node` is an instance of a class, or of one below it."""
        names = sorted(self._classes.get(str(class_), {str(class_)}))
        if len(names) == 1:
            return f"{node} a <{names[0]}>"
        kind = self._variable()
        return f"{node} a {kind} VALUES {kind} {{ {' '.join(f'<{name}>' for name in names)} }}"

    def holds(self, shape: Any, node: str, apart: frozenset[URIRef] = frozenset(), depth: int = 0) -> str:
        """An expression: what stands for `node` conforms to a shape.

        Args:
            node: a variable.
            apart: parameters that are asked in another way.

        Raises:
            Unclear: this cannot be said beyond doubt.
        """
        if depth > _DEEPEST or (shape, SH.deactivated, None) in self._shapes:
            raise Unclear
        said = (p for p in self._shapes.predicates(shape) if isinstance(p, URIRef) and p in CONSTRAINT_PARAMETERS_MAP)
        parameters = set(said) - apart
        paths = list(self._shapes.objects(shape, SH.path))
        if len(paths) > 1:
            raise Unclear
        if not paths:
            return every(self._of_value(shape, parameter, node, depth) for parameter in sorted(parameters))
        path = self.path(paths[0])
        of_all = sorted(parameters & self._of_values.keys())
        parts = [self._of_values[parameter](self, shape, parameter, node, path) for parameter in of_all]
        if of_each := sorted(parameters - self._of_values.keys()):
            value = self._variable()
            each = every(self._of_value(shape, parameter, value, depth) for parameter in of_each)
            parts.append(f"NOT EXISTS {{ {node} {path} {value} FILTER (!COALESCE({each}, false)) }}")
        return every(parts)

    def path(self, path: Any, deeper: bool = True) -> str:
        """A property path as SPARQL writes it; of those that are made of others only what both walk alike."""
        if isinstance(path, URIRef):
            return f"<{path}>"
        inverse = self._shapes.value(path, SH.inversePath)
        if isinstance(inverse, URIRef):
            return f"^<{inverse}>"
        alternatives = self._shapes.value(path, SH.alternativePath)
        parts = list(Collection(self._shapes, alternatives if alternatives is not None else path))
        if len(parts) < 2 or not deeper:
            raise Unclear
        sign = "/" if alternatives is None else "|"
        return f"({sign.join(self.path(part, deeper=False) for part in parts)})"

    def one(self, shape: Any, parameter: Any) -> Any:
        """The one value of a parameter; Unclear where there are none or several."""
        values = list(self._shapes.objects(shape, parameter))
        if len(values) != 1:
            raise Unclear
        return values[0]

    def number(self, shape: Any, parameter: Any) -> int:
        """The one value of a parameter that is a count."""
        value = self.one(shape, parameter)
        if not isinstance(value, Literal) or value.datatype != XSD.integer or not isinstance(value.value, int):
            raise Unclear
        if value.value < 0:
            raise Unclear
        return value.value

    def _variable(self) -> str:
        return f"?v{next(self._numbers)}"

    # ── of each value by itself ───────────────────────────────────────────────────────────────────────────────────────

    def _of_value(self, shape: Any, parameter: Any, value: str, depth: int) -> str:
        values = list(self._shapes.objects(shape, parameter))
        if parameter == SH["class"]:
            return every(f"EXISTS {{ {self.instance(value, class_)} }}" for class_ in values)
        if parameter in (SH.node, SH.property):
            return every(self.holds(other, value, depth=depth + 1) for other in values)
        if parameter == SH["or"]:
            return every(some(self._each(one, value, depth)) for one in values)
        if parameter == SH["and"]:
            return every(every(self._each(one, value, depth)) for one in values)
        if parameter == SH.pattern:
            return every(self._pattern(shape, pattern, value) for pattern in values)
        if parameter in _RANGES:
            return every(in_range(_RANGES[parameter], limit, value) for limit in values)
        return self._of_value_once(shape, parameter, value)

    def _of_value_once(self, shape: Any, parameter: Any, value: str) -> str:
        """Of constraints that a shape has once."""
        if parameter == SH.minLength:
            return f"(!isBlank({value}) && STRLEN(STR({value})) >= {self.number(shape, parameter)})"
        if parameter == SH.maxLength:
            return f"(!isBlank({value}) && STRLEN(STR({value})) <= {self.number(shape, parameter)})"
        given = self.one(shape, parameter)
        if parameter == SH.datatype:
            return of_datatype(given, value)
        if parameter == SH.nodeKind and given in KINDS:
            return KINDS[given].format(value)
        if parameter == SH["in"]:
            return some(f"sameTerm({value}, {constant(each)})" for each in Collection(self._shapes, given))
        if parameter == SH.languageIn:
            return in_languages(list(Collection(self._shapes, given)), value)
        if parameter == SH.hasValue:  # of a node shape: the value is the node itself
            return f"sameTerm({value}, {constant(given)})"
        raise Unclear

    def _each(self, shapes: Any, value: str, depth: int) -> Iterator[str]:
        for shape in Collection(self._shapes, shapes):
            yield self.holds(shape, value, depth=depth + 1)

    def _pattern(self, shape: Any, pattern: Any, value: str) -> str:
        """By Python, as pySHACL does it: the dialects of regular expressions differ."""
        if not isinstance(pattern, Literal) or len(str(pattern)) < 2:
            raise Unclear
        given = str(self.one(shape, SH.flags)).lower() if (shape, SH.flags, None) in self._shapes else ""
        flags = (re.IGNORECASE if "i" in given else 0) | (re.MULTILINE if "m" in given else 0)
        try:
            search = re.compile(str(pattern), flags).search
        except re.error as error:
            raise Unclear from error
        name = ox.NamedNode(f"urn:memograph:pattern-{next(_PATTERNS)}")
        self.functions[name] = lambda term: YES if search(term.value) else NO
        return f"(!isBlank({value}) && <{name.value}>({value}))"

    # ── of all values together ────────────────────────────────────────────────────────────────────────────────────────

    def _min_count(self, shape: Any, parameter: Any, node: str, path: str) -> str:
        if (least := self.number(shape, parameter)) > 1:
            raise Unclear
        return f"EXISTS {{ {node} {path} {self._variable()} }}" if least else "true"

    def _max_count(self, shape: Any, parameter: Any, node: str, path: str) -> str:
        if (most := self.number(shape, parameter)) > 1:
            raise Unclear
        one, other = self._variable(), self._variable()
        if most == 0:
            return f"NOT EXISTS {{ {node} {path} {one} }}"
        return f"NOT EXISTS {{ {node} {path} {one} . {node} {path} {other} FILTER (!sameTerm({one}, {other})) }}"

    def _has_value(self, shape: Any, parameter: Any, node: str, path: str) -> str:
        """One step of the path inside the other: else Oxigraph begins at the value, with all that have it."""
        given = [constant(each) for each in self._shapes.objects(shape, parameter)]
        return every(self._reaches(node, self._steps(self.one(shape, SH.path)), each) for each in given)

    def _steps(self, path: Any) -> list[str]:
        if (path, RDF.first, None) in self._shapes:
            return [self.path(part, deeper=False) for part in Collection(self._shapes, path)]
        return [self.path(path)]

    def _reaches(self, node: str, steps: list[str], value: str) -> str:
        if len(steps) == 1:
            return f"EXISTS {{ {node} {steps[0]} {value} }}"
        between = self._variable()
        return f"EXISTS {{ {node} {steps[0]} {between} FILTER ({self._reaches(between, steps[1:], value)}) }}"

    def _disjoint(self, shape: Any, parameter: Any, node: str, path: str) -> str:
        value = self._variable()
        other = self.one(shape, parameter)
        if not isinstance(other, URIRef):
            raise Unclear
        return f"NOT EXISTS {{ {node} {path} {value} . {node} <{other}> {value} }}"

    def _less_than(self, shape: Any, parameter: Any, node: str, path: str) -> str:
        """Of whole numbers and days: other values are a doubt."""
        other = self.one(shape, parameter)
        if not isinstance(other, URIRef):
            raise Unclear
        a, b, sign = self._variable(), self._variable(), _PAIRS[parameter]
        whole = f"(DATATYPE({a}) = <{XSD.integer}> && DATATYPE({b}) = <{XSD.integer}>)"
        days = f"(DATATYPE({a}) = <{XSD.date}> && DATATYPE({b}) = <{XSD.date}>"
        days += f" && {of_datatype(XSD.date, a)} && {of_datatype(XSD.date, b)})"
        right = f"(({whole} || {days}) && {a} {sign} {b})"
        return f"NOT EXISTS {{ {node} {path} {a} . {node} <{other}> {b} FILTER (!COALESCE({right}, false)) }}"

    def _unique_lang(self, shape: Any, parameter: Any, node: str, path: str) -> str:
        if self.one(shape, parameter) != Literal(True):
            raise Unclear
        a, b = self._variable(), self._variable()
        same = f'!sameTerm({a}, {b}) && LANG({a}) != "" && LCASE(LANG({a})) = LCASE(LANG({b}))'
        return f"NOT EXISTS {{ {node} {path} {a} . {node} {path} {b} FILTER ({same}) }}"

    _of_values: Mapping[URIRef, Callable[[Constraints, Any, Any, str, str], str]] = {
        SH.minCount: _min_count,
        SH.maxCount: _max_count,
        SH.hasValue: _has_value,
        SH.disjoint: _disjoint,
        SH.lessThan: _less_than,
        SH.lessThanOrEquals: _less_than,
        SH.uniqueLang: _unique_lang,
    }
