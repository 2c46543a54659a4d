"""Which figures there are, what each counts, and at which levels it is known."""

from typing import Literal

from msgspec import Struct

from tiemchung.domains.statistics.pace import Level
from tiemchung.kernel.i18n import Lazy, lazy

Source = Literal[
    "dose", "registration", "movement", "vial", "appointment", "step", "declared", "entered",
    "reaction",
]  # fmt: skip
Counted = Literal["doses", "people", "events"]

UNIT_LEVELS: tuple[Level, ...] = ("nation", "province", "district", "ward")
EVERYWHERE: tuple[Level, ...] = (*UNIT_LEVELS, "facility")

_STORES: dict[str, list[str]] = {
    "nation": ["provincial_cdc", "sector_office"],
    "province": ["provincial_cdc", "sector_office"],
    "district": ["district_health_centre"],
}
"""Vaccine counts as received where it first enters a unit: it passes several stores on its way."""


class Figure(Struct, frozen=True, kw_only=True):
    """One figure. `booked` are its parts in the roll-up by unit, with their signs.

    `kind` is the kind of its events in their table, `numbers` the doses of a person it counts.
    """

    name: str
    title: Lazy
    meaning: Lazy
    counts: Counted
    source: Source
    kind: str = ""
    stock: str = ""
    booked: dict[str, int] = {}
    numbers: tuple[int, int] = (0, 9)
    levels: tuple[Level, ...] = EVERYWHERE
    first_store: bool = False

    def offered(self, level: Level) -> bool:
        """Tell whether the figure is known at a level."""
        return level in self.levels

    def is_booked(self, level: Level) -> bool:
        """Tell whether the value at a level stands in the roll-up by unit."""
        return bool(self.booked) and level != "facility"

    def store_kinds(self, level: str) -> list[str]:
        """Return the kinds of facility whose stock counts at a level; empty: all."""
        return _STORES.get(level, []) if self.first_store else []

    @property
    def column(self) -> str:
        """The name of the figure in the roll-up by session."""
        return {"entered": "declared_entered"}.get(self.name, self.name)


_LIST = (
    Figure(
        name="doses",
        title=lazy("Mũi đã tiêm"),
        meaning=lazy("Mũi tiêm đã nhập, theo ngày tiêm và nơi tiêm."),
        counts="doses",
        source="dose",
        booked={"doses": 1},
    ),
    Figure(
        name="first_doses",
        title=lazy("Mũi 1"),
        meaning=lazy("Mũi đầu tiên của mỗi người, đếm trên cả các hồ sơ đã gộp."),
        counts="doses",
        source="dose",
        booked={"doses": 1},
        numbers=(1, 1),
    ),
    Figure(
        name="second_doses",
        title=lazy("Mũi 2"),
        meaning=lazy("Mũi thứ hai của mỗi người, đếm trên cả các hồ sơ đã gộp."),
        counts="doses",
        source="dose",
        booked={"doses": 1},
        numbers=(2, 2),
    ),
    Figure(
        name="further_doses",
        title=lazy("Mũi 3 trở lên"),
        meaning=lazy("Liều bổ sung và liều nhắc lại."),
        counts="doses",
        source="dose",
        booked={"doses": 1},
        numbers=(3, 9),
    ),
    Figure(
        name="registered",
        title=lazy("Người đã đăng ký"),
        meaning=lazy("Người đăng ký tiêm, theo nơi ở khi đăng ký."),
        counts="people",
        source="registration",
        booked={"registered": 1},
        levels=UNIT_LEVELS,
    ),
    Figure(
        name="received",
        title=lazy("Liều vắc xin đã nhận"),
        meaning=lazy("Liều vào kho đầu tiên của đơn vị: CDC của tỉnh, TTYT của huyện."),
        counts="doses",
        source="movement",
        kind="stock_received",
        stock="received",
        levels=("nation", "province", "district", "facility"),
        first_store=True,
    ),
    Figure(
        name="issued",
        title=lazy("Liều cấp cho buổi tiêm"),
        meaning=lazy("Liều trong lọ nguyên mà kho đã xuất cho các buổi tiêm."),
        counts="doses",
        source="movement",
        kind="stock_issued",
        stock="issued_to_session",
    ),
    Figure(
        name="opened",
        title=lazy("Liều rút từ lọ đã mở"),
        meaning=lazy("Số liều thực rút ghi khi mở lọ, có thể hơn số ghi trên nhãn."),
        counts="doses",
        source="vial",
        kind="vial_opened",
        stock="opened",
    ),
    Figure(
        name="discarded",
        title=lazy("Liều hủy"),
        meaning=lazy("Liều của lọ đã mở mà không tiêm cho ai, có lý do."),
        counts="doses",
        source="vial",
        kind="vial_discarded",
        stock="discarded",
    ),
    Figure(
        name="called",
        title=lazy("Người được mời"),
        meaning=lazy("Lịch hẹn của các buổi tiêm, không kể lịch đã hủy."),
        counts="people",
        source="appointment",
    ),
    Figure(
        name="checked_in",
        title=lazy("Người đã đến"),
        meaning=lazy("Người đã qua tiếp đón của các buổi tiêm."),
        counts="people",
        source="step",
        kind="checked_in",
    ),
    Figure(
        name="declared",
        title=lazy("Số báo cáo nhanh"),
        meaning=lazy("Số mũi mà trưởng điểm tiêm báo, không đếm từ dữ liệu nhập."),
        counts="doses",
        source="declared",
        booked={"declared": 1},
    ),
    Figure(
        name="entered",
        title=lazy("Đã nhập, ở các buổi có số báo cáo nhanh"),
        meaning=lazy(
            "Mũi đã nhập của những buổi tiêm mà trưởng điểm đã báo số: tử số của tỷ lệ nhập liệu."
        ),
        counts="doses",
        source="entered",
        booked={"declared_entered": 1},
    ),
    Figure(
        name="deferred",
        title=lazy("Hoãn tiêm"),
        meaning=lazy("Kết luận trì hoãn tiêm chủng ở khám sàng lọc."),
        counts="people",
        source="step",
        kind="deferred",
    ),
    Figure(
        name="contraindicated",
        title=lazy("Chống chỉ định"),
        meaning=lazy("Kết luận chống chỉ định với vắc xin cùng loại."),
        counts="people",
        source="step",
        kind="contraindicated",
    ),
    Figure(
        name="referred",
        title=lazy("Chuyển tiêm tại bệnh viện"),
        meaning=lazy("Người được chuyển đến bệnh viện để tiêm."),
        counts="people",
        source="step",
        kind="referred",
    ),
    Figure(
        name="declined",
        title=lazy("Từ chối tiêm"),
        meaning=lazy("Người đến và không đồng ý tiêm."),
        counts="people",
        source="step",
        kind="declined",
    ),
    Figure(
        name="common_reactions",
        title=lazy("Phản ứng thông thường"),
        meaning=lazy("Phản ứng thông thường ghi tại các buổi tiêm."),
        counts="events",
        source="reaction",
        kind="common",
        booked={"reactions": 1, "severe": -1},
    ),
    Figure(
        name="severe_reactions",
        title=lazy("Tai biến nặng"),
        meaning=lazy("Tai biến nặng ghi tại các buổi tiêm."),
        counts="events",
        source="reaction",
        kind="severe",
        booked={"severe": 1},
    ),
)

FIGURES: dict[str, Figure] = {figure.name: figure for figure in _LIST}
"""Every figure by its name, in the order in which they are shown."""
