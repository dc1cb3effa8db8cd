"""A thing's addresses: ``/id``, ``/page``, ``/data``, the vocabulary, and all of them at an earlier time (Memento)."""
