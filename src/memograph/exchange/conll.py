"""CoNLL-2003 (Tjong Kim Sang and De Meulder, 2003): token, part of speech, chunk, entity, for what trains on it.

The four columns are separated by a space and entities tagged in IOB2. Parts of speech and chunks are not in a release,
so they are ``-X-``, as in the format's own -DOCSTART- lines. Offsets and identities have no place here; see hipe.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from memograph.exchange.released import ReleasedDocument, Source
from memograph.exchange.tokens import layered, tagged, tokenized

if TYPE_CHECKING:
    from memograph.exchange.formats import Wishes

#: Class → one of the four tags of CoNLL-2003.
TAGS = {"Person": "PER", "Organization": "ORG", "Place": "LOC", "": "MISC"}
_START = "-DOCSTART- -X- -X- O\n\n"


def write(source: Source, output: IO[bytes], wishes: Wishes) -> None:
    """All documents in one file, each after a line ``-DOCSTART-``, an empty line after each sentence."""
    for document in source.documents(wishes.documents):
        output.write("".join([_START, *_lines(document, wishes)]).encode("utf-8"))


def _lines(document: ReleasedDocument, wishes: Wishes) -> Iterator[str]:
    tokens = tokenized(document.text)
    layers = layered(tokens, document.mentions)
    types = {iri: thing.type for iri, thing in document.things.items()}
    left_out = len(layers.inner) + len(layers.lost)
    if left_out:
        wishes.note(f"{document.id}: {left_out} mentions stand inside others or cross them; CoNLL-2003 has one layer")
    for token, tag in zip(tokens, tagged(len(tokens), layers.outer, TAGS, types), strict=True):
        yield f"{token.span.of(document.text)} -X- -X- {tag}\n"
        if token.ends_sentence:
            yield "\n"
