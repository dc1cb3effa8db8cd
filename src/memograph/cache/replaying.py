"""Is a shard still right under another authority file, or after other decisions? Its questions are asked again.

What one document is told, the next that asks the same is told too: of a thousand documents nearly all questions are
known ones, and one costs a look into a dictionary.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from memograph.asked import Question, Reach, Told
from memograph.witnesses import Witnesses

#: Answers that are remembered: some hundred bytes each.
_REMEMBERED = 1 << 16
#: Entries and decisions that are named as a reason.
_NAMED = 3


class Replaying:
    """Asks what documents asked of what is known beforehand now. Loads the authority files, but no models."""

    def __init__(self, witnesses: Witnesses) -> None:
        self._answer = lru_cache(maxsize=_REMEMBERED)(witnesses.answer)

    def differences(self, reach: Reach) -> tuple[str, ...]:
        """Why a shard that asked this must be made again, in a few words; none where every answer is the same."""
        changed = [(question, then, now) for question, then, now in self._answers(reach) if now != then.digest]
        if not changed:
            return ()
        names = dict.fromkeys(name for question, then, _ in changed for name in self._named(question, then))
        listed = list(names)[:_NAMED] or [_words(question) for question, _, _ in changed[:_NAMED]]
        more = max(len(names), len(listed)) - len(listed)
        return (f"{', '.join(listed)}{f' and {more} more' if more else ''} changed",)

    def _answers(self, reach: Reach) -> Iterator[tuple[Question, Told, bytes | None]]:
        for question, then in reach.answers:
            yield question, then, self._told(question).digest

    def _told(self, question: Question) -> Told:
        try:
            return self._answer(question)
        except LookupError:  # nobody is asked this any more: the code has changed, and says so itself
            return Told(b"", {})

    def _named(self, question: Question, then: Told) -> Iterator[str]:
        """Entries and decisions that came, went, or say something else now."""
        now = self._told(question).things
        yield from (name for name in sorted({*then.things, *now}) if then.things.get(name) != now.get(name))


def _words(question: Question) -> str:
    """A question without any entry in its answer: the words that it was about."""
    plain = [str(each) for each in question.arguments if isinstance(each, str)]
    return f"“{plain[-1]}”" if plain else question.method
