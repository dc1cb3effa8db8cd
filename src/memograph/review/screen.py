"""A `ReviewItem` as a terminal shows it, and as a pipe gets it: the claim, why to look, the sentence, the choices."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from memograph.curation.decision import About
from memograph.model import Kind
from memograph.review.item import Choice, ReviewItem, passage, written

#: Columns where a pipe has no width of its own.
WIDTH = 110
#: Passages that are shown of one item, and parts of its score.
_PASSAGES, _PARTS = 3, 6

_ASKED = {
    About.STATEMENT: "Does the text say so?",
    About.LINK: "Is this who is meant?",
    About.MENTION: "Do the words name this?",
    About.ENTITY: "Is this a thing of its own?",
}


def console_for(*, error: bool = False) -> Console:
    """A console for items: as wide as the terminal, or `WIDTH` in a pipe."""
    console = Console(highlight=False, stderr=error)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH, stderr=error)


def screen(item: ReviewItem, choices: Sequence[Choice], place: str) -> RenderableType:
    """Everything that is needed to decide; `place` says which of how many it is."""
    head = Text.assemble((place, "dim"), "  ", (item.source.title, "dim"))
    grid = Table.grid(padding=(0, 2), collapse_padding=True)
    grid.add_column(justify="right", style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, cell in _rows(item):
        grid.add_row(name, cell)
    for number, choice in enumerate(choices, start=1):
        grid.add_row(str(number), _choice(choice))
    return Group(head, Text(item.claim, style="bold"), Text(), grid)


def question(item: ReviewItem) -> str:
    """What the keys answer."""
    if item.about is About.ENTITY and item.subject.ref.kind is Kind.PERSON:
        return "Who is this? (a: somebody of their own; r: nobody)"
    return _ASKED[item.about]


def _rows(item: ReviewItem) -> list[tuple[str, Text]]:
    rows = [("why" if number == 0 else "", Text(reason.message)) for number, reason in enumerate(item.reasons)]
    rows.append(("worth", Text(item.worth_explained)))
    if item.method:
        because = f": {', '.join(item.because[:_PARTS])}" if item.because else ""
        rows.append(("found by", Text(f"{item.method}{because}")))
    for number, quotation in enumerate(item.quotations[:_PASSAGES]):
        found = passage(item.source, quotation)
        words = Text(f"▸{found.words}◂", style="bold reverse")
        sentence = Text.assemble(found.before, words, found.after)
        around = [(found.earlier, "dim"), (found.later, "dim")]
        rows += [("", Text(*around[0]))] if found.earlier else []
        rows.append(("text" if number == 0 else "", sentence))
        rows += [("", Text(*around[1]))] if found.later else []
    if more := len(item.quotations) - _PASSAGES:
        rows += [("", Text(f"… and {more} more in this document", style="dim"))] if more > 0 else []
    rows.append(("page", Text(item.address, style="dim")))
    return rows


def _choice(choice: Choice) -> Text:
    score = [] if choice.score is None else [f"{choice.score:.2f}"]
    said = "  ".join([written(choice.thing.ref), *score, *filter(None, [choice.because])])
    return Text.assemble(choice.thing.label, (f"  {said}", "dim"))
