"""How an area of the map is coloured, and what its title says: colour is never alone."""

from collections.abc import Sequence
from typing import Literal

from tiemchung.faces.command.snapshot import Area
from tiemchung.kernel import formats
from tiemchung.kernel.i18n import Lazy, lazy
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.web.charts import HOLE, map_class

Measure = Literal["nhap-lieu", "tien-do"]

MEASURES: dict[Measure, Lazy] = {
    "nhap-lieu": lazy("Tỷ lệ nhập liệu"),
    "tien-do": lazy("Đã tiêm so với số mời"),
}
BOUNDS: dict[Measure, tuple[float, float, float, float]] = {
    "nhap-lieu": (0.5, 0.75, 0.9, 0.97),
    "tien-do": (0.2, 0.4, 0.6, 0.8),
}
"""Where the five classes of a measure divide."""

HOLE_CLASS = "hole"
"""Doses were given or vaccine lies there, and nothing is entered."""

OFF_CLASS = "off"
"""No session today: nothing is to be known."""


def measure_named(name: str) -> Measure:
    """Return the measure that an address names, else the first."""
    return "tien-do" if name == "tien-do" else "nhap-lieu"


def usual_measure(areas: Sequence[Area]) -> Measure:
    """Return what to show unless one chooses: as long as no site has declared, the way to go.

    Entered beside declared is known from noon on; until then its map would say nothing.
    """
    return "nhap-lieu" if any(area.declared for area in areas) else "tien-do"


def value_of(area: Area, measure: Measure) -> float | None:
    """Return what the colour stands for."""
    return area.completeness if measure == "nhap-lieu" else area.progress


def class_of(area: Area, measure: Measure) -> str:
    """Return the class of an area: 0 to 4, none (not known), hole, or off (no session)."""
    if area.is_hole:
        return HOLE_CLASS
    if not area.sessions:
        return OFF_CLASS
    value = value_of(area, measure)
    return HOLE if value is None else map_class(value, BOUNDS[measure])


def title_of(area: Area, measure: Measure) -> str:
    """Say what the colour means, in the language of the request."""
    name, entered = area.unit.name, formats.number(area.entered)
    if area.is_hole:
        return _("%(name)s: có vắc xin hoặc số báo cáo nhanh nhưng chưa nhập mũi nào", name=name)
    if not area.sessions:
        return _("%(name)s: hôm nay không có buổi tiêm", name=name)
    value = value_of(area, measure)
    if value is None:
        return _("%(name)s: đã nhập %(entered)s mũi, chưa có số để so", name=name, entered=entered)
    share = formats.percent(value)
    if measure == "tien-do":
        return _("%(name)s: đã tiêm %(entered)s trên %(called)s người mời, %(share)s",
                 name=name, entered=entered, called=formats.number(area.called),
                 share=share)  # fmt: skip
    return _("%(name)s: đã nhập %(entered)s trên %(declared)s mũi đã báo, %(share)s",
             name=name, entered=formats.number(area.declared_entered),
             declared=formats.number(area.declared), share=share)  # fmt: skip
