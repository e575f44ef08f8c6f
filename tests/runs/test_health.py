"""How a site stands: its rhythm, its report, and who is told when it gets worse."""

import argparse
import json
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from random import Random
from threading import Thread

import pytest
from rich.console import Console
from scrapy.settings import Settings

from crawler.clock import utc
from crawler.commands.crawling import health as command
from crawler.database import connect, open_for_reading
from crawler.errors import UsageProblem
from crawler.runs import site_health as health
from crawler.runs.batch import Ending
from crawler.runs.health_report import Drift, drift, fallen, site_reports
from crawler.runs.history import Compared
from crawler.runs.notify import Notifier
from crawler.runs.site_health import articles_an_hour, next_interval, note_health, verdict_of
from pipelines.store import save
from tests.support.sample_articles import new_database, sample

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # apprise's, not ours

NOW = datetime(2025, 6, 18, 7, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def path(tmp_path):
    """A new database."""
    return new_database(tmp_path / "news.db")


@pytest.fixture
def news(path):
    """A connection to it."""
    with closing(connect(path)) as connection:
        yield connection


def ran(news, ended_at=NOW, verdict="ok", site="contoh", **columns):
    """Write a run of two minutes and what it means for its site's health; its id."""
    row = {
        "site": site,
        "started_at": utc(ended_at - 2 * MINUTE),
        "ended_at": utc(ended_at),
        "finish_reason": "finished",
        "listed": 20,
        "verdict": verdict,
        **columns,
    }
    with news:
        run_id = news.execute(
            f"INSERT INTO runs ({', '.join(row)}) VALUES ({', '.join(':' + n for n in row)})", row
        ).lastrowid
        note_health(news, site, run_id, ended_at)
    return run_id


def standing(news, *columns, site="contoh"):
    """Columns of a site's row."""
    return news.execute(
        f"SELECT {', '.join(columns)} FROM site_health WHERE site = ?", [site]
    ).fetchone()


# Verdicts


def test_a_good_run_is_remembered_when_bad_ones_follow(news):
    good = ran(news, NOW)
    ran(news, NOW + 60 * MINUTE, "broken")
    last = ran(news, NOW + 120 * MINUTE, "broken")
    assert standing(
        news, "last_good_run_id", "last_good_at", "last_run_id", "verdict", "bad_runs"
    ) == (good, utc(NOW), last, "broken", 2)
    assert standing(news, "verdict_since") == (utc(NOW + 60 * MINUTE),)


def test_a_site_never_crawled_stands_well(news):
    assert verdict_of(news, "contoh") == "ok"


def test_a_run_told_to_stop_before_it_read_anything_says_nothing_of_its_site(news):
    ran(news, NOW, "broken")
    later = NOW + 60 * MINUTE
    ran(news, later, "ok", finish_reason="shutdown", listed=0)
    assert standing(news, "verdict", "bad_runs", "last_good_at") == ("broken", 1, None)
    assert standing(news, "due_at") == (utc(later),)


def test_a_run_cut_short_is_followed_up_at_once_and_keeps_the_rhythm(news):
    ran(news, NOW)
    ran(news, NOW + 60 * MINUTE, new=3, stored=3)
    interval = standing(news, "interval_minutes")
    ran(news, NOW + 120 * MINUTE, finish_reason="budget", new=20, stored=4)
    assert standing(news, "interval_minutes") == interval
    assert standing(news, "due_at") == (utc(NOW + 120 * MINUTE),)


# Rhythm


def test_the_first_run_is_followed_up_after_an_hour_whatever_it_found(news):
    ran(news, NOW, new=20)
    assert standing(news, "interval_minutes", "articles_an_hour") == (health.FIRST, None)


def test_the_time_of_the_next_run_counts_from_the_start_of_this_one(news):
    ran(news, NOW)
    assert standing(news, "due_at") == (utc(NOW + 58 * MINUTE),)


def test_a_listing_that_is_all_new_is_asked_for_twice_as_soon_though_it_tells_no_pace(news):
    for number in range(3):
        ran(news, NOW + 40 * number * MINUTE, listed=10, new=10)
    assert standing(news, "interval_minutes") == (20,)


@pytest.mark.parametrize(
    ("newly", "hours", "minutes"),
    [(0.5, 2, 100), (1.0, 2, 60), (0.75, 1, 40), (1.0, 0.1, 10), (1.0, None, 100), (0.0, 2, 100)],
)
def test_more_than_half_new_cuts_the_interval(newly, hours, minutes):
    assert health.sooner(100, newly, hours) == pytest.approx(minutes)


def test_a_site_is_left_in_peace_for_some_minutes_after_a_long_run(news):
    ran(news, NOW, started_at=utc(NOW - timedelta(hours=3)))
    assert standing(news, "due_at") == (utc(NOW + 5 * MINUTE),)


@pytest.mark.parametrize(
    ("pace", "listed", "minutes"),
    [
        (None, 20, 60),
        (1, 20, 100),
        (4, 20, 50),
        (1 / 4, 20, 200),
        (40, 50, 100 / 40**0.5),
        (40, 10, 10),  # half of the listing is new after seven minutes: as soon as may be
        (4, 4, 30),
        (200, 20, 10),
        (1 / 1000, 20, 1440),
        (0, 20, 1440),
    ],
)
def test_the_interval_follows_the_pace(pace, listed, minutes):
    assert next_interval(pace, listed) == pytest.approx(minutes)


def test_the_pace_is_a_mean_in_which_half_a_day_weighs_as_much_as_all_before():
    assert articles_an_hour(None, 6, None) is None
    assert articles_an_hour(None, 8, 2.0) == 3.0
    assert articles_an_hour(None, 0, 1.0) == 0.5
    assert articles_an_hour(4.0, 0, 12.0) == pytest.approx(2.0)
    assert articles_an_hour(4.0, 48, 12.0) == pytest.approx(4.0)


def test_a_site_that_cannot_be_read_is_asked_less_and_less_often(news):
    intervals = []
    for number in range(9):
        ran(news, NOW + number * timedelta(days=1), "blocked")
        intervals.append(standing(news, "interval_minutes")[0])
    assert intervals == [60, 120, 240, 480, 960, 1440, 1440, 1440, 1440]


def test_a_site_that_can_be_read_again_has_its_rhythm_back(news):
    ran(news, NOW)
    ran(news, NOW + 60 * MINUTE, new=4)
    (rhythm,) = standing(news, "interval_minutes")
    for number in range(2, 6):
        ran(news, NOW + number * 60 * MINUTE, "broken")
    assert standing(news, "interval_minutes")[0] == 8 * rhythm
    ran(news, NOW + 6 * 60 * MINUTE, new=20)
    assert standing(news, "interval_minutes")[0] <= rhythm


# Reports


def test_a_report_tells_how_a_site_stands(news, path):
    rates = {"authors": 0.95, "tags": 0.9, "kicker": 0.05}
    for day in range(8, 2, -1):
        ran(news, NOW - timedelta(days=day), stored=12, fill_rates=json.dumps(rates))
    for day in (2, 1):
        fell = json.dumps({"authors": 0.1, "tags": 0.88, "kicker": 0.0})
        ran(news, NOW - timedelta(days=day), "degraded", stored=6, fill_rates=fell, reason="Contoh")
    reject(news, "no-date", "no-body", "no-body")
    (report,) = reports(path)
    assert (report.verdict, report.days_since_good, report.reason) == ("degraded", 3.0, "Contoh")
    assert report.trend == ["ok"] * 6 + ["degraded"] * 2
    assert report.fields["authors"] == 0.1
    assert report.usual_fields["authors"] == 0.95
    assert report.fallen == ["authors"]
    assert report.not_stored == {"no-body": 2, "no-date": 1}


def reports(path):
    with closing(open_for_reading(path)) as database:
        return site_reports(database, NOW)


def reject(news, *reasons, seen_at=NOW - timedelta(days=1)):
    """Pages not stored, each of them refused twice."""
    with news:
        for number, reason in enumerate(2 * reasons):
            url = f"https://www.contoh.example/{number % len(reasons)}"
            news.execute(
                "INSERT INTO rejects (url, site, reason, seen_at) VALUES (?, 'contoh', ?, ?)",
                (url, reason, utc(seen_at)),
            )


def test_pages_refused_long_ago_are_not_counted(news, path):
    ran(news)
    reject(news, "no-date", seen_at=NOW - timedelta(days=8))
    assert reports(path)[0].not_stored == {}


def test_listing_pages_that_could_not_be_read_are_told(news, path, capsys):
    ran(news)
    with news:
        for number, given_up_at in enumerate([None, None, utc(NOW)]):
            news.execute(
                "INSERT INTO unread_listings (site, url, way_in, place, page, request, wanted_at, "
                "tries, problem, given_up_at) VALUES ('contoh', ?, 'Feed', 0, 1, '{}', ?, 2, "
                "'HTTP 500', ?)",
                (f"https://www.contoh.example/{number}", utc(NOW), given_up_at),
            )
    assert [page["problem"] for page in reports(path)[0].unread] == ["HTTP 500"] * 3
    (_, line) = shown(path, capsys)
    assert "2 listing pages asked again, 1 listing page given up" in line


def test_articles_in_doubt_are_counted(news, path):
    ran(news)
    lately, long_ago = NOW - timedelta(days=1), NOW - timedelta(days=9)
    doubts = ["teaser-only", "teaser-only date-from-text", None]
    found = [sample(n, doubt=doubt, fetched_at=lately) for n, doubt in enumerate(doubts, 1)]
    save(news, [*found, sample(9, doubt="rival-text", fetched_at=long_ago)])
    assert reports(path)[0].in_doubt == {"teaser-only": 2, "date-from-text": 1}
    assert "2 teaser-only, 1 date-from-text" in "".join(shown_at(path, NOW))


def compared(*outcomes, field="body"):
    """The column of a run whose pages came out so."""
    counted = {each: outcomes.count(each) for each in outcomes}
    return json.dumps({"pages": len(outcomes), "fields": {field: counted}})


ALIKE, OTHERWISE = ("agrees",) * 3, ("differs", "differs", "only-with")


def test_a_field_that_is_read_otherwise_of_late_is_told(news, path, capsys):
    for number in range(12):
        read = ALIKE if number < 9 else OTHERWISE
        ran(news, NOW - 60 * (12 - number) * MINUTE, compared=compared(*read))
    assert reports(path)[0].drifted == {"body": Drift(0, 9, 27, 27)}
    assert "body as read without the site's facts: 0 of 9 (27 of 27)" in shown(path, capsys)[1]


@pytest.mark.parametrize(
    "runs",
    [
        [OTHERWISE] * 12,  # as ever: the site's facts mend what the generic reader does wrong
        [ALIKE] * 12,
        [OTHERWISE] * 9 + [ALIKE] * 3,
        [ALIKE] * 11 + [OTHERWISE],  # one run's pages may be videos
        [ALIKE] * 2 + [OTHERWISE] * 10,  # too little is known of before
        [ALIKE, (*ALIKE[1:], "differs")] * 6,
        [("none",) * 3] * 6 + [("agrees", "none", "none")] * 6,
    ],
)
def test_a_field_that_is_read_as_ever_is_not(news, path, runs):
    for number, read in enumerate(runs):
        ran(news, NOW - 60 * (12 - number) * MINUTE, compared=compared(*read))
    assert reports(path)[0].drifted == {}


def test_texts_read_in_part_are_told_from_the_first_runs_on(news, path, capsys):
    for number in range(2):
        ran(news, NOW + number * MINUTE, compared=compared("part", "part", "agrees"))
    assert "text a part only: 4 of 6" in shown(path, capsys)[1]
    for number in range(2):
        ran(news, NOW + (9 + number) * MINUTE, compared=compared(*ALIKE))
    assert reports(path)[0].in_part is None


def test_sites_that_never_change_are_hardly_ever_accused():
    """Fisher's exact test, at any of so many runs: the bound in CHANCE holds for random sites."""
    dice = Random(20261129)
    accused = 0
    for _ in range(40):
        share, pages = dice.choice([0.3, 0.6, 0.9, 0.95, 1.0]), dice.choice([1, 2, 3])
        runs = []
        for _ in range(60):
            agreed = sum(dice.random() < share for _ in range(pages))
            runs.insert(0, Compared(pages, {"body": {"agrees": agreed, "differs": pages - agreed}}))
            accused += drift("body", runs) is not None
    assert accused == 0


def test_a_site_shows_how_it_did_live(news, path, capsys):
    ran(news)
    with news:
        news.execute(
            "INSERT INTO sites (site, outlet, status, status_day) "
            "VALUES ('contoh', 'Contoh', 'stable', '2026-11-29')"
        )
    assert shown(path, capsys)[1].split("\t")[1] == "stable 2026-11-29"


def test_a_run_that_died_shows_in_the_trend(news, path):
    ran(news, NOW - timedelta(hours=2))
    with news:
        started = utc(NOW - timedelta(hours=1))
        news.execute("INSERT INTO runs (site, started_at) VALUES ('contoh', ?)", (started,))
    assert reports(path)[0].trend == ["ok", "died"]


def test_a_clock_that_was_ahead_is_told_and_heals(news, path, capsys):
    ahead = NOW + timedelta(days=4000)
    ran(news, NOW - 60 * MINUTE)
    ran(news, ahead, "degraded")
    (report,) = reports(path)
    assert report.clock_was_ahead
    assert shown(path, capsys)[1].split("\t")[-1] == "due (the clock was ahead)"
    with news:
        reject(news, "no-date", seen_at=ahead)
    assert report.not_stored == {}
    ran(news, NOW, "degraded", new=3)
    (report,) = reports(path)
    assert not report.clock_was_ahead
    assert report.verdict_since == utc(NOW)
    assert report.not_stored == {}
    assert 0 < report.articles_an_hour < 5


def test_fields_fall_when_a_tenth_of_the_articles_lacks_them():
    usual = {"authors": 0.9, "tags": 0.5, "section": 1.0}
    assert fallen({"authors": 0.85, "tags": 0.3, "section": 0.2}, usual) == ["section", "tags"]
    assert fallen({}, usual) == []


def shown_at(path, now):
    """The cells of ``scrapy health`` at a moment."""
    with closing(open_for_reading(path)) as database:
        return [
            str(cell) for each in site_reports(database, now) for cell in command.cells(each, now)
        ]


def shown(path, capsys, *names, as_json=False):
    """What ``scrapy health`` prints when piped."""
    run = command.Command()
    run.settings = Settings({"DATABASE": str(path)})
    run.execute([*names], argparse.Namespace(json=as_json))
    return capsys.readouterr().out.splitlines()


def test_machines_get_one_json_object_a_site(news, path, capsys):
    ran(news, site="contoh")
    ran(news, site="lain", verdict="broken")
    lines = [json.loads(line) for line in shown(path, capsys, as_json=True)]
    assert [(line["site"], line["verdict"]) for line in lines] == [
        ("contoh", "ok"),
        ("lain", "broken"),
    ]
    assert lines[1]["last_good_at"] is None


def test_a_pipe_gets_a_line_a_site(news, path, capsys):
    ran(news, site="contoh")
    ran(news, site="lain", verdict="broken")
    heading, line = shown(path, capsys, "lain")
    assert heading.split("\t")[:3] == ["site", "status", "verdict"]
    cells = line.split("\t")
    assert (cells[0], cells[2], cells[4], cells[5]) == ("lain", "broken", "never", "X")


def test_a_site_never_crawled_has_no_report(news, path, capsys):
    with pytest.raises(UsageProblem, match="nosuch has not been crawled"):
        shown(path, capsys, "nosuch")


def test_the_table_fits_a_terminal(news, path):
    ran(news)
    console = Console(width=100, record=True, file=sys.stdout)
    console.print(command.as_table(reports(path), NOW))
    assert "contoh" in console.export_text()


# Word sent when a site gets worse


@pytest.fixture
def web_hook():
    """An address of apprise's that leads to a server here, and what was sent to it."""
    sent = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            sent.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *message):
            """Say nothing."""

    pytest.importorskip("apprise")
    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"json://127.0.0.1:{server.server_address[1]}/", sent
    server.shutdown()
    server.server_close()


def test_one_message_names_all_sites_that_got_worse(web_hook):
    address, sent = web_hook
    endings = [
        Ending("kompas", "broken", "discovery gave nothing", before="ok"),
        Ending("detik", "ok", "9 listed", before="broken"),
        Ending("tempo", "broken", "nothing could be stored", before="broken"),
        Ending("antara", "degraded", "no authors", before="ok"),
        Ending("rmol", "broken", "a backfill", before=None),
    ]
    Notifier([address]).tell_what_got_worse(endings)
    (message,) = sent
    assert message["title"] == "Warta: kompas, antara got worse"
    assert message["message"].splitlines() == [
        "kompas: broken - discovery gave nothing (before: ok)",
        "antara: degraded - no authors (before: ok)",
    ]


def test_nothing_is_sent_when_nothing_got_worse(web_hook):
    address, sent = web_hook
    Notifier([address]).tell_what_got_worse([Ending("detik", "ok", "9 listed", before="degraded")])
    assert sent == []


def test_an_address_that_answers_nothing_is_an_error_in_the_log(caplog):
    pytest.importorskip("apprise")
    ending = Ending("kompas", "broken", "discovery gave nothing", before="ok")
    Notifier(["json://127.0.0.1:1/"]).tell_what_got_worse([ending])
    assert "word about kompas could not be sent" in caplog.text


def test_an_address_that_is_none_is_refused_without_telling_its_password():
    pytest.importorskip("apprise")
    with pytest.raises(UsageProblem, match="nosuch://...") as told:
        Notifier(["nosuch://user:secret@example.com"])
    assert "secret" not in str(told.value)


def test_apprise_is_needed_only_where_word_is_to_be_sent(monkeypatch):
    monkeypatch.setitem(sys.modules, "apprise", None)
    Notifier([]).tell_what_got_worse([Ending("kompas", "broken", "", before="ok")])
    with pytest.raises(UsageProblem, match=r"pip install -e '\.\[notify\]'"):
        Notifier(["json://127.0.0.1/"])


def test_a_run_for_words_is_no_news_of_how_a_site_stands(news, path):
    ran(news)
    before = report_of(path)
    with news:
        run_id = news.execute(
            "INSERT INTO runs (site, started_at, ended_at, query, verdict, finish_reason, stored, "
            "fill_rates) VALUES ('contoh', ?, ?, 'banjir', 'blocked', 'finished', 99, '{}')",
            (utc(NOW), utc(NOW)),
        ).lastrowid
        news.execute(
            "INSERT INTO rejects (url, site, run_id, reason, seen_at) "
            "VALUES ('https://contoh.id/cari', 'contoh', ?, 'robots', ?)",
            (run_id, utc(NOW)),
        )
    assert report_of(path) == before


def report_of(path):
    """What scrapy health says of the one site."""
    with closing(open_for_reading(path)) as database:
        (report,) = site_reports(database, NOW)
    return report
