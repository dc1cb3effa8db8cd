"""Who the first words of a telegram are for and from: "Eyes only for Ambassador from Secretary." Used by `header`.

"an addressee named in the first line is `sentTo`" and a "named sender" is `sentBy` (GUIDELINES.md, "Telegrams").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from memograph.model import Party, Span

_TITLE = (
    r"(?:(?:Acting |Deputy |Under |Assistant |Vice )*"
    r"(?:Secretary|President|Ambassador|Amb\.|Minister|Director|Chairman|Counselor|Chargé|Charge|Consul General|DCM)"
    r"(?: (?:of )?(?:State|Defense|Commerce|Treasury|Labor|Agriculture|Interior))?)"
)
_WHO = rf"(?:the )?(?:(?P<post_@>{_TITLE})(?: (?P<owner_@>[A-Z][\w’ʼ-]+))?|(?P<name_@>[A-Z][a-z’ʼ]+(?:[A-Z][a-z]+)?))"
_TITLED = rf"(?:the )?(?P<post_@>{_TITLE})(?: (?P<owner_@>[A-Z][\w’ʼ-]+))?"
_PLACE = r"(?:(?!Following)[A-Z][a-z]+(?: [A-Z][a-z]+)?)"


def _who(kind: str, titled: bool = False) -> str:
    """One or two people joined by "and", with groups that end in `kind`."""
    one = _TITLED if titled else _WHO
    return one.replace("@", kind + "1") + "(?: and " + one.replace("@", kind + "2") + ")?"


_FROM = f"(?: from {_who('from')})?"
#: The forms of a first sentence; each ends in a full stop.
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"[Ee]yes only(?: for)?(?:,? )(?:for )?{_who('to')}{_FROM}\.",
        rf"(?:{_PLACE} )?[Pp]ersonal (?:for|to) {_who('to')}{_FROM}\.",
        rf"{_PLACE} (?:also )?(?:eyes only )?for {_who('to', titled=True)}{_FROM}\.",
        rf"(?:Department|Dept|Embassy) (?:please )?pass (?:to )?{_who('to', titled=True)}\.",
        rf"To {_who('to')}(?: for {_who('for')})?{_FROM}\.",
        rf"For {_who('to', titled=True)}{_FROM}\.",
        rf"For {_who('to')} from {_who('from')}\.",
        rf"From {_who('from', titled=True)}(?: for {_who('to')})?\.",
    )
)
_JOINT = re.compile(r"Joint (?P<bodies>[A-Z][A-Za-z]*(?:[-/][A-Z][A-Za-z]*)+) (?:message|telegram|cable)\.")
_NUMBER = re.compile(r"(?:[A-Z]{1,4}-)?\d+\.\s+|(?:Secto|Tosec|Polto|Topol|Cedto|Todel|Deptel)\s\d+\.\s+")
_SENTENCES_READ = 3


@dataclass(frozen=True, slots=True)
class Opening:
    """Parties that the first sentences of a telegram name."""

    senders: tuple[Party, ...]
    addressees: tuple[Party, ...]


def parse_opening(text: str, paragraph: Span) -> Opening:
    """Read up to three sentences after the telegram's number, as long as they say who it is for."""
    number = _NUMBER.match(text, paragraph.start, paragraph.end)
    position = number.end() if number else paragraph.start
    senders: list[Party] = []
    addressees: list[Party] = []
    for _ in range(_SENTENCES_READ):
        if joint := _JOINT.match(text, position, paragraph.end):
            senders += _joint_senders(text, joint)
            position = joint.end() + (text[joint.end() : joint.end() + 1] == " ")
            continue
        match = next((m for form in _FORMS if (m := form.match(text, position, paragraph.end))), None)
        if match is None:
            break
        for kind, parties in (("to", addressees), ("for", addressees), ("from", senders)):
            parties += [p for place in "12" if (p := _party(match, f"{kind}{place}"))]
        position = match.end() + (text[match.end() : match.end() + 1] == " ")
    return Opening(tuple(senders), tuple(addressees))


def _joint_senders(text: str, joint: re.Match[str]) -> list[Party]:
    """Bodies that send with the Department of State, which the heading names: "Joint State-USIA message." → USIA."""
    bodies = re.compile(r"[A-Za-z]+").finditer(text, *joint.span("bodies"))
    return [Party(Span(*joint.span()), body=Span(*body.span())) for body in bodies if body[0] != "State"]


def _party(match: re.Match[str], group: str) -> Party | None:
    """The party of one set of groups; its span is the whole sentence, which is what says so."""
    groups = match.groupdict()
    if not groups.get(f"post_{group}") and not groups.get(f"name_{group}"):
        return None
    post = Span(*match.span(f"post_{group}")) if groups.get(f"post_{group}") else None
    named = (
        f"owner_{group}" if groups.get(f"owner_{group}") else f"name_{group}" if groups.get(f"name_{group}") else None
    )
    return Party(Span(*match.span()), name=Span(*match.span(named)) if named else None, post=post)
