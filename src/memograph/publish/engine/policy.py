"""What a stranger's query may do: read the release and nothing else. Asked by sparql.py before a worker sees the query.

The parser is pyoxigraph's; this is a reader of tokens that refuses more than it must, so that a client gets a sentence
instead of a failure. It is the first of two walls: whatever passes it meets a worker without network and files
(worker.py).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urljoin

from memograph.errors import QueryRefused, QuerySyntaxError
from memograph.publish.engine.tokens import QUOTES, TOKEN, Token, decode_escapes, position, tokenize

#: Query forms of SPARQL 1.1 Query, section 16.
FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})

#: First keywords of SPARQL 1.1 Update, production [30] Update1.
UPDATES = frozenset({"LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "INSERT", "DELETE", "WITH"})

#: Brackets inside brackets beyond which a query is refused: the parser's stack is not endless.
MAX_DEPTH = 200

#: Places where ``<`` could be either of two things beyond which a query is refused: each may mean reading all the rest.
MAX_AMBIGUOUS = 200

_CODE = re.compile(r"<(?:java|js|bif|sql):", re.IGNORECASE)
_WRITTEN = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)", re.DOTALL)
_SPACES = r"(?:[\s\ufeff]++|#[^\n\r]*+)*+"
_GROUP = re.compile(_SPACES + r"\{")
_BEHIND_GRAPH = re.compile(_SPACES + r"(?:\{|(?:where|from)\b(?!:))", re.IGNORECASE)

#: Characters that a string has escaped (SPARQL 1.1 Query, production [160] ECHAR).
_ECHAR = {"\t": r"\t", "\b": r"\b", "\n": r"\n", "\r": r"\r", "\f": r"\f", "\\": r"\\", '"': r"\"", "'": r"\'"}


@dataclass(frozen=True, slots=True)
class Permitted:
    """A query that may run.

    Args:
        text: with its codepoint escapes decoded; this is what the worker gets.
        form: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.
        named: ``FROM`` or ``NAMED``, and IRI, of the graphs that the query names, which must be graphs of the release.
    """

    text: str
    form: str
    named: tuple[tuple[str, str], ...] = ()

    @property
    def graphs(self) -> tuple[str, ...]:
        """IRIs of FROM and FROM NAMED."""
        return tuple(iri for _, iri in self.named)

    @property
    def dataset(self) -> tuple[list[str], list[str]] | None:
        """IRIs of FROM, and of FROM NAMED; None where the query names no dataset."""
        if not self.named:
            return None
        return [i for word, i in self.named if word == "FROM"], [i for word, i in self.named if word == "NAMED"]


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
    folded = text.casefold()
    if "service" in folded:
        _refuse_service(text)
    if sum(map(text.count, "([{")) > MAX_DEPTH:
        _refuse_depth(text)
    tokens = tokenize(text)
    first, prefixes, base = _prologue(tokens, base)
    form = first.text.upper() if first else ""
    if form in UPDATES:
        raise QueryRefused(f"{form} is an update. This endpoint only answers queries: a release never changes.")
    if form not in FORMS:
        line, column = position(text, first.start if first else len(text))
        found = f"“{text[first.start :].split()[0][:40]}”" if first else "nothing"
        reason = f"Expected SELECT, ASK, CONSTRUCT or DESCRIBE at line {line}, column {column}, found {found}."
        raise QuerySyntaxError(reason, line=line, column=column)
    named: tuple[tuple[str, str], ...] = ()
    if "from" in folded:
        _refuse_hidden_graphs(text)
        named = tuple(_dataset(tokens, prefixes, base))
    return Permitted(text, form, named)


def for_another_store(text: str, base: str) -> str:
    """A permitted query as another store may get it: it must not be able to read more into it than we do.

    Jena calls Java classes by ``java:``, scripts by ``js:``; Virtuoso its procedures by ``bif:`` and ``sql:``; wherever
    they stand. Escapes in strings become characters, because some decode them before they look where a string ends
    (older Jena; SPARQL 1.1 Query, section 19.2, can be read so).

    Raises:
        QueryRefused, QuerySyntaxError: it may not get it.
    """
    written = _WRITTEN.sub(lambda escape: _in_string(escape[0], escape[1] or escape[2]), text)
    if found := _CODE.search(written):
        raise QueryRefused(f"{found[0]}…> is not allowed: some stores take such an address for a program to run.")
    if written != text:
        permit(written, base)
    return written


def _in_string(escape: str, digits: str | None) -> str:
    if digits is None:
        return escape
    code = int(digits, 16)
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        raise QuerySyntaxError(f"{escape} is not a Unicode character.")
    return _ECHAR.get(chr(code), chr(code))


def _refuse_service(text: str) -> None:
    """Refuse SERVICE whichever way an ambiguous ``<`` is read."""
    for token, before_graph in _readings(text):
        if "service" not in token[0].casefold():
            continue
        called = token.lastgroup == "curie" and not before_graph and _GROUP.match(text, token.end())
        if called or token.lastgroup == "word":
            raise QueryRefused(
                f"SERVICE is not allowed (found “{token[0]}”): this endpoint reads its own release and calls no other."
            )


def _refuse_hidden_graphs(text: str) -> None:
    """Refuse FROM where `_dataset` does not see it: together with what follows, or behind an ambiguous ``<``."""
    told = {token.start for token in tokenize(text) if token.kind == "word" and token.text.upper() == "FROM"}
    for token, before_graph in _readings(text):
        kind, word = token.lastgroup, token[0].casefold()
        if kind == "curie" and before_graph:
            hidden = word.startswith("named:")
        elif kind == "curie":
            hidden = word.startswith("from") and _BEHIND_GRAPH.match(text, token.end()) is not None
        else:
            hidden = kind == "word" and word.startswith("from") and (word != "from" or token.start() not in told)
        if hidden:
            raise QueryRefused(f"Write FROM, NAMED and < with spaces around them (found “{token[0]}”).")


def _readings(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """Tokens of all ways to read each ambiguous ``<``, with whether GRAPH, FROM or NAMED stands before."""
    waiting, seen, ambiguous = [(0, False)], set(), 0
    while waiting:
        state = waiting.pop()
        if state in seen or state[0] >= len(text):
            continue
        seen.add(state)
        position, before_graph = state
        token = TOKEN.match(text, position)
        if token is None or token[0] in QUOTES:
            continue
        yield token, before_graph
        kind, word, end = token.lastgroup, token[0].casefold(), token.end()
        if kind == "iri" and _may_be_comparison(token[0]):
            ambiguous += 1
            waiting.append((position + 1, False))
        if ambiguous > MAX_AMBIGUOUS:
            raise QueryRefused(f"Over {MAX_AMBIGUOUS} relative IRIs with # or ' in them; write them as absolute IRIs.")
        waiting.append((end, before_graph if kind == "space" else kind == "word" and word in _BEFORE_GRAPH))


_BEFORE_GRAPH = frozenset({"graph", "from", "named"})


def _may_be_comparison(iri: str) -> bool:
    """Whether ``<...>`` could be “less than” followed by a comment or a string, which would hide what comes after."""
    return ("#" in iri or "'" in iri) and not re.match(r"<[A-Za-z][A-Za-z0-9+.-]*://", iri)


def _refuse_depth(text: str) -> None:
    depth = 0
    for token in tokenize(text):
        if token.kind == "other":
            depth += (token.text in "([{") - (token.text in ")]}")
            if depth > MAX_DEPTH:
                raise QueryRefused(f"Brackets are nested more than {MAX_DEPTH} deep; write the query flatter.")


def _prologue(tokens: Iterator[Token], base: str) -> tuple[Token | None, dict[str, str], str]:
    """Take the prologue from the tokens: the first token after it, declared prefixes (with colon), and base IRI."""
    prefixes: dict[str, str] = {}
    for token in tokens:
        word = token.text.upper() if token.kind == "word" else ""
        following = list(itertools.islice(tokens, _PROLOGUE.get(word, 0)))
        match word, *following:
            case "BASE", Token("iri", iri):
                base = urljoin(base, iri[1:-1])
            case "PREFIX", Token("curie", prefix), Token("iri", iri):
                prefixes[prefix] = urljoin(base, iri[1:-1])
            case "VERSION", Token("string"):
                pass
            case _:
                return token, prefixes, base
    return None, prefixes, base


#: Words of a prologue, and the number of tokens that each takes with it.
_PROLOGUE = {"BASE": 1, "PREFIX": 2, "VERSION": 1}


def _dataset(body: Iterator[Token], prefixes: dict[str, str], base: str) -> Iterator[tuple[str, str]]:
    """Keyword, ``FROM`` or ``NAMED``, and IRI of the graphs that the query names; FROM has no other place in it."""
    for before, token in pairwise(body):
        keyword = before.text.upper() if before.kind == "word" else ""
        if keyword in ("FROM", "NAMED"):
            if token.kind == "iri":
                yield keyword, urljoin(base, token.text[1:-1])
            elif token.kind == "curie":
                prefix, _, local = token.text.partition(":")
                if f"{prefix}:" in prefixes:  # else the engine says that it is not declared
                    yield keyword, prefixes[f"{prefix}:"] + re.sub(r"\\(.)", r"\1", local)
