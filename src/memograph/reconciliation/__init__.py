"""The client of the W3C Reconciliation Service API 0.2: other people's services are asked who our entries are.

Flow: entries of the authority files → `questions` → `asking` (which asks through `cache` and `transport`) → `answers`
→ `proposals`, a spreadsheet in which a historian decides. Nothing here touches an authority file or the graph. Used by
``memograph authority reconcile``; where nothing of a service can be trusted, everything that comes back is checked.
"""
