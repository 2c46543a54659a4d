"""The ward's list of candidates by neighbourhood and household, with boxes to tick by pen."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from tiemchung.print.letterhead import Letterhead
from tiemchung.print.press import Press

TEMPLATE = "ward_list"


class ListedPerson(Struct, frozen=True, kw_only=True):
    """One line; `document` and `phone` come masked, `hour` is empty without an appointment."""

    code: str
    full_name: str
    birth: str
    sex: Literal["male", "female", ""]
    document: str
    phone: str
    address: str
    priority_group: str
    dose: str
    hour: str
    note: str = ""


class ListedNeighbourhood(Struct, frozen=True, kw_only=True):
    """A tổ dân phố or khu phố with its households, each a sequence of people."""

    name: str
    households: Sequence[Sequence[ListedPerson]]


class WardList(Struct, frozen=True, kw_only=True):
    """The whole list; `signer` is the office that signs (`TM. Ủy ban nhân dân phường`)."""

    title: str
    subtitle: str
    neighbourhoods: Sequence[ListedNeighbourhood]
    place: str
    made_on: date
    signer: str


def ward_list_pdf(press: Press, head: Letterhead, ward_list: WardList, *, demo: bool) -> bytes:
    """Return the list, A4 landscape, heading repeated on every page, pages numbered."""
    return press.pdf(TEMPLATE, ward_list_values(head, ward_list, demo=demo))


def ward_list_values(head: Letterhead, ward_list: WardList, *, demo: bool) -> dict[str, object]:
    """Return what the template reads."""
    values = {name: getattr(ward_list, name) for name in ward_list.__struct_fields__}
    return {"head": head, "demo": demo, **values}
