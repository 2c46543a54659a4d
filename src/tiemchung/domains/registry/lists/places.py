"""Where a person of a list lives: from three columns, from one, or from the end of the address."""

from typing import Final

from msgspec import Struct

from tiemchung.domains.registry.lists.findings import Findings
from tiemchung.domains.registry.lists.messages import Code
from tiemchung.domains.registry.lists.model import Field, ReadingRules
from tiemchung.domains.registry.lists.units import UnitMatch, UnitProblem
from tiemchung.domains.registry.names import normal_form

_FIELD_OF: Final = {
    "province": Field.PROVINCE,
    "district": Field.DISTRICT,
    "ward": Field.WARD,
}
_CODES: Final = {
    UnitProblem.UNKNOWN: Code.UNIT_UNKNOWN,
    UnitProblem.AMBIGUOUS: Code.UNIT_AMBIGUOUS,
}
_LONGEST: Final = 300


class Place(Struct, frozen=True):
    """The codes that were found and the rest of the address line."""

    province: str | None = None
    district: str | None = None
    ward: str | None = None
    address: str = ""


class PlaceReader:
    """Reads the place of every row of a sheet with the units of the rules."""

    def __init__(self, where: dict[Field, int], rules: ReadingRules) -> None:
        self._at = {field: where.get(field, -1) for field in (*_FIELD_OF.values(), Field.ADDRESS)}
        self._units = rules.units
        self._home = rules.home_province
        self._required = rules.ward_required
        self._has_columns = any(self._at[field] >= 0 for field in _FIELD_OF.values())

    def read(self, texts: list[str], findings: Findings) -> Place:
        """Find the ward; what cannot be found is reported at the column that names it."""
        address = normal_form(self._cell(texts, Field.ADDRESS))[:_LONGEST]
        if self._units is None:
            return self._as_text(texts, address)
        match = self._from_columns(texts) if self._has_columns else UnitMatch()
        rest = address
        if match.ward is None:
            match, rest = self._from_address(texts, match, address)
        if match.problem:
            field = _FIELD_OF[match.level]
            findings.error(_CODES[match.problem], self._at[field], field, match.text)
        elif match.ward is None and self._required:
            findings.error(Code.UNIT_MISSING, self._at[Field.WARD], Field.WARD)
        return Place(match.province, match.district, match.ward, rest)

    def _cell(self, texts: list[str], field: Field) -> str:
        column = self._at[field]
        return texts[column].strip() if column >= 0 else ""

    def _as_text(self, texts: list[str], address: str) -> Place:
        """Without units to look in, keep the names as the end of the address."""
        parts = [
            address,
            *(self._cell(texts, f) for f in (Field.WARD, Field.DISTRICT, Field.PROVINCE)),
        ]
        return Place(address=", ".join(part for part in parts if part))

    def _from_columns(self, texts: list[str]) -> UnitMatch:
        ward, district, province = (
            self._cell(texts, field) for field in (Field.WARD, Field.DISTRICT, Field.PROVINCE)
        )
        if not (ward or district or province) or self._units is None:
            return UnitMatch()
        return self._units.find(province=province or self._home, district=district, ward=ward)

    def _from_address(
        self, texts: list[str], match: UnitMatch, address: str
    ) -> tuple[UnitMatch, str]:
        """Look at the end of the address, continued by what the unit columns say."""
        if self._units is None:
            return match, address
        columns = [
            self._cell(texts, field) for field in (Field.WARD, Field.DISTRICT, Field.PROVINCE)
        ]
        line = ", ".join(part for part in (address, *columns) if part)
        found, rest = self._units.find_in_address(line)
        if found.province is None and self._home:
            found, rest = self._units.find_in_address(f"{line}, {self._home}")
        if found.ward is not None:
            return found, rest
        if match.problem:
            return match, address
        return (match, address) if match.province else (found, rest if found.province else address)
