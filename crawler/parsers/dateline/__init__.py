"""The dateline: the opening that names where and by whom a story was filed."""

from crawler.parsers.dateline.dateline import DATE, split_dateline

__all__ = ["DATE", "split_dateline"]
