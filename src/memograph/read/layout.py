"""What a line of a FRUS text is: heading, dateline, subject, participant, signature, paragraph. Used by `frus_text`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from memograph.model import Span, ZoneKind
from memograph.read.marks import MONTHS

_HEADING = re.compile(r"(?P<number>\d{1,4})\.\s+\S")
_LONGEST_HEADING = 400
_RULE = re.compile(r"\*(?:\s*\*){2,}|[-–—_=]{5,}")
_BULLET = re.compile(r"[•▪●·◦]\s*(?=\S)")
_KEYWORD = re.compile(
    r"(?P<word>SUBJECTS?|PARTICIPANTS?|ATTENDEES|(?:ALSO |THOSE |MEMBERS )?PRESENT|(?:ALSO )?IN ATTENDANCE|PLACE|TIME"
    r"|DATE|DATE, TIME,? AND PLACE|DATE AND TIME|TIME AND PLACE|DATE AND PLACE)\s*(?::\s*|$)"
    r"|(?P<mixed>(?:Subjects?|Participants|Attendees|(?:Also |Those )?[Pp]resent|In attendance)\s*(?::\s*|$))"
)
_ATTACHMENT = re.compile(r"\[?(?:Attachment|Enclosure|Annex|Appendix|Tab|Addendum)(?: [A-Z0-9]{1,4})?\]?\d{0,2}")

_MONTH = "|".join(MONTHS)
_DATE = (
    rf"(?:{_MONTH})(?: \d{{1,2}}(?:(?:\s?[-–—]\s?|,? and |, )(?:(?:{_MONTH}) )?\d{{1,2}})*)?,? (?:1[789]|20)\d\d"
    rf"|\d{{1,2}} (?:{_MONTH}),? (?:1[789]|20)\d\d|[Uu]ndated"
)
_TIME = r"(?:[\s,;–—-]*(?:\d{1,2}[:.]\d\d|\d{4}Z?|\d{1,2}|[ap]\.?\s?m\.?|noon|midnight|and|to|EST|EDT|GMT))*+"
_DATELINE = re.compile(rf"(?:\[?[^\W\d_][^\d;:“”]{{1,80}}?\]?,?\s+)?\[?(?:{_DATE})\]?{_TIME}\.?\d{{0,2}}")

_SMALL_WORDS = frozenset("a an and at de del der di du for in la le of on the to van von with".split())
_NAME = re.compile(
    r"(?:[A-Z]\.?\s?){0,3}(?:[A-Z][A-Za-zÀ-ɏʼ’'.-]+|[A-Z]\.|de|von|van|la)(?:\s(?:[A-Z][A-Za-zÀ-ɏʼ’'.-]*|de|von|van|la))*"
    r"(?:,? (?:Jr\.|Sr\.|II|III|IV))?|[A-Z]{2,4}"
)
_POST = re.compile(
    r"(?:[A-Z][\w’ʼ-]* )*(?:Secretary|Director|Minister|Ambassador|President|Chairman|Counselor|Counsel|Chargé|Charge"
    r"|Assistant|Adviser|Advisor|Chief|Consul|Administrator|Representative|General|Officer|Attaché|Deputy)\b[^.;:]*"
)
_NO_NAME = frozenset(
    "Yes No Approve Disapprove Approved Disapproved Attachment Attachments Conclusion Conclusions Summary"
    " Recommendation Recommendations Sincerely Respectfully Faithfully Cordially Discussion Background Options"
    " None Comment Tab Enclosure Enclosures Other End Text Regards".split()
)


def is_heading(line: str) -> bool:
    """Whether a line is a number, a full stop and a title."""
    return len(line) <= _LONGEST_HEADING and _HEADING.match(line) is not None


def is_next_heading(first: str, line: str) -> bool:
    """Whether `line` could be the heading of the document after the one that `first` heads: its number is one more."""
    one, two = _HEADING.match(first), _HEADING.match(line)
    return bool(one and two and is_heading(line) and int(two["number"]) == int(one["number"]) + 1)


def is_editorial_note(line: str) -> bool:
    """Whether a heading is that of an editorial note, which has no dateline."""
    return line.endswith(". Editorial Note")


def is_rule(line: str) -> bool:
    """Whether a line is ``* * *`` or another rule."""
    return _RULE.fullmatch(line) is not None


def is_dateline(line: str) -> bool:
    """Whether a line is a dateline: ``Washington, February 26, 1961.``, ``Moscow, undated.``"""
    return _DATELINE.fullmatch(line) is not None


def is_attachment(line: str) -> bool:
    """Whether a line is the title of an attachment: ``Attachment``, ``Enclosure 2``, ``[Tab A]``."""
    return _ATTACHMENT.fullmatch(line) is not None


def is_participant(line: str) -> bool:
    """Whether a line under PARTICIPANTS names people; a sentence does not: it has lower-case words and ends."""
    if len(line) > 400 or re.match(r"\[|\d+\.\s|[IVX]{2,}\.\s|\(", line):
        return False
    bare = re.sub(r"\([^)]*\)", "", line)
    words = [w for w in re.findall(r"[^\W\d_][\w’ʼ'-]*", bare) if w not in _SMALL_WORDS]
    if not any(w[0].islower() for w in words):
        return True
    return len(line) <= 200 and re.search(r"[.?!:”]\d{0,2}$", line) is None


def is_name(line: str) -> bool:
    """Whether a line can be a signature: a name of up to five words, or initials."""
    words = line.split()
    return (
        len(words) <= 5
        and _NAME.fullmatch(line) is not None
        and not _NO_NAME & {w.strip(".,") for w in words}
        and not (len(words) > 1 and line.isupper())
    )


def zones_of(lines: Sequence[tuple[str, Span]]) -> list[tuple[ZoneKind, Span]]:
    """Say what each line of a document is, its notes excluded; labels such as SUBJECT are no zone.

    Args:
        lines: text and span of each line, the heading first.
    """
    zones = [(ZoneKind.HEADING, lines[0][1]), *_walk(lines)]
    texts = {span: text for text, span in lines}
    ends = [i for i, (kind, _) in enumerate(zones) if kind is ZoneKind.ATTACHMENT] + [len(zones)]
    for end in ends:
        for i in _signature(zones[:end], texts):
            zones[i] = (ZoneKind.SIGNATURE, zones[i][1])
    return zones


def _walk(lines: Sequence[tuple[str, Span]]) -> Iterator[tuple[ZoneKind, Span]]:
    """The lines after the heading, each with its kind."""
    conversation = "onversation" in lines[0][0]
    mode: ZoneKind | None = None
    dated = in_body = False
    bullets = _bullet_kinds([text for text, _ in lines[1:]], conversation)
    for i, (text, span) in enumerate(lines[1:]):
        keyword, bullet = _KEYWORD.match(text), _BULLET.match(text)
        if keyword:
            mode = _kind_of((keyword["word"] or keyword["mixed"]).upper())
            if keyword.end() < len(text):
                yield mode, Span(span.start + keyword.end(), span.end)
                mode = mode if mode is ZoneKind.PARTICIPANTS else None
        elif bullet and i in bullets:
            yield bullets[i], Span(span.start + bullet.end(), span.end)
        elif mode is ZoneKind.PARTICIPANTS and is_participant(text):
            yield mode, span
        elif mode in (ZoneKind.SUBJECT, ZoneKind.BODY):
            yield mode, span
            mode = None
        elif is_attachment(text):
            mode, dated = None, False
            yield ZoneKind.ATTACHMENT, span
        elif not dated and not in_body and is_dateline(text):
            dated = True
            yield ZoneKind.DATELINE, span
        else:
            mode, in_body = None, in_body or len(text) > 200
            yield ZoneKind.BODY, span


def _kind_of(keyword: str) -> ZoneKind:
    if keyword.startswith("SUBJECT"):
        return ZoneKind.SUBJECT
    present = any(word in keyword for word in ("PARTICIPANT", "PRESENT", "ATTEND"))
    return ZoneKind.PARTICIPANTS if present else ZoneKind.BODY


def _bullet_kinds(texts: Sequence[str], conversation: bool) -> dict[int, ZoneKind]:
    """Bulleted lines before the body: the web edition sets the subject, and a conversation's participants, as lists.

    Only the first item is a subject in a conversation; elsewhere all items are.
    """
    leading = []
    for i, text in enumerate(texts):
        if _BULLET.match(text):
            leading.append(i)
        elif leading or i > 1:
            break
    participants = leading[1:] if conversation else []
    return {i: ZoneKind.PARTICIPANTS if i in participants else ZoneKind.SUBJECT for i in leading}


def _signature(zones: Sequence[tuple[ZoneKind, Span]], texts: dict[Span, str]) -> list[int]:
    """Indices of the lines that sign a document: names, each perhaps followed by the signer's post."""
    found: list[int] = []
    named = 0
    for i in range(len(zones) - 1, max(len(zones) - 5, 0), -1):
        kind, span = zones[i]
        line = re.sub(r"\s?\d{1,2}$", "", texts.get(span, ""))
        if kind is not ZoneKind.BODY or len(line) > 120:
            break
        if is_name(line):
            named = len(found) + 1
        elif not _POST.fullmatch(line):
            break
        found.append(i)
    return found[:named]
