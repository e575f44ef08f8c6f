"""Drawings of the report as SVG: volume per day, and a map of datelines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crawler.markup import Markup, element

WIDTH, HEIGHT = 720, 64


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
    drawn = []
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
    dots = {area.point(*spot) for spot in land if area.shows(*spot)}
    path = "".join(f"M{x} {y}h0" for x, y in sorted(dots))
    most = max((articles for *_, articles, _ in places), default=1)
    circles, labels = [], []
    shown = [place for place in places if area.shows(place[1], place[2])]
    for number, (name, longitude, latitude, articles, ambiguous) in enumerate(shown):
        x, y = area.point(longitude, latitude)
        radius = round(2.5 + 18 * (articles / most) ** 0.5, 1)
        title = f"{name}: {articles} articles" + (" (ambiguous name)" if ambiguous else "")
        circles.append(
            element("circle", element("title", title), cx=x, cy=y, r=radius,
                    class_="unsure" if ambiguous else "place")
        )  # fmt: skip
        if number < 8:
            labels.append(element("text", name, x=x, y=round(y - radius - 2, 1)))
    width, height = (area.east - area.west) * area.scale, (area.north - area.south) * area.scale
    return element(
        "svg", element("path", d=path, class_="land"), circles, labels,
        viewBox=f"0 0 {width:g} {height:g}", role="img", class_="map",
        aria_label=f"{area.title}: places that datelines name",
    )  # fmt: skip
