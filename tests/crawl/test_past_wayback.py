"""``-a past=wayback``: a site's past out of a Wayback Machine, whatever that answers."""

import gzip
import json
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from crawler.clock import WIB
from crawler.database import connect
from pipelines.store import save
from tests.support.newsroom import samples
from tests.support.rows import every_row
from tests.support.sample_articles import new_database, sample
from tests.support.warm import scrapy
from tests.support.wayback_machine import WaybackMachine

ADDRESS = "https://www.kompas.com/nasional/read/{day:%Y/%m/%d}/{number}0031/{slug}"
FIRST = datetime(2019, 3, 5, 9, tzinfo=WIB)
ALL = ("-a", "since=2019-03-01", "-a", "until=2019-03-31")


@pytest.fixture
def articles():
    """Twelve articles, two days apart, from the fifth of March on."""
    made = samples(ADDRESS, 12, newest=FIRST + timedelta(days=22), every=timedelta(days=2))
    return sorted(made, key=lambda article: article.published)


@pytest.fixture(params=["internet-archive", "pywb"])
def archive(request, articles):
    """An archive that captured each an hour after it was published, and again a week later."""
    with WaybackMachine(request.param) as machine:
        fill(machine, articles)
        yield machine


@pytest.fixture
def machine():
    """The Internet Archive's, empty."""
    with WaybackMachine() as running:
        yield running


def fill(machine, articles):
    for article in articles:
        for later in (timedelta(hours=1), timedelta(days=7)):
            machine.capture(article.url, stamp(article.published + later), article.html())
        machine.capture(article.url, stamp(article.published), "busy", status=503)
    machine.capture("https://www.kompas.com/", stamp(FIRST), "<html>front page</html>")
    machine.capture("https://www.kompas.com/tag/banjir", stamp(FIRST), "<html>a tag</html>")


def stamp(moment):
    return f"{moment - timedelta(hours=7):%Y%m%d%H%M%S}"


def crawl(machine, folder, *arguments, site="kompas"):
    settings = ("-s", f"DATABASE={folder}/news.db", "-s", f"ARCHIVE={folder}/archive")
    call = ("crawl", site, "-a", "past=wayback", *(arguments or ALL), *settings)
    return scrapy(*call, *machine.arguments)


def rows(folder, query, *values):
    with closing(sqlite3.connect(folder / "news.db")) as database:
        return database.execute(query, values).fetchall()


def run_row(folder, column):
    return rows(folder, f"SELECT {column} FROM runs ORDER BY id DESC LIMIT 1")[0][0]


def test_each_article_is_read_from_its_first_good_capture(archive, articles, tmp_path):
    done = crawl(archive, tmp_path)
    assert done.returncode == 0, done.stderr
    stored = rows(
        tmp_path,
        "SELECT a.url, capture, first_seen_at, read_from, origin FROM articles a "
        "JOIN frontier f ON f.article_id = a.id JOIN runs r ON r.id = a.run_id "
        "ORDER BY published_at",
    )
    assert [row[0] for row in stored] == [article.url for article in articles]
    for (_, capture, seen, read_from, origin), article in zip(stored, articles, strict=True):
        moment = article.published + timedelta(hours=1)
        assert capture == f"{archive.base}/web/{stamp(moment)}id_/{article.url}"
        assert seen == f"{moment - timedelta(hours=7):%Y-%m-%dT%H:%M:%SZ}"
        assert (read_from, origin) == ("wayback", "wayback")
    assert archive.asked("web") == 12 and archive.most_at_once == 1
    days = rows(tmp_path, "SELECT sum(crawled), sum(imported), sum(wayback) FROM coverage_daily")
    assert days == [(0, 0, 12)]


def test_days_and_listed_pages_without_a_capture_are_told(machine, articles, tmp_path):
    fill(machine, [*articles[:3], *articles[4:]])
    database = new_database(tmp_path / "news.db")
    with closing(connect(database)) as news, news:
        news.execute(
            "INSERT INTO frontier (url, site, day, discovered_at, fetches, outcome) "
            "VALUES (?, 'kompas', '2019-03-11', '2019-03-11T09:00:00Z', 1, 'rejected:http-error')",
            (articles[3].url,),
        )
    done = crawl(machine, tmp_path)
    assert (
        "20 days without a capture" in done.stderr and "1 pages the site had listed" in done.stderr
    )
    told = json.loads(run_row(tmp_path, "ways_in"))[-1]
    assert "2019-03-11" in told["days_without"] and "2019-03-13" not in told["days_without"]
    refused = rows(tmp_path, "SELECT url, reason FROM rejects")
    assert refused == [(articles[3].url, "not-in-archive")]
    crawl(machine, tmp_path)
    assert rows(tmp_path, "SELECT count(*) FROM rejects") == [(1,)]


def test_a_second_run_asks_for_nothing_again(machine, articles, tmp_path):
    fill(machine, articles)
    crawl(machine, tmp_path)
    asked = len(machine.requests)
    done = crawl(machine, tmp_path)
    assert done.returncode == 0 and "nothing further" in done.stderr
    assert [path for path in machine.requests[asked:] if "robots" not in path] == []


def test_the_budget_of_requests_ends_a_run_and_the_next_goes_on(machine, articles, tmp_path):
    fill(machine, articles)
    runs = 0
    while runs < 9 and (not runs or run_row(tmp_path, "finish_reason") == "requests"):
        before = len(machine.requests)
        done = crawl(machine, tmp_path, *ALL, "-s", "WAYBACK_REQUESTS=5")
        assert len(machine.requests) - before <= 5 and done.returncode == 0, done.stderr
        runs += 1
    assert runs in (4, 5)  # robots.txt, three questions and twelve captures, by fives
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(12,)]
    captures = [path for path in machine.requests if path.startswith("/web")]
    assert len(captures) == len(set(captures)) == 12


def test_an_answer_in_pages_is_read_to_its_end(archive, articles, tmp_path):
    crawl(archive, tmp_path, *ALL, "-s", "WAYBACK_PAGE=5")
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(12,)]
    assert rows(tmp_path, "SELECT count(*) FROM past_questions WHERE answered_at IS NULL") == [(0,)]


SPOILT = {
    "a web page": {"body": "<html><title>Bad Gateway</title></html>"},
    "cut off": {"keep": 300},
    "an error in words": {"body": "org.archive.RuntimeIOException: Blocked"},
    "not found": {"status": 404, "body": ""},
    "refused": {"status": 403, "body": "Blocked Site Error"},
    "refusing for long": {"status": 429, "body": ""},
    "failing": {"status": 500, "body": ""},
}


@every_row("name", SPOILT)
def test_a_question_that_was_not_answered_is_asked_by_the_next_run(name, tmp_path_factory):
    folder = tmp_path_factory.mktemp("spoilt")
    articles = samples(ADDRESS, 2, newest=FIRST)
    with WaybackMachine() as machine:
        fill(machine, articles)
        machine.fault("cdx", **SPOILT[name])
        done = crawl(machine, folder)
        assert done.returncode != 0, done.stderr
        unanswered = "SELECT count(*) FROM past_questions WHERE answered_at IS NULL"
        assert rows(folder, unanswered)[0][0] > 0
        assert rows(folder, "SELECT count(*) FROM articles") == [(0,)]
        machine.faults.clear()
        done = crawl(machine, folder)
        assert done.returncode == 0, done.stderr
        assert rows(folder, "SELECT count(*) FROM articles") == [(2,)]


@every_row("name", ["429 with Retry-After", "503", "slow"])
def test_an_archive_that_asks_for_fewer_requests_is_waited_for(name, tmp_path_factory):
    folder = tmp_path_factory.mktemp("waits")
    faults = {
        "429 with Retry-After": {"status": 429, "headers": {"Retry-After": "1"}, "times": 2},
        "503": {"status": 503, "times": 2},
        "slow": {"seconds": 0.3, "times": 2},
    }
    with WaybackMachine() as machine:
        fill(machine, samples(ADDRESS, 3, newest=FIRST))
        machine.fault("web", **faults[name])
        done = crawl(machine, folder)
        assert done.returncode == 0, done.stderr
        assert rows(folder, "SELECT count(*) FROM articles") == [(3,)]
        assert machine.most_at_once == 1


SHOWN = {
    "missing": {"shown": "missing"},
    "excluded": {"shown": "excluded"},
    "the archive's page as 200": {"shown": "own-page"},
    "a challenge": {"body": "<html><title>Just a moment...</title><div id=cf-challenge></div>"},
    "without text": {"body": "<html><title>Contoh</title><body></body></html>"},
    "a redirect home": {"shown": "redirect https://www.kompas.com/"},
}


@every_row("bare", [False, True])
def test_what_the_archive_shows_instead_of_a_page_leads_to_another_capture(bare, tmp_path_factory):
    folder = tmp_path_factory.mktemp("shown")
    articles = samples(ADDRESS, len(SHOWN), newest=FIRST, every=timedelta(hours=1))
    with WaybackMachine(bare=bare) as machine:
        machine.capture("https://www.kompas.com/", "20190301000000", "<html>front page</html>")
        for article, facts in zip(articles, SHOWN.values(), strict=True):
            first = {"body": article.html(), **facts}
            machine.capture(article.url, stamp(article.published + timedelta(hours=1)), **first)
            later = stamp(article.published + timedelta(days=3))
            machine.capture(article.url, later, article.html())
        done = crawl(machine, folder)
        assert done.returncode in (0, 10), done.stderr
        assert rows(folder, "SELECT count(*) FROM articles") == [(len(SHOWN),)]
        reasons = {reason for (reason,) in rows(folder, "SELECT reason FROM rejects")}
        assert {"not-in-archive", "no-body", "soft-404"} <= reasons
        gone = rows(folder, "SELECT count(*) FROM frontier WHERE gone_answers > 0")
        assert gone == [(0,)]


def test_redirects_of_the_archive_and_of_the_site_are_followed_within_it(machine, tmp_path):
    old, moved, elsewhere = samples(ADDRESS, 3, newest=FIRST)
    time = stamp(old.published + timedelta(hours=1))
    new = f"{old.url}-baru"
    machine.capture(old.url, time, shown=f"redirect {new}")
    machine.capture(new, "20190320000000", old.html())
    machine.capture(moved.url, time, shown=f"redirect /web/20190320000000id_/{moved.url}")
    machine.capture(moved.url, "20190320000000", moved.html())
    machine.capture(elsewhere.url, time, shown="redirect https://www.contoh.id/lain")
    machine.capture("https://www.contoh.id/lain", time, "<html>another site</html>")
    crawl(machine, tmp_path)
    stored = rows(tmp_path, "SELECT url, first_seen_at FROM articles ORDER BY url")
    assert sorted(url for url, _ in stored) == sorted([new, moved.url])
    assert rows(tmp_path, "SELECT url, reason FROM rejects") == [(elsewhere.url, "off-site")]


def test_addresses_are_freed_of_the_archives_prefix(machine, tmp_path):
    (article,) = samples(ADDRESS, 1, newest=FIRST)
    time = stamp(article.published + timedelta(hours=1))
    html = article.html()
    for prefix in (f"{machine.base}/web/{time}/", f"/web/{time}/", f"/web/{time}im_/"):
        html = html.replace(
            "</head>", f'<link rel="canonical" href="{prefix}{article.url}"></head>'
        )
    html = html.replace(
        "<body>",
        "<body><!-- BEGIN WAYBACK TOOLBAR INSERT --><p>Kalimat bilah arsip ini bukan berita, dan "
        "tidak boleh masuk.</p><!-- END WAYBACK TOOLBAR INSERT -->",
    )
    machine.capture(
        article.url.replace("https://www.kompas.com", "http://kompas.com:80"), time, html
    )
    crawl(machine, tmp_path)
    ((url, body),) = rows(tmp_path, "SELECT url, body FROM articles")
    assert url == article.url and "bilah arsip" not in body
    known = {url for (url,) in rows(tmp_path, "SELECT url FROM aliases")}
    assert not [url for url in known if "/web/" in url]


def test_older_captures_never_overwrite_a_newer_text(machine, tmp_path):
    (article,) = samples(ADDRESS, 1, newest=FIRST)
    stored = sample(
        1,
        site="kompas",
        url=article.url,
        headline=article.headline,
        published_at="2019-03-05T02:00:00Z",
        published_local="2019-03-05T09:00:00+07:00",
        fetched_at=datetime(2019, 4, 1, tzinfo=WIB),
        fetched_from=[article.url],
        body="\n\n".join([*article.paragraphs, "Paragraf tambahan dari suntingan yang terakhir."]),
    )
    with closing(connect(new_database(tmp_path / "news.db"))) as news:
        save(news, [stored])
    machine.capture(article.url, stamp(FIRST + timedelta(hours=1)), article.html())
    done = crawl(machine, tmp_path)
    assert machine.asked("web") == 0 and "0 stored" in done.stderr  # it is known
    done = crawl(machine, tmp_path, *ALL, "-a", "versions=yes")
    ((body, version, first),) = rows(tmp_path, "SELECT body, version, first_seen_at FROM articles")
    assert "suntingan yang terakhir" in body and version == 2 and first == "2019-03-05T03:00:00Z"
    ((earlier, seen),) = rows(tmp_path, "SELECT body, seen_at FROM revisions")
    assert "suntingan" not in earlier and seen == "2019-03-05T03:00:00Z"


def test_the_robots_of_the_archive_are_obeyed(machine, tmp_path):
    fill(machine, samples(ADDRESS, 2, newest=FIRST))
    machine.robots = "User-agent: *\nDisallow: /web/\n"
    done = crawl(machine, tmp_path)
    assert done.returncode == 30 and "the archive refuses" in done.stderr
    assert machine.asked("web") == 0
    machine.robots = ""
    assert crawl(machine, tmp_path).returncode == 0
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(2,)]


def test_the_sites_own_runs_ask_for_nothing_that_only_an_archive_named(machine, tmp_path):
    fill(machine, samples(ADDRESS, 4, newest=FIRST))
    machine.fault("web", status=500)
    crawl(machine, tmp_path)
    waiting = rows(tmp_path, "SELECT count(*), count(due_at), sum(fetches) FROM frontier")
    assert waiting == [(4, 0, 0)]


WRONG = {
    "past=waybak": ("past=wayback", ["past=waybak", "since=2019-01-01"]),
    "no since": ("needs since", ["past=wayback"]),
    "words": ("query", ["past=wayback", "since=2019-01-01", "query=banjir"]),
    "versions alone": ("past=wayback", ["versions=yes"]),
    "versions=maybe": (
        "neither yes nor no",
        ["past=wayback", "since=2019-01-01", "versions=maybe"],
    ),
    "no address": ("WAYBACK_CDX", ["past=wayback", "since=2019-01-01", "-s", "WAYBACK_CDX=cdx"]),
    "no number": ("WAYBACK_REQUESTS", [*ALL[1:2], "past=wayback", "-s", "WAYBACK_REQUESTS=many"]),
    "a replay": ("REPLAY", ["past=wayback", "since=2019-01-01", "-s", "REPLAY=archive"]),
}


@every_row("name", WRONG)
def test_a_wrong_call_is_refused_before_anything_is_written(name, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wrong")
    words, given = WRONG[name]
    call, is_setting = [], False
    for part in given:
        call += [part] if is_setting or part == "-s" else ["-a", part]
        is_setting = part == "-s"
    done = scrapy("crawl", "kompas", *call, "-s", f"DATABASE={folder}/news.db")
    assert done.returncode == 2 and words in done.stderr, done.stderr
    assert not (folder / "news.db").exists()


def test_what_an_archive_showed_is_kept_and_read_again(machine, articles, tmp_path):
    fill(machine, articles)
    crawl(machine, tmp_path, *ALL, "-a", "versions=yes")
    own = ("-s", f"DATABASE={tmp_path}/news.db", "-s", f"ARCHIVE={tmp_path}/archive")
    with closing(connect(tmp_path / "news.db")) as news, news:
        news.execute("UPDATE articles SET body = 'Lain sama sekali.' WHERE id = 1")
    again = scrapy("reparse", "--processes", "1", *own)
    assert "11 read as they are stored" in again.stdout, again.stdout + again.stderr
    assert "1 would change" in again.stdout
    pruned = scrapy("prune", "--superseded", "--yes", *own)
    assert pruned.returncode == 0, pruned.stderr
    assert "12 read as they are stored" in scrapy("reparse", "--processes", "1", *own).stdout
    assert "not in" not in scrapy("audit", *own).stdout
    assert scrapy("archive", "--check", *own).returncode == 0


def test_an_article_taken_down_goes_from_what_an_archive_showed(machine, articles, tmp_path):
    fill(machine, articles[:3])
    crawl(machine, tmp_path)
    own = ("-s", f"DATABASE={tmp_path}/news.db", "-s", f"ARCHIVE={tmp_path}/archive")
    done = scrapy("takedown", articles[0].url, "--reason", "contoh", *own)
    assert done.returncode == 0, done.stderr
    files = (tmp_path / "archive").rglob("*.warc.gz")
    kept = b"".join(gzip.decompress(file.read_bytes()) for file in files).decode()
    assert articles[0].headline not in kept and articles[1].headline in kept
    crawl(machine, tmp_path, *ALL, "-a", "versions=yes")
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(2,)]


def test_rebuild_leaves_out_what_an_archive_showed_and_says_so(machine, articles, tmp_path):
    fill(machine, articles[:2])
    crawl(machine, tmp_path)
    archive = f"{tmp_path}/archive"
    new = ("-s", f"DATABASE={tmp_path}/new.db", "-s", f"ARCHIVE={archive}")
    done = scrapy("rebuild", archive, "--processes", "1", *new)
    assert done.returncode == 0, done.stderr
    assert "of a Wayback Machine, which scrapy crawl SITE -a past=wayback asks again" in done.stdout
