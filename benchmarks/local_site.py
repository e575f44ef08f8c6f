"""A news site of so many pages on 127.0.0.1, in a process of its own that costs little.

Pages are of the size and make of real ones (the corpus' median: 64 kB, 750 elements, 170 links,
38 scripts), each with a number, headline, address and text of its own; all text is invented. The
sitemap index names parts of 250 pages each. ``/counts`` tells, as JSON, how often each kind of
address was asked for.

    with LocalSite(3000) as site:
        ... crawl site.sitemap ...
        assert site.counts()["page"] == 3000
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.request import urlopen

from benchmarks.measure import ROOT

A_PART = 250
"""Pages a sitemap names."""
WORDS = (
    "contoh warga kota pasar pagi hujan jalan rumah sekolah guru murid petani nelayan desa pulau "
    "kereta kapal pelabuhan jembatan sungai gunung hutan kebun beras ikan kopi harga rencana "
    "pemerintah daerah rapat anggota panitia lomba hadiah musik buku bahasa sejarah kesehatan "
    "dokter obat listrik air tanah udara cuaca laporan berita kantor pusat tahun bulan hari yang "
    "di ke dari untuk dengan akan telah sudah belum masih juga serta karena agar dalam pada"
).split()
PLACES = ("Bandung", "Makassar", "Jayapura", "Medan", "Denpasar", "Surabaya", "Ambon")
CHANCE = random.Random(7)


def sentence(words: int) -> str:
    """So many words, drawn."""
    return " ".join(CHANCE.choices(WORDS, k=words)).capitalize() + "."


PARAGRAPHS = [" ".join(sentence(14) for _ in range(3)) for _ in range(499)]
NEWEST = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)


def furniture() -> tuple[str, str, str]:
    """What every page has around its text: in the head, before the text, and behind it."""
    meta = "".join(f'<meta name="contoh:{n}" content="{sentence(6)}">' for n in range(20))
    script = "window.contoh=window.contoh||[];contoh.push({slot:%d,kata:%s});"
    scripts = [
        f"<script>{script % (n, json.dumps(CHANCE.choices(WORDS, k=50)))}</script>"
        for n in range(36)
    ]
    menu = "".join(
        f'<li class="menu__item"><a href="/kanal/{word}-{n}" class="menu__link">{word}</a></li>'
        for n, word in enumerate(WORDS[:60])
    )
    cards = "".join(
        f'<li class="card"><a href="/berita/{n}/lain" class="card__link"><img src="/g/{n}.jpg" '
        f'alt="{sentence(4)}" width="120" height="80"><h3 class="card__title">'
        f"{sentence(9)}</h3></a>"
        f'<span class="card__date">{1 + n % 27} Mei 2025</span></li>'
        for n in range(110)
    )
    style = "<style>" + ".card{display:flex;margin:0 0 8px}" * 120 + "</style>"
    head = meta + style + "".join(scripts[:18])
    return (
        head,
        f'<header><nav class="menu"><ul>{menu}</ul></nav></header>',
        f'<aside class="sidebar"><ul class="cards">{cards}</ul></aside>'
        f'<footer class="footer"><p>{sentence(20)}</p></footer>{"".join(scripts[18:])}',
    )


HEAD, BEFORE, BEHIND = furniture()


def page(address: str, number: int) -> bytes:
    """An article's page."""
    place = PLACES[number % len(PLACES)]
    words = WORDS[number % 60], WORDS[number // 60 % 60]
    headline = f"Contoh nomor {number}: {words[0]} dan {words[1]} dibahas di {place}"
    published = NEWEST - timedelta(seconds=number)
    url = f"{address}/berita/{number}/contoh-{words[0]}"
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": headline,
        "datePublished": published.isoformat(),
        "dateModified": published.isoformat(),
        "author": {"@type": "Person", "name": f"Sari {WORDS[number % 40].title()}"},
        "keywords": list(words),
    }
    body = [PARAGRAPHS[(number * 7 + n * 13) % len(PARAGRAPHS)] for n in range(13)]
    body[0] = f"{place}, Contoh - Berita nomor {number}. {body[0]}"
    text = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    return (
        f'<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{headline}</title>'
        f'<link rel="canonical" href="{url}"><meta property="og:title" content="{headline}">'
        f'<meta property="og:type" content="article"><meta property="og:url" content="{url}">'
        f'<script type="application/ld+json">{json.dumps(data)}</script>{HEAD}</head><body>{BEFORE}'
        f'<main><article class="read"><h1 class="read__title">{headline}</h1>'
        f'<div class="read__author">Sari {WORDS[number % 40].title()}</div>'
        f'<div class="read__date">{published:%d/%m/%Y, %H:%M} WIB</div>'
        f'<div class="read__content">{text}</div></article></main>{BEHIND}</body></html>'
    ).encode()


def listing(address: str, first: int, last: int) -> bytes:
    """A sitemap of the articles from one number to another."""
    entries = "".join(
        f"<url><loc>{address}/berita/{number}/contoh-{WORDS[number % 60]}</loc>"
        f"<lastmod>{(NEWEST - timedelta(seconds=number)).isoformat()}</lastmod></url>"
        for number in range(first, last)
    )
    return (
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()
    )


def index(address: str, pages: int) -> bytes:
    """The sitemap of sitemaps."""
    parts = "".join(
        f"<sitemap><loc>{address}/sitemap-{first}.xml</loc></sitemap>"
        for first in range(0, pages, A_PART)
    )
    return (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</sitemapindex>'
    ).encode()


class Serving(asyncio.Protocol):
    """One connection; a request is taken to end with its headers, as GET does."""

    pages = 0
    address = ""
    asked: Counter[str] = Counter()

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begin with nothing received."""
        self.transport, self.received = transport, b""

    def data_received(self, data: bytes) -> None:
        """Answer each whole request."""
        self.received += data
        while b"\r\n\r\n" in self.received:
            request, _, self.received = self.received.partition(b"\r\n\r\n")
            kind, media, body = self.answer(request.split(b" ", 2)[1].decode())
            self.asked[kind] += 1
            status = "404 Not Found" if kind == "unknown" else "200 OK"
            head = (
                f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            self.transport.write(head.encode() + body)

    def answer(self, path: str) -> tuple[str, str, bytes]:
        """Kind, media type and body of what stands at a path."""
        if path.startswith("/berita/"):
            return "page", "text/html; charset=utf-8", page(self.address, int(path.split("/")[2]))
        if path == "/sitemap.xml":
            return "listing", "application/xml", index(self.address, self.pages)
        if path.startswith("/sitemap-"):
            first = int(path[9:-4])
            last = min(first + A_PART, self.pages)
            return "listing", "application/xml", listing(self.address, first, last)
        if path == "/robots.txt":
            return "robots", "text/plain", b"User-agent: *\nAllow: /\n"
        if path == "/counts":
            return "counts", "application/json", json.dumps(self.asked).encode()
        return "unknown", "text/html", b"<html><body>404</body></html>"


async def serve(pages: int) -> None:
    """Print the address, then serve until standard input is closed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Serving, "127.0.0.1", 0)
    Serving.pages = pages
    Serving.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    print(Serving.address, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


class LocalSite:
    """The site while it is up, with so many pages."""

    def __init__(self, pages: int):
        self.pages = pages

    def __enter__(self) -> LocalSite:
        command = [sys.executable, "-m", "benchmarks.local_site", str(self.pages)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        self.address = self.process.stdout.readline().strip()
        return self

    def __exit__(self, *error: object) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=10)
        self.process.stdout.close()

    @property
    def sitemap(self) -> str:
        """The address of its listing of listings."""
        return f"{self.address}/sitemap.xml"

    def counts(self) -> Counter[str]:
        """How often each kind was asked for since the site is up."""
        with urlopen(f"{self.address}/counts") as answer:
            return Counter(json.load(answer))

    def milestones(self, at: list[int]) -> Iterator[int]:
        """Those of some numbers of pages that were served by now, counted from the beginning."""
        served = self.counts()["page"]
        return (number for number in at if number <= served)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
