"""What every Warta command shares: errors for people become one line and an exit code."""

from __future__ import annotations

import argparse
import sys
from abc import abstractmethod

from scrapy.commands import ScrapyCommand

from crawler.errors import WartaError

WRONG_CALL = 2
"""Exit code of a call that could not be carried out as given; nothing was changed."""


class WartaCommand(ScrapyCommand):
    """A command whose ``execute`` may raise WartaError: one sentence on stderr, exit code 2."""

    requires_project = True
    requires_crawler_process = False

    @abstractmethod
    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do the command's work."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Carry out the command; called by Scrapy."""
        try:
            self.execute(args, opts)
        except WartaError as error:
            command = type(self).__module__.rpartition(".")[2]
            print(f"scrapy {command}: {error}", file=sys.stderr)
            self.exitcode = WRONG_CALL
        except BrokenPipeError:
            # The reader of our output (head, less) has gone: nothing left to say to it.
            sys.stderr.close()
            self.exitcode = WRONG_CALL
