"""What a stranger's query may do: read the release and nothing else. Asked by sparql.py before a worker sees the query.

The parser is pyoxigraph's; this is a reader of tokens that refuses more than it must, so that a client gets a sentence
instead of a failure. It is the first of two walls: whatever passes it meets a worker without network and files
(worker.py). Two ways in which pyoxigraph reads a query are followed here: a keyword needs no space after it
(``SERVICE:x`` is SERVICE and ``:x``), and ``<`` may open an IRI or compare two values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urljoin

from memograph.errors import QueryRefused, QuerySyntaxError

#: Query forms of SPARQL 1.1 Query, section 16.
FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})

#: First keywords of SPARQL 1.1 Update, production [30] Update1.
UPDATES = frozenset({"LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "INSERT", "DELETE", "WITH"})

#: Brackets inside brackets beyond which a query is refused: the parser's stack is not endless.
MAX_DEPTH = 200

#: Places where ``<`` could be either of two things beyond which a query is refused: each may mean reading all the rest.
MAX_AMBIGUOUS = 200

_STRING = r"""
    \"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
  | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
"""
_LOCAL = r"(?:[\w:%·‿⁀{more}]|\\[_~.!$&'()*+,;=/?\#@%-])"
_TOKEN = re.compile(
    rf"""
      (?P<space>  [\s\ufeff]+ | \#[^\n\r]* )
    | (?P<string> {_STRING} )
    | (?P<iri>    <[^<>"{{}}|^`\\\x00-\x20]*> )
    | (?P<name>   [?$]\w+ | @[A-Za-z]+(?:-[A-Za-z0-9]+)* | _:\w(?:[\w.-]*[\w-])? )
    | (?P<curie>  (?:[^\W\d_](?:[\w.·‿⁀-]{{0,99}}[\w·‿⁀-])?)?:
                  (?:{_LOCAL.format(more="")}(?:{_LOCAL.format(more=".-")}*{_LOCAL.format(more="-")})?)? )
    | (?P<word>   [^\W\d]\w* )
    | (?P<other>  . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\\\|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_KEEP_OR_DECODE = re.compile(
    rf"""(?P<keep> {_STRING} | ["'].* ) | <[^<>"{{}}|^`\x00-\x20]*> | \#[^\n\r]* | [^"'<\#]+ | .""",
    re.VERBOSE | re.DOTALL,
)
_SPACES = re.compile(r"(?:[\s\ufeff]+|#[^\n\r]*)*")


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a query: kind is ``string``, ``iri``, ``name``, ``curie``, ``word`` or ``other`` (one character)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Permitted:
    """A query that may run.

    Args:
        text: with its codepoint escapes decoded; this is what the worker gets.
        form: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.
        graphs: IRIs of FROM and FROM NAMED, which must be graphs of the release.
    """

    text: str
    form: str
    graphs: tuple[str, ...] = ()


def permit(query: str, base: str) -> Permitted:
    """Decide about a query.

    Args:
        query: as received.
        base: IRI against which relative IRIs of FROM are resolved.

    Raises:
        QueryRefused: it wants to change something, to make the server call another one, or is nested too deeply.
        QuerySyntaxError: there is no query in it.
    """
    text = decode_escapes(query)
    _refuse_service(text)
    tokens = tuple(tokenize(text))
    _refuse_depth(tokens)
    body, prefixes, base = _prologue(tokens, base)
    form = body[0].text.upper() if body else ""
    if form in UPDATES:
        raise QueryRefused(f"{form} is an update. This endpoint only answers queries: a release never changes.")
    if form not in FORMS:
        found = f"“{body[0].text}”" if body else "nothing"
        raise QuerySyntaxError(f"Expected SELECT, ASK, CONSTRUCT or DESCRIBE after the prologue, found {found}.")
    return Permitted(text, form, tuple(_dataset(body, prefixes, base)))


def decode_escapes(query: str) -> str:
    """Decode codepoint escapes (SPARQL 1.1 Query, section 19.2) outside strings; in strings the parser does it.

    Raises:
        QuerySyntaxError: an escape that is no Unicode scalar value.
    """
    return _KEEP_OR_DECODE.sub(lambda m: m[0] if m["keep"] else _ESCAPE.sub(_character, m[0]), query)


def _character(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2]
    if digits is None:  # a backslash that is itself escaped
        return escape[0]
    code = int(digits, 16)
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        raise QuerySyntaxError(f"{escape[0]} is not a Unicode character.")
    return chr(code)


def tokenize(text: str) -> Iterator[Token]:
    """Tokens without spaces and comments, up to a quote that is never closed; ``<`` opens an IRI where it can."""
    for match in _TOKEN.finditer(text):
        if match[0] in _QUOTES:
            return
        if match.lastgroup and match.lastgroup != "space":
            yield Token(match.lastgroup, match[0])


def _refuse_service(text: str) -> None:
    """Refuse SERVICE whichever way an ambiguous ``<`` is read: every place that any reading comes to is looked at."""
    waiting, seen, ambiguous = [(0, False)], set(), 0
    while waiting:
        state = waiting.pop()
        if state in seen or state[0] >= len(text):
            continue
        seen.add(state)
        position, before_graph = state
        token = _TOKEN.match(text, position)
        if token is None or token[0] in _QUOTES:
            continue
        kind, word, end = token.lastgroup, token[0].casefold(), token.end()
        if "service" in word and (kind == "word" or (kind == "curie" and not before_graph and _opens(text, end))):
            raise QueryRefused(
                f"SERVICE is not allowed (found “{token[0]}”): this endpoint reads its own release and calls no other."
            )
        if kind == "iri" and _may_be_comparison(token[0]):
            ambiguous += 1
            waiting.append((position + 1, False))
        if ambiguous > MAX_AMBIGUOUS:
            raise QueryRefused(f"Over {MAX_AMBIGUOUS} relative IRIs with # or ' in them; write them as absolute IRIs.")
        waiting.append((end, before_graph if kind == "space" else kind == "word" and word in _BEFORE_GRAPH))


_QUOTES = frozenset({'"', "'"})
_BEFORE_GRAPH = frozenset({"graph", "from", "named"})


def _may_be_comparison(iri: str) -> bool:
    """Whether ``<...>`` could be “less than” followed by a comment or a string, which would hide what comes after."""
    return ("#" in iri or "'" in iri) and not re.match(r"<[A-Za-z][A-Za-z0-9+.-]*://", iri)


def _opens(text: str, position: int) -> bool:
    """Whether the next token opens a group."""
    space = _SPACES.match(text, position)
    return space is not None and text.startswith("{", space.end())


def _refuse_depth(tokens: tuple[Token, ...]) -> None:
    depth = 0
    for token in tokens:
        if token.kind == "other":
            depth += (token.text in "([{") - (token.text in ")]}")
            if depth > MAX_DEPTH:
                raise QueryRefused(f"Brackets are nested more than {MAX_DEPTH} deep; write the query flatter.")


def _prologue(tokens: tuple[Token, ...], base: str) -> tuple[tuple[Token, ...], dict[str, str], str]:
    """Split into the query after its prologue, declared prefixes (with colon), and base IRI."""
    prefixes: dict[str, str] = {}
    at = 0
    while at + 1 < len(tokens) and tokens[at].kind == "word":
        match tokens[at].text.upper(), *tokens[at + 1 : at + 3]:
            case "BASE", Token("iri", iri), *_:
                base = urljoin(base, iri[1:-1])
                at += 2
            case "PREFIX", Token("curie", prefix), Token("iri", iri):
                prefixes[prefix] = urljoin(base, iri[1:-1])
                at += 3
            case "VERSION", Token("string"), *_:
                at += 2
            case _:
                break
    return tokens[at:], prefixes, base


def _dataset(body: tuple[Token, ...], prefixes: dict[str, str], base: str) -> Iterator[str]:
    """IRIs that FROM and FROM NAMED name; FROM has no other place in a query."""
    for before, token in pairwise(body):
        if before.kind == "word" and before.text.upper() in {"FROM", "NAMED"}:
            if token.kind == "iri":
                yield urljoin(base, token.text[1:-1])
            elif token.kind == "curie":
                prefix, _, local = token.text.partition(":")
                yield prefixes.get(f"{prefix}:", "") + re.sub(r"\\(.)", r"\1", local)
