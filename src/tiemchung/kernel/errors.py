"""Errors that a caller may be shown."""

from typing import ClassVar


class DomainError(Exception):
    """A refusal that belongs to normal work: shown to the user, never paged.

    `code` is stable and machine-readable (`supply.not_enough`), `status` the HTTP status of
    RFC 9110, `detail` a sentence in Vietnamese that says what to do, already translated by the
    raiser's use of `_()`. `field` names the input that is at fault, when one is.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    def __init__(self, detail: str, *, field: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field


class NotFound(DomainError):
    """The thing does not exist, or not within the caller's jurisdiction: the answer is the same."""

    code = "not_found"
    status = 404


class Forbidden(DomainError):
    """The caller is known, but no grant of theirs allows this act."""

    code = "forbidden"
    status = 403


class Invalid(DomainError):
    """Input that cannot be understood; `field` says where."""

    code = "invalid"
    status = 422


class Unavailable(DomainError):
    """The database cannot take work now; the caller tries again and nothing is lost."""

    code = "unavailable"
    status = 503
