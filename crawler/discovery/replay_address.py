"""Addresses in a Wayback Machine: where a capture is shown, and which page it is of.

As the Internet Archive, OpenWayback and pywb write them: base, time (14 digits, UTC), a modifier
(``id_``: the page as it was captured, nothing rewritten), the page's own address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

CAPTURE = re.compile(r"(?P<time>\d{4,14})(?:[a-z]{2}_)?/(?P<url>\w+:/.*)", re.DOTALL)
"""``20190305120000id_/https://www.contoh.id/read/1``"""
TIME = re.compile(r"/(\d{4,14})id_/")
"""Where a capture's time stands in its address."""
SLASHES = re.compile(r"^(https?):/+")
"""Servers between merge the two into one: ``https:/www.contoh.id``."""
DEFAULT_PORT = re.compile(r"^(http://[^/?#]+):80(?=[/?#]|$)|^(https://[^/?#]+):443(?=[/?#]|$)")
"""``http://www.contoh.id:80/read/1``, as crawlers of before 2015 wrote it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A capture by its address: when it was made (14 digits, UTC) and what page it is of."""

    time: str
    url: str


def replay_address(base: str, time: str, url: str) -> str:
    """Where a capture's raw page is shown; ``base`` as in ``https://web.archive.org/web/``."""
    return f"{base.rstrip('/')}/{time}id_/{url}"


def shown_at(address: str, base: str) -> Shown | None:
    """What capture an address shows; None for one that is none of this Wayback's."""
    begins = f"{base.rstrip('/')}/"
    plain = SLASHES.sub(r"\1://", address)
    if without_scheme(plain).startswith(without_scheme(begins)):
        behind = without_scheme(plain)[len(without_scheme(begins)) :]
        if found := CAPTURE.fullmatch(behind):
            return Shown(found["time"], own_address(found["url"]))
    return None


def own_address(url: str) -> str:
    """A page's address as its site writes it: two slashes, no default port."""
    whole = SLASHES.sub(r"\1://", url)
    return DEFAULT_PORT.sub(lambda found: found[1] or found[2], whole)


def is_shown(capture: str) -> bool:
    """Whether a capture's name is where a Wayback Machine shows it, and no place in an archive."""
    return capture.startswith(("http://", "https://"))


def page_shown(address: str) -> str:
    """The page's own address of a capture that is shown."""
    return own_address(TIME.split(address, maxsplit=1)[2])


def captured_when(address: str) -> datetime:
    """When a capture was made (aware, UTC), as its address says."""
    time = TIME.split(address, maxsplit=1)[1]
    return datetime.strptime(whole_time(time), "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def whole_time(time: str) -> str:
    """A capture's time in 14 digits; one cut short is filled up to its first moment."""
    return f"{time}{'00000101000000'[len(time) :]}"


def beside(address: str | None, url: str) -> str:
    """Where the archive shows another page of the same time as the capture at ``address``.

    The page's own address where no archive is asked.
    """
    if address is None:
        return url
    base, time, _ = TIME.split(address, maxsplit=1)
    return replay_address(base, time, url)


def led_to(address: str, location: str, base: str) -> str | None:
    """Where in the archive a redirect of a replayed page leads; None outside of it.

    The archive's own lead to another capture. A site's, shown as it was captured, leads to a page
    of the site: that is looked for in the archive as well, at the same time.
    """
    if shown := shown_at(urljoin(address, location), base):
        return replay_address(base, shown.time, shown.url)
    asked = shown_at(address, base)
    if asked is None:
        return None
    target = urljoin(asked.url, location)
    if urlsplit(target).scheme not in ("http", "https"):
        return None
    return replay_address(base, asked.time, target)


def without_scheme(address: str) -> str:
    """An address behind its scheme: archives answer on http and https."""
    return address.partition("://")[2] or address
