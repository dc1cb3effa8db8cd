"""The words of which names of events and agreements are made; phrases.py builds its grammar from them."""

from __future__ import annotations

#: Head nouns of events by kind.
EVENT_KINDS = {
    "meeting": "meeting meetings talk talks conference conferences summit summits negotiation negotiations discussion"
    " discussions conversation conversations consultations session sessions congress convention plenum plenary"
    " symposium seminar briefing hearing hearings",
    "journey": "visit visits trip trips tour journey",
    "conflict": "crisis war wars incident incidents affair case invasion revolution revolt uprising coup blockade"
    " airlift landing operation raid attack engagement battle split dispute action downing",
    "show": "exhibition exhibitions exposition fair reception luncheon dinner debate debates exchange exchanges"
    " interview appearance program broadcast parade concert funeral inauguration ceremony celebration celebrations"
    " anniversary festival olympics games election elections",
}
_KIND_OF = {noun: kind for kind, nouns in EVENT_KINDS.items() for noun in nouns.split()}

EVENT_HEADS = frozenset(_KIND_OF)
AGREEMENT_HEADS = frozenset(
    "treaty treaties agreement agreements accord accords convention pact pacts protocol protocols charter declaration"
    " declarations communiqué communiqués communique resolution resolutions act constitution plan moratorium statement"
    " program doctrine law amendment understanding settlement armistice cease-fire".split()
)
#: Lower-case words that tell one event or agreement from others of its kind when they stand before the head.
TOPICS = frozenset(
    "test ban test-ban nuclear atomic disarmament summit plenary joint bilateral trilateral quadripartite tripartite"
    " interagency ministerial annual restricted resumed air transport exchange exchanges television tv arms control"
    " central committee paramilitary military ministers cold civil border cultural trade economic consular"
    " extraordinary strategic limitation parties missile missiles hostage oil non-proliferation nonproliferation peace"
    " mutual security outer space tax tariff captive nations limited comprehensive partial four-power big-four fair"
    " cease-fire ceasefire commercial aviation fishing grain hot-line hotline sea biological chemical weapons human"
    " rights friendship states youth sixth seventh eighth ninth tenth eleventh twelfth".split()
)
#: Lower-case words that belong to such names but do not make one by themselves.
BESIDE_TOPICS = frozenset(
    "first second third fourth fifth general special party official working private press international national world"
    " informal formal emergency state foreign political day".split()
)
#: Capitalised words that begin a sentence and no name.
NOT_BEFORE = frozenset(
    "The A An In On At By For From To Of And But Our Your His Their Its No As If When While Both Each Other Also See"
    " After Before During Since This That These Those Such Any Another Following Further Yet Thus Prior Regarding Re"
    " At Upon I We He She It They You My Her There Here With".split()
)


def head_kind(head: str) -> str:
    """The kind of event that a head noun means, ``agreement`` for the nouns of agreements."""
    return _KIND_OF.get(head.lower(), "agreement")
