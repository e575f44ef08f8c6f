"""What a run's counts mean."""

from collections import Counter

import pytest

from crawler.verdict import RunCounts, judge


def counts(**given):
    return RunCounts(**{"listings_read": 1, "http_codes": Counter({"200": 10}), **given})


def test_a_run_that_stored_what_it_found_is_ok():
    verdict = judge(counts(listed=10, new=3, fetched=3, stored=3))
    assert (verdict.word, verdict.exit_code) == ("ok", 0)
    assert "3 stored" in verdict.reason


def test_a_run_in_a_quiet_hour_is_ok():
    assert judge(counts(listed=50, new=0)).word == "ok"


def test_days_without_an_article_in_the_window_are_no_alarm():
    assert judge(counts(listed=0, outside_window=40)).word == "ok"


def test_listings_that_name_nothing_are_broken():
    verdict = judge(counts(listed=0, problems=["feed.xml: no item in it"]))
    assert (verdict.word, verdict.exit_code) == ("broken", 20)
    assert "feed.xml: no item in it" in verdict.reason


def test_articles_of_which_none_could_be_stored_are_broken():
    verdict = judge(counts(listed=9, new=9, fetched=9, rejects=Counter({"no-date": 9})))
    assert verdict.word == "broken"
    assert "9 no-date" in verdict.reason


def test_refusal_by_robots_is_blocked():
    verdict = judge(RunCounts(rejects=Counter({"robots": 2})))
    assert (verdict.word, verdict.exit_code) == ("blocked", 30)


@pytest.mark.parametrize("status", ["403", "429"])
def test_refusal_by_status_is_blocked(status):
    refused = RunCounts(http_codes=Counter({status: 3}), rejects=Counter({"http-error": 1}))
    assert judge(refused).word == "blocked"


def test_more_lost_than_kept_is_degraded():
    verdict = judge(counts(listed=9, fetched=9, stored=4, rejects=Counter({"no-body": 5})))
    assert (verdict.word, verdict.exit_code) == ("degraded", 10)


def test_a_run_cut_short_has_failed():
    verdict = judge(counts(listed=9, stored=9, fetched=9, finish_reason="disk-full"))
    assert (verdict.word, verdict.exit_code) == ("failed", 1)
    assert "disk-full" in verdict.reason
