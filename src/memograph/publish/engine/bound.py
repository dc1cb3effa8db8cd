"""A stored query with terms written into it, for stores that are asked by HTTP: the protocol has no bindings.

The same as pyoxigraph's substitutions, which bind a variable from the outside: everywhere in the patterns, and in what
the query projects. Used by remote.py; tests run every stored query both ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from memograph.publish.engine.tokens import Token, tokenize

Bindings = Mapping[ox.Variable, ox.NamedNode | ox.Literal]

#: Words of a solution modifier, and of what ends the list of projected variables.
_MODIFIERS = frozenset({"GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET"})
_ENDS = {"SELECT": frozenset({"WHERE", "FROM"}), "GROUP": _MODIFIERS - {"GROUP"}, "ORDER": _MODIFIERS - {"ORDER"}}

#: What a list says that has lost all its variables.
_ONE = "(1 AS ?_one)"


def write(text: str, bindings: Bindings) -> str:
    """The query with each variable replaced by its term; as it is where nothing is bound.

    A variable that the query projects stays one of its columns; in subqueries and in GROUP BY a constant is no news.

    Raises:
        ValueError: a variable stands where no term can: after AS, in BOUND or VALUES; or the query projects ``*``.
    """
    if not bindings:
        return text
    writer = _Writer({variable.value: str(term) for variable, term in bindings.items()})
    parts, end = [], 0
    for token, written in writer.written(tokenize(text)):
        parts += [text[end : token.start], written]
        end = token.start + len(token.text)
    return "".join([*parts, writer.left_over, text[end:]])


class _Writer:
    """Goes through the tokens; knows the list that it is in, ``SELECT``, ``GROUP``, ``ORDER``, or none."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        self._terms = terms
        self._list, self._left = "", 0  # `left`: what is still in the list
        self._braces = self._brackets = 0
        self._before = ("", "")

    def written(self, tokens: Iterator[Token]) -> Iterator[tuple[Token, str]]:
        """Each token with what stands in its place."""
        for token in tokens:
            word = token.text.upper() if token.kind == "word" else ""
            empty = self._list in ("SELECT", "GROUP") and not self._left and self._leaves(token, word)
            yield token, f"{_ONE} {self._one(token, word)}" if empty else self._one(token, word)
            self._before = (self._before[1], word or token.text)

    @property
    def left_over(self) -> str:
        """What is still to be written after the last token."""
        return f" {_ONE}" if self._list == "GROUP" and not self._left else ""

    def _leaves(self, token: Token, word: str) -> bool:
        return not self._brackets and (token.text in ("{", "}") or word in _ENDS[self._list])

    def _one(self, token: Token, word: str) -> str:
        if self._list and self._leaves(token, word):
            self._list = ""
        if word in ("SELECT", "GROUP", "ORDER"):
            self._list, self._left = word, 0
        self._braces += (token.text == "{") - (token.text == "}")
        self._brackets += (token.text == "(") - (token.text == ")")
        if token.kind == "name" and token.text[0] in "?$" and token.text[1:] in self._terms:
            return self._term(token.text)
        listed = self._list and word not in ("SELECT", "GROUP", "ORDER", "BY", "DISTINCT", "REDUCED")
        self._left += bool(listed)
        if token.text == "*" and self._list == "SELECT" and not self._brackets and not self._braces:
            raise ValueError("a query that projects * has no columns to keep")
        return token.text

    def _term(self, variable: str) -> str:
        before, last = self._before
        if last in ("AS", "VALUES") or (before, last) in (("BOUND", "("), ("VALUES", "(")):
            raise ValueError(f"{variable} stands where no term can: after {before} {last}")
        term = self._terms[variable[1:]]
        if self._brackets or not self._list:
            self._left += bool(self._list)
            return term
        if self._list == "ORDER":
            return f"({term})"
        if self._list == "SELECT" and not self._braces:
            self._left += 1
            return f"({term} AS {variable})"
        return ""
