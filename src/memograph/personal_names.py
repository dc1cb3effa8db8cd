"""Personal names taken apart and compared: initials, nicknames, two ways of writing Russian in Latin letters.

Used by `authority` to find who bears a surname, by linking to tell whether two names can be one person's, and by both
halves of reconciliation. Works on names in either order ("Rusk, Dean"; "Dean Rusk"); case, diacritics and apostrophes
never count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from memograph.vocabulary import HONORIFICS, POST_HEADS, POST_MODIFIERS, RANKS


class Agreement(IntEnum):
    """How well two names of one surname agree in their given names, the best last."""

    CONFLICT = 0  # "Robert" and "John"
    UNSTATED = 1  # a bare surname on either side
    INITIAL = 2  # "J. Kennedy" and "John Kennedy"
    MIDDLE = 3  # "Dean Rusk" and "David Dean Rusk": called by the second given name
    NICKNAME = 4  # "Ted" and "Theodore"
    VARIANT = 5  # "Andrey" and "Andrei", "Abbot" and "Abbott"
    FULL = 6  # the first given name is the same
    EXACT = 7  # first and second given name or initial agree


@dataclass(frozen=True, slots=True)
class PersonalName:
    """A name in parts, folded: ``given`` names or initials in order, ``nicknames`` that the form itself states."""

    given: tuple[str, ...]
    surname: tuple[str, ...]
    suffix: str = ""
    nicknames: tuple[str, ...] = ()

    @property
    def core(self) -> tuple[str, ...]:
        """The surname without particles: ``gaulle`` of Charles de Gaulle."""
        return tuple(word for word in self.surname if word not in _PARTICLES) or self.surname

    @property
    def initials(self) -> str:
        """First letters of given names and surname: ``cb`` of Charles Bohlen."""
        return "".join(word[0] for word in (*self.given, *self.surname[-1:]))


_SUFFIXES = {"jr": "jr", "sr": "sr", "ii": "ii", "2d": "ii", "iii": "iii", "3d": "iii", "3rd": "iii", "iv": "iv"}
_PARTICLES = frozenset("de von van der den du da di la le bin ibn st".split())
_NICKNAME = re.compile(r"[(“\"«]+\s*([^()“”\"»]+?),?\s*[)”\"»]+")
_LETTERS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_TITLES = frozenset(word.casefold() for word in HONORIFICS | RANKS | POST_HEADS | POST_MODIFIERS)
_LONG_ENOUGH_TO_MISSPELL = 5

#: Given names behind a short form; facts of English and American usage, Russian ones where documents use them.
_SHORT_FORMS = """
abe: abraham; al: albert alexander alan allen alfred alvin; alec: alexander; alex: alexander aleksandr; andy:
andrew; archie: archibald; art: arthur; barney: bernard; ben: benjamin; bernie: bernard; bert: albert herbert
robert; bill: william; billy: william; bob: robert; bobby: robert; brad: bradley; bud: robert; charlie: charles;
chet: chester; chip: charles; chris: christopher christian; chuck: charles; cy: cyrus; dan: daniel; dave: david;
dick: richard; don: donald; doug: douglas; ed: edward edwin edmund edgar; eddie: edward; fran: francis; frank:
francis franklin; fred: frederick alfred; gene: eugene; geoff: geoffrey; gerry: gerald gerard; greg: gregory; hal:
harold henry; hank: henry; harry: henry harold harrison; herb: herbert; ike: dwight; jack: john; jake: jacob; jerry:
gerald jerome; jim: james; jimmy: james; joe: joseph; johnny: john; jon: jonathan; ken: kenneth; larry: lawrence
laurence; len: leonard; les: leslie lester; lew: lewis llewellyn; lou: louis; mac: mcgeorge malcolm; matt: matthew;
max: maxwell maximilian; mel: melvin; mike: michael mikhail; mitch: mitchell; nate: nathan; ned: edward; nick:
nicholas nikolai; norm: norman; pat: patrick; pete: peter; phil: philip; ray: raymond; rick: richard; rob: robert;
rod: rodney; ron: ronald; roz: rozanne; sam: samuel; sandy: alexander; sid: sidney; stan: stanley; steve: stephen
steven; stu: stuart; sy: seymour; ted: theodore edward; teddy: theodore edward; terry: terence; tim: timothy; tom:
thomas; tommy: thomas; tony: anthony; vic: victor; vince: vincent; walt: walter; wes: wesley; will: william; zbig:
zbigniew
"""
_FORMAL = {
    short.strip(): frozenset(names.split())
    for short, _, names in (entry.partition(":") for entry in _SHORT_FORMS.split(";"))
}

#: Ways of writing the same Russian sounds (Library of Congress, Board on Geographic Names, French and German usage).
_SAME_SOUND = tuple(
    (re.compile(pattern), same)
    for pattern, same in (
        (r"schtsch", "sh"),  # Chruschtschow
        (r"tsch", "ch"),
        (r"dsch", "j"),
        (r"\bchr", "kr"),
        (r"shch|sch", "sh"),
        (r"dzh|dj", "j"),
        (r"zh", "j"),
        (r"kh", "k"),
        (r"tch", "ch"),
        (r"ph", "f"),
        (r"ck|q", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"[yi]a", "a"),
        (r"[yi]u", "u"),
        (r"[yi]e", "e"),
        (r"ou|oo", "u"),
        (r"[eiy]+y|[eiy]+j\b|[ei]i+|y", "i"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=200_000)
def folded(word: str) -> str:
    """Lower case without diacritics and apostrophes: ``Menʼshikov`` → ``menshikov``."""
    if word.isascii():
        return word.casefold().replace("'", "").replace("`", "")
    decomposed = unicodedata.normalize("NFKD", word.casefold().replace("ł", "l").replace("ø", "o").replace("ı", "i"))
    return "".join(c for c in decomposed if not unicodedata.combining(c) and c not in "'’ʼ‘ʻ`ʹ")


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """A folded word as it sounds, so that spellings of one name meet: ``adzhubei``, ``adjubey`` → ``adjubi``."""
    for pattern, same in _SAME_SOUND:
        word = pattern.sub(same, word)
    return word


@lru_cache(maxsize=200_000)
def parse_name(form: str) -> PersonalName:
    """Take a name in either order apart; titles and ranks before or inside it are left out.

    ``Abrams, General Creighton W., Jr.`` → creighton w · abrams · jr; ``Sorensen, Theodore C. (“Ted”)`` has a nickname.
    """
    nicknames = tuple(folded(word) for found in _NICKNAME.findall(form) for word in _LETTERS.findall(found)[:1])
    first, *rest = _NICKNAME.sub(" ", form).split(",")
    suffix, given = "", []
    for part in rest:
        words = _parts(part)
        if len(words) == 1 and words[0] in _SUFFIXES:
            suffix = _SUFFIXES[words[0]]
        else:
            given += words
    words = _parts(first)
    if len(words) > 1 and words[-1] in _SUFFIXES:
        suffix = _SUFFIXES[words.pop()]
    if not given:
        cut = _start_of_surname(words)
        given, words = words[:cut], words[cut:]
    given = [word for word in given if word not in _TITLES or len(word) == 1]
    return PersonalName(tuple(given), tuple(words), suffix, nicknames)


def without_nicknames(form: str) -> str:
    """A form without the nickname it states: ``Sorensen, Theodore C. (“Ted”)`` → ``Sorensen, Theodore C.``."""
    return " ".join(_NICKNAME.sub(" ", form).split()).replace(" ,", ",")


def _parts(words: str) -> list[str]:
    return [folded(word) for word in _LETTERS.findall(words.translate(_NO_APOSTROPHES))]


_NO_APOSTROPHES = {ord(c): None for c in "'’ʼ‘ʻ`ʹ"}


def _start_of_surname(words: list[str]) -> int:
    """Where the surname begins in a name of natural order: at its last word, or at the particles before that."""
    cut = max(0, len(words) - 1)
    while cut > 1 and words[cut - 1] in _PARTICLES:
        cut -= 1
    return cut if cut != 1 or words[0] not in _PARTICLES else 0


def agreement(name: PersonalName, forms: Iterable[PersonalName]) -> Agreement:
    """The best agreement of a name's given names with those of the forms of one person; surnames are not compared."""
    forms = tuple(forms)
    name = _with_double_surname(name, forms)
    nicknames = {word for form in forms for word in form.nicknames}
    best = max((_agree(name, form, nicknames) for form in forms), default=Agreement.CONFLICT)
    if best is Agreement.UNSTATED and name.given and any(form.given for form in forms):
        return Agreement.CONFLICT  # a form without given names excuses nothing when another has them
    return best


def _with_double_surname(name: PersonalName, forms: Iterable[PersonalName]) -> PersonalName:
    """A name whose last two words are the surname of the forms: "Ormsby Gore" has no given name."""
    surname = (*name.given[-1:], *name.surname)
    if len(surname) > 1 and any(form.surname == surname for form in forms):
        return PersonalName(name.given[:-1], surname, name.suffix, name.nicknames)
    return name


def _agree(name: PersonalName, form: PersonalName, nicknames: set[str]) -> Agreement:
    if not name.given or not form.given:
        return Agreement.UNSTATED
    if name.suffix and form.suffix and name.suffix != form.suffix and {name.suffix, form.suffix} != {"jr", "ii"}:
        return Agreement.CONFLICT
    first = Agreement.NICKNAME if name.given[0] in nicknames else _same(name.given[0], form.given[0])
    if first is Agreement.CONFLICT:
        called = max((_same(name.given[0], other) for other in form.given[1:]), default=Agreement.CONFLICT)
        return Agreement.MIDDLE if called >= Agreement.NICKNAME else Agreement.CONFLICT
    second = [_same(*pair) for pair in zip(name.given[1:], form.given[1:], strict=False)]
    if Agreement.CONFLICT in second[:1]:
        return Agreement.CONFLICT
    return Agreement.EXACT if second and first >= Agreement.VARIANT else first


@lru_cache(maxsize=200_000)
def _same(a: str, b: str) -> Agreement:
    """How two given names agree."""
    if a == b:
        return Agreement.FULL if len(a) > 1 else Agreement.INITIAL
    if len(a) == 1 or len(b) == 1:
        return Agreement.INITIAL if a[0] == b[0] else Agreement.CONFLICT
    if sound(a) == sound(b) or _one_letter_apart(a, b):
        return Agreement.VARIANT
    if is_short_for(a, b) or is_short_for(b, a):
        return Agreement.NICKNAME
    return Agreement.CONFLICT


def is_short_for(short: str, name: str) -> bool:
    """Whether a folded word is a short form of a given name: ``bill`` of ``william``."""
    return name in _FORMAL.get(short, ())


def _one_letter_apart(a: str, b: str) -> bool:
    """Whether one letter changed, dropped or added turns one name into the other."""
    if min(len(a), len(b)) < _LONG_ENOUGH_TO_MISSPELL or abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[start + 1 :] == b[start + (len(a) == len(b)) :] or a[start:] == b[start + 1 :]
