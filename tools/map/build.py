"""Draws the country pack's maps: GeoJSON of administrative units -> one small SVG and its labels.

Run by hand when the source changes; the result is committed, so the product never needs it:

    python tools/map/build.py ../shared/data src/tiemchung/country/vn/map

Source: ward shapes of github.com/thanglequoc/vietnamese-provinces-database (MIT), joined to units.
"""

import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, NotRequired, TypedDict, cast

import shapely
from shapely.geometry import Polygon, shape
from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]

HEIGHT = 1000.0  # of every drawing, so that stroke widths mean the same on each map
OPEN_SEA = 1.5  # degrees from a province's main part; coastal islands all lie nearer


class Isles(NamedTuple):
    """An archipelago that must stay visible on a national map, however small its islands are."""

    element: str
    name: str
    province: str


ARCHIPELAGOS = (
    Isles("hoang-sa", "QĐ. Hoàng Sa", "48"),
    Isles("truong-sa", "QĐ. Trường Sa", "56"),
)


class Drawing(NamedTuple):
    """What to draw: tolerance in degrees, smallest island kept in square degrees."""

    name: str
    tolerance: float
    smallest: float


DRAWINGS = (
    Drawing("province_2021", 0.009, 0.0012),
    Drawing("province_2025", 0.009, 0.0012),
    Drawing("hcmc_district_2021", 0.0007, 0.00001),
)


class Properties(TypedDict):
    code: str
    name: str
    label_lon: float
    label_lat: float


class Feature(TypedDict):
    properties: Properties
    geometry: dict[str, object]


class Place(TypedDict):
    """A labelled spot, in units of the drawing; isles also carry the element that outlines them.

    `room` is the side of a square as large as the area's main part: about what a label may take.
    """

    code: str
    name: str
    x: float
    y: float
    room: NotRequired[int]
    element: NotRequired[str]


class Projection(NamedTuple):
    """Equirectangular, true at the middle latitude; north is up, one unit = 1/HEIGHT of the map."""

    west: float
    north: float
    scale: float
    shrink: float

    @classmethod
    def over(cls, bounds: tuple[float, float, float, float]) -> "Projection":
        west, south, east, north = bounds
        del east
        shrink = math.cos(math.radians((south + north) / 2))
        return cls(west, north, HEIGHT / (north - south), shrink)

    def point(self, lon: float, lat: float) -> Point:
        x = (lon - self.west) * self.shrink * self.scale
        return round(x, 1), round((self.north - lat) * self.scale, 1)


def polygons(geometry: BaseGeometry) -> list[Polygon]:
    """All polygons of a shape, the largest first."""
    parts = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon)]
    return sorted(parts, key=lambda part: -part.area)


def number(value: float) -> str:
    """Write a tenth the shortest way: 3.0 -> 3, 0.5 -> .5, -0.5 -> -.5."""
    text = f"{value:.1f}".removesuffix(".0")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def ring_path(points: Iterable[Point]) -> str:
    """Write a closed ring in relative steps; equal neighbours are dropped, thin rings vanish."""
    steps: list[Point] = []
    for point in points:
        if not steps or point != steps[-1]:
            steps.append(point)
    if steps and steps[0] == steps[-1]:
        steps.pop()
    if len(steps) < 3:  # noqa: PLR2004 a ring needs three corners
        return ""
    text = [f"M{number(steps[0][0])} {number(steps[0][1])}l"]
    for before, after in pairwise(steps):
        dx, dy = number(after[0] - before[0]), number(after[1] - before[1])
        gap = "" if dx.startswith("-") or text[-1].endswith("l") else " "
        text.append(f"{gap}{dx}{'' if dy.startswith('-') else ' '}{dy}")
    return "".join(text) + "z"


def path(parts: Sequence[Polygon], projection: Projection) -> str:
    """SVG path data of polygons with their holes."""
    rings = (ring for part in parts for ring in (part.exterior, *part.interiors))
    return "".join(ring_path(projection.point(x, y) for x, y in ring.coords) for ring in rings)


def is_isle(part: Polygon, main: Polygon) -> bool:
    return part.distance(main) > OPEN_SEA


def thin(shapes: Sequence[BaseGeometry], drawing: Drawing) -> list[list[Polygon]]:
    """Simplify all shapes together, so that shared borders stay shared; isles stay whole."""
    whole = [polygons(one) for one in shapes]
    main = [
        [part for i, part in enumerate(parts) if i == 0 or part.area >= drawing.smallest]
        for parts in whole
    ]
    land = [shapely.MultiPolygon([p for p in parts if not is_isle(p, parts[0])]) for parts in main]
    thinned = cast("Sequence[BaseGeometry]", shapely.coverage_simplify(land, drawing.tolerance))
    return [
        polygons(one) + [part for part in parts if is_isle(part, parts[0])]
        for one, parts in zip(thinned, whole, strict=True)
    ]


def short(name: str) -> str:
    """Shorten a name as maps print it."""
    return name.removeprefix("Tỉnh ").replace("Thành phố ", "TP. ")


def isles_of(code: str, parts: Sequence[Polygon]) -> Iterator[tuple[Isles, list[Polygon]]]:
    for isles in ARCHIPELAGOS:
        if isles.province == code:
            yield isles, [part for part in parts if is_isle(part, parts[0])]


def label_above(isles: Isles, parts: Sequence[Polygon], projection: Projection) -> Place:
    west, _, east, north = shapely.MultiPolygon(list(parts)).bounds
    x, y = projection.point((west + east) / 2, north)
    return Place(code=isles.province, name=isles.name, x=x, y=y - 14, element=isles.element)


def draw(drawing: Drawing, features: Sequence[Feature]) -> tuple[str, dict[str, object]]:
    """Return the SVG text and its labels."""
    shapes = [shape(feature["geometry"]) for feature in features]
    bounds = shapely.GeometryCollection(list(shapes)).bounds
    projection = Projection.over(bounds)
    width = math.ceil(projection.point(bounds[2], bounds[1])[0])
    lines: list[str] = []
    areas: list[Place] = []
    isles: list[Place] = []
    for feature, parts in zip(features, thin(shapes, drawing), strict=True):
        of = feature["properties"]
        x, y = projection.point(of["label_lon"], of["label_lat"])
        room = round(math.sqrt(parts[0].area) * projection.scale)
        areas.append(Place(code=of["code"], name=short(of["name"]), x=x, y=y, room=room))
        lines.append(f'<path id="p{of["code"]}" d="{path(parts, projection)}"/>')
        for group, islands in isles_of(of["code"], parts):
            lines.append(f'<path id="{group.element}" d="{path(islands, projection)}"/>')
            isles.append(label_above(group, islands, projection))
    box = f"-4 -4 {width + 8} {HEIGHT + 8:.0f}"
    body = "\n".join(lines)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">\n{body}\n</svg>\n'
    return svg, {"view_box": box, "areas": areas, "isles": isles}


def main(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for drawing in DRAWINGS:
        layer = json.loads((source / f"{drawing.name}.geojson").read_text("utf-8"))
        svg, labels = draw(drawing, cast("list[Feature]", layer["features"]))
        (target / f"{drawing.name}.svg").write_text(svg, "utf-8")
        text = json.dumps(labels, ensure_ascii=False, indent=1) + "\n"
        (target / f"{drawing.name}.json").write_text(text, "utf-8")
        print(f"{drawing.name}: {len(svg.encode()) / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
