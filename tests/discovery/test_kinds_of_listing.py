"""A kind of listing is one class and one line in discovery/__init__.py; all else follows."""

from importlib import import_module
from pkgutil import iter_modules
from typing import get_args

import pytest

from crawler import discovery
from crawler.commands.sites.site_table import kind
from crawler.discovery.base import Form
from crawler.discovery.search import AskedFor, Search, SearchResults
from crawler.discovery.wayback import Wayback

NOT_DECLARED = [Search, SearchResults, AskedFor, Wayback]
"""A page of results is read like an index, by whoever has no site file for it. What an archive of
the web has is asked of any site, and no site's own."""
HANDED_ON = [getattr(discovery, name) for name in discovery.__all__]


def test_every_kind_that_reads_a_file_is_handed_on():
    modules = [
        import_module(f"crawler.discovery.{found.name}")
        for found in iter_modules(discovery.__path__)
    ]
    kinds = {
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and each.__module__ == module.__name__ and vars(each).get("forms")
    }
    assert kinds and kinds - set(NOT_DECLARED) <= set(HANDED_ON)


@pytest.mark.parametrize("source", HANDED_ON)
def test_a_kind_says_what_it_is_called_and_what_it_reads(source):
    assert source.forms and set(source.forms) <= set(get_args(Form))
    assert kind(source("https://contoh.id")) == source.title
    assert [each.title for each in HANDED_ON].count(source.title) == 1


def test_every_form_of_file_is_read_where_no_site_declares_it():
    assert {source.forms[0] for source in HANDED_ON} == set(get_args(Form))
