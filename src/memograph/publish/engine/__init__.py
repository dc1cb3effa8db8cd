"""Queries run here, in processes that can be ended: what goes to a worker, what a stranger may ask, what comes back.

::

    store.py ──▶ pool ──pipe (exchange)──▶ worker (confinement): policy, portraits, output
                  │                                              tokens, mistakes, digest
                  └─ spool: large results on disk

Knows nothing of HTTP. Importing this package loads nothing: every worker is a new interpreter that passes through here.
"""
