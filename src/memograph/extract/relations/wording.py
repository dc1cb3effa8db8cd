"""Families of words that state relations: what the classifier knows of vocabulary beyond single lemmas.

Small closed lists by meaning, so that a verb seen in few documents weighs as its family does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_VERBS = {
    "MEET": "meet see receive talk speak confer converse lunch dine consult interview telephone discuss chat greet"
    " phone visit-with brief accompany approach introduce",
    "TELL": "tell inform assure ask inquire query hand brief advise remind warn notify urge request thank present",
    "SAY": "say state remark note mention reply respond answer explain point suggest express indicate add emphasize"
    " stress comment observe declare report agree recall repeat reiterate raise propose maintain insist argue refer"
    " conclude believe think feel describe",
    "WRITE": "write send cable forward transmit submit address telegraph wire instruct direct recommend draft enclose"
    " attach deliver convey dispatch",
    "TRAVEL": "visit travel go fly return come arrive proceed depart stay stop tour reach spend accompany",
    "LEAVE": "leave depart",
    "ATTEND": "attend participate preside chair head lead join represent open brief address take accompany appear",
    "HOLD": "hold convene begin open reconvene occur schedule conduct resume end take",
    "SIGN": "sign conclude ratify initial accede join negotiate reach",
    "INVITE": "invite plan propose intend hope expect schedule arrange announce accept",
    "HAVE": "have",
    "BE": "be",
    "SENDAWAY": "send dispatch bring recall invite accompany",
}
_NOUNS = {
    "MEETING": "meeting conversation talk discussion interview lunch luncheon dinner appointment audience session"
    " call exchange consultation encounter word tete-a-tete breakfast visit",
    "LETTER": "letter message memorandum cable note telegram reply report despatch airgram communication minute"
    " memo invitation response answer copy paper text",
    "TRIP": "trip visit journey tour stay arrival return travel departure vacation",
    "OCCASION": "conference summit negotiation talks congress reception parade concert exhibition session meeting"
    " ceremony crisis war invasion campaign landing operation test briefing assembly plenum hearing",
    "AGREEMENT": "agreement treaty accord protocol communique communiqué pact convention resolution moratorium law"
    " statement declaration act plan",
    "DELEGATION": "delegation delegate representative negotiator chairman head",
}


def _inverted(families: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for family, words in families.items():
        for word in words.split():
            found.setdefault(word, []).append(family)
    return {word: tuple(names) for word, names in found.items()}


_VERB_FAMILIES, _NOUN_FAMILIES = _inverted(_VERBS), _inverted(_NOUNS)

_DOUBT = frozenset(
    "not never no without unless if whether would could might should may possible perhaps possibly refuse decline fail"
    " cancel postpone".split()
)
_PLANS = frozenset(
    "will shall plan propose intend hope expect schedule arrange invite suggest forthcoming tomorrow next".split()
)


def families(token: Token) -> tuple[str, ...]:
    """The families a word belongs to; none for most words."""
    if token.pos_ in ("VERB", "AUX"):
        return _VERB_FAMILIES.get(token.lemma_.lower(), ())
    if token.pos_ in ("NOUN", "PROPN"):
        return _NOUN_FAMILIES.get(token.lemma_.lower(), ())
    return ()


def cue(token: Token) -> str | None:
    """``DOUBT`` for a word of denial or condition, ``PLAN`` for one of intention, None for others."""
    lemma = token.lemma_.lower()
    if lemma in _DOUBT or token.dep_ == "neg":
        return "DOUBT"
    return "PLAN" if lemma in _PLANS else None
