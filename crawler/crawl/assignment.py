"""What one run is told: whose articles, of which days, how many at most."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from crawler.crawl.arguments import Past
from crawler.discovery.base import ArticleTest, Source, Window


@dataclass(frozen=True, slots=True)
class Assignment:
    """All that a plan uses of its spider.

    ``window`` is empty where the newest articles are asked for; ``maximum`` is None without limit,
    ``query`` where the run is for all articles, not for those that hold some words, ``past`` where
    it asks the site and no archive of it.
    """

    site: str
    timezone: str
    sources: Sequence[Source]
    is_article: ArticleTest
    article_url: str | None
    window: Window
    maximum: int | None
    query: str | None
    past: Past | None
    domains: Sequence[str]
    crawler: Crawler
    logger: logging.LoggerAdapter

    @property
    def settings(self) -> BaseSettings:
        """The crawl's settings."""
        return self.crawler.settings

    @property
    def is_replay(self) -> bool:
        """Whether the run reads an archive and asks no site."""
        return bool(self.settings["REPLAY"])
