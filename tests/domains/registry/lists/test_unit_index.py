"""Units by name and code, as people write them."""

import pytest

from tiemchung.domains.registry.lists.units import UnitIndex, UnitProblem, UnitRecord


@pytest.mark.parametrize(
    ("province", "district", "ward", "code"),
    [
        ("Thành phố Hồ Chí Minh", "Quận 1", "Phường Bến Nghé", "26740"),
        ("TP.HCM", "Q.1", "P.Bến Nghé", "26740"),
        ("TPHCM", "Q1", "Ben Nghe", "26740"),
        ("Hồ Chí Minh", "1", "BẾN NGHÉ", "26740"),
        ("Sài Gòn", "quan 1", "p. ben nghe", "26740"),
        ("79", "760", "26740", "26740"),
        ("", "Thủ Đức", "Thảo Điền", "27088"),
        ("HCM", "Quận 2", "Thảo Điền", "27088"),
        ("HCM", "Phú Nhuận", "1", "27058"),
        ("HCM", "Phú Nhuận", "Phường 01", "27058"),
        ("HCM", "Phú Nhuận", "F1", "27058"),
        ("Hà Nội", "Ba Đình", "Phúc Xá", "00001"),
        ("1", "1", "1", "00001"),
        ("Tỉnh Đắk Lắk", "TP Buôn Ma Thuột", "xã Ea Kao", "24169"),
    ],
)
def test_wards_are_found_as_people_write_them(
    unit_index: UnitIndex, province: str, district: str, ward: str, code: str
) -> None:
    match = unit_index.find(province=province, district=district, ward=ward)
    assert (match.ward, match.problem) == (code, None)


def test_every_unit_is_found_by_its_own_name_and_code(
    unit_index: UnitIndex, units: list[UnitRecord]
) -> None:
    by_code = {(unit.level, unit.code): unit for unit in units}
    missed: list[str] = []
    for unit in units:
        if unit.level != "ward":
            continue
        district = by_code.get(("district", unit.parent))
        province = by_code["province", district.parent if district else unit.parent]
        names = {"province": province.name, "district": district.name if district else ""}
        by_name = unit_index.find(ward=unit.name, **names)
        coded = unit_index.find(
            ward=unit.code, province=province.code, district=district.code if district else ""
        )
        if by_name.ward != unit.code or coded.ward != unit.code:
            missed.append(unit.code)
    assert missed == []


@pytest.mark.parametrize(
    ("address", "code", "rest"),
    [
        ("12/3 Nguyễn Trãi, P.2, Q.5, TP.HCM", "27313", "12/3 Nguyễn Trãi"),
        ("5 Lê Lợi, phường Bến Nghé, Quận 1", "26740", "5 Lê Lợi"),
        ("Ấp 3, xã Vĩnh Lộc A, huyện Bình Chánh", "27601", "Ấp 3"),
        ("123 Đường số 7 P.Bình Trị Đông B Q.Bình Tân TP.HCM", "27451", "123 Đường số 7"),
        ("P. Thảo Điền, Q2, TPHCM", "27088", ""),
        ("7 Võ Văn Tần - Phường 5 - Quận 3 - TP Hồ Chí Minh", "27151", "7 Võ Văn Tần"),
    ],
)
def test_units_are_found_at_the_end_of_an_address(
    unit_index: UnitIndex, address: str, code: str, rest: str
) -> None:
    match, left = unit_index.find_in_address(address)
    assert (match.ward, left) == (code, rest)


@pytest.mark.parametrize("address", ["", "Phú Nhuận", "12 Lê Lợi", "gần chợ Bến Thành", ", , ,"])
def test_nothing_certain_in_an_address_leaves_it_whole(unit_index: UnitIndex, address: str) -> None:
    match, left = unit_index.find_in_address(address)
    assert match.ward is None
    assert left == address


def test_unknown_and_ambiguous_names_are_told_apart(unit_index: UnitIndex) -> None:
    unknown = unit_index.find(province="HCM", district="Quận 5", ward="Phường Không Có")
    assert (unknown.problem, unknown.level, unknown.text) == (
        UnitProblem.UNKNOWN, "ward", "Phường Không Có",
    )  # fmt: skip
    assert (unknown.province, unknown.district, unknown.ward) == ("79", "774", None)
    assert unit_index.find(province="HCM", ward="Phường 1").problem is UnitProblem.AMBIGUOUS
    assert unit_index.find(district="Châu Thành").problem is UnitProblem.AMBIGUOUS


def test_a_ward_may_stand_directly_under_a_province() -> None:
    index = UnitIndex(
        [
            UnitRecord("79", "Thành phố Hồ Chí Minh", "province", ""),
            UnitRecord("26740", "Phường Sài Gòn", "ward", "79"),
        ]
    )
    match = index.find(province="TP.HCM", ward="Sài Gòn")
    assert (match.province, match.district, match.ward) == ("79", None, "26740")
