"""docs/accuracy.md: what was measured, beside what was aimed at, in words and tables. The end of `memograph score`.

Only writes; measurement.py measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from memograph.score import Figure, Figures
from memograph.score.mistakes import most_frequent
from memograph.score.reliability import Verdict, calibration_error, reliability
from memograph.score.threshold import Point
from memograph.training.measurement import Measurement, Spread, spreads

_KINDS_SHOWN = 20
#: A relation of which gold has fewer rows is shown, but no aim is held against it.
ENOUGH = 10

#: Aims of the project's issue "Extraction that a historian can trust", with what others reach on gold/dev: stock model,
#: stock model fine-tuned on gold/train, two careful readers (on 22 other documents), aim. All F1.
_AIMS = (
    ("mentions strict", "named mentions, exact span and type", "0.67", "0.86", "0.96", 0.93),
    ("mentions strict Person", "of these Person", "0.69", "0.90", "1.00", 0.97),
    ("mentions strict Place", "of these Place", "0.78", "0.93", "0.97", 0.96),
    ("mentions strict Organization", "of these Organization", "0.59", "0.80", "0.96", 0.90),
    ("mentions strict Event", "of these Event", "0.19", "0.44", "0.76", 0.70),
    ("mentions strict Agreement", "of these Agreement", "0.00", "0.22", "0.53", 0.50),
    ("linking persons", "people, names and roles, to the Historian's id", "–", "–", "0.99", 0.95),
    ("linking places", "places by label", "–", "–", "0.98", 0.96),
    ("relations", "relations, all sixteen", "–", "–", "0.91", 0.85),
)
_RELATION_AIM = 0.75


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report that another program measured: a title, and its text as Markdown."""

    title: str
    text: str


def accuracy_report(
    held_out: Measurement,
    dev: Measurement,
    curve: Sequence[Point],
    edition: Figures | None,
    others: Sequence[Section],
    command: str,
) -> str:
    """The whole page as Markdown.

    Args:
        held_out: by cross-validation.
        dev: with the weights that ship.
        curve: of linking people, held out.
        edition: against the editors' markup (`score.edition`).
        others: further sections, put after the measured ones.
        command: how this page was made.
    """
    parts: list[Iterable[str]] = [
        _opening(held_out, dev, command),
        _aims(held_out, dev),
        _every_figure(held_out, dev),
        _curve(curve),
        _confidence(held_out),
        _mistakes(held_out),
        () if edition is None else _edition(edition),
        *([f"## {section.title}", "", section.text.strip(), ""] for section in others),
    ]
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


def published_section(published: Measurement, publish_from: float) -> Section:
    """Held-out figures of the statements that are sure enough to be published; the rest goes to review."""
    rows = [
        "What stands in a release, with `extract.publish_from` as it is by default: held-out statements of confidence"
        f" {publish_from:g} or more. These are the figures that a release carries (`dqv:hasQualityMeasurement`).",
        "",
        *_row("", "P", "R", "F1", "n"),
        *_rule(5),
    ]
    for name, figure in published.pooled.items():
        if name.startswith("relations"):
            numbers = (f"{number:.3f}" for number in (figure.precision, figure.recall, figure.f1))
            rows += _row(name, *numbers, str(figure.gold))
    return Section("What is published", "\n".join(rows))


def _opening(held_out: Measurement, dev: Measurement, command: str) -> Iterator[str]:
    yield from (
        "# Accuracy",
        "",
        "Written by a command; do not edit. To measure again:",
        "",
        "```",
        command,
        "```",
        "",
        f"**Held out**: {held_out.documents} documents of gold/train and gold/dev in {len(held_out.parts)} folds"
        " (`training/folds.py`). Each document is annotated with weights learnt from the other folds only, and with an"
        " authority file from which every entry is withheld that no document of the other folds names. *Mean ± spread*"
        " is the mean of the folds' F1 with its standard deviation; precision, recall and F1 beside it are over all"
        " documents together.",
        "",
        f"**Dev**: the {dev.documents} documents of gold/dev with what ships: weights learnt from gold/train, and"
        " the whole authority file.",
        "",
        "**What is not blind.** Rules, patterns and word lists were written by people who had read gold/train and had"
        " looked at the mistakes on gold/dev; no fold takes that away. On dev the authority file is the whole one,"
        " which was written while looking at these documents; variants of a name (skos:altLabel) stay in the held-out"
        " measure too, where another fold names the entry. Stacked stages share folds: the weights of a later stage"
        " rest on what earlier stages said of the other folds' documents, and those had seen this fold. All gold but"
        " three memoranda of 1982–83 is of one volume, 1961–63 V: other years are not measured.",
        "",
    )


def _aims(held_out: Measurement, dev: Measurement) -> Iterator[str]:
    yield from ("## Against the aims", "")
    columns = "F1,stock model,fine-tuned on train,two readers,aim,dev,held out: mean ± spread,met".split(",")
    yield from _row(*columns)
    yield from _rule(len(columns))
    by_name = {spread.name: spread for spread in spreads(held_out)}
    for name, words, *others, aim in _AIMS:
        spread, ours = by_name[name], _of(dev.pooled, name)
        met = _met(ours.f1 >= aim, spread.mean >= aim)
        yield from _row(words, *others, f"{aim:.2f}", f"{ours.f1:.3f}", _mean(spread), met)
    yield from _weakest_relation(held_out, dev, by_name)
    yield ""


def _weakest_relation(held_out: Measurement, dev: Measurement, by_name: dict[str, Spread]) -> Iterator[str]:
    def weakest(pooled: Figures) -> str:
        return min((n for n, f in _relations(pooled) if f.gold >= ENOUGH), key=lambda n: pooled[n].f1)

    on_dev, out = weakest(dev.pooled), weakest(held_out.pooled)
    met = _met(dev.pooled[on_dev].f1 >= _RELATION_AIM, by_name[out].mean >= _RELATION_AIM)
    yield from _row(
        f"every relation with {ENOUGH} or more gold rows: the weakest",
        *("–", "–", "–"),
        f"{_RELATION_AIM:.2f}",
        f"{dev.pooled[on_dev].f1:.3f} ({on_dev.split()[1]})",
        f"{_mean(by_name[out])} ({out.split()[1]})",
        met,
    )


def _met(dev: bool, held_out: bool) -> str:
    return {(True, True): "yes", (True, False): "dev only", (False, True): "held out only"}.get((dev, held_out), "no")


def _every_figure(held_out: Measurement, dev: Measurement) -> Iterator[str]:
    yield from ("## Every figure", "", "P precision, R recall, n gold rows.", "")
    yield from _row("", "dev P", "R", "F1", "n", "held out P", "R", "F1", "n", "mean ± spread")
    yield from _rule(10)
    for spread in spreads(held_out):
        ours, out = _of(dev.pooled, spread.name), spread.pooled
        yield from _row(spread.name, *_prf(ours), *_prf(out), _mean(spread))
    yield ""


def _curve(curve: Sequence[Point]) -> Iterator[str]:
    yield from (
        "## Linking people, by threshold",
        "",
        "What linking would be worth if the best candidate were taken from this probability on (`score/threshold.py`),"
        " on held-out documents. Names that were not found count against recall.",
        "",
    )
    yield from _row("threshold", "precision", "recall", "F1")
    yield from _rule(4)
    for point in curve:
        yield from _row(f"{point.threshold:.2f}", *_prf(point.figure)[:3])
    yield ""


def _confidence(held_out: Measurement) -> Iterator[str]:
    yield from (
        "## Confidence",
        "",
        "Of what is said with 0.9, are nine in ten right? On held-out documents, with the fold's own calibration."
        " ECE is the expected calibration error over ten bins; the aim is 0.05 or less.",
        "",
    )
    for what, words in (("mention", "mentions"), ("link", "links of people"), ("relation", "relations")):
        judged = [verdict for verdict in held_out.verdicts if verdict.what == what]
        if judged:
            yield from _reliability(words, judged)


def _reliability(words: str, judged: Sequence[Verdict]) -> Iterator[str]:
    yield from (f"**{words}**: {len(judged)}, ECE {calibration_error(judged):.3f}", "")
    yield from _row("confidence", "count", "mean confidence", "share right")
    yield from _rule(4)
    for bin_ in reliability(judged):
        low_high = f"{bin_.low:.1f} – {bin_.high:.1f}"
        yield from _row(low_high, str(bin_.count), f"{bin_.confidence:.3f}", f"{bin_.right:.3f}")
    yield ""


def _mistakes(held_out: Measurement) -> Iterator[str]:
    total = len(held_out.mistakes)
    yield from (
        f"## The {_KINDS_SHOWN} most frequent kinds of error",
        "",
        f"Of {total} differences from gold on held-out documents, sorted by `score/mistakes.py`. A name that is missed"
        " counts as a name and, where it is somebody known, as a link.",
        "",
    )
    yield from _row("kind", "count", "most often", "example")
    yield from _rule(4)
    for kind in most_frequent(held_out.mistakes, _KINDS_SHOWN):
        about = ", ".join(f"{name} {count}" for name, count in kind.about[:3])
        example = f"{kind.example.example} ({kind.example.document})"
        yield from _row(kind.name, str(kind.count), about, example.replace("|", "\\|"))
    yield ""


def _edition(edition: Figures) -> Iterator[str]:
    names, people = edition["edition names"], edition["edition identity"]
    yield from (
        "## The editors' markup as a second measure",
        "",
        "The TEI excerpt of the 1981–88 volume III, with its `persName` and other markup taken away, annotated, and"
        " compared with it (`score/edition.py`). The editors mark only people of the volume's list of persons, so what"
        " only we mark may still be right.",
        "",
        f"- names at exactly the editors' span: recall {names.recall:.3f} ({names.correct} of {names.gold});"
        f" precision at least {names.precision:.3f}",
        f"- of the {people.predicted} names found, {people.correct} are the person of the list that the editors point"
        f" to: {people.precision:.3f}",
        "",
    )


def _relations(pooled: Figures) -> list[tuple[str, Figure]]:
    return [(name, figure) for name, figure in pooled.items() if name.startswith("relations ")]


def _of(pooled: Figures, name: str) -> Figure:
    return pooled.get(name, Figure(0, 0, 0))


def _mean(spread: Spread) -> str:
    return f"{spread.mean:.3f} ± {spread.deviation:.3f}"


def _prf(figure: Figure) -> tuple[str, str, str, str]:
    return f"{figure.precision:.3f}", f"{figure.recall:.3f}", f"{figure.f1:.3f}", str(figure.gold)


def _row(*cells: str) -> Iterator[str]:
    yield f"| {' | '.join(cells)} |"


def _rule(columns: int) -> Iterator[str]:
    yield f"| {' | '.join(['---'] * columns)} |"
