"""Document → AnnotatedDocument: header facts, mentions, links, relations, statements."""
