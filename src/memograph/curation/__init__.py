"""What historians decided, kept under version control: `Decision`s from ``corpus/curation`` and what they do.

Beside extraction, which knows nothing of it: a build applies decisions to what was extracted, document by document.
"""
