"""The names of a release in one file, so that a name is found among 100,000 things in a few milliseconds.

assembling.py has it written beside the store; publish/reconcile/ reads it. A query of the store would have to look at
every label for each name that is asked for. docs/decisions/0028-reconciliation-service.md says why it is SQLite.

`words` is what writer and reader share; `tables` the layout of the file; `things` reads the store; `properties` says
which properties a thing may be asked for; `writing` writes.
"""
