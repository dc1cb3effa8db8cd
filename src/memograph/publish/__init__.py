"""The half that publishes: a release on disk becomes SPARQL, dereferenceable addresses, dumps and pages.

::

    Release ── store ──▶ rows, RDF ── pages | resource | sparql | dumps | health ──▶ app ──▶ server
                 │
               pool ──pipe──▶ worker (a process of its own: reads the store, can be ended at any time)

Never imports what extracts, nor spaCy, pySHACL or rdflib; and importing this package loads nothing, because every query
worker is a fresh interpreter that passes through here.
"""
