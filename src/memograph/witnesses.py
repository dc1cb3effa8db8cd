"""All that is known beforehand, to be asked again what a document asked: authority, decisions, types of things.

Made from the configuration like a worker (shards.py), but without models: the cache lets it answer the questions that a
cached shard rests on, and finds out in a few milliseconds whether a second of annotating can be saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS

from memograph import doubts, vocabularies
from memograph.asked import Inquiry, Question, Told, question, refusal, told
from memograph.authority.index import Authority, known_beforehand, turtle_files
from memograph.config import Config
from memograph.curation.asking import Decided
from memograph.curation.authority import curate_authority
from memograph.curation.plan import Plan
from memograph.errors import AuthorityError
from memograph.extract.linking.offices import Offices
from memograph.extract.linking.roles import RoleFinder
from memograph.extract.surfaces import Surfaces
from memograph.graph import authority_graph
from memograph.namespaces import Site


class Background:
    """What every document may refer to: the types of things of the ontology and the authority file, after decisions."""

    def __init__(self, config: Config, plan: Plan) -> None:
        site, files = Site(config.site.base), turtle_files(config.paths.authority)
        if plan.merged or plan.withdrawn or plan.renamed or plan.matches:
            known = curate_authority(authority_graph(files, site), plan, site)
        else:  # no decision changes it, and two of its forty properties are all that is asked for here
            known = authority_graph(files, site, (str(RDF.type), str(RDFS.subClassOf)))
        self.graph: Graph = vocabularies.terms(config.paths, site) + known
        #: What SHACL needs of it.
        self.known = doubts.Background(self.graph)

    @question
    def types(self, iri: str) -> frozenset[str]:
        """The classes of a thing."""
        return frozenset(str(each) for each in self.graph.objects(URIRef(iri), RDF.type))

    @question
    def order(self) -> frozenset[tuple[str, str]]:
        """Which classes are below which others."""
        return frozenset((str(below), str(above)) for below, above in self.graph.subject_objects(RDFS.subClassOf))

    def looked_at(self, data: doubts.Triples) -> None:
        """Note what SHACL learns here when it checks a document: the types of what it does not type itself."""
        self.order()
        for node in sorted(data.untyped):
            if node.startswith(b"<"):
                self.types(node[1:-1].decode())


class Witnesses:
    """Everything of which a document may ask."""

    def __init__(self, config: Config, plan: Plan, authority: Authority | None = None) -> None:
        self.authority = known_beforehand(config) if authority is None else authority
        self._config, self._plan, self.decided = config, plan, Decided(plan)
        self._surfaces, self._roles = Surfaces(self.authority), RoleFinder(self.authority)

    @cached_property
    def background(self) -> Background:
        """What documents refer to, as triples; made when somebody asks for it."""
        return Background(self._config, self._plan)

    @cached_property
    def _each(self) -> Mapping[str, object]:
        here = (self.authority, self.authority.directory, self._surfaces, self._roles, Offices(self.authority))
        return {type(witness).__name__: witness for witness in (*here, self.decided, self.background)}

    def close(self, found: Inquiry) -> None:
        """Note the forms that a text of the words looked through can hold; once, before its answers are taken."""
        words = frozenset(found.words)
        self._surfaces.made_of(words)
        self._roles.made_of(words)

    def answer(self, asked: Question) -> Told:
        """What a question is told now.

        Raises:
            LookupError: nobody is asked this any more; the code that asked has changed.
        """
        name, _, method = asked.method.partition(".")
        try:
            ask = getattr(self._each[name], method)
        except (KeyError, AttributeError) as error:
            raise LookupError(asked.method) from error
        try:
            return told(ask(*asked.arguments))
        except (KeyError, ValueError, AuthorityError) as error:
            return told(refusal(error))
