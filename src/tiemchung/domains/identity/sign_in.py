"""Staff sign in with name and password, change it, and sign out.

A failed attempt is counted in a transaction of its own before the secret is looked at, so these
functions take the pool and commit by themselves.
"""

from uuid import UUID

from tiemchung.domains.identity import passwords, queries
from tiemchung.domains.identity.log_ins import open_log_in
from tiemchung.domains.identity.model import CannotSetPassword, CannotSignIn, SignedIn
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.db import Pool, transaction
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.scope import NOBODY

WRONG = lazy(
    "Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đang tạm khóa. "
    "Xin xem lại, hoặc thử lại sau ít phút."
)


async def sign_in(pool: Pool, username: str, password: str) -> SignedIn:
    """Begin a log-in at the console; what it still owes shows in the actor behind it."""
    async with transaction(pool, NOBODY) as tx:
        claimed = await queries.claim_password_attempt(
            tx, username=username.strip().lower(), now=real_now()
        )
    stored = None if claimed is None else claimed.secret_hash
    if not await passwords.fits(stored, password) or claimed is None or stored is None:
        raise CannotSignIn(str(WRONG), field="username")
    fresh = await passwords.hashed(password) if passwords.is_outdated(stored) else None
    async with transaction(pool, NOBODY) as tx:
        await queries.forget_failures(tx, staff_id=claimed.staff_id)
        if fresh is not None:
            await queries.rehash(tx, staff_id=claimed.staff_id, password_hash=fresh)
        return await open_log_in(tx, claimed.staff_id, "console")


async def change_password(
    pool: Pool, staff_id: UUID, token_digest: bytes, *, old: str, new: str
) -> None:
    """Set a new password and end every other log-in of this person."""
    async with transaction(pool, NOBODY) as tx:
        claimed = await queries.claim_attempt_of(tx, staff_id=staff_id, now=real_now())
    stored = None if claimed is None else claimed.secret_hash
    if not await passwords.fits(stored, old) or claimed is None:
        raise CannotSignIn(_("Mật khẩu hiện tại không đúng."), field="old")
    async with transaction(pool, NOBODY) as tx:
        await queries.forget_failures(tx, staff_id=staff_id)
    passwords.refuse_weak(new, claimed.username)
    if new == old:
        raise CannotSetPassword(_("Mật khẩu mới phải khác mật khẩu cũ."), field="new")
    fresh = await passwords.hashed(new)
    async with transaction(pool, NOBODY) as tx:
        await queries.set_password(tx, staff_id=staff_id, password_hash=fresh, must_change=False)
        await queries.end_other_logins(tx, staff_id=staff_id, kept=token_digest, now=real_now())
