"""Problem details for the API (RFC 9457), one shape for every refusal and every fault."""

import msgspec
from msgspec import Struct

from tiemchung.kernel.i18n import lazy

MEDIA_TYPE = "application/problem+json"


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One problem: `type` is a stable name under /problems, `detail` says what to do."""

    type: str
    title: str
    status: int
    detail: str | None = None
    field: str | None = None


TITLES = {
    400: lazy("Dữ liệu gửi lên không đọc được"),
    401: lazy("Cần đăng nhập"),
    403: lazy("Không có quyền"),
    404: lazy("Không tìm thấy"),
    405: lazy("Phương thức không được dùng ở đây"),
    409: lazy("Không thực hiện được"),
    413: lazy("Dữ liệu gửi lên quá lớn"),
    415: lazy("Loại dữ liệu không được nhận"),
    422: lazy("Dữ liệu chưa đúng"),
    429: lazy("Quá nhiều yêu cầu"),
    500: lazy("Lỗi của hệ thống"),
    503: lazy("Hệ thống đang bận"),
}
OTHER_TITLE = lazy("Yêu cầu không thực hiện được")


def problem(status: int, code: str, detail: str | None = None, field: str | None = None) -> Problem:
    """Make a problem of a status with its standard title."""
    return Problem(
        type=f"/problems/{code}",
        title=str(TITLES.get(status, OTHER_TITLE)),
        status=status,
        detail=detail,
        field=field,
    )


def encode(made: Problem) -> bytes:
    """Encode a problem as JSON."""
    return msgspec.json.encode(made)
