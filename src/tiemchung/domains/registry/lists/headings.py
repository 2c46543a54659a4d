"""What the heading of a column means, in the many ways offices write it."""

import re
from functools import lru_cache
from typing import Final

from tiemchung.domains.registry.lists.model import Field
from tiemchung.domains.registry.names import normal_form
from tiemchung.domains.registry.spelling import fold

# Folded headings, tried from above: the first meaning with a pattern that is found decides.
_PATTERNS: Final = (
    (Field.NOT_NEEDED, (
        r"\b(ngay|noi|co quan|thoi gian|han) cap\b",
        r"\bngay (tiem|dang ky|vao lam|het han|lap)\b",
        r"\bmui (tiem|thu|1|2)\b", r"\b(loai|ten) (vac xin|vaccin|vaccine)\b", r"\bso lo\b",
        r"\bky (ten|nhan|xac nhan)\b", r"\bchu ky\b", r"\btuoi\b",
        r"\bloi can sua\b", r"\bde xuat sua\b", r"\bcanh bao\b",
        r"\b(quan he|nguoi giam ho|ho ten cha|ho ten me|ten (cha|me|bo)|chu ho)\b",
    )),
    (Field.NUMBER, (r"^(stt|tt|s tt|so tt|so thu tu|no|so|#)$",)),
    (Field.BIRTH_OF_MAN, (r"\b(nam|ngay) sinh\b.*\bnam$",)),
    (Field.BIRTH_OF_WOMAN, (r"\b(nam|ngay) sinh\b.*\bnu$",)),
    (Field.FAMILY, (
        r"^ho( va)?( ten)?( chu)? (dem|lot)$", r"^ho( va)? chu (dem|lot)$", r"^ho$", r"^ten dem$",
        r"^(family name|surname|last name)$",
    )),
    (Field.NAME, (
        r"\bho,? ?(va)? ?(chu dem va )?ten\b", r"\bho dem va ten\b", r"^(hoten|ho & ten)$",
        r"\bten (nguoi|doi tuong|nhan vien|cong nhan|hoc sinh|day du|khai sinh|can bo)\b",
        r"^full ?name", r"^name$", r"^nguoi (duoc )?tiem$",
    )),
    (Field.GIVEN, (r"^(ten|ten goi|given name|first name)$",)),
    (Field.BIRTH, (
        r"\b(ngay|nam|thang)( thang)?( nam)? sinh\b",
        r"\bngay,? ?thang,? ?(nam)?\b.*\bsinh\b", r"\bsinh ngay\b",
        r"^(d\.?o\.?b|ns|n sinh|sinh|ntns|ngaysinh)$",
        r"\bdate of birth\b", r"\bbirth ?(day|date)?\b",
    )),
    (Field.SEX_MALE, (r"^nam$", r"^(gioi tinh|phai|gioi) nam$")),
    (Field.SEX_FEMALE, (r"^nu$", r"^(gioi tinh|phai|gioi) nu$")),
    (Field.SEX, (
        r"\bgioi tinh\b", r"^(gioi|phai|gt|sex|gender)$", r"^nam ?[/\-(]? ?nu\)?$",
        r"^nam hoac nu$",
    )),
    (Field.HEALTH_CARD, (
        r"\bbhyt\b", r"\bbao hiem y te\b", r"\b(ma|so) (so )?(bhxh|bao hiem xa hoi)\b",
        r"^(so the )?bao hiem$",
    )),
    (Field.PHONE, (
        r"\b(dien thoai|sdt|so dt|dtdd|di dong|so phone|phone|mobile|tel|zalo)\b",
        r"\bso lien (he|lac)\b", r"^(dt|d t|lien he)$",
    )),
    (Field.EMAIL, (r"\be ?mail\b", r"\bthu dien tu\b")),
    (Field.PASSPORT, (r"^(so )?(ho chieu|passport)( no)?$",)),
    (Field.DOCUMENT, (
        r"\b(cmnd|cccd|cmtnd|cmt|cmdd|can cuoc|chung minh|dinh danh|ho chieu|passport)\b",
        r"\b(giay to|tuy than|so cm|so cc)\b", r"^id( no| number)?$",
    )),
    (Field.NATIONALITY, (r"\bquoc tich\b", r"\bnationality\b")),
    (Field.ETHNIC_GROUP, (r"\bdan toc\b",)),
    (Field.PRIORITY_GROUP, (r"\b(doi tuong|uu tien|ma nhom|nhom)\b",)),
    (Field.OCCUPATION, (r"\b(nghe nghiep|nghe|chuc vu|chuc danh|cong viec|vi tri)\b",)),
    (Field.WORKPLACE, (
        r"\b(don vi|noi lam viec|noi cong tac|co quan|cong ty|to chuc|bo phan|phong ban)\b",
        r"\b(phong|to san xuat|xuong|lop|truong|khoa)\b",
    )),
    (Field.PERMANENT_ADDRESS, (r"\b(thuong tru|ho khau|hktt|nguyen quan|que quan)\b",)),
    (Field.WARD, (r"^(ma |ten )?(phuong|xa)\b(?!.*\b(quan|huyen|tinh)\b)",)),
    (Field.DISTRICT, (r"^(ma |ten )?(quan|huyen)\b(?!.*\btinh\b)",)),
    (Field.PROVINCE, (r"^(ma |ten )?(tinh|thanh pho|tp)\b",)),
    (Field.NEIGHBOURHOOD, (
        r"^(to dan pho|khu pho|to|ap|thon|kp|khom|tdp|to nhan dan|to dan cu|khu dan cu)\b",
    )),
    (Field.ADDRESS, (
        r"\b(dia chi|noi o|cho o|noi cu tru|so nha|tam tru|noi sinh song|noi dang o)\b",
        r"^address$", r"^(phuong|xa)\b.*\b(quan|huyen)\b",
    )),
    (Field.BIRTH_DAY, (r"^ngay$",)),
    (Field.BIRTH_MONTH, (r"^thang$",)),
    (Field.NOTE, (r"\bghi chu\b", r"^(note|khac)$")),
)  # fmt: skip
_COMPILED: Final = tuple((field, re.compile("|".join(found))) for field, found in _PATTERNS)
_PARENTHESES: Final = re.compile(r"\([^)]*\)?")
_MARKS: Final = re.compile(r"[*:.,;/\\_\-–\n\"']+")
_YEAR_WORD: Final = re.compile(r"^năm$", re.IGNORECASE)
_LONGEST: Final = 120
_BIRTH_PARTS: Final = {
    "ngay": Field.BIRTH_DAY,
    "thang": Field.BIRTH_MONTH,
    "nam": Field.BIRTH_YEAR,
    "nam sinh": Field.BIRTH_YEAR,
}


CANONICAL: Final = {
    Field.NUMBER: "STT",
    Field.NAME: "Họ và tên",
    Field.FAMILY: "Họ và tên đệm",
    Field.GIVEN: "Tên",
    Field.BIRTH: "Ngày sinh",
    Field.BIRTH_DAY: "Ngày",
    Field.BIRTH_MONTH: "Tháng",
    Field.BIRTH_YEAR: "Năm",
    Field.BIRTH_OF_MAN: "Năm sinh nam",
    Field.BIRTH_OF_WOMAN: "Năm sinh nữ",
    Field.SEX: "Giới tính",
    Field.SEX_MALE: "Giới tính nam",
    Field.SEX_FEMALE: "Giới tính nữ",
    Field.PHONE: "Số điện thoại",
    Field.EMAIL: "Email",
    Field.DOCUMENT: "Số CMND/CCCD/Hộ chiếu",
    Field.PASSPORT: "Hộ chiếu",
    Field.HEALTH_CARD: "Số thẻ BHYT",
    Field.NATIONALITY: "Quốc tịch",
    Field.ETHNIC_GROUP: "Dân tộc",
    Field.OCCUPATION: "Nghề nghiệp",
    Field.WORKPLACE: "Đơn vị công tác",
    Field.ADDRESS: "Địa chỉ (số nhà, đường)",
    Field.PERMANENT_ADDRESS: "Địa chỉ thường trú",
    Field.NEIGHBOURHOOD: "Tổ dân phố/Khu phố/Ấp",
    Field.WARD: "Phường/Xã",
    Field.DISTRICT: "Quận/Huyện",
    Field.PROVINCE: "Tỉnh/Thành phố",
    Field.PRIORITY_GROUP: "Nhóm đối tượng ưu tiên",
    Field.NOTE: "Ghi chú",
}
"""One heading a meaning that is read back as that meaning, for the lists that we write."""


def plain_heading(text: str) -> str:
    """Fold a heading and take marks away: "HỌ VÀ TÊN (*)" → "ho va ten"."""
    whole = _MARKS.sub(" ", text)
    without = _PARENTHESES.sub(" ", whole)
    return fold(without if without.strip() else whole.strip("() "))


@lru_cache(8_192)
def meaning(heading: str) -> Field | None:
    """Return what one heading means, or None; long texts are titles and no headings."""
    if not heading.strip() or len(heading) > _LONGEST:
        return None
    if _YEAR_WORD.match(normal_form(heading)):
        return Field.BIRTH_YEAR
    plain = plain_heading(heading)
    return next((field for field, pattern in _COMPILED if pattern.search(plain)), None)


def meanings(lines: list[list[str]]) -> list[Field | None]:
    """Return what each column means under one to three heading lines.

    A heading above several sub-headings (merged cells leave it in the first column only) reaches
    to the right as long as the line above is blank and the line below is not.
    """
    width = max(map(len, lines))
    grid = [_reach(row + [""] * (width - len(row)), lines, at) for at, row in enumerate(lines)]
    fields = [_column_meaning([row[c] for row in grid]) for c in range(width)]
    return _settle(fields, grid[-1])


def _reach(row: list[str], lines: list[list[str]], at: int) -> list[str]:
    if at == len(lines) - 1:
        return row
    filled, current = list(row), ""
    below = lines[at + 1]
    for column, text in enumerate(row):
        if text.strip():
            current = text
        elif column < len(below) and below[column].strip():
            filled[column] = current
        else:
            current = ""
    return filled


def _column_meaning(parts: list[str]) -> Field | None:
    """Combine the lines over one column: the lowest says most, the upper ones give its context."""
    words = [part for part in parts if part.strip()]
    if not words:
        return None
    own = meaning(words[-1])
    if len(words) == 1:
        return own
    above = " ".join(words[:-1])
    inside = _inside(meaning(above), own, words[-1])
    return inside or own or meaning(above) or meaning(" ".join(words))


_UNITS: Final = frozenset({Field.WARD, Field.DISTRICT, Field.PROVINCE, Field.NEIGHBOURHOOD})


def _inside(parent: Field | None, own: Field | None, heading: str) -> Field | None:
    """Return what a sub-heading means only because of the heading above it."""
    if parent is Field.BIRTH:
        return _BIRTH_PARTS.get(plain_heading(heading))
    if parent is Field.SEX and own in (Field.SEX_MALE, Field.SEX_FEMALE, Field.BIRTH_YEAR):
        return Field.SEX_FEMALE if own is Field.SEX_FEMALE else Field.SEX_MALE
    if parent is Field.PERMANENT_ADDRESS:
        return Field.NOT_NEEDED if own in _UNITS else parent
    return None


def _settle(fields: list[Field | None], lowest: list[str]) -> list[Field | None]:
    """Decide what only the whole line tells: "Nam" beside "Nữ", "Tên" without "Họ", a lone year."""
    plain = [plain_heading(text) for text in lowest]
    birth_by_sex = Field.BIRTH_YEAR in fields and Field.BIRTH_DAY not in fields and "nu" in plain
    settled = list(fields)
    for column, field in enumerate(fields):
        if field is Field.BIRTH_YEAR and birth_by_sex:
            settled[column] = Field.BIRTH_OF_MAN
        elif field is Field.BIRTH_YEAR and Field.BIRTH_DAY not in fields:
            settled[column] = Field.BIRTH
        elif field is Field.SEX_FEMALE and birth_by_sex and Field.BIRTH_YEAR in fields:
            settled[column] = Field.BIRTH_OF_WOMAN
        elif field is Field.GIVEN and Field.FAMILY not in fields and Field.NAME not in fields:
            settled[column] = Field.NAME
        elif field is Field.NAME and Field.FAMILY in fields and Field.GIVEN not in fields:
            settled[column] = Field.GIVEN
    return _first_of_each(settled)


def _first_of_each(fields: list[Field | None]) -> list[Field | None]:
    """Keep the first column of each meaning; only documents may stand in several columns."""
    seen: set[Field] = set()
    kept: list[Field | None] = []
    for field in fields:
        repeated = field in seen and field not in (Field.DOCUMENT, Field.NOT_NEEDED)
        kept.append(Field.NOT_NEEDED if repeated else field)
        if field is not None:
            seen.add(field)
    return kept


def is_heading_set(fields: list[Field | None]) -> bool:
    """Tell whether columns are enough for a list: a name and something else about a person."""
    known = {field for field in fields if field not in (None, Field.NOT_NEEDED, Field.NUMBER)}
    named = Field.NAME in known or {Field.FAMILY, Field.GIVEN} <= known
    return named and len(known) > 1 + (Field.NAME not in known)
