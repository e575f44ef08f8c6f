"""Turns: one request at a time for each host and each address, and the time between two.

All crawls of a process meet here, whatever site they are of. Those of other processes meet them in
files beside the database (``news.db.locks/.hosts`` and ``.addresses``), one for each host and each
address ever asked: who asks holds its lock, and leaves in it when it asked and how long to wait.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from time import monotonic
from typing import BinaryIO
from urllib.parse import urlsplit

from crawler.files.file_lock import folder_of_locks, try_lock

NEVER = float("-inf")
LOOK_AGAIN = 0.05
"""Seconds, half to one and a half of it, between two looks at a lock that another process has."""
HELD_AT_MOST = 180.0
"""Seconds after which nobody waits for a lock any more: no request takes as long, so the process
that has it was stopped (Ctrl-Z)."""
LONGEST_WAIT = 600.0
"""Seconds; nothing is waited for longer, so that a run still ends."""

Delay = Callable[[], float]
"""The least seconds between two requests, as they stand when it is called."""


def host_of(url: str) -> str:
    """The host whose turn an address takes, whatever its port: "www.contoh.id"."""
    return (urlsplit(url).hostname or "").rstrip(".")


@dataclass(slots=True)
class Clock:
    """When a host or an address was asked last, and the least seconds until the next time.

    Times are those of the monotonic clock, which all processes of a machine share.
    """

    asked_at: float = NEVER
    delay: float = 0.0
    not_before: float = NEVER

    def next_at(self, delay: float) -> float:
        """When a host may be asked by one who keeps ``delay`` seconds: the longer wait of both."""
        return max(self.asked_at + max(self.delay, delay), self.not_before)

    def next_of_many(self, delay: float) -> float:
        """When an address may be asked, which hosts can share: the shorter wait of both."""
        return self.asked_at + min(self.delay, delay)


class Turn:
    """The right to ask a host or an address, until it is ended."""

    def __init__(self, place: Server, file: BinaryIO | None):
        self.place = place
        self.file = file

    def asked(self, delay: float) -> None:
        """Note that it is asked now, by one who keeps ``delay`` seconds."""
        self.place.clock.asked_at, self.place.clock.delay = monotonic(), delay
        self._keep()

    def sent(self) -> None:
        """Note that the request goes out only now, once there is a connection."""
        self.place.clock.asked_at = monotonic()
        self._keep()

    def wait(self, seconds: float) -> None:
        """Note that it is not to be asked by anybody for some seconds from now."""
        clock = self.place.clock
        clock.not_before = max(clock.not_before, monotonic() + seconds)
        self._keep()

    def end(self) -> None:
        """Let the next one ask."""
        if self.file is not None:
            self.file.close()
        self.place.queue.release()

    def _keep(self) -> None:
        if self.file is None:
            return
        try:
            self.file.truncate(0)
            self.file.write(" ".join(map(repr, astuple(self.place.clock))).encode())
        except OSError:
            return  # a full disk: this process keeps its own clock, the others theirs


class Server:
    """A host or an address; ``path`` is the file by which processes share it, if any.

    Within a process it is first come, first served.
    """

    def __init__(self, path: Path | None = None):
        self.path = path
        self.queue = asyncio.Lock()
        self.clock = Clock()

    async def turn(self, time: Callable[[Clock], float]) -> Turn:
        """The next turn, once the time has come that ``time`` makes of the clock.

        The file is let go of while waiting, so that another process with less to wait for asks.
        """
        await self.queue.acquire()
        try:
            while True:
                file = await self._locked()
                seconds = time(self.clock) - monotonic()
                if seconds <= 0:
                    return Turn(self, file)
                if file is not None:
                    file.close()
                await asyncio.sleep(min(seconds, LONGEST_WAIT))
        except BaseException:
            self.queue.release()
            raise

    async def _locked(self) -> BinaryIO | None:
        """The file, locked and read; None where there is none to share, or locks don't work."""
        waited, left = 0.0, b""
        while self.path is not None and waited < HELD_AT_MOST:
            try:
                file = self.path.open("a+b", buffering=0)
            except OSError:
                return None
            try:
                is_ours = try_lock(file)
                file.seek(0)
                before, left = left, file.read(200)
            except OSError:
                file.close()
                return None
            if is_ours:
                self._take_over(left)
                return file
            file.close()
            pause = LOOK_AGAIN * random.uniform(0.5, 1.5)  # noqa: S311 not to fall into step
            waited = waited + pause if left == before else 0.0
            await asyncio.sleep(pause)
        return None

    def _take_over(self, left: bytes) -> None:
        """Set the clock by what another process left; what can't be is of before a restart."""
        try:
            clock = Clock(*map(float, left.split()))
        except (TypeError, ValueError):
            return
        now = monotonic()
        is_likely = clock.asked_at <= now and clock.not_before <= now + LONGEST_WAIT
        if is_likely and 0 <= clock.delay <= LONGEST_WAIT:
            self.clock = clock


class Turns:
    """The hosts and addresses that crawls ask; shared by files where ``folder`` exists."""

    def __init__(self, folder: Path | None = None):
        self.folder = folder
        self.places: dict[tuple[str, str], Server] = {}

    def place(self, kind: str, name: str) -> Server:
        """A host or an address (``kind`` is "hosts" or "addresses"), by its name."""
        if (kind, name) not in self.places:
            self.places[kind, name] = Server(self._path(kind, name))
        return self.places[kind, name]

    def _path(self, kind: str, name: str) -> Path | None:
        if self.folder is None or not self.folder.is_dir():
            return None
        folder = self.folder / f".{kind}"  # no site has such a name
        try:
            folder.mkdir(exist_ok=True)
        except OSError:
            return None
        return folder / f"{name}.clock"

    async def at(
        self, host: str, delay: Delay, address_of: Callable[[], Awaitable[str | None]]
    ) -> tuple[Turn, ...]:
        """A turn at a host and one at its address, where that is known; to be ended both.

        The host's comes first. Raises what ``address_of`` raises.
        """
        own = await self.place("hosts", host).turn(lambda clock: clock.next_at(delay()))
        taken = (own,)
        try:
            if address := await address_of():
                place = self.place("addresses", address)
                shared = await place.turn(lambda clock: clock.next_of_many(delay()))
                taken = (own, shared)
        except BaseException:
            own.end()
            raise
        for turn in taken:
            turn.asked(delay())
        return taken


@cache
def turns_of(database: str) -> Turns:
    """The turns of all crawls of this process into a database.

    Shared with other processes once a crawl has made the database's folder of locks.
    """
    return Turns(folder_of_locks(database))
