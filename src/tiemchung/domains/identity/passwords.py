"""Passwords and PINs: Argon2id with the parameters that OWASP names, and what is refused.

OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB of memory, 2 passes, 1 lane.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from tiemchung.domains.identity.model import CannotSetPassword
from tiemchung.kernel.i18n import gettext as _

MIN_LENGTH = 10
MAX_LENGTH = 200
"""Longer ones only cost time; NIST SP 800-63B asks for at least 64."""

PIN_LENGTHS = range(4, 9)
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1, type=Type.ID)
_THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="argon2")
"""Each verification takes 19 MiB and a core: at most so many at once in a process."""

TOO_COMMON = frozenset(
    {"1234567890", "0123456789", "password12", "matkhau123", "vietnam2021", "tiemchung2021"}
)


@cache
def _nobody() -> str:
    """Return a hash to check when there is no account, so that both answers take as long."""
    return _HASHER.hash("nobody has this password")


async def hashed(secret: str) -> str:
    """Hash a password or a PIN; some 30 ms on one core, in a thread."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASHER.hash, secret)


async def fits(stored: str | None, secret: str) -> bool:
    """Tell whether the secret is the stored one; takes as long when nothing is stored."""

    def check() -> bool:
        try:
            return _HASHER.verify(stored or _nobody(), secret)
        except (VerificationError, InvalidHashError):
            return False

    right = await asyncio.get_running_loop().run_in_executor(_THREADS, check)
    return right and stored is not None


def is_outdated(stored: str) -> bool:
    """Tell whether a hash was made with other parameters and should be made anew."""
    return _HASHER.check_needs_rehash(stored)


def refuse_weak(password: str, username: str) -> None:
    """Raise CannotSetPassword for one that is too short, too common or the name itself."""
    if len(password) < MIN_LENGTH:
        raise CannotSetPassword(
            _("Mật khẩu có ít nhất %(least)s ký tự.", least=MIN_LENGTH), field="new"
        )
    if len(password) > MAX_LENGTH:
        raise CannotSetPassword(_("Mật khẩu quá dài."), field="new")
    folded = password.casefold()
    if folded in TOO_COMMON or username.casefold() in folded or len(set(folded)) < 4:  # noqa: PLR2004 -- fewer than four different characters
        raise CannotSetPassword(
            _("Mật khẩu dễ đoán. Xin chọn một cụm từ dài hơn, không chứa tên đăng nhập."),
            field="new",
        )
