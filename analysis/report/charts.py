"""Drawings of the report in numbers, which templates write as SVG: volume per day, and maps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter

WIDTH, HEIGHT = 720, 64
SMALL_HEIGHT = 32
TICK = 5
"""Height of the mark above a day on which some of several sites have a gap."""
EVERY_DAY_TOLD = 130
"""Days up to which each bar says its number when pointed at; of more, only gaps do."""

MOST_LABELS, FEWER_LABELS = 30, 6
"""Names on a map where the page is broad, and on a telephone."""
LETTER = 0.62
"""How wide a letter is on average in the widest of usual fonts, as a share of its height."""
LETTERS, LARGE_LETTERS = 11, 22
"""How high letters are on a map where the page is broad, and on a telephone; in report.css too."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom on a drawing."""


@dataclass(frozen=True, slots=True)
class Day:
    """What a site has of one day; ``gap`` when it is much less than usual."""

    stored: int
    expected: int | None
    gap: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One day's bar; ``height`` 0 for none."""

    x: float
    height: float
    title: str
    gap: bool


@dataclass(frozen=True, slots=True)
class Volume:
    """Articles a day as bars, gaps as columns of the full height; the highest day fills it."""

    label: str
    bars: list[Bar]
    width: float
    months: str
    is_told: bool
    size: tuple[int, int] = (WIDTH, HEIGHT)


@dataclass(frozen=True, slots=True)
class SmallVolume:
    """The same as two paths, for many beside each other: a unit wide a day."""

    label: str
    days: int
    bars: str
    gaps: str
    height: int = SMALL_HEIGHT


@dataclass(frozen=True, slots=True)
class Spot:
    """A circle on a map; ``kind`` is its class: place, unsure, nothing or nobody."""

    name: str
    x: float
    y: float
    radius: float
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Map:
    """Circles over dots of land, with names beside the largest for broad pages and narrow ones."""

    label: str
    width: float
    height: float
    land: str
    spots: Sequence[Spot]
    names: Mapping[str, list[tuple[str, float, float]]] = field(default_factory=dict)


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


def volume(site: str, days: Sequence[date], found: Mapping[date, Day]) -> Volume:
    """A row of bars as wide as the page."""
    most = max((day.stored for day in found.values()), default=0) or 1
    step = WIDTH / max(len(days), 1)
    bars = []
    for number, day in enumerate(days):
        known = found.get(day, Day(0, None, False))
        title = f"{day}: {known.stored} articles"
        if known.expected is not None:
            title += f", {known.expected} usual"
        title += ": gap" if known.gap else ""
        bar = max(round(known.stored / most * HEIGHT, 1), 1.0) if known.stored else 0
        bars.append(Bar(round(number * step, 2), bar, title, known.gap))
    months = [bars[number].x for number, day in enumerate(days) if number and day.day == 1]
    return Volume(
        label=f"Articles of {site} per day, at most {most}",
        bars=bars,
        width=round(max(step * 0.86, 0.5), 2),
        months="".join(f"M{x} 0V{HEIGHT}" for x in months),
        is_told=len(days) <= EVERY_DAY_TOLD,
    )


def small_volume(
    name: str, days: Sequence[date], stored: Mapping[date, int], gaps: Iterable[date], tick: int
) -> SmallVolume:
    """A small drawing; a gap's mark is ``tick`` high."""
    most = max(stored.values(), default=0) or 1
    position = {day: number for number, day in enumerate(days)}
    heights = {
        position[day]: max(round(number / most * SMALL_HEIGHT), 1)
        for day, number in sorted(stored.items())
        if number and day in position
    }
    marked = sorted(position[day] for day in gaps if day in position)
    return SmallVolume(
        label=f"Articles of {name} per day, at most {most}",
        days=len(days),
        bars="".join(f"M{x} {SMALL_HEIGHT}v-{height}" for x, height in heights.items()),
        gaps="".join(f"M{x} 0v{tick}" for x in marked),
    )


def drawn_map(
    area: Area,
    land: Iterable[tuple[float, float]],
    spots: Sequence[Spot],
    numbers: tuple[int, int],
    shown: str,
) -> Map:
    """Circles over land, with names beside the largest.

    ``land`` holds (longitude, latitude); ``spots`` are largest first; ``numbers`` how many names a
    broad and a narrow page show; ``shown`` says in words what.
    """
    width, height = (area.east - area.west) * area.scale, (area.north - area.south) * area.scale
    circles = [(spot.name, spot.x, spot.y, spot.radius) for spot in spots]
    broad, narrow = numbers
    return Map(
        label=f"{area.title}: {shown}",
        width=width,
        height=height,
        land=dots({area.point(*place) for place in land if area.shows(*place)}),
        spots=spots,
        names={
            "broad": labels_of(circles, width, height, LETTERS, broad),
            "narrow": labels_of(circles, width, height, LARGE_LETTERS, narrow),
        },
    )


def dots(points: Iterable[tuple[float, float]]) -> str:
    """A path of points, each row's first in full and the others by their distance from it."""
    path = []
    rounded = sorted({(round(y), round(x)) for x, y in points})
    for y, row in groupby(rounded, key=itemgetter(0)):
        last = None
        for _, x in row:
            path.append(f"M{x} {y}h0" if last is None else f"m{x - last} 0h0")
            last = x
    return "".join(path)


def labels_of(
    spots: Sequence[tuple[str, float, float, float]],
    width: float,
    height: float,
    size: int,
    most: int,
) -> list[tuple[str, float, float]]:
    """Names of the first places for which there is room, and where each begins on the drawing.

    A name stands above, below, right or left of its circle (name, x, y, radius), within the
    drawing, and over no other name or labelled circle; where it can, over no circle at all.
    ``size`` is the height of the letters.
    """
    circles = [(x - radius, y - radius, x + radius, y + radius) for _, x, y, radius in spots]
    taken: list[Box] = []
    placed = []
    for (name, x, y, radius), circle in zip(spots, circles, strict=True):
        if len(placed) == most:
            break
        long = len(name) * size * LETTER
        left = min(max(x - long / 2, 2), width - long - 2)
        free = []
        for start, base in (
            (left, y - radius - 3),
            (left, y + radius + size),
            (x + radius + 3, y + size / 3),
            (x - radius - 3 - long, y + size / 3),
        ):
            box = (start, base - size, start + long, base + size / 4)
            within = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            if within and not any(overlap(box, other) for other in taken):
                covered = sum(overlap(box, other) for other in circles)
                free.append((covered, len(free), start, base, box))
        if free:
            _, _, start, base, box = min(free)
            placed.append((name, round(start, 1), round(base, 1)))
            taken += [box, circle]
    return placed


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
