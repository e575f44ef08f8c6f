"""What a run makes of servers that refuse, fail, hang or lead astray."""

import pytest

from crawler.fetching.networks import is_public
from tests.support.faults import ADDRESS, FEED, SITE, articles, crawl, documented
from tests.support.newsroom import samples

__all__ = ["articles", "crawl"]
LISTING = f"{SITE}/feeds/*"
ROBOTS = f"{SITE}/robots.txt"


def test_the_listing_answers_404(newsroom, crawl):
    left = crawl()
    assert (left.verdict, left.code) == ("broken", 20)
    assert left.rejects == {"http-error": 1}
    assert (left.articles, left.frontier) == (0, (0, 0))
    documented("the listing answers 404", left)


def test_every_article_answers_404(newsroom, crawl, articles):
    newsroom.fault(f"{SITE}/2025/*", status=404)
    left = crawl()
    assert (left.verdict, left.code) == ("broken", 20)
    assert left.rejects == {"http-error": 4}
    assert left.query("SELECT DISTINCT outcome, last_status, gone_answers FROM frontier") == [
        ("rejected:http-error", 404, 1)
    ]
    documented("every article answers 404", left)


def test_everything_answers_403(newsroom, crawl, articles):
    newsroom.fault(f"{SITE}/*", status=403)
    left = crawl()
    assert (left.verdict, left.code) == ("blocked", 30)
    assert left.rejects == {"http-error": 1}
    documented("everything answers 403", left)


def test_every_article_answers_403(newsroom, crawl, articles):
    newsroom.fault(f"{SITE}/2025/*", status=403)
    left = crawl()
    assert (left.verdict, left.code) == ("blocked", 30)
    assert left.rejects == {"http-error": 4}
    assert left.articles == 0
    documented("every article answers 403", left)


def test_429_with_retry_after_is_waited_for(newsroom, crawl, articles):
    newsroom.fault(articles[0].url, status=429, headers={"Retry-After": "1"}, times=1)
    left = crawl()
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (4, {})
    first, second = (seen.at for seen in newsroom.requests if seen.url == articles[0].url)
    assert second - first > 0.98
    documented("429 with Retry-After, then well", left)


def test_500_then_well_costs_nothing(newsroom, crawl, articles):
    newsroom.fault(LISTING, status=500, times=1)
    newsroom.fault(articles[1].url, status=502, times=1)
    left = crawl()
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (4, {})
    documented("500, then well", left)


def test_500_for_one_article_is_a_row_and_its_page_is_asked_again(newsroom, crawl, articles):
    newsroom.fault(articles[1].url, status=500)
    left = crawl()
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (3, {"http-error": 1})
    assert left.query("SELECT count(*) FROM frontier WHERE due_at IS NULL") == [(0,)]
    documented("500 for ever, one article", left)


def test_a_host_without_an_address(crawl):
    left = crawl("-a", "url=https://berita.invalid/rss", site="feed")
    assert (left.verdict, left.code) == ("broken", 20)
    assert left.rejects == {"network": 1}
    assert "no results for hostname lookup: berita.invalid" in left.details[0]
    documented("the host has no address (DNS)", left)


def test_a_listing_that_never_answers(newsroom, crawl, articles):
    newsroom.fault(LISTING, delay=4)
    left = crawl("-s", "DOWNLOAD_TIMEOUT=2", "-s", "RETRY_TIMES=0")
    assert (left.verdict, left.code) == ("broken", 20)
    assert left.rejects == {"network": 1}
    documented("the listing does not answer (timeout)", left)


def test_a_transfer_that_breaks_off_is_no_page(newsroom, crawl, articles):
    newsroom.fault(articles[0].url, reset_after=300)
    left = crawl()
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (3, {"network": 1})
    assert newsroom.fetched(articles[0].url) == 2
    documented("a page breaks off in mid-body (reset)", left)


def test_a_redirect_loop_is_left_soon(newsroom, crawl, articles):
    newsroom.fault(articles[0].url, redirect_to=articles[0].url)
    left = crawl()
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (3, {"redirect-loop": 1})
    assert newsroom.fetched(articles[0].url) == 9
    documented("a page redirects to itself", left)


def test_another_hosts_page_is_not_asked_for(newsroom, crawl, articles):
    away = "https://iklan.contoh.id/pasang"
    newsroom.fault(articles[0].url, redirect_to=away)
    left = crawl()
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (3, {"off-site": 1})
    assert left.details == [f"redirected to {away}; not followed"]
    assert not newsroom.fetched(away)
    assert left.query("SELECT capture IS NOT NULL FROM rejects") == [(1,)]
    documented("a page redirects to another host", left)


@pytest.mark.parametrize(
    "away",
    [
        *("file:///etc/passwd", "data:text/html,x", "ftp://10.0.0.1/x"),
        *("https://www.contoh.id:99999/x", "http:127.0.0.1/x", "javascript:alert(1)", "http://["),
    ],
)
def test_a_redirect_out_of_the_web_is_not_followed(newsroom, crawl, articles, away):
    newsroom.fault(articles[0].url, redirect_to=away)
    left = crawl()
    assert (left.articles, left.rejects) == (3, {"off-site": 1})
    assert left.details == [f"redirected to {away}, which is no web address; not followed"]


ENDLESS = {
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X-Contoh: %b\r\n" % (b"a" * 8000)),
    "one header": (b"HTTP/1.1 200 OK\r\nX-Contoh: a\r\n", b" lagi\r\n" * 1000),
    "interim answers": (b"", b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n" * 300),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_headers_without_end_are_not_read_on(newsroom, crawl, articles, what):
    newsroom.fault(articles[0].url, endless=ENDLESS[what])
    left = crawl()
    assert (left.articles, left.rejects) == (3, {"too-large": 1})
    assert left.details == ["more than 256 kB of headers"]
    assert newsroom.fetched(articles[0].url) == 1
    assert newsroom.sent < 20 * 1024 * 1024  # what the machine's own buffers hold
    if what == "headers":
        documented("a page's headers have no end", left)


def test_robots_txt_with_headers_without_end_forbids_everything(newsroom, crawl, articles):
    newsroom.fault(ROBOTS, endless=ENDLESS["headers"])
    left = crawl()
    assert (left.verdict, left.rejects) == ("broken", {"robots-unreachable": 1})
    assert {seen.url for seen in newsroom.requests} == {ROBOTS}


@pytest.mark.parametrize(
    "inside", ["http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:8000/"]
)
def test_nothing_inside_a_private_network_is_asked_for(newsroom, crawl, articles, inside):
    newsroom.fault(articles[0].url, redirect_to=inside)
    left = crawl()
    assert (left.articles, left.rejects) == (3, {"off-site": 1})
    assert not [seen for seen in newsroom.requests if SITE not in seen.url]
    if "169" in inside:
        documented("a page redirects into a private network", left)


def test_a_listing_is_not_followed_into_a_private_network(newsroom, crawl):
    inside = "http://10.0.0.8/admin"
    newsroom.fault(LISTING, redirect_to=inside)
    left = crawl()
    assert (left.verdict, left.code) == ("broken", 20)
    assert left.rejects == {"off-site": 1}
    assert inside in left.sentence
    assert not newsroom.fetched(inside)
    documented("a listing redirects into a private network", left)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://10.1.2.3/", "http://192.168.0.1/", "http://[::1]/"),
        *("http://[::ffff:127.0.0.1]/", "http://[fe80::1]/", "http://169.254.169.254/"),
        *("http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/"),
        *("http://localhost:8000/", "http://router.lan/", "http://nas.local/", "http://intranet/"),
        *("http://0.0.0.0/", "http://db.internal./", "http:///tidak-ada"),
    ],
)
def test_addresses_of_private_networks(url):
    assert not is_public(url)


@pytest.mark.parametrize("url", ["https://www.contoh.id/", "http://8.8.8.8/", "https://1.go.id/"])
def test_addresses_of_the_open_internet(url):
    assert is_public(url)


def test_an_article_that_leads_to_the_front_page_is_not_there(newsroom, crawl, articles):
    newsroom.page(f"{SITE}/", articles[1].html())
    newsroom.fault(articles[0].url, redirect_to=f"{SITE}/")
    left = crawl()
    assert (left.articles, left.rejects) == (3, {"soft-404": 1})
    assert left.query("SELECT gone_answers FROM frontier WHERE outcome = 'rejected:soft-404'")[0][0]
    documented("a page redirects to the front page", left)


def test_robots_txt_that_cannot_be_had_forbids_everything(newsroom, crawl, articles):
    newsroom.fault(ROBOTS, status=503)
    left = crawl()
    assert (left.verdict, left.code) == ("broken", 20)
    assert left.rejects == {"robots-unreachable": 1}
    assert {seen.url for seen in newsroom.requests} == {ROBOTS}
    documented("robots.txt answers 5xx", left)


def test_robots_txt_that_does_not_answer_forbids_everything(newsroom, crawl, articles):
    newsroom.fault(ROBOTS, delay=4)
    left = crawl("-s", "DOWNLOAD_TIMEOUT=2", "-s", "RETRY_TIMES=0")
    assert (left.verdict, left.code) == ("broken", 20)
    assert left.rejects == {"network": 1}
    assert {seen.url for seen in newsroom.requests} == {ROBOTS}
    documented("robots.txt does not answer (timeout)", left)


def test_robots_txt_that_does_not_exist_allows_everything(newsroom, crawl, articles):
    newsroom.page(ROBOTS, "User-agent: *\nDisallow: /", status=404)
    left = crawl()
    assert (left.verdict, left.articles) == ("ok", 4)
    documented("robots.txt answers 4xx", left)


def test_robots_txt_that_forbids_is_obeyed(newsroom, crawl, articles):
    newsroom.page(ROBOTS, "User-agent: *\nDisallow: /", content_type="text/plain")
    left = crawl()
    assert (left.verdict, left.code) == ("blocked", 30)
    assert left.rejects == {"robots": 1}
    assert {seen.url for seen in newsroom.requests} == {ROBOTS}
    documented("robots.txt forbids everything", left)


def test_robots_txt_that_forbids_the_articles_is_obeyed(newsroom, crawl, articles):
    newsroom.page(ROBOTS, "User-agent: *\nDisallow: /2025/", content_type="text/plain")
    left = crawl()
    assert (left.verdict, left.code) == ("blocked", 30)
    assert left.rejects == {"robots": 4}
    documented("robots.txt forbids the articles", left)


def test_a_crawl_delay_is_kept_between_any_two_requests(newsroom, crawl):
    some = samples(ADDRESS, 3)
    newsroom.publish(some)
    newsroom.serve(FEED, some, full=False)
    newsroom.page(ROBOTS, "User-agent: *\nCrawl-delay: 0.6", content_type="text/plain")
    left = crawl()
    assert (left.verdict, left.articles) == ("ok", 3)
    times = [seen.at for seen in newsroom.requests]
    gaps = [after - before for before, after in zip(times, times[1:], strict=False)]
    assert len(gaps) == 4
    assert min(gaps) > 0.5
    documented("robots.txt asks for a Crawl-delay", left)


CHALLENGE = '<html><head><title>Just a moment...</title></head><div id="cf-wrapper"></div></html>'


def test_a_challenge_in_place_of_every_page(newsroom, crawl, articles):
    for article in articles:
        newsroom.page(article.url, CHALLENGE)
    left = crawl()
    assert (left.verdict, left.code) == ("blocked", 30)
    assert left.rejects == {"challenge": 4}
    documented("challenge pages with status 200", left)


def test_a_challenge_in_place_of_the_listing(newsroom, crawl):
    newsroom.fault(LISTING, status=200, body=CHALLENGE.encode())
    left = crawl()
    assert (left.verdict, left.code) == ("blocked", 30)
    assert left.rejects == {"challenge": 1}
    documented("a challenge with status 200 in place of the listing", left)


def test_a_page_that_says_it_does_not_exist(newsroom, crawl, articles):
    newsroom.page(articles[0].url, "<title>Halaman tidak ditemukan - Contoh</title><p>Maaf.")
    left = crawl()
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (3, {"soft-404": 1})
    documented("a page says with status 200 that it does not exist", left)


def test_answers_that_are_no_http(newsroom, crawl, articles):
    """A status no HTTP has, an encoding of texts that is none, what no client understands."""
    head = b"HTTP/1.1 %s X\r\nContent-Type: text/html%s\r\nContent-Length: %d\r\n\r\n"
    html, last = articles[0].html().encode(), articles[3].html().encode()
    answers = [
        (head % (b"9" * 30, b"", len(html)), html),
        (head % (b"-1", b"", len(html)), html),
        (b"ICY 200 OK\r\n\r\n", html),
        (head % (b"200", b"; charset=zlib", len(last)), last),
    ]
    for article, (before, body) in zip(articles, answers, strict=True):
        newsroom.fault(article.url, endless=(before + body, b""))
    left = crawl()
    assert (left.articles, left.rejects) == (1, {"network": 3})
    assert "Traceback" not in left.output
    assert not [detail for detail in left.details if "twisted" in detail]
    documented("answers that are no HTTP, and an encoding that is none", left)
