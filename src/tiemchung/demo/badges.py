"""The badges of the first site's staff, as QR codes for a terminal or a phone's camera."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import segno

from tiemchung.demo.keys import DemoKeys
from tiemchung.kernel.i18n import gettext as _

AT_FIRST_SITE: Final = (
    "truongdiem", "tiepdon", "dieuduong", "bacsi", "nguoitiem1", "nguoitiem2", "theodoi", "hotro",
)  # fmt: skip


def badge_lines(folder: Path) -> Iterator[str]:
    """Return each badge with its text and QR, and the PIN that goes with all of them."""
    keys = DemoKeys(folder)
    yield _("Mã PIN của mọi thẻ: %(pin)s", pin=keys.pin)
    for username in AT_FIRST_SITE:
        text = keys.badge(username)
        drawn = io.StringIO()
        segno.make(text, error="m").terminal(out=drawn, compact=True)
        yield f"{username}: {text}"
        yield drawn.getvalue()
