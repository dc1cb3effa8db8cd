"""Who says so, how surely, and when: the last step of relating, one pass over the relations that sentences state.

Each relation is traced to its trigger, the verb or noun that joins its two ends. What governs the trigger tells who
says it (speech.py) and how (modality.py), what hangs on it tells when (timing.py). What is denied or supposed is no
relation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from memograph.dates import bounds
from memograph.extract.language import ParsedZone
from memograph.extract.relations.modality import Standing, described, standing
from memograph.extract.relations.reading import Reading
from memograph.extract.relations.speech import Quotation, Saying, continued, quotations, saying_above
from memograph.extract.relations.syntax import is_question
from memograph.extract.relations.thing import Thing
from memograph.model import DOC, EntityType, Modality, Relation, Span, ZoneKind
from memograph.vocabulary import POST_HEADS

if TYPE_CHECKING:
    from spacy.tokens import Token

_STATING = frozenset({ZoneKind.BODY, ZoneKind.SOURCE_NOTE, ZoneKind.NOTE})
#: Relations of sentences that have no time of their own; all others do, also those that a rule file adds.
_TIMELESS = frozenset({"holdsPost", "affiliatedWith", "partyTo"})
#: Documents that report from beginning to end what was said.
_CONVERSATIONS = frozenset({"memorandum-of-conversation", "memorandum-of-telephone-conversation"})
#: What stands beside a name is not denied or planned by the sentence around it.
_BESIDE_NAMES = frozenset({"holdsPost", "affiliatedWith"})
_ATTENDING = frozenset("attend join leave open close chair address visit enter hold have convene begin make".split())
_POSTS = frozenset(head.lower() for head in POST_HEADS)


class Attribution:
    """What one document says about its statements; made once for all of its relations."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._zones = [zone for zone in reading.zones if zone.zone.kind in _STATING]
        self._ends: dict[Span, Mapping[Thing, Sequence[int]]] = {}
        self._quotations: dict[Span, Sequence[Quotation]] = {}
        self._voices = dict(zip((z.zone.span for z in reading.zones), reading.voices, strict=True))

    def told(self, relation: Relation) -> Relation | None:
        """The relation with what its clause says about it; None when it is denied, asked or supposed."""
        zone = self._zone(relation.evidence)
        if zone is None or relation.subject == DOC or relation.method.startswith("header."):
            return relation
        tokens = zone.tokens(relation.evidence)
        if tokens is None:
            return relation
        trigger = self._trigger(zone, relation)
        if relation.predicate in _BESIDE_NAMES and (trigger is None or trigger.pos_ != "VERB"):
            return replace(relation, modality="fact")
        trigger = trigger or tokens.root
        placed = relation.predicate == "heldIn" and trigger.pos_ not in ("VERB", "AUX")
        stands = described(trigger) if placed else standing(trigger)
        if stands == "denied" or is_question(trigger.sent):
            return None
        saying = self._saying(zone, trigger)
        modality: Modality = stands
        if saying is not None and stands == "fact":
            modality = saying.kind
        when = self._when(zone, relation, trigger, stands)
        if when is not None and modality == "fact" and zone.zone.kind is ZoneKind.BODY and self._lies_ahead(when):
            modality = "plan"
        speaker = saying.speaker if saying is not None else None
        said_by = (speaker.type, speaker.slug) if speaker is not None else None
        return replace(relation, modality=modality, asserted_by=said_by, when=when)

    def _zone(self, evidence: Span) -> ParsedZone | None:
        return next((zone for zone in self._zones if zone.zone.span.contains(evidence)), None)

    def _trigger(self, zone: ParsedZone, relation: Relation) -> Token | None:
        """The verb or common noun of the evidence that the object, else the subject, depends on."""
        tokens = zone.tokens(relation.evidence)
        if tokens is None:
            return None
        things = self._things(zone)
        for type_, slug in ((relation.object_type, relation.object), (relation.subject_type, relation.subject)):
            places = things.get(Thing(type_, slug), ()) if type_ is not None else ()
            for place in reversed([p for p in places if tokens.start <= p < tokens.end]):
                token = zone.spacy[place]
                if type_ is EntityType.EVENT and not _takes_part(token):
                    return token
                carrier = next((head for head in token.ancestors if _carries(head)), None)
                if carrier is not None and tokens.start <= carrier.i < tokens.end:
                    return carrier
        return None

    def _things(self, zone: ParsedZone) -> Mapping[Thing, Sequence[int]]:
        """Where everything that a zone mentions stands, pronouns included."""
        span = zone.zone.span
        if span not in self._ends:
            places: dict[Thing, list[int]] = defaultdict(list)
            for index, thing in sorted(self._reading.actors(zone).items()):
                places[thing].append(index)
            others = [type_ for type_ in EntityType if type_ is not EntityType.PERSON]
            for index, (thing, _) in sorted(self._reading.located(zone, *others).items()):
                places[thing].append(index)
            self._ends[span] = places
        return self._ends[span]

    def _saying(self, zone: ParsedZone, trigger: Token) -> Saying | None:
        who = partial(_who, self._reading.actors(zone))
        if (saying := saying_above(trigger, who)) is not None:
            return saying
        span = zone.zone.span
        if span not in self._quotations:
            self._quotations[span] = quotations(zone, who)
        quoted = next((q for q in self._quotations[span] if q.states and q.start <= trigger.i < q.end), None)
        if quoted is not None:
            return Saying(quoted.speaker, "report")
        voice = self._voices[span]
        if voice.labelled:
            return Saying(voice.first, "report")
        if zone.zone.kind is ZoneKind.BODY and self._reading.header.type in _CONVERSATIONS:
            return continued(trigger, who)
        return None

    def _when(self, zone: ParsedZone, relation: Relation, trigger: Token, stands: Standing) -> str | None:
        if relation.predicate in _TIMELESS:
            return None
        for type_, slug in ((relation.object_type, relation.object), (relation.subject_type, relation.subject)):
            if type_ is EntityType.EVENT and slug in self._reading.held:
                return self._reading.held[slug]
        dates = self._reading.calendar
        when = dates.when(zone, trigger, stands)
        if when is None and relation.predicate == "wroteTo":  # "wrote in a letter of August 26"
            letters = (t for c in trigger.children for t in (c, *c.children) if t.pos_ == "NOUN" and t.i > trigger.i)
            stated = [day for letter in letters if (day := dates.when(zone, letter, stands)) is not None]
            when = stated[0] if len(stated) == 1 else None
        return when or dates.beside(relation.evidence, trigger, stands, within=relation.predicate == "wroteTo")

    def _lies_ahead(self, when: str) -> bool:
        written = self._reading.calendar.written
        return written is not None and bounds(when)[0] > written


def _who(actors: Mapping[int, Thing], token: Token) -> Thing | None:
    return actors.get(token.i)


def _carries(head: Token) -> bool:
    """Whether a word can carry a relation: a verb or a common noun that is no office."""
    return head.pos_ in ("VERB", "AUX") or (head.pos_ == "NOUN" and head.lemma_.lower() not in _POSTS)


def _takes_part(event: Token) -> bool:
    """Whether the verb above an event is about being there: "attended the talks", "spoke at the talks"."""
    head = event.head
    if event.dep_ == "dobj":
        return head.lemma_ in _ATTENDING
    return event.dep_ == "pobj" and head.head.pos_ == "VERB" and not any(c.dep_ == "poss" for c in event.children)
