"""A Dask cluster of two processes of this machine: the same results as without one."""

import os
import pickle
import signal
import subprocess
import sys

import pytest

from crawler.errors import ClusterFails, ClusterProblem
from crawler.spread import cluster as cluster_module
from crawler.spread.job import Job, over, over_in_order, whole
from crawler.spread.version import program
from crawler.spread.worker import Setup, Told, work
from crawler.whereabouts.private_sites import imported_folder
from tests.support.checkout import ROOT
from tests.support.dask_cluster import dask
from tests.support.free_port import free_port
from tests.support.spread_workers import doubling, dying_at, flat, in_main_thread, slow, unread

distributed = pytest.importorskip("distributed")
__all__ = ["dask"]
SPANS = [list(range(start, start + 10)) for start in range(0, 200, 10)]


@pytest.fixture
def executor(dask):
    """The cluster, as --scheduler names it."""
    return cluster_module.Cluster(dask.scheduler_address)


def test_every_span_is_worked_on_once(executor):
    job = Job(doubling, (2,), unread)
    assert sorted(flat(over(executor, job, SPANS))) == [2 * number for number in range(200)]
    assert flat(over_in_order(executor, job, SPANS)) == [2 * number for number in range(200)]


@pytest.mark.parametrize(("how", "said"), [("raises", "ValueError"), ("dies", "KilledWorker")])
def test_what_always_fails_costs_itself_alone(executor, how, said):
    results = flat(over_in_order(executor, Job(dying_at, ((55,), how), unread), SPANS))
    numbers = [each[0] if isinstance(each, tuple) else each for each in results]
    assert numbers == list(range(200))
    ((number, why),) = [each for each in results if isinstance(each, tuple)]
    assert number == 55
    assert said in why


def test_pages_are_read_where_their_time_can_be_limited(executor):
    assert list(over(executor, Job(in_main_thread, (), unread), [[1]])) == [[True]]
    beside = Job(in_main_thread, (), unread, whole, is_long=True)
    assert list(over(executor, beside, [[1]])) == [[False]]


def test_workers_that_are_killed_cost_nothing(executor, dask):
    spans = [[number] for number in range(120)]
    results = []
    for result in over_in_order(executor, Job(slow, (), unread), spans):
        results.append(result)
        if len(results) in (10, 50):
            with distributed.Client(dask.scheduler_address) as client:
                os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
    assert results == spans


def test_other_code_on_a_worker_is_refused_with_what_differs(executor, monkeypatch):
    ours = {**program(imported_folder()), "lxml": "1.2.3"}
    monkeypatch.setattr(cluster_module, "program", lambda private: ours)
    with pytest.raises(ClusterProblem, match=r"other code: lxml \S+ there and 1\.2\.3 here; bring"):
        list(over(executor, Job(slow, (), unread), SPANS))


def test_a_worker_that_joins_later_is_checked_too(dask):
    """What each span of a call that it has not helped with yet begins with."""
    other = Setup({**program(None), "files": "other"}, None, Job(slow, (), unread))
    with distributed.Client(dask.scheduler_address) as client:
        told = Told("a call", pickle.dumps(other))
        future = client.submit(work, told, pickle.dumps([1]), pure=False)
        with pytest.raises(ClusterProblem, match=r"files \w+ there and other here"):
            future.result()


def test_a_path_that_workers_do_not_find_is_named(executor, tmp_path):
    job = Job(slow, (), unread, reach=(tmp_path / "archive",))
    with pytest.raises(ClusterProblem, match=r"does not find .*archive; workers need"):
        list(over(executor, job, SPANS))


def test_where_no_scheduler_is_there_is_a_sentence(monkeypatch):
    monkeypatch.setattr(cluster_module, "FIRST_PATIENCE", 0.5)
    nobody = cluster_module.Cluster("tcp://127.0.0.1:9")
    with pytest.raises(ClusterProblem, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        list(over(nobody, Job(slow, (), unread), SPANS))


# A scheduler that goes away


def started(program, *arguments):
    """A scheduler or a worker of Dask, a process of its own."""
    here = ("--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0")
    line = [sys.executable, "-m", f"distributed.cli.dask_{program}", *arguments, *here]
    return subprocess.Popen(line, cwd=ROOT)


@pytest.fixture
def away(monkeypatch):
    """A scheduler and its worker, in processes that can be ended; and their address."""
    monkeypatch.setattr(cluster_module, "FIRST_PATIENCE", 60)  # both are only being started
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    processes = []

    def begin():
        processes.append(started("scheduler", "--port", str(port)))
        processes.append(started("worker", address, "--nthreads", "1", "--no-nanny"))

    def end():
        while processes:
            process = processes.pop()
            process.kill()
            process.wait()

    begin()
    yield address, begin, end
    end()


def test_a_scheduler_that_restarts_costs_nothing(away, capfd):
    address, begin, end = away
    spans = [[number] for number in range(60)]
    results = []
    for result in over_in_order(cluster_module.Cluster(address), Job(slow, (), unread), spans):
        results.append(result)
        if len(results) == 20:
            end()
            begin()
    assert results == spans
    assert "has gone; waiting for it" in capfd.readouterr().err


def test_a_scheduler_that_stays_away_ends_the_call_with_a_sentence(away, monkeypatch):
    monkeypatch.setattr(cluster_module, "PATIENCE", 0.5)
    address, _, end = away
    results = over_in_order(cluster_module.Cluster(address), Job(slow, (), unread), SPANS)
    next(results)
    end()
    with pytest.raises(ClusterFails, match="called again, it goes on where it stopped"):
        list(results)
