"""Hosts that look like a paper's and are left out, with the reason: so that nobody adds a casino.

What answered there when others looked (September and October 2026), or why a crawl gives nothing.
"""

from crawler.parsers.urls import registered_domain

LEFT_OUT = {
    "semarangpos.com": "advertises a casino",
    "cianjurpos.com": "gambling",
    "suarabandung.com": "gambling",
    "radarmakassar.com": "text written for search engines",
    "infopekanbaru.com": "text written for search engines",
    "suarasolo.com": "song texts",
    "maduraterkini.com": "an empty WordPress",
    "bandanews.com": "a Portuguese site on Angola",
    "halosulsel.com": "a farm of templates",
    "prokalteng.co": "answers 404 at its root",
    "radarlombok.co.id": "its origin hung for the whole of September 2026",
    "inikata.com": "TLS broken",
    "beritakotamakassar.com": "refuses clients that are no browser (403)",
    "investor.id": "refuses clients that are no browser (403)",
    "presidenri.go.id": "refuses clients that are no browser (403)",
    "rakyatsulsel.co": "left WordPress, not in its archive",
    "beritagar.id": "closed",
    "vice.com": "its Indonesian edition, /id, is closed",
}
"""Host -> why."""


def why_left_out(host: str) -> str | None:
    """Why a host, or the domain it lies on, is left out; None for all others."""
    host = host.lower().removeprefix("www.")
    return LEFT_OUT.get(host) or LEFT_OUT.get(registered_domain(host))


def as_markdown() -> str:
    """The hosts and reasons as the table of docs/sites.md."""
    lines = [f"| {host} | {why} |\n" for host, why in LEFT_OUT.items()]
    return "| host | why |\n| --- | --- |\n" + "".join(lines)
