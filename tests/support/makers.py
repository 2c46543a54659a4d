"""Makers of people and of those who ask, for tests of the services above the ledger."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from tests.support.world import CITY, DISTRICT, FACILITY, NATION, OTHER, WARD, World
from tiemchung.domains.identity.actor import ActiveGrant, Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.registry.birth import Birth
from tiemchung.domains.registry.identity_documents import DocumentKind
from tiemchung.domains.registry.model import Entry, NewDocument, NewPerson
from tiemchung.kernel.scope import Scope

SCOPES = {
    Role.WARD: Scope(wards=(WARD,)),
    Role.DISTRICT: Scope(districts=(DISTRICT,)),
    Role.PROVINCE: Scope(provinces=(CITY,)),
    Role.MINISTRY: Scope(nation=True),
}
UNITS = {Role.WARD: WARD, Role.DISTRICT: DISTRICT, Role.PROVINCE: CITY, Role.MINISTRY: NATION}
AT_FACILITY = Scope(facilities=(FACILITY,))
ELSEWHERE = Scope(provinces=(OTHER,))


def scope_of(role: Role) -> Scope:
    """Return what one in this role at the first place of the small world may see."""
    return SCOPES.get(role, AT_FACILITY)


def actor(world: World, role: Role, scope: Scope | None = None) -> Actor:
    """Return a member of staff of the small world who acts in a role."""
    unit = UNITS.get(role)
    grant = ActiveGrant(
        grant_id=uuid4(), role=role, unit_id=unit, session_id=None,
        facility_id=None if unit is not None else FACILITY,
    )  # fmt: skip
    return Actor(
        kind="staff", id=world.staff[role], name=f"Nhân viên {role}", grant=grant,
        scope=scope or scope_of(role),
    )  # fmt: skip


def entry(world: World, role: Role = Role.WARD, *, at: datetime | None = None) -> Entry:
    """Return an entry by a member of staff with their own log-in."""
    staff = world.staff[role]
    return Entry(
        voucher=Voucher(staff_id=staff), entered_by=staff, at=at or datetime.now(UTC),
        facility=None if role in UNITS else FACILITY,
    )  # fmt: skip


def a_person(
    full_name: str = "Nguyễn Thị Ánh Nguyệt",
    *,
    born: date | None = date(1984, 3, 15),
    precision: str = "day",
    number: str | None = None,
    phone: str | None = "+84903123456",
    home: int | None = WARD,
    person_id: UUID | None = None,
    address: str | None = "12/3 Nguyễn Trãi",
    priority_group: str | None = None,
    household: UUID | None = None,
) -> NewPerson:
    """Return somebody to register."""
    birth = None
    if born is not None:
        assert precision in ("year", "month", "day")
        birth = Birth(born, precision)
    documents = () if number is None else (NewDocument(DocumentKind.PERSONAL_NUMBER, number),)
    return NewPerson(
        full_name=full_name, birth=birth, sex="female", home=home, source="ward",
        documents=documents, phones=() if phone is None else (phone,), person_id=person_id,
        no_document_reason=None if documents else "not_issued", address=address,
        priority_group=priority_group, household=household,
    )  # fmt: skip
