"""Finding provinces, districts and wards by name or code, as people write them in lists.

The records come from the country pack. The tree may have three levels (until 30 June 2025) or two:
a ward stands under a district or directly under a province.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from msgspec import Struct

from tiemchung.domains.registry.spelling import fold, place_tone


class UnitRecord(Struct, frozen=True):
    """One administrative unit; `level` is province, district or ward, `parent` a code or ""."""

    code: str
    name: str
    level: str
    parent: str


class UnitProblem(StrEnum):
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"


class UnitMatch(Struct, frozen=True):
    """Codes found, as deep as they are certain; `problem` names what failed in `text`."""

    province: str | None = None
    district: str | None = None
    ward: str | None = None
    problem: UnitProblem | None = None
    text: str = ""
    level: str = ""


_TYPES: Final = {
    "province": {"tinh": "tinh", "t": "tinh", "thanh pho": "tp", "tp": "tp"},
    "district": {
        "quan": "quan", "q": "quan", "huyen": "huyen", "h": "huyen", "thi xa": "tx", "tx": "tx",
        "thanh pho": "tp", "tp": "tp",
    },
    "ward": {
        "phuong": "phuong", "p": "phuong", "f": "phuong", "xa": "xa", "x": "xa", "thi tran": "tt",
        "tt": "tt", "dac khu": "dk",
    },
}  # fmt: skip
_PREFIX: Final = {
    level: re.compile(
        "(" + "|".join(sorted(types, key=len, reverse=True)) + r")(?:\s*[.:]\s*|\s+|(?=\d))(?=\S)"
    )
    for level, types in _TYPES.items()
}
_WIDTH: Final = {"province": 2, "district": 3, "ward": 5}
_NOISE: Final = re.compile(r"[^a-z0-9]+")
_PROVINCE_SHORT: Final = {
    "hcm": "ho chi minh", "tphcm": "ho chi minh", "sai gon": "ho chi minh", "sg": "ho chi minh",
    "hochiminh": "ho chi minh", "hn": "ha noi", "hanoi": "ha noi", "brvt": "ba ria vung tau",
    "hue": "thua thien hue", "dl": "dak lak", "daklak": "dak lak", "daknong": "dak nong",
    "vung tau": "ba ria vung tau", "bd": "binh duong", "bac can": "bac kan",
}  # fmt: skip
_PARTS: Final = re.compile(r"\s*[,;\n]\s*|\s+-\s+")
_GLUED: Final = re.compile(
    r"(?<=[\w.])\s+(?=(?:[pqxh]\.\s?\w|[pq]\s?\d{1,2}\b|tp\.?\s?\w"
    r"|phường |quận |huyện |xã |thị trấn ))",
    re.IGNORECASE,
)


@lru_cache(65_536)
def _keys(text: str, level: str) -> tuple[str, str]:
    """Return (type, bare name) of a written unit: "P.01" → ("phuong", "1"); the type may be ""."""
    folded = fold(text).strip(" .,;:")
    found = _PREFIX[level].match(folded)
    kind, bare = (_TYPES[level][found[1]], folded[found.end() :]) if found else ("", folded)
    bare = _NOISE.sub(" ", bare).strip()
    if bare.isdigit():
        bare = bare.lstrip("0") or "0"
    return kind, bare


@lru_cache(65_536)
def _accented(text: str) -> tuple[str, ...]:
    """Return the words of a name with their accents in one tone placement."""
    return tuple(place_tone(word) for word in normalize("NFC", text.lower()).split())


class UnitIndex:
    """An index over the units of one date; `aliases` map written names to codes of today.

    Aliases serve units that people still name although they are gone, such as the district
    "Quận 2" for Thành phố Thủ Đức: {"quan 2": "769"}; the key is type and bare name, folded.
    """

    def __init__(
        self, units: Iterable[UnitRecord], aliases: Mapping[str, str] | None = None
    ) -> None:
        self._by_code: dict[tuple[str, str], UnitRecord] = {}
        self._named: dict[tuple[str, str, str], list[str]] = {}
        self._aliases = dict(aliases or {})
        for unit in units:
            self._by_code[unit.level, unit.code] = unit
        for (level, code), unit in self._by_code.items():
            kind, bare = _keys(unit.name, level)
            for scope in self._scopes(unit):
                self._named.setdefault((level, scope, bare), []).append(code)
                if kind:
                    self._named.setdefault((level, scope, f"{kind} {bare}"), []).append(code)
        self._find = lru_cache(65_536)(self._find_uncached)

    def _scopes(self, unit: UnitRecord) -> list[str]:
        """Return the codes of every unit above, and "" for the whole country."""
        scopes = [""]
        parent = self._parent(unit)
        while parent is not None:
            scopes.append(f"{parent.level}:{parent.code}")
            parent = self._parent(parent)
        return scopes

    def _parent(self, unit: UnitRecord) -> UnitRecord | None:
        if unit.level == "ward" and (district := self._by_code.get(("district", unit.parent))):
            return district
        return self._by_code.get(("province", unit.parent)) if unit.level != "province" else None

    def get(self, level: str, code: str) -> UnitRecord | None:
        """Return the unit of a level and code."""
        return self._by_code.get((level, code))

    def find(self, *, province: str = "", district: str = "", ward: str = "") -> UnitMatch:
        """Find what three cells name, each by name or code; empty cells are left open."""
        return self._find(province.strip(), district.strip(), ward.strip())

    def _find_uncached(self, province: str, district: str, ward: str) -> UnitMatch:
        found: dict[str, str] = {}
        scope = ""
        for level, text in (("province", province), ("district", district), ("ward", ward)):
            if not text:
                continue
            codes = self._lookup(level, scope, text)
            if len(codes) != 1:
                problem = UnitProblem.AMBIGUOUS if codes else UnitProblem.UNKNOWN
                return UnitMatch(
                    found.get("province"), found.get("district"), None, problem, text, level
                )
            found = self._with_ancestors(level, codes[0])
            scope = f"{level}:{codes[0]}"
        return UnitMatch(found.get("province"), found.get("district"), found.get("ward"))

    def _lookup(self, level: str, scope: str, text: str) -> list[str]:
        kind, bare = _keys(text, level)
        if level == "province":
            bare = _PROVINCE_SHORT.get(bare, bare)
        named = self._named.get((level, scope, f"{kind} {bare}")) if kind else None
        alias = self._aliases.get(f"{kind} {bare}".strip())
        if not named and alias and (level, alias) in self._by_code:
            named = [alias] if self._inside(level, alias, scope) else None
        named = named or self._named.get((level, scope, bare))
        if named:
            return named if len(named) == 1 else self._by_accents(level, named, text)
        code = text.zfill(_WIDTH[level]) if text.isascii() and text.isdigit() else ""
        return [code] if self._inside(level, code, scope) else []

    def _by_accents(self, level: str, codes: list[str], text: str) -> list[str]:
        """Tell Hoằng Đông from Hoằng Đồng where the folded names are equal."""
        typed = _accented(text)
        same = [
            code for code in codes if typed[-2:] == _accented(self._by_code[level, code].name)[-2:]
        ]
        return same or codes

    def _inside(self, level: str, code: str, scope: str) -> bool:
        unit = self._by_code.get((level, code))
        return unit is not None and scope in self._scopes(unit)

    def _with_ancestors(self, level: str, code: str) -> dict[str, str]:
        unit: UnitRecord | None = self._by_code[level, code]
        found: dict[str, str] = {}
        while unit is not None:
            found[unit.level] = unit.code
            unit = self._parent(unit)
        return found

    def find_in_address(self, address: str) -> tuple[UnitMatch, str]:
        """Find the units at the end of an address and return them with the rest of the line.

        "12/3 Nguyễn Trãi, P.2, Q.5, TP.HCM" gives the ward and "12/3 Nguyễn Trãi". Nothing certain
        gives an empty match and the whole address.
        """
        parts = [part for part in _PARTS.split(_GLUED.sub(", ", address)) if part.strip(" .")]
        province = self._named_part(parts, "province", "")
        scope = f"province:{province}" if province else ""
        district = self._named_part(parts, "district", scope)
        ward_scope = f"district:{district}" if district else scope
        ward = self._named_part(parts, "ward", ward_scope) if ward_scope else ""
        deepest = next(
            ((level, code) for level, code in
             (("ward", ward), ("district", district), ("province", province)) if code),
            None,
        )  # fmt: skip
        if deepest is None:
            return UnitMatch(), address
        found = self._with_ancestors(*deepest)
        match = UnitMatch(found.get("province"), found.get("district"), found.get("ward"))
        return match, ", ".join(parts)

    def _named_part(self, parts: list[str], level: str, scope: str) -> str:
        """Take the last part off when it names exactly one unit of the level within the scope."""
        if not parts or (
            level != "province" and len(parts) == 1 and not _keys(parts[-1], level)[0]
        ):
            return ""
        codes = self._lookup(level, scope, parts[-1].strip(" ."))
        if len(codes) != 1:
            return ""
        parts.pop()
        return codes[0]
