"""Problem details for the API (RFC 9457), one shape for every refusal and every fault."""

import msgspec
from msgspec import Struct

MEDIA_TYPE = "application/problem+json"


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One problem: `type` is a stable name under /problems, `detail` says what to do."""

    type: str
    title: str
    status: int
    detail: str | None = None
    field: str | None = None


TITLES = {
    400: "Dữ liệu gửi lên không đọc được",
    401: "Cần đăng nhập",
    403: "Không có quyền",
    404: "Không tìm thấy",
    405: "Phương thức không được dùng ở đây",
    409: "Không thực hiện được",
    413: "Dữ liệu gửi lên quá lớn",
    415: "Loại dữ liệu không được nhận",
    422: "Dữ liệu chưa đúng",
    429: "Quá nhiều yêu cầu",
    500: "Lỗi của hệ thống",
    503: "Hệ thống đang bận",
}


def problem(status: int, code: str, detail: str | None = None, field: str | None = None) -> Problem:
    """Make a problem of a status with its standard title."""
    return Problem(
        type=f"/problems/{code}",
        title=TITLES.get(status, "Yêu cầu không thực hiện được"),
        status=status,
        detail=detail,
        field=field,
    )


def encode(made: Problem) -> bytes:
    """Encode a problem as JSON."""
    return msgspec.json.encode(made)
