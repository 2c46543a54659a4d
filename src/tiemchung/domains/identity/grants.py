"""Grants and devices, as the way in judges them from memory."""

from datetime import datetime
from typing import Self
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Struct

from tiemchung.domains.geography.places import Place
from tiemchung.kernel.sql import Tx


class Grant(Struct, frozen=True):
    """A role over one unit, facility or session, within a time."""

    role: str
    unit_id: int | None
    facility_id: int | None
    session_id: UUID | None
    valid_from: datetime
    valid_to: datetime | None


class Grants:
    """Reference component: the grants of every member of staff."""

    def __init__(self) -> None:
        self.by_staff: dict[UUID, list[Grant]] = {}

    def holds(
        self,
        staff_id: UUID,
        roles: frozenset[str],
        at: datetime,
        place: Place | None,
        session_id: UUID | None,
    ) -> bool:
        """Tell whether the staff held one of the roles for that place or session at that moment."""
        for grant in self.by_staff.get(staff_id, ()):
            if grant.role not in roles or at < grant.valid_from:
                continue
            if grant.valid_to is not None and at >= grant.valid_to:
                continue
            if grant.session_id is not None:
                if grant.session_id == session_id:
                    return True
            elif place is not None and (
                grant.facility_id == place.facility_id or grant.unit_id in place.above
            ):
                return True
        return False

    @classmethod
    async def load(cls, tx: Tx) -> Self:
        """Read every grant, ended ones too: events are judged by the moment they happened."""
        grants = cls()
        for row in await tx.fetch(
            "SELECT staff_id, role, unit_id, facility_id, session_id, valid_from, valid_to"
            "  FROM identity.role_grant"
        ):
            grants.by_staff.setdefault(row["staff_id"], []).append(Grant(*row[1:]))
        return grants


class Device(Struct):
    """An enrolled device; its key is parsed at first use and kept."""

    device_id: UUID
    facility_id: int
    public_key: bytes
    revoked_at: datetime | None
    _parsed: ec.EllipticCurvePublicKey | None = None

    def key(self) -> ec.EllipticCurvePublicKey:
        """Return the P-256 public key (uncompressed point, SEC 1)."""
        if self._parsed is None:
            self._parsed = ec.EllipticCurvePublicKey.from_encoded_point(
                ec.SECP256R1(), self.public_key
            )
        return self._parsed


class Devices:
    """Reference component: every device that was ever enrolled."""

    def __init__(self) -> None:
        self.by_id: dict[UUID, Device] = {}

    @classmethod
    async def load(cls, tx: Tx) -> Self:
        """Read all devices, revoked ones too: what they signed before is still theirs."""
        devices = cls()
        for row in await tx.fetch(
            "SELECT device_id, facility_id, public_key, revoked_at FROM identity.device"
        ):
            devices.by_id[row["device_id"]] = Device(*row)
        return devices
