"""What outlets do every day, and what a database makes of it: no alarm, row by row of a table.

Each way is some looks of one site, or several, hours apart; docs/faults.md prints what is left.
"""

import random
import re
from collections import Counter
from contextlib import closing
from datetime import timedelta

import pytest

from crawler.clock import utc
from crawler.database import connect
from crawler.items import Article, Reject
from pipelines.rows.judgement import RunTexts
from pipelines.store import save
from tests.support.checkout import ROOT
from tests.support.sample_articles import NOON, new_database, sample

PAGE = ROOT / "docs" / "faults.md"
ROW = re.compile(r"(?m)^\| (?P<way>[^|]+) \| (?P<told>\d+ \| \d+ \| \d+ \| \d+ \| \d+ \| \d+) \|$")
SIGNS = "aries taurus gemini kanser leo virgo libra skorpio".split()


def words(seed, count):
    """Invented words, the same for one seed."""
    chance = random.Random(seed)
    made = ("".join(chance.choices("bdgklmnprst", k=3)) for _ in range(count))
    return [f"{word[0]}a{word[1]}i{word[2]}an" for word in made]


def text(seed, count=60):
    """A text of sentences of ten words."""
    told = words(seed, count)
    return ". ".join(" ".join(told[at : at + 10]) for at in range(0, count, 10)) + "."


def story(number, at, *, url=None, **facts) -> Article:
    """An article that a look at a time has read; its text is its own where none is given."""
    slug = "-".join(words(number, 5))
    url = url or f"https://www.contoh.example/read/{number}/{slug}"
    facts = {"headline": " ".join(words(number, 5)), "body": text(number), **facts}
    return sample(number, url=url, fetched_from=[url], fetched_at=at, **facts)


def published(at):
    """The publishing time of an article, to the minute."""
    local = f"{at + timedelta(hours=7):%Y-%m-%dT%H:%M:00}+07:00"
    return {"published_at": f"{at:%Y-%m-%dT%H:%M:00Z}", "published_local": local}


def hours(count, step=1):
    """So many looks, some hours apart."""
    return [NOON + timedelta(hours=step * number) for number in range(1, count + 1)]


def ten_edits_a_day():
    told = [text(part, 20) for part in range(16)]
    for number, at in enumerate(hours(20, 2)):
        yield [story(1, at, body="\n\n".join(told[number % 6 : number % 6 + 8]))]


def a_correction_rewrites_every_sentence():
    """Half the words, the names of what it tells, are kept; none stands beside the same word."""
    names = words("names", 30)
    before = zip(words("before", 30), names, strict=True)
    after = zip(names[::-1], words("after", 30), strict=True)
    for at, said in zip(hours(2), (before, after), strict=True):
        yield [story(1, at, body=" ".join(f"{one} {other}" for one, other in said))]


def a_live_blog_grows_by_half_each_hour():
    posts = [text(0, 40)]
    for number, at in enumerate(hours(12), 1):
        posts = [text(number, max(10, sum(len(post.split()) for post in posts) // 2)), *posts]
        yield [story(1, at, body="\n\n".join(posts))]


def a_live_blog_keeps_its_newest_posts():
    for number, at in enumerate(hours(12), 6):
        posts = (text(post, 30) for post in range(number, number - 6, -1))
        yield [story(1, at, body="\n\n".join(posts))]


def withdrawn_and_published_again():
    url = story(1, NOON).url
    gone = Reject(url, "contoh", "http-error", "HTTP 404", status=404)
    yield [story(1, NOON)]
    yield from ([gone] for _ in range(3))
    yield [story(1, NOON + timedelta(days=3))]


def moved_and_gone_where_it_was():
    old, new = story(1, NOON), "https://www.contoh.example/kabar/" + "-".join(words(1, 5))
    yield [old]
    gone = Reject(old.url, "contoh", "http-error", "HTTP 404", status=404)
    yield [gone, story(1, NOON + timedelta(hours=6), url=new)]
    yield [gone]
    yield [story(1, NOON + timedelta(days=1), url=new), gone]


def photographs_with_a_line_each():
    for number, at in enumerate(hours(6)):
        captions = [(12 * number + each, text(f"photo {number} {each}", 10)) for each in range(12)]
        yield [story(one, at, body=line) for one, line in captions]


def horoscopes_that_share_their_text_with_yesterdays():
    """Twelve a day under the same headlines, at the same minute, two words in three the same."""
    for day, at in enumerate(hours(10, 24)):
        same = text("horoscope", 60)
        yield [
            story(
                100 * day + number,
                at,
                url=f"https://www.contoh.example/{day}/ramalan-zodiak-{sign}-hari-ini",
                headline=f"Ramalan zodiak {sign} hari ini",
                body=f"{same} {text(f'{day} {sign}', 30)}",
                **published(at),
            )
            for number, sign in enumerate(SIGNS)
        ]


def horoscopes_that_are_listed_one_by_one():
    """The same of one minute, each in a run in which the one before is listed no more."""
    for number, (sign, at) in enumerate(zip(SIGNS, hours(8), strict=True)):
        yield [
            story(
                number,
                at,
                url=f"https://www.contoh.example/ramalan-zodiak-{sign}-hari-ini",
                headline=f"Ramalan zodiak {sign} hari ini",
                body=f"{text('horoscope', 60)} {text(sign, 30)}",
                **published(NOON),
            )
        ]


def prices_that_change_by_a_figure():
    for day, at in enumerate(hours(14, 24)):
        url = f"https://www.contoh.example/read/{900 + day}/harga-emas-hari-ini"
        told = f"{text('gold', 40)} Harga contoh Rp1.{400 + day // 3}.000 per gram."
        headline = "Harga emas hari ini"
        yield [story(900 + day, at, url=url, headline=headline, body=told, **published(at))]


def wire_copy_at_two_outlets():
    for number, at in enumerate(hours(10)):
        same = {"headline": " ".join(words(number, 6)), "body": text(number, 80)}
        for site in ("contoh", "lain"):
            url = f"https://www.{site}.example/read/{number}/{'-'.join(words(number, 6))}"
            yield [story(number, at, url=url, site=site, **same)]


def wire_copy_in_two_sections_of_one_outlet():
    for number, at in enumerate(hours(10)):
        same = {"headline": " ".join(words(number, 6)), "body": text(number, 80)}
        slug = "-".join(words(number, 6))
        yield [
            story(number, at, url=f"https://www.contoh.example/{part}/{number}-{slug}", **same)
            for part in ("nasional", "kota")
        ]


def the_first_run_of_a_site():
    yield [story(number, NOON) for number in range(60)]


def back_after_a_month():
    yield [story(number, NOON) for number in range(30)]
    yield [story(number, NOON + timedelta(days=31)) for number in range(20, 80)]


def a_redesign_adds_a_line_everywhere():
    yield [story(number, NOON) for number in range(30)]
    more = "Contoh: tim redaksi memilih kabar ini untuk pembaca."
    later = NOON + timedelta(hours=6)
    yield [story(number, later, body=f"{text(number)}\n\n{more}") for number in range(30)]


def a_redesign_names_every_address_anew():
    yield [story(number, NOON) for number in range(30)]
    slugs = ["-".join(words(number, 5)) for number in range(30)]
    there = [f"https://www.contoh.example/kabar/{slug}" for slug in slugs]
    later = NOON + timedelta(hours=6)
    yield [story(number, later, url=url) for number, url in enumerate(there)]


WAYS = {
    make.__name__.replace("_", " "): make
    for make in (
        the_first_run_of_a_site,
        back_after_a_month,
        ten_edits_a_day,
        a_correction_rewrites_every_sentence,
        a_live_blog_grows_by_half_each_hour,
        a_live_blog_keeps_its_newest_posts,
        withdrawn_and_published_again,
        moved_and_gone_where_it_was,
        photographs_with_a_line_each,
        horoscopes_that_share_their_text_with_yesterdays,
        horoscopes_that_are_listed_one_by_one,
        prices_that_change_by_a_figure,
        wire_copy_at_two_outlets,
        wire_copy_in_two_sections_of_one_outlet,
        a_redesign_adds_a_line_everywhere,
        a_redesign_names_every_address_anew,
    )
}


@pytest.fixture
def news(tmp_path):
    """A connection to a new database."""
    with closing(connect(new_database(tmp_path / "news.db"))) as connection:
        yield connection


@pytest.mark.parametrize("way", WAYS)
def test_what_outlets_do_every_day_is_no_alarm(news, way):
    looks, outcomes = 0, Counter()
    for run_id, look in enumerate(WAYS[way](), 1):
        looks += 1
        at = max((each.fetched_at for each in look if isinstance(each, Article)), default=NOON)
        listed(news, look, run_id, at)
        for outcome in save(news, look, now=at, run_id=run_id, texts=RunTexts()):
            outcomes[outcome if isinstance(outcome, str) else outcome.reason] += 1
    doubted = news.execute("SELECT count(*) FROM articles WHERE doubt IS NOT NULL").fetchone()[0]
    assert not outcomes.keys() - {"stored", "revised", "unchanged", "rejected"}
    assert doubted == news.execute("SELECT count(*) FROM held_back").fetchone()[0] == 0
    assert news.execute("SELECT count(gone_at) FROM articles").fetchone()[0] == 0
    kept = (outcomes[word] for word in ("stored", "revised", "unchanged", "rejected"))
    told = " | ".join(map(str, (looks, *kept, doubted)))
    documented = dict(ROW.findall(PAGE.read_text())).get(way)
    assert documented == told


def listed(news, look, run_id, at):
    """A run whose listings name the articles that a look reads."""
    named = [(each.url, each.site, utc(at), run_id) for each in look if isinstance(each, Article)]
    with news:
        news.execute(
            "INSERT INTO runs (id, site, started_at) VALUES (?, 'contoh', ?)", (run_id, utc(at))
        )
        news.executemany(
            "INSERT INTO frontier (url, site, discovered_at, last_listed_at, first_listed_run_id, "
            "last_listed_run_id) VALUES (?1, ?2, ?3, ?3, ?4, ?4) ON CONFLICT (url) DO UPDATE "
            "SET last_listed_at = ?3, last_listed_run_id = ?4",
            named,
        )
