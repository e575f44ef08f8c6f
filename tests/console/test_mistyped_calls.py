"""What was mistyped is refused, with the nearest right word and before anything is written."""

import argparse
import os
import re
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.console.call import known_options, refuse_unknown_options, refuse_unmeant_settings
from crawler.errors import UsageProblem
from tests.support.checkout import ROOT
from tests.support.sample_articles import new_database
from tests.support.warm import scrapy

COMMANDS = sorted(
    file.stem
    for file in (ROOT / "crawler/commands").glob("*/*.py")
    if "class Command(" in file.read_text()
)
CALLS = {
    "search buku --limt 3": "did you mean --limit?",
    "search buku --sites kompas": "did you mean --site?",
    "health --jsn": "did you mean --json?",
    "list --verbos_": "did you mean --verbose?",
    "crawl kompas --since 2025-01-01": "write -a since=",
    "crawl kompas --limit=5": "write -a max=",
    "search buku --json --format csv": "leave out it or --format csv",
    "stories kompas": "stories takes only options",
    "report x.html --overwrite": "there is no option --overwrite",
    "read --site kompas page.html": "there is no option --site",
    "due --budgt 5": "did you mean --budget?",
    "crawl kompass": "did you mean kompas?",
    "crawl kompas -a sice=2025-01-01": "has no argument sice",
    "crawl kompas -a since=2099-01-01": "is in the future",
    "crawl kompas -a since=2025-02-01 -a until=2025-01-01": "is after until",
    "search buku --since 2099-01-01": "is in the future",
    "export x.csv --since 2099-01-01": "is in the future",
    "gaps --since 2025-02-01 --until 2025-01-01": "is after until",
    "stories --since 2025-02-01 --until 2025-01-01": "is after until",
    "report x.html --since 2025-02-01 --until 2025-01-01": "is after until",
    "list -s DATABSE=x.db": "did you mean DATABASE?",
    "list -s database=x.db": "did you mean DATABASE?",
    "crawl kompas -s CONTAC=you@example.org": "did you mean CONTACT?",
    "due -s SITES_AT_ONCE=four": "is no whole number",
    "due -s SITES_AT_ONCE=1.5": "is no whole number",
    "crawl kompas -s DOWNLOAD_DELAY=nan": "is no number",
    "crawl kompas -s ROBOTSTXT_OBEY=perhaps": "neither True nor False",
    "crawl kompas -s LOG_LEVEL=LOUD": "there is no log level LOUD",
    "crawl kompas -L LOUD": "there is no log level LOUD",
}


@pytest.mark.parametrize("call", CALLS)
def test_a_mistyped_call_is_told_and_writes_nothing(call, tmp_path):
    line = [*call.split(), "-s", f"DATABASE={tmp_path / 'news.db'}", "-s", "ARCHIVE="]
    done = scrapy(*line)
    assert done.returncode == 2, done.stderr
    last = done.stderr.strip().splitlines()[-1]
    assert CALLS[call] in last
    assert last.startswith(f"scrapy {call.split()[0]}: ")
    assert not done.stdout
    assert not os.listdir(tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_takes_an_unknown_option_for_a_word(command, tmp_path):
    done = scrapy(command, "--kesalahan", "-s", f"DATABASE={tmp_path / 'news.db'}")
    assert done.returncode == 2
    assert "there is no option --kesalahan" in done.stderr
    assert not done.stdout


BYTES = "caf\udce9"
"""What an argument in Latin-1 is to a Python that expects UTF-8."""
OF_BYTES = [
    *(f"search {BYTES}", f"export --where headline='{BYTES}' -", f"diff {BYTES}"),
    *(f"takedown 1 --reason {BYTES}", f"crawl feed -a url=http://127.0.0.1:9/{BYTES}"),
    *(f"revisions {BYTES}", f"health {BYTES}", f"describe {BYTES}", f"search x --site {BYTES}"),
]


@pytest.mark.parametrize("call", OF_BYTES)
def test_bytes_that_are_no_text_are_told(call, tmp_path):
    database = new_database(tmp_path / "news.db")
    done = scrapy(*call.split(), "-s", f"DATABASE={database}", "-s", "ARCHIVE=")
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith(f"scrapy {call.split()[0]}: ")
    assert len(done.stderr.splitlines()) == 1


def parser() -> argparse.ArgumentParser:
    """A command's parser with options of each form."""
    made = argparse.ArgumentParser()
    made.add_argument("-s", "--set", metavar="NAME=VALUE")
    made.add_argument("--limit", type=int, help="at most --many")
    return made


def test_the_options_are_those_of_the_help():
    assert {"--set", "--limit", "-s", "-h", "--help"} == set(known_options(parser()))


@pytest.mark.parametrize("word", ["-5", "anak-anak", "- 25 Juni", "-", "gempa -cianjur"])
def test_what_is_no_option_stays_a_word(word):
    refuse_unknown_options([word, "--", "--limt"], parser(), {})


def test_a_setting_of_ones_own_passes_and_one_that_is_nearly_there_does_not():
    settings = Settings({"DATABASE": "news.db", "SITES_AT_ONCE": 4})
    refuse_unmeant_settings(["NEWSROOM=127.0.0.1:1", "MY_DATABASE=x", "SITES_AT_ONCE=8"], settings)
    with pytest.raises(UsageProblem, match="did you mean SITES_AT_ONCE"):
        refuse_unmeant_settings(["SITE_AT_ONCE=8"], settings)


def test_every_setting_the_page_names_is_known_under_that_name_alone():
    """One letter less, or two swapped, in any setting of docs/running.md is told."""
    from scrapy.utils.project import get_project_settings

    settings = get_project_settings()
    page = Path(ROOT / "docs/running.md").read_text()
    names = [name for name in re.findall(r"(?m)^\| `([A-Z_]{6,})` \|", page) if name in settings]
    assert len(names) >= 8
    for name in names:
        for wrong in (name[:-1], name[0] + name[2] + name[1] + name[3:], name + name[-1]):
            if wrong not in settings and wrong != name:
                with pytest.raises(UsageProblem, match=f"did you mean {name}"):
                    refuse_unmeant_settings([f"{wrong}=1"], settings)
