"""Pre-filled screening forms: one A4 page a person, filled in by pen, scanned back by its code.

Questions, vital signs, conclusions and consent come from the form of the date (a dated rule of the
country pack), so a new decision needs no new template.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from tiemchung.print.letterhead import Letterhead
from tiemchung.print.press import Press
from tiemchung.print.qr import qr_svg

TEMPLATE = "screening"


class FormItem(Struct, frozen=True, kw_only=True):
    """One question; a heading is not `asked`, a sub-question has `level` 1, `write` leaves dots."""

    number: str
    text: str
    level: int = 0
    asked: bool = True
    write: bool = False


class VitalSign(Struct, frozen=True, kw_only=True):
    """One measurement to write down, such as `Thân nhiệt` in `°C`."""

    label: str
    unit: str


class FormConclusion(Struct, frozen=True, kw_only=True):
    """One of the outcomes, with the rule that leads to it."""

    label: str
    rule: str = ""


class ScreeningForm(Struct, frozen=True, kw_only=True):
    """The form in force; `authority` is the decision it follows, empty when unverified."""

    title: str
    authority: str
    items: Sequence[FormItem]
    vitals: Sequence[VitalSign]
    conclusions: Sequence[FormConclusion]
    consent: Sequence[str] = ()
    notes: str = ""
    for_child: bool = False


class EarlierDose(Struct, frozen=True, kw_only=True):
    """A dose already known, so that nobody has to remember it."""

    label: str
    product: str
    lot_number: str
    given_on: date


class ScreenedPerson(Struct, frozen=True, kw_only=True):
    """What is printed for the person; everything empty becomes a dotted line."""

    full_name: str
    birth: str
    sex: Literal["male", "female", ""]
    document: str
    phone: str
    occupation: str
    workplace: str
    address: str
    code: str
    qr_text: str
    product: str = ""
    guardian: str = ""
    guardian_phone: str = ""
    earlier: Sequence[EarlierDose] = ()


def screening_forms_pdf(
    press: Press,
    head: Letterhead,
    form: ScreeningForm,
    people: Sequence[ScreenedPerson],
    *,
    demo: bool,
) -> bytes:
    """Return the forms in the order given; a form with consent may take a second page."""
    return press.pdf(TEMPLATE, screening_values(head, form, people, demo=demo))


def screening_values(
    head: Letterhead, form: ScreeningForm, people: Sequence[ScreenedPerson], *, demo: bool
) -> dict[str, object]:
    """Return what the template reads, QR codes drawn."""
    return {
        "head": head,
        "form": form,
        "demo": demo,
        "people": [
            {
                **{name: getattr(person, name) for name in person.__struct_fields__},
                "qr": qr_svg(person.qr_text),
            }
            for person in people
        ],
    }
