"""Keys of a terminal, one at a time and without Enter, for `session`; POSIX terminals, as all of memograph.

Click's ``getchar`` changes the terminal's mode for each key and throws away what was typed meanwhile, so that a fast
reader's keys are lost; here the mode holds for the session.
"""

from __future__ import annotations

import os
import select
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console

#: Seconds in which the rest of an escape sequence comes.
_REST = 0.05


class Keyboard:
    """The keys of a terminal; use it within `keyboard`.

    Args:
        handle: file descriptor of the terminal; `usual`: its mode before, for lines that are typed.
    """

    def __init__(self, handle: int, usual: list[Any], console: Console) -> None:
        self._handle, self._usual, self._console = handle, usual, console

    def key(self) -> str:
        """The next key; an empty string for an arrow and others that are no character.

        Raises:
            EOFError: the terminal is closed, or Ctrl-D.
            KeyboardInterrupt: Ctrl-C.
        """
        first = os.read(self._handle, 1)
        if first == b"\x03":
            raise KeyboardInterrupt
        if first in (b"", b"\x04"):
            raise EOFError
        if first == b"\x1b":
            self._skip_sequence()
        return first.decode("ascii") if b" " <= first <= b"~" else ""

    def _skip_sequence(self) -> None:
        """Read over the rest of an escape sequence: the "A" of an arrow's ESC [ A is no "a" (ECMA-48, section 5.4)."""
        while select.select([self._handle], [], [], _REST)[0]:
            read = os.read(self._handle, 1)
            if b"@" <= read <= b"~" and read not in b"[O":
                return

    def line(self, asked: str) -> str:
        """What is typed as an answer, up to Enter."""
        quick = termios.tcgetattr(self._handle)
        termios.tcsetattr(self._handle, termios.TCSADRAIN, self._usual)
        try:
            return self._console.input(asked, markup=False)
        finally:
            termios.tcsetattr(self._handle, termios.TCSADRAIN, quick)


@contextmanager
def keyboard(handle: int, console: Console) -> Iterator[Keyboard]:
    """Keys come at once and unseen within this block; the terminal is as before after it, whatever happens.

    Ctrl-C is a key like others: as a signal it could fall into the writing of a decision, or into a destructor, where
    Python drops it.
    """
    usual = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle, termios.TCSADRAIN)
        quick = termios.tcgetattr(handle)
        quick[6][termios.VINTR] = bytes([os.fpathconf(handle, "PC_VDISABLE")])
        termios.tcsetattr(handle, termios.TCSADRAIN, quick)
        yield Keyboard(handle, usual, console)
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, usual)
