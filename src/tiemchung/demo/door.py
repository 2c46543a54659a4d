"""What the command line asks of the demo."""

from tiemchung.demo.badges import badge_lines
from tiemchung.demo.job import Progress
from tiemchung.demo.live.api import NotAccepted
from tiemchung.demo.live.driver import play_live
from tiemchung.demo.loading import load
from tiemchung.demo.marking import CannotDemo
from tiemchung.demo.welcome import code_line, welcome

CANNOT_PLAY = (CannotDemo, NotAccepted)
"""What `play_live` raises when it cannot begin or go on; the message says why."""

__all__ = [
    "CANNOT_PLAY",
    "CannotDemo",
    "Progress",
    "badge_lines",
    "code_line",
    "load",
    "play_live",
    "welcome",
]
