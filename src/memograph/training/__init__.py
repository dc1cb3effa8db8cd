"""Learning from gold documents: `memograph train`. Needs ``memograph[train]``; nothing at run time imports it."""
