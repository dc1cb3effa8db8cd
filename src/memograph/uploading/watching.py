"""Who is told how far an upload has come; the command line's terminal is one. Below all of this folder."""

from __future__ import annotations

from typing import Protocol


class Watcher(Protocol):
    """Told of stages, steps and what is not as it should be."""

    def stage(self, name: str, total: int | None) -> None:
        """A stage of `total` steps begins; None where nobody knows how many."""

    def step(self) -> None:
        """One step of the current stage is done."""

    def problem(self, message: str) -> None:
        """Something was not as it should be, in a sentence."""
