"""Telling people when a site got worse: mail, chat or a web hook, through the library apprise."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from crawler.errors import UsageProblem
from crawler.runs.batch import Ending
from crawler.runs.verdict import RANK

logger = logging.getLogger(__name__)


class Notifier:
    """Where to send word: apprise's addresses, as the NOTIFY setting lists them.

    Raises UsageProblem for an address apprise does not know, and where it isn't installed.
    """

    def __init__(self, addresses: Sequence[str]):
        self.to = None
        if not addresses:
            return
        try:
            import apprise
        except ImportError as error:
            raise UsageProblem(
                "NOTIFY is set, and apprise is not installed; pip install -e '.[notify]', "
                "or leave NOTIFY empty"
            ) from error
        self.to = apprise.Apprise()
        for address in addresses:
            if not self.to.add(address):
                scheme = address.partition("://")[0]  # what follows may hold a password
                raise UsageProblem(
                    f"NOTIFY holds an address apprise does not understand ({scheme}://...); its "
                    "documentation lists them, as in mailto://user:password@example.com"
                )

    def tell_what_got_worse(self, endings: Sequence[Ending]) -> None:
        """Send one message about all sites whose verdict is worse than the one before."""
        worse = [ending for ending in endings if got_worse(ending)]
        if self.to is None or not worse:
            return
        sites = ", ".join(ending.site for ending in worse)
        lines = [f"{ending} (before: {ending.before})" for ending in worse]
        if not self.to.notify(title=f"Warta: {sites} got worse", body="\n".join(lines)):
            logger.error("word about %s could not be sent to every address of NOTIFY", sites)


def got_worse(ending: Ending) -> bool:
    """Whether a site stands worse after a run than before it."""
    return ending.before is not None and RANK.index(ending.word) > RANK.index(ending.before)
