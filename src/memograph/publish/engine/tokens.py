"""The tokens of a SPARQL query, as far as policy.py and mistakes.py need them; what counts is pyoxigraph's parser.

Two ways in which pyoxigraph reads a query are followed here: a keyword needs no space after it (``SERVICE:x`` is
SERVICE and ``:x``), and ``<`` may open an IRI or compare two values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from memograph.errors import QuerySyntaxError

STRING = r"""
    \"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
  | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
"""
_LOCAL = r"(?:[\w:%·‿⁀{more}]|\\[_~.!$&'()*+,;=/?\#@%-])"
TOKEN = re.compile(
    rf"""
      (?P<space>  [\s\ufeff]+ | \#[^\n\r]* )
    | (?P<string> {STRING} )
    | (?P<iri>    <[^<>"{{}}|^`\\\x00-\x20]*> )
    | (?P<name>   [?$]\w+ | @[A-Za-z]+(?:-[A-Za-z0-9]+)* | _:\w(?:[\w.-]*[\w-])? )
    | (?P<curie>  (?:[^\W\d_](?:[\w.·‿⁀-]{{0,99}}[\w·‿⁀-])?)?:
                  (?:{_LOCAL.format(more="")}(?:{_LOCAL.format(more=".-")}*{_LOCAL.format(more="-")})?)? )
    | (?P<word>   [^\W\d]\w* )
    | (?P<other>  . )
    """,
    re.VERBOSE | re.DOTALL,
)
QUOTES = frozenset({'"', "'"})
_ESCAPE = re.compile(r"\\\\|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_KEEP_OR_DECODE = re.compile(
    rf"""(?P<keep> {STRING} | ["'].* ) | <[^<>"{{}}|^`\x00-\x20]*> | \#[^\n\r]* | [^"'<\#]+ | .""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a query: kind is ``string``, ``iri``, ``name``, ``curie``, ``word`` or ``other`` (one character).

    Args:
        start: offset in code points.
    """

    kind: str
    text: str
    start: int = field(default=0, compare=False)


def tokenize(text: str) -> Iterator[Token]:
    """Tokens without spaces and comments, up to a quote that is never closed; ``<`` opens an IRI where it can."""
    for match in TOKEN.finditer(text):
        if match[0] in QUOTES:
            return
        if match.lastgroup and match.lastgroup != "space":
            yield Token(match.lastgroup, match[0], match.start())


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both counted from 1, columns in code points."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def decode_escapes(query: str) -> str:
    """Decode codepoint escapes (SPARQL 1.1 Query, section 19.2) outside strings; in strings the parser does it.

    Raises:
        QuerySyntaxError: an escape that is no Unicode scalar value.
    """
    if "\\" not in query:
        return query
    return _KEEP_OR_DECODE.sub(lambda part: part[0] if part["keep"] else _decoded(query, part), query)


def _decoded(query: str, part: re.Match[str]) -> str:
    return _ESCAPE.sub(lambda escape: _character(query, part.start(), escape), part[0])


def _character(query: str, start: int, escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2]
    if digits is None:  # a backslash that is itself escaped
        return escape[0]
    code = int(digits, 16)
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        line, column = position(query, start + escape.start())
        raise QuerySyntaxError(f"{escape[0]} is not a Unicode character.", line=line, column=column)
    if chr(code) == "\\":  # what follows could be an escape for who reads it next
        line, column = position(query, start + escape.start())
        raise QuerySyntaxError(f"{escape[0]} is a backslash; write it as one.", line=line, column=column)
    return chr(code)
