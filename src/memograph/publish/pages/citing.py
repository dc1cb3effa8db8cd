"""How to cite a document: in a sentence, in BibTeX, RIS and CSL-JSON, and for programs that read the head of its page.

Documents of Foreign Relations are cited as the Office of the Historian recommends
(https://history.state.gov/historicaldocuments/citing-frus): by number and not by page, with the address of the
original. Chicago style (The Chicago Manual of Style, 17th edition, chapter 14, "Manuscript Collections" and "Public
Documents") puts the document itself before that; others are cited by where the original lies. The title and the editors
of a volume are in no release.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape
from roman import toRoman

from memograph.dates import bounds
from memograph.personal_names import folded, parse_name
from memograph.publish.language import text
from memograph.publish.pages import wording
from memograph.publish.pages.bibtex import entry, escaped

#: The series, and who publishes it; names that stay as they are in every language.
SERIES = "Foreign Relations of the United States"
PUBLISHER, PLACE = "Government Printing Office", "Washington"

#: ``frus1969-76v19p1``, ``frus1969-76ve10``, ``frus1958-60v10p1``: years of the subseries, volume, part.
_FRUS = re.compile(r"frus(?P<from>\d{4})(?:-(?P<to>\d\d))?v(?P<online>e?)(?P<volume>\d{1,2})(?:p(?P<part>\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a document: a person, whose name has parts, or a body."""

    name: str
    person: bool

    @property
    def family(self) -> str:
        """The surname of a person as it is written, with particles; the whole name of others."""
        return self._parts()[0]

    @property
    def given(self) -> str:
        """Given names of a person, empty for others."""
        return self._parts()[1]

    @property
    def suffix(self) -> str:
        """``Jr.``, ``III``; empty where there is none."""
        return self._parts()[2]

    @property
    def inverted(self) -> str:
        """``Clark, William P., Jr.``; the name of others as it is."""
        return ", ".join(part for part in self._parts() if part)

    @property
    def bibtex(self) -> str:
        """As BibTeX takes names apart: ``Clark, Jr., William P.``; braces keep the name of a body whole."""
        if not self.given:
            return f"{{{escaped(self.name)}}}"
        return ", ".join(escaped(part) for part in (self.family, self.suffix, self.given) if part)

    def _parts(self) -> tuple[str, str, str]:
        if not self.person:
            return self.name, "", ""
        parsed = parse_name(self.name)
        bare, comma, suffix = self.name.partition(", ")
        if not (comma and parsed.suffix):
            bare, suffix = self.name, ""
        words = bare.split()
        size = len(parsed.surname)
        if size < len(words) and [folded(word) for word in words[-size:]] == list(parsed.surname):
            return " ".join(words[-size:]), " ".join(words[:-size]), suffix
        return self.name, "", ""


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume of Foreign Relations: ``1961–1963``, ``V``, ``1`` (empty where it has no parts)."""

    years: str
    number: str
    part: str

    @classmethod
    def of(cls, identifier: str) -> Volume | None:
        """The volume with this identifier, None for what is none of the numbered volumes of the series."""
        match = _FRUS.fullmatch(identifier)
        if match is None or int(match["volume"]) == 0:
            return None
        years = f"{match['from']}–{match['from'][:2]}{match['to']}" if match["to"] else match["from"]
        number = f"E–{int(match['volume'])}" if match["online"] else toRoman(int(match["volume"]))
        return cls(years, number, str(int(match["part"])) if match["part"] else "")

    @property
    def words(self) -> str:
        """``1961–1963, Volume V``."""
        volume = text("citation-volume", volume=self.number)
        part = text("citation-part", part=self.part) if self.part else ""
        return ", ".join(filter(None, (self.years, volume, part)))


@dataclass(frozen=True, slots=True)
class Work:
    """A document to be cited.

    Args:
        key: its identifier, for the entry of a bibliography.
        title: without its number; empty for a document of the series that is only cited.
        number: in its volume, empty where it has none.
        dated: EDTF, empty where it is not known.
        place: where it was written, empty likewise.
        archive: repository, collection and file, the largest first.
        original: address of the published original, empty where there is none.
        address: of the document here.
        site: name of the site.
        subjects: names of its topics.
    """

    key: str
    title: str
    number: str
    volume: Volume | None
    authors: tuple[Author, ...]
    dated: str
    place: str
    archive: tuple[str, ...]
    original: str
    address: str
    site: str
    subjects: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What its entry in a bibliography is called: its title, else its number."""
        return self.title or text("citation-document", number=self.number)

    @property
    def book(self) -> str:
        """The volume as the title of a book; empty where it is none of the series."""
        return f"{SERIES}, {self.volume.words}" if self.volume else ""

    @property
    def url(self) -> str:
        """Where a reader finds it: the published original, else here."""
        return self.original or self.address

    @property
    def day(self) -> str:
        """The ISO date, only as far as it is one date: ``1961-02-01``, ``1961-02``, ``1961``; else empty."""
        return self.dated if re.fullmatch(r"\d{4}(-(0\d|1[0-2]))?(-\d\d)?", self.dated) else ""

    @property
    def year(self) -> str:
        """Year of the first day that it may be from; empty where that is not known."""
        try:
            first = bounds(self.dated)[0] if self.dated else None
        except ValueError:
            return ""
        return f"{first.year:04d}" if first and first.year > 1 else ""

    def recommended(self) -> Markup:
        """As the Office of the Historian recommends; empty for what is not of its series."""
        if not self.volume:
            return Markup("")
        return Markup(", ").join([*self._in_series(), escape(self.url)]) + "."

    def chicago(self) -> Markup:
        """As a note in Chicago style."""
        if not self.title:
            return self.recommended()
        written = [escape(each) for each in (self.place, wording.date(self.dated) if self.dated else "") if each]
        where = self._in_series() if self.volume else [escape(part) for part in reversed(self.archive)]
        rest = Markup(", ").join([*written, *where, escape(self.url)])
        return Markup("{} {}.").format(text("citation-quoted", title=self.title), rest)

    def _in_series(self) -> list[Markup]:
        assert self.volume is not None
        number = [escape(text("citation-document", number=self.number))] if self.number else []
        return [Markup("<cite>{}</cite>").format(SERIES), escape(self.volume.words), *number]

    # ── notations ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def bibtex(self) -> str:
        """An entry of BibTeX with biblatex's fields: in a volume of the series, or of its own."""
        fields = {
            "author": " and ".join(author.bibtex for author in self.authors),
            "title": f"{{{escaped(self.name)}}}",
            "booktitle": f"{{{escaped(self.book)}}}" if self.book else "",
            "series": SERIES if self.volume else "",
            "volume": escaped(self.volume.number) if self.volume else "",
            "part": self.volume.part if self.volume else "",
            "number": escaped(text("citation-document", number=self.number)) if self.number else "",
            "publisher": PUBLISHER if self.volume else "",
            "address": PLACE if self.volume else escaped(self.place),
            "date": self.dated if self.day or "/" in self.dated else "",
            "year": self.year,
            "howpublished": "" if self.volume else escaped(", ".join(reversed(self.archive))),
            "keywords": escaped(", ".join(self.subjects)),
            "url": self.url,
        }
        return entry("incollection" if self.volume else "misc", self.key, fields)

    def ris(self) -> str:
        """A record of RIS (tags of its specification of 2011): a government document, lines ended by CR LF."""
        day = self.day.split("-")
        lines = [
            ("TY", "GOVDOC"),
            ("ID", self.key),
            *(("AU", author.inverted) for author in self.authors),
            ("TI", self.name),
            ("T2", self.book),
            ("T3", SERIES if self.volume else ""),
            ("VL", self.volume.number if self.volume else ""),
            ("M1", self.number),
            ("PB", PUBLISHER if self.volume else ""),
            ("CY", PLACE if self.volume else self.place),
            ("PY", self.year),
            ("DA", "/".join([*day, "", "", ""][:3]) + "/" if self.day else ""),
            ("AV", ", ".join(self.archive)),
            *(("KW", subject) for subject in self.subjects),
            ("DB", self.site),
            ("UR", self.url),
            ("ER", " "),
        ]
        return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value)

    def csl(self) -> dict[str, Any]:
        """An item of CSL-JSON (Citation Style Language, schema 1.0.2)."""
        item = {
            "id": self.key,
            "type": "chapter" if self.volume else "document",
            "author": [_csl_name(author) for author in self.authors],
            "title": self.name,
            "container-title": self.book,
            "collection-title": SERIES if self.volume else "",
            "volume": self.volume.number if self.volume else "",
            "number": self.number,
            "publisher": PUBLISHER if self.volume else "",
            "publisher-place": PLACE if self.volume else "",
            "event-place": self.place,
            "issued": {"date-parts": [[int(part) for part in self.day.split("-")]]} if self.day else self._vague(),
            "archive": self.archive[0] if self.archive else "",
            "archive_location": ", ".join(self.archive[1:]),
            "keyword": ", ".join(self.subjects),
            "URL": self.url,
        }
        return {name: value for name, value in item.items() if value}

    def _vague(self) -> dict[str, str]:
        """A date that is no single day, as EDTF, which processors of CSL read."""
        return {"raw": self.dated} if self.dated else {}

    def head(self) -> tuple[tuple[str, str], ...]:
        """Names and contents of ``<meta>`` elements in the tags of Highwire Press, as Zotero's translator reads them.

        It splits a name at its comma, so bodies, of which it would make a person, stand in the title alone.
        """
        told = [
            ("citation_title", self.name),
            *(("citation_author", f"{a.family}, {a.given}") for a in self.authors if a.given),
            ("citation_publication_date", self.day.replace("-", "/") or self.year),
            ("citation_book_title", self.book),
            ("citation_series_title", SERIES if self.volume else ""),
            ("citation_volume", self.volume.number if self.volume else ""),
            ("citation_publisher", PUBLISHER if self.volume else ""),
            ("citation_public_url", self.url),
            ("citation_keywords", "; ".join(self.subjects)),
            ("z:itemType", "" if self.volume else "document"),
        ]
        return tuple((name, value) for name, value in told if value)


def _csl_name(author: Author) -> dict[str, str]:
    if not author.given:
        return {"literal": author.name}
    name = {"family": author.family, "given": author.given, "suffix": author.suffix}
    return {part: value for part, value in name.items() if value}
