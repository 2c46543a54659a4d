"""What headings mean, alone and in lines over each other."""

import pytest

from tiemchung.domains.registry.lists.headings import CANONICAL, is_heading_set, meaning, meanings
from tiemchung.domains.registry.lists.model import Field

F = Field


@pytest.mark.parametrize(
    ("field", "headings"),
    [
        (F.NUMBER, "STT|TT|Số TT|Số thứ tự|No."),
        (F.NAME, ("Họ và tên|HỌ VÀ TÊN (*)|Họ tên|Họ, tên|Họ tên nhân viên|Full name|"
                  "Họ và tên người tiêm|Họ và\ntên|HO VA TEN|Tên người được tiêm")),
        (F.FAMILY, "Họ và tên đệm|Họ đệm|Họ lót|Họ|Họ và chữ lót|Họ và đệm"),
        (F.GIVEN, "Tên"),
        (F.BIRTH, ("Ngày sinh|Ngày tháng năm sinh|Ngày, tháng, năm sinh|Năm sinh|"
                   "NGÀY SINH (dd/mm/yyyy)|Ngày/tháng/năm sinh|Sinh ngày|DOB|NTNS")),
        (F.SEX, "Giới tính|Phái|GT|Nam/Nữ|Giới tính (Nam/Nữ)|Sex"),
        (F.SEX_MALE, "Nam"),
        (F.SEX_FEMALE, "Nữ"),
        (F.PHONE, "Số điện thoại|SĐT|Điện thoại liên hệ|ĐT|ĐTDĐ|Di động|Số ĐT"),
        (F.DOCUMENT, ("Số CMND|CCCD|CMND/CCCD/Hộ chiếu|Số CMND/CCCD|Số căn cước công dân|"
                      "Số định danh cá nhân|CMTND|Giấy tờ tùy thân|CMND (CCCD)")),
        (F.PASSPORT, "Hộ chiếu|Số hộ chiếu|Passport No"),
        (F.HEALTH_CARD, "Số thẻ BHYT|BHYT|Mã số BHXH|Thẻ bảo hiểm y tế"),
        (F.ADDRESS, "Địa chỉ|Địa chỉ nơi ở hiện tại|Chỗ ở hiện nay|Nơi ở hiện tại"),
        (F.PERMANENT_ADDRESS, "Hộ khẩu thường trú|HKTT|Địa chỉ thường trú"),
        (F.WARD, "Phường/Xã|Xã/Phường/Thị trấn|Phường|Mã xã"),
        (F.DISTRICT, "Quận/Huyện|Huyện|Mã quận/huyện"),
        (F.PROVINCE, "Tỉnh/Thành phố|Tỉnh/TP|TP"),
        (F.NEIGHBOURHOOD, "Tổ dân phố|Khu phố|Tổ/Khu phố|Ấp"),
        (F.PRIORITY_GROUP, "Nhóm đối tượng ưu tiên|Đối tượng|Mã nhóm"),
        (F.OCCUPATION, "Nghề nghiệp|Chức vụ|Công việc"),
        (F.WORKPLACE, "Đơn vị công tác|Đơn vị|Bộ phận|Phòng ban|Lớp"),
        (F.NOTE, "Ghi chú"),
        (F.NOT_NEEDED, "Ngày cấp|Nơi cấp|Ký tên|Ngày tiêm mũi 1|Họ tên cha mẹ|Tuổi|Lỗi cần sửa"),
    ],
)  # fmt: skip
def test_headings_as_offices_write_them(field: Field, headings: str) -> None:
    assert {text: meaning(text) for text in headings.split("|")} == dict.fromkeys(
        headings.split("|"), field
    )


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        (
            [["STT", "Họ và tên", "Ngày sinh", "", "", "Giới tính", ""],
             ["", "", "Ngày", "Tháng", "Năm", "Nam", "Nữ"]],
            [F.NUMBER, F.NAME, F.BIRTH_DAY, F.BIRTH_MONTH, F.BIRTH_YEAR, F.SEX_MALE, F.SEX_FEMALE],
        ),
        (
            [["STT", "Họ và tên", "Năm sinh", "", "CMND"], ["", "", "Nam", "Nữ", ""]],
            [F.NUMBER, F.NAME, F.BIRTH_OF_MAN, F.BIRTH_OF_WOMAN, F.DOCUMENT],
        ),
        (
            [["STT", "HO VA TEN", "NGAY SINH", "", "", "NAM", "NU"],
             ["", "", "NGAY", "THANG", "NAM", "", ""]],
            [F.NUMBER, F.NAME, F.BIRTH_DAY, F.BIRTH_MONTH, F.BIRTH_YEAR, F.SEX_MALE, F.SEX_FEMALE],
        ),
        (
            [["Họ và tên", "", "Nơi ở hiện tại", "", "", ""],
             ["Họ đệm", "Tên", "Số nhà", "Phường", "Quận", "Tỉnh"]],
            [F.FAMILY, F.GIVEN, F.ADDRESS, F.WARD, F.DISTRICT, F.PROVINCE],
        ),
        (
            [["Họ tên", "Hộ khẩu thường trú", "", "Nơi ở hiện tại", ""],
             ["", "Xã", "Huyện", "Xã", "Huyện"]],
            [F.NAME, F.NOT_NEEDED, F.NOT_NEEDED, F.WARD, F.DISTRICT],
        ),
        ([["STT", "Tên", "Năm"]], [F.NUMBER, F.NAME, F.BIRTH]),
        ([["Họ", "Tên", "Nữ", "Năm sinh"]], [F.FAMILY, F.GIVEN, F.SEX_FEMALE, F.BIRTH]),
        (
            [["Họ tên", "CMND", "CCCD", "SĐT", "SĐT người nhà"]],
            [F.NAME, F.DOCUMENT, F.DOCUMENT, F.PHONE, F.NOT_NEEDED],
        ),
    ],
)  # fmt: skip
def test_lines_over_each_other(lines: list[list[str]], fields: list[Field | None]) -> None:
    assert meanings(lines) == fields
    assert is_heading_set(fields)


def test_titles_are_no_headings() -> None:
    assert meaning("DANH SÁCH NGƯỜI LAO ĐỘNG " * 10) is None
    assert not is_heading_set(meanings([["Đơn vị: Công ty An Phát", "", ""]]))
    assert not is_heading_set(meanings([["STT", "Ghi chú"]]))


def test_every_heading_that_is_written_is_read_back() -> None:
    assert {field: meaning(heading) for field, heading in CANONICAL.items()} == {
        field: field for field in CANONICAL
    }
