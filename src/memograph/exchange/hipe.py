"""The HIPE format (shared tasks HIPE-2020 and HIPE-2022): a token a line, ten columns, for the HIPE scorer.

Columns, comment lines and the flags of the last column are those of the README of HIPE-2022-data, "HIPE format and
tagging scheme". The graph has no metonymy, no components and no finer types, so these columns are ``_``. To the flags
are added where the token stands in the document (``Offset-12:17``, code points) and, on the first token of a mention,
how sure it is and the address of what it means, from the site's base.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import IO, TYPE_CHECKING

from memograph.dates import bounds
from memograph.exchange.released import ReleasedDocument, Source
from memograph.exchange.tokens import Layers, Token, layered, tagged, tokenized
from memograph.exchange.writing import one_line
from memograph.namespaces import IDENTIFIER_SCHEMES

if TYPE_CHECKING:
    from memograph.exchange.formats import Wishes

COLUMNS = (
    "TOKEN",
    "NE-COARSE-LIT",
    "NE-COARSE-METO",
    "NE-FINE-LIT",
    "NE-FINE-METO",
    "NE-FINE-COMP",
    "NE-NESTED",
    "NEL-LIT",
    "NEL-METO",
    "MISC",
)
#: Class → tag of HIPE-2020; it has none for events, and its products come nearest to agreements.
TAGS = {"Person": "pers", "Organization": "org", "Place": "loc", "Event": "event", "Agreement": "prod", "": "unk"}
_APPLICABLE = ("TOKEN", "NE-COARSE-LIT", "NE-NESTED", "NEL-LIT", "MISC")
_NONE = "_"
#: A line that begins with ``#`` is a comment, whatever comes after it.
_HASH = {"#": "\N{FULLWIDTH NUMBER SIGN}"}


def write(source: Source, output: IO[bytes], wishes: Wishes) -> None:
    """All documents in one file, an empty line between two."""
    output.write(("\t".join(COLUMNS) + "\n").encode("ascii"))
    for number, document in enumerate(source.documents(wishes.documents)):
        lines = [*([""] if number else []), *_metadata(document, source), *_lines(document, source, wishes)]
        output.write("".join(f"{line}\n" for line in lines).encode("utf-8"))


def _metadata(document: ReleasedDocument, source: Source) -> Iterator[str]:
    manifest = source.release.manifest
    values = {
        "hipe2022:document_id": document.id,
        "hipe2022:date": _day(document.dated),
        "hipe2022:language": "en",
        "hipe2022:dataset": "memograph",
        "hipe2022:document_type": "diplomatic document",
        "hipe2022:original_source": document.page or document.iri,
        "hipe2022:applicable_columns": " ".join(_APPLICABLE),
        "memograph:release": manifest.version,
        "memograph:iri": document.iri,
    }
    for name, value in values.items():
        yield f"# {name} = {one_line(value)}"


def _day(dated: str | None) -> str:
    """First day that a date may mean, as the format wants one; ``_`` for none."""
    try:
        earliest = bounds(dated or "")[0]
    except ValueError:
        return _NONE
    return _NONE if earliest == date.min else earliest.isoformat()


def _lines(document: ReleasedDocument, source: Source, wishes: Wishes) -> Iterator[str]:
    tokens = tokenized(document.text)
    layers = layered(tokens, document.mentions)
    types = {iri: thing.type for iri, thing in document.things.items()}
    coarse, nested = (tagged(len(tokens), layer, TAGS, types) for layer in (layers.outer, layers.inner))
    links = [_NONE] * len(tokens)
    flags = [_place(token) for token in tokens]
    for placed in layers.outer:
        mention = placed.mention
        links[placed.first : placed.last + 1] = [_link(document.things[mention.entity].matches)] * (
            placed.last - placed.first + 1
        )
        for index in range(placed.first, placed.last + 1):
            flags[index] += _partial(tokens[index], mention.span.start, mention.span.end)
        sure = [] if mention.confidence is None else [f"Confidence-{mention.confidence:g}"]
        flags[placed.first] += [*sure, f"Thing-{mention.entity.removeprefix(source.site.base)}"]
    _tell_lost(document, layers, wishes)
    for token, tag, inner, link, flag in zip(tokens, coarse, nested, links, flags, strict=True):
        word = token.span.of(document.text)
        unspecified = [_NONE] * 4
        yield "\t".join([_HASH.get(word, word), tag, *unspecified, inner, link, _NONE, "|".join(flag)])


def _tell_lost(document: ReleasedDocument, layers: Layers, wishes: Wishes) -> None:
    if layers.lost:
        words = ", ".join(f"“{one_line(m.span.of(document.text))}” ({m.span.start})" for m in layers.lost)
        wishes.note(f"{document.id}: no room in these columns for mentions that cross others: {words}")


def _place(token: Token) -> list[str]:
    flags = [f"Offset-{token.span.start}:{token.span.end}"]
    given = {"NoSpaceAfter": not token.spaced, "EndOfLine": token.ends_line, "EndOfSentence": token.ends_sentence}
    return [*(name for name, holds in given.items() if holds), *flags]


def _partial(token: Token, start: int, end: int) -> list[str]:
    """``Partial-0:3`` where a mention covers a part of a token only, in characters of the token."""
    first, last = max(start, token.span.start), min(end, token.span.end)
    whole = (first, last) == (token.span.start, token.span.end)
    return [] if whole else [f"Partial-{first - token.span.start}:{last - token.span.start}"]


def _link(matches: tuple[str, ...]) -> str:
    """The Wikidata id, or NIL."""
    start = IDENTIFIER_SCHEMES["wikidata"].format("")
    return next((address.removeprefix(start) for address in matches if address.startswith(start)), "NIL")
