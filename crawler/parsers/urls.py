"""Addresses of articles: one form for all the addresses under which the same page is served."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, urlsplit, urlunsplit

from publicsuffixlist import PublicSuffixList

WEB_ARCHIVE = re.compile(
    r"^https?://(?:web\.archive\.org/(?:web|save/_embed)|(?:www\.)?archive\.org/wayback|"
    r"web\.archive\.bibalex\.org(?::\d+)?/web|arquivo\.pt/(?:noFrame/)?(?:wayback|replay))/"
    r"(?:\d{1,14}(?:[a-z]{2}_)?/)?(?=\w+:/|www\.)",
    re.IGNORECASE,
)
"""``https://web.archive.org/web/20200101000000id_/https://example.com/x``."""

REPLAYED = re.compile(r"^https?://[^?#]*?/\d{14}id_/(?=\w+:/)", re.IGNORECASE)
"""A capture in any Wayback Machine: ``http://127.0.0.1:8080/koleksi/20200101000000id_/https://``."""

AMP_CACHE = re.compile(
    r"^https?://(?:[\w-]+\.cdn\.ampproject\.org/(?:c|v|a|wp|i)/|"
    r"(?:www\.)?google\.[a-z.]{2,6}/amp/)(?P<secure>s/)?",
    re.IGNORECASE,
)
"""``https://www-example-com.cdn.ampproject.org/c/s/www.example.com/x``."""

AMP_SEGMENT = re.compile(r"/amp(?=/|$)", re.IGNORECASE)
"""``/amp/read/1/judul``, ``/berita/d-1/judul/amp``."""

SLASHES = re.compile(r"/{2,}")
"""``example.com//judul``."""

TWIN_HOST = re.compile(r"^(?:m|amp|mobile|wap)\.(?=[^.]+\.)", re.IGNORECASE)
"""``m.example.com``, ``amp.example.com``."""

LOCAL_HOST = re.compile(r"^(?:localhost|[\d.]+|\[.*\])$")
"""A host that no certificate covers: ``127.0.0.1``."""

TRACKING = re.compile(
    r"^(?:utm_\w+|mc_[ce]id|_x_tr_\w+|fbclid|gclid|dclid|igshid|igsh|yclid|wbraid|gbraid|"
    r"_ga|_gl|ref|source|share|amp|outputType|msclkid|twclid|ttclid|srsltid|gad_(?:source|campaignid)|"
    r"mibextid|ref_src|ref_url|mkt_tok|_hs(?:enc|mi)|li_fat_id|at_(?:medium|campaign|\w+)|tblci|"
    r"__twitter_impression|guccounter|guce_referr\w+|usqp|amp_(?:js_v|gsa))$",
    re.IGNORECASE,
)
"""Query parameters that say where a reader came from, never which article it is."""

WHOLE_PAGE = {("page", "all"), ("showpage", "all"), ("single", "1"), ("m", "1"), ("m", "0")}
"""Parameters that show the same article whole, or as its mobile twin."""

ONE_SLASH = re.compile(r"^(https?):/(?!/)", re.IGNORECASE)
"""``https:/example.com``: archives fold the two slashes of the address they hold."""

WRONG_BEGINNING = re.compile(
    r"^(?:https?:[/\\]*)*(?P<scheme>https?):?[/\\]+(?=[^/\\])", re.IGNORECASE
)
"""``http://http://``, ``http://https/``, ``http:/contoh.id`` and ``http:\\\\contoh.id``."""

MOST_WRAPPINGS = 6
"""An archived copy of an archived AMP page needs three."""

DOMAIN_ENDING = (
    r"(?:(?:co|or|go|ac|web|sch|my|net|biz|mil|desa|ponpes)\.id|com|co|id|net|org|info|news|tv)"
)
"""How the domains of outlets end where a text prints one, as in ``KOMPAS.com``.

A short list, for a text has words behind full stops (``Jakarta.Kami``) that are endings somewhere.
"""

BLOG = re.compile(r"[^.]+\.(?:blogspot|wordpress)\.com$")
"""``contoh.blogspot.com``: a blog of its own, where the public list knows Blogger's only."""

BLOGGER_IN_A_COUNTRY = re.compile(r"\.blogspot\.(?:com?\.)?[a-z]{2}$")
"""``contoh.blogspot.co.id``: what Blogger called a blog for the readers of a country until 2018."""


LONGEST_ADDRESS = 2083
"""Characters; the most that search engines and old browsers took."""

LONGEST_PRINTED = 200
"""Characters of an address that are shown where it is too long to be asked."""

USERINFO = re.compile(r"(?<=://)[^/?#\\\s<>\"']*@")
"""``https://nama:sandi@www.contoh.id/``."""


@lru_cache(maxsize=32)  # a page prints its own address many times
def canonical_url(url: str) -> str:
    """The one address of an article: archive, AMP and mobile forms, tracking and fragment off.

    Scheme and host in lower case, ``https`` unless a port or an IP address says that the page
    is served from somewhere particular. Idempotent; an address that can't be parsed comes back
    stripped and otherwise as it is.
    """
    for _ in range(MOST_WRAPPINGS):
        shorter = _simplified(_unwrapped(url.strip()))
        if shorter == url:
            break
        url = shorter
    return url


def _simplified(url: str) -> str:
    """An address that is not wrapped in another, in its one form."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in ("http", "https", "") or not parts.hostname:
        return url
    host = _host(parts.hostname)
    scheme = parts.scheme.lower() or "https"
    default = {"http": 80, "https": 443}.get(scheme)
    if port in (None, default) and not LOCAL_HOST.match(host):
        scheme = "https"
    if port not in (None, default):
        host = f"{host}:{port}"
    return urlunsplit((scheme, host, _path(parts.path), _query(parts.query), ""))


def _unwrapped(url: str) -> str:
    """The address inside an archive's or an AMP cache's; ``https`` where it is cut off."""
    if found := WRONG_BEGINNING.match(url):
        url = f"{found['scheme']}://{url[found.end() :]}"
    if found := WEB_ARCHIVE.match(url) or ("id_/" in url and REPLAYED.match(url)):
        url = ONE_SLASH.sub(r"\1://", url[found.end() :])
    if found := AMP_CACHE.match(url):
        url = f"http{'s' if found['secure'] else ''}://{url[found.end() :]}"
    return f"https://{url}" if url.startswith("www.") else url


def _host(host: str) -> str:
    """The host of the ordinary page: ``m.example.com`` is ``www.example.com``."""
    host = host.rstrip(".")
    if LOCAL_HOST.match(host):
        return host
    if ":" in host:
        return f"[{host}]"
    while TWIN_HOST.match(host):
        bare = TWIN_HOST.sub("", host, count=1)
        if registered_domain(host) == host:
            break
        is_bought = registered_domain(bare) == bare and not BLOG.search(bare)
        host = f"www.{bare}" if is_bought else bare
    return host


def _path(path: str) -> str:
    """The path without its AMP segment, without doubled slashes, blanks and letters encoded."""
    path = SLASHES.sub("/", AMP_SEGMENT.sub("", SLASHES.sub("/", path))) or "/"
    return quote(path, safe="/%:@!$&'()*+,;=~-._", errors="replace")


def _query(query: str) -> str:
    """The parameters that make a difference, in their order."""
    kept = [
        f"{quote(name, safe='[]', errors='replace')}={quote(value, safe='/:,@', errors='replace')}"
        for name, value in parse_qsl(query, keep_blank_values=True)
        if not TRACKING.match(name) and (name, value) not in WHOLE_PAGE
    ]
    return "&".join(kept)


def address_forms(url: str) -> list[str]:
    """The canonical forms under which one page may be known: with and without www and last slash.

    The form given comes first.
    """
    return [*_forms(url)]


@lru_cache(maxsize=32)  # an article is looked for, judged and stored by its address
def _forms(url: str) -> tuple[str, ...]:
    url = canonical_url(url)
    parts = split_url(url)
    if parts is None:
        return (url,)
    host = parts.netloc
    bare = host.removeprefix("www.")
    named = bare if bare != host else f"www.{host}"
    is_bought = registered_domain(bare.partition(":")[0]) == bare.partition(":")[0]
    hosts = [host, named] if is_bought and not LOCAL_HOST.match(parts.hostname) else [host]
    path = parts.path.rstrip("/")
    paths = [parts.path] if not path else [parts.path, path if parts.path != path else f"{path}/"]
    return tuple(
        urlunsplit((parts.scheme, one_host, one_path, parts.query, ""))
        for one_host in hosts
        for one_path in paths
    )


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are one page's: but for www, m, amp, scheme and last slash alike."""
    return canonical_url(one) in address_forms(other)


def publisher_id(url: str, article_url_pattern: str | None) -> str | None:
    """The publisher's own id: what a group named ``id`` (``id2``, ...) of the pattern matched.

    Where several papers of one site count for themselves, a group ``numbered_by`` names the paper:
    "aceh:986316" is another article than "jabar:986316".
    """
    if not article_url_pattern or not (found := re.search(article_url_pattern, url)):
        return None
    groups = found.groupdict()
    number = next((groups[name] for name in groups if name.startswith("id") and groups[name]), None)
    counter = groups.get("numbered_by")
    return f"{counter}:{number}" if number and counter else number


@lru_cache(maxsize=1024)
def registered_domain(host: str) -> str:
    """The domain that one owner has: ``republika.co.id`` of ``sport.republika.co.id``.

    A blog on a platform has its own, ``contoh.blogspot.com`` as ``contoh.wordpress.com``. What
    nobody can register (``co.id``, ``localhost``, an IP address) comes back as it is.
    """
    host = host.lower().rstrip(".")
    if LOCAL_HOST.match(host):
        return host
    host = BLOGGER_IN_A_COUNTRY.sub(".blogspot.com", host)
    if blog := BLOG.search(host):
        return blog[0]
    return _endings().privatesuffix(host) or host


@cache
def _endings() -> PublicSuffixList:
    """The public list of endings below which domains are registered (publicsuffix.org).

    Read when the first address is asked about: that takes a tenth of a second.
    """
    return PublicSuffixList(accept_encoded_idn=False)


@lru_cache(maxsize=32)
def split_url(url: str | None) -> SplitResult | None:
    """The parts of an absolute web address; None when it is none, or its port can't be."""
    try:
        parts = urlsplit((url or "").strip())
        is_web = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
        _ = parts.port  # raises ValueError above 65535
    except ValueError:
        return None
    return parts if is_web else None


def is_home(parts: SplitResult) -> bool:
    """Whether an address is a site's front page."""
    return parts.path in ("", "/", "/index.html", "/index.php", "/home") and not parts.query


def unfit(url: str) -> tuple[str, str] | None:
    """Reason and detail where an address is not fit to be asked or kept, whatever its host.

    Reasons are those of ``crawler.items.REJECT_REASONS``; the detail holds no password.
    """
    if len(url) > LONGEST_ADDRESS:
        length = f"{len(url):,} characters, more than {LONGEST_ADDRESS:,}"
        return "too-long-address", f"{printable(url)} has {length}"
    parts = split_url(url)
    if parts is None:
        return "off-site", f"{printable(url)} is no web address"
    if "@" in parts.netloc:
        return "password-in-address", f"{printable(url)} has a name or password in it; not asked"
    try:
        is_port = parts.port != 0
    except ValueError:
        is_port = False
    return None if is_port else ("off-site", f"{printable(url)} has a port that can't be")


def without_passwords(text: str) -> str:
    """A text in which no address has a name or password."""
    return USERINFO.sub("***@", text) if "@" in text else text


def printable(url: str) -> str:
    """An address as it may be shown and kept: without password, cut where it is endless."""
    shown = without_passwords(url[: 2 * LONGEST_ADDRESS])
    if len(url) <= LONGEST_ADDRESS:
        return shown
    return f"{shown[:LONGEST_PRINTED]}... ({len(url):,} characters)"


def host_and_port(url: str) -> str:
    """What a connection is made to, as in "www.contoh.id:443"; empty for no web address."""
    parts = split_url(url)
    try:
        port = parts and (parts.port or {"http": 80, "https": 443}[parts.scheme.lower()])
    except ValueError:
        return ""
    return f"{parts.hostname}:{port}" if parts else ""


def is_of(url: str, domains: Iterable[str]) -> bool:
    """Whether an address lies on a host of one of the domains, at any port."""
    parts = split_url(url)
    host = (parts.hostname if parts else "").rstrip(".")
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
