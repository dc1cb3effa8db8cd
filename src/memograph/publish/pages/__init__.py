"""What pages show, as plain values for templates: things, documents, statements, lists, each claim with its words."""
