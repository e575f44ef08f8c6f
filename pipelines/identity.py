"""Third step: what makes two pages the same article, and two readings of it the same text."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from crawler.items import Article
from crawler.parsers.urls import canonical_url

MADE_ALIKE = {
    "'": '"‘’‚‛“”„‟´`ʼ′″«»‹›',
    "-": "–—‒―−‐‑",
    "": "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff",
}
"""Signs a newsroom's editor swaps by itself, and those nobody sees, by what stands for them."""

HASH_BYTES = 16


class Identity:
    """Scrapy item pipeline: canonical address, aliases that can be an article's, content hash."""

    def process_item(self, item: Any) -> Any:
        """The article ``identified``."""
        return identified(item) if isinstance(item, Article) else item


def identified(article: Article) -> Article:
    """The article, ready to be recognised among those stored."""
    article.url = canonical_url(article.url)
    article.aliases = trustworthy_aliases(article.url, article.aliases)
    article.content_hash = content_hash(article.headline, article.dateline, article.body)
    return article


def trustworthy_aliases(url: str, seen: list[str]) -> list[str]:
    """The other addresses of an article, as seen and in canonical form, each once.

    A front page is never an alias: templates name it where the article's address belongs.
    """
    forms = [form for address in seen for form in (address, canonical_url(address))]
    return [form for form in dict.fromkeys(forms) if form != url and _names_a_page(form)]


def _names_a_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.path.strip("/") or parts.query)


@lru_cache(maxsize=16)  # an edit is compared more than once
def printed_text(headline: str, dateline: str | None, body: str) -> str:
    """Headline, dateline and body as one line in which only what a reader would notice differs.

    White space of any kind is one blank, quotation marks are alike, so are dashes; characters
    that can't be seen are gone. The dateline counts as the body's opening, where it was printed.
    """
    text = f"{headline}\n{dateline} {body}" if dateline else f"{headline}\n{body}"
    for sign, variants in MADE_ALIKE.items():
        for variant in variants:
            if variant in text:
                text = text.replace(variant, sign)
    if not (text.isascii() or unicodedata.is_normalized("NFKC", text)):
        text = unicodedata.normalize("NFKC", text)
    text = " ".join(text.split())
    return text.replace("''", "'").replace("--", "-")


def content_hash(headline: str, dateline: str | None, body: str) -> str:
    """BLAKE2b of ``printed_text``, 32 hexadecimal digits."""
    text = printed_text(headline, dateline, body)
    return blake2b(text.encode("utf-8", "replace"), digest_size=HASH_BYTES).hexdigest()
