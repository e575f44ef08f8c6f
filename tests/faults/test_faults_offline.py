"""The network here is down: said once, with a code of its own, and no site's history changes."""

import json

from crawler.settings import DOWNLOADER_MIDDLEWARES
from tests.support.faults import articles, crawl, documented
from tests.support.warm import scrapy

__all__ = ["articles", "crawl"]
GOES_DOWN = DOWNLOADER_MIDDLEWARES | {"tests.support.faulty_spiders.NetworkGoesDown": 570}
DOWN = ("-s", "PROBE_HOSTS=berita.invalid:443")
HISTORY = "SELECT * FROM site_health"


def test_no_network_before_a_run(newsroom, crawl, articles):
    before = crawl()
    health, runs = before.query(HISTORY), before.query("SELECT count(*) FROM runs")
    newsroom.forget()
    left = crawl(*DOWN)
    assert left.code == 50
    assert left.sentence.startswith("scrapy crawl: offline - there is no network here")
    assert len(left.output.splitlines()) == 1
    assert not newsroom.requests
    assert (left.query(HISTORY), left.query("SELECT count(*) FROM runs")) == (health, runs)


def test_no_network_for_any_site_is_one_sentence(newsroom, tmp_path):
    paths = ("-s", f"DATABASE={tmp_path / 'news.db'}", "-s", f"ARCHIVE={tmp_path / 'arsip'}")
    done = scrapy("due", *newsroom.arguments, *DOWN, *paths, env=newsroom.environment())
    assert done.returncode == 50
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert not newsroom.requests


def test_a_network_that_goes_down_half_way(newsroom, crawl, articles):
    one_by_one = ("-s", "CONCURRENT_REQUESTS=1")
    left = crawl("-s", f"DOWNLOADER_MIDDLEWARES={json.dumps(GOES_DOWN)}", *one_by_one)
    assert (left.verdict, left.code) == ("offline", 50)
    assert left.rejects == {}
    assert left.query(HISTORY) == []
    assert "Traceback" not in left.output
    assert (left.frontier, left.articles) == ((4, 2), 2)
    documented("the network here goes down during a run", left)
    again = crawl()
    assert (again.verdict, again.articles) == ("ok", 4)
