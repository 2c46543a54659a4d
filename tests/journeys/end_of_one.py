"""The steps of one person's story after the close: the day's report, what is late, certificates."""

from collections import Counter
from functools import partial
from uuid import UUID

from tests.journeys import aftermath
from tests.journeys import cast_of_one as cast
from tests.journeys.aftermath import line_of
from tests.journeys.story_of_one import DAY, SITE, Reads
from tests.support.citizens import Citizen, sign_in
from tests.support.country import CITY, DISTRICT
from tests.support.offices import Desk, Offices
from tests.support.people import submit
from tests.support.platform import Platform
from tests.support.tablets import Tablet
from tests.support.waiting import until
from tiemchung.domains.ledger.envelope import SentEvent

NUMBER = "BC-20210722-79"
FIGURES = {"Số đối tượng": 10, "Chuyển bệnh viện": 0, "Không đồng ý": 1, "Hoãn tiêm": 1,
           "Chống chỉ định": 0, "Mũi 1": 7, "Mũi 2": 0, "Liều sử dụng": 7, "Liều hủy": 13,
           "Tai biến nặng": 0, "Số báo cáo nhanh": 8, "Tỷ lệ nhập liệu (%)": 87.5}  # fmt: skip


async def then_the_dose_is_seen_everywhere(
    platform: Platform, offices: Offices, citizen: Citizen, person: UUID
) -> None:
    """The citizen, the response centre and the public read the same truth within seconds."""
    record = await until(
        "the dose", lambda: citizen.page(f"/me/nguoi/{person}"), lambda t: "Đã ghi nhận" in t
    )
    for words in ("ABW0411", SITE, "08:30, 22/07/2021", "mũi 2", "19/08/2021", "16/09/2021",
                  "14/10/2021", "Phê duyệt vắc xin AstraZeneca (983/QĐ-BYT)"):  # fmt: skip
        assert words in record, words
    await aftermath.then_the_board_shows(
        await offices.desk("city"), doses=7, declared=8, completeness=0.875, sessions=2, running=0,
        called=10, checked_in=10, severe=0, quiet=0,
    )  # fmt: skip
    found = await aftermath.then_the_portal_shows(
        platform, CITY, registered=11, allocated=200, received=100, doses=7, people_first_dose=7,
        declared=8, declared_entered=7, completeness=0.875, reactions=0,
    )  # fmt: skip
    district = next(line for line in found["below"] if line["unit"] == DISTRICT)
    assert (district["doses"], district["allocated"], district["received"]) == (7, 100, 100)
    assert [(d["day"], d["doses"]) for d in found["days"]][-1] == (str(DAY), 7)
    nation = await aftermath.published(platform)
    assert (nation["figures"]["doses"], nation["figures"]["allocated"]) == (7, 400)


async def then_the_gap_has_an_owner_and_a_clock(offices: Offices, session: UUID) -> None:
    """The district sees what is open, and of which device how many events never came."""
    district = await offices.desk("district")
    console = await until(
        "open items", lambda: district.page(f"/console/buoi-tiem/{session}"),
        lambda text: text.count("Đang chờ") == 4,
    )  # fmt: skip
    assert console.count("15:30, 23/07/2021") == 4
    centre = await district.page(f"/command/buoi-tiem/{session}")
    device = centre[centre.index("Bàn 2</") :]
    cells = [part.split("<")[0] for part in device.split("<td")[1:5]]
    assert [cell.rpartition(">")[2].strip() for cell in cells] == ["5", "4", "1", "0"]


async def then_the_report_waits_for_its_hour(offices: Offices) -> None:
    """At 15:40 the report is a draft; it is refused until 16:00."""
    city = await offices.desk("city")
    draft = await aftermath.draft_of(city, CITY, str(DAY))
    for sheet in ("Trong ngày", "Lũy kế"):
        line_of(draft[sheet], "Quận 1", **FIGURES)
        line_of(draft[sheet], "Cộng", **FIGURES)
    page = f"{aftermath.REPORT}?ngay={DAY}&don-vi={CITY}"
    early = await submit(city.client, page, f"{aftermath.REPORT}/gui", ngay=str(DAY),
                         don_vi=str(CITY))  # fmt: skip
    assert early.status_code == 422
    assert "Báo cáo này chốt lúc 16:00 22/07/2021; chưa thể gửi." in early.text


async def when_the_report_is_sent(offices: Offices, reads: Reads) -> str:
    """After the cut-off it is frozen and numbered: on the page, as Excel, on paper, as text.

    The board warns of the tablet of which nothing was heard for minutes.
    """
    city = await offices.desk("city")
    await aftermath.then_the_board_shows(city, doses=7, device_gaps=1, alerts=1)
    page = await aftermath.when_the_report_is_sent(city, CITY, str(DAY))
    shown = await city.page(page)
    assert NUMBER in shown
    assert "Trong ngày: 7 mũi (mũi 1: 7; mũi 2: 0)." in shown
    assert "Trì hoãn 1, chống chỉ định 0, chuyển viện 0, từ chối 1." in shown
    assert "Số báo cáo nhanh 8, đã nhập 7." in shown
    assert "Không có gì khác so với bản đã gửi." in shown
    line_of(aftermath.numbers_of(await city.file(f"{page}/xlsx"))["Trong ngày"], "Quận 1",
            **FIGURES)  # fmt: skip
    paper = reads(await city.file(f"{page}/pdf"))
    assert NUMBER in paper.text
    assert "Đợt 5" in paper.text
    return page


async def when_the_lost_event_arrives(
    offices: Offices, tablet: Tablet, lost: SentEvent, session: UUID, report: str
) -> None:
    """The tablet is back: every item settles by itself, the report lists what moved since."""
    district, city = await offices.desk("district"), await offices.desk("city")
    assert await tablet.send([lost]) == Counter(recorded=1)
    assert await tablet.send([lost]) == Counter(duplicate=1)
    await until(
        "settled items", lambda: district.page(f"/console/buoi-tiem/{session}"),
        lambda text: text.count("Đã giải quyết") == 4 and "Đang chờ" not in text,
    )  # fmt: skip
    await aftermath.then_the_board_shows(city, doses=8, completeness=1, device_gaps=0, alerts=0)
    moved = await until(
        "differences", lambda: city.page(report), lambda text: "số đã khác từ khi gửi" in text
    )
    assert "4 số đã khác từ khi gửi" in moved
    second = await aftermath.when_the_report_is_sent(city, CITY, str(DAY))
    assert f"{NUMBER}.2" in await city.page(second)
    numbers = aftermath.numbers_of(await city.file(f"{second}/xlsx"))
    whole = FIGURES | {"Mũi 1": 8, "Liều sử dụng": 8, "Tỷ lệ nhập liệu (%)": 100}
    line_of(numbers["Trong ngày"], "Quận 1", **whole)
    line_of(aftermath.numbers_of(await city.file(f"{report}/xlsx"))["Trong ngày"], "Quận 1",
            **FIGURES)  # fmt: skip


async def when_doses_are_confirmed(offices: Offices, sessions: list[UUID]) -> None:
    """The head of the facility confirms both sessions at once."""
    head = await offices.desk("facility_head")
    await until("doses to confirm", partial(aftermath.doses_to_confirm, head), [0, 0, 3, 5].__eq__)
    said = await aftermath.when_the_facility_confirms(offices, "facility_head", sessions)
    assert "Đã xác nhận 8 mũi tiêm." in said


async def when_a_neighbour_links_his_record(platform: Platform, code: str) -> tuple[Citizen, UUID]:
    """The one from the ward's list signs in and links himself by his code and birthday."""
    neighbour = await sign_in(platform, "0912 333 444", f"+84{cast.PHONES[1]}")
    where = await neighbour.submit(
        "/me/lien-ket", relation="self", code=code,
        **{"birth-day": "12", "birth-month": "8", "birth-year": "1990"},
    )  # fmt: skip
    return neighbour, UUID(where.rpartition("/")[2])


def write_register(platform: Platform) -> None:
    """What the population register holds: her as she says, him with another sex."""
    rows = [
        "number,full_name,birth_date,sex",
        f"{cast.NUMBERS[0]},{cast.CITIZEN},1984-03-15,female",
        f"{cast.NUMBERS[1]},{cast.OF_THE_WARD},1990-08-12,female",
    ]
    platform.register.write_text("\n".join(rows) + "\n", encoding="utf-8")


async def then_certificates_follow_identity(
    platform: Platform, offices: Offices, citizen: Citizen, person: UUID, code: str
) -> None:
    """A national certificate for everybody confirmed, the international one for the verified."""
    first = await aftermath.then_the_citizen_holds(platform, citizen, person, "VN1")
    assert first.verdict == "valid"
    write_register(platform)
    batch = await aftermath.when_the_register_is_asked(await offices.desk("district"), DISTRICT)
    assert (batch["sent"], batch["matched"], batch["mismatched"], batch["not_found"]) == (
        10, 1, 1, 8,
    )  # fmt: skip
    held = await aftermath.then_the_citizen_holds(platform, citizen, person, "HC1")
    assert held.verdict == "valid"
    said = held.certificate
    wanted = {"full_name": cast.CITIZEN, "machine_name": "NGUYEN<<THI<ANH<NGUYET",
              "birth": "1984-03-15", "country": "VN", "product": "EU/1/21/1529",
              "vaccinated_on": "2021-07-22", "dose_number": 1, "series_doses": 2}  # fmt: skip
    assert {name: said[name] for name in wanted} == wanted
    neighbour, his = await when_a_neighbour_links_his_record(platform, code)
    national = await aftermath.then_the_citizen_holds(platform, neighbour, his, "VN1")
    assert national.verdict == "valid"
    assert "CSDLQG về dân cư ghi khác: giới tính" in await neighbour.page(f"/me/nguoi/{his}")
    forged = platform.client()
    answer = await forged.post(
        "/api/v1/certificates/verify", json={"text": held.text[:-4] + "ABCD"}
    )
    assert answer.json()["verdict"] != "valid"


async def then_the_citizen_reads_who_looked(citizen: Citizen, person: UUID) -> None:
    """Everybody who opened her record stands there with role and ground."""
    page = await citizen.page(f"/me/nguoi/{person}/ai-da-xem")
    for words in ("Nhân viên reception", "Nhân viên ward", "mở hồ sơ trong địa bàn phụ trách",
                  "danh sách của phường, xã", "9 mục"):  # fmt: skip
        assert words in page, words


async def then_the_paper_certificate_says_the_same(
    desk: Citizen | Desk, person: UUID, reads: Reads
) -> None:
    """The certificate on paper."""
    page = await desk.page(f"/me/nguoi/{person}/chung-nhan")
    link = page[: page.index("/pdf")].rpartition('href="')[2] + "/pdf"
    answer = await desk.client.get(link)
    assert cast.CITIZEN.casefold() in reads(answer.content).text.casefold()
