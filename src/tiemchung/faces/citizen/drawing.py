"""QR codes and paper of the health book; both are slow beside a page, so off the loop and kept."""

import asyncio
from functools import lru_cache

import segno

from tiemchung.print.qr import Correction

MOST_KEPT = 512


@lru_cache(MOST_KEPT)
def _svg(text: str, correction: Correction) -> str:
    code = segno.make_qr(text, error=correction, boost_error=False)
    return code.svg_inline(omitsize=True, border=4, light="white", svgclass=None, lineclass=None)


async def draw_qr(text: str, correction: Correction = "M") -> str:
    """Return a QR code as inline SVG with white ground and quiet zone; never a Micro QR code."""
    return await asyncio.to_thread(_svg, text, correction)
