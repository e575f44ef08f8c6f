"""Every row of docs/performance.md can still be measured; a sliver of each is run here."""

import asyncio
import os
import re
import time
from importlib import import_module
from unittest.mock import Mock

import pytest

from benchmarks import crawls, fuzz, measure, performance_page, virtual_time
from benchmarks.__main__ import ROWS
from benchmarks.accuracy import f1
from benchmarks.measure import Effort, Ran, in_turns, ratio, run
from benchmarks.row import at_least, at_most, not_measured
from tests.support.checkout import ROOT
from tests.support.warm import begun

SLIVER = Effort(scale=0.001, rounds=1)


def run_forked(*command, folder=ROOT, watch=None, wanted=0):
    """``benchmarks.measure.run`` without the seconds that programs take to start."""
    began = time.perf_counter()
    told = {name: value for name, value in os.environ.items() if "SCRAPY_" not in name}
    process = begun(["python", *command], cwd=folder, env=told)
    if watch:
        watch(process.pid)
    printed, said = process.communicate()
    assert process.returncode == wanted, said
    taken = time.perf_counter() - began
    return Ran(taken, taken, 0, printed, said)


@pytest.mark.parametrize("name", ROWS)
def test_a_row_can_be_measured(name, monkeypatch):
    module = import_module(f"benchmarks.rows.{name}")
    for each in (crawls, module):
        if hasattr(each, "run"):
            monkeypatch.setattr(each, "run", run_forked)
    monkeypatch.setattr(measure, "gc", Mock())  # all other tests' objects are no concern of these
    rows = list(module.rows(SLIVER))
    assert rows
    for row in rows:
        assert row.what
        assert row.baseline
        assert re.match(r"-?[0-9]|not measured: \w+", row.reached)


def test_every_module_of_rows_is_measured():
    modules = {file.stem for file in (ROOT / "benchmarks/rows").glob("*.py")} - {"__init__"}
    assert modules == set(ROWS)


def test_a_program_is_measured():
    ran = run("-c", "import sys; print(len(bytes(50_000_000))); sys.exit('salah')", wanted=1)
    assert (ran.stdout, ran.stderr) == ("50000000\n", "salah\n")
    assert ran.peak > 50_000_000
    assert 0 < ran.cpu < ran.wall + 0.05
    with pytest.raises(RuntimeError, match="ended with 3: "):
        run("-c", "raise SystemExit(3)")
    seen = []
    run("-c", "import time; time.sleep(0.3)", watch=seen.append)
    assert len(seen) > 1 and len(set(seen)) == 1


def test_works_take_turns():
    done = []
    times = in_turns(3, lambda: done.append("a"), lambda: done.append("b"))
    assert "".join(done) == "ababab"
    assert [len(each) for each in times] == [3, 3]


def test_the_ratio_is_the_median_of_the_rounds():
    assert ratio([2, 9, 4], [1, 1, 1]) == 4


@pytest.mark.parametrize(
    ("row", "met"),
    [
        (at_most(3, 2.9, "a", "b"), True),
        (at_most(3, 3.1, "a", "b"), False),
        (at_least(6, 6.1, "a", "b"), True),
        (at_least(6, 5.9, "a", "b"), False),
        (not_measured("a", "b", "at least 6 x", "no corpus"), None),
    ],
)
def test_a_row_knows_whether_it_was_reached(row, met):
    assert row.met is met


def test_texts_are_compared_by_four_words():
    assert f1("satu dua tiga empat lima", "satu dua tiga empat lima") == 1
    assert f1("satu dua tiga empat lima", "satu dua tiga empat enam") == 0.5
    assert f1("satu dua", "") == 0


def test_rows_measured_are_replaced_and_the_rest_of_the_page_is_kept(tmp_path, monkeypatch):
    page = tmp_path / "performance.md"
    begin, end = performance_page.BEGIN, performance_page.END
    page.write_text(f"# Contoh\n\nSebelum.\n\n{begin}\n{end}\n\nSesudah.\n")
    monkeypatch.setattr(performance_page, "PAGE", page)
    order = ["read", "store"]
    performance_page.write_rows("store", order, [at_least(1, 0.5, "lambat", "b")], 0.1)
    performance_page.write_rows("read", order, [at_most(3, 2, "satu", "b")], 0.1)
    performance_page.write_rows("read", order, [at_most(3, 4, "dua", "b")], 0.1)
    text = page.read_text()
    assert text.startswith("# Contoh\n\nSebelum.\n")
    assert text.endswith("\nSesudah.\n")
    assert "| satu |" not in text
    assert text.index("| dua |") < text.index("| lambat |")
    assert "4.00 x **not reached**" in text


def test_the_page_has_a_place_for_the_table():
    page = performance_page.PAGE.read_text()
    assert page.count(performance_page.BEGIN) == page.count(performance_page.END) == 1


def test_what_is_made_to_break_its_reader_does_not(tmp_path):
    read, wrong = fuzz.pages(30, 3, tmp_path, 10)
    assert (read > 8, wrong) == (True, [])
    answered, wrong = fuzz.queries(300, 3, tmp_path)
    assert (answered > 50, wrong) == (True, [])
    assert fuzz.payloads(tmp_path) == (len(fuzz.PAYLOADS), [])


def test_what_goes_through_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(fuzz, "read_article", lambda *given: 1 / 0)
    assert len(fuzz.pages(5, 3, tmp_path, 10)[1]) == 5
    monkeypatch.setattr(fuzz, "search", lambda database, query: query.encode("ascii"))
    assert fuzz.queries(200, 3, tmp_path)[1]
    monkeypatch.setattr(fuzz, "report", lambda database, span, now: f"<p>{fuzz.SCRIPTS[0]}")
    monkeypatch.setattr(fuzz, "PAYLOADS", ["=1+1"])
    monkeypatch.setattr(fuzz, "write_csv", lambda *given: given[3].write(b"a\r\n=1+1\r\n"))
    assert fuzz.payloads(tmp_path)[1][0] == "a cell '=1+1'"


def test_a_clock_that_leaps_stands_still_for_nobody(monkeypatch):
    """Two wait for less than the loop's resolution, and wake by turns."""
    clock = virtual_time.Clock()
    clock.coordinates = Mock()
    monkeypatch.setattr(virtual_time, "CLOCK", clock)
    monkeypatch.setattr(time, "monotonic", lambda: 1_000_000 + clock.passed)

    async def wakes_until(moment, most=1_000):
        for wakes in range(most):
            if time.monotonic() >= moment:
                return wakes
            await asyncio.sleep(moment - time.monotonic())
        return most

    async def both():
        moment = time.monotonic() + 4e-10
        first = asyncio.ensure_future(wakes_until(moment))
        await asyncio.sleep(0)
        return await asyncio.gather(first, wakes_until(moment))

    loop = virtual_time.Loop()
    assert max(loop.run_until_complete(both())) < 3
    loop.run_until_complete(asyncio.sleep(3_600))
    loop.close()
    assert 3_600 <= clock.passed < 3_601
