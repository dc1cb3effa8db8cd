"""One row of words → `Decision`, or every reason why it is none. What CSV and Turtle have in common stands here.

Both readers bring a decision down to the columns of `decision.COLUMNS`; here the words become terms of the model, and
what is missing, superfluous or in the wrong form is said with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import TypeVar, get_args
from urllib.parse import unquote

from memograph.curation.decision import COLUMNS, POSSIBLE, About, Action, Anchor, Decision, Origin
from memograph.curation.identity import decision_slug
from memograph.curation.needs import QUOTED, inconsistent, unfitting
from memograph.dates import bounds
from memograph.errors import CurationError
from memograph.model import EntityType, Kind, Literal, Match, Ref
from memograph.namespaces import EDTF, Site, slug_of

_Value = TypeVar("_Value")
_Problem = Callable[[str], None]

_THING = re.compile(r"(?P<kind>[a-z]+)/(?P<slug>[^\s/#?<>\"{}|\\^`]+)")
_RELATION = re.compile(r"(?:mg:)?(?P<name>[A-Za-z][A-Za-z0-9_-]*)")
_DOCUMENT = re.compile(r"[^\s/#?<>\"{}|\\^`]+")


def decision_of(row: Mapping[str, str], origin: Origin, site: Site, slug: str = "") -> Decision:
    """The decision that a row of words states.

    Args:
        row: words by column (`decision.COLUMNS`); columns may be missing, unknown ones are the reader's to refuse.
        site: whose addresses a subject, object or into may be written as.
        slug: last segment of its IRI where the file gives it; by default it is made from the content.

    Raises:
        CurationError: it is not a decision; one line for each reason, with file, line and what to do.
    """
    problems: list[str] = []
    words = {name: value for name, value in row.items() if value}
    decision = _Row(words, site, problems.append).decision()
    if decision is None or problems:
        raise CurationError("\n".join(f"{origin}: {reason}" for reason in problems))
    return replace(decision, slug=slug or decision_slug(decision), origin=origin)


def row_of(decision: Decision) -> dict[str, str]:
    """The row that states a decision, a word for every column; `decision_of` reads it back."""
    anchor = decision.anchor or Anchor("")
    values: dict[str, object] = {
        "action": decision.action,
        "about": decision.about,
        "document": anchor.document,
        "exact": anchor.exact,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "start": anchor.start,
        "end": anchor.end,
        "subject": _written(decision.subject),
        "predicate": decision.predicate,
        "object": _written(decision.object),
        "into": _written(decision.into),
        "label": decision.label,
        "type": decision.type,
        "when": decision.when,
        "match": decision.match if decision.about is About.MATCH else None,
        "author": decision.author,
        "date": decision.date,
        "note": decision.note,
    }
    return {column: "" if (value := values[column]) is None else str(value) for column in COLUMNS}


def nearest(word: str, known: tuple[str, ...]) -> str:
    """``; did you mean x?`` where a known word looks like this one, else nothing."""
    like = get_close_matches(word.strip().casefold(), known, 1, 0.6)
    return f"; did you mean “{like[0]}”?" if like else ""


def thing(text: str, site: Site) -> Ref | None:
    """The thing of the graph that words name: ``person/gromyko-andrei``, or its whole address; None for other words."""
    path = text.removeprefix(f"{site.base}id/").removeprefix("/").removeprefix("id/")
    found = _THING.fullmatch(path)
    if found is None or found["kind"] not in list(Kind):
        return None
    return Ref(Kind(found["kind"]), unquote(found["slug"]))


def _written(end: Ref | Literal | None) -> str | None:
    if isinstance(end, Ref):
        return f"{end.kind}/{end.slug}"
    return None if end is None else end.value


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that is being read; what is wrong goes to `problem`."""

    words: Mapping[str, str]
    site: Site
    problem: _Problem

    def decision(self) -> Decision | None:
        kind = self._kind()
        if kind is None:
            return None
        action, about = kind
        self._fitting(action, about)
        decision = Decision(
            slug="",
            action=action,
            about=about,
            author=self.words.get("author", ""),
            date=self._read("date", self._day) or "",
            note=self.words.get("note", ""),
            anchor=self._anchor(),
            subject=self._read("subject", self._thing),
            predicate=self._read("predicate", self._relation),
            object=self._read("object", self._address if about is About.MATCH else self._end),
            into=self._read("into", self._thing),
            label=self.words.get("label"),
            type=self._read("type", self._type),
            when=self._read("when", self._when),
            match=self._read("match", self._match) or "exactMatch",
        )
        for reason in inconsistent(decision):
            self.problem(reason)
        return _with_post(decision)

    def _kind(self) -> tuple[Action, About] | None:
        """What is done to what."""
        action, about = self._read("action", self._action), self._read("about", self._about)
        for name in ("action", "about"):
            if name not in self.words:
                self.problem(f"“{name}” is empty; say what was decided")
        if action is None or about is None:
            return None
        if (action, about) not in POSSIBLE:
            can = ", ".join(sorted(each for each, what in POSSIBLE if what is about))
            self.problem(f"nobody can {action} a {about}; of a {about} one can: {can}")
            return None
        return action, about

    def _fitting(self, action: Action, about: About) -> None:
        """Say what is missing, and what has no meaning for such a decision and so is a slip."""
        for reason in unfitting(action, about, self.words):
            self.problem(reason)
        if (action, about, "exact" in self.words) != (Action.ADD, About.STATEMENT, False):
            return
        if "note" not in self.words:
            self.problem("a statement that is added needs its quotation (“exact”), or a “note” that says who says so")
        elif self._thing_is_document() is False:
            self.problem("only a fact about the document itself can be added without a quotation; fill “exact”")

    def _thing_is_document(self) -> bool | None:
        ref = thing(self.words.get("subject", ""), self.site)
        return None if ref is None else ref == Ref(Kind.DOCUMENT, self.words.get("document", ""))

    def _read(self, name: str, read: Callable[[str], _Value]) -> _Value | None:
        """The value of a column, None where it is empty or wrong (which is said)."""
        if (text := self.words.get(name)) is None:
            return None
        try:
            return read(text)
        except ValueError as error:
            self.problem(f"“{name}” is {text!r}: {error}")
            return None

    def _anchor(self) -> Anchor | None:
        if not QUOTED & self.words.keys():
            return None
        document = self._read("document", self._document) or ""
        start, end = self._read("start", _offset), self._read("end", _offset)
        if start is not None and end is not None and end < start:
            self.problem(f"“end” ({end}) is before “start” ({start}); count code points from the document's beginning")
        if start is not None and end is None:
            end = start + len(self.words.get("exact", ""))
        exact, prefix, suffix = (self.words.get(name, "") for name in ("exact", "prefix", "suffix"))
        return Anchor(document, exact, prefix, suffix, start, end)

    # ── words of one column ───────────────────────────────────────────────────────────────────────────────────────────

    def _action(self, text: str) -> Action:
        return Action(_one_of(text, tuple(Action)))

    def _about(self, text: str) -> About:
        return About(_one_of(text, tuple(About)))

    def _type(self, text: str) -> EntityType:
        return EntityType(_one_of(text.capitalize(), tuple(EntityType)))

    def _match(self, text: str) -> str:
        return _one_of(text, get_args(Match))

    def _document(self, text: str) -> str:
        id_ = text.removeprefix(f"{self.site.base}id/").removeprefix("id/").removeprefix("document/")
        if not _DOCUMENT.fullmatch(id_):
            raise ValueError("not the id of a document, such as frus1981-88v04d4")
        return id_

    def _thing(self, text: str) -> Ref:
        if (ref := thing(text, self.site)) is not None:
            return ref
        kind = text.removeprefix(f"{self.site.base}id/").partition("/")[0]
        raise ValueError(f"write kind/slug, such as person/gromyko-andrei{nearest(kind, tuple(Kind))}")

    def _relation(self, text: str) -> str:
        if found := _RELATION.fullmatch(text.removeprefix(self.site.ontology)):
            return found["name"]
        if text in ("dcterms:subject", "http://purl.org/dc/terms/subject"):
            return "subject"
        raise ValueError("write the name of a relation, such as metWith")

    def _end(self, text: str) -> Ref | Literal:
        if (ref := thing(text, self.site)) is not None:
            return ref
        if re.match(r"https?://", text):
            raise ValueError("an address elsewhere; write kind/slug, such as person/gromyko-andrei, or a literal")
        if self.words.get("predicate", "").removeprefix("mg:") == "dated":
            bounds(text)
            return Literal(text, EDTF)
        return Literal(text)

    def _address(self, text: str) -> Literal:
        if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text):
            return Literal(text)
        raise ValueError("write the address of a record, such as http://www.wikidata.org/entity/Q184267")

    def _day(self, text: str) -> str:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError("write the day as YYYY-MM-DD")
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise ValueError(f"there is no such day ({error})") from None

    def _when(self, text: str) -> str:
        bounds(text)
        return text


def _one_of(text: str, known: tuple[str, ...]) -> str:
    if text in known:
        return text
    raise ValueError(f"not one of {', '.join(known)}{nearest(text, known)}")


def _offset(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise ValueError("write a number of code points, counted from the document's beginning")
    return int(text)


def _with_post(decision: Decision) -> Decision:
    """A post that is written by its title becomes a thing, as in extraction."""
    post = decision.object
    if decision.about is About.STATEMENT and decision.predicate == "holdsPost" and isinstance(post, Literal):
        return replace(decision, object=Ref(Kind.POST, slug_of(post.value)), label=decision.label or post.value)
    return decision
