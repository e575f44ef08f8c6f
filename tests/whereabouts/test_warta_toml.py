"""The file warta.toml and the variables WARTA_...: what they may say, and what wins."""

import os
import re
import tomllib

import pytest

from crawler.errors import UsageProblem
from crawler.whereabouts.warta_toml import (
    find_warta_toml,
    settings_in_environment,
    settings_in_file,
)
from tests.support.checkout import ROOT
from tests.support.warm import warta

DEFAULTS = {
    "DATABASE": "news.db",
    "ARCHIVE": "archive",
    "PRIVATE_SITES": None,
    "CONTACT": None,
    "NOTIFY": [],
    "RECHECK_HOURS": [1, 6],
    "SITES_AT_ONCE": 16,
    "BACK_OFF": 5.0,
    "ROBOTSTXT_OBEY": True,
    "DOWNLOAD_SLOTS": {},
}


def made(folder, text):
    """What a warta.toml of that text in a folder comes to."""
    file = folder / "warta.toml"
    file.write_text(text)
    return settings_in_file(file, DEFAULTS)


@pytest.mark.parametrize("kind", ["a link to nowhere", "a folder"])
def test_what_is_called_so_and_is_no_file_is_told(tmp_path, kind):
    file = tmp_path / "warta.toml"
    file.symlink_to("nowhere") if kind == "a link to nowhere" else file.mkdir()
    done = warta("list", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"warta: {file} can't be read: ")


def test_a_level_of_the_log_in_the_environment_is_told_apart_from_its_name(tmp_path):
    done = warta("list", cwd=tmp_path, env={**os.environ, "WARTA_LOG_LEVEL": "LOUD"})
    said = "warta: in the environment, WARTA_LOG_LEVEL=LOUD: there is no log level LOUD; write"
    assert done.stderr.startswith(said)


def test_the_nearest_file_upwards_is_taken(tmp_path):
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    assert find_warta_toml(deep) is None
    (tmp_path / "warta.toml").touch()
    assert find_warta_toml(deep) == tmp_path / "warta.toml"
    (tmp_path / "a" / "warta.toml").touch()
    assert find_warta_toml(deep) == tmp_path / "a" / "warta.toml"


def test_paths_start_from_the_file_and_addresses_and_whole_paths_stay(tmp_path):
    text = 'database = "data/news.db"\narchive = "/var/archive"\nsites_at_once = 4\nback_off = 3'
    assert made(tmp_path, text) == {
        "DATABASE": str(tmp_path / "data/news.db"),
        "ARCHIVE": "/var/archive",
        "SITES_AT_ONCE": 4,
        "BACK_OFF": 3,
    }
    assert made(tmp_path, 'archive = "s3://news/archive"')["ARCHIVE"] == "s3://news/archive"
    assert made(tmp_path, 'archive = ""')["ARCHIVE"] == ""


def test_the_folder_spiders_beside_it_holds_private_sites_where_it_says_no_other(tmp_path):
    assert "PRIVATE_SITES" not in made(tmp_path, "")
    (tmp_path / "spiders").mkdir()
    assert made(tmp_path, "")["PRIVATE_SITES"] == str(tmp_path / "spiders")
    told = made(tmp_path, 'private_sites = "../sites"')["PRIVATE_SITES"]
    assert told == str(tmp_path / "../sites")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('databse = "x.db"', "there is no setting databse; did you mean database?"),
        ('DATABASE = "x.db"', "there is no setting DATABASE; did you mean database?"),
        ('[crawl]\ndatabase = "x.db"', "there is no setting crawl; "),
        ("database = 3", "database = 3 is no text"),
        ("contact = true", "contact = True is no text"),
        ('notify = "mailto://x"', "is no list; write ['mailto://x']"),
        ('notify = ["mailto://x", 3]', "no list of such values: 3 is none"),
        ('recheck_hours = ["1"]', "no list of such values: '1' is none"),
        ("sites_at_once = 1.5", "is no whole number; the default is 16"),
        ("sites_at_once = true", "is no whole number"),
        ('back_off = "5"', "is no number; the default is 5.0"),
        ("robotstxt_obey = 0", "is neither true nor false"),
        ("database = news.db", "can't be read"),
    ],
)
def test_what_can_not_be_meant_is_told_with_the_file(tmp_path, text, said):
    with pytest.raises(UsageProblem, match=re.escape(said)) as problem:
        made(tmp_path, text)
    assert str(problem.value).startswith(str(tmp_path / "warta.toml"))


def test_variables_are_settings_and_a_mistyped_one_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = settings_in_environment(
        {"WARTA_DATABASE": "x.db", "WARTA_CONTACT": "a@b.id", "WARTA_CORPUS": "/c", "HOME": "/"},
        DEFAULTS,
    )
    assert told == {"DATABASE": str(tmp_path / "x.db"), "CONTACT": "a@b.id"}
    with pytest.raises(UsageProblem, match="did you mean WARTA_DATABASE"):
        settings_in_environment({"WARTA_DATABSE": "x.db"}, DEFAULTS)


def test_the_call_wins_over_the_environment_and_that_over_the_file(tmp_path):
    below = tmp_path / "below"
    below.mkdir()

    def database(*options, **environment):
        call = ("settings", "--get", "DATABASE", *options)
        return warta(*call, cwd=below, env=environment, check=True).stdout.strip()

    assert database() == "news.db"
    (tmp_path / "warta.toml").write_text('database = "of_file.db"')
    assert database() == str(tmp_path / "of_file.db")
    assert database(WARTA_DATABASE="of_shell.db") == str(below / "of_shell.db")
    assert database("-s", "DATABASE=of_call.db", WARTA_DATABASE="of_shell.db") == "of_call.db"


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        ('databse = "x"', {}, "did you mean database?"),
        ("", {"WARTA_SITES_AT_ONCE": "many"}, "WARTA_SITES_AT_ONCE=many is no whole number"),
        ("", {"WARTA_ARCHIV": "x"}, "did you mean WARTA_ARCHIVE?"),
    ],
)
def test_a_command_refuses_what_can_not_be_meant(tmp_path, text, environment, said):
    (tmp_path / "warta.toml").write_text(text)
    done = warta("health", cwd=tmp_path, env=environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("warta: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_init_writes_is_understood_with_and_without_its_comment_signs(tmp_path):
    from crawler import settings

    text = (ROOT / "crawler/templates/folder/warta.toml").read_text()
    defaults = {name: value for name, value in vars(settings).items() if name.isupper()}
    told = settings_in_file(ROOT / "crawler/templates/folder/warta.toml", defaults)
    assert set(told) == {"DATABASE", "ARCHIVE"}
    for name in told:
        assert told[name].endswith(f"/{defaults[name]}")
    examples = re.findall(r"(?m)^# (\w+ = .*)$", text)
    assert len(examples) == 4
    (tmp_path / "warta.toml").write_text("\n".join(examples))
    told = settings_in_file(tmp_path / "warta.toml", defaults)
    assert told["RECHECK_HOURS"] == settings.RECHECK_HOURS
    assert {key.upper() for key in tomllib.loads("\n".join(examples))} == set(told)
