"""The lines that greet a newcomer: accounts of every role and what to try first."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from pyotp.totp import TOTP

from tiemchung.demo.hints import read_hints
from tiemchung.demo.keys import DemoKeys
from tiemchung.domains.registry.phones import as_dialled
from tiemchung.kernel.i18n import gettext as _


def welcome(folder: Path, address: str) -> Iterator[str]:
    """Return what is shown when the demo is served at an address."""
    keys, hints = DemoKeys(folder), read_hints(folder)
    yield ""
    yield _("BẢN THỬ (DEMO) – dữ liệu giả, ngày 16/8/2021. Mọi tài khoản dùng chung:")
    yield _(
        "  mật khẩu %(password)s · mã PIN của thẻ %(pin)s", password=keys.password, pin=keys.pin
    )
    yield _("  mã xác thực 6 số cho tuyến trên: chạy '%(call)s --code'", call=demo_call(folder))
    yield from accounts()
    yield _("Nên thử trước:")
    if hints.citizen_phone is not None:
        yield _(
            "  1. %(address)s/me – đăng nhập bằng số %(phone)s, mã nằm ở %(address)s/hop-thu",
            address=address, phone=as_dialled(hints.citizen_phone),
        )  # fmt: skip
    yield _(
        "  2. %(address)s/console – 'truongdiem': buổi tiêm sáng nay đang chạy", address=address
    )
    yield _(
        "  3. %(address)s/command – 'dieuhanh': bảng trực tiếp, cảnh báo, bản đồ", address=address
    )
    yield _(
        "  4. %(call)s --live --address %(address)s – các điểm tiêm hôm nay tự chạy tiếp qua API",
        call=demo_call(folder), address=address,
    )  # fmt: skip


def demo_call(folder: Path) -> str:
    """Return what calls this program's `demo` for the folder from where one is."""
    called = Path(sys.argv[0])
    program = called.name if shutil.which(called.name) else os.path.relpath(called)
    home = os.path.relpath(folder)
    return f"{program} demo" if home == "var" else f"{program} demo --home {home}"


def accounts() -> Iterator[str]:
    """Return the demo's accounts by level, as lines."""
    yield _("  trung ương: boyte, vienpasteur, quantri · thành phố: soyte, hcdc.kho, dieuhanh")
    yield _("  quận: quan, hotroquan · phường: phuong · cơ quan: coquan · trạm y tế: tram, thukho")
    yield _(
        "  điểm tiêm: truongdiem, tiepdon, dieuduong, bacsi, nguoitiem1, nguoitiem2, theodoi, hotro"
    )


def code_line(folder: Path) -> str:
    """Return the code of the second factor that counts now."""
    totp = TOTP(DemoKeys(folder).totp_secret)
    return totp.now()
