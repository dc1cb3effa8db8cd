"""The words of dates, and patterns for their parts: months, days, years, seasons, numbers. Used by timeforms.py."""

from __future__ import annotations

import calendar

MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: number for name, number in tuple(MONTHS.items())} | {"Sept": 9}
DAYS = {name: number for number, name in enumerate(calendar.day_name)}
SEASONS = {"spring": "21", "summer": "22", "fall": "23", "autumn": "23"}
NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(), 1
    )
} | {"a": 1, "an": 1}
ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
}

MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
WEEKDAY = rf"(?:{'|'.join(DAYS)})"
DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{'|'.join(ORDINALS)})(?![\w:/.]\d|\w|,\d)"
YEAR = r"(?:1[6-9]|20)\d\d(?![\d\-–/]|\w)"
TO = r"(?:\s?[-–—]\s?|,? (?:to|through|and|until) )"
NUMBER = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)})"
VAGUE = (
    r"(?:(?:[Tt]he )?(?:(?:very )?[Ee]arly|[Mm]id|[Ll]ate|[Mm]iddle|[Ee]nd|[Bb]eginning|[Ll]att?er (?:part|half)"
    r"|first (?:half|part|week))(?: (?:of|in))?[- ])"
)
PART = r"(?:morning|afternoon|evening|night|noon)"
OF_YEAR = rf"(?:,? (?:of )?(?P<year>{YEAR})|,? (?:of )?(?P<whose>this|last|next) year\b)"
