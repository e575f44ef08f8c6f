"""One run of a site at a time, and no lock outlives its process."""

import os
import signal
import subprocess
import sys
import textwrap

import pytest

from crawler.errors import DatabaseProblem
from crawler.runs.site_lock import SiteIsBeingCrawled, site_lock

HOLD = textwrap.dedent("""
    import sys, time
    from crawler.runs.site_lock import site_lock
    with site_lock(sys.argv[1], "contoh"):
        print("held", flush=True)
        time.sleep(60)
""")


@pytest.fixture
def other_run(tmp_path):
    """Another process that is crawling the site "contoh"."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "news.db")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_a_second_run_of_a_site_is_told_who_is_crawling_it(tmp_path, other_run):
    told = pytest.raises(SiteIsBeingCrawled, match=f"process {other_run.pid} since")
    with told, site_lock(tmp_path / "news.db", "contoh"):
        pass


def test_another_site_may_be_crawled_at_the_same_time(tmp_path, other_run):
    with site_lock(tmp_path / "news.db", "lain"):
        pass


def test_a_killed_run_leaves_no_stale_lock(tmp_path, other_run):
    os.kill(other_run.pid, signal.SIGKILL)
    other_run.wait()
    with site_lock(tmp_path / "news.db", "contoh"):
        pass


def test_a_lock_is_free_again_after_its_run(tmp_path):
    for _ in range(2):
        with site_lock(tmp_path / "news.db", "contoh"):
            pass


def test_a_folder_that_is_not_there_is_named(tmp_path):
    told = pytest.raises(DatabaseProblem, match="nowhere")
    with told, site_lock(tmp_path / "nowhere" / "news.db", "contoh"):
        pass
