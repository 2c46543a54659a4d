"""What identity is asked to do, and how it refuses."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.errors import DomainError, Forbidden, Invalid, NotFound


class CannotSignIn(DomainError):
    """Name, secret or code is wrong, or the account waits after too many attempts.

    One answer for all, so that nobody learns which accounts exist.
    """

    code: ClassVar[str] = "cannot_sign_in"
    status: ClassVar[int] = 401


class CannotSetPassword(Invalid):
    """The new password cannot be taken; the detail says why."""

    code: ClassVar[str] = "cannot_set_password"


class CannotChooseGrant(Forbidden):
    """The grant is not this person's, or does not hold now."""

    code: ClassVar[str] = "cannot_choose_grant"


class CannotEnrolDevice(DomainError):
    """The enrolment code is unknown, used up or too old."""

    code: ClassVar[str] = "cannot_enrol_device"
    status: ClassVar[int] = 403


class UnknownDevice(NotFound):
    """No device of that id within the caller's facility."""

    code: ClassVar[str] = "unknown_device"


class CannotGrant(Forbidden):
    """The one who grants may not give this role at this place."""

    code: ClassVar[str] = "cannot_grant"


class SignedIn(Struct, frozen=True):
    """A new log-in: the token goes to the browser or program, its digest stays here."""

    token: str
    expires_at: datetime
    account_id: UUID


class GrantOption(Struct, frozen=True):
    """A grant that holds now, as its owner chooses among several."""

    grant_id: UUID
    role: str
    place: str
    unit_id: int | None
    facility_id: int | None
    session_id: UUID | None


class AddStaff(Struct, frozen=True, kw_only=True):
    """A member of staff gets an account; whoever adds them hands over a first password."""

    username: str
    full_name: str
    profession: str | None = None
    facility_id: int | None = None
    password: str | None = None
    must_change_password: bool = True


class GrantRole(Struct, frozen=True, kw_only=True):
    """A role over one unit, one facility, or one session (which may name its facility)."""

    staff_id: UUID
    role: Role
    unit_id: int | None = None
    facility_id: int | None = None
    session_id: UUID | None = None
    sector: str = "civil"
    valid_from: datetime
    valid_to: datetime | None = None
    reason: str | None = None


class TotpOffer(Struct, frozen=True):
    """A secret to put into an authenticator: as text, and as the address in its QR (otpauth)."""

    secret: str
    uri: str


class DeviceSignIn(Struct, frozen=True, kw_only=True):
    """Badge and PIN at an enrolled device, signed by the device over a challenge of ours."""

    device_id: UUID
    challenge: str
    badge: str
    pin: str
    signature: bytes
    session_id: UUID | None = None


class IssueDeviceCode(Struct, frozen=True, kw_only=True):
    """The head of a facility lets `devices` devices enrol within the next minutes."""

    facility_id: int
    devices: int = 10


class DeviceCode(Struct, frozen=True):
    """A code to type into the devices, and until when it works."""

    code: str
    expires_at: datetime
    devices: int


class EnrolDevice(Struct, frozen=True, kw_only=True):
    """A device shows the code and its public key (P-256, uncompressed point of 65 bytes)."""

    code: str
    name: str
    public_key: bytes


class EnrolledDevice(Struct, frozen=True):
    """A device as its facility sees it."""

    device_id: UUID
    facility_id: int
    name: str
    enrolled_at: datetime
    revoked_at: datetime | None
    revoked_reason: str | None
