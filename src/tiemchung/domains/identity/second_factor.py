"""The second factor: codes of an authenticator (RFC 6238), each usable once."""

import hmac
from uuid import UUID

import pyotp
from pyotp.totp import TOTP

from tiemchung.domains.identity import queries
from tiemchung.domains.identity.log_ins import open_log_in
from tiemchung.domains.identity.model import CannotSignIn, SignedIn, TotpOffer
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.db import Pool, transaction
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.scope import NOBODY
from tiemchung.kernel.sealing import Box
from tiemchung.kernel.sql import Tx

PURPOSE = "totp"
"""The purpose of the box that secrets are sealed in."""

ISSUER = "tiemchung"
STEP_SECONDS = 30
TOLERATED_STEPS = (0, -1, 1)
"""The clock of a phone may be half a minute off."""

WRONG_CODE = lazy("Mã không đúng hoặc đã dùng. Xin chờ mã tiếp theo rồi nhập lại.")


async def offer_second_factor(tx: Tx, staff_id: UUID, box: Box) -> TotpOffer:
    """Return the secret to enrol with; the same one again until a code has confirmed it."""
    known = await queries.staff_secrets(tx, staff_id=staff_id)
    if known is None or known.confirmed:
        raise CannotSignIn(_("Mã xác thực đã được đăng ký. Nhờ người quản trị đặt lại nếu mất."))
    if known.totp_secret is None:
        secret = pyotp.random_base32()
        sealed = box.seal(staff_id.bytes, secret.encode())
        await queries.offer_totp(tx, staff_id=staff_id, sealed=sealed)
    else:
        secret = box.open(staff_id.bytes, known.totp_secret).decode()
    uri = TOTP(secret).provisioning_uri(name=known.username, issuer_name=ISSUER)
    return TotpOffer(secret, uri)


async def give_code(
    pool: Pool, staff_id: UUID, token_digest: bytes, code: str, box: Box
) -> SignedIn:
    """Check a code of one who has given the password; returns a fresh log-in in its place."""
    now = real_now()
    async with transaction(pool, NOBODY) as tx:
        claimed = await queries.claim_attempt_of(tx, staff_id=staff_id, now=now)
    if claimed is None:
        raise CannotSignIn(str(WRONG_CODE), field="code")
    async with transaction(pool, NOBODY) as tx:
        known = await queries.staff_secrets(tx, staff_id=staff_id)
        step = None
        if known is not None and known.totp_secret is not None:
            secret = box.open(staff_id.bytes, known.totp_secret).decode()
            step = matching_step(secret, code, int(now.timestamp()))
        if step is None or (
            await queries.use_totp_step(tx, staff_id=staff_id, step=step, now=now) is None
        ):
            raise CannotSignIn(str(WRONG_CODE), field="code")
        await queries.forget_failures(tx, staff_id=staff_id)
        await queries.end_login(tx, token_digest=token_digest, now=now)
        return await open_log_in(tx, staff_id, "console", second_factor=True)


def matching_step(secret: str, code: str, at: int) -> int | None:
    """Return the time step of a code around the moment `at` (Unix seconds), or None."""
    digits = "".join(c for c in code if c.isascii() and c.isdigit())
    totp = TOTP(secret)
    for around in TOLERATED_STEPS:
        step = at // STEP_SECONDS + around
        if hmac.compare_digest(totp.generate_otp(step), digits):
            return step
    return None
