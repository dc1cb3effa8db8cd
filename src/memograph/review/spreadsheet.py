"""Items ↔ a spreadsheet: the columns of a decision first, their ``action`` left empty, then what one reads to decide.

Written by ``memograph review --csv``, filled in by a historian, read by `applying`. UTF-8 with a byte order mark, cells
that a spreadsheet program would run as a formula behind an apostrophe (curation.table).
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from memograph.curation.decision import COLUMNS
from memograph.curation.table import escaped
from memograph.review.choices import choices_for
from memograph.review.deciding import rows
from memograph.review.item import Choice, ReviewItem, passage, written
from memograph.review.published import Published

#: What one reads to decide; read over when the spreadsheet comes back.
READING = ("claim", "sentence", "reason", "confidence", "worth", "candidates", "page")
_ALL = (*COLUMNS, *READING)


def write_spreadsheet(path: Path, published: Published, items: Iterable[ReviewItem]) -> int:
    """Write items as rows to be decided; the file appears whole or not at all.

    Returns:
        Number of rows: a link has one for each of its mentions.
    """
    output = io.StringIO(newline="")
    writer = csv.writer(output, lineterminator="\r\n")  # RFC 4180, section 2
    writer.writerow(_ALL)
    count = 0
    for item in items:
        for row in _rows(published, item):
            writer.writerow([escaped(row.get(name, "")) for name in _ALL])
            count += 1
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(output.getvalue(), encoding="utf-8-sig", newline="")
    temporary.replace(path)
    return count


def _rows(published: Published, item: ReviewItem) -> Iterator[dict[str, str]]:
    reading = {
        "claim": item.claim,
        "reason": "; ".join(reason.message for reason in item.reasons),
        "confidence": "" if item.confidence is None else f"{item.confidence:.2f}",
        "worth": f"{item.worth:.2f}",
        "candidates": _candidates(choices_for(published, item)),
    }
    for quotation, row in zip([*item.quotations, None], rows(item), strict=False):
        sentence = "" if quotation is None else passage(item.source, quotation).sentence
        span = None if quotation is None else quotation.span
        yield row | reading | {"sentence": sentence, "page": item.source.page(span)}


def _candidates(choices: Sequence[Choice]) -> str:
    """``person/anderson-clinton (Clinton P. Anderson, 0.47); …``: what to copy into ``subject`` or ``object``."""

    def one(choice: Choice) -> str:
        score = "" if choice.score is None else f", {choice.score:.2f}"
        return f"{written(choice.thing.ref)} ({choice.thing.label}{score})"

    return "; ".join(map(one, choices))
