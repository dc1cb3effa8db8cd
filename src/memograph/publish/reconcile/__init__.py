"""``/reconcile``: the Reconciliation Service API 0.2 over the index of names that a release has beside its store."""
