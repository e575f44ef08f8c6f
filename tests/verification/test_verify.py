"""``scrapy verify``: sites with a fault each beside one that is well, all in one call."""

import json
from datetime import UTC, date, datetime

import pytest

from crawler.statuses.status_file import read_statuses
from crawler.verification import judgement
from crawler.verification.findings import FieldFound, Findings, PageFound, SourceFound
from crawler.verification.judgement import judge
from tests.support import faulty_sites
from tests.support.faulty_sites import Sound
from tests.support.newsroom import Newsroom
from tests.support.rows import every_row
from tests.support.warm import scrapy

SITES = {site.name: site for site in Sound.__subclasses__()}
EXPECTED = {
    "well": ("ok", ""),
    "dead_feed": ("broken", "feed https://www.deadfeed.id/rss: HTTP 404"),
    "second_feed_dead": ("degraded", "feed https://www.seconddead.id/rss/2: HTTP 404"),
    "others_feed": ("broken", "all it names is of other sites, most of www.judi.id"),
    "moved_index": ("broken", "it leads to https://www.movedindex.id/, and "),
    "changed_ids": ("broken", "matches article_url, as https://www.changedids.id/read/"),
    "teaser": ("degraded", "texts are a part only"),
    "no_selector": ("degraded", "fits 0 of 5 pages"),
    "other_zone": ("degraded", "7 hours after their listing's: one of both names a false zone"),
    "forbidding": ("blocked", "robots"),
    "refusing": ("blocked", "5 of 5 articles could not be read: HTTP 403"),
    "challenging": ("blocked", "challenge"),
    "empty": ("broken", "feed https://www.empty.id/rss"),
    "asleep": ("degraded", "its newest article is of 20"),
    "one_page": ("degraded", "5 of 5 pages have one text"),
    "undated": ("broken", "5 of 5 pages gave no date"),
    "slow": ("ok", ""),
}
"""The verdict on each site, and what is said."""
PROJECT = ["-s", f"SPIDER_MODULES={faulty_sites.__name__}"]


def verify(newsroom, folder, *arguments, **how):
    """The call, with its statuses going into a file of its own."""
    line = ["verify", *arguments, *PROJECT, *newsroom.arguments]
    line += ["--status-file", folder / "status.csv", "-s", f"DATABASE={folder / 'news.db'}"]
    return scrapy(*line, env=newsroom.environment(), **how)


@pytest.fixture(scope="module")
def newsroom():
    """All sites on the air."""
    with Newsroom() as running:
        for site in SITES.values():
            site.serve(running)
        yield running


@pytest.fixture(scope="module")
def verified(newsroom, tmp_path_factory):
    """The call for all of them, and the folder."""
    folder = tmp_path_factory.mktemp("verified")
    return verify(newsroom, folder, "--all"), folder


def lines_of(done):
    """What was told of each site."""
    return dict(line.split(": ", 1) for line in done.stdout.splitlines())


@every_row("name", SITES)
def test_each_fault_is_named_and_a_site_that_is_well_is_not_accused(verified, name):
    done, _ = verified
    word, said = EXPECTED[name]
    assert lines_of(done)[name].startswith(f"{word} - ")
    assert said in lines_of(done)[name]


def test_the_last_line_names_all_that_is_not_well_and_the_exit_code_is_the_worst(verified):
    done, _ = verified
    last = done.stderr.splitlines()[-1]
    broken = sorted(name for name, (word, _) in EXPECTED.items() if word == "broken")
    assert last.startswith("verify: 2 ok, ")
    assert all(name in last.partition(" broken (")[2] for name in broken)
    assert done.returncode == 20, done.stderr
    assert "Traceback" not in done.stderr


def test_what_was_found_is_each_site_s_status_with_the_day(verified):
    _, folder = verified
    known = read_statuses(folder / "status.csv")
    words = {"ok": "stable", "blocked": "blocked", "degraded": "unproven", "broken": "unproven"}
    assert {name: status.status for name, status in known.items()} == {
        name: words[word] for name, (word, _) in EXPECTED.items()
    }
    assert known["well"].evidence.startswith("1 source, 5 of 5 articles read, ")
    assert "HTTP 404" in known["dead_feed"].evidence
    assert date.fromisoformat(known["well"].day)


def test_a_look_costs_few_requests(newsroom, tmp_path):
    newsroom.forget()
    done = verify(newsroom, tmp_path, "well", "--sample", "3")
    assert done.returncode == 0, done.stderr
    assert lines_of(done) == {"well": "ok - 1 source, 3 of 3 articles read, 5 requests"}
    assert len(newsroom.requests) == 5  # robots.txt, the feed, three articles


def test_only_the_sites_looked_at_change_their_status(newsroom, tmp_path):
    before = (
        "site,status,day,evidence\nasleep,gone,2020-01-02,a casino\nwell,unproven,2020-01-02,\n"
    )
    (tmp_path / "status.csv").write_text(before)
    verify(newsroom, tmp_path, "well")
    known = read_statuses(tmp_path / "status.csv")
    assert known["asleep"].evidence == "a casino"
    assert known["well"].status == "stable"


def test_a_site_that_a_person_gave_up_is_passed_over_by_all(newsroom, tmp_path):
    lines = [f"{name},gone,2020-01-02,a casino" for name in SITES if name != "well"]
    (tmp_path / "status.csv").write_text("\n".join(["site,status,day,evidence", *lines, ""]))
    assert set(lines_of(verify(newsroom, tmp_path, "--all"))) == {"well"}


def test_a_dry_run_writes_nothing(newsroom, tmp_path):
    verify(newsroom, tmp_path, "well", "--dry-run")
    assert not list(tmp_path.glob("status*"))
    assert not list(tmp_path.glob("news.db"))


def test_everything_found_can_be_had_as_json(newsroom, tmp_path):
    done = verify(newsroom, tmp_path, "teaser", "well", "--json")
    found = {line["site"]: line for line in map(json.loads, done.stdout.splitlines())}
    page = found["teaser"]["pages"][0]
    assert len(page["fields"]["body"]["with_facts"]) < len(page["fields"]["body"]["without"])
    assert found["teaser"]["complaints"] and not found["well"]["complaints"]
    assert found["well"]["sources"][0]["followed"] == 6
    assert found["well"]["pages"][0]["confirmed"] == ["headline", "authors", "body"]


def test_verbose_tells_of_each_source_each_page_and_each_fact(newsroom, tmp_path):
    told = verify(newsroom, tmp_path, "no_selector", "--verbose").stdout
    assert "  feed https://www.noselector.id/rss: 6 of 6 links followed, newest 20" in told
    assert "body agrees" in told
    assert "  body in tests/support/faulty_sites.py: fits 0 of 5 pages" in told


def test_what_was_recorded_is_looked_at_elsewhere_without_a_network(newsroom, tmp_path):
    first = verify(newsroom, tmp_path, "teaser", "--record", tmp_path / "kept")
    newsroom.forget()
    again = verify(newsroom, tmp_path, "teaser", "-s", f"REPLAY={tmp_path / 'kept'}")
    assert (
        lines_of(first)["teaser"].partition(";")[0] == lines_of(again)["teaser"].partition(";")[0]
    )
    assert again.returncode == first.returncode == 10
    assert not newsroom.requests


@every_row(
    "arguments, said",
    [
        ([], "name sites, as in scrapy verify kompas tempo, or all of them with --all"),
        (["well", "--all"], "or all of them with --all"),
        (["wel"], "there is no site wel; did you mean well?"),
        (["well", "--sample", "none"], "--sample none is not 1, 2"),
        (["well", "--budget", "-1"], "--budget -1 is not a number above 0"),
        (["well", "--al"], "--all"),
    ],
)
def test_a_wrong_call_is_told_and_asks_for_nothing(newsroom, tmp_path, arguments, said):
    newsroom.forget()
    done = verify(newsroom, tmp_path, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert not newsroom.requests


def test_a_status_file_that_is_none_is_refused_before_anything_is_asked(newsroom, tmp_path):
    newsroom.forget()
    text = "site,status,day,evidence\nwell,stabel,2026-11-29,\n"
    (tmp_path / "status.csv").write_text(text)
    done = verify(newsroom, tmp_path, "well")
    assert done.returncode == 2
    assert "status.csv, line 2: stabel is none of" in done.stderr
    assert "did you mean stable?" in done.stderr
    assert (tmp_path / "status.csv").read_text() == text
    assert not newsroom.requests


def test_an_answer_that_takes_long_is_worth_a_word_and_no_fault():
    page = PageFound("https://www.slow.id/read/1/contoh")
    page.fields = {
        name: FieldFound("contoh", "contoh", agree=True)
        for name in ("headline", "published", "authors", "dateline", "body")
    }
    source = SourceFound("feed", "https://www.slow.id/rss", named=1, followed=1)
    found = Findings("slow", sources=[source], pages=[page], seconds_an_answer=judgement.SLOW)
    told = judge(found, datetime.now(UTC))
    assert told.word == "ok"
    assert "slow: an answer takes 10 s" in str(told)
