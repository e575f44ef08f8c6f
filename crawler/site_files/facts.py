"""What a site file may declare: facts with a meaning, checked when the file is loaded.

A public name that holds a value must be a fact of ``crawler.parsers.site.Site`` or a setting of
Scrapy's spiders; a method called ``read_...`` or ``parse_...`` must be one that is overridden.
Other methods and names that begin with ``_`` are an odd site's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from cssselect import SelectorError

from crawler.any_site import AnySite
from crawler.errors import SiteFileProblem
from crawler.news_spider import NewsSpider
from crawler.parsers.page.selectors import compile_css, parted
from crawler.parsers.site import Site
from crawler.parsers.vocabulary.provinces import ALSO_CALLED, BEYOND_A_PROVINCE, PROVINCES
from crawler.site_files.left_out import why_left_out

DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}")
"""``contoh.id``, ``xn--80a.example``; not ``Contoh``. No scheme before it and no port behind."""
QUERY = re.compile(r"[\w.-]+=[^\s?#]*")
"""``page=all``, ``single=1``."""
DISTRUSTED = re.compile(r"json-ld|microdata|byline|url|script|body|meta:\S+")
"""``json-ld``, ``meta:pubdate``."""
DATELINE_PART = re.compile(r"\{place\}|\{outlet:[^{}]+\}")
"""``{place}``, ``{outlet:TEMPO.CO}``: what a house style may hold."""
COUNTERS = ("site", "host", "network")
"""Whose articles a publisher's number may count."""
DAY_OR_MONTH = re.compile(r"\d{4}(?:-\d\d){0,2}")
"""``2017``, ``2017-03``, ``2017-03-09``."""
LANGUAGE = re.compile(r"[a-z]{2}")
"""``id``, ``en``."""
IN_BRACES = re.compile(r"\{[^{}]*\}?")
"""``{place}``, ``{outlet:TEMPO.CO}``, ``{plcae}``."""

GROUP = re.compile(r"id\d*|numbered_by|year|month|day|hour|minute|second")
"""``id``, ``id2``, ``year``: the groups of an article's address that are read."""
GROUPS = ("id", "id2", "numbered_by", "year", "month", "day", "hour", "minute", "second")

FACTS = frozenset(name for name in vars(Site) if not name.startswith("_"))
KNOWN = frozenset(name for name in dir(AnySite) if not name.startswith("_"))
OVERRIDDEN = ("read_", "parse_")
"""How the names of methods begin that only mean something if they are called as one of ours."""
TEXTS = ("headline", "published", "authors", "editors")
SELECTORS = (*TEXTS, "body", "next_page", "drop")
LISTS = frozenset(["allowed_domains", "former_domains", "discover", "drop", "strip", "distrust"])
YES_OR_NO = frozenset(name for name in FACTS if isinstance(getattr(Site, name), bool))


def is_domain(text: str) -> bool:
    """Whether a text is a domain, in small letters, as in "mediaindonesia.com"."""
    return DOMAIN.fullmatch(text) is not None


def check_facts(site: type[NewsSpider]) -> None:
    """Raises SiteFileProblem for the first fact of a site, or its family, that can't be meant."""
    for problem in problems(site):
        raise SiteFileProblem(f"{site.__name__}: {problem}")


def problems(site: type[NewsSpider]) -> Iterator[str]:
    """What can't be meant in the facts of a site, a sentence each."""
    yield from _unknown_names(site)
    for name in sorted(FACTS):
        if problem := _wrong_kind(name, getattr(site, name)):
            yield problem
            return  # the checks below count on the right kinds
    for name in SELECTORS:
        yield from _no_selector(name, _several(getattr(site, name)))
    for name in ("article_url", "strip"):
        yield from _no_pattern(name, _several(getattr(site, name)))
    yield from _no_domains(site)
    yield from _odd_place(site)
    yield from _odd_values(site)


def _unknown_names(site: type[NewsSpider]) -> Iterator[str]:
    """Names that the site or its families declare and nobody reads."""
    own = [one for one in site.__mro__ if one not in AnySite.__mro__]
    for name in (name for one in own for name in vars(one) if not name.startswith("_")):
        is_method = callable(getattr(site, name)) or isinstance(vars(site).get(name), property)
        if name in KNOWN or (is_method and not name.startswith(OVERRIDDEN)):
            continue
        near = get_close_matches(name, KNOWN if is_method else FACTS, n=1)
        hint = f"did you mean {near[0]}?" if near else "a name of your own begins with _"
        yield f"{name} is no fact of a site; {hint}"


def _wrong_kind(name: str, value: object) -> str | None:
    """A list where one value is meant, a text where a list is, or what is neither."""
    if name in LISTS:
        if isinstance(value, str) or not isinstance(value, list | tuple):
            return f"{name} = {value!r} is no list; write {name} = [{value!r}]"
        if name != "discover" and (wrong := [one for one in value if not isinstance(one, str)]):
            return f"{name} holds {wrong[0]!r}, which is no text"
        if name == "discover" and (wrong := [one for one in value if not hasattr(one, "first")]):
            return f"discover holds {wrong[0]!r}; write what it is, as in Feed({wrong[0]!r})"
        return None
    if name in YES_OR_NO:
        return None if isinstance(value, bool) else f"{name} = {value!r} is neither True nor False"
    if name == "dateline" and isinstance(value, list | tuple):
        value = value[0] if value else None
    if value is not None and not isinstance(value, str):
        return f"{name} = {value!r} is no text"
    return None


def _several(value: str | list | tuple | None) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def _no_selector(name: str, queries: list[str]) -> Iterator[str]:
    for query in queries:
        try:
            selected, pattern = parted(query)
            compile_css(selected)
        except re.error as error:
            yield f"{name} = {query!r} has no regular expression behind =~: {error}"
        except (SelectorError, ValueError) as error:
            yield f"{name} = {query!r} is no CSS selector, nor XPath: {error}"
        else:
            if pattern and name not in TEXTS:
                yield f"{name} = {query!r} selects elements; =~ goes with {', '.join(TEXTS)}"


def _no_pattern(name: str, patterns: list[str]) -> Iterator[str]:
    for pattern in patterns:
        try:
            compiled = re.compile(pattern)
        except re.error as error:
            yield f"{name} = {pattern!r} is no regular expression: {error}"
            continue
        for group in compiled.groupindex if name == "article_url" else ():
            if not GROUP.fullmatch(group):
                near = get_close_matches(group, GROUPS, n=1)
                hint = f"did you mean {near[0]}?" if near else f"it may name {', '.join(GROUPS)}"
                yield f"{name} names a group {group!r} that nobody reads; {hint}"


def _no_domains(site: type[NewsSpider]) -> Iterator[str]:
    for name in ("allowed_domains", "former_domains"):
        for domain in getattr(site, name):
            if not is_domain(domain):
                found = DOMAIN.search(domain.lower())
                hint = f"; did you mean {found[0]}?" if found else ", as in contoh.id"
                yield f"{name} names {domain!r}, which is no domain{hint}"
            elif why := why_left_out(domain):
                yield (
                    f"{name} names {domain!r}, which is left out: {why}; where that is over, take "
                    "it off the list in crawler/site_files/left_out.py"
                )


def _odd_place(site: type[NewsSpider]) -> Iterator[str]:
    """A province there isn't, or one whose clocks go otherwise than the site's dates."""
    places = (*PROVINCES, *BEYOND_A_PROVINCE)
    if site.province is not None and site.province not in places:
        known = {name.casefold(): name for name in places} | {
            name.casefold(): province for name, province in ALSO_CALLED.items()
        }
        near = get_close_matches(site.province.casefold(), known, n=1, cutoff=0.7)
        others = f"docs/sites.md names them; beside those {', '.join(BEYOND_A_PROVINCE)}"
        hint = f"did you mean {known[near[0]]}?" if near else others
        yield f"province = {site.province!r} is none of the 38; {hint}"
    if site.numbers_count not in (None, *COUNTERS):
        yield f"numbers_count = {site.numbers_count!r} is none of {', '.join(COUNTERS)}"
    if site.reaches_back_to and not DAY_OR_MONTH.fullmatch(site.reaches_back_to):
        yield f"reaches_back_to = {site.reaches_back_to!r} is no day or month, as in 2017-03"
    if not LANGUAGE.fullmatch(site.language):
        yield f"language = {site.language!r} is no code of two letters, as in id"


def _odd_values(site: type[NewsSpider]) -> Iterator[str]:
    try:
        ZoneInfo(site.timezone)
    except (ValueError, OSError, KeyError):
        zones = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
        near = get_close_matches(site.timezone, zones, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"as a rule one of {', '.join(zones)}"
        yield f"timezone = {site.timezone!r} is no time zone; {hint}"
    for style in _several(site.dateline):
        for part in IN_BRACES.findall(style):
            if not DATELINE_PART.fullmatch(part):
                yield f"dateline holds {part}; it may hold {{place}} and {{outlet:NAME}}"
    if site.whole_article and not QUERY.fullmatch(site.whole_article):
        yield f"whole_article = {site.whole_article!r} is no query; write it like page=all"
    for place in site.distrust:
        if not DISTRUSTED.fullmatch(place):
            yield f"distrust names {place!r}; write it like json-ld or meta:pubdate"
