"""How a clause states what it says: denied, believed, planned, or as a fact. Used by attribution.py.

Read from the word that carries the relation (its trigger: "met", "letter", "visit") and the verbs that govern it.
Precedence: what is denied, asked or supposed is no statement at all (GUIDELINES.md: denied or hypothetical facts are no
relations); belief goes before plan ("thinks that he will come"), plan before report ("said that he would come": who
says so is kept beside it), report before fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from memograph.extract.relations.speech import SAYING, THINKING

if TYPE_CHECKING:
    from spacy.tokens import Token

#: How a clause stands by itself; whether it is reported is for speech.py to say.
Standing: TypeAlias = Literal["denied", "belief", "plan", "fact"]

_NEGATIVE = frozenset({"never", "neither", "nor", "hardly"})
_CONDITIONS = frozenset({"if", "unless", "whether", "lest"})
_FUTURE = frozenset({"will", "shall", "'ll", "wo", "would", "should", "'d", "must", "ought"})
_POSSIBLE = frozenset({"may", "might", "could"})
_DOUBTFUL = frozenset("probably possibly perhaps presumably apparently evidently supposedly conceivably maybe".split())
#: What is refused, missed or called off does not take place.
_REFUSING = frozenset(
    "refuse fail decline avoid cancel prevent forget prohibit forbid preclude exclude abandon renounce unable".split()
)
_DENYING = frozenset({"deny", "doubt", "dispute"})
#: Verbs whose infinitive, clause or object lies ahead.
_PLANNING = frozenset(
    "plan intend propose schedule expect hope want wish agree arrange decide invite instruct ask request suggest urge"
    " authorize recommend prepare promise prefer desire seek aim direct order await contemplate look like postpone"
    " wait".split()
)
_PLANNED = frozenset(
    "forthcoming proposed planned upcoming future scheduled prospective projected coming tentative pending intended"
    " impending envisaged".split()
)
_PLANS = frozenset(
    "cancellation postponement plan proposal invitation request idea arrangement preparation suggestion intention"
    " schedule desire wish prospect possibility appointment readiness willingness decision hope purpose offer"
    " instruction authority".split()
)
_READY = frozenset(
    "ready willing prepared eager glad anxious able due set free scheduled desirable useful necessary important"
    " essential advisable possible appropriate good helpful wise better happy welcome".split()
)
_CALLED_OFF = frozenset({"cancelled", "canceled", "abortive", "aborted", "unheld"})
_CANCELLATIONS = frozenset({"refusal", "failure", "absence", "lack"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
#: Verbs that say no more than their object: "had a talk", "paid a visit", "took place".
LIGHT = frozenset("have hold pay make take conduct be occur do attend complete begin conclude".split())


def standing(trigger: Token) -> Standing:
    """How the word that carries a relation is stated; the strongest of what the verbs above it say."""
    return _strongest(_marks(trigger))


def described(noun: Token) -> Standing:
    """How an event is stated by the words on its name alone: "the proposed Geneva conference"."""
    return _strongest(_of_noun(noun))


def _strongest(marks: Iterable[Standing]) -> Standing:
    found = set(marks)
    for kind in ("denied", "belief", "plan"):
        if kind in found:
            return kind
    return "fact"


def _marks(trigger: Token) -> Iterator[Standing]:
    if trigger.pos_ in ("VERB", "AUX"):
        yield from _of_verb(trigger)
    else:
        yield from _of_noun(trigger)
    below = trigger
    for head in trigger.ancestors:
        if below.dep_ == "relcl":
            return
        if head.pos_ in ("VERB", "AUX"):
            yield from _of_governor(head, below, trigger)
            if below.dep_ == "advcl" and below.tag_ == "VBG":  # "would go there, returning in March"
                yield from (kind for kind in _of_verb(head) if kind == "plan")
            if not _shares(head, below, trigger):
                return
            yield from _of_verb(head)
        elif head.pos_ in ("NOUN", "ADJ"):
            yield from _of_governing_noun(head, below, direct=below == trigger or trigger.head == below)
            if head.pos_ == "NOUN" and trigger.pos_ not in ("VERB", "AUX") and _is_definite(trigger):
                return  # "prepared a transcript of the talks" says nothing of the talks
        below = head


def _of_verb(verb: Token) -> Iterator[Standing]:
    """What the verb's own negation, conjunction, auxiliaries and adverbs say."""
    perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)
    for child in verb.children:
        word = child.lower_
        if child.dep_ == "neg" or word in _NEGATIVE or (child.dep_ in ("mark", "advmod") and word in _CONDITIONS):
            yield "denied"
        elif child.dep_ == "aux" and word in _FUTURE:
            yield "denied" if perfect and word in ("would", "should", "'d") else "plan"
        elif child.dep_ == "aux" and word in _POSSIBLE:
            yield "denied" if perfect and word == "could" else "belief"
        elif child.dep_ == "advmod" and word in _DOUBTFUL:
            yield "belief"
        elif child.dep_ in ("nsubj", "nsubjpass", "dobj") and any(c.lower_ == "no" for c in child.children):
            yield "denied"
    if verb.dep_ == "pcomp" and verb.head.lower_ in ("without", "instead"):
        yield "denied"


def _of_noun(noun: Token) -> Iterator[Standing]:
    for child in noun.children:
        word = child.lower_
        if (child.dep_ == "det" and word in ("no", "any")) or word in _CALLED_OFF or child.dep_ == "neg":
            yield "denied"
        elif child.dep_ == "amod" and word in _PLANNED:
            yield "plan"
        elif child.dep_ == "amod" and word in ("possible", "alleged"):
            yield "belief"


def _of_governor(verb: Token, below: Token, trigger: Token) -> Iterator[Standing]:
    """What a verb says of the clause or noun that depends on it."""
    lemma = verb.lemma_.lower()
    toward = below.lower_ in ("for", "to") and trigger.head == below  # "asked for a meeting"
    if below.dep_ not in ("ccomp", "xcomp", "pcomp", "dobj", "nsubjpass") and not toward:
        return
    if lemma in _REFUSING or (lemma in _DENYING and below.dep_ in ("ccomp", "pcomp", "xcomp")):
        yield "denied"
    elif lemma in THINKING and below.dep_ in ("ccomp", "xcomp"):
        yield "denied" if _negated(verb) else "belief"
    elif lemma in _PLANNING and (lemma not in SAYING or below.dep_ != "ccomp" or _is_present(below)):
        yield "denied" if _negated(verb) else "plan"
    elif lemma in SAYING and below.dep_ == "ccomp":
        if _negated(verb):
            yield "denied"
    elif below.dep_ == "xcomp":
        if _negated(verb):
            yield "denied"
        elif lemma in ("be", "go", "have"):
            yield "plan"  # "is to visit", "going to meet", "has to go"


def _is_present(verb: Token) -> bool:
    """Whether a clause has a bare verb: "suggested that Rusk and Gromyko meet"."""
    return verb.tag_ in ("VB", "VBP") and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)


def _of_governing_noun(noun: Token, below: Token, direct: bool) -> Iterator[Standing]:
    """ "plans for a visit", "an invitation to visit", "unable to meet", "cancellation of his trip"."""
    lemma = noun.lemma_.lower()
    if lemma in _CANCELLATIONS or lemma in _REFUSING:
        yield "denied"
    elif direct and lemma in _PLANS and below.dep_ in ("prep", "acl", "ccomp", "xcomp"):
        yield "plan"
    elif noun.pos_ == "ADJ" and below.dep_ in ("xcomp", "ccomp", "advcl") and below.tag_ in ("VB", "VBG"):
        if lemma in _READY:
            yield "denied" if _negated(noun.head) else "plan"
        elif lemma == "likely":
            yield "belief"


def _shares(head: Token, below: Token, trigger: Token) -> bool:
    """Whether what is said of the governing verb is said of what depends on it: its own negation, its own "will"."""
    if below.dep_ == "xcomp":
        return True
    if below.dep_ == "conj":
        own = any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in below.children)
        return below.pos_ == "VERB" and not own and not any(c.lower_ == "but" for c in head.children)
    if trigger.pos_ in ("VERB", "AUX"):
        return False
    if _is_definite(trigger):  # "his visit" took place whatever is said of it, unless it is "his visit will be"
        return below == trigger and head.lemma_ in LIGHT and below.dep_ in ("dobj", "nsubj", "nsubjpass")
    return head.lemma_ in LIGHT and below.dep_ in ("dobj", "nsubj", "nsubjpass", "prep", "attr")


def _is_definite(noun: Token) -> bool:
    """Whether a noun speaks of something that is taken to exist: "his visit", "the talks in Geneva"."""
    return noun.pos_ == "PROPN" or any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in _DEFINITE) for c in noun.children
    )


def _negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" or c.lower_ in _NEGATIVE for c in verb.children)
