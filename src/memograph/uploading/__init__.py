"""A release goes into an external triple store: ``memograph publish --to URL``. Above release.py, beside publish/.

``upload.py`` knows the order. ``addresses.py`` finds out where the store takes queries, updates and graphs,
``graph_store.py`` speaks HTTP with it, ``contents.py`` reads the release graph by graph, ``bookkeeping.py`` asks the
store what it holds and writes that down there, ``filling.py`` fills an empty store, ``staging.py`` lays beside a
release that is being read what the next one changes. ``queries/switch.ru`` is the one update that makes it current.
"""
