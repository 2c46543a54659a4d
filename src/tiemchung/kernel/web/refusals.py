"""What a refusal or a fault is answered with: a page for people, RFC 9457 for programs."""

import re
import traceback
from pathlib import Path
from typing import Any, ClassVar, cast
from urllib.parse import quote

import structlog
from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.refused import refusal_of
from tiemchung.kernel.web.entry import Asking
from tiemchung.kernel.web.limits import TooOften
from tiemchung.kernel.web.pages import AnyRequest, is_for_machines, problem_page, site_of
from tiemchung.kernel.web.problems import MEDIA_TYPE, encode, problem

log = structlog.get_logger()
_MISSING = re.compile(r"missing required field `(\w+)`")
DEEPEST = 12
"""Frames of an error that are logged, the last ones."""


class NotSignedIn(DomainError):
    """The route wants to know who asks."""

    code: ClassVar[str] = "not_signed_in"
    status: ClassVar[int] = 401

    def __init__(self, _actor: Asking | None = None) -> None:
        super().__init__(_("Xin đăng nhập để tiếp tục."))


class WrongRole(DomainError):
    """The one who asks is known, but the route is not for their role."""

    code: ClassVar[str] = "wrong_role"
    status: ClassVar[int] = 403

    def __init__(self, actor: Asking | None = None) -> None:
        self.must_choose = actor is not None and actor.kind == "staff" and actor.role is None
        super().__init__(_("Vai trò đang dùng không được mở trang này."))


def refuse(request: AnyRequest, error: DomainError) -> Response[Any]:
    """Answer a refusal."""
    if is_for_machines(request.url.path):
        made = problem(error.status, error.code, error.detail, error.field)
        answer: Response[Any] = Response(
            encode(made), status_code=error.status, media_type=MEDIA_TYPE
        )
    elif isinstance(error, NotSignedIn) or (isinstance(error, WrongRole) and error.must_choose):
        answer = _to_sign_in(request)
    else:
        answer = problem_page(request, error.status, error.detail)
    if isinstance(error, TooOften):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _to_sign_in(request: AnyRequest) -> Response[Any]:
    """Send a person to the door of the face, and back afterwards; a fragment moves the page."""
    face = site_of(request).face_of(request.url.path)
    to = face.sign_in
    if request.method == "GET" and "hx-request" not in request.headers:
        to += f"?next={quote(request.url.path)}"
    if "hx-request" in request.headers:
        return Response(None, status_code=401, headers={"HX-Redirect": to})
    return Redirect(to, status_code=303)


def refuse_http(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """Answer the framework's own refusals in the same shapes."""
    if error.status_code >= 500:  # noqa: PLR2004 -- an HTTP status
        return report_fault(request, error)
    path = request.url.path
    if is_for_machines(path):
        made = problem(error.status_code, f"http-{error.status_code}", *_fault_of(error))
        return Response(encode(made), status_code=error.status_code, media_type=MEDIA_TYPE)
    sentences = {
        404: _("Không có trang này, hoặc trang nằm ngoài phạm vi của bạn."),
        405: _("Trang này không nhận cách gửi đó."),
        413: _("Tệp gửi lên quá lớn."),
    }
    detail = sentences.get(error.status_code, _("Dữ liệu gửi lên không đọc được."))
    return problem_page(request, error.status_code, detail)


def _fault_of(error: HTTPException) -> tuple[str, str | None]:
    """Return what the decoder says of the first input that does not fit, and the input's name."""
    found = cast("list[dict[str, str]]", error.extra) if isinstance(error.extra, list) else []
    if not found:
        return error.detail, None
    said = found[0].get("message", error.detail)
    missing = _MISSING.search(said)
    return said, missing[1] if missing else found[0].get("key")


def report_fault(request: AnyRequest, error: Exception) -> Response[Any]:
    """Answer what should not have happened, and log it under a number; never what was sent."""
    reference = uuid7().hex[-8:].upper()
    log.error(
        "fault", reference=reference, path=_template_of(request), method=request.method,
        error=type(error).__name__, at=frames(error),
    )  # fmt: skip
    detail = _("Hệ thống gặp lỗi và đã ghi lại. Xin thử lại sau ít phút.")
    if is_for_machines(request.url.path):
        made = problem(500, "fault", f"{detail} ({reference})")
        return Response(encode(made), status_code=500, media_type=MEDIA_TYPE)
    return problem_page(request, 500, detail, reference=reference)


def refuse_by_database(request: AnyRequest, error: Exception) -> Response[Any]:
    """Answer what row security, a key or a limit of the database refused (kernel.refused)."""
    log.warning(
        "refused_by_database", path=_template_of(request), method=request.method,
        error=type(error).__name__, at=frames(error),
    )  # fmt: skip
    return refuse(request, refusal_of(error))


def frames(error: BaseException) -> list[str]:
    """Say where an error came from: files and lines, never values, for those may be personal."""
    found = traceback.extract_tb(error.__traceback__)
    return [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in found[-DEEPEST:]]


def _template_of(request: AnyRequest) -> str:
    """Return the path as it was declared: real paths may carry codes of invitations."""
    scope = cast("dict[str, Any]", request.scope)
    return str(scope.get("path_template", "?"))
