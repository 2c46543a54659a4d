"""The paper slip handed out at the site: Giấy xác nhận đã tiêm vắc xin COVID-19.

Fields and wording follow appendix 4 of decision 3588/QĐ-BYT (26 July 2021) as law sites quote it;
lot, next dose and advice are ours. Decision 43/QĐ-BYT (7 January 2022) added columns for
additional and booster doses: pass them as further doses. Black on white, A5 landscape.
"""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from tiemchung.print.letterhead import Letterhead
from tiemchung.print.press import Press
from tiemchung.print.qr import qr_svg

TEMPLATE = "slip"
MOST_COLUMNS = 3
FORM = "Mẫu theo Phụ lục 4, Quyết định 3588/QĐ-BYT"


class SlipDose(Struct, frozen=True, kw_only=True):
    """One column to sign and stamp; empty fields become dotted lines for the pen."""

    label: str
    label_en: str
    given_on: date | None = None
    product: str = ""
    lot_number: str = ""
    facility: str = ""
    next_due: date | None = None


class Slip(Struct, frozen=True, kw_only=True):
    """One person's slip; `code` is printed below the QR code of `qr_text`."""

    full_name: str
    birth: str
    document: str
    phone: str
    address: str
    doses: Sequence[SlipDose]
    qr_text: str
    code: str
    advice: str


FIRST_EMPTY = SlipDose(label="Mũi 1", label_en="First dose")
SECOND_EMPTY = SlipDose(label="Mũi 2", label_en="Second dose")


def slips_pdf(press: Press, head: Letterhead, slips: Sequence[Slip], *, demo: bool) -> bytes:
    """Return one A5 page a person. Raises ValueError for no dose or more than three."""
    return press.pdf(TEMPLATE, slip_values(head, slips, demo=demo))


def slip_values(head: Letterhead, slips: Sequence[Slip], *, demo: bool) -> dict[str, object]:
    """Return what the template reads, QR codes drawn."""
    for slip in slips:
        if not 1 <= len(slip.doses) <= MOST_COLUMNS:
            raise ValueError("a slip has one to three doses")
    return {
        "head": head,
        "demo": demo,
        "sheets": [
            {
                **{name: getattr(slip, name) for name in slip.__struct_fields__},
                "qr": qr_svg(slip.qr_text, "Q"),
                "form": FORM,
            }
            for slip in slips
        ],
    }
