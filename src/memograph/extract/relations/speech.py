"""Who says what inside a document: reported speech, quotations, transcripts. Used by pronouns.py and attribution.py.

The speaker of a clause is found from within: the innermost verb of saying or thinking that governs it ("Thompson
reported that Khrushchev had said that ..." is Khrushchev's), else whoever a quotation belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from memograph.extract.language import ParsedZone
from memograph.extract.relations.syntax import after, doers, verb_above
from memograph.extract.relations.thing import Thing

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Verbs with which somebody says something.
SAYING = frozenset(
    "say tell report state announce inform note add claim assert declare reply answer respond remark observe explain"
    " indicate mention emphasize stress point charge allege argue maintain insist complain confirm reveal disclose"
    " comment repeat reiterate write cable telegraph wire advise warn assure admit acknowledge recall conclude continue"
    " describe testify protest hint intimate imply interject volunteer confide relate recount concede contend quote"
    " deny suggest notify telephone swear profess counter rejoin interpose".split()
)
#: Verbs of hearing: whoever does them is not the one who says so.
HEARING = frozenset({"hear", "understand", "gather", "read"})
#: Verbs with which somebody holds something to be so, without being sure.
THINKING = frozenset(
    "believe think feel suspect consider assume guess suppose presume estimate judge speculate imagine fear"
    " doubt reckon surmise infer conjecture anticipate predict".split()
)
#: Nouns that a clause of reported speech hangs on: "Gromyko's statement that he had met".
_SAYINGS = frozenset(
    "statement report claim remark assertion announcement comment allegation information word news indication".split()
)
_BELIEFS = frozenset("belief view opinion impression feeling suspicion estimate assumption".split())
#: What happens at a meeting besides speech.
_SCENES = frozenset("ask inquire thank hand give take bring open begin close end leave arrive turn read agree".split())
_CLAUSES = frozenset({"ccomp", "parataxis"})
#: A quotation of fewer words is a phrase that the writer borrows, no statement of its own; where nobody is named to say
#: it, a title or a slogan, unless it is long.
_STATEMENT = 4
_SPEECH = 16

#: Who a token stands for, if anybody.
Who = Callable[["Token"], Thing | None]


@dataclass(frozen=True, slots=True)
class Saying:
    """That somebody says or thinks something; `speaker` is None where it is not known who."""

    speaker: Thing | None
    kind: Literal["report", "belief"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens between quotation marks, from `start` to before `end`, and who says them.

    `states` is False where they are no more than a phrase, a title or a slogan.
    """

    start: int
    end: int
    speaker: Thing | None
    states: bool


def saying_above(token: Token, who: Who) -> Saying | None:
    """The innermost verb or noun of saying or thinking that governs a token's clause."""
    below = token
    for head in (token, *token.ancestors):
        if head != token and (saying := _governing(head, below, who)) is not None:
            return saying
        if head.pos_ in ("VERB", "AUX") and (saying := _beside(head, token, who)) is not None:
            return saying
        below = head
    return None


def _governing(head: Token, below: Token, who: Who) -> Saying | None:
    lemma = head.lemma_.lower()
    if head.pos_ == "VERB" and (below.dep_ in _CLAUSES or _is_said_to(head, below)):
        if lemma in HEARING:
            return Saying(None, "report")
        if lemma not in SAYING | THINKING or any(c.dep_ == "nsubj" and c.lower_ == "you" for c in head.children):
            return None  # "you will have noted that": the reader, who says nothing
        return Saying(_one(_speakers(head), who), "belief" if lemma in THINKING else "report")
    if below.dep_ in ("acl", "ccomp", "relcl") and any(c.lower_ == "that" and c.dep_ == "mark" for c in below.children):
        owners = [c for c in head.children if c.dep_ == "poss"]
        if lemma in _SAYINGS:
            return Saying(_one([*owners, *after(head, "by", "from", "of")], who), "report")
        if lemma in _BELIEFS:
            return Saying(_one([*owners, *after(head, "of")], who), "belief")
    return None


def continued(token: Token, who: Who) -> Saying | None:
    """Whose speech a sentence goes on with that names no speaker, in the record of a conversation.

    "K said that he was glad. He had met Gromyko." goes on with what K said; what is told in the simple
    past ("They met again at noon"), or begins with a verb of saying or asking, the record's author tells.
    """
    own = token.sent.root
    told = own == token and own.tag_ == "VBD"
    if told or own.lemma_ in SAYING | THINKING | _SCENES:
        return None
    for index in range(token.sent.start - 1, -1, -1):
        before = token.doc[index]
        if before.dep_ == "ROOT" and before.lemma_ in SAYING | _SCENES:
            return Saying(_one(_speakers(before), who), "report") if before.lemma_ in SAYING else None
    return None


def _speakers(verb: Token) -> Iterator[Token]:
    """Who does a verb of saying; of "sent Rusk a memorandum suggesting" the one who sent it."""
    if verb.tag_ == "VBG" and verb.dep_ in ("acl", "advcl") and not any(c.dep_ == "nsubj" for c in verb.children):
        above = verb_above(verb)
        return doers(above) if above is not None else iter(())
    return doers(verb)


def _is_said_to(head: Token, below: Token) -> bool:
    """ "is reported to have visited", "is believed to be"."""
    return below.dep_ == "xcomp" and any(c.dep_ in ("auxpass", "nsubjpass") for c in head.children)


def _beside(verb: Token, token: Token, who: Who) -> Saying | None:
    """ "according to Dobrynin", and a verb of saying put in: "Brezhnev, he said, had written"."""
    for child in verb.children:
        if child.lower_ == "according" and child.dep_ == "prep":
            return Saying(_one((o for to in child.children for o in to.children if o.dep_ == "pobj"), who), "report")
        if child.dep_ == "parataxis" and child.lemma_ in SAYING and token not in child.subtree:
            return Saying(_one(_speakers(child), who), "report")
    return None


def _one(tokens: Iterator[Token] | list[Token], who: Who) -> Thing | None:
    """The one person that tokens stand for; None for several or nobody known."""
    people = [who(token) for token in tokens]
    return people[0] if len(people) == 1 else None


def quotations(zone: ParsedZone, who: Who) -> list[Quotation]:
    """What stands between quotation marks in a zone; a quotation left open runs to the zone's end."""
    found: list[Quotation] = []
    last: Thing | None = None
    for start, end in _quoted(zone):
        said, speaker = _introduction(zone, start, end, who)
        last = speaker if said else last  # "...," he went on, "..." : the same speaker until another is named
        states = end - start >= (_STATEMENT if said or last is not None else _SPEECH)
        found.append(Quotation(start, end, last if states else None, states))
    return found


def _quoted(zone: ParsedZone) -> Iterator[tuple[int, int]]:
    """First token and end of each quotation: its first mark leans on the word after it, its last on the one before."""
    doc = zone.spacy
    start: int | None = None
    for place in re.finditer('"', doc.text):
        mark = doc.char_span(*place.span(), alignment_mode="expand")
        if mark is None:
            continue
        token = mark[0]
        before = doc[token.i - 1] if token.i else None
        leans_on = before is None or before.whitespace_ or before.is_left_punct or before.text in ("-", "—")
        if leans_on and not token.whitespace_:
            if start is not None:
                yield start, token.i
            start = token.i + 1
        elif start is not None:
            yield start, token.i
            start = None
    if start is not None and start < len(doc):
        yield start, len(doc)


def _introduction(zone: ParsedZone, start: int, end: int, who: Who) -> tuple[bool, Thing | None]:
    """Whether a verb of saying introduces or follows a quotation in its sentence, and its speaker."""
    doc = zone.spacy
    if start >= len(doc):
        return False, None
    first = doc[start].sent
    before = [
        t for t in doc[max(first.start, start - 40) : start] if t.pos_ == "VERB" and t.lemma_ in SAYING | THINKING
    ]
    if not before and start > 1 and first.start >= start - 1:  # 'Kennedy stated: "..."' over a sentence's end
        before = [t for t in doc[max(0, start - 12) : start] if t.pos_ == "VERB" and t.lemma_ in SAYING]
    behind = [t for t in doc[end : min(end + 8, len(doc))] if t.pos_ == "VERB" and t.lemma_ in SAYING]
    verbs = before[-1:] or behind[:1]
    if not verbs:
        return False, None
    return True, _one(doers(verbs[0]), who)
