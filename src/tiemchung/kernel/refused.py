"""What the database itself refuses: its keys and limits are the last check of what was sent."""

import asyncpg

from tiemchung.kernel.errors import DomainError, Forbidden, Invalid
from tiemchung.kernel.i18n import gettext as _


class Taken(DomainError):
    """Something of that name or number is there already."""

    code = "taken"


REFUSALS: tuple[type[Exception], ...] = (
    asyncpg.DataError,
    asyncpg.ForeignKeyViolationError,
    asyncpg.CheckViolationError,
    asyncpg.UniqueViolationError,
    asyncpg.InsufficientPrivilegeError,
)
"""Errors that say something about what was sent; all others are faults of ours."""


def refusal_of(error: Exception) -> DomainError:
    """Return one of REFUSALS as what the caller is told."""
    if isinstance(error, asyncpg.InsufficientPrivilegeError):
        return Forbidden(_("Việc này nằm ngoài phạm vi của bạn."))
    if isinstance(error, asyncpg.UniqueViolationError):
        return Taken(_("Đã có mục mang tên hoặc số này."))
    if isinstance(error, asyncpg.ForeignKeyViolationError):
        return Invalid(_("Có mục được chọn không còn trong hệ thống. Xin tải lại trang."))
    return Invalid(_("Có mục nằm ngoài giới hạn, xin xem lại."))
