"""memograph: diplomatic documents in, a validated and citable graph out.

The flow, one module or package per step (docs/house.md walks through it)::

    read → extract → graph → validation → release → publish
                 (build.py knows the order; cli/ the verbs)
"""

from importlib.metadata import version

__version__ = version("memograph")
