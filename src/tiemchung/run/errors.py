"""What keeps `up` from running, and the exit code that says so."""

from typing import ClassVar

from tiemchung.kernel.embedded.errors import CannotWrite
from tiemchung.kernel.i18n import Lazy, lazy


class CannotRun(Exception):
    """`up` ends with `code` after showing this; a hook raises it with a message of its own."""

    message: ClassVar[Lazy] = Lazy("%(reason)s")  # the raiser has translated it

    def __init__(self, *, code: int = 1, **fields: object) -> None:
        super().__init__(fields)
        self.code = code
        self.fields = fields

    def __str__(self) -> str:
        return str(self.message) % self.fields


class FolderNotWritable(CannotRun):
    """The folder of data, secrets and logs cannot be written."""

    message = CannotWrite.message


class AlreadyUp(CannotRun):
    """Another `up` runs on the folder: fine (code 0) if it serves the address that was wanted."""

    message = lazy(
        "tiemchung đã chạy sẵn ở %(address)s (tiến trình %(pid)s). "
        "Nhấn Ctrl-C ở cửa sổ kia để dừng."
    )


class PortTaken(CannotRun):
    """Somebody else listens on the port."""

    message = lazy(
        "Cổng %(port)s trên %(host)s đang có chương trình khác dùng. "
        "Hãy chọn cổng khác, ví dụ: make run PORT=%(other)s"
    )


class PortRefused(CannotRun):
    """The user may not listen there, or the host is not one of the machine."""

    message = lazy(
        "Không mở được cổng %(port)s trên %(host)s: %(reason)s. "
        "Hãy chọn cổng khác, ví dụ: make run PORT=8000"
    )


class NeverServed(CannotRun):
    """The web server ended again and again before it had served one page."""

    message = lazy("Máy chủ web không chạy được. Nhật ký %(log)s kết thúc bằng:\n%(tail)s")
