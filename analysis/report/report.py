"""The report: one HTML page on what a database holds, which needs no network to be read."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from analysis.completeness import Day as EstimatedDay
from analysis.completeness import estimated
from analysis.report.charts import INDONESIA, WORLD, Day, dateline_map, volume
from analysis.report.gazetteer import Gazetteer, Place
from analysis.report.markup import Markup, content, element, link
from analysis.report.provinces import in_words, province_map, province_rows, shares
from crawler import __version__
from crawler.errors import UsageProblem
from crawler.whereabouts.program import as_called

DAYS = 60
"""How many days are shown where none are asked for: the last ones that have articles."""
MOST_ROWS = 25
MOST_PLACES = 60
SPAN = "published_day BETWEEN :since AND :until"
FIELDS = (
    "to_the_minute dateline_place authors editors section tags lead image_url modified_at "
    "signature body_by_site"
).split()

STYLE = """
:root{--ink:#1c2733;--soft:#52606d;--line:#dde4ea;--bar:#2f6f9f;--gap:#d9534f;--paper:#fff}
*{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);
background:var(--paper);margin:0 auto;max-width:66rem;padding:1rem;overflow-wrap:anywhere}
h1{font-size:1.6rem;margin:.5rem 0;line-height:1.25}h2{font-size:1.2rem;margin:2.2rem 0 .3rem}
p{margin:.3rem 0 .8rem;max-width:44rem}
.note,figcaption,.ends{color:var(--soft);font-size:.85rem}.day{white-space:nowrap}
.figures{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:1rem 0}
.figures b{display:block;font-size:1.4rem}figure{margin:.6rem 0 1rem}
figcaption b{color:var(--ink)}.ends{display:flex;justify-content:space-between;font-size:.75rem}
.wide{overflow-x:auto;margin-bottom:1.2rem;background:
linear-gradient(to right,#fff 2rem,#fff0) left/4rem 100% no-repeat local,
linear-gradient(to left,#fff 2rem,#fff0) right/4rem 100% no-repeat local,
linear-gradient(to right,#1c273333,#0000) left/.6rem 100% no-repeat,
linear-gradient(to left,#1c273333,#0000) right/.6rem 100% no-repeat}
table{border-collapse:collapse;font-size:.85rem}
th,td{text-align:left;padding:.3rem .7rem;border-bottom:1px solid var(--line);vertical-align:top}
th:first-child,td:first-child{padding-left:0}
th{color:var(--soft);font-weight:600;vertical-align:bottom;line-height:1.25;overflow-wrap:normal}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
th.number{white-space:normal}td{overflow-wrap:normal}
td.text{min-width:14rem;overflow-wrap:anywhere}
.volume{width:100%;height:3.2rem;display:block;border-bottom:1px solid var(--soft);
background:#f4f7f9}.bar{fill:var(--bar)}.gap{fill:var(--gap);opacity:.6}
.month{stroke:#c3ced8;stroke-width:1;vector-effect:non-scaling-stroke}
.map{width:100%;height:auto;display:block;background:#f4f7f9;border:1px solid var(--line)}
.land{stroke:#a9b8c4;stroke-width:2;stroke-linecap:round;fill:none}
.place{fill:var(--bar);fill-opacity:.6;stroke:#fff}.nothing{fill:none;stroke:var(--bar);
stroke-width:1.5}.nobody{fill:#fff;stroke:var(--gap);stroke-width:1.5}.unsure{fill:#e0912f;fill-opacity:.7;
stroke:#7a4a08;stroke-dasharray:2 2}.map text{font-size:11px;fill:var(--ink);
paint-order:stroke;stroke:#fff;stroke-width:3px}
.map .narrow{display:none}.map .narrow text{font-size:22px}
del{color:#a33}ins{color:#176b3a}a{color:#1b5f8f}
@media(max-width:40rem){.map .narrow{display:inline}.map .broad{display:none}
th,td{padding:.3rem .5rem}.land{stroke-width:3}}
"""


@dataclass(frozen=True)
class Span:
    """The days the report covers, both included."""

    since: date
    until: date

    def days(self) -> list[date]:
        """Every one of them."""
        return [
            self.since + timedelta(days=number)
            for number in range((self.until - self.since).days + 1)
        ]

    def values(self) -> dict[str, str]:
        """As parameters of a query."""
        return {"since": self.since.isoformat(), "until": self.until.isoformat()}


def span_of(database: sqlite3.Connection, since: date | None, until: date | None) -> Span:
    """The days asked for, else the last DAYS that have articles; raises UsageProblem for none."""
    last = database.execute(
        "SELECT max(day) FROM (SELECT max(published_day) AS day FROM articles GROUP BY site)"
    ).fetchone()[0]
    if last is None:
        raise UsageProblem("there are no articles to report on; crawl a site first")
    until = until or date.fromisoformat(last)
    since = since or until - timedelta(days=DAYS - 1)
    if since > until:
        raise UsageProblem(f"--since {since} is after --until {until}")
    return Span(since, until)


def report(database: sqlite3.Connection, span: Span, made_at: datetime) -> str:
    """The whole page; ``made_at`` (aware) is printed as its date."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", **{"http-equiv": "Content-Security-Policy",
                           "content": "default-src 'none'; style-src 'unsafe-inline'"}),
        element("title", f"News, {span.since} to {span.until}"),
        element("style", Markup(STYLE)),
    )  # fmt: skip
    body = element(
        "body",
        element("h1", "News, ", day(span.since), " to ", day(span.until)),
        summary(database, span, made_at),
        volumes(database, span),
        how_complete(database, span),
        outlets_by_province(database, span),
        fill_rates(database),
        places(database, span),
        edits(database, span),
        near_duplicates(database, span),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"


def summary(database: sqlite3.Connection, span: Span, made_at: datetime) -> Markup:
    """Figures of the whole span."""
    articles, sites, edited, searched = database.execute(
        "SELECT count(*), count(DISTINCT site), coalesce(sum(version > 1), 0), "
        f"coalesce(sum(search_only), 0) FROM articles WHERE {SPAN}",
        span.values(),
    ).fetchone()
    figures = [("articles", articles), ("sites", sites), ("changed later", edited)]
    if searched:
        figures.append(("found by searches alone, in no volume", searched))
    return content(
        [
            element(
                "p", f"Made {made_at:%Y-%m-%d %H:%M %Z} by Warta {__version__}.", class_="note"
            ),
            element(
                "div",
                [element("div", element("b", f"{number:,}"), name) for name, number in figures],
                class_="figures",
            ),
        ]
    )


def volumes(database: sqlite3.Connection, span: Span) -> Markup:
    """A row of bars for each site, largest first."""
    found: dict[str, dict[date, Day]] = defaultdict(dict)
    for site, published, stored, expected, gap in database.execute(
        "SELECT site, day, stored, expected, gap FROM coverage_daily "
        "WHERE day BETWEEN :since AND :until",
        span.values(),
    ):
        found[site][date.fromisoformat(published)] = Day(stored, expected, bool(gap))
    totals = {site: sum(known.stored for known in days.values()) for site, days in found.items()}
    rows = []
    for site in sorted(found, key=lambda site: (-totals[site], site)):
        gaps = sum(known.gap for known in found[site].values())
        most = max(known.stored for known in found[site].values())
        said = f"{totals[site]:,} articles, at most {most:,} a day"
        said += f", {gaps} {'day' if gaps == 1 else 'days'} with a gap" if gaps else ""
        rows.append(
            element(
                "figure",
                element("figcaption", element("b", site), f" {said}"),
                volume(site, span.days(), found[site]),
                element("div", day(span.since), day(span.until), class_="ends"),
            )
        )
    note = (
        "Articles by publishing day. Each site has its own scale, its highest day fills the row; "
        "an upright line begins a month. A red column is a gap: less than a quarter of what is "
        "usual for the site and weekday."
    )
    return section("Volume per day and site", note, rows)


def how_complete(database: sqlite3.Connection, span: Span) -> Markup:
    """How many articles each site's days had, as far as numbers and two listings tell."""
    found: dict[str, list[EstimatedDay]] = defaultdict(list)
    for known in estimated(database, None, span.since, span.until):
        found[known.site].append(known)
    rows = []
    for site, days in sorted(found.items()):
        by_lists = [known for known in days if known.by_lists]
        by_numbers = [known for known in days if known.numbers]
        if not by_lists and not by_numbers:
            continue
        stored = sum(known.stored for known in by_lists)
        number = round(sum(known.by_lists.number for known in by_lists))
        given = round(sum(known.numbers.number for known in by_numbers))
        told = share_of(min(stored, number), number) if number else ""
        rows.append([site, len(by_lists), stored, number, told, len(by_numbers), given])
    headings = ["Site", "Days by two listings", "Stored", "Articles there were", "Stored of them"]
    headings += ["Days by numbers", "Numbers given"]
    note = (
        "How many articles there were, by what two listings of a day share, which chance alone "
        "would have left so (it is more where both name what is prominent); and how many numbers "
        "the outlet gave, galleries and drafts among them. scrapy gaps --ids tells each day, with "
        "intervals."
    )
    return section("How complete it is", note, table(headings, rows))


def outlets_by_province(database: sqlite3.Connection, span: Span) -> Markup:
    """A map and a table of the provinces, with what belongs to none."""
    provinces, beyond = shares(database, span.values())
    try:
        land = [(city["longitude"], city["latitude"]) for city in Gazetteer().cities]
    except UsageProblem:
        land = []  # the capitals are known all the same
    rows = [
        [
            name,
            *map(number_cell, (share.outlets, share.with_articles, share.articles)),
            element("td", share_of(share.largest, share.articles), class_="number"),
        ]
        for name, share in province_rows(provinces, beyond)
    ]
    counted = ["outlets", "with articles", "articles", "of the largest"]
    headings = ["province", *map(number_heading, counted)]
    drawing = element("figure", province_map(land, provinces))
    note = in_words(provinces, beyond)
    return section("Outlets and articles by province", note, [drawing, table(headings, rows)])


def share_of(part: int, whole: int) -> str:
    """A share in per cent; a dash of nothing."""
    return f"{part / whole:.0%}" if whole else "-"


def fill_rates(database: sqlite3.Connection) -> Markup:
    """How completely each site fills the columns, darker where more."""
    rows = []
    for row in database.execute("SELECT * FROM fields_by_site ORDER BY articles DESC, site"):
        cells = [
            element(
                "td",
                f"{row[name]:.0%}",
                class_="number",
                style=f"background:rgb(47 111 159/{row[name] * 0.45:.2f})",
            )
            for name in FIELDS
        ]
        rows.append([row["site"], number_cell(row["articles"]), *cells])
    headings = ["site", *map(number_heading, ["articles", *(n.replace("_", " ") for n in FIELDS)])]
    note = "Share of each site's articles, of all days, that have the field."
    return section("Fields", note, table(headings, rows))


def places(database: sqlite3.Connection, span: Span) -> Markup:
    """Maps and a table of the places that datelines name most."""
    named = database.execute(
        "SELECT dateline_place AS name, count(*) AS articles, count(DISTINCT site) AS sites "
        f"FROM articles WHERE dateline_place IS NOT NULL AND {SPAN} "
        "GROUP BY dateline_place ORDER BY articles DESC, name LIMIT :limit",
        {**span.values(), "limit": MOST_PLACES},
    ).fetchall()
    try:
        gazetteer = Gazetteer()
    except UsageProblem as problem:
        rows = [[row["name"], number_cell(row["articles"])] for row in named[:MOST_ROWS]]
        headings = ["place", number_heading("articles")]
        return section("Datelines", f"No map: {problem}.", table(headings, rows))
    found = {row["name"]: gazetteer.find(row["name"]) for row in named}
    spots = [
        (
            readable(row["name"]),
            place.longitude,
            place.latitude,
            row["articles"],
            bool(place.others),
        )
        for row in named
        if (place := found[row["name"]])
    ]
    land = [(city["longitude"], city["latitude"]) for city in gazetteer.cities]
    abroad = [spot for spot in spots if not INDONESIA.shows(spot[1], spot[2])]
    rough = {(round(east * 2) / 2, round(north * 2) / 2) for east, north in land}
    rows = [
        [
            readable(row["name"]),
            number_cell(row["articles"]),
            number_cell(row["sites"]),
            taken(found[row["name"]], gazetteer.countries),
        ]
        for row in named[:MOST_ROWS]
    ]
    note = (
        "Places that datelines name, by number of articles. The grey dots are the world's towns. "
        "Orange: other large places have that name too; the one taken is said below."
    )
    maps = [
        element("figure", element("figcaption", area.title), dateline_map(area, ground, shown))
        for area, ground, shown in ((INDONESIA, land, spots), (WORLD, rough, abroad))
    ]
    headings = ["place", number_heading("articles"), number_heading("sites"), "taken to lie in"]
    return section("Datelines", note, [*maps, table(headings, rows)])


def taken(place: Place | None, countries: Mapping[str, str]) -> str:
    """Where a place was put on the map, in words."""
    if place is None:
        return "in no list of places: not on the map"
    others = f"; ambiguous, also {', '.join(place.others[:3])}" if place.others else ""
    return f"{countries.get(place.country, place.country)}{others}"


def edits(database: sqlite3.Connection, span: Span) -> Markup:
    """Which sites change articles after publishing, and the newest changed headlines."""
    counts = database.execute(
        "SELECT a.site, count(*) AS edits, count(DISTINCT a.id) AS articles, "
        "avg(r.changed) AS size, "
        "sum(EXISTS (SELECT 1 FROM json_each(r.fields) WHERE value = 'headline')) AS headlines "
        "FROM revisions r JOIN articles a ON a.id = r.article_id "
        f"WHERE r.cause = 'edit' AND a.{SPAN} GROUP BY a.site ORDER BY edits DESC",
        span.values(),
    ).fetchall()
    changes = database.execute(
        "SELECT h.site, h.url, h.hours_after, h.old_headline, h.new_headline "
        "FROM headline_changes h JOIN articles a ON a.id = h.article_id "
        f"WHERE a.{SPAN} ORDER BY h.changed_at DESC LIMIT {MOST_ROWS}",
        span.values(),
    ).fetchall()
    rows = [
        [row["site"], *(number_cell(row[name]) for name in ("edits", "articles", "headlines")),
         element("td", f"{row['size']:.1%}", class_="number")]
        for row in counts
    ]  # fmt: skip
    changed = [
        [row["site"], element("td", f"{row['hours_after']:.1f}", class_="number"),
         text_cell([element("del", row["old_headline"]), " ",
                    link(row["url"], row["new_headline"])])]
        for row in changes
    ]  # fmt: skip
    note = "Changes an outlet made to an article after it was first seen here."
    counted = map(number_heading, ["edits", "articles", "of the headline", "words changed"])
    headings = ["site", number_heading("hours after"), "headline before and after"]
    headlines = table(headings, changed) if changed else None
    return section("Edits after publishing", note, [table(["site", *counted], rows), headlines])


def near_duplicates(database: sqlite3.Connection, span: Span) -> Markup:
    """Stories of several outlets, as ``scrapy stories`` found them."""
    stories = database.execute(
        "SELECT headline, first_published_at, outlets, articles, kind, agency, sites FROM stories "
        "WHERE first_published_at >= :since AND first_published_at < date(:until, '+1 day') "
        f"ORDER BY outlets DESC, articles DESC, id LIMIT {MOST_ROWS}",
        span.values(),
    ).fetchall()
    (compared,) = database.execute("SELECT count(*) FROM stories_compared").fetchone()
    if not compared:
        return section("Stories", "Not looked for yet: run scrapy stories, then this again.", None)
    rows = [
        [text_cell(row["headline"]), day(row["first_published_at"][:10]),
         number_cell(row["outlets"]), number_cell(row["articles"]),
         f"{row['kind']} {row['agency'] or ''}".strip(),
         ", ".join(json.loads(row["sites"]))]
        for row in stories
    ]  # fmt: skip
    note = (
        "Articles that share much of their text. wire: copied, an agency credited; reprint: "
        "copied, none credited; independent: each outlet in words of its own; "
        "one-outlet: within one site."
    )
    counted = map(number_heading, ["outlets", "articles"])
    headings = ["story", "first", *counted, "kind", "sites"]
    return section("Stories told more than once", note, table(headings, rows))


def section(title: str, note: str, inside: object) -> Markup:
    """A part of the page under its title."""
    said = element("p", as_called(note), class_="note")
    return element("section", element("h2", title), said, inside)


def table(headings: Sequence[object], rows: Sequence[Sequence[object]]) -> Markup:
    """A table that scrolls sideways where the screen is narrow; a note where there are no rows."""
    if not rows:
        return element("p", "None in these days.", class_="note")
    head = element("tr", [as_cell(heading, "th") for heading in headings])
    lines = [element("tr", [as_cell(value) for value in row]) for row in rows]
    return element("div", element("table", element("thead", head), element("tbody", lines)),
                   class_="wide", tabindex="0")  # fmt: skip


def as_cell(value: object, name: str = "td") -> Markup:
    """A cell as it is, or a text or other markup in one."""
    is_cell = isinstance(value, Markup) and value.startswith(("<td", "<th"))
    return value if is_cell else element(name, value)


def number_heading(text: str) -> Markup:
    """The heading over numbers, to the right as they are."""
    return element("th", text, class_="number")


def day(moment: object) -> Markup:
    """A day that is not broken between two lines."""
    return element("span", str(moment), class_="day")


def readable(place: str) -> str:
    """A place as a reader writes it: Labuan Bajo for LABUAN BAJO, NTT as it is."""
    return place.title() if place.isupper() and len(place) > 4 else place


def number_cell(number: int) -> Markup:
    """A cell with a whole number, to the right."""
    return element("td", f"{number:,}", class_="number")


def text_cell(text: object) -> Markup:
    """A cell for a long text."""
    return element("td", text, class_="text")
