"""Where a query that the engine cannot read goes wrong, in words. Asked by worker.py once the engine has refused it.

The engine's parser tries many ways and reports how far the longest of them came, which is often beyond the mistake: a
word that it tried to read there counts with its whole length. What is certain is looked for first: a string or a
bracket that is never closed, a prefix that is not declared. Otherwise the length of those words is taken off again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from memograph.errors import QuerySyntaxError
from memograph.publish.engine.tokens import QUOTES, TOKEN, Token, position, tokenize

#: Spaces after a query, so that words the parser tries to read are never longer than what is left.
PADDING = "\n" + 40 * " "

_POSITION = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_WORD = re.compile(r"[A-Za-z_]+")
_CLOSED_BY = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, as the end of a sentence, and the offset in code points where it is."""

    said: str
    start: int


def syntax_error(text: str, parse: Callable[[str], object]) -> QuerySyntaxError:
    """The error to report for a query that the engine cannot read.

    Args:
        text: the query, its codepoint escapes decoded.
        parse: raises SyntaxError, as the engine does.
    """
    try:
        parse(text + PADDING)
    except SyntaxError as error:
        message = str(error)
    else:
        return QuerySyntaxError("This is not SPARQL 1.1.")
    found = _POSITION.match(message)
    if found is None:
        return QuerySyntaxError(message)
    expected = found[3].split(", ")
    furthest = _offset(text, int(found[1]), int(found[2]))
    mistake = _unclosed(text) or _undeclared(text) or _engines(text, furthest, expected)
    line, column = position(text, mistake.start)
    reason = f"This is not SPARQL 1.1: line {line}, column {column}: {mistake.said}."
    return QuerySyntaxError(reason, line=line, column=column)


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1 or len(text)
    return min(start + column - 1, len(text))


def _unclosed(text: str) -> Mistake | None:
    """The first string or bracket that is not closed, or closed by something else."""
    opened: list[Token] = []
    for token in _with_open_quote(text):
        if token.text in QUOTES:
            return _unclosed_string(text, token)
        if token.kind == "iri" and not _CLOSED_BY.keys().isdisjoint(token.text):
            return None  # perhaps “less than”, and what looks like an IRI hides brackets
        if token.kind == "other" and token.text in _CLOSED_BY:
            opened.append(token)
        elif token.kind == "other" and token.text in _CLOSED_BY.values():
            if not opened:
                return Mistake(f"this “{token.text}” closes nothing", token.start)
            last = opened.pop()
            if _CLOSED_BY[last.text] != token.text:
                line, column = position(text, last.start)
                due = f"the “{last.text}” of line {line}, column {column} is still open"
                return Mistake(f"“{token.text}” cannot stand here, because {due}", token.start)
    return Mistake(f"the “{opened[-1].text}” that opens here is never closed", opened[-1].start) if opened else None


def _unclosed_string(text: str, quote: Token) -> Mistake:
    """The tokens take the first two of three quotes for an empty string."""
    if text[: quote.start].endswith(2 * quote.text):
        return Mistake(f"the string that begins here with {3 * quote.text} is never closed", quote.start - 2)
    return Mistake(f"the string that begins here with {quote.text} does not end on its line", quote.start)


def _with_open_quote(text: str) -> Iterator[Token]:
    """Tokens, and a quote that nothing closes as the last of them."""
    end = 0
    for token in tokenize(text):
        yield token
        end = token.start + len(token.text)
    rest = next((each for each in TOKEN.finditer(text, end) if each.lastgroup != "space"), None)
    if rest is not None:
        yield Token("other", rest[0], rest.start())


def _undeclared(text: str) -> Mistake | None:
    """The first prefixed name whose prefix is declared nowhere."""
    tokens = list(tokenize(text))
    words = ["", *(token.text.upper() for token in tokens)]
    declared = {token.text for before, token in zip(words, tokens, strict=False) if before == "PREFIX"}
    glued = tuple(declared - {":"})  # the engine reads “FILTERa:b” as FILTER and a:b
    for token in tokens:
        prefix = f"{token.text.partition(':')[0]}:"
        if token.kind == "curie" and prefix not in declared and not prefix.endswith(glued):
            return Mistake(f"the prefix “{prefix}” is not declared", token.start)
    return None


def _engines(text: str, furthest: int, expected: list[str]) -> Mistake:
    """What the engine says, if it is a sentence; else where it stopped."""
    sentences = [each for each in expected if " " in each and each[0].isupper() and each != "Prefix not found"]
    words = [len(each) for each in expected if _WORD.fullmatch(each)]
    others = len(expected) - len(words) - len(sentences)
    start = furthest - (min(words) if words and not others else 0)
    if sentences:
        return Mistake(f"{sentences[0]} (as far as the parser can tell where)", min(start, len(text.rstrip())))
    token = next((each for each in tokenize(text) if each.start + len(each.text) > start), None)
    if token is None:
        return Mistake("the query ends too early", len(text.rstrip()))
    return Mistake(f"reading stopped near “{token.text[:40]}”", token.start)
