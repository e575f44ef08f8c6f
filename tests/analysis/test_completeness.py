"""Estimates of how many articles a day had, against worlds of which the truth is known."""

import random
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from statistics import mean

import pytest

from analysis.completeness import Numbered, backbone, chapman, estimated, numbers_given
from crawler.clock import WIB, utc
from crawler.database import connect
from pipelines.store import save
from tests.support.sample_articles import new_database, sample
from tests.support.volume import of
from tests.support.warm import scrapy

DAY = 86_400
CASES = of(200, 2_000)


def newsroom(chance, days=12):
    """A newsroom's numbers: what was seen of them, how many each day had, and days unseen.

    It sleeps more or less at night, gives some of its numbers to other things, holds some articles
    back for hours and dates some anew days later; nothing was seen on a day now and then.
    """
    rate = chance.choice([8, 20, 60, 200]) * chance.uniform(0.7, 1.4)
    at_night, others, share = chance.random(), chance.uniform(0, 0.5), chance.uniform(0.1, 0.95)
    out = {chance.randrange(2, days - 2)} if chance.random() < 0.5 else set()
    number, seen, truth = chance.randint(1_000, 9_000_000), [], []
    for day in range(days):
        given = max(0, round(chance.gauss(rate * chance.uniform(0.6, 1.4), rate**0.5)))
        for clock in sorted(moment(chance, at_night) for _ in range(given)):
            number += 1
            if chance.random() < others or chance.random() > share or day in out:
                continue
            late = chance.uniform(0, 7_200) if chance.random() < 0.03 else 0
            late += chance.uniform(0, 3 * DAY) if chance.random() < 0.005 else 0
            seen.append(Numbered(number, day * DAY + clock + late))
        truth.append(given)
    return seen, truth, out


def moment(chance, at_night):
    """A second of the day; at night with a chance alone."""
    while True:
        clock = chance.random() * DAY
        if 5 * 3_600 < clock < 22 * 3_600 or chance.random() < at_night:
            return clock


def test_numbers_tell_how_many_were_given_on_a_day():
    chance, held, errors, of_unseen = random.Random(16), [], [], []
    for _ in range(CASES):
        seen, truth, out = newsroom(chance)
        kept = backbone(seen)
        for day in range(2, 10):
            estimate = numbers_given(kept, day * DAY, (day + 1) * DAY)
            if estimate is None or not truth[day]:
                continue
            is_held = estimate.low <= truth[day] <= estimate.high
            (of_unseen if day in out else held).append(is_held)
            errors.append(estimate.number / truth[day] - 1)
    assert len(held) > 5 * CASES and mean(held) >= 0.93
    assert len(of_unseen) > CASES // 5 and mean(of_unseen) >= 0.93
    assert abs(mean(errors)) < 0.05


def test_two_lists_tell_how_many_there_are():
    chance, held, errors = random.Random(16), [], []
    while len(held) < CASES:
        truth = chance.choice([8, 20, 60, 200, 1_000])
        first, second = chance.uniform(0.1, 0.95), chance.uniform(0.1, 0.95)
        one = {each for each in range(truth) if chance.random() < first}
        other = {each for each in range(truth) if chance.random() < second}
        if estimate := chapman(len(one), len(other), len(one & other)):
            held.append(estimate.low - 0.5 <= truth <= estimate.high + 0.5)
            errors.append(estimate.number / truth - 1)
            assert len(one | other) <= estimate.low <= estimate.number <= estimate.high
    assert mean(held) >= 0.92 and abs(mean(errors)) < 0.05


def test_lists_that_name_the_same_prominent_articles_tell_too_few():
    chance, errors = random.Random(16), []
    for _ in range(CASES):
        shares = [chance.choice([0.1, 0.9]) for _ in range(200)]
        one = {n for n, share in enumerate(shares) if chance.random() < share}
        other = {n for n, share in enumerate(shares) if chance.random() < share}
        errors.append(chapman(len(one), len(other), len(one & other)).number / 200 - 1)
    assert -0.5 < mean(errors) < -0.2  # which the document warns of


def test_few_shared_articles_tell_nothing():
    assert chapman(50, 40, 2) is None
    whole = chapman(40, 40, 40)
    assert whole.low == 40 and whole.high < 42


def test_numbers_out_of_line_are_left_out():
    seen = [Numbered(n, n * 100.0) for n in range(20)]
    dated_anew, written_before = Numbered(3, 1_500.0), Numbered(90, 450.0)
    assert backbone([*seen, dated_anew, written_before]) == seen
    assert backbone([]) == [] and numbers_given([], 0, 1) is None


@pytest.fixture
def path(tmp_path):
    """Five days of an outlet that numbers its articles: ten a day, half stored, one day unseen."""
    path = new_database(tmp_path / "news.db")
    kept = []
    for number in range(50):
        published = datetime(2025, 6, 10 + number // 10, 7 + number % 10, tzinfo=WIB)
        if number % 2 == 0 and number // 10 != 2:
            url = f"https://nasional.sindonews.com/read/{1000 + number}/12/contoh-{number}"
            told = {"site": "sindonews", "url": url, "publisher_id": str(1000 + number)}
            told |= {"published_at": utc(published), "published_local": published.isoformat()}
            kept.append(sample(number, fetched_at=published.astimezone(UTC), **told))
    with closing(connect(path)) as news:
        save(news, kept)
        with news:
            news.execute("INSERT INTO sites (site, numbers_count) VALUES ('sindonews', 'site')")
            news.execute("UPDATE frontier SET listed_by = 'DatedIndex Feed'")
            news.execute("UPDATE frontier SET listed_by = 'Feed' WHERE article_id % 5 = 1")
    return path


def test_the_file_tells_each_day(path):
    with closing(sqlite3.connect(path)) as news:
        days = {each.day.day: each for each in estimated(news)}
        assert [day for day in days if days[day].numbers] == [11, 12, 13]
        assert all(6 <= days[day].numbers.number <= 12 for day in (11, 12, 13))
        assert all(days[day].numbers.low <= 10 <= days[day].numbers.high for day in (11, 12, 13))
        assert days[12].stored == 0 and days[12].numbers.low < 5
        assert days[11].lists == ("DatedIndex", "Feed") and days[11].by_lists.number == 5
        assert days[11].completeness == 1
        only = estimated(news, "sindonews", date(2025, 6, 11), date(2025, 6, 12))
        assert [each.day.day for each in only] == [11, 12]
        assert estimated(news, "kompas") == []


def test_a_file_of_an_older_version_tells_what_it_can(path):
    with closing(connect(path)) as news:
        news.execute("ALTER TABLE frontier DROP COLUMN listed_by")
        news.execute("ALTER TABLE sites DROP COLUMN numbers_count")
        days = estimated(news)
    assert days and not [each for each in days if each.numbers or each.by_lists]


def test_papers_that_count_for_themselves_are_added_and_sites_that_share_are_told(tmp_path):
    path = new_database(tmp_path / "news.db")
    begin, kept = datetime(2025, 6, 10, 7, tzinfo=WIB), []
    for number in range(60):
        published = begin + timedelta(hours=number)
        for place, (site, told) in enumerate(SITES.items()):
            mark = {
                "site": site,
                "url": told[0].format(number),
                "publisher_id": told[1](number),
            }
            mark |= {"published_at": utc(published), "published_local": published.isoformat()}
            kept.append(sample(number * 9 + place, fetched_at=published.astimezone(UTC), **mark))
    with closing(connect(path)) as news:
        save(news, kept)
        with news:
            news.executemany(
                "INSERT INTO sites (site, network, numbers_count) VALUES (?, 'Contoh', ?)",
                [("satu", "network"), ("dua", "network"), ("tiga", "host")],
            )
        days = {
            each.site: each for each in estimated(news, None, date(2025, 6, 11), date(2025, 6, 11))
        }
    assert days["satu"].numbers == days["dua"].numbers and days["satu"].counter == "Contoh"
    assert 46 <= days["satu"].numbers.number <= 50 and days["tiga"].counter is None
    assert 22 <= days["tiga"].numbers.number <= 26


SITES = {
    "satu": ("https://satu.contoh.id/{}", lambda number: str(1_000 + 2 * number)),
    "dua": ("https://dua.contoh.id/{}", lambda number: str(1_001 + 2 * number)),
    "tiga": ("https://aceh.contoh.id/{}", lambda number: f"aceh:{7_000 + number}"),
}


def test_gaps_ids_prints_what_the_file_tells(path):
    done = scrapy("gaps", "--ids", "-s", f"DATABASE={path}")
    assert done.returncode == 0, done.stderr
    heading, *lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert heading[4:7] == ["numbers given", "counter", "by two lists"]
    told = {line[1]: line for line in lines}
    assert told["2025-06-12"][2] == "0" and told["2025-06-12"][4]
    assert told["2025-06-11"][8] == "100%" and "of 4 days are stored" in done.stderr
    refused = scrapy("gaps", "--ids", "--fill", "-s", f"DATABASE={path}")
    assert refused.returncode == 2 and "--ids only tells" in refused.stderr
