"""``python -m memograph.cli``: the same as the installed command ``memograph``."""

from __future__ import annotations

from memograph.cli import main

if __name__ == "__main__":
    main()
