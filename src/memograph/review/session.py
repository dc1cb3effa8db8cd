"""`memograph review` on a terminal: one item after the other, a key for each decision, each kept at once.

Knows neither Click nor where keys come from: the command line gives it a console, a function that reads a key and one
that reads a line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from memograph.curation.decision import About, Action, Decision
from memograph.curation.plan import plan_of
from memograph.errors import CurationError
from memograph.model import Kind
from memograph.review import recording
from memograph.review.choices import choices_for
from memograph.review.covered import Covered
from memograph.review.deciding import By, Decider
from memograph.review.item import Choice, ReviewItem, written
from memograph.review.published import Published
from memograph.review.screen import question, screen

#: Why something is withdrawn, where nobody says more.
NOTHING = "These words name nothing."
_KEYS = "a accept · r reject · e edit · s skip · n note · u undo · q quit"
_KEYS_WITH_CHOICES = "a accept · r reject · 1–{most} choose · e edit · s skip · n note · u undo · q quit"


@dataclass(frozen=True, slots=True)
class Terminal:
    """How to talk to whoever sits there: `key` gives one key, `line` asks a question and gives what was typed."""

    console: Console
    key: Callable[[], str]
    line: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Step:
    """What was done at an item, so that it can be undone; nothing was written where it was skipped."""

    number: int
    written: tuple[recording.Appended, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(slots=True)
class Session:
    """Goes through items with somebody who decides.

    Args:
        by: who decides and when; a note of an item comes from the keys.
        folder: where decisions are kept, [paths] curation; `before`: those that are there.
    """

    published: Published
    items: Sequence[ReviewItem]
    by: By
    folder: Path
    terminal: Terminal
    before: Sequence[Decision] = ()
    steps: list[_Step] = field(default_factory=list)
    note: str = ""

    @property
    def decided(self) -> tuple[Decision, ...]:
        """What was decided and not undone, in the order of the keys."""
        return tuple(decision for step in self.steps for decision in step.decisions)

    def run(self) -> tuple[Decision, ...]:
        """Go through all items, or until somebody quits (by Ctrl-C, too); return what was decided."""
        number = 0
        try:
            while number < len(self.items):
                number = self._at(number)
        except (KeyboardInterrupt, EOFError):  # everything decided so far is in the file already
            self.terminal.console.print()
        return self.decided

    def _at(self, number: int) -> int:
        """Show the item of this number, act on one key; return the number of the next item, past the end to quit."""
        item = self.items[number]
        if Covered(self.decided)(item):  # a decision on an earlier item covers this one, too
            return number + 1
        choices = () if item.about is About.STATEMENT else choices_for(self.published, item)
        self._show(item, choices, number)
        while True:
            if not (key := self.terminal.key().lower()):
                continue
            match key:
                case "q":
                    return len(self.items)
                case "s":
                    return self._done(number, ())
                case "u":
                    return self._undo(number)
                case "n":
                    self.note = self.terminal.line("note: ").strip()
                    self._say("noted for the next decision here" if self.note else "no note")
                    continue
            try:
                decisions = self._decisions(key, item, choices)
                if decisions:
                    plan_of([*self.before, *self.decided, *decisions])  # a build would stop at a contradiction
                    return self._done(number, decisions)
            except CurationError as error:
                self._say(str(error), "red")

    def _show(self, item: ReviewItem, choices: Sequence[Choice], number: int) -> None:
        console = self.terminal.console
        console.rule(style="dim")
        console.print(screen(item, choices, f"{number + 1} of {len(self.items)}"))
        keys = _KEYS_WITH_CHOICES.format(most=len(choices)) if choices else _KEYS
        console.print(Text.assemble("\n", (question(item), "bold"), "  ", (keys, "dim")))

    def _decisions(self, key: str, item: ReviewItem, choices: Sequence[Choice]) -> tuple[Decision, ...]:
        """What a key decides; nothing where the key has no meaning here.

        Raises:
            CurationError: it cannot be decided so, and why.
        """
        decider, by = Decider(self.published.site), replace(self.by, note=self.note)
        match key:
            case "a":
                return decider.accept(item, by)
            case "r":
                if item.about is About.ENTITY and not by.note:
                    by = replace(by, note=self.terminal.line(f"why? (nothing: {NOTHING}) ").strip() or NOTHING)
                return decider.reject(item, by)
            case "e":
                return self._edited(decider, item, by)
            case _ if key.isdecimal() and 0 < int(key) <= len(choices):
                return decider.correct(item, written(choices[int(key) - 1].thing.ref), by)
        self._say("no such key here", "yellow")
        return ()

    def _edited(self, decider: Decider, item: ReviewItem, by: By) -> tuple[Decision, ...]:
        """Ask what is right instead: one of five things, or in words ``kind/slug``, a date, a classification."""
        choices = choices_for(self.published, item)
        for number, choice in enumerate(choices, start=1):
            ref = choice.thing.ref
            self._say(f"  {number}  {choice.thing.label}  ({ref.kind}/{ref.slug}) {choice.because}")
        typed = self.terminal.line("what is right? (a number, kind/slug or words; nothing to go back) ").strip()
        if not typed:
            return ()
        chosen = typed.isdecimal() and 0 < int(typed) <= len(choices)
        return decider.correct(item, written(choices[int(typed) - 1].thing.ref) if chosen else typed, by)

    def _done(self, number: int, decisions: tuple[Decision, ...]) -> int:
        """Keep decisions, and the same on this person elsewhere if somebody wants that; go to the next item."""
        kept = [self._keep(decisions)] if decisions else []
        if also := self._elsewhere(number, decisions):
            kept.append(self._keep(also))
        self.steps.append(_Step(number, tuple(kept), decisions + also))
        self.note = ""
        return number + 1

    def _keep(self, decisions: tuple[Decision, ...]) -> recording.Appended:
        appended = recording.append(self.folder, self.by.author, decisions)
        self._say(f"{len(decisions)} decision{'s' * (len(decisions) > 1)} → {appended.path}", "green")
        return appended

    def _elsewhere(self, number: int, decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
        """If wanted: the same for people of this name in other documents, where they have that candidate, too."""
        item = self.items[number]
        if item.subject.ref.kind is not Kind.PERSON or not decisions or decisions[0].action is not Action.MERGE:
            return ()
        meant, decider = decisions[0].into, Decider(self.published.site)
        alike = [
            other
            for other in self.items[number + 1 :]
            if other.about is About.ENTITY
            and other.subject.label == item.subject.label
            and any(choice.thing.ref == meant for choice in other.choices)
        ]
        if not alike or meant is None:
            return ()
        named = ", ".join(other.source.id for other in alike)
        if self.terminal.line(f"also in {named}? (y/n) ").strip().lower() != "y":
            return ()
        by = replace(self.by, note=self.note)
        return tuple(decision for other in alike for decision in decider.correct(other, written(meant), by))

    def _undo(self, number: int) -> int:
        """Take back what was done last and show that item again."""
        if not self.steps:
            self._say("nothing to undo", "yellow")
            return number
        step = self.steps[-1]
        try:
            for appended in reversed(step.written):
                recording.undo(appended)
        except CurationError as error:
            self._say(str(error), "red")
            return number
        self.steps.pop()
        self._say("undone")
        return step.number

    def _say(self, words: str, style: str = "") -> None:
        self.terminal.console.print(Text(words), style=style, soft_wrap=True)
