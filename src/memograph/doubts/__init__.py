"""Which shapes might data break? SHACL → SPARQL, put to Oxigraph, so that pySHACL judges only where there is a doubt.

Before validation.py, beside reports.py; knows shapes and stores, neither verdicts nor documents. Each shape with a
target becomes a question (`questions`) made of its constraints (`constraints`) and of its own queries (`selects`).
A question errs on one side only: where it says no, pySHACL has nothing to report of that shape (decision 0040).
"""

from memograph.doubts.data import Background, Triples
from memograph.doubts.footprint import Footprint
from memograph.doubts.questions import Doubts
from memograph.doubts.values import Unclear

__all__ = ["Background", "Doubts", "Footprint", "Triples", "Unclear"]
