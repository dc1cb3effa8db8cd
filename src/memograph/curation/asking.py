"""What a plan says of one thing, and of one document: the questions by which a document may look into the decisions.

A document that asks through `Decided.noticing` is known to depend on those decisions alone (`memograph.asked`), so that
one more decision is applied to the documents that it is about and not to the whole series.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from memograph.asked import Noticing, question
from memograph.curation.decision import Decision
from memograph.curation.plan import Plan
from memograph.model import Literal, Ref


class Decided:
    """A plan, to be asked."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._concerned = plan, plan.concerned
        self._former: dict[Ref, list[Ref]] = defaultdict(list)
        for old, (survivor, _) in plan.merged.items():
            self._former[survivor].append(old)

    @question
    def about(self, ref: Ref) -> tuple[object, ...]:
        """All that decisions say of a thing, wherever it is named; the things merged into it are part of that."""
        plan = self._plan
        said = (plan.merged.get(ref), plan.withdrawn.get(ref), plan.renamed.get(ref), plan.matches.get(ref))
        return (*said, plan.labels.get(ref), tuple(self._former.get(ref, ())), ref in self._concerned)

    def noticed(self, end: Ref | Literal) -> None:
        """Ask about one end of a statement; no decision is about a literal."""
        if isinstance(end, Ref):
            self.about(end)

    @question
    def of_document(self, document: str) -> tuple[Decision, ...]:
        """What is decided about the words of the document of an id."""
        return self._plan.by_document.get(document, ())

    @question
    def places(self, document: str) -> tuple[str, ...]:
        """Where the decisions about the words of a document are written: ``curation/clark.csv:12``."""
        return tuple(str(decision.origin) for decision in self._plan.by_document.get(document, ()))

    def noticing(self) -> Plan:
        """The plan, of which only what it is asked for can be seen while an inquiry is open."""
        plan = self._plan
        return replace(
            plan,
            by_document=Noticing(plan.by_document, self.of_document),
            merged=Noticing(plan.merged, self.noticed),
            withdrawn=Noticing(plan.withdrawn, self.noticed),
            renamed=Noticing(plan.renamed, self.noticed),
            matches=Noticing(plan.matches, self.noticed),
            labels=Noticing(plan.labels, self.noticed),
        )
