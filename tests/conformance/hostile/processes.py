"""What the processes of a server have in memory and in files, from /proc."""

from __future__ import annotations

from pathlib import Path

from tests.publish_sample import Server, children


def workers(server: Server) -> dict[int, int]:
    """MiB that each query worker has in memory, by process."""
    return {pid: size for pid, (kind, size) in processes(server).items() if kind == "worker"}


def memory(server: Server) -> dict[str, int]:
    """MiB of the largest query worker (``worker``) and of the largest of the other processes (``web``)."""
    found: dict[str, int] = {}
    for kind, size in processes(server).values():
        found[kind] = max(size, found.get(kind, 0))
    return found


def processes(server: Server) -> dict[int, tuple[str, int]]:
    """Kind and MiB of each process below the server's first one."""
    found = {}
    for pid in children(server.process.pid):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_text()
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:  # it has just ended
            continue
        if "VmRSS:" in status:
            kind = "worker" if "memograph.publish.engine.worker" in command else "web"
            found[pid] = (kind, int(status.split("VmRSS:")[1].split()[0]) // 1024)
    return found


def nameless_files(server: Server) -> list[str]:
    """Files without a name, larger than 1 MiB, that the web processes hold open."""
    found = []
    for pid, (kind, _) in processes(server).items():
        descriptors = Path(f"/proc/{pid}/fd").iterdir() if kind == "web" else ()
        for descriptor in descriptors:
            try:
                target, size = str(descriptor.readlink()), descriptor.stat().st_size
            except OSError:
                continue
            if target.endswith("(deleted)") and size > 2**20:
                found.append(target)
    return found
