"""The form of an identifier, scheme by scheme: tested where one is read, long before the shapes see it.

The patterns are those of shapes/identifier.ttl (a test compares them); a check digit is beyond what a pattern can tell.
"""

from __future__ import annotations

import re

#: Scheme → pattern that the whole identifier matches, and how to write one, for people.
FORMS: dict[str, tuple[str, str]] = {
    "wikidata": (r"Q[1-9][0-9]*", "Q and a number, such as Q184267"),
    "viaf": (r"[1-9][0-9]*", "a number, such as 46776864"),
    "lcnaf": (
        r"(n|nb|nr|no|ns)[0-9]{8,10}",
        "n, nb, no, nr or ns and eight to ten digits, such as n50032803",
    ),
    "geonames": (r"[1-9][0-9]*", "a number, such as 2660646"),
    "hsg": (r"[1-9][0-9]*", "a number, such as 105222"),
    "tgn": (r"[1-9][0-9]{6}", "a number of seven digits, such as 7007157"),
    "isni": (r"[0-9]{15}[0-9X]", "sixteen digits without spaces, the last of them may be X, such as 0000000121354797"),
    "fast": (r"[1-9][0-9]*", "a number without leading zeros, such as 814908"),
    "lcsh": (r"sh[0-9]{8,10}", "sh and eight to ten digits, such as sh85007351"),
    "snac": (r"http://n2t[.]net/ark:/99166/w6[0-9a-z]+", "an ARK address, such as http://n2t.net/ark:/99166/w6515bvz"),
    "pocom": (r"[a-z]+(-[a-z]+)+[0-9]?", "a name in small letters, such as shultz-george-pratt"),
}


def check_identifier(scheme: str, value: str) -> None:
    """Refuse a value that is no identifier of its scheme.

    Raises:
        KeyError: the scheme is not one of `FORMS`.
        ValueError: the value is not written as the scheme writes them, or its check digit is wrong.
    """
    pattern, words = FORMS[scheme]
    if not re.fullmatch(pattern, value):
        raise ValueError(f"“{value}” is no identifier of the scheme {scheme}; write {words}")
    if scheme == "isni" and check_character(value[:-1]) != value[-1]:
        right = check_character(value[:-1])
        raise ValueError(f"“{value}” is no ISNI: after {value[:-1]} comes {right}; look the number up again")


def check_character(digits: str) -> str:
    """The last character of an ISNI, from the fifteen digits before it.

    ISO 27729:2012 (ISNI), annex A: check character of ISO/IEC 7064, MOD 11-2.
    """
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11]
