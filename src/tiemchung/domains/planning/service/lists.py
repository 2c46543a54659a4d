"""Keeps lists of candidates by source, and who stands on them; a file is taken once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.geography import service as geography
from tiemchung.domains.planning import candidate_queries, list_queries
from tiemchung.domains.planning.candidate_queries import StateCount
from tiemchung.domains.planning.list_queries import CandidateList, ListRowKept, OutcomeCount
from tiemchung.domains.planning.model import (
    OPEN,
    CandidateState,
    CannotList,
    Enlisted,
    EnlistOutcome,
    OpenUpload,
    WardLine,
)
from tiemchung.domains.registry.events import Source
from tiemchung.kernel.errors import Invalid, NotFound
from tiemchung.kernel.formats import date_short
from tiemchung.kernel.i18n import Lazy, lazy
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Tx

SOURCE_TITLES: Final[dict[str, Lazy]] = {
    "self": lazy("Tự đăng ký"),
    "family": lazy("Người thân đăng ký hộ"),
    "site": lazy("Đăng ký tại điểm tiêm"),
    "ward": lazy("Danh sách tổ dân phố"),
    "organisation": lazy("Danh sách cơ quan, doanh nghiệp"),
    "school": lazy("Danh sách trường học"),
    "hospital": lazy("Danh sách bệnh viện"),
    "army": lazy("Danh sách quân đội"),
    "police": lazy("Danh sách công an"),
    "import": lazy("Danh sách chuyển từ hệ thống khác"),
    "recall": lazy("Danh sách gọi tiêm mũi tiếp theo"),
}
"""What people call the lists of a source; it is kept with every candidate."""

SHOWN: Final = frozenset({"all", "unlisted", *(str(s) for s in CandidateState)})
"""What a ward's list may be narrowed to; `unlisted` are residents without any wish."""


class OpenOrganisation(Struct, frozen=True, kw_only=True):
    """An organisation that enters its people; `unit_id` is where it has its seat."""

    organisation_id: UUID
    name: str
    unit_id: int
    tax_code: str | None = None
    contact_staff_id: UUID | None = None


async def open_organisation(tx: Tx, command: OpenOrganisation, *, now: datetime) -> UUID:
    """Enter an organisation, once per id; raises Forbidden outside the caller's jurisdiction."""
    await geography.require_unit(tx, command.unit_id)
    unit = await geography.find_unit(tx, command.unit_id)
    await list_queries.add_organisation(
        tx, organisation_id=command.organisation_id, name=command.name, tax_code=command.tax_code,
        ward_id=unit.ward, district_id=unit.district, province_id=unit.province,
        contact_staff_id=command.contact_staff_id, created_at=now,
    )  # fmt: skip
    return command.organisation_id


async def standing_list(
    tx: Tx,
    source: Source | str,
    *,
    round_id: int | None = None,
    province_id: int | None = None,
    ward_id: int | None = None,
    actor_id: UUID | None = None,
    now: datetime,
) -> UUID:
    """Return the list of a source that is always open, made at its first use."""
    for _attempt in range(2):
        found = await list_queries.standing_list(
            tx, round_id=round_id, source=source, province_id=province_id, ward_id=ward_id
        )
        if found is not None:
            return found
        await list_queries.add_standing_list(
            tx, list_id=uuid7(), round_id=round_id, source=source, province_id=province_id,
            ward_id=ward_id, name=str(SOURCE_TITLES[source]), entered_by=actor_id,
            entered_at=now,
        )  # fmt: skip
    raise LookupError("the standing list was just written")


async def open_upload(tx: Tx, command: OpenUpload, *, actor_id: UUID, now: datetime) -> UUID:
    """Begin a list that comes as a file; returns its id.

    The same file is refused a second time within a round, unless its import was cut off: then the
    list is gone on with. Raises CannotList and says which list the file made.
    """
    made = await list_queries.add_upload(
        tx, list_id=command.list_id, round_id=command.round_id, source=command.source,
        organisation_id=command.organisation_id, province_id=command.province_id,
        ward_id=command.ward_id, name=command.name, file_name=command.file_name,
        file_digest=command.file_digest, entered_by=actor_id, entered_at=now,
    )  # fmt: skip
    if made is not None:
        return made
    known = await list_queries.upload_with_digest(
        tx, round_id=command.round_id, file_digest=command.file_digest
    )
    if known is None:
        raise CannotList(_("Danh sách này đã có. Hãy tải lại trang."))
    if known.state == "importing":
        return known.list_id
    raise CannotList(
        _(
            "Tệp này đã được nộp ngày %(day)s trong danh sách “%(name)s”. Hãy chọn tệp khác.",
            day=date_short(known.entered_at),
            name=known.name,
        ),
        field="file",
    )


async def find_list(tx: Tx, list_id: UUID) -> CandidateList:
    """Return a list; raises NotFound."""
    found = await list_queries.list_of(tx, list_id=list_id)
    if found is None:
        raise NotFound(_("Không có danh sách này."))
    return found


async def lists_of_round(
    tx: Tx, round_id: int, *, source: str | None = None
) -> list[CandidateList]:
    """Return the lists of a round, newest first."""
    return await list_queries.lists_of_round(tx, round_id=round_id, source=source)


async def rows_of_list(
    tx: Tx, list_id: UUID, *, outcome: str | None = None, page: int = 1, page_size: int = 100
) -> list[ListRowKept]:
    """Return what became of the rows of a list, in the order of the file; pages count from 1."""
    return await list_queries.rows_of_list(
        tx, list_id=list_id, outcome=outcome, page_size=page_size, skipped=(page - 1) * page_size
    )


async def outcomes_of_list(tx: Tx, list_id: UUID) -> list[OutcomeCount]:
    """Count the rows of a list by outcome."""
    return await list_queries.outcomes_of_list(tx, list_id=list_id)


async def enlist(
    tx: Tx,
    list_id: UUID,
    people: Sequence[Enlisted],
    *,
    now: datetime,
    actor_id: UUID | None = None,
) -> dict[UUID, EnlistOutcome]:
    """Put people on a list; returns what became of each one that the caller may see.

    On however many lists a person stands, they are one candidate of a round: a wish without a
    round is taken up, a candidate of the round stays the one they are. Whoever has died or may not
    be seen is left out of the answer.
    """
    found = await find_list(tx, list_id)
    ids = [p.person_id for p in people]
    adopted: set[UUID] = set()
    if found.round_id is not None:
        adopted = set(
            await candidate_queries.adopt_wishes(
                tx, people=ids, round_id=found.round_id, now=now, actor_id=actor_id
            )
        )
    rest = [p for p in people if p.person_id not in adopted]
    listed = set(
        await candidate_queries.add_candidates(
            tx, list_id=list_id, round_id=found.round_id, source=found.source,
            people=[p.person_id for p in rest], candidates=[uuid7() for _person in rest],
            groups=[p.priority_group for p in rest], numbers=[p.dose_number for p in rest],
            now=now, actor_id=actor_id,
        )
    )  # fmt: skip
    already = {
        c.person_id
        for c in await candidate_queries.candidates_of(
            tx, people=[p.person_id for p in rest if p.person_id not in listed]
        )
        if c.round_id == found.round_id and c.state in OPEN
    }
    outcomes: dict[UUID, EnlistOutcome] = {}
    for person in ids:
        if person in listed:
            outcomes[person] = "listed"
        elif person in adopted:
            outcomes[person] = "adopted"
        elif person in already:
            outcomes[person] = "already"
    return outcomes


async def list_wish(
    tx: Tx,
    person: Enlisted,
    *,
    source: Source | str,
    home: int,
    now: datetime,
    actor_id: UUID | None = None,
) -> EnlistOutcome | None:
    """Put one who was registered by staff on the open list of their source, where `home` lies.

    Returns None for whom the caller may not see: their own ward lists them.
    """
    unit = await geography.find_unit(tx, home)
    list_id = await standing_list(
        tx, source, province_id=unit.province, ward_id=unit.ward if source == "ward" else None,
        actor_id=actor_id, now=now,
    )  # fmt: skip
    outcomes = await enlist(tx, list_id, [person], now=now, actor_id=actor_id)
    return outcomes.get(person.person_id)


async def remove_candidate(
    tx: Tx, person_id: UUID, candidate_id: UUID, *, reason: str, actor_id: UUID, now: datetime
) -> None:
    """Take a person off the round's lists with a reason (a code); what happened stays.

    Raises CannotList when the person has been called: the appointment is cancelled first.
    """
    states = [CandidateState.WAITING, CandidateState.ASSIGNED, CandidateState.DEFERRED]
    moved = await candidate_queries.move_candidate(
        tx, person_id=person_id, candidate_id=candidate_id, state=CandidateState.REMOVED,
        reason=reason, earliest_on=None, facility_id=None, from_states=[str(s) for s in states],
        now=now, actor_id=actor_id,
    )  # fmt: skip
    if moved is None:
        raise CannotList(
            _("Không bỏ được: người này đã được gọi tiêm hoặc không còn trong danh sách.")
        )


async def return_candidate(
    tx: Tx, person_id: UUID, candidate_id: UUID, *, reason: str, actor_id: UUID, now: datetime
) -> None:
    """Put a deferred, declined or referred person back on their ward's list by hand, with a reason.

    Raises CannotList when the person stands elsewhere in the round meanwhile.
    """
    rows = await candidate_queries.candidates_of(tx, people=[person_id])
    mine = next((c for c in rows if c.candidate_id == candidate_id), None)
    others = [
        c for c in rows
        if c.candidate_id != candidate_id and mine is not None
        and c.round_id == mine.round_id and c.state in OPEN
    ]  # fmt: skip
    if mine is None or others or mine.state not in _RETURNABLE:
        raise CannotList(_("Không đưa lại được: trạng thái của người này đã thay đổi."))
    await candidate_queries.move_candidate(
        tx, person_id=person_id, candidate_id=candidate_id, state=CandidateState.WAITING,
        reason=reason, earliest_on=None, facility_id=None, from_states=[mine.state], now=now,
        actor_id=actor_id,
    )  # fmt: skip


_RETURNABLE: Final = frozenset(
    {
        CandidateState.DEFERRED,
        CandidateState.DECLINED,
        CandidateState.REFERRED,
        CandidateState.CONTRAINDICATED,
        CandidateState.REMOVED,
    }
)


async def ward_list(
    tx: Tx,
    ward: int,
    *,
    round_id: int | None,
    neighbourhood: int | None = None,
    show: str = "all",
    page: int = 1,
    page_size: int = 100,
) -> tuple[list[WardLine], list[StateCount]]:
    """Return a page of a ward's residents with where they stand in a round, and the counts.

    `show` is one of SHOWN. Lines come by neighbourhood, household and Vietnamese order; the caller
    logs who was shown.
    """
    if show not in SHOWN:
        raise Invalid(_("Không có cách lọc này."), field="show")
    lines = await candidate_queries.ward_lines(
        tx, ward=ward, round_id=round_id, neighbourhood=neighbourhood, show=show,
        page_size=page_size, skipped=(page - 1) * page_size,
    )  # fmt: skip
    counts = await candidate_queries.ward_counts(
        tx, ward=ward, round_id=round_id, neighbourhood=neighbourhood
    )
    return lines, counts
