"""A corpus of 300 good documents and more than 300 that are not, the same every time; made by code, kept nowhere.

Each bad one is written with what must be told of it: class of error and, where there is one, the line.
"""

from __future__ import annotations

import gzip
import io
import os
import socket
import zipfile
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

NS = 'xmlns="http://www.tei-c.org/ns/1.0"'
CITIES = "Geneva Vienna Moscow London Paris Bonn Rome Ankara Cairo Delhi".split()


@dataclass
class Corpus:
    """What was written: ids of the good ones, and per file name of a bad one the class of its error and the line."""

    folder: Path
    secret: Path
    url: str
    good: set[str] = field(default_factory=set)
    bad: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    _sockets: list[socket.socket] = field(default_factory=list)

    def close(self) -> None:
        for each in self._sockets:
            each.close()

    def write(self, name: str, data: bytes | str) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        return file

    def text(self, identifier: str, data: bytes | str, suffix: str = ".txt", folder: str = "good") -> None:
        """A document that must be read."""
        self.write(f"{folder}/{identifier}{suffix}", data)
        self.good.add(identifier)

    def wrong(self, name: str, data: bytes | str, kind: str, line: int | None = None) -> Path:
        """A file that must be told."""
        assert name not in self.bad
        self.bad[name] = (kind, line)
        return self.write(f"bad/{kind}/{name}", data)


def letter(n: int) -> str:
    city = CITIES[n % len(CITIES)]
    return f"{n}. Letter From John Smith to Dean Rusk\n\n{city}, May 3, 1961.\n\nMr. Smith traveled to {city}.\n"


def div(n: int | str, body: str = "Words.") -> str:
    return f'<div type="document" xml:id="d{n}"><head>{n}. Note</head>\n<p>{body}</p></div>\n'


def tei(name: str, *divs: str, before: str = "") -> str:
    return f'{before}<TEI {NS} xml:id="{name}"><text>\n{"".join(divs)}</text></TEI>'


def make(folder: Path, secret: Path, url: str) -> Corpus:
    """Write the corpus; `secret` is a file and `url` an address that hostile documents ask for."""
    corpus = Corpus(folder, secret, url)
    for part in (_good, _odd_but_good, _encodings, _shapes, _volumes, _hostile_xml, _archives, _sidecars, _files):
        part(corpus)
    return corpus


def _good(corpus: Corpus) -> None:
    for n in range(1, 221):
        corpus.text(f"letter{n}", letter(n), folder=f"good/{n // 50}")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as box:
        for n in range(221, 251):
            box.writestr(f"in/letter{n}.txt", letter(n))
            corpus.good.add(f"letter{n}")
    corpus.write("good/box.zip", packed.getvalue())
    corpus.write("good/volume.xml", tei("vol", *(div(n) for n in range(30))))
    corpus.good |= {f"vold{n}" for n in range(30)}


def _odd_but_good(corpus: Corpus) -> None:
    """Twenty that are strange and must be read all the same."""
    plain = letter(900)
    notes = "".join(f"  {n}. Note {n}.\n" for n in range(1, 1000))
    corpus.text("bom", b"\xef\xbb\xbf" + plain.encode())
    corpus.text("crlf", plain.replace("\n", "\r\n"))
    corpus.text("cr", plain.replace("\n", "\r"))
    corpus.text("rtl", plain + "\nשלום לכולם, \u202bהשגריר\u202c אמר. السلام عليكم\n")
    corpus.text("notes", plain + " ".join(f"word.{n}" for n in range(1, 1000)) + "\n\n" + notes)
    corpus.text("form-feed", plain.replace("\n\nMr.", "\n\f\nMr."))
    corpus.text("astral", plain + "\n😀 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 e\u0301\u0323 \u2028 \ufffd \ufffe\n")
    corpus.text("a name with spaces, é", plain)
    corpus.text("no-end-of-line", plain.rstrip())
    corpus.text("many-empty-lines", plain.replace("\n", "\n" * 3000))
    corpus.text("packed", gzip.compress(plain.encode(), mtime=0), ".txt.gz")
    corpus.text("SHOUTED", plain, ".TXT")
    corpus.text("with-sidecar", plain)
    corpus.write("good/with-sidecar.toml", b"\xef\xbb\xbf" + b'date = "1961-05-03"\ndate_source = "the folder"\n')
    corpus.write(
        "good/utf16.xml", tei("u16", div(1), before='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16")
    )
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{corpus.secret.as_uri()}" parse="text"/>'
    corpus.write("good/include.xml", tei("xi", div(1, include + include.replace(corpus.secret.as_uri(), corpus.url))))
    corpus.write("good/dtd.xml", tei("dtd", div(1), before=f'<!DOCTYPE TEI SYSTEM "{corpus.url}/tei.dtd">\n'))
    style = f'<?xml-stylesheet href="{corpus.url}/x.xsl"?><?xml-model href="{corpus.url}/x.rng"?>\n'
    corpus.write("good/style.xml", tei("style", div(1), before=style))
    corpus.write(
        "good/windows.xml",
        tei("win", div(1, "é"), before='<?xml version="1.0" encoding="windows-1252"?>').encode("cp1252"),
    )
    corpus.good |= {"u16d1", "xid1", "dtdd1", "styled1", "wind1"}
    linked = corpus.folder.parent / "elsewhere" / "linked.txt"
    linked.parent.mkdir()
    linked.write_text(plain, encoding="utf-8")
    (corpus.folder / "good/link-to-folder").symlink_to(linked.parent)
    corpus.good.add("linked")
    corpus.text("last", plain)


def _encodings(corpus: Corpus) -> None:
    text = letter(901) + "The Ambassador of Côte d’Ivoire stayed in Genève.\n"
    for n in range(20):
        padded = "a\n" * n
        corpus.wrong(f"latin{n}.txt", (letter(902) + padded + "Genève").encode("latin-1"), "encoding", 6 + n)
        corpus.wrong(f"windows{n}.txt", (letter(902) + padded + "“Bonn”").encode("cp1252"), "encoding", 6 + n)
        corpus.wrong(f"nul{n}.txt", letter(903).encode() + b"a\n" * n + b"\0", "encoding", 6 + n)
        corpus.wrong(f"cut{n}.txt", ("a\n" * n + "é").encode()[:-1], "encoding", 1 + n)
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"):
        for n in range(4):
            data = ("\n" * n + text).encode(encoding)
            if encoding != "utf-7":  # which is plain ASCII and read as such
                corpus.wrong(f"{encoding}-{n}.txt", data, "encoding")
    for n in range(10):
        corpus.wrong(f"noise{n}.txt", bytes((i * i * 31 + n * 7 + 128) % 256 for i in range(1, 999)), "encoding")


def _shapes(corpus: Corpus) -> None:
    for n, data in enumerate(("", " ", "\n\n", "\ufeff", "\r\n\r\n", "[Page 3]\n", "\t\ufeff \n", "\f")):
        corpus.wrong(f"empty{n}.txt", data, "empty")
    for n in range(30):
        corpus.wrong(f"no-heading{n}.txt", "\n" * n + letter(904).partition(" ")[2], "heading", n + 1)
    corpus.wrong("long-heading.txt", "5. " + "word " * 100, "heading", 1)
    corpus.wrong("truncated.txt", letter(905)[:2], "heading", 1)
    corpus.wrong("one-line.txt", letter(906) + "word " * 10_000_000, "too-large")  # 50 MB
    corpus.wrong("long-paragraph.txt", letter(907) + "word " * 300_000, "too-large", 6)
    corpus.wrong("many-lines.txt", letter(908) + "a\n" * 150_000, "too-large")
    corpus.wrong("one-line.txt.gz", gzip.compress(b" " * 50_000_000, 1, mtime=0), "too-large")


def _volumes(corpus: Corpus) -> None:
    whole = tei("v", div(1), div(2))
    for n in range(30):
        corpus.wrong(f"cut{n}.xml", whole[: 60 + n * 2], "xml")
    for n in range(5):
        lines = "\n" * n
        corpus.wrong(f"mismatch{n}.xml", lines + tei("v", "<p></div>"), "xml", n + 2)
        corpus.wrong(f"no-documents{n}.xml", lines + tei("v", "<p/>"), "tei", n + 1)
        corpus.wrong(f"not-tei{n}.xml", f"{lines}<html/>", "tei", n + 1)
        corpus.wrong(f"no-id{n}.xml", tei("v", lines, '<div type="document"><head>1. A</head></div>'), "name", n + 2)
        corpus.wrong(
            f"no-head{n}.xml", tei(f"nh{n}", lines, '<div type="document" n="1"><p>A</p></div>'), "heading", n + 2
        )
        corpus.wrong(
            f"up{n}.xml", tei("v", f'<div type="document" n="{"../" * n}/x"><head>1. A</head></div>'), "name", 2
        )
        deep = "<ab>" * (110 + n) + "</ab>" * (110 + n)
        corpus.wrong(f"deep{n}.xml", tei(f"deep{n}", div(1, deep)), "depth", 2)
        corpus.wrong(f"bottomless{n}.xml", tei("v", "<ab>" * 10_000 * (n + 1)), "xml", 2)
        corpus.wrong(f"latin{n}.xml", tei(f"latin{n}", lines, div(1, "é")).encode("latin-1"), "xml", n + 3)
        corpus.wrong(f"empty{n}.xml", lines, "empty")
    corpus.wrong("unknown.xml", tei("v", div(1), before='<?xml version="1.0" encoding="no-such"?>'), "xml", 1)
    corpus.wrong("text-node.xml", tei("v", div(1, "x" * 11_000_000)), "xml")
    corpus.wrong("large.xml", tei("large", div(1, "<hi>word </hi>" * 1_500_000)), "too-large", 2)
    corpus.write("bad/broken-in-third.xml", tei("broken", div(1), div(2), "<oops>", div(3)))
    corpus.bad["broken-in-third.xml"] = ("xml", 8)
    corpus.good |= {"brokend1", "brokend2", "brokend3"}


def _hostile_xml(corpus: Corpus) -> None:
    names = "abcdefghij"
    laughs = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names)
    )
    blowup = f'<!ENTITY j "{"x" * 100_000}">'
    for n in range(4):
        used = "&j;" * (n + 1) * 20
        corpus.wrong(f"laughs{n}.xml", tei("v", div(1, used), before=f"<!DOCTYPE TEI [{laughs}]>"), "entities", 1)
        corpus.wrong(f"blowup{n}.xml", tei("v", div(1, used), before=f"<!DOCTYPE TEI [{blowup}]>"), "entities", 1)
        for what, address in (("file", corpus.secret.as_uri()), ("url", f"{corpus.url}/entity{n}")):
            general = f'<!DOCTYPE TEI [\n<!ENTITY j SYSTEM "{address}">]>'
            parameter = f'<!DOCTYPE TEI [\n<!ENTITY % p SYSTEM "{address}"> %p;]>'
            public = f'<!DOCTYPE TEI [\n<!ENTITY j PUBLIC "-//X" "{address}">]>'
            corpus.wrong(f"general-{what}{n}.xml", tei("v", div(1, "&j;" * (n + 1)), before=general), "entities", 2)
            corpus.wrong(f"parameter-{what}{n}.xml", tei("v", div(n), before=parameter), "entities", 2)
            corpus.wrong(
                f"public-{what}{n}.xml", tei("v", div(1, f'<hi rend="{n}">&j;</hi>'), before=public), "entities", 2
            )
            beyond = f'<!DOCTYPE TEI SYSTEM "{address}">\n'
            corpus.wrong(f"beyond-{what}{n}.xml", tei(f"by{n}", div(1, "&p;"), before=beyond), "entities", 4)


def _archives(corpus: Corpus) -> None:
    packed = gzip.compress(letter(910).encode() * 20, mtime=0)
    for n in range(10):
        corpus.wrong(f"cut{n}.txt.gz", packed[: -1 - n], "archive")
        corpus.wrong(f"no-gzip{n}.xml.gz", b"\x1f\x8b"[:n] + letter(n).encode(), "archive")
        corpus.wrong(
            f"flipped{n}.txt.gz", packed[: 20 + n] + bytes([packed[20 + n] ^ 0xFF]) + packed[21 + n :], "archive"
        )
    bomb = io.BytesIO()
    with gzip.GzipFile(fileobj=bomb, mode="wb", compresslevel=6, mtime=0) as out:
        out.write(tei("v").encode().removesuffix(b"</text></TEI>"))
        for _ in range(80):
            out.write(b"<p>" + b" " * 1_000_000 + b"</p>")
    corpus.wrong("bomb.xml.gz", bomb.getvalue(), "archive")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as box:
        box.writestr("a.txt", letter(911))
        box.writestr(zipfile.ZipInfo("b.zip"), b"PK")
    for n in range(5):
        corpus.wrong(f"cut{n}.zip", inner.getvalue()[: -1 - 7 * n], "archive")
        corpus.wrong(f"no-zip{n}.zip", letter(n), "archive")
    corpus.write("bad/archive/outer.zip", inner.getvalue().replace(b"a.txt", b"z.txt"))
    corpus.bad["outer.zip!/b.zip"] = ("archive", None)
    corpus.good.add("z")


def _sidecars(corpus: Corpus) -> None:
    wrong: tuple[tuple[bytes, int | None], ...] = (
        (b"not toml", 1),
        (b'date = "1961"', 1),
        (b'colour = "red"', 1),
        (b"date = 1961-05-03\ndate_source = 'x'", 1),
        (b"\xff\xfea\0", None),
        (b"a = " + b"[" * 5000, None),
        (b"\0", 1),
        (b"place = '" + b"x" * 200_000 + b"'", None),
    )
    for n in range(24):
        data, line = wrong[n % len(wrong)]
        corpus.write(f"bad/sidecar/beside{n}.txt", letter(912))
        corpus.write(f"bad/sidecar/beside{n}.toml", data)
        corpus.bad[f"beside{n}.toml"] = ("too-large" if len(data) > 100_000 else "sidecar", line)


def _files(corpus: Corpus) -> None:
    folder = corpus.folder / "bad/files"
    folder.mkdir(parents=True)
    for n in range(5):
        os.mkfifo(folder / f"pipe{n}.txt")
        (folder / f"folder{n}.xml").mkdir()
        (folder / f"nothing{n}.txt").symlink_to(folder / "nothing at all")
        listening = socket.socket(socket.AF_UNIX)
        before = Path.cwd()
        os.chdir(folder)  # an address of a socket has 108 bytes at most
        listening.bind(f"socket{n}.txt")
        os.chdir(before)
        corpus._sockets.append(listening)
        for name in (f"pipe{n}.txt", f"folder{n}.xml", f"nothing{n}.txt", f"socket{n}.txt"):
            corpus.bad[name] = ("unreadable", None)
        (folder / f"loop{n}").symlink_to(folder)
        (folder / f"self{n}.txt").symlink_to(f"self{n}.txt")
        corpus.bad[f"loop{n}"] = corpus.bad[f"self{n}.txt"] = ("symlink-loop", None)
        (folder / f"line\nbreak{n}.txt").write_text(letter(n), encoding="utf-8")
        corpus.bad[f"line\nbreak{n}.txt"] = ("name", None)
        name = os.fsdecode(b"caf\xe9%d.txt" % n)
        (folder / name).write_text(letter(n), encoding="utf-8")
        corpus.bad[f"caf\\udce9{n}.txt"] = ("name", None)
    for n in range(10):
        corpus.write(f"z-again/letter{n + 1}.txt", letter(n))
        corpus.bad[f"letter{n + 1}.txt"] = ("duplicate", None)
    corpus.write("z-again/volume.xml", tei("vol", div(1)))
    corpus.bad["volume.xml"] = ("duplicate", 2)
