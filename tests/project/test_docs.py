"""Every page of documentation: what it names exists, and every command line in it is understood."""

import argparse
import re
import shlex
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from inspect import getmembers, isclass
from pkgutil import walk_packages

from scrapy.settings import Settings, default_settings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

import crawler.commands
from crawler import settings
from crawler.console.command import WartaCommand
from tests.support.checkout import ROOT
from tests.support.rows import every_row

PAGES = {
    str(page.relative_to(ROOT)): page.read_text(encoding="utf-8")
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md")))
}
CODE = re.compile(r"```(?:sh|cron)\n(?P<block>.*?)```|(?<!`)`(?P<span>[^`\n]+)`(?!`)", re.DOTALL)
"""A block of commands, or a code span in a sentence: ``scrapy due``"""
CALL = re.compile(r"(?:^|[\s/])(?:scrapy|warta) (?P<line>[a-z]+(?:[ ].*)?)$")
"""``.venv/bin/scrapy crawl kompas``, ``warta crawl kompas``: what Scrapy is called with"""
END_OF_CALL = re.compile(r"\s(?:\||>|2>|&&|#|;).*")
"""``2>> due.log || tail -n 1 due.log``: what the shell makes of the rest"""
MODULE = re.compile(r"python -m (?P<name>[\w.]+)")
LINK = re.compile(r"\]\((?!https?:)(?P<file>[\w/.-]*)(?:#(?P<anchor>[\w-]+))?\)")
PATH = re.compile(r"`((?:analysis|benchmarks|crawler|demo|docs|pipelines|spiders|tests)/[\w/.]*)`")
PLACEHOLDER = re.compile(r"[A-Z]{3,}|harian_contoh|warta_misal")
"""``spiders/SITE.py``, ``spiders/warta_misal.py``: files of a reader to come"""
SCRAPYS_OWN = {"version"}
SPIDER_ARGUMENTS = {"since", "until", "max", "site", "url"}
LONGEST_README = 1000


@cache
def commands() -> dict[str, WartaCommand]:
    """Warta's commands by the name they are called by, ready to be asked for their options."""
    found = {}
    for name in walk_packages(crawler.commands.__path__, "crawler.commands."):
        module = import_module(name.name)
        for _, one in getmembers(module, isclass):
            if issubclass(one, WartaCommand) and one.__module__ == module.__name__:
                found[module.__name__.rpartition(".")[2]] = one()
    for command in found.values():
        command.settings = Settings()
    return found


def code(text: str) -> list[str]:
    """Every line of a page that somebody may type."""
    lines = []
    for found in CODE.finditer(text):
        lines += (found["block"] or found["span"]).splitlines()
    return lines


def calls() -> list[tuple[str, str]]:
    """Page and arguments of everything Scrapy is called with, without the shell's part."""
    return [
        (page, END_OF_CALL.sub("", call["line"]).strip())
        for page, text in PAGES.items()
        for line in code(text)
        if (call := CALL.search(line))
    ]


def values_after(option: str, arguments: list[str]) -> list[str]:
    """The names given with an option, as in ["since"] for -a since=2025-06-01."""
    pairs = zip(arguments, arguments[1:], strict=False)
    return [value.partition("=")[0] for before, value in pairs if before == option]


@every_row(("page", "line"), sorted(set(calls())))
def test_a_command_line_is_understood(page, line):
    name, *arguments = shlex.split(line)
    if name in SCRAPYS_OWN:
        return
    assert name in commands(), f"{page} names a command that there is not"
    parser = argparse.ArgumentParser()
    commands()[name].add_options(parser)
    known = {option for action in parser._actions for option in action.option_strings}
    given = {argument for argument in arguments if re.match(r"--?[a-zA-Z]", argument)}
    assert given <= known
    assert set(values_after("-a", arguments)) <= SPIDER_ARGUMENTS
    for setting in values_after("-s", arguments):
        assert hasattr(settings, setting) or hasattr(default_settings, setting), setting
    if name == "crawl" and arguments and not arguments[0].startswith("-"):
        sites = set(SpiderLoader.from_settings(get_project_settings()).list())
        assert arguments[0] in sites or PLACEHOLDER.fullmatch(arguments[0])


def test_pages_are_read_for_their_command_lines():
    assert len({page for page, _ in calls()}) >= 8
    assert ("docs/running.md", "due --budget 9 -s CONTACT=you@example.org") in calls()


@every_row("page", PAGES)
def test_make_targets_and_modules_exist(page):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    typed = "\n".join(code(PAGES[page]))
    assert set(re.findall(r"^\s*make ([a-z]+)", typed, re.M)) <= targets
    assert [name for name in MODULE.findall(typed) if not find_spec(name)] == []


@every_row("page", PAGES)
def test_links_lead_somewhere(page):
    for link in LINK.finditer(PAGES[page]):
        target = (ROOT / page).parent / link["file"] if link["file"] else ROOT / page
        assert target.exists(), link[0]
        if link["anchor"]:
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.M)
            anchors = {re.sub(r"[^\w -]", "", line).lower().replace(" ", "-") for line in headings}
            assert link["anchor"] in anchors, link[0]


@every_row("page", PAGES)
def test_files_and_folders_named_are_there(page):
    named = [path for path in PATH.findall(PAGES[page]) if not PLACEHOLDER.search(path)]
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_readme_is_read_in_five_minutes():
    assert len(PAGES["README.md"].split()) < LONGEST_README


def test_every_page_is_named_in_the_readme():
    assert [page for page in PAGES if f"({page})" not in PAGES["README.md"]] == ["README.md"]
