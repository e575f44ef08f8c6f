"""Turns at a host and an address: one at a time, and not before the time."""

import asyncio
import fcntl
from pathlib import Path
from time import monotonic

import pytest

from crawler.fetching import turns
from crawler.fetching.turns import LONGEST_WAIT, Clock, Server, Turns, host_of


async def nowhere():
    return None


def at(address):
    async def known():
        return address

    return known


async def ask(whose, host, *, delay=0.0, address=nowhere, takes=0.0, log=None):
    """Ask a host once; when its turn began and ended."""
    taken = await whose.at(host, lambda: delay, address)
    began = monotonic()
    await asyncio.sleep(takes)
    for turn in taken:
        turn.end()
    if log is not None:
        log.append((host, began, monotonic()))
    return began, monotonic()


def smallest_gap(times):
    times = sorted(times)
    return min(after[0] - before[1] for before, after in zip(times, times[1:], strict=False))


def test_a_host_is_asked_by_one_at_a_time_and_in_order():
    async def run():
        whose, log = Turns(), []
        asked = [ask(whose, "a.id", takes=0.01, log=log) for _ in range(5)]
        times = await asyncio.gather(*asked)
        assert smallest_gap(times) >= 0
        assert [began for _, began, _ in log] == [began for began, _ in times]

    asyncio.run(run())


def test_hosts_wait_for_each_other_only_where_they_share_an_address():
    async def run(addresses):
        whose = Turns()
        asked = (
            ask(whose, f"{host}.id", takes=0.1, address=at(address))
            for host, address in enumerate(addresses)
        )
        return smallest_gap(await asyncio.gather(*asked))

    assert asyncio.run(run(["192.0.2.1", "192.0.2.1", "192.0.2.1"])) >= 0
    assert asyncio.run(run(["192.0.2.1", "192.0.2.2", "192.0.2.3"])) < 0
    assert asyncio.run(run([None, None])) < 0


@pytest.mark.parametrize(
    ("clock", "delay", "host_in", "address_in"),
    [
        (Clock(100, 1), 4, 4, 1),
        (Clock(100, 4), 1, 4, 1),
        (Clock(100, 1, not_before=130), 1, 30, 1),
        (Clock(100, 0), 0, 0, 0),
    ],
)
def test_a_host_keeps_the_longer_delay_and_an_address_the_shorter(
    clock, delay, host_in, address_in
):
    assert clock.next_at(delay) == 100 + host_in
    assert clock.next_of_many(delay) == 100 + address_in


def test_processes_share_a_host_by_its_file(tmp_path):
    async def run():
        ours, theirs = Turns(tmp_path), Turns(tmp_path)
        asked = [
            ask(whose, "a.id", delay=0.1, takes=0.05, address=at("192.0.2.1"))
            for whose in (ours, theirs, ours, theirs)
        ]
        times = sorted(await asyncio.gather(*asked))
        begins = [began for began, _ in times]
        assert smallest_gap(times) >= 0
        assert min(b - a for a, b in zip(begins, begins[1:], strict=False)) > 0.09

    asyncio.run(run())
    assert sorted(path.name for path in tmp_path.rglob("*.clock")) == [
        "192.0.2.1.clock",
        "a.id.clock",
    ]


def test_what_a_host_asked_of_one_process_the_other_keeps(tmp_path):
    async def run():
        (turn,) = await Turns(tmp_path).at("a.id", lambda: 0.0, nowhere)
        turn.wait(0.3)
        now = monotonic()
        turn.end()
        began, _ = await ask(Turns(tmp_path), "a.id")
        assert began - now >= 0.29

    asyncio.run(run())


@pytest.mark.parametrize(
    "left",
    [
        *(b"", b"\x00\xff", b"1 2", b"nan nan nan", b"a b c", b"1 2 3 4", b"9" * 5000),
        b"1e300 1 -inf",  # of before a restart
        b"1 1 1e300",
        b"1 1e300 -inf",
        b"1 -5 -inf",
    ],
)
def test_a_file_that_can_not_be_meant_holds_nobody_up(tmp_path, left):
    (tmp_path / ".hosts").mkdir()
    (tmp_path / ".hosts/a.id.clock").write_bytes(left)
    asyncio.run(asyncio.wait_for(ask(Turns(tmp_path), "a.id", delay=0.01), 5))


@pytest.mark.parametrize("host", ["..", "a/b", "x" * 300, ""])
def test_a_host_that_can_have_no_file_is_asked_all_the_same(tmp_path, host):
    asyncio.run(asyncio.wait_for(ask(Turns(tmp_path), host), 5))
    assert not [path for path in tmp_path.parent.glob("*.clock") if path.is_file()]


def test_without_a_folder_of_locks_none_is_made(tmp_path):
    asyncio.run(ask(Turns(tmp_path / "news.db.locks"), "a.id"))
    assert not list(tmp_path.iterdir())


def test_a_process_that_was_stopped_is_not_waited_for_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(turns, "HELD_AT_MOST", 0.3)
    place = Server(tmp_path / "a.id.clock")
    with place.path.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        turn = asyncio.run(asyncio.wait_for(place.turn(lambda clock: clock.next_at(0)), 5))
    turn.end()


def test_a_wait_that_is_given_up_leaves_the_turn_to_others(tmp_path):
    async def run():
        whose = Turns(tmp_path)
        await ask(whose, "a.id", delay=60)
        waiting = asyncio.ensure_future(ask(whose, "a.id", delay=60))
        await asyncio.sleep(0.05)
        waiting.cancel()
        await asyncio.wait([waiting])
        place = whose.place("hosts", "a.id")
        assert not place.queue.locked()
        place.clock = Clock()
        Path(place.path).unlink()
        await ask(whose, "a.id")

    asyncio.run(asyncio.wait_for(run(), 5))


def test_an_address_that_can_not_be_had_ends_the_turn(tmp_path):
    async def fails():
        raise LookupError

    async def run():
        whose = Turns(tmp_path)
        with pytest.raises(LookupError):
            await whose.at("a.id", lambda: 0.0, fails)
        await ask(whose, "a.id")

    asyncio.run(asyncio.wait_for(run(), 5))


def test_the_host_of_an_address():
    assert {host_of(url) for url in ("https://A.id:8443/x", "http://a.id./", "https://a.id")} == {
        "a.id"
    }
    assert LONGEST_WAIT == 600
