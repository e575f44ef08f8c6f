"""Whatever the shell, the disk or the caller does to a command: a sentence, never a traceback."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from crawler.database import connect
from crawler.runs import batch
from pipelines.store import save
from tests.support.checkout import ROOT
from tests.support.faults import RSS, crawl, feed_of, samples  # noqa: F401 a fixture
from tests.support.newsroom import Newsroom
from tests.support.sample_articles import new_database, sample
from tests.support.warm import scrapy, started

PAGE = str(next((ROOT / "tests/fixtures/visimuslim").glob("*.html")))
PRINTS = {
    "search": ["contoh"],
    "search --json": ["contoh"],
    "export": ["--format", "jsonl", "-"],
    "diff": ["1"],
    "stories": [],
    "describe": [],
    "health": [],
    "gaps": [],
    "list": [],
    "list --verbose": [],
    "read": [PAGE],
    "read --why": [PAGE],
    "date": ["25 November 2024"],
    "due --dry-run": [],
    "revisions": [],
}
SILENT = {"stories", "revisions"}
"""With nothing to print here."""
READS_DATABASE = ("search", "export x.csv", "diff 1", "stories", "describe", "health", "gaps")
HUGE = "9" * 23
ODD = {
    f"diff {HUGE}": 2,
    "diff https://con.id:99999/": 2,
    "diff http://[": 2,
    f"search contoh --limit {HUGE}": 0,
    f"stories --limit {HUGE}": 0,
    f"due --dry-run --limit {HUGE}": 0,
    f"gaps --budget {HUGE}": 0,
    f"crawl kompas -a max={'9' * 5000}": 2,
    f"crawl kompas -a since={HUGE}": 2,
    "crawl feed -a url=https://con.id:99999/": 2,
    "crawl feed -a url=http://[": 2,
    "crawl page -a url=https://con.id:99999/": 2,
    "read nobody.html": 2,
    f"read {PAGE} --url https://con.id:99999/": 0,
    f"links {PAGE} --site kompas --url https://con.id:99999/": None,
    "record https://con.id:99999/": 2,
    f"browse --port {HUGE}": 2,
    f"revisions --undo {HUGE}": 2,
    f"reparse nobody.warc --processes {HUGE}": 2,
    "genspider contoh https://con.id:99999/": 2,
    f"snapshot {'x' * 300}": None,
    f"export {'x' * 300}.csv": None,
    f"report {'x' * 300}.html": None,
}


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """A database with two articles whose headlines no Latin-1 terminal can write."""
    file = new_database(tmp_path_factory.mktemp("streams") / "news.db")
    opened = connect(file)
    save(opened, [sample(n, headline=f"“Contoh” ke-{n} 😀 Erdoğan") for n in (1, 2)])
    opened.close()
    return file


def called(name, database, tmp_path, **how):
    """A command that prints, with its words."""
    line = [*name.split(), *PRINTS[name], "-s", f"DATABASE={database}", "-s", "ARCHIVE="]
    return scrapy(*line, **how)


def is_told(done):
    """Whether what failed was told in one sentence."""
    assert "Traceback" not in done.stderr, done.stderr
    assert "Exception ignored" not in done.stderr, done.stderr
    assert done.stderr.strip(), done.args
    return done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("name", sorted(set(PRINTS) - SILENT))
@pytest.mark.parametrize("stdout", ["/dev/full", None], ids=["full", "closed"])
def test_output_that_cannot_be_written_is_told(name, stdout, database, tmp_path):
    done = called(name, database, tmp_path, streams={1: stdout})
    assert "standard output" in is_told(done)
    assert done.returncode == 1


@pytest.mark.parametrize("name", PRINTS)
def test_an_encoding_without_the_signs_of_a_headline_is_no_obstacle(name, database, tmp_path):
    latin = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    done = called(name, database, tmp_path, env=latin)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    if "json" in name:
        (one, *_) = map(json.loads, done.stdout.splitlines())
        assert "😀 Erdoğan" in one["headline"]


@pytest.mark.parametrize("name", PRINTS)
def test_closed_standard_error_neither_stops_nor_lands_in_the_output(name, database, tmp_path):
    usual = called(name, database, tmp_path)
    done = called(name, database, tmp_path, streams={2: None})
    assert (done.returncode, done.stdout) == (usual.returncode, usual.stdout)


@pytest.mark.parametrize("command", READS_DATABASE)
@pytest.mark.parametrize("broken", ["no database", "cut", "folder", "inside a file", "long name"])
def test_a_database_that_cannot_be_read_is_told(command, broken, tmp_path):
    file = tmp_path / "news.db"
    if broken == "no database":
        file.write_text("bukan basis data" * 100)
    elif broken == "cut":
        file.write_bytes(b"SQLite format 3\x00" + b"\xff" * 4000)
    elif broken == "folder":
        file.mkdir()
    elif broken == "inside a file":
        (tmp_path / "file").write_text("x")
        file = tmp_path / "file" / "news.db"
    else:
        file = tmp_path / ("x" * 300 + ".db")
    done = scrapy(*command.split(), "x", "-s", f"DATABASE={file}", cwd=ROOT)
    is_told(done)
    assert done.returncode in (1, 2)


@pytest.mark.parametrize("call", ODD, ids=lambda call: call[:40])
def test_odd_numbers_and_addresses_are_told(call, database, tmp_path):
    where = ["-s", f"DATABASE={database}", "-s", "ARCHIVE="]
    folders = (ROOT, ROOT / "spiders", tmp_path)
    before = [sorted(os.listdir(folder)) for folder in folders]
    done = scrapy(*call.split(), *where)
    assert [sorted(os.listdir(folder)) for folder in folders] == before
    assert "Traceback" not in done.stderr, done.stderr
    if ODD[call] is not None:
        assert done.returncode == ODD[call], done.stderr
    if done.returncode:
        is_told(done)


@pytest.mark.parametrize("option", ["--logfile", "--pidfile", "--profile"])
@pytest.mark.parametrize("file", ["nowhere/x", "."])
def test_a_file_of_scrapys_own_options_that_cannot_be_written_is_told(option, file, tmp_path):
    done = scrapy("list", option, tmp_path / file)
    assert done.returncode == 2
    assert f"{option} {tmp_path / file} can't be written" in is_told(done)
    assert not done.stdout
    assert not os.listdir(tmp_path)


@pytest.mark.parametrize("option", ["-o", "-O"])
def test_items_that_cannot_be_exported_are_told_before_anything_is_asked(option, tmp_path):
    where = ["-s", f"DATABASE={tmp_path / 'news.db'}", "-s", "ARCHIVE="]
    done = scrapy("crawl", "visimuslim", option, tmp_path / "nowhere" / "x.jsonl", *where)
    assert done.returncode == 2
    assert "nowhere/x.jsonl can't be written" in is_told(done)
    assert not os.listdir(tmp_path)


def test_a_log_file_on_a_full_disk_is_told_once_and_the_crawl_goes_on(slow, tmp_path):
    process = begun(slow, tmp_path, more=("--logfile", "/dev/full", "-L", "INFO"))
    _, said = process.communicate()
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert said.count("the log can't be written: /dev/full: No space left on device") == 1
    assert said.strip().splitlines()[-1].startswith("contoh.id: ok - 30 listed, 30 stored")


def test_closed_standard_input_is_an_empty_one():
    """Python itself has none then; by a shell, as cron or a supervisor may close it."""
    line = [sys.executable, "-m", "scrapy", "date"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, preexec_fn=close_input)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def close_input():
    """Close standard input, in the process that is to be another program."""
    os.close(0)


def test_the_c_locale_is_no_obstacle(database):
    """A Python of its own: what it makes of the locale is settled when it starts."""
    bare = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    line = [sys.executable, "-m", "scrapy", "search", "contoh", "-s", f"DATABASE={database}"]
    for locale in ({"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        done = subprocess.run(line, cwd=ROOT, env={**bare, **locale}, capture_output=True)
        assert done.returncode == 0, done.stderr
        assert b"Contoh" in done.stdout


@pytest.fixture
def slow(newsroom):
    """A newsroom whose articles take a while."""
    made = samples("https://www.contoh.id/read/{number}/{slug}", 30)
    newsroom.publish(made)
    newsroom.page(RSS, feed_of(made), content_type="application/rss+xml")
    newsroom.fault("https://www.contoh.id/read/*", delay=0.2)
    return newsroom


def begun(newsroom: Newsroom, tmp_path, more=(), **how):
    """A crawl that has asked for its first articles."""
    line = ["crawl", "feed", "-a", f"url={RSS}", *newsroom.arguments]
    line += ["-s", f"DATABASE={tmp_path / 'news.db'}", "-s", "ARCHIVE=", *more]
    process = started(*line, env=newsroom.environment(), **how)
    deadline = time.monotonic() + 30
    while len(newsroom.requests) < 4 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    return process


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGUSR1, signal.SIGTERM, signal.SIGINT])
def test_a_signal_that_asks_for_an_end_closes_the_run(number, slow, tmp_path):
    process = begun(slow, tmp_path)
    process.send_signal(number)
    _, said = process.communicate()
    assert process.returncode == 0, said
    assert "it was told to stop" in said.strip().splitlines()[-1]


@pytest.fixture
def answered():
    """What has been answered, by an answer to be set; all answers are taken back."""
    before = {number: signal.getsignal(number) for number in signal.valid_signals()}
    yield []
    for number, answer in before.items():
        if signal.getsignal(number) != answer:
            signal.signal(number, answer)


KILLS_AT_ONCE = {"SIGKILL", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE"} | {
    *("SIGSEGV", "SIGSYS", "SIGSTKFLT"),  # of the processor and the kernel
    *("SIGPROF", "SIGIO", "SIGRTMIN", "SIGRTMAX"),  # of timers and devices that a process asks for
}
HARMLESS = {"SIGCHLD", "SIGCONT", "SIGURG", "SIGWINCH", "SIGPIPE", "SIGXFSZ"}
STOPS = {"SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU"}


def test_every_signal_that_would_kill_asks_for_an_end(answered):
    batch._answer_signals(lambda number, frame: answered.append(number))
    asked = [
        number for number in signal.Signals if number.name not in KILLS_AT_ONCE | HARMLESS | STOPS
    ]
    for number in asked:
        signal.raise_signal(number)
    assert answered == asked


def test_a_crawl_goes_on_when_nobody_can_be_told(slow, tmp_path):
    slow.faults.clear()
    assert begun(slow, tmp_path, streams={2: "/dev/full"}).wait() == 0
    slow.forget()
    assert begun(slow, tmp_path, streams={1: None, 2: None}).wait() == 0
