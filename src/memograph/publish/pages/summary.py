"""The first lines of a thing's page: who or what it is, made of facts, as a reference work would put it."""

from __future__ import annotations

from collections.abc import Sequence

from memograph.model import Kind
from memograph.namespaces import RDFS, SCHEMA, SKOS
from memograph.publish.language import text
from memograph.publish.pages import wording
from memograph.publish.pages.facts import Description
from memograph.publish.pages.mentions import YearBar
from memograph.publish.pages.offices import Offices
from memograph.publish.reading.index import Entry

#: Properties that say what a thing is, in words of their own.
MEANINGS = (f"{SKOS}definition", f"{RDFS}comment", f"{SCHEMA}description")

#: Offices that are named; how many more there are is told.
_NAMED = 3


def summary(
    kind: Kind | None, about: Description, offices: Offices, entry: Entry | None, years: Sequence[YearBar]
) -> str:
    """Sentences: what it is, born and died, offices or holders, in how many documents from when to when."""
    meaning = " ".join(map(_sentence, about.texts(*MEANINGS)))
    held = _offices(offices) if kind is Kind.PERSON else _holders(offices) if kind is Kind.POST else ""
    used = text("summary-topic", documents=entry.uses) if kind is Kind.TOPIC and entry else _used(entry, years)
    return " ".join(sentence for sentence in (meaning, _life(about), held, used) if sentence)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _life(about: Description) -> str:
    born, died = (wording.date(about.first(f"{SCHEMA}{name}")) for name in ("birthDate", "deathDate"))
    if born and died:
        return text("summary-lived", born=born, died=died)
    return text("summary-born", born=born) if born else text("summary-died", died=died) if died else ""


def _offices(offices: Offices) -> str:
    """The offices that somebody held, the longest first held; each post once, with all the times that it was held."""
    held: dict[str, list[str]] = {}
    for each in offices.held:
        held.setdefault(each.other.text, []).extend([each.when] if each.when else [])
    named = [
        text("summary-office", office=office, when="; ".join(when)) if when else office for office, when in held.items()
    ]
    if not named:
        return ""
    if len(named) <= _NAMED:
        return text("summary-offices", offices="; ".join(named))
    return text("summary-offices-more", offices="; ".join(named[:_NAMED]), more=len(named) - _NAMED)


def _holders(offices: Offices) -> str:
    if not offices.held:
        return ""
    first, last, number = offices.held[0], offices.held[-1], len(offices.held)
    if number == 1:
        return text("summary-holder", holder=first.other.text, when=first.when)
    return text("summary-holders", first=first.other.text, last=last.other.text, number=number)


def _used(entry: Entry | None, years: Sequence[YearBar]) -> str:
    """In how many documents it is named or, where none names it, of how many something is stated with it."""
    if entry is None:
        return ""
    if not entry.mentions:
        return text("summary-stated", documents=entry.uses) if entry.uses else text("summary-nowhere")
    if not years:
        return text("summary-named", documents=entry.documents, mentions=entry.mentions)
    first, last = years[0].year, years[-1].year
    if first == last:
        return text("summary-named-year", documents=entry.documents, mentions=entry.mentions, year=first)
    return text("summary-named-years", documents=entry.documents, mentions=entry.mentions, first=first, last=last)
