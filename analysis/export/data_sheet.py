"""The data sheet of a snapshot: what a reader must know before counting, in Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import indent

from analysis.export.formats import FORMATS

GAPS_NAMED = 50

IDENTIFIERS_ONLY = (
    "id, publisher's number, address and content hash of each article; no text of the articles"
)

RIGHTS = {
    "identifiers": """\
This is the variant without texts: it holds identifiers, addresses and hashes only, and may be
passed on. Who has the right to read the articles can fetch them again from their addresses, and
tell by `content_hash` whether they still read as they did.""",
    "": """\
The texts, headlines and captions belong to their publishers. Pass this folder on only to those who
may have them; `scrapy snapshot --identifiers` makes one of the same articles that holds no text and
may be published beside your figures.""",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row of one site on which less than a quarter of the usual was stored."""

    site: str
    first: str
    last: str
    days: int
    stored: int
    expected: int

    def and_day(self, day: str, stored: int, expected: int) -> Stretch:
        """The gap with the day after it."""
        return replace(
            self,
            last=day,
            days=self.days + 1,
            stored=self.stored + stored,
            expected=self.expected + expected,
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What there is to say of a snapshot; ``sites`` are the rows of sites.csv."""

    title: str
    format: str
    data: str
    """The file that holds the articles; a folder's name ends in a slash."""
    condition: str
    created_at: str
    fingerprint: str
    sites: Sequence[Mapping]
    gaps: Sequence[Stretch]
    days: int
    """Days of all sites in coverage.csv."""
    days_unjudged: int
    """Those among them of which it is not known how many articles are usual."""
    refused: Mapping[str, int]
    precision: Mapping[str, int]
    conflicts: int
    searched: Mapping[str, int]
    """By the words of searches the articles that nothing but these have named; empty without."""
    versions: Mapping[str, str]
    parsers: Mapping[str, int]

    @property
    def articles(self) -> int:
        """How many articles."""
        return sum(site["articles"] for site in self.sites)

    @property
    def sites_with_articles(self) -> int:
        """How many sites have an article here; of others none was selected."""
        return sum(site["articles"] > 0 for site in self.sites)

    @property
    def span(self) -> str:
        """From the first publishing day to the last."""
        first = min(filter(None, (site["first_day"] for site in self.sites)))
        last = max(filter(None, (site["last_day"] for site in self.sites)))
        return f"{first} to {last}"


def data_sheet(facts: Facts) -> str:
    """README.md of a snapshot."""
    sections = [
        f"# {facts.title}",
        f"{count(facts.articles, 'article')} of {count(facts.sites_with_articles, 'news site')}, "
        f"published {facts.span} (days on the outlets' own clocks), frozen {facts.created_at} with "
        f"Warta {facts.versions['warta']}.",
        f"Cite it as: {facts.title}. {count(facts.articles, 'article')}, published {facts.span}, "
        f"frozen {facts.created_at[:10]}. Fingerprint sha256:{facts.fingerprint}.",
        "## What is here",
        contents(facts),
        "## Which articles",
        chosen(facts.condition),
        table(
            ("site", "outlet", "articles", "first day", "last day", "changed after publishing"),
            [
                [
                    row["site"],
                    row["outlet"] or "",
                    f"{row['articles']:,}",
                    row["first_day"] or "",
                    row["last_day"] or "",
                    row["revised"],
                ]
                for row in facts.sites
            ],
        ),
        "Each article is there once, as its newest version read when it was last fetched before "
        "the freezing.",
        "## What is missing",
        missing(facts),
        "## How the articles were collected and read",
        COLLECTION,
        *searched(facts),
        dates(facts),
        f"Articles by the version of Warta that read them: {listed(facts.parsers)}.",
        "## Rights",
        RIGHTS.get(facts.format, RIGHTS[""]),
        "## Checking it",
        CHECKING,
    ]
    return "\n\n".join(sections) + "\n"


def chosen(condition: str) -> str:
    """The condition of the query."""
    if condition == "true":
        return "All articles of the database."
    return (
        "All articles of the database of which this holds (`query.sql` is the whole query):\n\n"
        + indent(condition, "    ")
    )


def contents(facts: Facts) -> str:
    """The files, one a line."""
    described = FORMATS[facts.format].described if facts.format in FORMATS else IDENTIFIERS_ONLY
    files = [
        f"`{facts.data}`: {described}",
        "`fields.csv`: what each column means",
        "`query.sql`: the query that chose the articles, to run on the database",
        "`sites.csv`: the sites, how many articles of each and from when to when",
        "`coverage.csv`: for every site and day what was listed, stored, selected and refused, "
        "how much is usual, and whether the day is a gap",
        "`places.csv`: the places that datelines print, with standard names, provinces and "
        "coordinates (GeoNames, CC BY 4.0), and how many articles name each",
        "`datapackage.json`: all of this for programs (Frictionless Data Package)",
        "`SHA256SUMS`: the files' hashes",
    ]
    return "\n".join(f"- {file}." for file in files)


def missing(facts: Facts) -> str:
    """Gaps, days nothing is known of, and pages refused."""
    unjudged = (
        f"How much is usual is known of {facts.days - facts.days_unjudged:,} of the "
        f"{count(facts.days, 'day')} in `coverage.csv` (each site counted for itself); the others "
        "have too few days before them."
    )
    refused = (
        f"Pages of these sites and days that were fetched and not stored: {listed(facts.refused)}."
        if facts.refused
        else "No page of these sites and days was fetched and not stored."
    )
    if not facts.gaps:
        return f"No day is known to be a gap. {unjudged}\n\n{refused}"
    rows = [
        [gap.site, gap.first, gap.last, gap.days, gap.stored, gap.expected] for gap in facts.gaps
    ]
    more = len(rows) - GAPS_NAMED
    rest = f"\n\nand {more:,} more, all of them in `coverage.csv`." if more > 0 else ""
    gaps = table(("site", "from", "to", "days", "stored", "usual"), rows[:GAPS_NAMED]) + rest
    return (
        f"On these days less than a quarter of what is usual was stored; a count that falls there "
        f"tells of the crawl, not of the news.\n\n{gaps}\n\n{unjudged}\n\n{refused}"
    )


COLLECTION = """\
Warta lists the articles of a site through its feeds, sitemaps and index pages, fetches each page as
robots.txt allows, and reads headline, dateline, dates, names and text from it. NULL means that the
site printed none, never that reading failed: a page without headline, text or date is not stored
but counted as refused. What was never listed is in no count here."""


def searched(facts: Facts) -> list[str]:
    """Of articles that searches for words have found and no listing names: no measure of a day."""
    if not facts.searched:
        return []
    return [
        "Articles that only searches for words have found, by the words: "
        f"{listed(facts.searched)}. They are articles on a topic, and no part of what their sites "
        "published on a day: `coverage.csv` does not count them as stored (`search_only`, "
        "`found_by`)."
    ]


def dates(facts: Facts) -> str:
    """How exactly publishing times are known."""
    conflicts = (
        f"In {count(facts.conflicts, 'article')} the places on the page that tell the date differ "
        "by more than a day (`published_conflict`)."
    )
    return f"Publishing times are known to the {listed(facts.precision)}. {conflicts}"


CHECKING = """\
`sha256sum -c SHA256SUMS` tells whether a file was changed. The fingerprint is the SHA-256 of the
lines `url TAB content_hash LF` of all articles, sorted by their bytes: two snapshots with the same
fingerprint hold the same articles in the same wording, whatever their format."""


def table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def listed(counts: Mapping[str, int]) -> str:
    """As in "minute (1,204), day (3)"."""
    return ", ".join(f"{name} ({number:,})" for name, number in counts.items())


def count(number: int, thing: str) -> str:
    """As in "1 article" and "1,204 articles"."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
