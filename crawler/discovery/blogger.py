"""``BloggerFeed``: a Blogger blog's whole archive, through the feed of its platform.

From Google's documentation of the Blogger feeds: ``/feeds/posts/default?alt=json`` takes
``start-index`` (from 1), ``max-results``, ``q`` (words), ``orderby=published`` and
``published-min`` / ``published-max`` (RFC 3339). Where the owner has it led to a feed service,
``redirect=false`` gives the blog's own, which alone reaches back. The owner chooses whether it
carries whole posts, posts up to their jump break, or short summaries. How many entries a page may
have has been 500, 150 and 100.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from html import escape
from typing import Any

from crawler.clock import WIB
from crawler.discovery.base import NO_HEADERS, ArticleTest, Fetch, Link, Listing, Window
from crawler.discovery.feed import read_feed
from crawler.discovery.listings.addresses import listed_address, with_query
from crawler.discovery.listings.each_alone import each_alone, in_one_note
from crawler.discovery.listings.xml_listing import UnreadableListing, json_of, pieces
from crawler.discovery.paging import names_something_new, page_on, without_such_a_page
from crawler.parsers.page.text import without_tags

FEED_PATH = "/feeds/posts/default"
MOST_RESULTS = 150
JUMP_BREAK = re.compile(r"<a\s+name\s*=\s*[\"']more[\"']\s*/?>(?:\s*</a>)?", re.IGNORECASE)
ANCHOR = re.compile(r"<a\s[^<>]*", re.IGNORECASE)
TO_JUMP_BREAK = re.compile(r"href\s*=\s*[\"'][^\"']*#more[\"']", re.IGNORECASE)
MOBILE_TWIN = re.compile(r"\?m=[01]\Z")  # /2025/06/judul.html?m=1
MILLISECONDS = re.compile(r"\.\d{3}(?=[+Z-])")  # 14:05:00.000+07:00, which pages print without
JSON_FEED = re.compile(rb"\{\s*\"(?:version|feed|encoding)\"\s*:")  # {"version":"1.0","feed":{
START = re.compile(r"[?&]start-index=(\d{1,9})")
POST_ID = re.compile(r"\.post-(\d+)\Z")  # tag:blogger.com,1999:blog-111.post-1234567890


class BloggerFeed:
    """A Blogger blog by its address, as in ``BloggerFeed("https://www.example.com")``.

    Posts that the feed carries whole come with their page, in Blogger's own markup, so that
    nothing more is fetched; the others are fetched from the blog.
    """

    title = "Blogger feed"
    forms = ("json", "feed")
    reaches_back = True

    def __init__(self, url: str):
        self.url = url.rstrip("/")
        if FEED_PATH not in self.url:
            self.url += FEED_PATH

    def about(self, query: str) -> BloggerFeed:
        """The posts that Blogger finds for words."""
        return BloggerFeed(with_query(self.url, q=query))

    def first(self, window: Window, now: datetime) -> Iterable[Fetch]:
        """The newest posts of the blog, or of the window (its days are WIB)."""
        url = with_query(self.url, alt="json", redirect="false", orderby="published")
        url = with_query(url, **{"max-results": MOST_RESULTS})
        if window.since:
            start = datetime.combine(window.since, time.min, WIB)
            url = with_query(url, **{"published-min": start.isoformat()})
        if window.until:
            end = datetime.combine(window.until + timedelta(days=1), time.min, WIB)
            url = with_query(url, **{"published-max": end.isoformat()})
        first = with_query(url, **{"start-index": 1})
        return [Fetch(first, template=url, formerly=_formerly(first))]

    def read(
        self,
        content: bytes,
        fetch: Fetch,
        window: Window,
        is_article: ArticleTest | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Listing:
        """The posts of one page of the feed, and the next page by what really came."""
        try:
            if is_atom(content):  # alt=json not honoured, or a saved feed
                return self._newest_only(content, fetch, is_article)
            answer = json_of(content)
            feed = _feed_in(answer.data)
        except UnreadableListing as problem:
            return Listing(problem=str(problem))
        except (ValueError, RecursionError) as error:
            return Listing(problem=f"the answer is not a Blogger feed ({error})")
        entries = _members(feed, "entry")
        links, note = each_alone(entries, lambda entry: _link(entry, fetch.url))
        listing = Listing(links, total=_number(feed, "openSearch$totalResults"))
        listing.note = in_one_note(answer.note, note)
        if not links and fetch.page == 1 and not window:
            listing.problem, listing.is_empty = "the Blogger feed has no posts", True
        start = _number(feed, "openSearch$startIndex") or 1
        if not entries and listing.total is not None and start <= listing.total:
            listing.problem = f"no post from {start} on, of {listing.total} that it counts"
            listing.is_empty = False
        following = _following(fetch, feed, listing)
        page_on(listing, fetch, following, by_number=False, is_article=is_article)
        return listing

    def _newest_only(self, content: bytes, fetch: Fetch, is_article: ArticleTest | None) -> Listing:
        """A feed of another kind: the blog's newest posts; a fault where it is no first page."""
        listing = read_feed(content, fetch.url, is_article)
        listing.is_newest_only = fetch.page == 1
        if fetch.page > 1:
            following = _page_from(fetch, _asked_from(fetch) + _step(fetch))
            page_on(listing, fetch, following, by_number=False, is_article=is_article)
        return listing

    def ended(self, fetch: Fetch) -> Listing:
        """What it means that there is no such page: the end, or a page behind it to look at."""
        return without_such_a_page(fetch, _page_from(fetch, _asked_from(fetch) + _step(fetch)))


def is_atom(content: bytes) -> bool:
    """Whether an answer is a feed or a page, not JSON with a notice of the server's before it."""
    start = next(pieces(content), b"").lstrip()
    return start[:1] == b"<" and not JSON_FEED.search(start)


def _feed_in(data: Any) -> dict:
    """The feed in a parsed answer; raises ValueError when it is something else."""
    feed = data.get("feed") if isinstance(data, dict) else None
    if not isinstance(feed, dict):
        raise ValueError("it has no feed in it")
    return feed


def _following(fetch: Fetch, feed: dict, listing: Listing) -> Fetch | None:
    """The page after this one: its start is where this one's entries end.

    The feed's count tells the end, but not where a full page holds all of it: then it may be the
    page's own. Behind a page that names nothing new its entries tell nothing.
    """
    if not names_something_new(fetch, listing.links):
        return _page_from(fetch, _asked_from(fetch) + _step(fetch))
    number = len(_members(feed, "entry"))
    following = (_number(feed, "openSearch$startIndex") or 1) + number
    is_full = number >= (_number(feed, "openSearch$itemsPerPage") or MOST_RESULTS)
    if listing.total is not None and following > listing.total and not is_full:
        return None
    return _page_from(fetch, following)


def _page_from(fetch: Fetch, start: int) -> Fetch | None:
    """The page that begins with a post; None where the feed was read by itself."""
    if not fetch.template:
        return None
    url = with_query(fetch.template, **{"start-index": start})
    return replace(fetch, url=url, page=fetch.page + 1, formerly=_formerly(url))


def _asked_from(fetch: Fetch) -> int:
    """With which post a page was asked to begin."""
    asked = START.search(fetch.url)
    return int(asked[1]) if asked else 1


def _step(fetch: Fetch) -> int:
    """How many posts the page before had."""
    return len(fetch.seen[-1]) if fetch.seen else MOST_RESULTS


def _formerly(url: str) -> str:
    """The address of a feed's page as it was asked for until November 2026."""
    return url.replace("redirect=false&", "")


def _link(entry: dict, base: str) -> Link | None:
    """One post; None for an entry without a page of its own (a draft, a scheduled post)."""
    pages = [link.get("href") for link in _members(entry, "link") if link.get("rel") == "alternate"]
    url = listed_address(base, pages[0]) if pages and isinstance(pages[0], str) else None
    if url is None:
        return None
    url = MOBILE_TWIN.sub("", url)
    post_id = POST_ID.search(_text(entry, "id"))
    return Link(
        url,
        date=_text(entry, "published") or None,
        modified=_text(entry, "updated") or None,
        headline=_text(entry, "title") or None,
        publisher_id=post_id[1] if post_id else None,
        html=_page(entry, url),
    )


def _members(holder: dict, name: str) -> list[dict]:
    """The objects in a list; none where something else stands in its place."""
    value = holder.get(name)
    return (
        [member for member in value if isinstance(member, dict)] if isinstance(value, list) else []
    )


def _text(holder: dict, name: str) -> str:
    """The text of a feed element: JSON feeds keep it under "$t"."""
    value = holder.get(name)
    return str(value.get("$t") or "") if isinstance(value, dict) else ""


def _number(feed: dict, name: str) -> int | None:
    text = _text(feed, name)
    return int(text) if text.isdecimal() else None


def _page(entry: dict, url: str) -> str | None:
    """The post's page in Blogger's markup; None when the feed does not carry the whole post."""
    body = _text(entry, "content")
    if not without_tags(body).strip() or _is_cut(body):
        return None
    published = escape(MILLISECONDS.sub("", _text(entry, "published")))
    title = escape(_text(entry, "title"))
    address = escape(url)
    authors = "".join(
        f"<span class='fn' itemprop='author'><span itemprop='name'>{escape(name)}</span></span>"
        for author in _members(entry, "author")
        if (name := _text(author, "name"))
    )
    labels = "".join(
        f"<a rel='tag' href='/search/label/{escape(term)}'>{escape(term)}</a> "
        for category in _members(entry, "category")
        if (term := str(category.get("term") or ""))
    )
    return f"""<!DOCTYPE html>
<html><head><meta charset='UTF-8'><meta name='generator' content='blogger'>
<title>{title}</title>
<link rel='canonical' href='{address}'>
<meta property='og:url' content='{address}'>
<meta property='og:title' content='{title}'>
</head><body>
<div class='blog-posts hfeed'><div class='post-outer'>
<div class='post hentry' itemscope itemtype='http://schema.org/BlogPosting'>
<h3 class='post-title entry-title' itemprop='name'>{title}</h3>
<div class='post-body entry-content' itemprop='articleBody'>
{body}
<div style='clear: both;'></div></div>
<div class='post-footer'>
<span class='post-author vcard'>{authors}</span>
<span class='post-timestamp'><a class='timestamp-link' rel='bookmark' href='{address}'>
<abbr class='published' itemprop='datePublished' title='{published}'>{published}</abbr></a></span>
<span class='post-labels'>{labels}</span>
</div></div></div></div></body></html>"""


def _is_cut(body: str) -> bool:
    """Whether a body ends at its jump break, or sends the reader on to the rest."""
    if any(map(TO_JUMP_BREAK.search, ANCHOR.findall(body))):
        return True
    parts = JUMP_BREAK.split(body)
    return len(parts) > 1 and not without_tags(parts[-1]).strip()
