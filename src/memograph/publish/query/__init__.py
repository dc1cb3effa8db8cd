"""Ways to ask: ``/sparql``, ``/fragments``, and ``/cite`` for a result that others are to find again."""
