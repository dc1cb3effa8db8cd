"""Documents like those of a volume, as many as are wanted: paragraphs of real ones put together anew, people renamed.

    python bench/synthetic.py ../shared/data/frus/frus1961-63v05 --documents 1000 --out corpus

A made-up document takes heading, dateline, subject, participants and source note of a real one, and paragraphs of any
until it has some `--words` words. Every other of the people whom headings and lists of participants name has another
surname in it, so that there are names that nobody knows. The same number gives the same documents, of which those of a
smaller corpus are the first.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from memograph.model import Document, ZoneKind
from memograph.read import read_all

#: Zones that a made-up document takes over as they are, in this order, before and after its paragraphs.
BEFORE = (ZoneKind.HEADING, ZoneKind.DATELINE, ZoneKind.SUBJECT, ZoneKind.PARTICIPANTS)
SYLLABLES = ("bar", "den", "fol", "gar", "hol", "kin", "lan", "mer", "nor", "pel", "ros", "sten", "tor", "vil", "wex")

_SURNAME = re.compile(r"\b[A-Z][a-z]{4,}\b")
#: Words of headings and lists of participants that are nobody's name.
_NO_NAMES = re.compile(
    r"Ambass|Secret|Presid|Minist|Chair|Depart|State|Union|Soviet|Embass|Memor|Conver|Teleg|Letter|From|Mission|Assist"
    r"|Deput|Direct|Bureau|Affair|Europ|Offic|Washin|Mosco|Moscow|Kenned|Khrush|Unite|Berlin|Special|Nation|Govern|Editor|First|Second|Third|Council"
)


@dataclass(frozen=True, slots=True)
class Pool:
    """What documents are made of: those that lend their head, and paragraphs."""

    heads: tuple[Document, ...]
    paragraphs: tuple[str, ...]
    surnames: tuple[str, ...]


def pool_of(folder: Path) -> Pool:
    """Read a volume."""
    documents = [each for each in read_all([folder]) if isinstance(each, Document)]
    heads = tuple(each for each in documents if any(zone.kind is ZoneKind.DATELINE for zone in each.zones))
    paragraphs = [text for each in documents for text in _zones(each, ZoneKind.BODY) if 15 <= len(text.split()) <= 200]
    named = {
        word for each in heads for kind in BEFORE for text in _zones(each, kind) for word in _SURNAME.findall(text)
    }
    surnames = tuple(sorted(word for word in named if not _NO_NAMES.match(word)))
    return Pool(heads, tuple(dict.fromkeys(paragraphs)), surnames)


def documents(pool: Pool, number: int, words: int) -> Iterator[tuple[str, str]]:
    """Ids and texts of the first `number` documents of some `words` words."""
    for each in range(number):
        yield f"synthetic{each:06d}", _document(pool, each, words)


def _document(pool: Pool, number: int, words: int) -> str:
    chance = random.Random(number)
    head = chance.choice(pool.heads)
    lines = []
    for kind in BEFORE:
        zones = list(_zones(head, kind))
        if zones and kind in (ZoneKind.SUBJECT, ZoneKind.PARTICIPANTS):
            lines.append(kind.value.upper())
        lines += zones
    lines[0] = re.sub(r"^\d+\.", f"{1 + number}.", lines[0]) + "*"
    count = 0
    while count < words:
        lines.append(chance.choice(pool.paragraphs))
        count += len(lines[-1].split())
    lines += ["* * *", *(f"* {text}" for text in _zones(head, ZoneKind.SOURCE_NOTE))]
    renamed = {word: _surname(chance) for word in pool.surnames if chance.random() < 0.5}
    text = "\n\n".join(lines) + "\n"
    return _SURNAME.sub(lambda found: renamed.get(found[0], found[0]), text)


def _surname(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3)))).capitalize()


def _zones(document: Document, kind: ZoneKind) -> Iterator[str]:
    return (zone.span.of(document.text) for zone in document.zones if zone.kind is kind)


def write(folder: Path, pool: Pool, number: int, words: int) -> int:
    """Write documents as files of a hundred folders; returns how many words they have."""
    total = 0
    for name, text in documents(pool, number, words):
        file = folder / name[-2:] / f"{name}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        total += len(text.split())
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("volume", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--words", type=int, default=150, help="of each document, at least")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    print(write(options.out, pool_of(options.volume), options.documents, options.words), "words")


if __name__ == "__main__":
    main()
