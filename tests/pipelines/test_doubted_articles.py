"""What is doubted in an article: kept, counted, left out, and never a version of its own."""

import json
from contextlib import closing

import pytest

from crawler.commands.research.describe import LEAVING_OUT
from crawler.database import connect
from crawler.items import DOUBTS
from pipelines.rows.judgement import RunTexts
from pipelines.store import save
from tests.support.sample_articles import BODY, NOON, new_database, sample

EDITED = f"{BODY} Kalimat tambahan contoh."


@pytest.fixture
def news(tmp_path):
    """A connection to a new database."""
    with closing(connect(new_database(tmp_path / "news.db"))) as connection:
        yield connection


def told(news) -> tuple[str | None, int, int]:
    """Doubt and version of the only article, and how many versions came before it."""
    (row,) = news.execute("SELECT doubt, version FROM articles").fetchall()
    return (*row, news.execute("SELECT count(*) FROM revisions").fetchone()[0])


@pytest.mark.parametrize(("before", "after"), [(None, "teaser-only"), ("rival-text", None)])
def test_what_newer_parsers_doubt_of_the_same_page_is_noted_and_no_version(news, before, after):
    save(news, [sample(1, capture="a#1", doubt=before)])
    assert save(news, [sample(1, capture="a#1", doubt=after)]) == ["unchanged"]
    assert told(news) == (after, 1, 0)


def test_another_page_with_the_same_text_leaves_the_doubt_in_the_page_that_was_read(news):
    save(news, [sample(1, capture="a#1", doubt="first-page-only")])
    again = sample(1, capture="a#2", fetched_at=NOON.replace(hour=9))
    assert save(news, [again]) == ["unchanged"]
    assert told(news) == ("first-page-only", 1, 0)


def test_an_edit_brings_its_own_doubt_and_the_earlier_version_keeps_its_one(news):
    save(news, [sample(1, capture="a#1", doubt="first-page-only")])
    whole = sample(1, body=EDITED, capture="a#2", fetched_at=NOON.replace(hour=9))
    assert save(news, [whole]) == ["revised"]
    assert told(news) == (None, 2, 1)
    (other,) = news.execute("SELECT other FROM revisions").fetchone()
    assert json.loads(other)["doubt"] == "first-page-only"


def test_what_is_doubted_in_a_publishing_time_stays_with_that_time(news):
    """The first time is kept, whatever an edited page says."""
    save(news, [sample(1, doubt="date-under-clock teaser-only")])
    later = NOON.replace(hour=9)
    save(news, [sample(1, body=EDITED, fetched_at=later, doubt="date-from-text rival-text")])
    assert told(news)[0] == "rival-text date-under-clock"


def test_a_finer_time_brings_what_is_doubted_in_it(news):
    day = {"published_precision": "day", "published_at": "2025-06-17T17:00:00Z"}
    local = "2025-06-18T00:00:00+07:00"
    save(news, [sample(1, published_local=local, doubt="date-from-text", **day)])
    save(news, [sample(1, body=EDITED, fetched_at=NOON.replace(hour=9))])
    assert told(news)[0] is None


def test_articles_in_doubt_are_counted_and_can_be_left_out(news):
    doubts = [None, "first-page-only", "teaser-only first-page-only", "date-from-text"]
    save(news, [sample(number, doubt=doubt) for number, doubt in enumerate(doubts, 1)])
    counted = news.execute("SELECT word, articles FROM doubts_by_site").fetchall()
    assert dict(counted) == {"first-page-only": 2, "teaser-only": 1, "date-from-text": 1}
    query = LEAVING_OUT.split("```")[1].removeprefix("sql\n")
    kept = [
        dict(zip(("id", "doubt"), row, strict=True))
        for row in news.execute(query.replace("SELECT *", "SELECT id, doubt").strip().rstrip(";"))
    ]
    assert {row["doubt"] for row in kept} == {None, "date-from-text"}
    assert news.execute("SELECT avg(doubt IS NOT NULL) FROM articles").fetchone() == (0.75,)
    assert news.execute("SELECT doubt FROM fields_by_site").fetchone() == (0.75,)


def test_the_words_are_explained_in_the_file(news):
    assert dict(news.execute("SELECT word, meaning FROM doubts")) == DOUBTS


ONE_TEXT = "Contoh: saksikan tayangan selengkapnya dalam video contoh di atas."


def of_one_text(numbers, **facts):
    """Articles that share a text, each under a headline of its own."""
    return [sample(number, **{"body": ONE_TEXT, **facts}) for number in numbers]


def doubts(news):
    """What is doubted in each article, by its id."""
    return [doubt for (doubt,) in news.execute("SELECT doubt FROM articles ORDER BY id")]


def test_several_articles_of_one_text_are_doubted_once_there_are_five_in_a_run_or_later(news):
    texts = RunTexts()
    first = [sample(1, doubt="no-container", body=ONE_TEXT), *of_one_text(range(2, 5))]
    assert save(news, first, texts=texts) == ["stored"] * 4
    assert doubts(news) == ["no-container", None, None, None]
    save(news, [sample(9)], texts=texts)
    assert save(news, of_one_text([5]), texts=RunTexts()) == ["stored"]  # of another run
    assert doubts(news) == ["no-container same-text", *3 * ["same-text"], None, "same-text"]


def test_what_is_doubted_beside_the_page_lasts_as_long_as_the_text(news):
    save(news, of_one_text(range(1, 6), capture="a#1"), texts=RunTexts())
    assert save(news, of_one_text([1], section="Contoh", capture="a#1")) == ["revised"]
    assert save(news, of_one_text([2], headline="Judul contoh yang baru")) == ["revised"]
    assert save(news, [sample(3)], texts=RunTexts()) == ["revised"]  # a text of its own
    assert doubts(news) == ["same-text", "same-text", None, "same-text", "same-text"]


def test_posts_that_a_listing_carries_whole_are_no_page_at_many_addresses(news):
    addresses = [f"https://www.contoh.example/?p={number}" for number in range(9)]
    how = {"read_from": "listing", "headline": "Judul contoh"}
    posts = [
        sample(1, url=url, fetched_from=[url], publisher_id=str(number), **how)
        for number, url in enumerate(addresses)
    ]
    assert save(news, posts, texts=RunTexts()) == ["stored"] * 9
    assert set(doubts(news)) == {"same-text"}
