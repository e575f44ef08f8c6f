"""A local newsroom: one web server on 127.0.0.1 that poses as any news site.

Spiders ask for real addresses (https://www.example.com/...). ``NewsroomHandler``, set as the
download handler of http and https, carries every request to this server, Host header kept, and
gives the response back under the address that was asked for: redirects, robots.txt, the archive
and ``allowed_domains`` work as on the web, and nothing ever leaves the machine. Names that end in
``.invalid`` have no address, as everywhere (RFC 6761).

    articles = samples("https://www.contoh.id/read/{number}/{slug}", 25)
    with Newsroom() as newsroom:
        newsroom.publish(articles)                                # the article pages
        newsroom.serve(Feed("https://www.contoh.id/rss"), articles)   # a source that lists them
        newsroom.fault(articles[3].url, status=503, times=2)
        ... crawl with settings=newsroom.settings ...
        assert newsroom.fetched(articles[0].url) == 1

* In this process, give a crawler ``newsroom.settings``. For ``scrapy crawl`` in a subprocess add
  ``newsroom.arguments`` to the command line and run it with ``env=newsroom.environment()``.
* ``page(url, body, ...)`` answers an address with whatever it is given; ``publish(articles)``
  with pages for the samples (``SampleArticle.html``; set ``markup`` for a site's own).
* ``serve(source, articles, ...)`` answers all addresses of a source as the site would: ``Feed``
  (RSS), ``Sitemap`` and ``NewsSitemap``, ``DatedIndex`` (by WIB day, month, or newest first),
  ``BloggerFeed`` (start-index, cap, published-min/max; ``full=False`` for short feeds),
  ``WordPressApi`` (per_page up to ``cap``, after/before, page past the end, the counts of posts
  and pages unless ``counts=False``; ``withheld`` posts are left out, ``is_open=False`` refuses),
  ``JsonListing`` (objects at the declared paths, by page and day, in the address or the body).
  ``repeats_last_page=True`` and ``last_page=N`` make an index answer pages past its end with the
  last one; ``pinned=ARTICLE`` puts one on top of every page.
* ``serve(Search(...), articles)`` answers words with the pages of the articles that hold them all,
  newest first, as ``BloggerFeed`` and ``WordPressApi`` do; ``is_furniture=True`` with the newest
  whatever is asked, ``pages=N`` with no more than so many (``repeats=True``: with the first again),
  ``is_shell=True`` with a page without any, ``beside=ARTICLES`` names others in a list of its own,
  ``as_feed=True`` gives RSS; of the APIs ``is_furniture`` and ``ignores_days``.
* ``fault(url, ...)`` breaks an address, forever or ``times=N`` times: ``status``, ``headers``
  (``{"Retry-After": "1"}``), ``body`` (bad bytes), ``delay`` seconds before answering,
  ``drip`` seconds between pieces of the body, ``reset_after=N`` bytes of the body,
  ``redirect_to`` (to itself: a loop), ``says_length=False`` (no Content-Length), ``endless=(first,
  again)`` (bytes in place of all else, the second repeated until the client hangs up; ``sent``
  counts them). ``"*"`` at the end of the address stands for anything.
* ``walk(source, window)`` follows a source through all its pages without Scrapy, and gives the
  listings.
* ``requests`` is the log, in order; ``fetched(url)`` counts, ``forget()`` empties it.

All text is invented and says that it is a sample ("contoh").
"""

from __future__ import annotations

import json
import os
import re
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from html import escape
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote_plus, urlsplit

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response
from twisted.internet.defer import Deferred, succeed

from crawler.clock import WIB
from crawler.discovery.base import ArticleTest, Fetch, Listing, Source, Window
from crawler.discovery.blogger import BloggerFeed
from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.discovery.json_listing import JsonListing
from crawler.discovery.paging import is_past_the_end
from crawler.discovery.search import Search
from crawler.discovery.sitemap import Sitemap
from crawler.discovery.wordpress import WordPressApi
from crawler.fetching.download import DownloadHandler, PublicResolver

NO_WINDOW = Window()
NEWEST = datetime(2025, 6, 18, 14, 5, tzinfo=WIB)
PLACE = re.compile(r"\{(\w+)(?:\.day)?(?::([^{}]*))?\}")
SUBJECTS = ("Banjir", "Pemilu", "Harga beras", "Kereta cepat", "Gempa", "Liga", "Festival", "Haji")
ACTS = ("dibahas", "diumumkan", "ditunda", "dimulai", "disorot", "dirayakan", "dipantau")
PLACES = ("Bandung", "Makassar", "Jayapura", "Medan", "Denpasar", "Surabaya", "Ambon")


@dataclass(slots=True)
class SampleArticle:
    """One invented article and what listings and pages say of it."""

    url: str
    number: int
    headline: str
    published: datetime
    paragraphs: list[str]
    author: str = "Sari Contoh"
    labels: tuple[str, ...] = ("Contoh", "Berita")
    updated: datetime | None = None
    markup: Callable[[SampleArticle], str] | None = None

    def html(self) -> str:
        """The article's page, named as Blogger does: JSON-LD, canonical link, byline and text."""
        if self.markup:
            return self.markup(self)
        data = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": self.headline,
            "datePublished": self.published.isoformat(),
            "dateModified": (self.updated or self.published).isoformat(),
            "author": {"@type": "Person", "name": self.author},
        }
        text = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs)
        return f"""<!DOCTYPE html><html lang="id"><head><meta charset="utf-8">
<title>{escape(self.headline)}</title><link rel="canonical" href="{escape(self.url)}">
<script type="application/ld+json">{json.dumps(data)}</script></head>
<body><nav><a href="/">Beranda</a> <a href="/indeks">Indeks</a></nav>
<article><h1 class="post-title">{escape(self.headline)}</h1>
<div class="byline post-author"><span class="fn">{escape(self.author)}</span></div>
<div class="post-body"><div class="article-body">{text}</div></div></article></body></html>"""


def samples(
    address: str,
    count: int,
    *,
    newest: datetime = NEWEST,
    every: timedelta = timedelta(hours=1),
    first_number: int = 1001,
) -> list[SampleArticle]:
    """``count`` articles, newest first; the address takes {number}, {slug} and {day:%Y/%m/%d}."""
    made = []
    for back in range(count):
        number, published = first_number + count - 1 - back, newest - back * every
        place = PLACES[number % len(PLACES)]
        headline = f"{SUBJECTS[number % len(SUBJECTS)]} {ACTS[number % len(ACTS)]} di {place}"
        headline = f"{headline}, contoh nomor {number}"
        slug = re.sub(r"[^a-z0-9]+", "-", headline.lower())
        url = address.format(number=number, slug=slug, day=published.astimezone(WIB))
        paragraphs = [
            f"{place}, Contoh - Ini teks contoh nomor {number} untuk pengujian, bukan berita.",
            f'"Kalimat ini hanya contoh," kata seorang tokoh rekaan di {place}.',
            "Paragraf ketiga menutup contoh ini dengan keterangan yang juga direka.",
        ]
        made.append(SampleArticle(url, number, headline, published, paragraphs))
    return made


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came in; ``at`` is seconds on a monotonic clock."""

    url: str
    method: str
    headers: Mapping[str, str]
    body: bytes
    at: float


@dataclass(slots=True)
class Answer:
    """What the server answers."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Fault:
    """How an address is broken, and how many times more."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    delay: float = 0
    drip: float = 0
    reset_after: int | None = None
    redirect_to: str | None = None
    says_length: bool = True
    endless: tuple[bytes, bytes] | None = None
    times: int | None = None


class Newsroom:
    """The server; use it as a context manager, or call ``start`` and ``stop``."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.listings: list[tuple[re.Pattern[str], Callable[..., Answer]]] = []
        self.faults: list[tuple[str, Fault]] = []
        self.requests: list[Seen] = []
        self.sent = 0
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), partial(_Handler, self))
        self._server.daemon_threads = True
        self.address = f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Newsroom:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to answer."""
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Stop answering and free the port."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def settings(self) -> dict[str, object]:
        """Scrapy settings that send a crawl here, without its delays."""
        handler = f"{NewsroomHandler.__module__}.{NewsroomHandler.__qualname__}"
        return {
            "NEWSROOM": self.address,
            "PROBE_HOSTS": self.address.removeprefix("http://"),
            "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
            "DOWNLOAD_DELAY": 0,
            "BACK_OFF": 0.05,
            "AUTOTHROTTLE_ENABLED": False,
        }

    @property
    def arguments(self) -> list[str]:
        """The same settings for a command line."""
        values = {
            name: json.dumps(value) if isinstance(value, dict) else str(value)
            for name, value in self.settings.items()
        }
        return [part for name, value in values.items() for part in ("-s", f"{name}={value}")]

    @staticmethod
    def environment() -> dict[str, str]:
        """The environment for a subprocess, in which this module can be imported.

        Without what Scrapy writes into that of a process in which it has looked for its project.
        """
        here = str(Path(__file__).parent)
        paths = [here, *filter(None, [os.environ.get("PYTHONPATH")])]
        kept = {name: told for name, told in os.environ.items() if not name.startswith("SCRAPY_")}
        return {**kept, "PYTHONPATH": os.pathsep.join(paths)}

    def page(
        self,
        url: str,
        body: str | bytes,
        *,
        status: int = 200,
        content_type: str = "text/html; charset=utf-8",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Answer an address with a body."""
        raw = body.encode() if isinstance(body, str) else body
        self.pages[url] = Answer(raw, status, content_type, headers or {})

    def publish(self, articles: Iterable[SampleArticle]) -> None:
        """Answer the articles' addresses with their pages, in place of what stood there."""
        for article in articles:
            self.page(article.url, article.html())

    def serve(self, source: Source, articles: Sequence[SampleArticle], **ways: object) -> None:
        """Answer a source's addresses with listings of the articles; a later call wins."""
        newest_first = sorted(articles, key=lambda article: article.published, reverse=True)
        if isinstance(source, BloggerFeed):
            self._listing(re.escape(source.url) + r"\?.*", _blogger(newest_first, **ways))
        elif isinstance(source, WordPressApi):
            self._listing(re.escape(source.url) + r"\?.*", _wordpress(newest_first, **ways))
        elif isinstance(source, Search):
            self._listing(_places_as_groups(source.url), _search(newest_first, source, **ways))
        elif isinstance(source, JsonListing):
            for template, pattern in source.patterns.items():
                make = _json_listing(newest_first, source=source, pattern=pattern, **ways)
                self._listing(_places_as_groups(template), make)
        else:
            makers = {Feed: _rss, Sitemap: _sitemap, DatedIndex: _index}
            make = next(make for kind, make in makers.items() if isinstance(source, kind))
            for template, pattern in source.patterns.items():
                self._listing(
                    _places_as_groups(template), make(newest_first, pattern=pattern, **ways)
                )

    def get(self, fetch: Fetch) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers of a listing's address, asked for over HTTP without Scrapy."""
        parts = urlsplit(fetch.url)
        headers = {**fetch.headers, "Host": parts.netloc, "X-Newsroom-Scheme": parts.scheme}
        connection = HTTPConnection(self.address, timeout=10)
        path = parts._replace(scheme="", netloc="").geturl()
        connection.request(fetch.method, path, fetch.body, headers)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return response.status, body, headers

    def walk(
        self,
        source: Source,
        window: Window = NO_WINDOW,
        *,
        now: datetime = NEWEST,
        is_article: ArticleTest | None = None,
    ) -> list[Listing]:
        """Every listing of a source, all further pages followed, error answers read too."""
        waiting, listings = list(source.first(window, now)), []
        while waiting:
            fetch = waiting.pop(0)
            status, body, headers = self.get(fetch)
            if is_past_the_end(fetch, status, body):
                listings.append(source.ended(fetch))
            else:
                listings.append(source.read(body, fetch, window, is_article, headers))
            waiting = [*listings[-1].more, *waiting]
        return listings

    def fault(self, url: str, **how: object) -> None:
        """Break an address; see the module's docstring."""
        self.faults.insert(0, (url, Fault(**how)))

    def fetched(self, url: str) -> int:
        """How often an address was asked for."""
        return sum(seen.url == url for seen in self.requests)

    def forget(self) -> None:
        """Empty the log."""
        self.requests.clear()

    def _listing(self, pattern: str, make: Callable[..., Answer]) -> None:
        self.listings.insert(0, (re.compile(pattern + r"\Z"), make))

    def answer(self, seen: Seen) -> tuple[Answer, Fault | None]:
        """What a request gets; it is written down first."""
        with self._lock:
            self.requests.append(seen)
            fault = self._fault(seen.url)
        answer = self._answer(seen)
        if fault and fault.redirect_to:
            return Answer(
                status=fault.status or 302, headers={"Location": fault.redirect_to}
            ), fault
        if fault:
            answer = Answer(
                answer.body if fault.body is None else fault.body,
                fault.status or answer.status,
                answer.content_type,
                {**answer.headers, **fault.headers},
            )
        return answer, fault

    def _fault(self, url: str) -> Fault | None:
        for broken, fault in self.faults:
            if url == broken or (broken.endswith("*") and url.startswith(broken[:-1])):
                if fault.times is None:
                    return fault
                if fault.times > 0:
                    fault.times -= 1
                    return fault
        return None

    def _answer(self, seen: Seen) -> Answer:
        if seen.url in self.pages:
            return self.pages[seen.url]
        for pattern, make in self.listings:
            if found := pattern.match(seen.url):
                return make(seen, **found.groupdict())
        if urlsplit(seen.url).path == "/robots.txt":
            return Answer(b"User-agent: *\nAllow: /\n", content_type="text/plain")
        return Answer(b"<html><body><h1>Halaman tidak ditemukan</h1></body></html>", status=404)


class _Server(ThreadingHTTPServer):
    """Says nothing of clients that hang up: that is what time-outs do."""

    request_queue_size = 128  # with the usual five, of many requests at once most wait a second

    def handle_error(self, request: object, client_address: object) -> None:
        """Print what went wrong in the newsroom itself."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """One connection; every request is answered from the newsroom."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each body waits 40 ms for word that the headers came

    def __init__(self, newsroom: Newsroom, *connection: object) -> None:
        self.newsroom = newsroom
        super().__init__(*connection)

    def do_GET(self) -> None:
        """Answer, or fail as told."""
        scheme = self.headers.get("X-Newsroom-Scheme", "http")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = f"{scheme}://{self.headers['Host']}{self.path}"
        seen = Seen(url, self.command, dict(self.headers), body, time.monotonic())
        answer, fault = self.newsroom.answer(seen)
        fault = fault or Fault()
        time.sleep(fault.delay)
        if fault.endless:
            self._send_without_end(*fault.endless)
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        if fault.says_length:
            self.send_header("Content-Length", str(len(answer.body)))
        else:
            self.close_connection = True
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        if fault.reset_after is not None:
            self._reset(answer.body[: fault.reset_after])
        elif fault.drip:
            self._drip(answer.body, fault.drip)
        else:
            self.wfile.write(answer.body)

    do_POST = do_HEAD = do_GET

    def _send_without_end(self, first: bytes, again: bytes) -> None:
        """Send until the client hangs up."""
        self.close_connection = True
        self.wfile.write(first)
        while again:
            self.wfile.write(again)
            self.newsroom.sent += len(again)

    def _reset(self, beginning: bytes) -> None:
        """Send the beginning, then cut the connection as a crashed server does."""
        self.wfile.write(beginning)
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def _drip(self, body: bytes, seconds: float) -> None:
        """Send the body in ten pieces with pauses between them."""
        size = max(1, len(body) // 10)
        for start in range(0, len(body), size):
            self.wfile.write(body[start : start + size])
            self.wfile.flush()
            time.sleep(seconds)

    def finish(self) -> None:
        """Close; a client that has gone is none of our business."""
        try:
            super().finish()
        except (ConnectionError, ValueError, OSError):
            self.close_connection = True

    def log_message(self, *message: object) -> None:
        """Say nothing on standard error; ``Newsroom.requests`` is the log."""


class NewsroomHandler(DownloadHandler):
    """Scrapy's download handler, every address led to the newsroom of the NEWSROOM setting."""

    lazy = True

    async def address_of(self, request: Request) -> str | None:
        """The newsroom's address for every name; no address for those in ``.invalid``."""
        name = urlsplit(request.url).hostname or ""
        if name.endswith(".invalid"):
            raise CannotResolveHostError(f"no results for hostname lookup: {name}")
        return self._crawler.settings["NEWSROOM"].partition(":")[0]

    async def answer(self, request: Request) -> Response:
        """The newsroom's answer under the address asked for."""
        parts = urlsplit(request.url)
        path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        headers = request.headers.copy()
        headers["Host"] = parts.netloc
        headers["X-Newsroom-Scheme"] = parts.scheme
        newsroom = self._crawler.settings["NEWSROOM"]
        slash = "" if path.startswith("/") else "/"
        local = request.replace(url=f"http://{newsroom}{slash}{path}", headers=headers)
        response = await super().answer(local)
        request.meta.update(local.meta)
        return response.replace(url=request.url)


class NewsroomResolver(PublicResolver):
    """Warta's resolver in a world where every name is this machine's."""

    def look_up(self, name: str) -> Deferred:
        """The address of any name."""
        return succeed("127.0.0.1")


def _places_as_groups(template: str) -> str:
    """A source's address as a pattern whose groups are its day, year, month, page and offset."""
    used: set[str] = set()
    pattern, end = "", 0
    for place in PLACE.finditer(template):
        pattern += re.escape(template[end : place.start()])
        name = place[1] if ".day" not in place[0] else "day_of_month"
        name = {"%d": "day_of_month", "%m": "month", "%Y": "year"}.get(place[2] or "", name)
        group = {"day": r"[^&]+?", "query": r"[^&/]*"}.get(name, r"\d+")
        if name in ("since", "until"):
            group = r"[^&]+"
        if name == "day" and place[2]:
            group = re.sub(r"%[a-zA-Z]|%%", _digits_or_percent, re.escape(place[2]))
        pattern += group if name in used else f"(?P<{name}>{group})"
        used.add(name)
        end = place.end()
    return pattern + re.escape(template[end:])


def _digits_or_percent(found: re.Match[str]) -> str:
    """A pattern for what a directive of strftime prints: detik's "%m%%2F%d" is 06%2F18."""
    return "%" if found[0] == "%%" else r"\d+"


def _day_asked(template: str, asked: Mapping[str, str]) -> tuple[date | None, str | None]:
    """The day, or the month as YYYY-MM, that an address asked for."""
    if "day" in asked:
        forms = [place[2] for place in PLACE.finditer(template) if place[1] == "day"]
        form = forms[0] if forms else None
        return datetime.strptime(asked["day"], form or "%Y-%m-%d").date(), None
    if "day_of_month" in asked:
        year, month = int(asked["year"]), int(asked["month"])
        return date(year, month, int(asked["day_of_month"])), None
    return None, f"{asked['year']}-{asked['month']}" if "year" in asked else None


def _of_days(
    articles: Sequence[SampleArticle], template: str, asked: Mapping[str, str]
) -> list[SampleArticle]:
    """The articles of the day or month an address asks for; all where it asks for none."""
    day, month = _day_asked(template, asked)
    local = [(article.published.astimezone(WIB), article) for article in articles]
    return [
        article
        for published, article in local
        if (day is None or published.date() == day)
        and (month is None or f"{published:%Y-%m}" == month)
    ]


def _rss(articles: Sequence[SampleArticle], *, pattern, limit: int = 20) -> Callable[..., Answer]:
    def make(seen: Seen, **asked: str) -> Answer:
        page = int(asked.get("page", 1))
        chosen = articles[(page - 1) * limit : page * limit]
        items = "".join(
            f"<item><title>{escape(article.headline)}</title><link>{escape(article.url)}</link>"
            f"<guid isPermaLink='false'>contoh-{article.number}</guid>"
            f"<pubDate>{format_datetime(article.published)}</pubDate></item>"
            for article in chosen
        )
        home = f"https://{urlsplit(seen.url).netloc}/"
        channel = f"<title>Contoh</title><link>{home}</link><description>Contoh</description>"
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{channel}{items}</channel></rss>'
        status = 200 if chosen or page == 1 else 404
        return Answer(feed.encode(), status, "application/rss+xml; charset=utf-8")

    return make


def _sitemap(articles: Sequence[SampleArticle], *, pattern, news: bool = True):
    def make(seen: Seen, **asked: str) -> Answer:
        chosen = _of_days(articles, pattern.template, asked)
        pages = "".join(_sitemap_entry(article, news) for article in chosen)
        names = (
            'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
            'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
        )
        sitemap = f'<?xml version="1.0" encoding="UTF-8"?><urlset {names}>{pages}</urlset>'
        return Answer(sitemap.encode(), content_type="application/xml")

    return make


def _sitemap_entry(article: SampleArticle, news: bool) -> str:
    changed = (article.updated or article.published).isoformat()
    extension = (
        f"<news:news><news:publication_date><![CDATA[\n  {article.published.isoformat()}\n ]]>"
        f"</news:publication_date><news:title>{escape(article.headline)}</news:title></news:news>"
    )
    return (
        f"<url><loc>{escape(article.url)}</loc><lastmod>{changed}</lastmod>"
        f"{extension if news else ''}</url>"
    )


def _index(
    articles: Sequence[SampleArticle],
    *,
    pattern,
    per_page: int = 10,
    repeats_last_page: bool = False,
    last_page: int | None = None,
    pinned: SampleArticle | None = None,
) -> Callable[..., Answer]:
    size = pattern.step or per_page

    def make(seen: Seen, **asked: str) -> Answer:
        chosen = _of_days(articles, pattern.template, asked)
        pages = max(1, -(-len(chosen) // size))
        end = min(pages, last_page or pages)
        if "offset" in asked:
            number = int(asked["offset"]) // size + 1
        else:
            number = int(asked.get("page", pattern.first_page)) - pattern.first_page + 1
        if number > end and (repeats_last_page or last_page):
            number = end
        on_page = chosen[(number - 1) * size : number * size]
        listed = [pinned, *on_page] if pinned else on_page
        return Answer(_index_page(listed, articles, end).encode())

    return make


def _index_page(
    listed: Sequence[SampleArticle], popular: Sequence[SampleArticle], last_page: int
) -> str:
    """An index page with a menu, the list with its dates, a box of popular stories, and paging."""
    items = "".join(
        f'<article class="list__item"><h3><a href="{escape(article.url)}">'
        f'{escape(article.headline)}</a></h3><time datetime="{article.published.isoformat()}">'
        f"{article.published:%d/%m/%Y, %H:%M} WIB</time></article>"
        for article in listed
    )
    box = "".join(
        f'<li><a href="{escape(article.url)}">Populer</a></li>' for article in popular[:3]
    )
    return f"""<!DOCTYPE html><html><head><title>Indeks contoh</title></head><body>
<nav><a href="/">Beranda</a><a href="/tag/contoh">Contoh</a></nav>
<div class="list">{items or "<p>Tidak ada berita contoh.</p>"}</div>
<div class="sidebar"><h4>Terpopuler</h4><ul>{box}</ul></div>
<div class="paging"><a class="paging__link--last" href="?page={last_page}">{last_page}</a></div>
</body></html>"""


def holding(articles: Sequence[SampleArticle], query: str) -> list[SampleArticle]:
    """The articles that hold all words of a query, in headline or text."""
    words = query.replace('"', " ").lower().split()
    texts = [f"{each.headline} {' '.join(each.paragraphs)}".lower() for each in articles]
    return [
        each
        for each, text in zip(articles, texts, strict=True)
        if all(word in text for word in words)
    ]


def _search(
    articles: Sequence[SampleArticle],
    source: Search,
    *,
    per_page: int = 10,
    is_furniture: bool = False,
    is_shell: bool = False,
    pages: int | None = None,
    repeats: bool = False,
    beside: Sequence[SampleArticle] = (),
    as_feed: bool = False,
) -> Callable[..., Answer]:
    size = source.step or per_page

    def make(seen: Seen, *, query: str, **asked: str) -> Answer:
        found = list(articles) if is_furniture else holding(articles, unquote_plus(query))
        number = int(asked.get("page", source.first_page)) - source.first_page + 1
        if "offset" in asked:
            number = int(asked["offset"]) // size + 1
        if pages is not None and number > pages:
            number = 1 if repeats else len(found)
        on_page = [] if is_shell else found[(number - 1) * size : number * size]
        if as_feed:
            return _rss(on_page, pattern=None, limit=size)(seen)
        return Answer(_results_page(on_page, beside, is_shell=is_shell).encode())

    return make


def _results_page(
    found: Sequence[SampleArticle], beside: Sequence[SampleArticle], *, is_shell: bool
) -> str:
    """A page of results; where none was found it says so, a shell says nothing."""
    if is_shell:
        return "<html><body><div id='hasil'></div><script src='/cari.js'></script></body></html>"
    page = _index_page(found, beside, 1)
    return page.replace("Tidak ada berita contoh.", "Pencarian tidak ditemukan.")


def _blogger(
    articles: Sequence[SampleArticle],
    *,
    cap: int = 150,
    full: bool = True,
    is_furniture: bool = False,
):
    def make(seen: Seen) -> Answer:
        query = {name: values[-1] for name, values in parse_qs(urlsplit(seen.url).query).items()}
        chosen = [
            article
            for article in _asked(articles, query.get("q"), is_furniture)
            if _in_window(article.published, query.get("published-min"), query.get("published-max"))
        ]
        start = int(query.get("start-index", 1))
        size = min(cap, int(query.get("max-results", 25)))
        feed = {
            "openSearch$totalResults": {"$t": str(len(chosen))},
            "openSearch$startIndex": {"$t": str(start)},
            "openSearch$itemsPerPage": {"$t": str(size)},
            "entry": [_blogger_entry(post, full) for post in chosen[start - 1 : start - 1 + size]],
        }
        if not feed["entry"]:
            del feed["entry"]
        return Answer(json.dumps({"feed": feed}).encode(), content_type="application/json")

    return make


def _asked(
    articles: Sequence[SampleArticle], words: str | None, is_furniture: bool
) -> Sequence[SampleArticle]:
    """The articles that an API's search finds; all where it isn't asked, or doesn't listen."""
    return articles if words is None or is_furniture else holding(articles, words)


def _in_window(published: datetime, start: str | None, end: str | None) -> bool:
    return (start is None or published >= datetime.fromisoformat(start)) and (
        end is None or published < datetime.fromisoformat(end)
    )


def _blogger_entry(article: SampleArticle, full: bool) -> dict:
    text = "<br />\n<br />\n".join(escape(paragraph) for paragraph in article.paragraphs)
    body = (
        {"content": {"type": "html", "$t": text}}
        if full
        else {"summary": {"type": "text", "$t": article.paragraphs[0][:60]}}
    )
    return {
        "id": {"$t": f"tag:blogger.com,1999:blog-1.post-{article.number}"},
        "published": {"$t": article.published.isoformat(timespec="milliseconds")},
        "updated": {
            "$t": (article.updated or article.published).isoformat(timespec="milliseconds")
        },
        "title": {"type": "text", "$t": article.headline},
        "category": [{"term": label} for label in article.labels],
        "link": [
            {"rel": "replies", "href": f"{article.url}#comment-form"},
            {"rel": "alternate", "type": "text/html", "href": article.url},
        ],
        "author": [{"name": {"$t": article.author}}],
        **body,
    }


def _wordpress(
    articles: Sequence[SampleArticle],
    *,
    is_open: bool = True,
    cap: int = 100,
    withheld: Sequence[SampleArticle] = (),
    counts: bool = True,
    is_furniture: bool = False,
    ignores_days: bool = False,
    embeds: bool = True,
):
    def make(seen: Seen) -> Answer:
        query = {name: values[-1] for name, values in parse_qs(urlsplit(seen.url).query).items()}
        if not is_open:
            refusal = {"code": "rest_forbidden", "message": "Maaf, contoh ini tertutup."}
            return _json(refusal, status=401)
        chosen = [
            article
            for article in _asked(articles, query.get("search"), is_furniture)
            if ignores_days
            or query.get("after", "") < _local(article) < query.get("before", "9999")
        ]
        size, page = min(cap, int(query.get("per_page", 10))), int(query.get("page", 1))
        on_page = chosen[(page - 1) * size : page * size]
        if not on_page and page > 1:
            return _json({"code": "rest_post_invalid_page_number", "message": "Contoh"}, status=400)
        posts = [_wordpress_post(article) for article in on_page if article not in withheld]
        for post in posts if not embeds else ():
            del post["_embedded"]
        pages = {"X-WP-Total": str(len(chosen)), "X-WP-TotalPages": str(-(-len(chosen) // size))}
        return replace(_json(posts), headers=pages if counts else {})

    return make


def _json(data: object, status: int = 200) -> Answer:
    return Answer(json.dumps(data).encode(), status, "application/json; charset=utf-8")


def _json_listing(
    articles: Sequence[SampleArticle], *, source: JsonListing, pattern, per_page: int = 10
) -> Callable[..., Answer]:
    size = pattern.step or per_page

    def make(seen: Seen, **asked: str) -> Answer:
        asked = {**asked, **_asked_in_body(pattern.post, json.loads(seen.body or b"null"))}
        chosen = _of_days(articles, pattern.template, asked)
        if "offset" in asked:
            start = int(asked["offset"])
        else:
            start = (int(asked.get("page", pattern.first_page)) - pattern.first_page) * size
        answer: dict = {}
        items = [_json_article(article, source) for article in chosen[start : start + size]]
        _put(answer, source.items or "data", items)
        _put(answer, source.more, start + size < len(chosen))
        _put(answer, source.total, len(chosen))
        return _json(answer)

    return make


def _asked_in_body(declared: object, sent: object) -> dict[str, str]:
    """The values a posted body holds where its declaration has {page}, {offset} or {day}."""
    if isinstance(declared, Mapping) and isinstance(sent, Mapping):
        pairs = [(declared[name], sent.get(name)) for name in declared]
        return {name: value for pair in pairs for name, value in _asked_in_body(*pair).items()}
    place = PLACE.fullmatch(declared) if isinstance(declared, str) else None
    if place and place[1] == "day":
        return {"day": str(datetime.strptime(str(sent), place[2] or "%Y-%m-%d").date())}
    return {place[1]: str(sent)} if place else {}


def _json_article(article: SampleArticle, source: JsonListing) -> dict:
    """One article with its facts at the declared paths, or under the usual names."""
    item: dict = {}
    declared = source.url or "url"
    if "{" in declared:
        parts = re.split(r"\{([^{}]+)\}", declared)
        address = "".join(
            re.escape(part) if number % 2 == 0 else "([^/?]+)" for number, part in enumerate(parts)
        )
        found = re.fullmatch(address, article.url)
        if not found:
            raise ValueError(f"{article.url} is not of the form {declared}")
        for path, value in zip(parts[1::2], found.groups(), strict=True):
            _put(item, path, value)
    else:
        _put(item, declared, article.url)
    _put(item, source.id, item.get(source.id) or article.number)
    _put(item, source.headline or "title", article.headline)
    _put(item, source.date or "published_at", article.published.isoformat())
    return item


def _put(data: dict, path: str | None, value: object) -> None:
    """Set what stands at a dotted path; a star is a name of no importance."""
    if not path:
        return
    *above, last = [name for name in path.replace("*", "contoh").split(".") if name]
    for name in above:
        data = data.setdefault(name, {})
    data[last] = value


def _local(article: SampleArticle) -> str:
    return article.published.astimezone(WIB).replace(tzinfo=None).isoformat()


def _wordpress_post(article: SampleArticle) -> dict:
    universal = article.published.astimezone(UTC).replace(tzinfo=None).isoformat()
    text = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in article.paragraphs)
    terms = [{"taxonomy": "post_tag", "name": label} for label in article.labels]
    return {
        "id": article.number,
        "date": _local(article),
        "date_gmt": universal,
        "modified": _local(article),
        "modified_gmt": universal,
        "link": article.url,
        "title": {"rendered": escape(article.headline)},
        "content": {"rendered": text, "protected": False},
        "_embedded": {"author": [{"name": article.author}], "wp:term": [terms]},
    }
