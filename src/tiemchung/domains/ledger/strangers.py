"""What nobody vouches for is put aside, but not without end: the disk belongs to those who work.

Who sends with an unknown device or a signature that does not fit needs no account. Beyond the
limit an upload is refused and not kept; an honest device keeps it and sends it again.
"""

import math
import time

from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.web.limits import TooOften

MOST_EVENTS = 600
SECONDS = 60.0


class Strangers:
    """Counts what one process has put aside within fixed windows."""

    def __init__(self) -> None:
        self._ends = 0.0
        self._events = 0

    def admit(self, events: int) -> None:
        """Count the events of one upload; raise TooOften where the window is full."""
        now = time.monotonic()
        if now >= self._ends:
            self._ends, self._events = now + SECONDS, 0
        if self._events >= MOST_EVENTS:
            raise TooOften(
                _("Quá nhiều dữ liệu từ thiết bị không nhận ra. Xin gửi lại sau một phút."),
                math.ceil(self._ends - now),
            )
        self._events += events
