"""What kind of page an article is: a plain one, a gallery, a video, a notice."""

from crawler.parsers.kinds.kind import read_kind

__all__ = ["read_kind"]
