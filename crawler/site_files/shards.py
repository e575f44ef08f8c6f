"""Which of several machines crawls a site: a share that stays, whatever sites come and go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from crawler.errors import SiteFileProblem, UsageProblem
from crawler.parsers.urls import registered_domain
from crawler.site_files.loader import SiteLoader

SHARE = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})", re.ASCII)
"""``2/5``."""
SHARD_HELP = "only the sites of the second of five machines, always the same"


@dataclass(frozen=True, slots=True)
class Shard:
    """The share of one machine among ``machines``, the first being number 1."""

    number: int
    machines: int

    def holds(self, whose: str) -> bool:
        """Whether the sites of a registered domain are this machine's.

        The machine with the highest hash has them, so that with one machine more only the sites
        move that it takes over.
        """
        machines = range(1, self.machines + 1)
        return self.number == max(machines, key=lambda machine: _weight(whose, machine))


def parse_shard(text: str | None) -> Shard | None:
    """The share that ``2/5`` means; None where none is given. Raises UsageProblem."""
    if text is None:
        return None
    found = SHARE.fullmatch(text.strip())
    if not found or int(found[1]) > int(found[2]):
        raise UsageProblem(
            f"--shard {text} is no share; the second of five machines is given --shard 2/5"
        )
    return Shard(int(found[1]), int(found[2]))


def of_shard(loader: SiteLoader, names: Iterable[str], shard: Shard | None) -> list[str]:
    """Those of some sites that are a machine's share; all of them where there is no share."""
    return [name for name in names if shard is None or shard.holds(whose(loader, name))]


def whose(loader: SiteLoader, name: str) -> str:
    """By what a site is given to a machine: its registered domain.

    Papers on one domain share hosts, and their owner sees one crawler instead of several. The name
    of a site whose file does not load stands for it.
    """
    try:
        domains = loader.load(name).allowed_domains
    except (SiteFileProblem, KeyError, AttributeError):
        return name
    return registered_domain(next(iter(domains or ()), name).partition("/")[0])


def _weight(whose: str, machine: int) -> bytes:
    return blake2b(f"{whose} {machine}".encode(), digest_size=8).digest()
