"""The second wall alone: what a confined process cannot do, whatever a query asks. Real processes, real sockets."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest

from memograph.publish.engine import confinement
from memograph.release import Release
from tests.publish_sample import SITE, Listener

QUERY = """
import sys
from pathlib import Path
import pyoxigraph as ox
from memograph.publish.engine.confinement import confine

store = ox.Store.read_only(sys.argv[1])
confine(Path(sys.argv[1]), 2**28)
try:
    print(len(list(store.query(sys.argv[2]))))
except OSError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("SERVICE <{url}> {{ ?s ?p ?o }}", "Permission denied"),
        ("SERVICE SILENT <{url}> {{ ?s ?p ?o }}", "1\n"),
        ("SERVICE <http://no.such.host.test/> {{ ?s ?p ?o }}", "failed to lookup address"),
        ("GRAPH <graph/authority> {{ <id/person/gromyko-andrei> a ?class }}", "1\n"),
    ],
)
def test_a_query_without_any_policy(release: Release, listener: Listener, pattern: str, said: str) -> None:
    query = f"BASE <{SITE.base}> SELECT * {{ {pattern.format(url=listener.url)} }}"
    command = [sys.executable, "-c", QUERY, str(release.store), query]
    run = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    assert said in run.stdout
    assert not listener.connected()


def test_the_listener_would_notice(listener: Listener) -> None:
    """The same query in a free process does connect; the listener then hangs up, which the engine reports."""

    def hang_up() -> None:
        listener.socket.setblocking(True)
        listener.socket.accept()[0].close()
        seen.set()

    seen = threading.Event()
    thread = threading.Thread(target=hang_up)
    thread.start()
    result = ox.Store().query(f"SELECT * {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}")
    assert isinstance(result, ox.QuerySolutions)
    with pytest.raises(OSError):
        list(result)
    thread.join()
    assert seen.is_set()


ATTEMPTS = """
import json, os, socket, subprocess, sys, threading
from pathlib import Path
from memograph.publish.engine.confinement import confine

folder, outside = Path(sys.argv[1]), sys.argv[2]
given = socket.socketpair()
confine(folder, 2**28)


def thread():
    found = []
    worker = threading.Thread(target=lambda: found.append(attempt(lambda: socket.socket())))
    worker.start()
    worker.join()
    return found[0]


def attempt(action):
    try:
        action()
    except OSError as error:
        return error.strerror
    return "done"


print(json.dumps({
    "tcp": attempt(lambda: socket.socket()),
    "udp": attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)),
    "unix": attempt(lambda: socket.socket(socket.AF_UNIX)),
    "pair": attempt(lambda: socket.socketpair()),
    "thread": thread(),
    "program": attempt(lambda: os.execv("/bin/true", ["true"])),
    "write": attempt(lambda: os.open(outside, os.O_WRONLY)),
    "create": attempt(lambda: os.open(folder / "new", os.O_WRONLY | os.O_CREAT)),
    "append": attempt(lambda: os.open(folder / "inside", os.O_RDWR | os.O_APPEND)),
    "outside": attempt(lambda: os.open(outside, os.O_RDONLY)),
    "unlink": attempt(lambda: os.unlink(folder / "inside")),
    "rename": attempt(lambda: os.rename(folder / "inside", folder / "other")),
    "inside": attempt(lambda: os.open(folder / "inside", os.O_RDONLY)),
    "list": attempt(lambda: os.listdir(folder)),
    "pipe": attempt(lambda: given[0].send(b"x")),
}))
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What became of each attempt of a confined process."""
    folder = tmp_path_factory.mktemp("confined")
    (folder / "store").mkdir()
    (folder / "store" / "inside").write_text("x")
    (folder / "outside").write_text("x")
    command = [sys.executable, "-c", ATTEMPTS, str(folder / "store"), str(folder / "outside")]
    run = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    found: dict[str, str] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize("what", ["tcp", "udp", "unix", "pair", "thread", "program", "write", "create", "append"])
def test_refused_by_the_filter(outcome: dict[str, str], what: str) -> None:
    assert outcome[what] == "Permission denied"


@pytest.mark.skipif(confinement.landlock_version() == 0, reason="this kernel has no Landlock")
@pytest.mark.parametrize("what", ["outside", "unlink", "rename"])
def test_refused_by_landlock(outcome: dict[str, str], what: str) -> None:
    assert outcome[what] == "Permission denied"


@pytest.mark.parametrize("what", ["inside", "list", "pipe"])
def test_still_possible(outcome: dict[str, str], what: str) -> None:
    assert outcome[what] == "done"


def test_memory_is_capped(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from memograph.publish.engine.confinement import confine\n"
        "confine(Path(sys.argv[1]), 2**26)\n"
        "bytearray(2**25); print('small')\n"
        "try: bytearray(2**27)\n"
        "except MemoryError: print('large')\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    assert run.stdout.split() == ["small", "large"]


def test_an_unknown_machine_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "pdp11")
    with pytest.raises(OSError, match="pdp11"):
        confinement._filter_system_calls()


def test_the_numbers_are_those_of_this_machine() -> None:
    """A wrong number in the table would refuse some other call: compare with what the C library calls."""
    machine = confinement._MACHINES[platform.machine()]
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    domain = libc.syscall(machine.refused[0], 1, 1, 0)  # socket(AF_UNIX, SOCK_STREAM, 0)
    assert domain >= 0
    os.close(domain)
    assert libc.syscall(machine.seccomp, 2, 0, None) == -1  # SECCOMP_GET_ACTION_AVAIL with a bad pointer
    assert ctypes.get_errno() == 14


ONE_PORT = """
import encodings.idna, json, os, socket, sys  # what looks up a name reads no module any more
from memograph.publish.engine.confinement import confine

port, other, outside = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
confine(port, 2**28)


def attempt(action):
    try:
        action()
    except OSError as error:
        return error.strerror
    return "done"


print(json.dumps({
    "connect": attempt(lambda: socket.create_connection(("127.0.0.1", port), 5)),
    "by name": attempt(lambda: socket.create_connection(("localhost", port), 5)),
    "other port": attempt(lambda: socket.create_connection(("127.0.0.1", other), 5)),
    "listen": attempt(lambda: socket.socket().bind(("127.0.0.1", 0))),
    "unix": attempt(lambda: socket.socket(socket.AF_UNIX)),
    "netlink": attempt(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)),
    "pair": attempt(lambda: socket.socketpair()),
    "program": attempt(lambda: os.execv("/bin/true", ["true"])),
    "write": attempt(lambda: os.open(outside, os.O_WRONLY)),
    "outside": attempt(lambda: os.open(outside, os.O_RDONLY)),
}))
"""


def test_a_worker_for_a_store_elsewhere_has_one_way_out(listener: Listener, tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("x")
    other = Listener()
    ports = [str(each.socket.getsockname()[1]) for each in (listener, other)]
    command = [sys.executable, "-c", ONE_PORT, *ports, str(tmp_path / "outside")]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    found = json.loads(run.stdout)
    version = confinement.landlock_version()
    refused = ["unix", "netlink", "pair", "program", "write"]
    refused += ["outside"] if version > 0 else []
    refused += ["other port", "listen"] if version >= confinement._NETWORK_VERSION else []
    assert {what: found[what] for what in refused} == dict.fromkeys(refused, "Permission denied")
    assert (found["connect"], found["by name"]) == ("done", "done")
    assert listener.connected()
    assert not (version >= confinement._NETWORK_VERSION and other.connected())
    other.socket.close()
