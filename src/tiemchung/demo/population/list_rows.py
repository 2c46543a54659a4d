"""One person written into the cells of a list, in a dialect, with mistakes; and what is true."""

# ruff: noqa: PLR2004 - the shares of a demonstration are named by what they decide
from datetime import date, datetime, time
from random import Random
from typing import Final
from unicodedata import normalize

from msgspec import Struct

from tiemchung.demo.population.dialects import Dialect
from tiemchung.demo.population.model import SyntheticPerson
from tiemchung.demo.population.territory import Territory
from tiemchung.domains.registry.birth import Birth
from tiemchung.domains.registry.identity_documents import DocumentKind
from tiemchung.domains.registry.lists.legacy_fonts import encode_tcvn3, encode_vni
from tiemchung.domains.registry.phones import as_dialled, before_2018
from tiemchung.domains.registry.spelling import fold_word

_EXCEL_EPOCH: Final = date(1899, 12, 30)
_LETTERS: Final = frozenset(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz' -."
    "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
)
_FONTS: Final = {
    "tcvn3": ".VnTime",
    "tcvn3_capitals": ".VnTimeH",
    "tcvn3_wrong_font": "Times New Roman",
    "vni": "VNI-Times",
    "vni_wrong_font": "Arial",
}


class Written(Struct, frozen=True):
    """A cell as it is written: value, font name, number format."""

    value: str | int | float | datetime | None = None
    font: str = ""
    format: str = ""


class Truth(Struct, frozen=True, kw_only=True):
    """What a row really says. `fault` is the code that the reader must report, "" for a good row.

    `documents` are (kind, normal form). A row with `twice` repeats an earlier one.
    """

    serial: int
    name: str
    birth: Birth | None
    sex: str
    phone: str
    documents: tuple[tuple[str, str], ...]
    ward: str
    fault: str = ""
    twice: bool = False


def legacy(text: str, habit: str) -> Written:
    """Write a text in the encoding and font of the habit."""
    if habit.startswith("tcvn3"):
        small = text.lower() if habit == "tcvn3_capitals" else text
        return Written(encode_tcvn3(small), _FONTS[habit])
    if habit.startswith("vni"):
        return Written(encode_vni(text), _FONTS[habit])
    return Written(normalize("NFD", text) if habit == "nfd" else text)


def as_typed(name: str, habit: str) -> str:
    """Return the name that the list means: in capitals, or without letters that fonts lack."""
    if habit.startswith(("tcvn3", "vni")):
        words = [w if set(w.lower()) <= _LETTERS else fold_word(w).title() for w in name.split()]
        name = " ".join(words)
    return name.upper() if habit.endswith("capitals") else name


def birth_value(birth: Birth, habit: str) -> Written:
    """Write a birth as the office does; a year alone is a number where cells are typed."""
    on = birth.on
    if habit == "years":
        return Written(on.year)
    if birth.precision != "day":
        return Written(on.year if birth.precision == "year" else birth.written())
    if habit in ("cells", "american"):
        moment = datetime.combine(on, time())
        if habit == "american":
            return _american(on)
        return Written(moment, format="dd/mm/yyyy")
    if habit == "serials":
        return Written((on - _EXCEL_EPOCH).days)
    return Written(_birth_text(on, habit))


def _american(on: date) -> Written:
    """Write what an American Excel makes of 05/03/1970 typed by hand: the third of May."""
    if on.day > 12:
        return Written(f"{on.day:02}/{on.month:02}/{on.year}")
    return Written(datetime(on.year, on.day, on.month), format="mm-dd-yy")  # noqa: DTZ001


def _birth_text(on: date, habit: str) -> str:
    if habit == "short_text":
        return f"{on.day}/{on.month}/{on.year % 100:02}"
    separator = {"dashes": "-", "dots": "."}.get(habit, "/")
    return f"{on.day:02}{separator}{on.month:02}{separator}{on.year}"


def birth_truth(birth: Birth, habit: str) -> Birth:
    """Return what can be known of a birth after the office wrote it."""
    if habit in ("years", "years_by_sex"):
        return Birth(date(birth.year, 1, 1), "year")
    return birth


def phone_value(rng: Random, phone: str | None, habit: str) -> Written:
    """Write a phone as the office does."""
    if not phone:
        return Written()
    number = as_dialled(phone)
    if habit == "numeric":
        return Written(int(number))
    if habit == "plus":
        return Written(phone)
    if habit == "before_2018":
        return Written(before_2018(phone) or number)
    if habit == "spaced":
        separator = rng.choice((" ", ".", "-"))
        return Written(separator.join((number[:4], number[4:7], number[7:])))
    return Written(number)


def document_value(
    person: SyntheticPerson, habit: str, text: str
) -> tuple[Written, tuple[tuple[str, str], ...]]:
    """Write the first proof of a person, as a number where the office lets Excel have it so."""
    proofs = [d for d in person.documents if d.kind is not DocumentKind.HEALTH_CARD]
    if not proofs:
        said = {"lost": "mất", "not_issued": "chưa cấp"}.get(person.no_document_reason or "")
        return legacy(said, text) if said else Written(), ()
    proof = proofs[0]
    truth = ((str(proof.kind), proof.number),)
    if habit == "numeric" and proof.printed.isdigit():
        return Written(int(proof.printed)), truth
    return Written(proof.printed), truth


def sex_values(sex: str, habit: str) -> list[Written]:
    """Write the sex into its one or two columns."""
    if habit == "marks":
        return [Written("x" if sex == "male" else None), Written("x" if sex == "female" else None)]
    if habit == "woman_mark":
        return [Written("x" if sex == "female" else None)]
    if habit == "digits":
        return [Written(1 if sex == "male" else 0)]
    return [] if habit == "none" else [Written("Nam" if sex == "male" else "Nữ")]


NATIONALITIES: Final = {
    "VN": "Việt Nam", "KR": "Hàn Quốc", "CN": "Trung Quốc", "TW": "Đài Loan", "JP": "Nhật Bản",
    "US": "Mỹ", "FR": "Pháp", "GB": "Anh", "IN": "Ấn Độ", "PH": "Philippines", "KH": "Campuchia",
    "DE": "Đức", "RU": "Nga", "ID": "Indonesia",
}  # fmt: skip
"""Names of countries as offices write them."""

_SHORT: Final = (
    ("Phường ", "P."), ("Thành phố Hồ Chí Minh", "TP.HCM"), ("Thành phố ", "TP "), ("Quận ", "Q."),
    ("Huyện ", "H."), ("Tỉnh ", ""), ("Thị trấn ", "TT "), ("Xã ", "X."), ("Thị xã ", "TX "),
)  # fmt: skip


def short(unit: str) -> str:
    """Write the name of a unit as people do: "Phường 01" → "P.1", "Quận 5" → "Q.5"."""
    for long, said in _SHORT:
        if unit.startswith(long):
            bare = unit[len(long) :]
            return said + (bare.lstrip("0") if bare.isdigit() else bare)
    return unit


def place_values(person: SyntheticPerson, dialect: Dialect, territory: Territory) -> list[Written]:
    """Write where a person lives: address line, then the columns of the dialect."""
    ward, district, province = territory.names(person.ward)
    if dialect.place == "line":
        units = ", ".join(short(unit) for unit in (ward, district, province) if unit)
        return [legacy(f"{person.address}, {units}", dialect.text)]
    if dialect.place == "codes":
        codes = (person.ward, person.district, person.province)
        return [
            legacy(person.address, dialect.text),
            *(Written(int(c) if c else None) for c in codes),
        ]
    names = [ward, district, province]
    if dialect.place == "short_columns":
        names = [short(name) for name in names]
    return [legacy(person.address, dialect.text), *(legacy(name, dialect.text) for name in names)]
