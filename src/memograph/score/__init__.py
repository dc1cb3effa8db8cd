"""Extraction against gold. Reads only annotations in the gold form (gold.py), so any program's can be measured.

figures.py: precision, recall, F1; mistakes.py: which kinds of error; reliability.py: whether confidence is earned.
"""

from memograph.score.figure import Figure
from memograph.score.figures import Figures, Measured, figures, read_folder, score
from memograph.score.matching import judged_relations

__all__ = ["Figure", "Figures", "Measured", "figures", "judged_relations", "read_folder", "score"]
