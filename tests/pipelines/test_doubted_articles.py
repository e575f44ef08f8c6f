"""What is doubted in an article: kept, counted, left out, and never a version of its own."""

import json
from contextlib import closing

import pytest

from crawler.commands.research.describe import LEAVING_OUT
from crawler.database import connect
from crawler.items import DOUBTS
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
