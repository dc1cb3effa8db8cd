"""Which things a DESCRIBE query is about, as a SELECT query: stores differ in what they tell of a thing. For remote.py.

SPARQL 1.1 Query, production [11]: DESCRIBE, then variables and IRIs or ``*``, then dataset, WHERE and modifiers as in
SELECT, but that there may be no WHERE.
"""

from __future__ import annotations

from collections.abc import Sequence

from memograph.publish.engine.tokens import Token, tokenize

_LISTED = frozenset({"iri", "curie", "name"})


def described_things(text: str) -> str:
    """The query whose rows hold the things that a DESCRIBE query is about.

    Args:
        text: that query, which has passed a parser.
    """
    tokens = list(tokenize(text))
    start = next(n for n, token in enumerate(tokens) if token.kind == "word" and token.text.upper() == "DESCRIBE")
    end = start + 1
    while end < len(tokens) and (tokens[end].kind in _LISTED or tokens[end].text == "*"):
        end += 1
    listed = dict.fromkeys(token.text for token in tokens[start + 1 : end])
    columns = [each if each[0] in "?$*" else f"({each} AS ?_thing{n})" for n, each in enumerate(listed)]
    rest = _after_dataset(tokens, end)
    has_pattern = rest < len(tokens) and (tokens[rest].text == "{" or tokens[rest].text.upper() == "WHERE")
    place = tokens[rest].start if rest < len(tokens) else len(text)
    before, dataset = text[: tokens[start].start], text[_end(tokens[end - 1]) : place]
    return f"{before}SELECT {' '.join(columns)}{dataset}{'' if has_pattern else ' {} '}{text[place:]}"


def _after_dataset(tokens: Sequence[Token], place: int) -> int:
    """The index behind all FROM and FROM NAMED."""
    while place < len(tokens) and tokens[place].text.upper() == "FROM":
        place += 3 if tokens[place + 1].text.upper() == "NAMED" else 2
    return place


def _end(token: Token) -> int:
    return token.start + len(token.text)
