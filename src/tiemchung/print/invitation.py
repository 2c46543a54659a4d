"""Paper invitations, eight on an A4 sheet, cut along dashed lines."""

from collections.abc import Sequence

from msgspec import Struct

from tiemchung.print.press import Press
from tiemchung.print.qr import qr_svg

TEMPLATE = "invitation"
BRING = "Mang theo giấy này và CCCD hoặc giấy tờ tùy thân. Đến đúng giờ, đeo khẩu trang."


class Invitation(Struct, frozen=True, kw_only=True):
    """One slip. `code` is the Mã tiêm as people read it aloud, `qr_text` what the scanner reads.

    `serial` is the line of the ward list (`Khu phố 4 – 017`), by which the slips are handed out.
    """

    serial: str
    full_name: str
    birth: str
    address: str
    hour: str
    day: str
    place: str
    purpose: str
    code: str
    qr_text: str


def invitations_pdf(
    press: Press,
    unit: str,
    invitations: Sequence[Invitation],
    *,
    demo: bool,
    bring: str = BRING,
) -> bytes:
    """Return the sheets in the order given, row by row; `unit` invites."""
    return press.pdf(TEMPLATE, invitation_values(unit, invitations, demo=demo, bring=bring))


def invitation_values(
    unit: str, invitations: Sequence[Invitation], *, demo: bool, bring: str = BRING
) -> dict[str, object]:
    """Return what the template reads, QR codes drawn."""
    return {
        "unit": unit,
        "bring": bring,
        "demo": demo,
        "slips": [
            {
                **{name: getattr(slip, name) for name in slip.__struct_fields__},
                "qr": qr_svg(slip.qr_text),
            }
            for slip in invitations
        ],
    }
