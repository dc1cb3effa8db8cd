"""Takes from a query worker what no query needs: the network, other programs, and all files but those of the store.

A worker that asks a store elsewhere keeps one way out: connections to that port, and what finds the address of a host.

Called by worker.py before it reads a task. Linux only; docs/endpoint.md says what each part does. Numbers are those of
the kernel's headers: linux/seccomp.h, linux/filter.h, linux/audit.h, linux/landlock.h, asm/unistd.h.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import socket
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)

_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_SET_MODE_FILTER, _SECCOMP_FILTER_FLAG_TSYNC = 1, 1
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EACCES
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass(frozen=True, slots=True)
class _Machine:
    """System calls by number: `refused` ones, and opening calls with the position of their flags.

    Refused are socket, socketpair, io_uring_setup (its queue could open sockets), execve, execveat, ptrace, openat2;
    the first of them is `socket`, which may be allowed for the internet.
    """

    audit: int
    seccomp: int
    refused: tuple[int, ...]
    opening: tuple[tuple[int, int], ...]


_MACHINES = {
    "x86_64": _Machine(0xC000003E, 317, (41, 53, 425, 59, 322, 101, 437, 85), ((257, 2), (2, 1))),
    "aarch64": _Machine(0xC00000B7, 277, (198, 199, 425, 221, 281, 117, 437), ((56, 2),)),
}

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_VERSION, _LANDLOCK_PATH_BENEATH = 1, 1
_READ_FILE, _READ_DIRECTORY = 1 << 2, 1 << 3

#: Since version 4: a port as the thing that a rule is about, and the rights over ports.
_NETWORK_VERSION, _LANDLOCK_PORT, _BIND, _CONNECT = 4, 2, 1 << 0, 1 << 1

#: Rights over files that version 1 of Landlock knows: all that can be done to a path.
_ALL_FILE_RIGHTS = (1 << 13) - 1

#: What the C library reads to find the address of a host (resolv.conf(5), nsswitch.conf(5)), and where its parts are.
_RESOLVER = ("resolv.conf", "hosts", "host.conf", "nsswitch.conf", "gai.conf", "services")
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64")
_DNS = 53


def confine(need: Path | int, memory: int) -> None:
    """Confine this process, all its threads included, for good.

    Args:
        need: the one directory whose files may still be read; or the TCP port that may still be connected to.
        memory: bytes by which the address space may grow.

    Raises:
        OSError: the system cannot do it; then no query may run here.
    """
    _silence()
    _limit_memory(memory)
    _call("prctl", _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    if landlock_version() > 0:
        _restrict(need)
    _filter_system_calls(internet=isinstance(need, int))


def landlock_version() -> int:
    """Version of Landlock that the kernel has, 0 where it has none."""
    return max(0, int(_libc.syscall(_LANDLOCK_CREATE, None, 0, _LANDLOCK_VERSION)))


def _silence() -> None:
    """Send stderr nowhere: the allocator's last words would land in the server's log."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stderr.fileno())
    os.close(nowhere)


def _limit_memory(memory: int) -> None:
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + memory, size + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _restrict(need: Path | int) -> None:
    """Landlock: nothing can be done to any path any more, but to read what is needed; nor to ports, but to connect."""
    ports = isinstance(need, int) and landlock_version() >= _NETWORK_VERSION
    attribute = struct.pack("=QQ", _ALL_FILE_RIGHTS, _BIND | _CONNECT if ports else 0)[: None if ports else 8]
    rules = _call("landlock", _libc.syscall(_LANDLOCK_CREATE, attribute, len(attribute), 0))
    try:
        for path in [need] if isinstance(need, Path) else _resolving():
            _allow_reading(rules, path)
        for port in (need, _DNS) if ports else ():
            allowed = struct.pack("=QQ", _CONNECT, port)
            _call("landlock", _libc.syscall(_LANDLOCK_ADD, rules, _LANDLOCK_PORT, allowed, 0))
        _call("landlock", _libc.syscall(_LANDLOCK_RESTRICT, rules, 0))
    finally:
        os.close(rules)


def _resolving() -> Iterator[Path]:
    """Files and folders that finding the address of a host may need, as far as there are such."""
    paths = (*(Path("/etc", name) for name in _RESOLVER), *map(Path, _LIBRARIES))
    return (path for path in paths if path.exists())


def _allow_reading(rules: int, path: Path) -> None:
    rights = _READ_FILE | _READ_DIRECTORY if path.is_dir() else _READ_FILE
    opened = os.open(path, os.O_PATH)
    try:
        beneath = struct.pack("=Qi", rights, opened)
        _call("landlock", _libc.syscall(_LANDLOCK_ADD, rules, _LANDLOCK_PATH_BENEATH, beneath, 0))
    finally:
        os.close(opened)


def _filter_system_calls(internet: bool = False) -> None:
    """seccomp: the refused calls fail with EACCES, as does opening a file in any way but for reading.

    Args:
        internet: whether sockets of the internet's two families can be made.
    """
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        raise OSError(errno.ENOSYS, f"query workers cannot be confined on {platform.machine()}")
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in _program(machine, internet))
    instructions = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(instructions))
    flags = _SECCOMP_FILTER_FLAG_TSYNC
    _call("seccomp", _libc.syscall(machine.seccomp, _SECCOMP_SET_MODE_FILTER, flags, program))


def _program(machine: _Machine, internet: bool) -> list[tuple[int, int, int, int]]:
    """Instructions (code, jump if true, jump if false, operand) over ``struct seccomp_data``."""
    refuse = (_RETURN, 0, 0, _REFUSE)
    program = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, machine.audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 0, 1, 0x40000000),  # the x32 numbering of the same calls
        refuse,
    ]
    if internet:
        families = [(_EQUAL, 2, 0, socket.AF_INET), (_EQUAL, 1, 0, socket.AF_INET6)]
        program += [(_EQUAL, 0, 5, machine.refused[0]), (_LOAD, 0, 0, 16), *families, refuse, (_RETURN, 0, 0, _ALLOW)]
    for number in machine.refused:
        program += [(_EQUAL, 0, 1, number), refuse]
    for number, flags in machine.opening:
        low_word = 16 + 8 * flags
        allow = (_RETURN, 0, 0, _ALLOW)
        program += [(_EQUAL, 0, 4, number), (_LOAD, 0, 0, low_word), (_ANY_BIT, 0, 1, _WRITING), refuse, allow]
    return [*program, (_RETURN, 0, 0, _ALLOW)]


def _call(what: str, result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return int(result)
