"""``WordPressApi``: the posts of a WordPress site, through its REST API where that is open.

From the WordPress REST API handbook: ``/wp-json/wp/v2/posts`` takes ``per_page`` (at most 100),
``page`` (from 1), ``after`` and ``before`` (compared with the site's local time), ``search``
(words, all of which must occur), ``_embed`` (author, terms and picture in the same answer).
``date`` is local without a zone, ``date_gmt`` UTC without a zone. A page past the last is answered
with status 400 and
``rest_post_invalid_page_number``, a closed API with 401 or 403 and a code of its own. The headers
``X-WP-Total`` and ``X-WP-TotalPages`` count posts and pages of what was asked for. A page may hold
fewer posts than asked for (a host that caps ``per_page``, posts a plug-in withholds).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from html import escape, unescape
from typing import Any

from crawler.discovery.base import NO_HEADERS, ArticleTest, Fetch, Link, Listing, Window
from crawler.discovery.listings.addresses import listed_address, with_query
from crawler.discovery.listings.each_alone import each_alone, in_one_note
from crawler.discovery.listings.xml_listing import UnreadableListing, json_of
from crawler.discovery.paging import PAST_THE_LAST_PAGE, page_on, without_such_a_page
from crawler.parsers.page.text import clean, without_tags

API_PATH = "/wp-json/wp/v2/posts"
POSTS_A_PAGE = 100
TAXONOMIES_OF_WRITERS = {"byline", "ppma_author", "penulis"}
"""Where plug-ins and Mongabay keep a story's writers; the post's own author is an account then."""
TAXONOMIES_OF_TAGS = {"post_tag", "topic", "topik"}
QUARTER_HOUR = 900
COUNT = re.compile(r"\d{1,9}\Z")  # 250
FARTHEST_ZONE = timedelta(hours=14)


class WordPressApi:
    """A WordPress site by its address, as in ``WordPressApi("https://www.example.com")``.

    Each post comes with its page in WordPress' own markup, so that nothing more is fetched, but
    where the API does not tell who wrote it: then the page is.
    """

    title = "WordPress API"
    forms = ("json",)
    reaches_back = True

    def __init__(self, url: str, per_page: int = POSTS_A_PAGE):
        self.url = url.rstrip("/")
        if "/wp-json/" not in self.url and "rest_route=" not in self.url:
            self.url += API_PATH
        self.per_page = per_page

    def about(self, query: str) -> WordPressApi:
        """The posts that hold all of the words, newest first (WordPress' own search)."""
        return WordPressApi(with_query(self.url, search=query, orderby="date"), self.per_page)

    def first(self, window: Window, now: datetime) -> Iterable[Fetch]:
        """The newest posts, or those of the window, in the site's local days."""
        url = with_query(self.url, per_page=self.per_page, _embed="author,wp:term,wp:featuredmedia")
        if window.since:  # both ends are excluded
            url = with_query(url, after=f"{window.since - timedelta(days=1)}T23:59:59")
        if window.until:
            url = with_query(url, before=f"{window.until + timedelta(days=1)}T00:00:00")
        return [Fetch(with_query(url, page=1), template=url)]

    def read(
        self,
        content: bytes,
        fetch: Fetch,
        window: Window,
        is_article: ArticleTest | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Listing:
        """The posts of one page, and the next page up to the last that the headers count.

        Without them, as long as pages name posts that those before had not named.
        The body of an error answer may be handed in too: a page past the last is an empty
        listing, a closed API a problem.
        """
        try:
            answer = json_of(content)
        except UnreadableListing as problem:
            return Listing(problem=str(problem))
        except (ValueError, RecursionError):
            return Listing(problem="the answer is not the WordPress API's; it may be closed")
        data = answer.data
        if isinstance(data, dict) and "code" in data:
            return _refusal(data)
        if not isinstance(data, list):
            return Listing(problem="the answer is not a list of WordPress posts")
        posts = (post for post in data if isinstance(post, dict))
        links, note = each_alone(posts, lambda post: _link(post, fetch.url))
        pages = _count(headers, "x-wp-totalpages")
        listing = Listing(links, total=_count(headers, "x-wp-total"))
        listing.note = in_one_note(answer.note, note)
        if not links and fetch.page == 1 and not window:
            listing.problem, listing.is_empty = "the WordPress API lists no posts", True
        if not data and pages is not None and fetch.page <= pages:
            listing.problem = f"page {fetch.page} of {pages} holds no posts"
            listing.is_empty = False
        goes_on = pages is None or fetch.page < pages
        following = _following(fetch) if goes_on else None
        page_on(listing, fetch, following, is_article=is_article)
        return listing

    def ended(self, fetch: Fetch) -> Listing:
        """What it means that there is no such page: the end, or a page behind it to look at."""
        return without_such_a_page(fetch, _following(fetch))


def _following(fetch: Fetch) -> Fetch | None:
    """The page after this one; None where it was read by itself."""
    if not fetch.template:
        return None
    url = with_query(fetch.template, page=fetch.page + 1)
    return replace(fetch, url=url, page=fetch.page + 1)


def _count(headers: Mapping[str, str], name: str) -> int | None:
    printed = headers.get(name, "").strip()
    return int(printed) if COUNT.match(printed) else None


def _refusal(data: dict) -> Listing:
    """What an error answer means."""
    if data["code"] == PAST_THE_LAST_PAGE:
        return Listing()
    message = clean(without_tags(str(data.get("message") or data["code"])))
    return Listing(problem=f"the WordPress API refused: {message}")


def _link(post: dict, base: str) -> Link | None:
    url = listed_address(base, _string(post.get("link")))
    if url is None:
        return None
    return Link(
        url,
        date=_instant(post.get("date"), post.get("date_gmt")),
        modified=_instant(post.get("modified"), post.get("modified_gmt")),
        headline=clean(unescape(without_tags(_rendered(post, "title")))) or None,
        publisher_id=str(post["id"]) if post.get("id") else None,
        html=_page(post, url),
        is_untold=not _tells_who_and_what(post),
    )


def _instant(local: Any, universal: Any) -> str | None:
    """A local time with the offset that its UTC twin proves, as it stands where it has none."""
    here, there = _time(local), _time(universal)
    if not (here and there):
        return f"{there.isoformat()}+00:00" if there else here and here.isoformat()
    if here.tzinfo or there.tzinfo:
        return (here if here.tzinfo else there).isoformat()
    quarters = round((here - there).total_seconds() / QUARTER_HOUR)
    offset = timedelta(seconds=quarters * QUARTER_HOUR)
    if abs(offset) > FARTHEST_ZONE:
        return f"{there.isoformat()}+00:00"
    return there.replace(tzinfo=UTC).astimezone(timezone(offset)).isoformat()


def _time(printed: Any) -> datetime | None:
    """A time as the API prints it; 0000-00-00T00:00:00 of a post never given one is None."""
    try:
        return datetime.fromisoformat(_string(printed))
    except ValueError:
        return None


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _rendered(post: dict, name: str) -> str:
    """A field's HTML; WordPress keeps it under "rendered"."""
    field = post.get(name)
    return _string(field.get("rendered")) if isinstance(field, dict) else ""


def _embedded(post: dict, name: str) -> Iterator[dict]:
    """What ``_embed`` put in under a name, lists of lists made flat, failed look-ups left out."""
    embedded = post.get("_embedded")
    waiting = [embedded.get(name)] if isinstance(embedded, dict) else []
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting = [*value, *waiting]
        elif isinstance(value, dict) and "code" not in value:
            yield value


def _page(post: dict, url: str) -> str | None:
    """The post's page in WordPress' markup; None when its text is missing or locked."""
    body = _rendered(post, "content")
    content = post.get("content")
    is_locked = isinstance(content, dict) and content.get("protected")
    if is_locked or not without_tags(body).strip():
        return None
    title, address = _rendered(post, "title"), escape(url)
    published = escape(_instant(post.get("date"), post.get("date_gmt")) or "")
    modified = escape(_instant(post.get("modified"), post.get("modified_gmt")) or "")
    terms = list(_embedded(post, "wp:term"))
    section = [term for term in terms if _string(term.get("taxonomy")) == "category"][:1]
    tags = [term for term in terms if _string(term.get("taxonomy")) in TAXONOMIES_OF_TAGS]
    writers = [term for term in terms if _string(term.get("taxonomy")) in TAXONOMIES_OF_WRITERS]
    metas = {
        "og:url": url,
        "og:title": unescape(without_tags(title)),
        "article:section": _name(section[0]) if section else "",
        "og:image": next(map(_image, _embedded(post, "wp:featuredmedia")), ""),
    }
    head = "\n".join(
        f'<meta property="{name}" content="{escape(value)}">'
        for name, value in metas.items()
        if value
    )
    authors = "".join(
        f'<span class="author vcard"><a class="fn" rel="author">{escape(_name(author))}</a></span>'
        for author in writers or _embedded(post, "author")
    )
    labels = " ".join(f'<a rel="tag" href="#">{escape(_name(tag))}</a>' for tag in tags)
    return f"""<!DOCTYPE html>
<html><head><meta charset="UTF-8"><meta property="og:type" content="article">
<title>{title}</title>
<link rel="canonical" href="{address}">
{head}
<meta property="article:published_time" content="{published}">
<meta property="article:modified_time" content="{modified}">
</head><body class="single single-post"><article class="post hentry">
<header class="entry-header"><h1 class="entry-title">{title}</h1>
<div class="entry-meta"><time class="entry-date published" datetime="{published}">{published}</time>
{authors}</div></header>
<div class="entry-content">
{body}
</div>
<footer class="entry-footer"><span class="tags-links">{labels}</span></footer>
</article></body></html>"""


def _tells_who_and_what(post: dict) -> bool:
    """Whether a writer has a name, and categories and tags have theirs where there are any.

    An API that ignores ``_embed``, or keeps users to itself, leaves out what the page prints.
    """
    terms = list(_embedded(post, "wp:term"))
    people = [term for term in terms if _string(term.get("taxonomy")) in TAXONOMIES_OF_WRITERS]
    is_filed = any(post.get(kind) for kind in ("categories", "tags"))
    is_signed = any(map(_name, [*people, *_embedded(post, "author")]))
    return is_signed and (bool(terms) or not is_filed)


def _name(thing: dict) -> str:
    return unescape(_string(thing.get("name")))


def _image(media: dict) -> str:
    return _string(media.get("source_url"))
