"""Geometry of drawings: where things go on a sheet whose corner is (0, 0) and whose y grows downwards, as SVG has it.

Pure functions of numbers. What draws with them are the templates in ``templates/drawings/``.
"""
