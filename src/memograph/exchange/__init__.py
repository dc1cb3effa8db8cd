"""Annotations go elsewhere, and come back: a release in the formats of other tools, corrections in them as decisions.

`memograph export` writes (formats.py and a module per format); `memograph import` reads what was corrected and compares
it with the release (importing.py). Both open a release on disk and read it document by document (released.py).
"""
