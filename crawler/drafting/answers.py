"""What a host answered: asked live, or kept in WARC files and saved pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from crawler.archive.captures import captures
from crawler.errors import UsageProblem
from crawler.parsers.metadata import read_metadata
from crawler.parsers.page import Page
from crawler.parsers.reader import Reader
from crawler.parsers.urls import is_home, is_of, registered_domain
from crawler.saved.listings import form_of

SAVED = ("*.html", "*.htm", "*.xml", "*.json", "robots.txt")


@dataclass(frozen=True, slots=True)
class Answer:
    """One address and what it holds; ``seen_at`` is aware."""

    url: str
    body: bytes
    seen_at: datetime

    @property
    def is_page(self) -> bool:
        """Whether it is a web page, not a feed, sitemap, API or robots.txt."""
        return self.is_listing and form_of(self.body) == "web page"

    @property
    def is_listing(self) -> bool:
        """Whether it may name articles: anything that holds something, but robots.txt."""
        return bool(self.body.strip()) and urlsplit(self.url).path != "/robots.txt"


@dataclass(frozen=True, slots=True)
class Host:
    """A host, and what it answered so far."""

    home: str
    answers: tuple[Answer, ...]

    @property
    def domain(self) -> str:
        """What the hosts of its articles end in."""
        return (urlsplit(self.home).hostname or "").removeprefix("www.")

    @property
    def front_page(self) -> Answer | None:
        """The page at its root."""
        pages = (each for each in self.answers if each.is_page)
        return next((each for each in pages if is_home(urlsplit(each.url))), None)

    @property
    def robots(self) -> str:
        """Its robots.txt; empty where it has none."""
        found = (each for each in self.answers if urlsplit(each.url).path == "/robots.txt")
        return next((each.body.decode("utf-8", "replace") for each in found), "")

    def is_own(self, url: str) -> bool:
        """Whether an address is of this host, or of another of its domain where it is the whole."""
        return is_of(url, [self.domain])


@dataclass(slots=True)
class Trail:
    """What a look at a host has found so far, and why other addresses gave nothing."""

    host: Host
    failed: dict[str, str] = field(default_factory=dict)


def home_of(address: str) -> str:
    """The front page of a host or an address of it."""
    parts = urlsplit(address if "//" in address else f"https://{address}")
    return f"{parts.scheme}://{parts.netloc}/"


def kept(path: Path, home: str) -> Host:
    """What a WARC file, a folder of them, or a folder of saved pages holds of a host.

    Raises UsageProblem where there is neither, ArchiveProblem where a WARC file can't be read.
    """
    if not path.exists():
        raise UsageProblem(f"{path} does not exist; --from takes a WARC file or a folder")
    domain = registered_domain(urlsplit(home).hostname or "")
    if path.is_file() or any(path.rglob("*.warc*")):
        found = [
            Answer(each.url, each.body, each.fetched_at)
            for each in captures(path)
            if each.status == 200 and each.method == "GET" and is_of(each.url, [domain])
        ]
    else:
        files = (file for pattern in SAVED for file in sorted(path.glob(pattern)))
        found = [_saved(file, home) for file in files]
    if not found:
        raise UsageProblem(f"{path} holds no answer of {domain}")
    return Host(home, tuple(_latest(found)))


def _saved(file: Path, home: str) -> Answer:
    """A saved file: a page is of the address that it states, another file lies at the root."""
    body = file.read_bytes()
    stated = read_metadata(Page(body), Reader()).url if file.suffix.startswith(".htm") else None
    moment = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return Answer(stated or urljoin(home, file.name), body, moment)


def _latest(answers: Iterable[Answer]) -> list[Answer]:
    """The newest of each address."""
    return list(
        {each.url: each for each in sorted(answers, key=lambda each: each.seen_at)}.values()
    )
