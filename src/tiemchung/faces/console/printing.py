"""The one typesetter of a process, made at the first print."""

from functools import cache
from pathlib import Path

from tiemchung.print.press import Press

PDF = "application/pdf"
FONTS = Path(__file__).parents[2] / "static" / "dist" / "fonts-pdf"


@cache
def press() -> Press:
    """Return the typesetter; raises FontsMissingError when the front end is not built."""
    return Press(FONTS)
