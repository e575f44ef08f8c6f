"""All sites by name, each loaded when it is asked for, and told to other machines by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from scrapy.settings import Settings

from crawler.news_spider import NewsSpider
from crawler.site_files.loader import SiteLoader
from crawler.whereabouts.private_sites import PACKAGE, imported_folder


class Sites(Mapping[str, type[NewsSpider]]):
    """The spiders of some packages and of a folder of a user's own.

    Pickled, it is the names of these: the spider of a table's row has no module.
    """

    def __init__(self, packages: tuple[str, ...], private: Path | None = None):
        self.packages = packages
        self.private = private

    @classmethod
    def of(cls, loader: SiteLoader) -> Sites:
        """Those that a loader finds."""
        modules = loader.spider_modules
        packages = tuple(name for name in modules if name != PACKAGE)
        return cls(packages, imported_folder() if PACKAGE in modules else None)

    @cached_property
    def _loader(self) -> SiteLoader:
        settings = Settings({"SPIDER_MODULES": list(self.packages)})
        if self.private:
            settings.set("PRIVATE_SITES", str(self.private))
        return SiteLoader.from_settings(settings)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self._loader.list())

    def __getitem__(self, name: str) -> type[NewsSpider]:
        """The site's spider. Raises KeyError where there is none, SiteFileProblem for a bad one."""
        return self._loader.load(name)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._names))

    def __len__(self) -> int:
        return len(self._names)

    def __reduce__(self) -> tuple:
        return Sites, (self.packages, self.private)
