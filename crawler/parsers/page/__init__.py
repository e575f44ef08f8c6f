"""One page, parsed once: its tree, what is looked up in it, and the data it carries."""

from crawler.parsers.page.element_text import text_of, whole_text
from crawler.parsers.page.page import Page

__all__ = ["Page", "text_of", "whole_text"]
