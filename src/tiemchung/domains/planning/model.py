"""What is planned, by whom it is asked for, and why it is refused."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, ClassVar, Final, Literal
from uuid import UUID

from msgspec import Meta, Struct

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.registry.events import Source
from tiemchung.kernel.errors import DomainError

Name = Annotated[str, Meta(min_length=1, max_length=160)]
Code = Annotated[str, Meta(pattern="^[a-z_]{1,60}$")]
HalfDay = Literal["morning", "afternoon", "evening"]


class CandidateState(StrEnum):
    """Where a candidate stands; the first four are open: the person may still be vaccinated."""

    WAITING = "waiting"
    ASSIGNED = "assigned"
    CALLED = "called"
    DEFERRED = "deferred"
    VACCINATED = "vaccinated"
    CONTRAINDICATED = "contraindicated"
    REFERRED = "referred"
    DECLINED = "declined"
    REMOVED = "removed"


OPEN: Final = frozenset(
    {
        CandidateState.WAITING,
        CandidateState.ASSIGNED,
        CandidateState.CALLED,
        CandidateState.DEFERRED,
    }
)


class CannotPlan(DomainError):
    """What was asked does not fit what has been planned; the detail says what to do."""

    code: ClassVar[str] = "planning.cannot_plan"


class CannotList(DomainError):
    """A list or a candidate cannot be taken as asked."""

    code: ClassVar[str] = "planning.cannot_list"


class CannotAssign(DomainError):
    """Candidates cannot be assigned as asked."""

    code: ClassVar[str] = "planning.cannot_assign"


class OpenRound(Struct, frozen=True, kw_only=True):
    """A province's round (HCMC 'đợt 5') in a campaign."""

    campaign_id: int
    province_id: int
    number: Annotated[int, Meta(ge=1, le=999)]
    name: Name
    starts_on: date
    ends_on: date


class OpenUpload(Struct, frozen=True, kw_only=True):
    """A file of candidates; the digest is SHA-256 over its bytes."""

    list_id: UUID
    round_id: int
    source: Source
    province_id: int
    name: Name
    file_name: Annotated[str, Meta(max_length=200)]
    file_digest: Annotated[bytes, Meta(min_length=32, max_length=32)]
    organisation_id: UUID | None = None
    ward_id: int | None = None


class Enlisted(Struct, frozen=True, kw_only=True):
    """A person for a list.

    Without a number the rules say which dose is next, with which product and from when; who needs
    none is not listed. A number is given where earlier doses are known to be missing.
    """

    person_id: UUID
    priority_group: str | None = None
    dose_number: Annotated[int, Meta(ge=1, le=9)] | None = None


EnlistOutcome = Literal["listed", "adopted", "already"]
"""New on the list; a wish without a round that the list has taken up; a candidate already."""


class AssignmentRule(Struct, frozen=True, kw_only=True):
    """Whom a province sends to a facility, at most `places` of them, best group first.

    Empty tuples mean everybody. Ages are whole years on the day `on`; people whose birth is not
    known are left out where an age is asked. `take_wishes` takes up people who wish to be
    vaccinated and stand in no round yet.
    """

    round_id: int
    facility_id: int
    places: Annotated[int, Meta(ge=1, le=1_000_000)]
    on: date
    group_order: tuple[str, ...]
    groups: tuple[str, ...] = ()
    min_age: Annotated[int, Meta(ge=0, le=130)] | None = None
    max_age: Annotated[int, Meta(ge=0, le=130)] | None = None
    districts: tuple[int, ...] = ()
    wards: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    dose_number: int = 1
    product_id: int | None = None
    take_wishes: bool = True


class GroupCount(Struct, frozen=True):
    """How many people of a priority group a rule meets; None is no group."""

    priority_group: str | None
    people: int


class AssignmentPreview(Struct, frozen=True, kw_only=True):
    """What a rule would do: people met by group, those left out because no birth is known.

    `assigned` would go, `over` are more than there are places; `already` are with the facility.
    """

    groups: tuple[GroupCount, ...]
    assigned: int
    over: int
    without_birth: int
    already: int


class DrawUpPlan(Struct, frozen=True, kw_only=True):
    """A facility's plan in a round: its days and how many people it will vaccinate."""

    plan_id: UUID
    round_id: int
    facility_id: int
    starts_on: date
    ends_on: date
    target: Annotated[int, Meta(ge=0, le=1_000_000)]
    remark: Annotated[str, Meta(max_length=500)] | None = None


class PlanSite(Struct, frozen=True):
    """A site of a plan, the team that works there, and how many people it is to see."""

    site_id: int
    target: Annotated[int, Meta(ge=0, le=1_000_000)]
    team_id: UUID | None = None


HOURS: Final[dict[HalfDay, tuple[time, time]]] = {
    "morning": (time(7, 30), time(11, 30)),
    "afternoon": (time(13, 30), time(17, 0)),
    "evening": (time(18, 0), time(21, 0)),
}
"""Usual hours of a half-day, offered and not imposed: no decision sets them."""


class CreateSession(Struct, frozen=True, kw_only=True):
    """One site, one date, one half-day, one product; without hours the usual ones."""

    session_id: UUID
    site_id: int
    day: date
    half_day: HalfDay
    product_id: int
    tables: Annotated[int, Meta(ge=1, le=60)]
    capacity: Annotated[int, Meta(ge=1, le=100_000)]
    plan_id: UUID | None = None
    round_id: int | None = None
    team_id: UUID | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    retrospective: bool = False


class ChangeSession(Struct, frozen=True, kw_only=True):
    """What changes of a session that has not begun; None stays as it is."""

    session_id: UUID
    tables: Annotated[int, Meta(ge=1, le=60)] | None = None
    capacity: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    team_id: UUID | None = None


class SessionWorker(Struct, frozen=True):
    """Somebody who works in a session, in one role."""

    staff_id: UUID
    role: Role


class Session(Struct, frozen=True):
    """A session as it is planned; positions follow `session_of` in queries.sql."""

    session_id: UUID
    facility_id: int
    site_id: int
    plan_id: UUID | None
    round_id: int | None
    team_id: UUID | None
    day: date
    half_day: str
    starts_at: datetime
    ends_at: datetime
    product_id: int
    tables: int
    capacity: int
    state: str
    reason: str | None
    retrospective: bool
    place_province: int | None
    place_district: int | None
    place_ward: int | None


class Candidate(Struct, frozen=True):
    """A candidate as it stands; positions follow `candidates_of` in queries.sql."""

    person_id: UUID
    candidate_id: UUID
    list_id: UUID
    round_id: int | None
    source: str
    priority_group: str | None
    dose_number: int
    product_id: int | None
    state: str
    reason: str | None
    earliest_on: date | None
    facility_id: int | None
    outcome_event_id: UUID | None
    entered_at: datetime
    changed_at: datetime


class Called(Struct, frozen=True):
    """A candidate taken for a call, with what seats them: group, household, when entered."""

    person_id: UUID
    candidate_id: UUID
    priority_group: str | None
    dose_number: int
    household_id: UUID | None
    entered_at: datetime
    home_province: int | None
    home_district: int | None
    home_ward: int | None


class WardLine(Struct, frozen=True):
    """One line of a ward's list: a resident, and where they stand in the round, if anywhere."""

    person_id: UUID
    full_name: str
    birth_date: date | None
    birth_precision: str
    sex: str
    address: str | None
    neighbourhood_id: int | None
    neighbourhood: str | None
    household_id: UUID | None
    identity_status: str
    priority_group: str | None
    phone: str | None
    document: str | None
    candidate_id: UUID | None
    source: str | None
    dose_number: int | None
    state: str | None
    reason: str | None
    earliest_on: date | None
    facility_id: int | None


class DueRule(Struct, frozen=True, kw_only=True):
    """Who is due by a day for a next dose, by current address; `product_id` is what they had.

    `usual` waits for the usual day of the rule, else the earliest one counts.
    """

    round_id: int
    due_by: date
    product_id: int | None = None
    districts: tuple[int, ...] = ()
    wards: tuple[int, ...] = ()
    usual: bool = True


class DueCount(Struct, frozen=True):
    """People due for a dose with a product; `listed` are candidates of the round already."""

    product_id: int | None
    next_number: int
    people: int
    listed: int
