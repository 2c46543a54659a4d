"""What can keep the embedded database from starting, in words an operator can act on."""

from typing import ClassVar

from tiemchung.kernel.i18n import Lazy, lazy


class EmbeddedError(RuntimeError):
    """The embedded database cannot start; shown in the language of whoever reads it."""

    message: ClassVar[Lazy] = lazy("Không khởi động được cơ sở dữ liệu.")

    def __init__(self, **fields: object) -> None:
        super().__init__(fields)
        self.fields = fields

    def __str__(self) -> str:
        return str(self.message) % self.fields


class CannotWrite(EmbeddedError):
    """The folder is read-only for this user, or is no folder."""

    message = lazy(
        "Không ghi được vào thư mục %(folder)s: %(reason)s. "
        "Hãy cấp quyền ghi hoặc chọn thư mục khác bằng biến TIEMCHUNG_HOME."
    )


class AlreadyStarted(EmbeddedError):
    """A living starter holds the lock of this folder."""

    message = lazy(
        "Cơ sở dữ liệu trong %(folder)s đang do tiến trình %(starter)s chạy "
        "(PostgreSQL: tiến trình %(server)s)."
    )


class StartedByOthers(EmbeddedError):
    """A server that this project did not start runs on the data; it is never stopped here."""

    message = lazy(
        "Một PostgreSQL không do tiemchung khởi động (tiến trình %(server)s) đang dùng %(data)s. "
        "Hãy tự dừng nó rồi chạy lại."
    )


class StillInUse(EmbeddedError):
    """Sessions of a killed server have not ended within the time given to them."""

    message = lazy(
        "Các phiên của PostgreSQL đã bị dừng đột ngột vẫn còn dùng %(data)s. Hãy thử lại sau."
    )


class NotADataFolder(EmbeddedError):
    """There is something where the data should be, and it is not PostgreSQL's."""

    message = lazy("%(data)s không phải là thư mục dữ liệu PostgreSQL. Hãy chuyển nó đi chỗ khác.")


class OtherVersion(EmbeddedError):
    """The data belongs to another major version than the binaries."""

    message = lazy(
        "Dữ liệu trong %(data)s thuộc PostgreSQL %(found)s, bản cài đặt là %(installed)s. "
        "Hãy sao lưu bằng bản %(found)s rồi nạp lại bằng bản %(installed)s."
    )


class PasswordLost(EmbeddedError):
    """The data exists and the file with the password does not."""

    message = lazy(
        "Có dữ liệu trong %(data)s nhưng thiếu tệp mật khẩu %(secret)s. "
        "Hãy khôi phục tệp này; hoặc xoá thư mục dữ liệu nếu muốn bắt đầu lại từ đầu."
    )


class NoAccount(EmbeddedError):
    """There is no unprivileged account a root user could run the server as."""

    message = lazy("Không tìm được tài khoản thường để chạy PostgreSQL thay cho root: %(reason)s.")


class NoPrograms(EmbeddedError):
    """The wheel with PostgreSQL's programs is missing or cannot run here."""

    message = lazy("Không chạy được chương trình PostgreSQL ở %(folder)s: %(reason)s.")


class InitFailed(EmbeddedError):
    """Making a new database failed; what initdb said follows."""

    message = lazy("Không tạo được cơ sở dữ liệu mới: %(reason)s")


class DidNotStart(EmbeddedError):
    """The server ended, or did not answer in time; the end of its log follows."""

    message = lazy("PostgreSQL không khởi động được. Nhật ký %(log)s kết thúc bằng:\n%(tail)s")
