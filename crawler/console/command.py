"""What every Warta command shares: errors for people become one line and an exit code."""

from __future__ import annotations

import argparse
import logging
import signal
import sqlite3
import sys
from abc import abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from difflib import get_close_matches
from typing import ClassVar, Protocol

from scrapy import Spider
from scrapy.commands import ScrapyCommand, ScrapyHelpFormatter
from scrapy.spiderloader import SpiderLoaderProtocol

from crawler.console.call import (
    refuse_level,
    refuse_undecoded,
    refuse_unknown_options,
    refuse_unmeant_settings,
    refuse_unwritable,
)
from crawler.console.log import LogFile
from crawler.console.streams import give_up_output, take_over_streams
from crawler.errors import OutputFails, UsageProblem, WartaError, error_in_words
from crawler.whereabouts.program import as_called

WRONG_CALL = 2
"""Exit code of a call that could not be carried out as given; nothing was changed."""
FAILED = 1
"""Exit code of a right call that failed all the same."""
INTERRUPTED = 128 + signal.SIGINT
"""Exit code of a command that Ctrl-C ended, as shells give it."""

LARGEST = 10**18
"""As good as no limit; SQLite counts to nine times as many."""
DIGITS = 18
"""Of the longest number below it."""


class HelpAsCalled(ScrapyHelpFormatter):
    """The help of options, commands in it named as the user calls them."""

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return action.help and as_called(action.help)


class WartaCommand(ScrapyCommand):
    """A command whose ``execute`` may raise WartaError: one sentence on stderr, its exit code."""

    requires_project = True
    requires_crawler_process = False
    usage: str
    """What follows the command's name: "SITE [-a since=YYYY-MM-DD]"."""
    summary: str
    """Its line in the list of commands."""
    help_text: str
    """What ``--help`` says above the options."""
    instead: ClassVar[Mapping[str, str]] = {}
    """Options that people expect here, and what is written in their place."""
    a_dash_leaves_out: ClassVar[bool] = False
    """Whether ``-word`` is a word to leave out, where it is none of the options."""

    def syntax(self) -> str:
        """``usage``, for Scrapy."""
        return self.usage

    def short_desc(self) -> str:
        """``summary``, for Scrapy."""
        return as_called(self.summary)

    def long_desc(self) -> str:
        """``help_text``, for Scrapy."""
        return as_called(self.help_text)

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options; a command adds its own."""
        super().add_options(parser)
        parser.usage = as_called(parser.usage or "")
        parser.formatter_class = HelpAsCalled
        self.parser = parser

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse what was mistyped, then set what was asked for; called by Scrapy.

        Ends the program with a sentence and ``WRONG_CALL`` before anything is begun.
        """
        take_over_streams()
        try:
            words = [word for word in args if not (self.a_dash_leaves_out and word[1:2] != "-")]
            refuse_unknown_options(words, self.parser, self.instead)
            refuse_unmeant_settings(opts.set, self.settings)
            if opts.loglevel:
                refuse_level(opts.loglevel)
            named = {"--logfile": opts.logfile, "--pidfile": opts.pidfile}
            refuse_unwritable(named | {"--profile": opts.profile})
        except UsageProblem as problem:
            self._say(problem)
            sys.exit(problem.exit_code)
        logging.FileHandler = LogFile  # the name by which Scrapy opens log files
        super().process_options(args, opts)

    @abstractmethod
    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do the command's work."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Carry out the command; called by Scrapy."""
        try:
            self._carry_out(args, opts)
        except OutputFails as error:
            give_up_output()
            self._say(error)
            self.exitcode = error.exit_code
        except WartaError as error:
            self._say(error)
            self.exitcode = error.exit_code
        except KeyboardInterrupt:
            print("stopped by Ctrl-C", file=sys.stderr)
            self.exitcode = INTERRUPTED
        except BrokenPipeError:
            # The reader of our output (head, less) has gone: nothing left to say to it.
            give_up_output()
            self.exitcode = WRONG_CALL
        except sqlite3.Error as error:
            self._say(f"the database {self.settings['DATABASE']} can't be used: {error}")
            self.exitcode = FAILED
        except OSError as error:
            self._say(error_in_words(error))
            self.exitcode = FAILED

    def _carry_out(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            self.execute(args, opts)
            sys.stdout.flush()
        except UnicodeEncodeError:
            refuse_undecoded(sys.argv)
            raise

    def _say(self, error: Exception | str) -> None:
        command = type(self).__module__.rpartition(".")[2]
        print(f"scrapy {command}: {error}", file=sys.stderr)


class CrawlingCommand(WartaCommand):
    """A command that crawls: the progress line tells the story on a terminal, not the log."""

    is_of_many: ClassVar[bool] = False
    """Whether it crawls many sites: its closing sentences tell the story, one a site."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Log only warnings on a terminal and of many sites; a level asked for in the call wins."""
        super().process_options(args, opts)
        chosen = opts.loglevel or opts.logfile or opts.nolog or "LOG_LEVEL=" in str(opts.set)
        if (self.is_of_many or sys.stderr.isatty()) and not chosen:
            self.settings.set("LOG_LEVEL", "WARNING", "cmdline")


def spider_named(loader: SpiderLoaderProtocol, name: str) -> type[Spider]:
    """The spider of that name, or of that domain, as in "kompas" or "kompas.com".

    Raises UsageProblem, with the nearest name, when there is none, SiteFileProblem when its file
    does not load.
    """
    with suppress(KeyError):
        return loader.load(name)
    known = loader.list()
    if "." in name:
        spiders = [loader.load(one) for one in known]
        domain = name.removeprefix("www.")
        if of_domain := [spider for spider in spiders if domain in spider.allowed_domains]:
            return of_domain[0]
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    raise UsageProblem(f"there is no site {name}; {hint}scrapy list names all of them")


class HasBroken(Protocol):
    """A spider loader that knows which files do not load."""

    broken: Mapping[str, WartaError]


def tell_of_broken_files(loader: HasBroken, command: str) -> None:
    """One line on standard error for each file in spiders/ that does not load; work goes on."""
    for problem in loader.broken.values():
        print(f"scrapy {command}: {problem}", file=sys.stderr)


def positive_number(option: str, value: str | None) -> float | None:
    """An option's number above 0; None when it was not given. Raises UsageProblem for others."""
    if value is None:
        return None
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise UsageProblem(
            f"{option} {value} is not a number above 0; write for instance {option} 8"
        )
    return number


def whole_number(option: str, value: str | None) -> int | None:
    """An option's number 1, 2, ...; None when it was not given. Raises UsageProblem for others."""
    if value is None:
        return None
    if not value.isdecimal() or not value.strip("0"):
        raise UsageProblem(f"{option} {value} is not 1, 2, ...; write for instance {option} 8")
    return LARGEST if len(value) > DIGITS else int(value)
