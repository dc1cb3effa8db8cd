"""The half that publishes: a release on disk becomes SPARQL, dereferenceable addresses, dumps and pages.

::

    Release ── releases ── store ──▶ engine: pool ──pipe──▶ worker (a process of its own, can be ended at any time)
                  │
                  ▼
    http (what all answers share) ──▶ linked_data ◀── pages
                                      query: /sparql, /fragments, /cite       ──▶ app ──▶ serving (gunicorn)
                                      catalog: dumps, OpenAPI, sitemap
                                      operation: health, metrics, budgets

Each room imports from those below it only (pyproject.toml, "Rooms of publish"). Never imports what extracts, nor spaCy,
pySHACL or rdflib; and importing this package loads nothing, because every query worker passes through here.
``queries/`` has the stored SPARQL, ``templates/`` and ``static/`` the pages, ``api/`` the OpenAPI document.
"""
