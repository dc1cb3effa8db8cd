"""Full-text search: documents and names that match expressions of FTS5, in order, counted by facet.

What matches is noted once, in temporary tables of the request's connection, each row with the chosen facets that it
fails (`failed`, one bit a facet): the results fail none, and a facet is counted among what fails at most itself.
docs/decisions/0035-search.md says what is ranked how, and why.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from memograph.nameindex.words import plain
from memograph.publish.reading.index import Index, Thing

#: Names that are ranked, the most mentioned of those that match: of a search, and while somebody types.
RANKED, _TYPING = 3000, 500

#: What marks the words found in a snippet: characters that no text has (Unicode, noncharacters). Words of a snippet.
OPENS, CLOSES, CUT = "\ufdd0", "\ufdd1", "\ufdd2"
_WORDS = 40

_TABLES = (
    "CREATE TEMP TABLE hit (number INTEGER PRIMARY KEY, score REAL NOT NULL, failed INTEGER NOT NULL)",
    "CREATE TEMP TABLE named (number INTEGER PRIMARY KEY, kind TEXT, rank INTEGER NOT NULL, sort TEXT NOT NULL)",
)

#: How much more a word counts in the label and the subject line of a document than in its text; less is better.
_SCORE = "bm25(document_text, 10.0, 5.0, 1.0)"

_ORDERS = {
    "relevance": "h.score, d.position",
    "date": "d.position",
    "newest": "d.day = '', d.day DESC, d.position DESC",
    "name": "t.sort, t.number",
}

_LIKE_NAMES = """
SELECT t.number, t.path, t.kind, t.name, t.uses, n.variants, t.sort FROM thing_name n JOIN thing t ON t.number = n.rowid
WHERE thing_name MATCH ? AND t.kind NOT IN ('document', 'decision') ORDER BY n.rowid LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Filter:
    """A facet and its chosen values; of the facet ``day``, the first and last day of a time (either may be empty)."""

    facet: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, as expressions of FTS5.

    Args:
        text, names: in documents and in names; empty `text`: every document, empty `names`: no name.
        excluded: what must not occur; empty where anything may. The other two hold it already.
        plain: what is looked for as words, to tell names that are the same.
        filters: each document must have one value of each.
    """

    text: str
    names: str
    excluded: str
    plain: str
    filters: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document that matches.

    Args:
        title: its subject line.
        dated: EDTF.
        snippet: the stretch of its text where most of the words are, with `OPENS` and `CLOSES` around them and `CUT`
            where it was cut; empty where no words were looked for.
        start: offset of the stretch in the text.
    """

    thing: Thing
    title: str
    dated: str
    snippet: str
    start: int


@dataclass(frozen=True, slots=True)
class FoundName:
    """A thing whose name matches, the name that does if that is not its first, and how many documents speak of it."""

    thing: Thing
    uses: int
    variant: str


@dataclass(frozen=True, slots=True)
class Count:
    """A value of a facet, the thing that it is (if it is one), and how many of the documents have it."""

    value: str
    thing: Thing | None
    documents: int


class Search:
    """What was found, for as long as the index is open; one at a time."""

    def __init__(self, index: Index, sought: Sought) -> None:
        self._index, self._sought = index, sought
        for table in _TABLES:
            index.rows(table)
        self._note_documents()
        for place, chosen in enumerate(sought.filters):
            self._note_failed(1 << place, chosen)
        if sought.names and not sought.filters:  # names have neither facets nor days
            self._note_names()

    def _note_documents(self) -> None:
        index, sought = self._index, self._sought
        matching = "FROM document_text WHERE document_text MATCH ?"
        if sought.text:
            index.rows(f"INSERT INTO temp.hit SELECT rowid, {_SCORE}, 0 {matching}", sought.text)
            return
        index.rows("INSERT INTO temp.hit SELECT thing, 0.0, 0 FROM document")
        if sought.excluded:
            index.rows(f"DELETE FROM temp.hit WHERE number IN (SELECT rowid {matching})", sought.excluded)

    def _note_failed(self, bit: int, chosen: Filter) -> None:
        failed = "UPDATE temp.hit SET failed = failed | ? WHERE number NOT IN"
        if chosen.facet == "day":
            first, last = chosen.values
            having = "SELECT thing FROM document WHERE day <> '' AND day BETWEEN ? AND ?"
            self._index.rows(f"{failed} ({having})", bit, first, last or "\U0010ffff")
        else:
            having = "SELECT document FROM facet WHERE facet = ? AND value IN (SELECT value FROM json_each(?))"
            self._index.rows(f"{failed} ({having})", bit, chosen.facet, json.dumps(chosen.values))

    def _note_names(self) -> None:
        likeness = _Likeness(self._sought.plain)
        noted = [
            (row[0], row[2], likeness.rank(*row[3:]), row[6])
            for row in self._index.rows(_LIKE_NAMES, self._sought.names, RANKED)
        ]
        columns = ", ".join(f"json_extract(value, '$[{column}]')" for column in range(4))
        self._index.rows(f"INSERT INTO temp.named SELECT {columns} FROM json_each(?)", json.dumps(noted))

    def kinds(self) -> dict[str, int]:
        """Kind → results of it, where there are any; of names at most `RANKED` in all."""
        found = dict(self._index.rows("SELECT kind, COUNT(*) FROM temp.named GROUP BY kind"))
        documents = self._index.rows("SELECT COUNT(*) FROM temp.hit WHERE failed = 0")[0][0]
        return {**({"document": documents} if documents else {}), **found}

    def documents(self, sort: str, limit: int, offset: int = 0, snippets: bool = True) -> list[FoundDocument]:
        """Documents in order (a key of `_ORDERS`), with the words in their text if they are wanted."""
        rows = self._index.rows(
            "SELECT t.number, t.path, t.kind, t.name, d.title, d.dated FROM temp.hit h "
            "JOIN document d ON d.thing = h.number JOIN thing t ON t.number = h.number "
            f"WHERE h.failed = 0 ORDER BY {_ORDERS[sort]} LIMIT ? OFFSET ?",
            *(limit, offset),
        )
        cut = self._snippets([row[0] for row in rows]) if snippets and self._sought.text else {}
        return [_document(self._index, row, *cut.get(row[0], ("", 0))) for row in rows]

    def _snippets(self, numbers: Sequence[int]) -> dict[int, tuple[str, int]]:
        """Number → stretch and its offset. FTS5 tells no offsets, so the stretch is looked up in the text."""
        snippet = f"snippet(document_text, 2, '{OPENS}', '{CLOSES}', '{CUT}', {_WORDS})"
        rows = self._index.rows(
            f"SELECT rowid, {snippet}, text FROM document_text "
            "WHERE document_text MATCH ? AND rowid IN (SELECT value FROM json_each(?))",
            *(self._sought.text, json.dumps(numbers)),
        )
        return {number: (found, text.find(_unmarked(found))) for number, found, text in rows}

    def names(self, sort: str, limit: int, offset: int = 0, kind: str = "") -> list[FoundName]:
        """Things in order: by how like the name is and how many documents mention it, or by name."""
        likeness = _Likeness(self._sought.plain)
        order = "n.sort, n.number" if sort == "name" else "n.rank, n.number"
        rows = self._index.rows(
            "SELECT t.number, t.path, t.kind, t.name, t.uses, w.variants FROM temp.named n "
            "JOIN thing t ON t.number = n.number JOIN thing_name w ON w.rowid = n.number "
            f"WHERE ?1 IN ('', n.kind) ORDER BY {order} LIMIT ?2 OFFSET ?3",
            *(kind, limit, offset),
        )
        return [FoundName(_thing(self._index, row), row[4], likeness.variant(row[3], row[5])) for row in rows]

    def counts(self, facet: str, limit: int, by_value: bool = False) -> list[Count]:
        """Values of a facet among the documents that have all other chosen ones, those first that most have."""
        bits = sum(1 << place for place, chosen in enumerate(self._sought.filters) if chosen.facet == facet)
        rows = self._index.rows(
            "SELECT value, MAX(thing), COUNT(*) AS documents FROM facet "
            "WHERE facet = ? AND document IN (SELECT number FROM temp.hit WHERE failed & ? = 0) "
            f"GROUP BY value ORDER BY {'value' if by_value else 'documents DESC, value'} LIMIT ?",
            *(facet, ~bits, limit),
        )
        things = self._index.things(row[1] for row in rows)
        return [Count(value, things.get(thing), documents) for value, thing, documents in rows]


def completions(index: Index, names: str, asked: str, limit: int) -> list[FoundName]:
    """Things whose names match, the likest first, then documents whose headings do.

    Args:
        names: expression of FTS5; empty finds nothing.
        asked: what was typed as words.
    """
    if not names:
        return []
    likeness = _Likeness(asked)
    found = index.rows(_LIKE_NAMES, names, _TYPING)
    ranked = sorted(found, key=lambda row: (likeness.rank(*row[3:7]), row[0]))[:limit]
    if len(ranked) < limit:
        ranked += index.rows(
            "SELECT t.number, t.path, t.kind, t.name, t.uses, '' FROM document_text x JOIN thing t ON number = x.rowid "
            f"WHERE document_text MATCH ? ORDER BY {_SCORE} LIMIT ?",
            *(f"{{label title}} : ({names})", limit - len(ranked)),
        )
    return [FoundName(_thing(index, row), row[4], likeness.variant(row[3], row[5])) for row in ranked]


def labels(index: Index, paths: Sequence[str]) -> dict[str, str]:
    """Path of a thing → its name, for those that there are."""
    sql = "SELECT path, name FROM thing WHERE path IN (SELECT value FROM json_each(?))"
    return dict(index.rows(sql, json.dumps(paths)))


def _thing(index: Index, row: Sequence[Any]) -> Thing:
    """The thing whose number, path, kind and name a row begins with."""
    return Thing(row[0], index.iri(row[1]), row[2], row[3])


def _document(index: Index, row: Sequence[Any], snippet: str, start: int) -> FoundDocument:
    return FoundDocument(_thing(index, row), row[4], row[5], snippet, start)


def _unmarked(snippet: str) -> str:
    return snippet.translate({ord(each): None for each in (OPENS, CLOSES, CUT)})


class _Likeness:
    """How like a name is to what was typed.

    Ranks: 0, a name is that; 1, the first name begins with it, or a surname; 2, all words are whole words of one name;
    3, the rest: words are beginnings, or stand in different names. What no document speaks of comes after all others.
    """

    def __init__(self, asked: str) -> None:
        self._asked = plain(asked)
        self._words = set(self._asked.split())

    def rank(self, name: str, uses: int, variants: str, sort: str) -> int:
        """Rank of a thing with these names."""
        return self._likeness(name, variants, sort) + (0 if uses else 4)

    def _likeness(self, name: str, variants: str, sort: str) -> int:
        first, *others = (plain(each) for each in (name, *variants.splitlines()))
        if self._asked in (first, *others):
            return 0
        if first.startswith(self._asked) or sort.startswith(self._asked):
            return 1
        return 2 if any(self._words <= set(each.split()) for each in (first, *others)) else 3

    def variant(self, name: str, variants: str) -> str:
        """The name that has most of the words, if it has more of them than the first."""
        best = max((name, *variants.splitlines()), key=self._shared)
        return best if self._shared(best) > self._shared(name) else ""

    def _shared(self, name: str) -> int:
        words = plain(name).split()
        return sum(any(word.startswith(asked) for word in words) for asked in self._words)
