"""The certificate on paper: A4, in Vietnamese and English, with the signed QR code."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from tiemchung.print.letterhead import Letterhead
from tiemchung.print.press import Press
from tiemchung.print.qr import qr_svg

TEMPLATE = "certificate"


class CertificateDose(Struct, frozen=True, kw_only=True):
    """One line of the table, oldest first."""

    number: int
    given_on: date
    product: str
    manufacturer: str
    lot_number: str
    facility: str


class CertificateSheet(Struct, frozen=True, kw_only=True):
    """One certificate; `signed_text` is the HC1 or VN1 text, `document` is already masked.

    `birth` is written as far as it is known (15/03/1984, 03/1984 or 1984); `verify_at` is the
    address of the portal's verifier.
    """

    full_name: str
    birth: str
    nationality: str
    document: str
    disease: str
    doses_received: int
    doses: Sequence[CertificateDose]
    certificate_number: str
    identity_status: str
    issued_on: date
    expires_on: date
    signed_text: str
    verify_at: str


def certificates_pdf(
    press: Press, head: Letterhead, sheets: Sequence[CertificateSheet], *, demo: bool
) -> bytes:
    """Return one page a certificate. A demo database prints its watermark across each."""
    return press.pdf(TEMPLATE, certificate_values(head, sheets, demo=demo))


def certificate_values(
    head: Letterhead, sheets: Sequence[CertificateSheet], *, demo: bool
) -> dict[str, object]:
    """Return what the template reads, QR codes drawn."""
    return {
        "head": head,
        "demo": demo,
        "sheets": [
            {
                **{name: getattr(sheet, name) for name in sheet.__struct_fields__},
                "qr": qr_svg(sheet.signed_text, "Q"),
                "format_name": _FORMAT_NAMES.get(sheet.signed_text[:4], ""),
            }
            for sheet in sheets
        ],
    }


_FORMAT_NAMES = {
    "HC1:": "HC1 · EU DCC / WHO",
    "VN1:": "VN1 · Chứng nhận trong nước",
}
