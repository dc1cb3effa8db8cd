"""Memory of the server's processes, as the kernel has it, for metrics.py. Linux."""

from __future__ import annotations

import os
import resource
from collections import Counter, defaultdict
from pathlib import Path

_WORKER = b"memograph.publish.engine.worker"


def memory_by_role() -> dict[str, tuple[int, int]]:
    """Processes of this server by role (``web``, ``query``, and ``server``, which started the others).

    Returns:
        role → (number of processes, bytes of resident memory; what processes share counts for each of them).
    """
    number, memory = Counter[str](), Counter[str]()
    server = os.getppid()
    for pid in _below(server, _children()):
        role = "query" if _WORKER in _read(pid, "cmdline") else "web"
        number[role] += 1
        memory[role] += _resident(pid)
    number["server"], memory["server"] = 1, _resident(server)
    return {role: (number[role], memory[role]) for role in sorted(number)}


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            fields = _read(int(folder.name), "stat").rpartition(b")")[2].split()
            if len(fields) > 1:
                found[int(fields[1])].append(int(folder.name))
    return found


def _below(pid: int, children: dict[int, list[int]]) -> list[int]:
    return [each for child in children[pid] for each in (child, *_below(child, children))]


def _resident(pid: int) -> int:
    fields = _read(pid, "statm").split()
    return int(fields[1]) * resource.getpagesize() if len(fields) > 1 else 0


def _read(pid: int, name: str) -> bytes:
    """A file of a process; empty where the process has ended."""
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""
