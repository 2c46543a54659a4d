"""What endpoints act upon: a fresh one inside the scope of every role, or outside of it.

Inside lies at the first facility of the small world (ward, district, province, region and nation
cover it, the citizen of the matrix is linked to its people); outside lies at the second facility,
in another province of the same region.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from tests.support.rows import put
from tests.support.world import (
    CITY,
    DISTRICT,
    FACILITY,
    LOT,
    NATION,
    OTHER,
    OTHER_FACILITY,
    OTHER_SITE,
    OTHER_WARD,
    PRODUCT,
    SITE,
    WARD,
    add_device,
)
from tiemchung.kernel.clock import Clock
from tiemchung.kernel.sql import Tx

ACCOUNT = UUID(int=0xC171)
"""The account of the citizen of the matrix."""

FORMER_DAY = date(2021, 7, 20)

INSIDE_HOME = {"home_province": CITY, "home_district": DISTRICT, "home_ward": WARD}
OUTSIDE_HOME = {"home_province": OTHER, "home_district": None, "home_ward": OTHER_WARD}
INSIDE_PLACE = {"place_province": CITY, "place_district": DISTRICT, "place_ward": WARD}
OUTSIDE_PLACE = {"place_province": OTHER, "place_district": None, "place_ward": OTHER_WARD}


async def device(owner: Tx, *, inside: bool) -> str:
    """An enrolled device of the facility."""
    return str((await add_device(owner, FACILITY if inside else OTHER_FACILITY)).id)


async def person(owner: Tx, *, inside: bool) -> str:
    """A person who lives there."""
    home: dict[str, Any] = INSIDE_HOME if inside else OUTSIDE_HOME
    made = await put(owner, "registry.person", full_name="Nguyễn Thị Mẫu", **home)
    if inside:
        await put(owner, "identity.account_person", account_id=ACCOUNT, relation="self",
                  person_id=made["person_id"])  # fmt: skip
    return str(made["person_id"])


async def session(owner: Tx, *, inside: bool) -> str:
    """A session that runs at the site."""
    place: dict[str, Any] = INSIDE_PLACE if inside else OUTSIDE_PLACE
    made = await put(
        owner, "planning.session", state="running", half_day="morning", day=Clock().today(),
        facility_id=FACILITY if inside else OTHER_FACILITY, site_id=SITE if inside else OTHER_SITE,
        product_id=PRODUCT, retrospective=True, **place,  # so that several fit into a half-day
    )  # fmt: skip
    return str(made["session_id"])


async def facility(_: Tx, *, inside: bool) -> str:
    return str(FACILITY if inside else OTHER_FACILITY)


async def site(_: Tx, *, inside: bool) -> str:
    return str(SITE if inside else OTHER_SITE)


async def ward(_: Tx, *, inside: bool) -> str:
    return str(WARD if inside else OTHER_WARD)


async def province(_: Tx, *, inside: bool) -> str:
    return str(CITY if inside else OTHER)


async def nothing(_: Tx, *, inside: bool) -> str:
    """An id of nothing at all: inside and outside alike."""
    del inside
    return str(uuid4())


async def allocation_round(owner: Tx, *, inside: bool) -> str:
    """A round of the ministry; it lies in nobody's place."""
    del inside
    made: int = await owner.fetchval(
        "INSERT INTO supply.allocation_round (number, name, product_id, created_at)"
        " SELECT coalesce(max(number), 0) + 1, 'Đợt', $1, now() FROM supply.allocation_round"
        " RETURNING allocation_round_id",
        PRODUCT,
    )
    return str(made)


async def decision(owner: Tx, *, inside: bool) -> str:
    """A decision of the ministry for one of the provinces: paper that every officer reads."""
    round_id = int(await allocation_round(owner, inside=inside))
    made = await put(
        owner, "supply.allocation_decision", allocation_round_id=round_id, number=str(uuid4()),
        level="national", issued_by_unit_id=NATION,
    )  # fmt: skip
    await put(
        owner, "supply.allocation_line", decision_id=made["decision_id"], product_id=PRODUCT,
        receiver_unit_id=CITY if inside else OTHER, purpose="any",
    )  # fmt: skip
    return str(made["decision_id"])


async def lot(owner: Tx, *, inside: bool) -> str:
    """A lot of the product; it may lie anywhere."""
    del inside
    made = uuid4().int % 10**8 + 1_000
    await owner.execute(
        "INSERT INTO supply.lot (lot_id, product_id, lot_number, expiry_date)"
        " VALUES ($1, $2, $3, '2099-12-31')",
        made, PRODUCT, str(uuid4()),
    )  # fmt: skip
    return str(made)


async def sent_document(owner: Tx, *, inside: bool) -> str:
    """A line of a document on its way to the facility, from the other one."""
    here, there = (FACILITY, OTHER_FACILITY) if inside else (OTHER_FACILITY, FACILITY)
    made = await put(
        owner, "supply.stock_movement", facility_id=there, kind="stock_issued", vials=2, doses=20,
        product_id=PRODUCT, lot_id=LOT, document_number=f"PX-{uuid4()}", other_facility_id=here,
    )  # fmt: skip
    return str(made["event_id"])


async def doing(_: Tx, *, inside: bool) -> str:
    """An act of a storekeeper."""
    del inside
    return "kiem-ke"


async def case(owner: Tx, *, inside: bool) -> str:
    """An open case about a dose given there."""
    place: dict[str, Any] = INSIDE_PLACE if inside else OUTSIDE_PLACE
    made = await put(
        owner, "registry.correction_case", state="open",
        facility_id=FACILITY if inside else OTHER_FACILITY, **place,
    )  # fmt: skip
    return str(made["case_id"])


async def round_(owner: Tx, *, inside: bool) -> str:
    """A round of the province."""
    made: int = await owner.fetchval(
        "WITH c AS (INSERT INTO planning.campaign (name, disease, starts_on)"
        " VALUES ('Chiến dịch', 'covid-19', '2021-03-08') RETURNING campaign_id)"
        " INSERT INTO planning.vaccination_round (campaign_id, province_id, number, name,"
        " starts_on, ends_on)"
        " SELECT campaign_id, $1, 5, 'Đợt 5', '2021-07-01', '2099-01-01' FROM c"
        " RETURNING round_id",
        CITY if inside else OTHER,
    )
    return str(made)


async def plan(owner: Tx, *, inside: bool) -> str:
    """A plan of the facility, still a draft."""
    made = await put(
        owner, "planning.plan", round_id=int(await round_(owner, inside=inside)),
        facility_id=FACILITY if inside else OTHER_FACILITY, state="draft",
        district_id=DISTRICT if inside else None,
    )  # fmt: skip
    return str(made["plan_id"])


async def list_(owner: Tx, *, inside: bool) -> str:
    """A list of an organisation in the province, taken in."""
    made = await put(
        owner, "planning.candidate_list", source="organisation", file_name="danh-sach.xlsx",
        province_id=CITY if inside else OTHER, state="imported",
    )  # fmt: skip
    return str(made["list_id"])


async def staff(owner: Tx, *, inside: bool) -> str:
    """Somebody at the facility without a grant."""
    made = await put(
        owner, "identity.staff", username=str(uuid4()),
        facility_id=FACILITY if inside else OTHER_FACILITY,
    )  # fmt: skip
    return str(made["staff_id"])


async def former_session(owner: Tx, *, inside: bool) -> str:
    """A session at the site, the only one of its day: a board shows no more than so many."""
    await owner.execute("DELETE FROM planning.session WHERE day = $1", FORMER_DAY)
    place: dict[str, Any] = INSIDE_PLACE if inside else OUTSIDE_PLACE
    made = await put(
        owner, "planning.session", state="closed", half_day="morning", day=FORMER_DAY,
        facility_id=FACILITY if inside else OTHER_FACILITY, site_id=SITE if inside else OTHER_SITE,
        product_id=PRODUCT, **place,
    )  # fmt: skip
    return str(made["session_id"])


async def unit(_: Tx, *, inside: bool) -> str:
    """A unit that sends reports: the district, or the other province."""
    return str(DISTRICT if inside else OTHER)


async def alert(owner: Tx, *, inside: bool) -> str:
    """An open alert about the site; its session bears its id, so that every list names it."""
    made = uuid4()
    await put(
        owner, "response.alert", alert_id=made, session_id=made, kind="no_entry",
        subject=str(made), severity="high", facility_id=FACILITY if inside else OTHER_FACILITY,
        **_duty(inside=inside),
    )  # fmt: skip
    return str(made)


async def incident(owner: Tx, *, inside: bool, state: str = "open") -> str:
    """An open incident at the site."""
    made = await put(
        owner, "response.incident", number=str(uuid4()), title="Mất mạng", severity="high",
        state=state, facility_id=FACILITY if inside else OTHER_FACILITY, **_duty(inside=inside),
    )  # fmt: skip
    return str(made["incident_id"])


async def closed_incident(owner: Tx, *, inside: bool) -> str:
    """An incident at the site that is over."""
    return await incident(owner, inside=inside, state="closed")


async def member(owner: Tx, *, inside: bool) -> str:
    """A member of the support force, whom any unit may ask for."""
    del inside
    made = await put(owner, "response.support_member", full_name="Lê An", support_force="site")
    return str(made["member_id"])


async def assignment(owner: Tx, *, inside: bool) -> str:
    """A member of the support force on the way to the site."""
    made = await put(
        owner, "response.assignment", member_id=UUID(await member(owner, inside=inside)),
        site_id=SITE if inside else OTHER_SITE, day=Clock().today(), state="assigned",
    )  # fmt: skip
    return str(made["assignment_id"])


async def report(owner: Tx, *, inside: bool) -> str:
    """A daily report that the ward has sent."""
    made = await put(
        owner, "statistics.daily_report", unit_id=WARD if inside else OTHER_WARD,
        version=uuid4().int % 30_000, number="BC-20210720", figures='{"day": [], "cumulative": []}',
        state="sent",
    )  # fmt: skip
    return str(made["report_id"])


async def quarantined(owner: Tx, *, inside: bool) -> str:
    """An event of the facility that was put aside."""
    made = await put(
        owner, "ledger.quarantine", hash=uuid4().bytes,
        facility_id=FACILITY if inside else OTHER_FACILITY,
    )  # fmt: skip
    return str(made["quarantine_id"])


async def batch(owner: Tx, *, inside: bool) -> str:
    """People of the ward whom the population register is asked for."""
    made = await put(
        owner, "quality.verification_batch", unit_id=WARD if inside else OTHER_WARD,
    )  # fmt: skip
    return str(made["batch_id"])


async def campaign(owner: Tx, *, inside: bool) -> str:
    """A campaign of the nation."""
    del inside
    made: int = await owner.fetchval(
        "INSERT INTO planning.campaign (name, disease, starts_on)"
        " VALUES ('Chiến dịch', 'covid-19', '2021-03-08') RETURNING campaign_id"
    )
    return str(made)


async def phone(_: Tx, *, inside: bool) -> str:
    """A number that nobody has asked a code for."""
    del inside
    return f"09{uuid4().int % 10**8:08}"


async def tick(_: Tx, *, inside: bool) -> str:
    """A box of the list of invitations: a person and an appointment."""
    del inside
    return f"{uuid4()}.{uuid4()}"


async def today(_: Tx, *, inside: bool) -> str:
    """The day that it is."""
    del inside
    return str(Clock().today())


async def board_part(_: Tx, *, inside: bool) -> str:
    """A part of the board."""
    del inside
    return "tiles"


async def figure(_: Tx, *, inside: bool) -> str:
    """A figure that every unit and facility has."""
    del inside
    return "doses"


async def file_kind(_: Tx, *, inside: bool) -> str:
    """How a report is downloaded."""
    del inside
    return "xlsx"


def _duty(*, inside: bool) -> dict[str, Any]:
    """Whose work an alert or an incident is."""
    return {
        "province_id": CITY if inside else OTHER,
        "district_id": DISTRICT if inside else None,
    }


SUBJECTS: dict[str, Callable[..., Awaitable[str]]] = {
    "alert": alert,
    "allocation_round": allocation_round,
    "assignment": assignment,
    "batch": batch,
    "board_part": board_part,
    "campaign": campaign,
    "case": case,
    "closed_incident": closed_incident,
    "decision": decision,
    "device": device,
    "doing": doing,
    "facility": facility,
    "figure": figure,
    "file_kind": file_kind,
    "former_session": former_session,
    "incident": incident,
    "list": list_,
    "lot": lot,
    "member": member,
    "nothing": nothing,
    "person": person,
    "phone": phone,
    "plan": plan,
    "province": province,
    "quarantined": quarantined,
    "report": report,
    "round": round_,
    "sent_document": sent_document,
    "session": session,
    "site": site,
    "staff": staff,
    "tick": tick,
    "today": today,
    "unit": unit,
    "ward": ward,
}
