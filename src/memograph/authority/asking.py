"""Questions that a person asks of what is known beforehand: who held a post on a day, and who bears a name.

For the command line; linking asks `index` and `directory` themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import process

from memograph.authority.directory import KnownPerson
from memograph.authority.entries import PersonEntry, PostEntry, Tenure
from memograph.authority.index import Authority
from memograph.authority.keys import role_key
from memograph.dates import bounds
from memograph.errors import AuthorityError
from memograph.model import EntityType
from memograph.personal_names import Agreement, agreement, parse_name

#: Posts named where none is called as asked, and how like they must be, 0 to 100.
_LIKE, _AS_LIKE = 5, 60


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody in a post; `certain` is False on the days on which somebody else may have held it."""

    person: PersonEntry
    post: PostEntry
    tenure: Tenure
    certain: bool


def posts_called(authority: Authority, words: str) -> tuple[PostEntry, ...]:
    """Posts with this label, title or role name; case, a leading article and full stops do not count.

    Raises:
        AuthorityError: none is called so; the message names those that are most like it.
    """
    posts = {post.slug: post for post in (*authority.directory.posts(), *authority.posts)}
    wanted = role_key(words)
    called = {slug: [role_key(name) for name in _names(post)] for slug, post in sorted(posts.items())}
    exactly = [posts[slug] for slug in called if role_key(posts[slug].label) == wanted]
    found = exactly or [posts[slug] for slug, names in called.items() if wanted in names or words == slug]
    if not found:
        labels = sorted({post.label for post in posts.values()})
        like = [label for label, _, _ in process.extract(words, labels, limit=_LIKE, score_cutoff=_AS_LIKE)]
        near = f"; like it are: {', '.join(like)}" if like else ""
        raise AuthorityError(f"no post is called “{words}” among {len(posts)}{near}")
    return tuple(found)


def holdings(authority: Authority, post: PostEntry, period: str) -> Iterator[Holding]:
    """Who may have held a post in an EDTF period, the earliest first; what Turtle files say, then imports.

    Raises:
        ValueError: `period` is not EDTF.
    """
    first, last = bounds(period)
    for tenure in authority.held(post.slug, period):
        person = authority.entry(EntityType.PERSON, tenure.holder)
        certain = first != last or tenure.certain_days[0] <= first < tenure.certain_days[1]
        if isinstance(person, PersonEntry):
            yield Holding(person, post, tenure, certain)


def people_called(authority: Authority, name: str) -> list[KnownPerson]:
    """Everyone whom a name, or the slug of a person, may mean, those whose given names agree best first."""
    if (known := authority.directory.person(name)) is not None:
        return [known]
    parsed = parse_name(name)
    found = [(agreement(parsed, person.names), person) for person in authority.directory.bearers(parsed)]
    fitting = [pair for pair in found if pair[0] is not Agreement.CONFLICT]
    ranked = sorted(fitting, key=lambda p: (-p[0], not p[1].curated, -len(p[1].volumes), p[1].entry.slug))
    return [person for _, person in ranked]


def _names(post: PostEntry) -> Iterator[str]:
    yield from (post.label, *post.titles, *post.role_names)
