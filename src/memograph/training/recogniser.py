"""Gold documents → the trained recogniser of names (`extract.recogniser`): the first step of `memograph train`.

What it learns from is what the pipeline will show it: the zones of a document as `memograph.read` and
`extract.language` give them, tokenised by the pipeline's own tokenizer. The training itself is spaCy's, driven by
``recogniser.cfg``; seeded, so that the same documents give the same bytes on one machine.
"""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memograph.config import ExtractConfig
from memograph.errors import ReadError
from memograph.extract.language import legible, one_line, split_more, use_numpy_blas
from memograph.extract.recogniser import COMPONENT, add_component, save_recogniser
from memograph.gold import GoldDocument, read_gold
from memograph.model import Document, EntityType, Span
from memograph.read import read

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: spaCy's labels → ours: what fine-tuning starts from.
_STOCK_LABELS = {
    "PERSON": EntityType.PERSON.value,
    "ORG": EntityType.ORGANIZATION.value,
    "GPE": EntityType.PLACE.value,
    "EVENT": EntityType.EVENT.value,
    "LAW": EntityType.AGREEMENT.value,
}

#: The pipeline whose recogniser is fine-tuned: the default one, which is always installed.
SOURCE = ExtractConfig().model


@dataclass(frozen=True, slots=True)
class Passage:
    """One zone to learn from: its text as the parser sees it, and the names in it, counted from its start."""

    document: str
    text: str
    names: tuple[tuple[Span, EntityType], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What a recogniser was trained on and with; written beside its weights as ``card.toml``.

    Args:
        data: what the caller calls the documents, with their date.
        sha256: hex digest of all passages, texts and names.
        misaligned: names that do not begin and end with a token, and so could not be learnt.
    """

    data: str
    sha256: str
    documents: int
    zones: int
    names: int
    misaligned: int
    seed: int
    epochs: int
    versions: tuple[tuple[str, str], ...]

    def to_toml(self) -> str:
        """TOML, one table ``[data]`` and one ``[training]``."""
        rows = [
            "# What this recogniser learnt from; written by memograph train.",
            "[data]",
            f"name = {json.dumps(self.data, ensure_ascii=False)}",
            f'sha256 = "{self.sha256}"',
            *(f"{name} = {getattr(self, name)}" for name in ("documents", "zones", "names", "misaligned")),
            "",
            "[training]",
            *(f"{name} = {getattr(self, name)}" for name in ("seed", "epochs")),
            *(f'"{name}" = "{number}"' for name, number in self.versions),
        ]
        return "\n".join(rows) + "\n"


def train_recogniser(
    gold: Iterable[Path], out: Path, *, data: str = "", epochs: int | None = None, source: str = SOURCE
) -> Card:
    """Fine-tune the recogniser on gold files (``<id>.json`` with ``<id>.txt`` beside it) and write it into `out`.

    Args:
        data: what to call these documents in the card, with their date.
        epochs: passes over the documents; by default as in ``recogniser.cfg``.
        source: installed spaCy pipeline whose recogniser is fine-tuned.

    Raises:
        ReadError: a gold file or its text cannot be read.
    """
    passages = [passage for path in sorted(gold) for passage in passages_of(path)]
    with tempfile.TemporaryDirectory() as folder:
        nlp, misaligned = _train(passages, Path(folder), epochs, source)
    save_recogniser(nlp, out)
    training = nlp.config.interpolate()["training"]
    card = Card(
        data=data,
        sha256=_digest(passages),
        documents=len({passage.document for passage in passages}),
        zones=len(passages),
        names=sum(len(passage.names) for passage in passages),
        misaligned=misaligned,
        seed=training["seed"],
        epochs=training["max_epochs"],
        versions=tuple((name, version(name)) for name in ("memograph", "spacy", source)),
    )
    (out / "card.toml").write_text(card.to_toml(), encoding="utf-8")
    return card


def passages_of(path: Path) -> Iterator[Passage]:
    """The zones of one gold document with their names; zones without a word are left out.

    Raises:
        ReadError: the gold file or its text cannot be read.
    """
    gold, document = read_gold(path), _document(path.with_suffix(".txt"))
    names = sorted(_names(gold))
    text = one_line(legible(document))
    for zone in document.zones:
        inside = [(span, type_) for span, type_ in names if zone.span.contains(span)]
        moved = tuple((Span(s.start - zone.span.start, s.end - zone.span.start), type_) for s, type_ in inside)
        if zone.span.of(text).strip():
            yield Passage(document.id, zone.span.of(text), moved)


def _document(path: Path) -> Document:
    for document in read(path):
        if isinstance(document, ReadError):
            raise document
        return document
    raise ReadError(str(path), "holds no document; a gold file needs its text beside it (GUIDELINES.md)")


def _names(gold: GoldDocument) -> Iterator[tuple[Span, EntityType]]:
    for mention in gold.data["mentions"]:
        if mention["kind"] == "name":
            type_ = EntityType(gold.entities[mention["entity"]]["type"])
            yield Span(mention["start"], mention["end"]), type_


def _digest(passages: Sequence[Passage]) -> str:
    digest = hashlib.sha256()
    for passage in passages:
        names = [f"{span.start}-{span.end}-{type_.value}" for span, type_ in passage.names]
        digest.update("\0".join((passage.document, passage.text, *names, "")).encode())
    return digest.hexdigest()


def _train(passages: Sequence[Passage], folder: Path, epochs: int | None, source: str) -> tuple[Language, int]:
    """The fine-tuned pipeline, and how many names no token boundary allowed to learn; `folder` is for spaCy's files."""
    import spacy
    from spacy.tokens import DocBin
    from spacy.training.loop import train
    from spacy.util import load_config_from_str, load_model_from_config

    own = {"train": str(folder / "train.spacy"), "dev": str(folder / "dev.spacy"), "source": source}
    settings: dict[str, str | int] = {f"paths.{name}": value for name, value in own.items()}
    settings |= {} if epochs is None else {"training.max_epochs": epochs}
    text = files("memograph.training").joinpath("recogniser.cfg").read_text(encoding="utf-8")
    nlp = load_model_from_config(load_config_from_str(text, overrides=settings), auto_fill=True)
    give_own_labels(nlp)
    split_more(nlp)
    use_numpy_blas(nlp)
    docs = [_doc(nlp, passage) for passage in passages]
    DocBin(docs=docs).to_disk(folder / "train.spacy")
    DocBin(docs=docs[:1]).to_disk(folder / "dev.spacy")
    (folder / "out").mkdir()
    train(nlp, folder / "out", stdout=io.StringIO(), stderr=io.StringIO())
    averaged = spacy.load(folder / "out" / "model-last")  # only what is on disk has the averaged weights
    misaligned = sum(len(passage.names) - len(doc.ents) for passage, doc in zip(passages, docs, strict=True))
    return averaged, misaligned


def give_own_labels(nlp: Language) -> None:
    """Replace a pipeline's recogniser by the same one with our five labels: what it knew of theirs, it knows of ours.

    The labels that no gold document has (dates, sums, nationalities) go, which makes it quicker as well.
    """
    import srsly

    stock: Any = nlp.get_pipe(COMPONENT)
    parts = srsly.msgpack_loads(stock.to_bytes(exclude=["vocab"]))
    moves = srsly.msgpack_loads(parts["moves"])
    actions = srsly.json_loads(moves["moves"])
    kept = {
        action: {_STOCK_LABELS.get(label, label): n for label, n in labels.items() if label in (*_STOCK_LABELS, "")}
        for action, labels in actions.items()
    }
    moves["moves"] = srsly.json_dumps(kept)
    parts["moves"] = srsly.msgpack_dumps(moves)
    parts["model"] = _narrowed(stock, parts["model"])
    config = nlp.config["components"][COMPONENT]
    nlp.remove_pipe(COMPONENT)
    add_component(nlp, {name: value for name, value in config.items() if name != "factory"}, parts)


def _narrowed(stock: Any, model: bytes) -> bytes:
    """The model's bytes with those outputs alone that stand for an action on a kept label, or for no name."""
    import srsly

    *named, outside = stock.move_names
    classes = [*named, "U-", outside]  # spaCy does not list the action that blocks a token, which comes before the last
    rows = [i for i, name in enumerate(classes) if name in ("U-", "O") or name[2:] in _STOCK_LABELS]
    at = list(stock.model.walk()).index(stock.model.get_ref("upper"))
    parts = srsly.msgpack_loads(model)
    parts["nodes"][at]["dims"]["nO"] = len(rows)
    parts["params"][at] = {name: weights[rows] for name, weights in parts["params"][at].items()}
    narrowed: bytes = srsly.msgpack_dumps(parts)
    return narrowed


def _doc(nlp: Language, passage: Passage) -> Doc:
    doc = nlp.make_doc(passage.text)
    spans: list[Any] = [doc.char_span(s.start, s.end, label=type_.value) for s, type_ in passage.names]
    doc.ents = [span for span in spans if span is not None]
    return doc
