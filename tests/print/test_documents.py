"""Every document: shipped fonts alone, right words, readable codes, harmless hostile names."""

import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from msgspec import structs

from tiemchung.print import certificate, daily_report, invitation, screening, slip, ward_list
from tiemchung.print.letterhead import Letterhead
from tiemchung.print.press import FontsMissingError, Press
from tiemchung.print.qr import qr_svg

ReadPdf = Callable[[bytes], Any]
ReadCodes = Callable[[bytes], list[str]]
Values = Mapping[str, Any]

NAME = "Nguyễn Thị Ánh Nguyệt"
HARD = "Đặng Ường Ểnh Ỵ Ẵng Ửu ợ ỗ ẫ ĩ ỹ"
HOSTILE = '#strong[x] $x^2$ \\ @a <b> = * _ ` // /* "'
HC1 = "HC1:" + "NCFOXN%TSMAHN-HIWO3B6+4P1L179R-AH8*S1RO7O2WIO2/IYW91773TA3VPT3FF" * 8
DAY = date(2021, 7, 24)

DOSE = certificate.CertificateDose(
    number=1,
    given_on=DAY,
    product="COVID-19 Vaccine AstraZeneca",
    manufacturer="AstraZeneca",
    lot_number="ABW0411",
    facility="Trạm Y tế phường Nghĩa Tân, Cầu Giấy, Hà Nội",
)
CERTIFICATE = certificate.CertificateSheet(
    full_name=NAME,
    birth="15/03/1984",
    nationality="Việt Nam",
    document="CCCD •••••••••234",
    disease="COVID-19",
    doses_received=2,
    doses=[DOSE, structs.replace(DOSE, number=2, product="Comirnaty", lot_number="FG3716")],
    certificate_number="URN:UVCI:01:VN:BYT/0Z3R1F0YHVFHE8TKSZ58DNRVBY#K",
    identity_status="Đã xác thực với CSDLQG về dân cư",
    issued_on=date(2026, 3, 1),
    expires_on=date(2027, 3, 1),
    signed_text=HC1,
    verify_at="tiemchung.example/kiem-tra",
)
SLIP = slip.Slip(
    full_name=NAME,
    birth="15/03/1984",
    document="079184000234",
    phone="0901 234 567",
    address="12/3 Nguyễn Trãi, Phường 12, Quận 5",
    doses=[
        slip.SlipDose(
            label="Mũi 1",
            label_en="First dose",
            given_on=DAY,
            product="COVID-19 Vaccine AstraZeneca",
            lot_number="ABW0411",
            facility="Trạm Y tế Phường 12",
            next_due=date(2021, 9, 18),
        ),
        slip.SECOND_EMPTY,
    ],
    qr_text="TC:K7M2Q9XD",
    code="K7M2-Q9XD",
    advice="Theo dõi sức khỏe tại nhà ít nhất 28 ngày.",
)
INVITATION = invitation.Invitation(
    serial="Khu phố 4 – 001",
    full_name=NAME,
    birth="1984",
    address="12/3 Nguyễn Trãi",
    hour="07:30 – 08:00",
    day="thứ Bảy, 24/07/2021",
    place="Trường THCS Ba Đình, 129 Phan Văn Trị, Phường 12, Quận 5",
    purpose="Mũi 1 · AstraZeneca",
    code="K7M2-Q9XD",
    qr_text="K7M2Q9XD",
)
FORM = screening.ScreeningForm(
    title="Phiếu sàng lọc trước tiêm chủng vắc xin phòng COVID-19",
    authority="Quyết định 3802/QĐ-BYT",
    items=[
        screening.FormItem(number="1", text="Tiền sử rõ ràng phản vệ với vắc xin phòng COVID-19"),
        screening.FormItem(number="4", text="Phụ nữ mang thai", asked=False),
        screening.FormItem(number="4a", text="Phụ nữ mang thai < 13 tuần", level=1),
        *(screening.FormItem(number=str(n), text="Tiền sử dị ứng " * 8) for n in range(5, 12)),
    ],
    vitals=[screening.VitalSign(label="Thân nhiệt", unit="°C")],
    conclusions=[
        screening.FormConclusion(label=label, rule="CÓ bất kỳ tại mục 2, 3, 4a")
        for label in (
            "Đủ điều kiện tiêm chủng ngay",
            "Chống chỉ định tiêm chủng với vắc xin cùng loại",
            "Trì hoãn tiêm chủng",
            "Chuyển tiêm tại bệnh viện",
            "Thận trọng khi tiêm chủng",
        )
    ],
    consent=["Tiêm chủng vắc xin là biện pháp phòng bệnh hiệu quả."] * 3,
)
PERSON = screening.ScreenedPerson(
    full_name=NAME,
    birth="15/03/1984",
    sex="female",
    document="079184000234",
    phone="0901 234 567",
    occupation="Công nhân may",
    workplace="Công ty TNHH Bình Minh",
    address="12/3 Nguyễn Trãi",
    code="K7M2-Q9XD",
    qr_text="K7M2Q9XD",
)
LISTED = ward_list.ListedPerson(
    code="K7M2-Q9XD",
    full_name=NAME,
    birth="15/03/1984",
    sex="female",
    document="•••••••••234",
    phone="•••••••567",
    address="12/3 Nguyễn Trãi",
    priority_group="10",
    dose="1",
    hour="07:30",
)
WARD = ward_list.WardList(
    title="Danh sách đối tượng tiêm vắc xin phòng COVID-19",
    subtitle="Đợt 5",
    neighbourhoods=[
        ward_list.ListedNeighbourhood(name="Khu phố 4", households=[[LISTED, LISTED], [LISTED]]),
        ward_list.ListedNeighbourhood(name="Khu phố 5", households=[[LISTED]] * 40),
    ],
    place="Quận 5",
    made_on=date(2021, 7, 22),
    signer="TM. ỦY BAN NHÂN DÂN PHƯỜNG",
)
ROW = daily_report.ReportRow(
    name="Quận 5",
    called=2400,
    referred=6,
    declined=24,
    deferred=90,
    contraindicated=2,
    first_doses=2000,
    second_doses=200,
    further_doses=None,
    used=2220,
    discarded=8,
    common_reactions=60,
    severe_events=0,
    declared=1234567,
    entry_percent=95.7,
)
REPORT = daily_report.DailyReport(
    number="125/BC-TTKSBT",
    round="Đợt 5",
    day=DAY,
    started_on=date(2021, 7, 22),
    cutoff="16:00 ngày 24/07/2021",
    place="Thành phố Hồ Chí Minh",
    signer="THỦ TRƯỞNG ĐƠN VỊ",
    day_rows=[ROW],
    day_total=structs.replace(ROW, name=""),
    cumulative_rows=[ROW],
    cumulative_total=structs.replace(ROW, name=""),
    remarks=["Huyện Cần Giờ chưa gửi số báo cáo nhanh."],
)


def values_of(document: str, head: Letterhead, name: str = NAME, *, demo: bool = False) -> Values:
    """Return the template's values of one sample with another name in it."""
    match document:
        case "certificate":
            sheet = structs.replace(CERTIFICATE, full_name=name)
            return certificate.certificate_values(head, [sheet], demo=demo)
        case "slip":
            return slip.slip_values(head, [structs.replace(SLIP, full_name=name)], demo=demo)
        case "invitation":
            slips = [structs.replace(INVITATION, full_name=name)]
            return invitation.invitation_values("UBND Phường 12", slips, demo=demo)
        case "screening":
            people = [structs.replace(PERSON, full_name=name)]
            return screening.screening_values(head, FORM, people, demo=demo)
        case "ward_list":
            home = [[structs.replace(LISTED, full_name=name)]]
            part = ward_list.ListedNeighbourhood(name="Khu phố 4", households=home)
            changed = structs.replace(WARD, neighbourhoods=[part])
            return ward_list.ward_list_values(head, changed, demo=demo)
        case _:
            report = structs.replace(REPORT, remarks=[name])
            return daily_report.daily_report_values(head, report, demo=demo)


DOCUMENTS = ["certificate", "slip", "invitation", "screening", "ward_list", "daily_report"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_vietnamese_is_set_in_the_shipped_fonts_alone(
    press: Press, head: Letterhead, read_pdf: ReadPdf, document: str
) -> None:
    made = read_pdf(press.pdf(document, values_of(document, head, HARD)))
    assert made.fonts == {"BeVietnamPro-Regular", "BeVietnamPro-Bold"}
    assert made.pages == 1
    assert HARD.split(maxsplit=1)[0].upper() in made.text.upper()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in made.text or document == "invitation"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_code_in_a_name_is_printed_as_text(
    press: Press, head: Letterhead, read_pdf: ReadPdf, document: str
) -> None:
    made = read_pdf(press.pdf(document, values_of(document, head, HOSTILE)))
    printed = made.text.upper().replace(" ", "")
    assert '#STRONG[X]$X^2$\\@A<B>=*_`///*"' in printed


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_name_in_letters_that_no_font_has_does_not_stop_the_print(
    press: Press, head: Letterhead, read_pdf: ReadPdf, document: str
) -> None:
    made = read_pdf(press.pdf(document, values_of(document, head, "山田 \ud800 Иван \u202e")))
    assert made.pages == 1


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_demo_says_so_on_every_page(
    press: Press, head: Letterhead, read_pdf: ReadPdf, document: str
) -> None:
    real = read_pdf(press.pdf(document, values_of(document, head)))
    demo = read_pdf(press.pdf(document, values_of(document, head, demo=True)))
    assert "DEMO" not in real.text
    assert demo.text.count("DEMO – KHÔNG CÓ GIÁ TRỊ") == 2  # above the text and across the page
    assert demo.text.count("DEMO") == (3 if document == "invitation" else 2)  # slips are cut apart


@pytest.mark.parametrize("document", DOCUMENTS)
def test_black_and_white_print_keeps_every_word(
    press: Press, head: Letterhead, grey: Callable[[bytes], npt.NDArray[np.uint8]], document: str
) -> None:
    """No text is so light that a photocopier loses it: the lightest ink of a letter is mid-grey."""
    page = grey(press.pictures(document, values_of(document, head), ppi=60)[0])
    ink = page[page < 200]
    assert ink.size > 1000
    assert np.median(ink) < 140


@pytest.mark.parametrize(
    ("document", "codes"),
    [
        ("certificate", [HC1]),
        ("slip", ["TC:K7M2Q9XD"]),
        ("invitation", ["K7M2Q9XD"]),
        ("screening", ["K7M2Q9XD"]),
    ],
)
@pytest.mark.parametrize("demo", [False, True])
def test_codes_are_read_back_from_the_page(
    press: Press,
    head: Letterhead,
    read_codes: ReadCodes,
    document: str,
    codes: list[str],
    demo: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    (page,) = press.pictures(document, values_of(document, head, demo=demo), ppi=150)
    assert read_codes(page) == codes


def test_all_eight_invitations_of_a_sheet_are_read_back(
    press: Press, read_codes: ReadCodes, read_pdf: ReadPdf
) -> None:
    slips = [
        structs.replace(INVITATION, qr_text=f"K7M2Q9X{n}", code=f"K7M2-Q9X{n}") for n in range(9)
    ]
    values = invitation.invitation_values("UBND Phường 12", slips, demo=False)
    pages = press.pictures("invitation", values, ppi=150)
    assert [sorted(read_codes(page)) for page in pages] == [
        [f"K7M2Q9X{n}" for n in range(8)],
        ["K7M2Q9X8"],
    ]
    made = read_pdf(invitation.invitations_pdf(press, "UBND Phường 12", slips, demo=False))
    assert made.pages == 2
    assert all(f"K7M2-Q9X{n}" in made.text for n in range(9))


def test_long_values_stay_on_their_page(press: Press, head: Letterhead, read_pdf: ReadPdf) -> None:
    long = "Công Tằng Tôn Nữ Hoàng Phương Uyên Trâm Anh"
    full = structs.replace(SLIP.doses[0], facility="Bệnh viện Đa khoa khu vực Tây Nguyên " * 2)
    longest = structs.replace(
        SLIP, full_name=long, address="12/3 Nguyễn Trãi, khu phố 4, " * 4, doses=[full] * 3
    )
    assert read_pdf(slip.slips_pdf(press, head, [longest, longest], demo=True)).pages == 2
    invited = structs.replace(INVITATION, full_name=long, place=INVITATION.place * 2)
    made = read_pdf(invitation.invitations_pdf(press, "UBND", [invited] * 8, demo=True))
    assert made.pages == 1
    assert made.text.count("Mang theo giấy này") == 8
    many = structs.replace(CERTIFICATE, full_name=long, doses=[DOSE] * 7)
    assert read_pdf(certificate.certificates_pdf(press, head, [many], demo=True)).pages == 1
    people = [structs.replace(PERSON, full_name=long, workplace="Công ty " * 12)]
    assert read_pdf(screening.screening_forms_pdf(press, head, FORM, people, demo=True)).pages == 1


def test_empty_fields_become_dots_for_the_pen(
    press: Press, head: Letterhead, read_pdf: ReadPdf
) -> None:
    blank = structs.replace(SLIP, document="", phone="", address="", doses=[slip.FIRST_EMPTY])
    made = read_pdf(slip.slips_pdf(press, head, [blank], demo=False))
    assert made.text.count(". . . . . .") > made.text.count("Họ và tên")
    filled = read_pdf(slip.slips_pdf(press, head, [SLIP], demo=False))
    assert "24/07/2021" in filled.text
    assert "18/09/2021" in filled.text
    assert "None" not in made.text + filled.text


@pytest.mark.parametrize("doses", [0, 4])
def test_a_slip_has_room_for_one_to_three_doses(press: Press, head: Letterhead, doses: int) -> None:
    wrong = structs.replace(SLIP, doses=[slip.FIRST_EMPTY] * doses)
    with pytest.raises(ValueError, match="one to three"):
        slip.slips_pdf(press, head, [wrong], demo=False)


def test_the_ward_list_counts_homes_and_people_and_numbers_its_pages(
    press: Press, head: Letterhead, read_pdf: ReadPdf
) -> None:
    made = read_pdf(ward_list.ward_list_pdf(press, head, WARD, demo=False))
    assert "2 hộ · 3 người" in made.text
    assert "40 hộ · 40 người" in made.text
    assert "Tổng số: 43 người" in made.text
    assert f"Trang {made.pages}/{made.pages}" in made.text
    assert made.pages > 1
    assert made.text.count("Đã giao") == made.pages  # the heading is repeated


def test_the_report_prints_unknown_as_a_dash_and_groups_thousands(
    press: Press, head: Letterhead, read_pdf: ReadPdf
) -> None:
    made = read_pdf(daily_report.daily_report_pdf(press, head, REPORT, demo=False))
    assert "2.000 200 – 2.220" in made.text
    assert "1.234.567 95,7%" in made.text
    assert made.text.count("125/BC-TTKSBT") == 1


def test_a_report_that_does_not_add_up_is_not_printed(press: Press, head: Letterhead) -> None:
    for total in (structs.replace(ROW, used=2221), structs.replace(ROW, further_doses=0)):
        wrong = structs.replace(REPORT, cumulative_total=total)
        with pytest.raises(daily_report.DoesNotAddUpError, match="Lũy kế"):
            daily_report.daily_report_pdf(press, head, wrong, demo=False)


def test_an_unknown_row_leaves_the_total_of_the_others(press: Press, head: Letterhead) -> None:
    silent = structs.replace(
        ROW, name="Cần Giờ", entry_percent=None, **dict.fromkeys(daily_report.SUMMED)
    )
    report = structs.replace(REPORT, day_rows=[ROW, silent])
    assert daily_report.daily_report_pdf(press, head, report, demo=False).startswith(b"%PDF")


def test_a_short_code_is_never_a_micro_qr_code() -> None:
    assert 'viewBox="0 0 29 29"' in qr_svg("1")  # version 1: 21 modules and twice the quiet zone


def test_a_folder_without_the_fonts_is_named(tmp_path: Path) -> None:
    with pytest.raises(FontsMissingError, match="Be Vietnam Pro"):
        Press(tmp_path)


def test_a_ward_of_invitations_is_typeset_in_seconds(press: Press, read_pdf: ReadPdf) -> None:
    slips = [structs.replace(INVITATION, qr_text=f"K7M2Q{n:03d}") for n in range(400)]
    start = time.process_time()
    made = read_pdf(invitation.invitations_pdf(press, "UBND Phường 12", slips, demo=False))
    assert made.pages == 50
    assert time.process_time() - start < 60  # far above the 2 s it takes: stops a square law only
