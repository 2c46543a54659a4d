"""QR codes for paper, as SVG that the typesetter places."""

from io import BytesIO
from typing import Literal

import segno

Correction = Literal["L", "M", "Q", "H"]


def qr_svg(text: str, correction: Correction = "M") -> str:
    """Return an SVG with white ground and the quiet zone of four modules that ISO 18004 asks for.

    `correction` Q survives a stamp or a fold over a quarter of the code; use it for certificates.
    Never a Micro QR code: phones do not read those. Costs 2 ms for a code of eight characters and
    about 50 ms for a certificate, so a page that only shows one lets the browser draw it.
    Raises `segno.DataOverflowError` for more than a code can hold.
    """
    code = segno.make_qr(text, error=correction, boost_error=False)
    drawing = BytesIO()
    code.save(drawing, kind="svg", xmldecl=False, omitsize=True, border=4, light="white")
    return drawing.getvalue().decode()
