"""Accounts of staff and their grants: added, given, ended; never deleted, for events name them."""

from datetime import datetime
from uuid import UUID

from tiemchung.domains.identity import passwords, queries, station_queries
from tiemchung.domains.identity.model import AddStaff, CannotSetPassword, GrantRole
from tiemchung.domains.identity.stations import badge_digest, new_badge
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.errors import Invalid, NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.reference import touch
from tiemchung.kernel.sql import Tx


async def add_staff(tx: Tx, staff: AddStaff, *, now: datetime) -> UUID:
    """Open an account; without a password it signs in by badge alone.

    Raises Invalid for a user name that is none, or that somebody has.
    """
    username = staff.username.strip().lower()
    if not username or not username.replace(".", "").replace("-", "").isalnum():
        raise Invalid(_("Tên đăng nhập chỉ gồm chữ, số, dấu chấm và gạch nối."), field="username")
    password_hash = None
    if staff.password is not None:
        passwords.refuse_weak(staff.password, username)
        password_hash = await passwords.hashed(staff.password)
    added = await queries.insert_staff(
        tx, staff_id=uuid7(), username=username, full_name=" ".join(staff.full_name.split()),
        profession=staff.profession, facility_id=staff.facility_id, password_hash=password_hash,
        must_change_password=staff.must_change_password and password_hash is not None,
        created_at=now,
    )  # fmt: skip
    if added is None:
        raise Invalid(_("Tên đăng nhập này đã có người dùng."), field="username")
    return added


async def find_by_username(tx: Tx, username: str) -> UUID:
    """Return whose account this is, as long as it is open; raises NotFound."""
    found = await queries.staff_by_username(tx, username=username.strip().lower())
    if found is None:
        raise NotFound(_("Không có tài khoản này."))
    return found


async def grant_role(tx: Tx, order: GrantRole, *, granted_by: UUID | None) -> UUID:
    """Give a role over a place for a time; it holds at campaign time, in every process in 2 s.

    Whether the giver may is for the caller to judge: a plan that names its people, or an officer
    above the place.
    """
    grant_id = uuid7()
    await queries.insert_grant(
        tx, grant_id=grant_id, staff_id=order.staff_id, role=str(order.role),
        unit_id=order.unit_id, facility_id=order.facility_id, session_id=order.session_id,
        sector=order.sector, valid_from=order.valid_from, valid_to=order.valid_to,
        granted_by=granted_by, reason=order.reason,
    )  # fmt: skip
    await touch(tx)
    return grant_id


async def end_grant(tx: Tx, grant_id: UUID, *, at: datetime) -> None:
    """End a grant at campaign time; log-ins that act under it end with it."""
    await queries.end_grant(tx, grant_id=grant_id, at=at)
    await touch(tx)


async def end_session_grants(tx: Tx, session_id: UUID, *, at: datetime) -> None:
    """End all grants to one session: rights end with the session."""
    await queries.end_session_grants(tx, session_id=session_id, at=at)
    await touch(tx)


async def close_staff(tx: Tx, staff_id: UUID) -> None:
    """Close an account: it signs in no more, and its log-ins hold no longer."""
    await queries.close_staff(tx, staff_id=staff_id)
    await queries.end_other_logins(tx, staff_id=staff_id, kept=b"", now=real_now())


async def reset_second_factor(tx: Tx, staff_id: UUID) -> None:
    """Forget the authenticator of one who lost it; the next sign-in enrols a new one."""
    await queries.reset_totp(tx, staff_id=staff_id)
    await queries.end_other_logins(tx, staff_id=staff_id, kept=b"", now=real_now())


async def set_first_password(tx: Tx, staff_id: UUID, username: str, password: str) -> None:
    """Set a password that its owner has to change at the next sign-in."""
    passwords.refuse_weak(password, username)
    stored = await passwords.hashed(password)
    await queries.set_password(tx, staff_id=staff_id, password_hash=stored, must_change=True)
    await queries.end_other_logins(tx, staff_id=staff_id, kept=b"", now=real_now())


async def give_badge(tx: Tx, staff_id: UUID, pin: str) -> str:
    """Make a new badge with its PIN; returns the text of its QR, the old badge ends."""
    if not pin.isdigit() or len(pin) not in passwords.PIN_LENGTHS or len(set(pin)) == 1:
        raise CannotSetPassword(
            _("Mã PIN gồm 4 đến 8 chữ số, không phải một số lặp lại."), field="pin"
        )
    badge = new_badge()
    await station_queries.set_badge(
        tx, staff_id=staff_id, badge_digest=badge_digest(badge),
        pin_hash=await passwords.hashed(pin),
    )  # fmt: skip
    return badge
