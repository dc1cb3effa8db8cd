"""Statements → quads, one named graph per document; `document` writes them, `known` loads what is known beforehand.

Comes after extract/state.py and before validation.py.
"""

from __future__ import annotations

from memograph.graph.document import document_graph, document_lines
from memograph.graph.known import authority_graph, ontology_graph, with_entries
from memograph.graph.terms import in_graph, nquads

__all__ = [
    "authority_graph",
    "document_graph",
    "document_lines",
    "in_graph",
    "nquads",
    "ontology_graph",
    "with_entries",
]
