"""The response centre's part: the lot that is held, the support force, incidents, daily reports."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, Literal
from uuid import UUID

from tiemchung.demo.campaign.calendar import HELD_AT, HELD_LOT, NOW, TODAY, moment
from tiemchung.demo.campaign.cast import DISTRICTS, OPERATIONS, SITES, Cast
from tiemchung.demo.campaign.staff import SINCE
from tiemchung.domains.response import service as response
from tiemchung.domains.response.model import OpenIncident
from tiemchung.domains.statistics import report
from tiemchung.domains.supply.service import DecideLot, decide_lot
from tiemchung.kernel.db import transaction
from tiemchung.kernel.scope import NATION, Scope
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

_FORCES: Final = (("operations", OPERATIONS), ("district", DISTRICTS), ("site", SITES))
_SKILLS: Final = ("nhập liệu", "hỗ trợ kỹ thuật", "tổng đài", "tập huấn")
_TASKS: Final = {
    "operations": ("Theo dõi bảng tiến độ", "Trực sự cố", "Tổng hợp báo cáo ngày"),
    "district": ("Rà soát trùng hồ sơ", "Nhập bù buổi tiêm trên giấy", "Tập huấn điểm tiêm"),
    "site": ("Hỗ trợ tiếp đón", "Nhập liệu bàn tiêm", "Hỗ trợ quét mã"),
}
Severity = Literal["high", "medium", "low"]
_INCIDENTS: Final[tuple[tuple[str, Severity, float, str | None], ...]] = (
    ("Mất mạng tại điểm tiêm, chuyển sang ghi giấy", "high", 50.0, "closed"),
    ("Tin nhắn mời đến chậm hơn 2 giờ", "medium", 27.5, "closed"),
    ("Một máy bàn tiêm hỏng màn hình, thiếu số liệu cuối buổi", "medium", 21.0, "in_progress"),
    ("Điểm tiêm đã nhận vắc xin nhưng chưa có thiết bị nhập", "high", 2.2, None),
)
"""What happened, how bad, so many hours ago, and how far it is."""


@sql
async def add_members(
    tx: Tx, *, members: list[UUID], names: list[str], forces: list[str], skills: list[str],
    staff: list[UUID | None],
) -> None: ...  # fmt: skip


@sql
async def has_incidents(tx: Tx) -> bool: ...


async def hold_lot(cast: Cast, tx: Tx) -> None:
    """Stop a lot in the city after the severe reaction of the story."""
    await decide_lot(
        tx,
        DecideLot(
            decision_id=cast.chance.id(HELD_AT, "hold", HELD_LOT), lot_id=cast.atlas.lot[HELD_LOT],
            state="held", reason="Chờ kết luận sau một ca phản vệ nặng", unit_id=cast.city,
            document_number="DEMO-15/SYT",
        ),
        actor_id=cast.offices.province, now=HELD_AT,
    )  # fmt: skip


async def raise_force(cast: Cast, tx: Tx) -> None:
    """Name the support force of 20, 30 and 100 and send them where they are today."""
    members: list[tuple[UUID, str, str, str, UUID | None]] = []
    accounts = {
        "operations": [cast.offices.operations], "district": [*cast.offices.support.values()],
        "site": [c.helper for c in cast.crews.values()],
    }  # fmt: skip
    for force, count in _FORCES:
        own = accounts[force]
        for n in range(count):
            staff = own[n] if n < len(own) else None
            name = cast.roster.name_of(staff) or cast.roster.name(f"{force} {n}")
            skill = _SKILLS[n % len(_SKILLS)]
            members.append((cast.chance.id(SINCE, "member", force, n), name, force, skill, staff))
    await add_members(
        tx, members=[m[0] for m in members], names=[m[1] for m in members],
        forces=[m[2] for m in members], skills=[m[3] for m in members],
        staff=[m[4] for m in members],
    )  # fmt: skip
    await _assign(cast, tx)


async def _assign(cast: Cast, tx: Tx) -> None:
    """Send each member somewhere for today; who has a place keeps it."""
    areas = cast.territories.areas
    districts = list(dict.fromkeys(a.district.id for a in areas))
    found = await response.force_of_day(tx, TODAY)
    for n, member in enumerate(found):
        if member.assignment_id is not None or n % 11 == 10:  # noqa: PLR2004 -- some stay free
            continue
        tasks: Sequence[str] = _TASKS[member.support_force]
        site = None
        unit: int | None = cast.city
        if member.support_force == "district":
            unit = districts[n % len(districts)]
        elif member.support_force == "site":
            site, unit = cast.atlas.site_of(areas[n % len(areas)]), None
        await response.assign(
            tx, member.member_id, day=TODAY, unit_id=unit, site_id=site,
            task=tasks[n % len(tasks)], staff_id=cast.offices.operations,
            now=moment(TODAY, 6.5), scope=NATION,
        )  # fmt: skip
    for n, member in enumerate(await response.force_of_day(tx, TODAY)):
        if member.assignment_id is not None and member.state == "assigned" and n % 4:
            await response.move_assignment(tx, member.assignment_id, "on_site", scope=NATION)


async def tell_incidents(cast: Cast) -> None:
    """Open the incidents of the last two days and move them as far as they are."""
    scope = Scope(provinces=(cast.city,))
    by, name = cast.offices.operations, cast.roster.name_of(cast.offices.operations) or ""
    sites = [cast.atlas.site_of(a) for a in cast.territories.areas]
    async with transaction(cast.runtime.db.app, NATION) as tx:
        if await has_incidents(tx):
            return
        for n, (title, severity, hours, state) in enumerate(_INCIDENTS):
            at = NOW - timedelta(hours=hours)
            incident = await response.open_incident(
                tx, OpenIncident(title=title, severity=severity, site_id=sites[n % len(sites)]),
                scope=scope, staff_id=by, staff_name=name, now=at,
            )  # fmt: skip
            for step in ("in_progress", "closed")[: 2 if state == "closed" else state is not None]:
                at += timedelta(minutes=35)
                await response.move_incident(
                    tx, incident, step, note=None, scope=scope, staff_id=by, staff_name=name,
                    now=at,
                )  # fmt: skip


async def send_reports(cast: Cast) -> None:
    """Freeze the reports of the last two days; those entered late since then are differences."""
    async with transaction(cast.runtime.db.app, NATION) as tx:
        for ago in (2, 1):
            day = TODAY - timedelta(days=ago)
            if any(r.day == day for r in await report.reports_of(tx, unit=cast.city, limit=10)):
                continue
            await report.send(
                tx, cast.city, day, cast.book, staff_id=cast.offices.province,
                now=moment(day, 16.4),
            )  # fmt: skip
