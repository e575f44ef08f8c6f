"""One page, parsed once: its tree, what is looked up in it, and the data it carries."""

from crawler.parsers.page.page import Page, text_of, whole_text

__all__ = ["Page", "text_of", "whole_text"]
