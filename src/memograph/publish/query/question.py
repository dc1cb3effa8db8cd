"""A query as it was asked: its text, its dataset, and the address that asks it. For sparql.py and citation.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from memograph.publish.engine.exchange import Task


@dataclass(frozen=True, slots=True)
class Question:
    """A query and the dataset that the request names (SPARQL 1.1 Protocol, section 2.1.4); None where it names none."""

    query: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None

    @classmethod
    def of(cls, parameters: Mapping[str, Sequence[str]]) -> Question:
        """From the parameters of a request, of which ``query`` is one."""
        graphs = (
            tuple(parameters[f"{kind}-graph-uri"]) if f"{kind}-graph-uri" in parameters else None for kind in _KINDS
        )
        return cls(parameters["query"][0], *graphs)

    def task(self, base: str, formats: dict[str, str], cut: bool = False) -> Task:
        """For a worker, as a stranger's query.

        Args:
            base: of the site.
            formats, cut: see `Task`.
        """
        default, named = (
            None if graphs is None else list(graphs) for graphs in (self.default_graphs, self.named_graphs)
        )
        return Task(self.query, base, formats, stranger=True, default_graphs=default, named_graphs=named, cut=cut)

    def address(self, root: str, **more: str) -> str:
        """The address that asks it.

        Args:
            root: of the endpoint, or of what understands the same parameters.
            more: further parameters.
        """
        graphs = zip(_KINDS, (self.default_graphs, self.named_graphs), strict=True)
        pairs = [("query", self.query), *((f"{k}-graph-uri", iri) for k, iris in graphs for iri in iris or ())]
        return f"{root}?{urlencode([*pairs, *more.items()], quote_via=quote, safe='')}"


_KINDS = ("default", "named")
