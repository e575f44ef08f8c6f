"""Which elements of a page never hold the article's text, told by tag, class and id.

The names are those that CMSs and themes share (``related``, ``baca-juga``, ``share-buttons``);
markup that only one outlet uses belongs in that site's ``drop``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.etree import _Element as HtmlElement

ASIDE_TAGS = frozenset(("nav", "aside", "footer", "header", "figure", "form", "menu"))
"""Elements that stand beside the text."""

_OTHER_STORIES = """
related relatedposts terkait sisip linksisip topiksisip lihatjg bacajuga lihatjuga recommend
recommended recommendation recommendations rekomendasi popular populer terpopuler trending
readmore selengkapnya outbrain taboola mgid popin teads dable
"""
_ADVERTISING = """
ad ads adv advert adverts advertisement advertising adsense adsbygoogle iklan sponsor sponsored
banner banners parallax parallaxindetail paradetail skyscraper dfp
gpt promo promotion poll polling quiz kuis survei survey
"""
_SHARING = """
share shares sharing sharedaddy sharethis addtoany sosmed medsos socmed social socials follow
gnews googlenews whatsapp telegram newsletter subscribe subscription langganan berlangganan
paywall comment comments komentar disqus respond likes rating reaction reactions
"""
_SITE = """
byline penulis credit credits kredit breadcrumb breadcrumbs postmeta metadata pagination paging
pager navigation nav menu sidebar rightside copyright copyrights tags taglist tagcloud tagging
footer
"""
_PICTURES_AND_TOOLS = """
caption captions figcaption photo photos gallery slideshow carousel swiper slider player podcast
tts toolbar popup modal tooltip cookie cookies consent toc daftarisi breaking infobox ticker
"""
NAMES = frozenset((_OTHER_STORIES + _ADVERTISING + _SHARING + _SITE + _PICTURES_AND_TOOLS).split())
"""Parts of a class or id: ``related`` in ``post-related``, not in ``unrelated``."""

_COMPOUND_NAME = re.compile(
    r"(?:baca|lihat)[-_]?juga"  # "inject-baca-juga", "BacaJuga2"
    r"|related[-_]?(?:posts?|articles?|news|list|content)|(?:posts?|articles?|news)[-_]?related"
    r"|(?:post|entry|article|author|news|detail)[-_]{0,2}(?:author|meta|footer|share|tags?)(?![a-z])"
    r"|(?:author|writer)[-_]?(?:box|info|bio|name|card|profile|detail|desc|about)|info[-_]?author|about[-_]?author"
    r"|(?:^|[-_])tags?$|(?:^|[-_])topi[ck]s?[-_](?:list|box|tags?|wrap)|^tags?[-_](?:list|cloud|box|wrap|container|header|area|link)|^(?:detail|list|box|article)[-_]{0,2}tags?(?![a-z])"
    r"|ai[-_]?summary|summary[-_]article|article[-_]summary|ringkasan|key[-_]?(?:points|takeaways)"
    r"|(?:read|see|view)[-_]?(?:more|also)(?![a-z])|(?:next|prev)[-_]?(?:article|post|news)"
    r"|follow[-_]?us|(?:ext|wa|whatsapp)[-_]?channel|google[-_]?news|div-gpt|google_ads|^td-a-rec"
    r"|^widget[-_]|right-?side|side-?bar|jp-relatedposts|yarpp|(?:ez|lw)p?-?toc|table-of-contents|text-to-speech"
    r"|twitter-tweet|instagram-media|tiktok-embed|fb-post|screen-reader|sr-only|visually-?hidden"
)
_NEVER_TEXT = re.compile(r"comment|komentar|disqus|related|terkait|juga|caption", re.IGNORECASE)
_STATE_OF_LAYOUT = re.compile(r"^(?:has|with|no|without|is|if|enable|hide|show)-")
_WORDPRESS_POST = re.compile(r"\b(?:hentry|type-post|type-page)\b")
_PARTS = re.compile(r"(?<![a-z0-9])[a-z]+(?=\d*(?![a-z0-9]))")  # not the "ad" of "css-1ad9k"
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_NAMED_IN = frozenset(
    ["class", "id", "aria-labelledby", "data-e2e", "data-testid", "data-component"]
)
"""Where names stand; pages whose classes are hashed ("bbc-1gcvgp8") keep them for tests."""


@lru_cache(maxsize=8192)
def is_boilerplate_name(names: str) -> bool:
    """Whether a class or id attribute names something beside the text.

    Utility classes (``md:hidden``) and what WordPress says of a post (``tag-iklan``,
    ``has-sidebar``) tell nothing.
    """
    if _WORDPRESS_POST.search(names):
        return False
    for name in names.split():
        if ":" in name or "[" in name or _STATE_OF_LAYOUT.match(name):
            continue
        name = _CAMEL.sub("-", name).lower()
        if not NAMES.isdisjoint(_PARTS.findall(name)) or _COMPOUND_NAME.search(name):
            return True
    return False


def is_boilerplate_element(element: HtmlElement) -> bool:
    """Whether an element, told by its class, id, other names and style, is beside the text."""
    for name, value in element.items():
        if name in _NAMED_IN:
            if is_boilerplate_name(value):
                return True
        elif name == "style" and "none" in value and _HIDDEN.search(value):
            return True
    return False


def is_never_text(element: HtmlElement) -> bool:
    """Whether an element is beside the text however much of it there is, as comments are."""
    if element.tag in ("nav", "figure"):
        return element.find(".//table") is None
    return bool(
        _NEVER_TEXT.search(element.get("class", "")) or _NEVER_TEXT.search(element.get("id", ""))
    )
