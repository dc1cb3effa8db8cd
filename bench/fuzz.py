"""Fuzzes the readers: good documents, volumes, archives and sidecars, spoilt at random, for as long as is said.

    .venv/bin/python bench/fuzz.py --seconds 300 [--seed 1]

Whatever the bytes are, reading gives documents that keep the laws (spans inside the text, zones in order, text that is
the bytes decoded) or a ReadError with a class, and takes seconds at most. Anything else is a finding: its file is kept.

Bytes are spoilt by code of this file, not by a fuzzing engine. Weighed were atheris (3.0.0 has a wheel for Python 3.11;
what could steer it is in libxml2 and zlib, which are not instrumented) and hypothesis (slow at making kilobytes).
tests/unit/read/test_fuzz.py runs the same for some seconds.
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import sys
import time
import traceback
import zipfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from memograph.errors import READ_ERRORS, ReadError
from memograph.model import Document
from memograph.read import raw_documents, read_raw

#: Processor seconds that one file of some kilobytes may take.
SLOW = 5.0

TEXT = """247. Memorandum From the Assistant (Clark) to President Reagan1

Washington, December 4, 1982.

SUBJECT

• Summit

PARTICIPANTS

The Secretary

(S) On May 3 we met in Geneva.2 In 19613 it rained. [Page 818]

Dean Rusk

Attachment

More.

  1. Source: Reagan Library, Files. Secret.
  2. Not found.
  3. See Document 4.
"""
SIDECAR = 'date = "1982-12-04"\ndate_source = "the folder"\nplace = "Washington"\nplace_source = "the folder"\n'
TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="frus1"><teiHeader><idno type="frus">frus1</idno></teiHeader><text>
<front><list><item><persName xml:id="p_1">Rusk, Dean</persName>, Secretary</item></list></front><body>
<div type="document" xml:id="d1" n="1"><pb n="7"/><head>1. Letter <note n="1" type="source">Source: A.</note></head>
<opener><dateline><placeName>Rome</placeName>, <date when="1961-01-02">early</date></dateline></opener>
<list type="participants"><head>PARTICIPANTS</head><item>Mr. Nitze</item></list>
<p>An eco<pb n="8"/>nomic point: <persName corresp="#p_1">Rusk</persName>.<note n="2">Not <hi>found</hi>.</note></p>
<table><row><cell>A</cell><cell>B</cell></row></table><closer><signed>Dean Rusk<lb/>Secretary</signed></closer></div>
<div type="document" n="2"><head>2. Note</head><p>Second &amp; last, &#233;.</p></div>
</body><back><list><item><term xml:id="t_1">NSC</term>, Council</item></list></back></text></TEI>
"""
_PIECES = (
    *(b"<", b">", b"&", b"]]>", b"<!--", b"<![CDATA[", b"&x;", b"&#0;", b"<?x?>", b'<!DOCTYPE a [<!ENTITY x "y">]>'),
    *(b'<div type="document" n="3">', b"</div>", b"<item>", b"<note>", b"<head>", b"xml:id=", b"\0", b"\xff\xfe"),
    *(b"\xef\xbb\xbf", b"\r", b"\n\n", b"\xe2\x80\xa8", b"1. ", b"  2. ", b"[Page 3]", b"* * *", b"(S)", b"SUBJECT: "),
    *(b"[[", b"'''", b'"', b" = ", b"PK\3\4", b"PK\1\2", b"PK\5\6", b"\x1f\x8b\x08", b"9" * 30, b" " * 300, b"(" * 300),
)


def zipped(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in members.items():
            box.writestr(zipfile.ZipInfo(name), data)
    return packed.getvalue()


def seeds() -> dict[str, bytes]:
    """Good files by name; ``.toml`` is written beside a good text."""
    text, tei = TEXT.encode(), TEI.encode()
    box = zipped(**{"a.txt": text, "a.toml": SIDECAR.encode(), "v.xml": tei, "b.txt.gz": gzip.compress(text, mtime=0)})
    return {
        "a.txt": text,
        "a.toml": SIDECAR.encode(),
        "v.xml": tei,
        "w.xml": TEI.replace("UTF-8", "UTF-16").encode("utf-16"),
        "a.txt.gz": gzip.compress(text, mtime=0),
        "v.xml.gz": gzip.compress(tei, mtime=0),
        "box.zip": box,
    }


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """The same with a few things changed."""
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at, other = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        match chance.randrange(7):
            case 0:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            case 1:
                data = data[:at]
            case 2:
                data = data[:at] + data[min(other, at + 40) :]
            case 3:
                data = data[:at] + chance.choice(_PIECES) + data[at:]
            case 4:
                data = data[:at] + chance.choice(_PIECES) * chance.choice((2, 50, 300)) + data[at:]
            case 5:
                data = data[:other] + data[at:other] * chance.choice((1, 2, 30)) + data[other:]
            case 6:
                data = data[:at] + bytes(chance.randrange(256) for _ in range(chance.randrange(1, 9))) + data[at:]
        data = data[:200_000]
    return data


def lawful(document: Document, data: bytes) -> None:
    """Every span lies in the text, zones are in order and hold words, and a text is its bytes."""
    text = document.text
    if document.source.media_type == "text/plain":
        assert text.encode() == data
    parts = (document.zones, document.pages, document.note_references, document.portions, document.markup)
    for part in parts:
        for each in part:
            assert 0 <= each.span.start <= each.span.end <= len(text), each
    for zone, after in pairwise(document.zones):
        assert zone.span.end <= after.span.start, (zone, after)
    for zone in document.zones:
        words = zone.span.of(text)
        assert words, zone
        assert words == words.strip(), zone
    document.id.encode()
    text.encode()


def tried(file: Path) -> Counter[str]:
    """What comes of a file: documents, and errors by class.

    Raises:
        Exception: anything that is neither a lawful document nor a ReadError.
    """
    came: Counter[str] = Counter()
    for raw in raw_documents([file]):
        if isinstance(raw, ReadError):
            assert raw.kind in READ_ERRORS
            came[raw.kind] += 1
            continue
        try:
            lawful(read_raw(raw), raw.data)
            came["documents"] += 1
        except ReadError as error:
            assert error.kind in READ_ERRORS
            came[error.kind] += 1
    return came


def fuzz(folder: Path, seconds: float, seed: int) -> tuple[int, Counter[str], list[str]]:
    """Spoil and read until the time (processor seconds) is up: files, what came of them, findings."""
    chance, good, came, findings = random.Random(seed), seeds(), Counter[str](), list[str]()
    files, began = 0, time.process_time()
    while time.process_time() - began < seconds:
        name = chance.choice(list(good))
        data = spoilt(good[name], chance)
        file = folder / name
        (folder / "a.txt").write_bytes(good["a.txt"])
        (folder / "a.toml").unlink(missing_ok=True)
        file.write_bytes(data)
        files, before = files + 1, time.process_time()
        try:
            came += tried(folder / "a.txt" if name == "a.toml" else file)
            if (took := time.process_time() - before) > SLOW:
                raise TimeoutError(f"{took:.1f} s")
        except Exception:
            kept = folder / f"finding-{len(findings)}-{name}"
            kept.write_bytes(data)
            findings.append(f"{kept}\n{traceback.format_exc()}")
    return files, came, findings


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=300)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path, help="folder for files that were findings")
    chosen = options.parse_args()
    with TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        files, came, findings = fuzz(folder, chosen.seconds, chosen.seed)
    print(f"{files:,} files in {chosen.seconds:g} s of processor time, seed {chosen.seed}: {dict(came.most_common())}")
    print("\n".join(findings[:10]))
    print(f"{len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
