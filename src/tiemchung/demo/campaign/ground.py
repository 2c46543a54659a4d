"""Lays what the story stands on: sites, devices, lots, decisions, campaign and rounds."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final, cast
from uuid import UUID

from msgspec import Struct

from tiemchung.country.units import NATION
from tiemchung.demo.campaign.areas import Area
from tiemchung.demo.campaign.atlas import Atlas, round_key
from tiemchung.demo.campaign.calendar import (
    FIRST_DOSES,
    LOTS,
    ROUNDS,
    decision_number,
    moment,
)
from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.crew import EXAMINATION, FIRST_TABLE, RECEPTION, TABLES_WITH_DEVICE
from tiemchung.demo.campaign.pen import DemoDevice
from tiemchung.demo.campaign.schedule import has_devices
from tiemchung.demo.campaign.staff import SINCE
from tiemchung.demo.campaign.stock_plan import PRODUCT_OF_LOT, AllocationLine, AllocationPlan
from tiemchung.demo.keys import DemoKeys
from tiemchung.domains.geography.service import OpenSite, open_site
from tiemchung.domains.planning.model import OpenRound
from tiemchung.domains.planning.service import open_campaign, open_round, spend_allocation
from tiemchung.domains.supply.allocation import RecordDecision, Sector, Share
from tiemchung.domains.supply.service import (
    EnterLot,
    enter_lot,
    open_allocation_round,
    record_decision,
)
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

_PLACES: Final = (
    "Trường THCS", "Trường Tiểu học", "Nhà thi đấu", "Trường THPT", "Trung tâm văn hóa",
    "Nhà thiếu nhi",
)  # fmt: skip
_NAMED: Final = (
    "Nguyễn Du", "Lê Quý Đôn", "Trần Quốc Toản", "Kim Đồng", "Chu Văn An", "Lê Lợi", "Hoa Lư",
    "Lý Thường Kiệt", "Nguyễn Huệ", "Đinh Tiên Hoàng", "Bạch Đằng", "Nguyễn Thái Bình",
)  # fmt: skip
_MOBILE: Final = 6


class FacilityPoint(Struct, frozen=True):
    """Where a facility stands, as far as it is known."""

    facility_id: int
    lat: float | None
    lon: float | None


@sql
async def facility_points(tx: Tx, *, facilities: list[int]) -> list[FacilityPoint]: ...


@sql
async def allocation_round(tx: Tx, *, number: int) -> int | None: ...


@sql
async def add_device(
    tx: Tx, *, device: UUID, facility: int, name: str, public_key: bytes, enrolled_at: datetime
) -> None: ...


async def lay_lots(tx: Tx, atlas: Atlas) -> None:
    """Enter the lots of the story."""
    for lot in LOTS:
        await enter_lot(
            tx,
            EnterLot(
                product_id=atlas.product[lot.product], lot_number=lot.number,
                expiry_date=lot.expires,
            ),
        )  # fmt: skip


async def lay_sites(tx: Tx, atlas: Atlas, areas: Sequence[Area], chance: Chance) -> None:
    """Open one site of each area's facility; a facility that has one keeps it."""
    fresh = [area for area in areas if area.facility_key not in atlas.site]
    found = await facility_points(tx, facilities=[atlas.station(area) for area in fresh])
    points = {p.facility_id: p for p in found}
    for area in fresh:
        await open_site(tx, _site(area, points[atlas.station(area)], chance))
    await atlas.read(tx)


def _site(area: Area, point: FacilityPoint, chance: Chance) -> OpenSite:
    """Name the site after a school or hall near the health station; some are mobile."""
    rng = chance.rng("site", area.facility_key)
    ward = area.wards[len(area.wards) // 2]
    mobile = area.index % 7 == _MOBILE
    place = f"{rng.choice(_PLACES)} {rng.choice(_NAMED)}"
    shift = rng.uniform(-0.004, 0.004)
    return OpenSite(
        facility_id=point.facility_id,
        name=f"Điểm tiêm lưu động {ward.name}" if mobile else f"Điểm tiêm {place}",
        kind="mobile" if mobile else "fixed",
        unit_id=ward.id,
        address=f"{rng.randint(2, 400)} đường số {rng.randint(1, 40)}, {ward.name}",
        lat=None if point.lat is None else point.lat + shift,
        lon=None if point.lon is None else point.lon - shift,
        tables=6,
    )


async def lay_campaign(tx: Tx, atlas: Atlas, city: int) -> None:
    """Open the campaign, the city's rounds, and one round for every other province."""
    if atlas.round:
        return
    campaign = await open_campaign(
        tx, name="Chiến dịch tiêm chủng vắc xin phòng COVID-19", disease="covid-19",
        starts_on=FIRST_DOSES,
    )  # fmt: skip
    others = [u for (level, _), u in sorted(atlas.unit_of_code.items()) if level == "province"]
    wanted = [(city, one.number, f"Đợt {one.number}", one.starts, one.ends) for one in ROUNDS]
    wanted += [
        (unit, 1, "Đợt tháng 7 và 8", date(2021, 7, 1), date(2021, 8, 31))
        for unit in others if unit != city
    ]  # fmt: skip
    for province, number, name, starts, ends in wanted:
        await open_round(
            tx,
            OpenRound(campaign_id=campaign, province_id=province, number=number, name=name,
                      starts_on=starts, ends_on=ends),
        )  # fmt: skip
    await atlas.read(tx)


async def lay_allocations(
    tx: Tx, atlas: Atlas, plans: Iterable[AllocationPlan], ministry: UUID, chance: Chance
) -> None:
    """Enter the ministry's decisions with their lines, and the amendment of one of them."""
    for plan in plans:
        a = plan.allocation
        number = await allocation_round(tx, number=a.number) or await open_allocation_round(
            tx, number=a.number, name=f"Đợt phân bổ {a.number}",
            product_id=atlas.product[PRODUCT_OF_LOT[a.lot]], now=moment(a.decided, 8),
        )  # fmt: skip
        first = await _decide(tx, atlas, plan, number, ministry, chance)
        if a.amended is not None:
            await _decide(tx, atlas, plan, number, ministry, chance, first)


async def _decide(
    tx: Tx, atlas: Atlas, plan: AllocationPlan, allocation_round_id: int, ministry: UUID,
    chance: Chance, amends: UUID | None = None,
) -> UUID:  # fmt: skip
    a = plan.allocation
    day = a.decided if amends is None or a.amended is None else a.amended
    lines = plan.lines if amends is None else plan.amended
    return await record_decision(
        tx,
        RecordDecision(
            decision_id=chance.id(moment(day, 9), "decision", a.number, day),
            allocation_round_id=allocation_round_id,
            number=decision_number(a, amendment=amends is not None), signed_on=day,
            level="national", issued_by_unit_id=NATION, amends_id=amends,
            lines=tuple(_share(atlas, line) for line in lines),
        ),
        actor_id=ministry, now=moment(day, 10),
    )  # fmt: skip


def _share(atlas: Atlas, line: AllocationLine) -> Share:
    if line.sector is not None:
        return Share(sector=cast("Sector", line.sector), doses=line.doses)
    return Share(unit_id=atlas.unit("province", line.receiver), doses=line.doses)


async def lay_spending(
    tx: Tx, atlas: Atlas, plans: Iterable[AllocationPlan], home: str, city: int
) -> None:
    """Say which allocations the city's rounds spend: several each, some in both."""
    for plan in plans:
        given = sum(x.doses for x in (*plan.lines, *plan.amended) if x.receiver == home)
        number = await allocation_round(tx, number=plan.allocation.number)
        arrives = plan.allocation.arrives
        for one in ROUNDS:
            in_time = one.starts - timedelta(days=30) <= arrives <= one.ends - timedelta(days=1)
            if in_time and given > 1 and number is not None:
                round_id = atlas.round[round_key(city, one.number)]
                await spend_allocation(tx, round_id, number, given // 2)


def devices_of(area: Area, chance: Chance, keys: DemoKeys) -> list[DemoDevice]:
    """Return the devices of an area's facility, one a station; none where all is on paper."""
    if not has_devices(area.index):
        return []
    names = {RECEPTION: "Máy tiếp đón", EXAMINATION: "Máy khám"}
    names |= {FIRST_TABLE + n: f"Máy bàn tiêm {n + 1}" for n in range(TABLES_WITH_DEVICE)}
    return [
        DemoDevice(
            chance.id(SINCE, "device", area.facility_key, station), name,
            keys.device(f"{area.facility_key}:{station}"),
        )
        for station, name in sorted(names.items())
    ]  # fmt: skip


async def enrol(tx: Tx, facility: int, devices: Iterable[DemoDevice]) -> None:
    """Enrol devices as if the head had typed a code into each."""
    for device in devices:
        await add_device(
            tx, device=device.device_id, facility=facility, name=device.name,
            public_key=device.public_key, enrolled_at=SINCE,
        )  # fmt: skip
