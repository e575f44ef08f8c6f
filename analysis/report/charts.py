"""Drawings of the report as SVG: volume per day, and a map of datelines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.report.markup import Markup, element

WIDTH, HEIGHT = 720, 64

MOST_LABELS, FEWER_LABELS = 14, 6
"""Names on a map where the page is broad, and on a telephone."""
LETTER = 0.58
"""How wide a letter is on average, as a share of its height."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom on a drawing."""


@dataclass(frozen=True, slots=True)
class Day:
    """What a site has of one day; ``gap`` when it is much less than usual."""

    stored: int
    expected: int | None
    gap: bool


@dataclass(frozen=True, slots=True)
class Area:
    """The part of the world a map shows, in degrees, and how many units a degree is wide."""

    title: str
    west: float
    south: float
    east: float
    north: float
    scale: float

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place lies on the drawing."""
        x = (longitude - self.west) * self.scale
        return round(x, 1), round((self.north - latitude) * self.scale, 1)

    def shows(self, longitude: float, latitude: float) -> bool:
        """Whether a place lies within."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


INDONESIA = Area("Indonesia", 94, -11.5, 142, 7, 15)
WORLD = Area("Abroad", -130, -45, 180, 65, 2.4)


def volume(site: str, days: Sequence[date], found: Mapping[date, Day]) -> Markup:
    """Articles a day as bars, gaps as red columns of the full height; the highest day fills it."""
    most = max((day.stored for day in found.values()), default=0) or 1
    step = WIDTH / max(len(days), 1)
    begins = [round(number * step, 2) for number, day in enumerate(days) if number and day.day == 1]
    drawn = [element("path", d="".join(f"M{x} 0V{HEIGHT}" for x in begins), class_="month")]
    for number, day in enumerate(days):
        known = found.get(day, Day(0, None, False))
        title = f"{day}: {known.stored} articles"
        if known.expected is not None:
            title += f", {known.expected} usual"
        bar = max(round(known.stored / most * HEIGHT, 1), 1.0) if known.stored else 0
        x, width = round(number * step, 2), round(max(step * 0.86, 0.5), 2)
        if known.gap:
            drawn.append(
                element("rect", element("title", f"{title}: gap"), class_="gap", x=x, y=0,
                        width=width, height=HEIGHT)
            )  # fmt: skip
        if bar:
            drawn.append(
                element("rect", element("title", title), class_="bar", x=x, y=HEIGHT - bar,
                        width=width, height=bar)
            )  # fmt: skip
    label = f"Articles of {site} per day, at most {most}"
    return element(
        "svg", drawn, viewBox=f"0 0 {WIDTH} {HEIGHT}", preserveAspectRatio="none", role="img",
        aria_label=label, class_="volume",
    )  # fmt: skip


def dateline_map(
    area: Area,
    land: Iterable[tuple[float, float]],
    places: Sequence[tuple[str, float, float, int, bool]],
) -> Markup:
    """Places as circles, their area the number of articles, over cities of the world as land.

    ``land`` holds (longitude, latitude); ``places`` name, longitude, latitude, articles, ambiguous.
    """
    most = max((articles for *_, articles, _ in places), default=1)
    circles = []
    shown = [place for place in places if area.shows(place[1], place[2])]
    spots = []
    for name, longitude, latitude, articles, ambiguous in shown:
        x, y = area.point(longitude, latitude)
        radius = round(2.5 + 18 * (articles / most) ** 0.5, 1)
        title = f"{name}: {articles} articles" + (" (ambiguous name)" if ambiguous else "")
        circles.append(
            element("circle", element("title", title), cx=x, cy=y, r=radius,
                    class_="unsure" if ambiguous else "place")
        )  # fmt: skip
        spots.append((name, x, y, radius))
    numbers = MOST_LABELS, FEWER_LABELS
    return drawn_map(area, land, circles, spots, numbers, "places that datelines name")


def drawn_map(
    area: Area,
    land: Iterable[tuple[float, float]],
    circles: Sequence[Markup],
    spots: Sequence[tuple[str, float, float, float]],
    numbers: tuple[int, int],
    shown: str,
) -> Markup:
    """Circles over land, with names beside the largest.

    ``land`` holds (longitude, latitude); ``spots`` name, x, y and radius of each circle;
    ``numbers`` how many names a broad and a narrow page show; ``shown`` says in words what.
    """
    dots = {area.point(*spot) for spot in land if area.shows(*spot)}
    path = "".join(f"M{x} {y}h0" for x, y in sorted(dots))
    width, height = (area.east - area.west) * area.scale, (area.north - area.south) * area.scale
    broad, narrow = numbers
    labels = [
        element("g", [element("text", name, x=x, y=y) for name, x, y in placed], class_=kind)
        for kind, placed in (
            ("broad", labels_of(spots, width, height, 11, broad)),
            ("narrow", labels_of(spots, width, height, 22, narrow)),
        )
    ]
    return element(
        "svg", element("path", d=path, class_="land"), circles, labels,
        viewBox=f"0 0 {width:g} {height:g}", role="img", class_="map",
        aria_label=f"{area.title}: {shown}",
    )  # fmt: skip


def labels_of(
    spots: Sequence[tuple[str, float, float, float]],
    width: float,
    height: float,
    size: int,
    most: int,
) -> list[tuple[str, float, float]]:
    """Names of the first places for which there is room, and where each begins on the drawing.

    A name stands above, below, right or left of its circle (name, x, y, radius), within the
    drawing, and over no other name or labelled circle; ``size`` is the height of the letters.
    """
    taken: list[Box] = []
    placed = []
    for name, x, y, radius in spots:
        if len(placed) == most:
            break
        long = len(name) * size * LETTER
        left = min(max(x - long / 2, 2), width - long - 2)
        circle = (x - radius, y - radius, x + radius, y + radius)
        for start, base in (
            (left, y - radius - 3),
            (left, y + radius + size),
            (x + radius + 3, y + size / 3),
            (x - radius - 3 - long, y + size / 3),
        ):
            box = (start, base - size, start + long, base + size / 4)
            within = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            if within and not any(overlap(box, other) for other in taken):
                placed.append((name, round(start, 1), round(base, 1)))
                taken += [box, circle]
                break
    return placed


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
