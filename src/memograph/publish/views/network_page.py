"""What the page of the network shows: form, drawing, table, files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from memograph.publish.language import text
from memograph.publish.links import Links
from memograph.publish.pages.claims import Part
from memograph.publish.reading.index import Index
from memograph.publish.reading.ties import KINDS, RELATIONS, Tie, proved, undated
from memograph.publish.views import asked
from memograph.publish.views.asked import Choice, Time
from memograph.publish.views.network import TIES, Answer, Asked, both
from memograph.publish.views.network_drawing import Drawing, drawing
from memograph.publish.views.view import FEW, Ways, linked, period, proof, ways

#: Proofs of the ties of two, where nobody else's are shown.
ALL = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A tie in the table; `more` leads to all its proofs where there are more than are shown."""

    one: Part
    relation: str
    other: Part
    times: int
    when: str
    proofs: tuple[Part, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Form:
    """What can be asked, with what is: for the form above the drawing."""

    relations: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    ties: tuple[Choice, ...]
    abouts: tuple[Choice, ...]
    other: str
    time: Time


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """The network: form, drawing, table, files.

    Args:
        total: ties that there are, shown or not.
        undated: how often somebody met, wrote to or appeared with somebody at an unknown time, left out here.
    """

    about: Part | None
    other: Part | None
    form: Form
    drawing: Drawing | None
    rows: tuple[Row, ...]
    total: int
    undated: int
    everybody: str
    ways: Ways


def network_page(index: Index, links: Links, found: Answer, parameters: str) -> NetworkPage:
    """What the page shows.

    Args:
        parameters: of its address, for the addresses of its files.
    """
    question = found.asked
    at_most = ALL if question.other else FEW
    ties = proved(index, found.ties, question.wanted, at_most)
    timed = bool(question.months.first or question.months.last)
    return NetworkPage(
        about=linked(links, question.middle) if question.middle else None,
        other=linked(links, question.other) if question.other else None,
        form=_form(question, found.ties),
        drawing=drawing(links, found) if found.ties else None,
        rows=tuple(_row(links, question, tie) for tie in ties),
        total=found.total,
        undated=undated(index, question.wanted) if timed else 0,
        everybody=asked.address(links, "network", question.parameters(about="", **{"with": ""})),
        ways=ways(links, "network", found.query, parameters),
    )


def _form(question: Asked, ties: Sequence[Tie]) -> Form:
    wanted = question.wanted
    shown = {thing.number: thing for tie in ties for thing in (tie.one, tie.other)}
    if question.middle:
        shown[question.middle.number] = question.middle
    abouts = sorted(shown.values(), key=lambda thing: thing.name)
    return Form(
        relations=tuple(Choice(each, text(f"network-tie-{each}"), each in wanted.relations) for each in RELATIONS),
        kinds=tuple(Choice(each, text(f"kind-many-{each}"), each in wanted.kinds) for each in KINDS),
        ties=tuple(Choice(each, each, each == question.ties) for each in TIES),
        abouts=tuple(Choice(thing.iri.rpartition("/id/")[2], thing.name, thing == question.middle) for thing in abouts),
        other=question.other.iri.rpartition("/id/")[2] if question.other else "",
        time=question.months.asked,
    )


def _row(links: Links, question: Asked, tie: Tie) -> Row:
    return Row(
        one=linked(links, tie.one),
        relation=text(f"network-tells-{tie.relation}"),
        other=linked(links, tie.other),
        times=tie.times,
        when=period(tie.first, tie.last),
        proofs=tuple(proof(links, each) for each in tie.proofs),
        more=both(links, question, tie) if tie.times > len(tie.proofs) else "",
    )
