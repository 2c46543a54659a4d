"""At a site: the person at a device is switched by badge and PIN, in three seconds.

The device proves itself by a signature over a challenge of ours, so a copied badge and a PIN that
was overseen are worth nothing elsewhere. The rights are those of a grant at the device's facility.
"""

import base64
import hashlib
import hmac
import secrets
import time
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from tiemchung.domains.identity import passwords, station_queries
from tiemchung.domains.identity.log_ins import choose_grant, grant_options, open_log_in
from tiemchung.domains.identity.model import (
    CannotSignIn,
    DeviceSignIn,
    GrantOption,
    SignedIn,
)
from tiemchung.domains.identity.roles import ABOVE_SITE, AT_SITE
from tiemchung.domains.identity.station_queries import DeviceKey
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.db import Pool, transaction
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.scope import NOBODY
from tiemchung.kernel.web import sessions

CHALLENGE_LASTS = 600
"""Seconds; a device asks for the next challenge before it is needed."""

BADGE_PREFIX = "TCB1:"
"""Says to a scanner that this QR is a badge of ours, first version."""

WRONG = lazy(
    "Thẻ hoặc mã PIN không đúng, hoặc đang tạm khóa. Xin thử lại, hoặc nhờ trưởng điểm tiêm."
)
UNKNOWN_DEVICE = lazy("Máy này chưa được đăng ký hoặc đã bị thu hồi.")
NO_GRANT = lazy("Bạn chưa được phân công tại cơ sở này.")


def make_challenge(key: bytes) -> str:
    """Return a challenge that is recognised again without being stored."""
    body = int(time.time()).to_bytes(8, "big") + secrets.token_bytes(8)
    return base64.urlsafe_b64encode(body + _mark(key, body)).decode()


def is_our_challenge(key: bytes, challenge: str) -> bool:
    """Tell whether a challenge is ours and not too old."""
    try:
        raw = base64.urlsafe_b64decode(challenge)
    except ValueError:
        return False
    body, mark = raw[:16], raw[16:]
    age = time.time() - int.from_bytes(body[:8], "big")
    return hmac.compare_digest(mark, _mark(key, body)) and -1 <= age <= CHALLENGE_LASTS


def _mark(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, b"badge challenge\0" + body, hashlib.sha256).digest()[:16]


def signed_text(device_id: UUID, challenge: str, badge: str) -> bytes:
    """Return what the device signs (ES256, raw r || s of 64 bytes)."""
    return f"tiemchung-badge-v1\n{device_id}\n{challenge}\n{badge}".encode()


async def sign_in_by_badge(
    pool: Pool, command: DeviceSignIn, *, key: bytes, now: datetime
) -> tuple[SignedIn, GrantOption]:
    """Put the person of a badge at a device; whoever was there before is signed out.

    `now` is campaign time: the grant must hold then. The grant for the session at hand comes
    first, then another session's, then the facility's own.
    """
    async with transaction(pool, NOBODY) as tx:
        device = await station_queries.device(tx, device_id=command.device_id)
        _check_device(device, command, key)
        claimed = await station_queries.claim_pin_attempt(
            tx, badge_digest=badge_digest(command.badge), now=real_now()
        )
    stored = None if claimed is None else claimed.secret_hash
    if not await passwords.fits(stored, command.pin) or claimed is None or device is None:
        raise CannotSignIn(str(WRONG), field="pin")
    async with transaction(pool, NOBODY) as tx:
        await station_queries.forget_failed_pins(tx, staff_id=claimed.staff_id)
        options = await grant_options(tx, claimed.staff_id, now=now)
        grant = grant_here(options, device.facility_id, command.session_id)
        if grant is None:
            raise CannotSignIn(str(NO_GRANT), field="badge")
        await station_queries.end_logins_of_device(tx, device_id=device.device_id, now=real_now())
        opened = await open_log_in(
            tx, claimed.staff_id, "station", second_factor=True, device_id=device.device_id
        )
        await choose_grant(
            tx, claimed.staff_id, sessions.digest(opened.token), grant.grant_id, now=now
        )
    return opened, grant


def badge_digest(badge: str) -> bytes:
    """Return what is stored of a badge: its text has 128 random bits."""
    return hashlib.sha256(badge.strip().removeprefix(BADGE_PREFIX).encode()).digest()


def new_badge() -> str:
    """Make the text of a badge's QR; it is printed once and never stored."""
    return BADGE_PREFIX + base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")


def grant_here(
    options: list[GrantOption], facility_id: int, session_id: UUID | None
) -> GrantOption | None:
    """Return the grant to act under at a facility's device."""
    here = [
        o
        for o in options
        if o.role in AT_SITE - ABOVE_SITE  # above the site a badge is not enough
        and (o.facility_id == facility_id or (o.session_id is not None and o.facility_id is None))
    ]

    def rank(option: GrantOption) -> int:
        if option.session_id is None:
            return 1
        return 0 if option.session_id == session_id else 2

    return min(here, key=rank, default=None)


def _check_device(device: DeviceKey | None, command: DeviceSignIn, key: bytes) -> None:
    if device is None or device.revoked_at is not None:
        raise CannotSignIn(str(UNKNOWN_DEVICE), field="device_id")
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), device.public_key)
    signed = signed_text(command.device_id, command.challenge, command.badge)
    half = 32
    r = int.from_bytes(command.signature[:half], "big")
    s = int.from_bytes(command.signature[half:], "big")
    try:
        public.verify(utils.encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        raise CannotSignIn(str(UNKNOWN_DEVICE), field="signature") from None
    if not is_our_challenge(key, command.challenge):
        raise CannotSignIn(str(UNKNOWN_DEVICE), field="challenge")
