"""What a run's counts mean."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from crawler.clock import Window
from crawler.run_record import RunRecord, SourceCounts
from crawler.runs.history import Usual
from crawler.runs.ledger import last_unreached, topic_of, unreached_day
from crawler.runs.verdict import RunCounts, Topic, judge, worst

NOW = datetime(2026, 11, 29, tzinfo=UTC)


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


@pytest.mark.parametrize(
    ("given", "is_said"),
    [
        ({}, True),
        ({"new": 9}, False),
        ({"listed": 3, "new": 3, "stored": 3}, False),
        ({"is_of_the_past": True}, False),
        ({"asked_for_days": True}, False),
    ],
)
def test_a_listing_that_shares_nothing_with_the_one_before_may_have_held_others(given, is_said):
    done = counts(**{"listed": 10, "new": 10, "fetched": 10, "stored": 10, **given})
    known = judge(done, Usual(listed=10))
    assert (known.word, "may have come and gone" in known.reason) == ("ok", is_said)
    assert "come and gone" not in judge(done).reason, "a first run finds what lay there"


def test_listings_that_name_nothing_are_broken():
    verdict = judge(counts(listings_empty=1, problems=["feed.xml: no item in it"]))
    assert (verdict.word, verdict.exit_code) == ("broken", 20)
    assert "feed.xml: no item in it" in verdict.reason


def test_articles_of_which_none_could_be_stored_are_broken():
    verdict = judge(counts(listed=9, new=9, fetched=9, rejects=Counter({"no-date": 9})))
    assert verdict.word == "broken"
    assert "9 no-date" in verdict.reason


@pytest.mark.parametrize("new", [0, 1])
def test_pages_that_were_gone_before_are_no_news_of_a_site_that_is_known(new):
    gone = {"listed": 9, "new": new, "stored": new, "rejects": Counter({"http-error": 7})}
    known = Usual(reject_share=0.1)
    assert judge(counts(**gone, still_gone=6), known).word == "ok"
    assert judge(counts(**gone, still_gone=0), known).word != "ok"


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
    assert "5 of 9 pages: no article text was found" in verdict.reason


def test_one_lost_page_of_two_is_no_alarm():
    assert (
        judge(counts(listed=2, fetched=2, stored=1, rejects=Counter({"no-date": 1}))).word == "ok"
    )


def test_a_field_that_falls_out_is_degraded():
    now = counts(listed=40, fetched=40, stored=40, fill_rates={"authors": 0.05, "tags": 0.9})
    verdict = judge(now, Usual(fill_rates={"authors": 0.98, "tags": 0.95}))
    assert verdict.word == "degraded"
    assert "5% of the articles have authors (usually 98%)" in verdict.reason


def test_a_field_the_site_seldom_has_is_not_missed():
    now = counts(listed=40, fetched=40, stored=40, fill_rates={"kicker": 0.0})
    assert judge(now, Usual(fill_rates={"kicker": 0.2})).word == "ok"


def test_a_share_that_a_run_can_not_tell_is_no_fall():
    now = counts(listed=40, fetched=40, stored=40, fill_rates={"authors": 0.9})
    assert judge(now, Usual(fill_rates={"authors": 0.9, "modified_at": 1.0})).word == "ok"


def test_more_lost_pages_than_usual_are_degraded():
    now = counts(listed=40, fetched=40, stored=28, rejects=Counter({"no-date": 12}))
    verdict = judge(now, Usual(reject_share=0.0))
    assert verdict.word == "degraded"
    assert "12 of 40 pages" in verdict.reason and "usually 0%" in verdict.reason


def test_a_listing_that_shrank_is_degraded():
    assert judge(counts(listed=3), Usual(listed=40)).word == "degraded"
    assert judge(counts(listed=39), Usual(listed=40)).word == "ok"


def test_a_day_far_below_its_weekday_is_degraded_and_a_quiet_sunday_is_not():
    assert judge(counts(listed=40), Usual(articles_a_day=100, articles_today=7)).word == "degraded"
    assert judge(counts(listed=40), Usual(articles_a_day=9, articles_today=2)).word == "ok"
    assert judge(counts(listed=40), Usual(articles_a_day=None, articles_today=0)).word == "ok"


def test_a_run_that_used_up_its_time_ended_well():
    assert judge(counts(listed=9, stored=9, fetched=9, finish_reason="budget")).word == "ok"


def test_a_run_cut_short_has_failed():
    verdict = judge(counts(listed=9, stored=9, fetched=9, finish_reason="disk-full"))
    assert (verdict.word, verdict.exit_code) == ("failed", 1)
    assert "disk-full" in verdict.reason


def test_pages_refused_behind_a_listing_that_can_be_read_are_a_refusal():
    codes = Counter({"200": 1, "403": 8})
    refused = counts(listed=8, fetched=8, rejects=Counter({"http-error": 8}), http_codes=codes)
    assert judge(refused).word == "blocked"
    assert judge(counts(listed=1, fetched=1, rejects=Counter(robots=1))).word == "blocked"


def test_one_refusal_among_pages_without_text_is_none():
    codes = Counter({"200": 9, "403": 1})
    empty = counts(listed=9, fetched=9, rejects=Counter({"no-body": 9}), http_codes=codes)
    assert judge(empty).word == "broken"


@pytest.mark.parametrize("reason", ["budget", "shutdown"])
def test_a_run_told_to_stop_is_no_failure_whatever_it_had_come_to(reason):
    assert judge(RunCounts(finish_reason=reason)).word == "ok"
    one_lost = counts(listed=9, fetched=1, rejects=Counter({"no-date": 1}), finish_reason=reason)
    assert judge(one_lost).word == "ok"
    little = counts(listed=3, fetched=3, stored=3, finish_reason=reason)
    assert judge(little, Usual(listed=40)).word == "ok"


def test_a_run_told_to_stop_that_could_store_nothing_is_broken_all_the_same():
    lost = counts(listed=9, fetched=9, rejects=Counter({"no-date": 9}), finish_reason="budget")
    assert judge(lost).word == "broken"


def test_days_the_site_lists_nothing_of_are_no_alarm_and_listings_that_cannot_be_read_are():
    no_item = {"problems": ["no item in it"], "listings_empty": 1}
    assert judge(counts(asked_for_days=True)).word == "ok"
    assert judge(counts(asked_for_days=True, **no_item)).word == "broken"
    assert judge(counts(asked_for_days=True, not_articles=7)).word == "broken"
    assert judge(counts(**no_item)).word == "broken"


def test_the_worst_verdict_is_the_one_that_needs_a_person_soonest():
    assert worst(["ok", "blocked", "degraded", "broken", "overlapping"]) == "broken"
    assert worst(["overlapping", "ok"]) == "overlapping"
    assert worst([]) == "ok"


def test_a_listing_that_says_it_is_empty_is_a_quiet_day():
    verdict = judge(counts())
    assert (verdict.word, verdict.reason) == (
        "ok",
        "the listings name no article: a quiet day",
    )
    assert judge(counts(), Usual(listed=3, days_silent=4)).word == "ok"
    assert judge(counts(), Usual(listed=40)).word == "degraded"
    assert judge(counts(problems=["no item"], listings_empty=1)).word == "broken"
    assert judge(counts(not_articles=9)).word == "broken"


def test_a_quiet_day_is_not_believed_for_months():
    verdict = judge(counts(), Usual(listed=3, days_silent=31))
    assert (verdict.word, verdict.exit_code) == ("degraded", 10)
    assert "for 31 days now" in verdict.reason


def test_an_error_of_the_program_that_left_no_row_is_a_failure():
    erred = counts(listed=9, fetched=8, stored=8, errors=Counter(KeyError=1))
    verdict = judge(erred)
    assert (verdict.word, verdict.exit_code) == ("failed", 1)
    assert "1 KeyError" in verdict.reason


HOLE = {"listed": 20, "fetched": 20, "stored": 20, "listings_read": 4, "listings_unread": 1}


@pytest.mark.parametrize(
    "left",
    [
        HOLE,
        HOLE | {"finish_reason": "budget"},
        {"listings_unread": 1, "finish_reason": "shutdown"},
        {"listings_read": 1, "listings_unread": 1, "listings_failed": 1},
        {"listings_read": 1, "listings_unread": 1, "asked_for_days": True},
    ],
)
def test_no_run_that_left_a_listing_page_unread_is_ok(left):
    verdict = judge(RunCounts(**left))
    assert (verdict.word, verdict.exit_code) == ("degraded", 10)
    assert "could not be read; asked again next time" in verdict.reason


def test_a_listing_refused_beside_one_that_is_well_and_names_nothing_new_is_no_block():
    second = {"rejects": Counter({"http-error": 1}), "fetched": 1, "listings_failed": 1}
    codes = Counter({"200": 1, "403": 1})
    assert judge(counts(listed=9, http_codes=codes, **second)).word == "ok"
    assert judge(counts(http_codes=codes, **second)).word == "ok"


@pytest.mark.parametrize("oldest", [date(2025, 6, 18), None])
def test_days_that_no_listing_reached_are_degraded_even_where_nothing_was_listed(oldest):
    asked = {"asked_for_days": True, "unreached": (date(2025, 5, 1), oldest)}
    for found in ({}, {"outside_window": 9}, {"listed": 9, "stored": 9, "fetched": 9}):
        verdict = judge(counts(**asked, **found))
        assert verdict.word == "degraded"
        assert "reaches back to 2025-05-01" in verdict.reason
    assert judge(counts(**asked, listed=9, stored=9, finish_reason="budget")).word == "ok"


JUNE = date(2025, 6, 18)


@pytest.mark.parametrize(
    ("sources", "is_reached"),
    [
        ([{"reaches_back": False, "outside_window": 9, "oldest": JUNE}], False),
        ([{"reaches_back": True, "outside_window": 9, "oldest": JUNE}], False),
        ([{"reaches_back": True, "oldest": JUNE}], False),  # it left the newer ones out itself
        ([{"reaches_back": True}], True),  # it says that it has none of these days
        ([{"reaches_back": True, "listed": 3, "oldest": JUNE}], True),
        ([{"reaches_back": False, "listed": 3, "oldest": JUNE}], False),
        ([{"oldest": JUNE}, {"oldest": date(2025, 4, 30)}], True),
        ([{"oldest": JUNE}, {"reaches_back": True}], True),
        ([{"reaches_back": True, "pages": 0}], False),
        ([{"oldest": JUNE, "out_of_room": True}], True),
    ],
)
def test_a_day_is_reached_by_what_lists_it_or_says_that_it_has_none(sources, is_reached):
    counted = [SourceCounts("Sitemap", **{"pages": 1, **source}) for source in sources]
    assert (unreached_day(date(2025, 5, 1), counted) is None) is is_reached
    assert unreached_day(None, counted) is None


@pytest.mark.parametrize(
    ("window", "oldest", "last"),
    [
        ((date(2025, 5, 1), date(2025, 5, 31)), JUNE, date(2025, 5, 31)),
        ((date(2025, 5, 1), date(2025, 6, 30)), JUNE, date(2025, 6, 17)),
        ((date(2025, 5, 1), date(2025, 5, 31)), None, date(2025, 5, 31)),
        ((date(2025, 5, 1), None), JUNE, date(2025, 6, 17)),
        ((None, date(2025, 5, 31)), JUNE, date(2025, 5, 31)),
    ],
)
def test_the_days_before_the_oldest_that_was_named_are_not_reached(window, oldest, last):
    since, until = window
    assert last_unreached(until, (since or until, oldest), NOW) == last
    assert last_unreached(until, None, NOW) is None


# Runs that ask for words

SEARCH = Topic("banjir", "Search", is_search=True, held=4)
NO_WAY = Topic("banjir", not_used=["the site has no search"])


@pytest.mark.parametrize(
    ("topic", "given", "word", "said"),
    [
        (SEARCH, {"listed": 4, "stored": 4}, "ok", "its search: 4 listed, 4 stored"),
        (SEARCH, {"listed": 9}, "ok", "4 stored articles hold the words"),  # all known
        (SEARCH, {}, "ok", "its search found nothing"),
        (SEARCH, {"outside_window": 3}, "ok", "3 are of other days"),
        (SEARCH, {"not_articles": 3}, "degraded", "none of 3 addresses is an article of the site"),
        (SEARCH, {"listed": 9, "listings_unread": 1}, "degraded", "1 of 2 listing pages"),
        (Topic("x", "Search", is_search=True), {"listed": 5, "stored": 5}, "degraded", "none of 5"),
        (Topic("x", "Search", is_search=True), {"listed": 4, "stored": 4}, "ok", "4 stored"),
        (Topic("x", "Feed", cut_off="it is full"), {"listed": 4}, "degraded", "it is full"),
        (NO_WAY, {}, "degraded", "the site has no search; only what is stored was searched"),
        (NO_WAY, {"rejects": Counter({"robots": 1})}, "blocked", "no search"),
        (NO_WAY, {"rejects": Counter({"http-error": 1})}, "broken", "no search"),
        (NO_WAY, {"finish_reason": "shutdown"}, "degraded", "told to stop before it had an answer"),
        (SEARCH, {"finish_reason": "memory"}, "failed", "stopped before its end"),
    ],
)
def test_a_run_for_words_is_judged_by_what_answered_it(topic, given, word, said):
    verdict = judge(counts(topic=topic, **given))
    assert (verdict.word, said in verdict.reason) == (word, True), verdict.reason


def test_what_answered_a_run_for_words_and_why_others_did_not():
    furniture = SourceCounts("Search", by_words=True, problems=["https://x.id/?q=y: furniture"])
    index = SourceCounts("DatedIndex", pages=2)
    record = RunRecord(query="banjir", sources=[furniture, index])
    topic = topic_of(record, Window(), 3)
    assert (topic.answered_by, topic.is_search, topic.held) == ("DatedIndex", False, 3)
    assert topic.not_used == ["Search: furniture"]
    record.sources = [furniture]
    assert topic_of(record, Window(), 0).not_used[1:] == ["an index by day needs since"]
    record.sources, record.index_is_too_long = [], True
    assert "31 days at most" in topic_of(record, Window(date(2025, 1, 1)), 0).not_used[1]
    assert topic_of(RunRecord(), Window(), 0) is None


def test_a_search_that_named_the_first_day_asked_for_is_cut_off_by_no_end():
    search = SourceCounts("Search", by_words=True, pages=3, indexes=1, cut_off="it is full")
    record = RunRecord(query="banjir", sources=[search])
    window = Window(date(2025, 6, 1))
    assert topic_of(record, window, 0).cut_off == "it is full"
    search.oldest = date(2025, 6, 1)
    assert topic_of(record, window, 0).cut_off is None
