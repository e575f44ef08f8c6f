"""On which TCP ports a process listens, by what Linux tells of it."""

import os
from contextlib import suppress
from pathlib import Path

import pytest

NET = Path("/proc/self/net")
LISTENING = "0A"
"""The state of a socket that waits for others, in the fourth column of /proc/net/tcp."""


def listening(process: int) -> set[int]:
    """The ports on which a process of this machine listens, on any of its addresses.

    Skips the test where the system has no /proc, as macOS has none. A process that has ended
    listens on none.
    """
    if not (NET / "tcp").exists():
        pytest.skip("which ports a process listens on is told by Linux alone (/proc/net/tcp)")
    ports = {}
    for table in ("tcp", "tcp6"):
        if (NET / table).exists():
            for line in (NET / table).read_text().splitlines()[1:]:
                cells = line.split()
                if cells[3] == LISTENING:
                    ports[f"socket:[{cells[9]}]"] = int(cells[1].rpartition(":")[2], 16)
    return {ports[held] for held in _held(process) if held in ports}


def _held(process: int) -> list[str]:
    """What a process holds open: "socket:[4026]", paths of files."""
    held = []
    with suppress(FileNotFoundError, ProcessLookupError):  # it has ended
        for number in os.listdir(f"/proc/{process}/fd"):
            with suppress(FileNotFoundError):  # closed meanwhile
                held.append(os.readlink(f"/proc/{process}/fd/{number}"))
    return held
