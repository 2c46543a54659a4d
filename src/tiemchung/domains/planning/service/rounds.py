"""Opens a campaign and the rounds of provinces; a round spends doses of several allocations."""

from datetime import date

from tiemchung.domains.geography import service as geography
from tiemchung.domains.planning import round_queries as queries
from tiemchung.domains.planning.model import CannotPlan, OpenRound
from tiemchung.domains.planning.round_queries import Round, RoundDoses
from tiemchung.domains.supply import service as supply
from tiemchung.kernel.errors import Invalid, NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx


async def open_campaign(
    tx: Tx, *, name: str, disease: str, starts_on: date, ends_on: date | None = None
) -> int:
    """Open a campaign of the nation; returns its id. Raises Forbidden below the nation."""
    await geography.require_unit(tx, None)
    return await queries.add_campaign(
        tx, name=name, disease=disease, starts_on=starts_on, ends_on=ends_on
    )


async def open_round(tx: Tx, command: OpenRound) -> int:
    """Open a province's round; returns its id.

    Raises CannotPlan when the number is taken, Invalid for days that do not fit, Forbidden outside
    the caller's jurisdiction.
    """
    await geography.require_unit(tx, command.province_id)
    if command.ends_on < command.starts_on:
        raise Invalid(_("Ngày kết thúc phải sau ngày bắt đầu."), field="ends_on")
    if (await geography.find_unit(tx, command.province_id)).level != "province":
        raise Invalid(_("Đợt tiêm là của một tỉnh, thành phố."), field="province_id")
    made = await queries.add_round(
        tx, campaign_id=command.campaign_id, province_id=command.province_id,
        number=command.number, name=command.name, starts_on=command.starts_on,
        ends_on=command.ends_on,
    )  # fmt: skip
    if made is None:
        raise CannotPlan(_("Tỉnh đã có đợt tiêm mang số này."), field="number")
    return made


async def find_round(tx: Tx, round_id: int) -> Round:
    """Return a round; raises NotFound."""
    found = await queries.round_of(tx, round_id=round_id)
    if found is None:
        raise NotFound(_("Không có đợt tiêm này."))
    return found


async def spend_allocation(
    tx: Tx, round_id: int, allocation_round_id: int, doses: int
) -> list[RoundDoses]:
    """Let a round spend doses of an allocation round; a second call sets the number anew.

    All rounds of a province together spend no more than it was allocated. Returns what the round
    may spend. Raises CannotPlan when it is more, Invalid for no doses.
    """
    if doses <= 0:
        raise Invalid(_("Hãy ghi số liều lớn hơn 0."), field="doses")
    found = await find_round(tx, round_id)
    await geography.require_unit(tx, found.province_id)
    await queries.lock_province_rounds(tx, province_id=found.province_id)
    allocated = await supply.allocated_to(
        tx, found.province_id, allocation_round_id=allocation_round_id
    )
    spent = await queries.spent_elsewhere(
        tx, allocation_round_id=allocation_round_id, province_id=found.province_id,
        round_id=round_id,
    )  # fmt: skip
    left = sum(allocated.values()) - spent
    if doses > left:
        raise CannotPlan(
            _("Đợt phân bổ này chỉ còn %(left)s liều cho tỉnh.", left=max(0, left)), field="doses"
        )
    await queries.spend(tx, round_id=round_id, allocation_round_id=allocation_round_id, doses=doses)
    return await queries.round_doses(tx, round_id=round_id)


async def round_doses(tx: Tx, round_id: int) -> list[RoundDoses]:
    """Return what a round may spend, by allocation round."""
    return await queries.round_doses(tx, round_id=round_id)
