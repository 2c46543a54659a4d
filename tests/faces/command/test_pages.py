"""The pages of the response centre on a running server: what each role sees, and does."""

import re
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import asyncpg
import pytest
from openpyxl import load_workbook

from tests.domains.statistics.played_day import PlayedDay, follow
from tests.faces.command.conftest import As, Centre
from tests.support.people import form_token, submit
from tests.support.world import CITY, DISTRICT, FACILITY, OTHER, SITE
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.envelope import SentEvent, Upload
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.siteops.events import Injected
from tiemchung.domains.statistics.figures import Period
from tiemchung.faces.command.alerts import kinds_named
from tiemchung.faces.command.announced import ComparedDay, compare
from tiemchung.faces.command.screens import AnnouncedDay
from tiemchung.faces.command.words import FOLLOWERS
from tiemchung.kernel.clock import local_time
from tiemchung.kernel.ids import uuid7
from tiemchung.runtime import Runtime
from tiemchung.worker import all_followers


def live(page: str, name: str) -> str:
    """Return what a live place of a page shows."""
    found = re.search(rf'data-live-(?:number|percent)="{name}"[^>]*>(.*?)</p>', page)
    assert found is not None, name
    return re.sub(r"<[^>]+>", "", found[1]).strip()


async def test_the_board_shows_ones_own_jurisdiction(day: PlayedDay, as_: As) -> None:
    assert day.here.people
    async with as_(Role.DISTRICT) as client:
        page = await client.get("/command")
        assert page.status_code == 200
        assert live(page.text, "doses") == "3"  # two at the site, one stamped with the facility
        assert live(page.text, "declared") == "9"
        assert live(page.text, "completeness") == "22,2%"
        assert live(page.text, "severe") == "1"
        assert "Điểm tiêm 21" in page.text
        assert "Điểm lưu động" not in page.text
        assert 'data-live-stream="/command/stream?to-mau=nhap-lieu&amp;tu=' in page.text
    async with as_(Role.MINISTRY) as client:
        page = await client.get("/command")
        assert live(page.text, "doses") == "5"  # and one that nobody knows where
        assert "Điểm lưu động" in page.text
        assert "Bình Dương" in page.text


async def test_the_tile_of_quiet_sites_leads_to_both_kinds_of_quiet(
    as_: As, day: PlayedDay
) -> None:
    assert day.here.people
    async with as_(Role.MINISTRY) as client:
        page = (await client.get("/command")).text
        href = re.search(r'href="(/command/canh-bao\?loai=chua-co-tin)"', page)
        assert href is not None
        assert set(kinds_named(href[1].partition("=")[2])) == {"silent", "no_entry"}
        listed = await client.get(href[1])
        assert listed.status_code == 200
        assert listed.text.count("/da-xem") == int(live(page, "quiet"))


def test_every_follower_has_its_words_on_the_page_of_health(centre: Centre) -> None:
    assert {f.name for f in all_followers(centre.runtime)} == set(FOLLOWERS)


async def test_the_board_says_when_it_was_made_without_scripts(day: PlayedDay, as_: As) -> None:
    assert day.here.people
    async with as_(Role.SUPPORT_OPERATIONS) as client:
        page = (await client.get("/command")).text
        still = page[page.index("<noscript>") : page.index("</noscript>")]
        assert re.search(r"lập lúc \d\d:\d\d:\d\d ngày", still)
        assert 'href="/command?' in still


async def test_parts_of_the_board_come_from_the_shared_state(day: PlayedDay, as_: As) -> None:
    assert day.here.people
    async with as_(Role.PROVINCE) as client:
        for part in ("tiles", "sites", "areas", "alerts", "incidents"):
            answer = await client.get(f"/command/bang/{part}?ban-do=quan&to-mau=tien-do")
            assert answer.status_code == 200
            assert f'id="board-{part}"' in answer.text
            assert "<html" not in answer.text
        assert (await client.get("/command/bang/board")).status_code == 404


async def test_a_map_of_the_city_names_its_districts(day: PlayedDay, as_: As) -> None:
    assert day.here.people
    async with as_(Role.PROVINCE) as client:
        own = (await client.get("/command")).text
        assert 'data-live-area="760"' in own
        nation = (await client.get("/command?ban-do=tinh&to-mau=tien-do")).text
        assert 'data-live-area="79"' in nation
        assert 'data-live-area="760"' not in nation
        assert "Đã tiêm so với số mời" in nation


async def test_sessions_are_listed_and_opened_within_the_scope(day: PlayedDay, as_: As) -> None:
    async with as_(Role.DISTRICT) as client:
        page = await client.get("/command/buoi-tiem")
        assert "Điểm tiêm 21" in page.text
        assert "Điểm lưu động" not in page.text
        shown = await client.get(f"/command/buoi-tiem/{day.here.session}")
        assert "Máy thử" in shown.text
        assert "Tai biến nặng sau tiêm" in shown.text
        assert "Số báo cáo nhanh cao hơn số đã nhập" in shown.text
        assert (await client.get(f"/command/buoi-tiem/{day.away}")).status_code == 404
        other_day = f"{day.here.day - timedelta(days=1):%d/%m/%Y}"
        empty = await client.get("/command/buoi-tiem", params={"ngay": other_day})
        assert "Không có buổi tiêm nào như vậy" in empty.text
        only = await client.get("/command/buoi-tiem?loc=chua-nhap")
        assert "Không có buổi tiêm nào như vậy" in only.text


async def test_an_alert_is_seen_once_and_stays(day: PlayedDay, as_: As) -> None:
    assert day.here.people
    async with as_(Role.SUPPORT_DISTRICT) as client:
        page = await client.get("/command/canh-bao?loai=severe_reaction")
        (act,) = set(re.findall(r'action="(/command/canh-bao/[^"]+)"', page.text))
        answer = await client.post(act, data={"csrf": form_token(page), "loai": "severe_reaction"})
        assert answer.headers["location"] == "/command/canh-bao?loai=severe_reaction"
        after = await client.get(answer.headers["location"])
        assert f"Nhân viên {Role.SUPPORT_DISTRICT}," in after.text
        assert act not in after.text
    async with as_(Role.PLATFORM) as client:  # sees, but does not respond
        page = await client.get("/command/canh-bao")
        assert "da-xem" not in page.text


async def test_an_incident_goes_its_way_in_pages(day: PlayedDay, as_: As) -> None:
    assert day.here.people
    async with as_(Role.SUPPORT_OPERATIONS) as client:
        empty = await submit(client, "/command/su-co/moi", severity="high")
        assert empty.status_code == 422
        assert "Xin điền mục này." in empty.text
        made = await submit(
            client, "/command/su-co/moi", title="Mất mạng", severity="high", site_id=str(SITE),
            note="Từ 8 giờ",
        )  # fmt: skip
        place = made.headers["location"]
        page = await client.get(place)
        assert "Tôi nhận xử lý" in page.text
        taken = await client.post(f"{place}/nhan", data={"csrf": form_token(page)})
        assert taken.headers["location"] == place
        page = await client.get(place)
        assert "Tôi nhận xử lý" not in page.text
        unsaid = await client.post(f"{place}/dong", data={"csrf": form_token(page)})
        assert unsaid.status_code == 422
        for step, note in (("ghi-chu", "Đã gọi nhà mạng"), ("dong", "Đã nối lại"),
                           ("mo-lai", "Lại mất")):  # fmt: skip
            done = await client.post(
                f"{place}/{step}", data={"csrf": form_token(page), "note": note}
            )
            assert done.headers["location"] == place
        page = await client.get(place)
        for words in ("Từ 8 giờ", "Đã gọi nhà mạng", "Đã nối lại", "Lại mất", "Mở lại"):
            assert words in page.text
        listed = await client.get("/command/su-co")
        assert "Mất mạng" in listed.text
    async with as_(Role.SUPPORT_SITE) as client:
        assert (await client.get(place)).status_code == 200
        forged = await client.post(f"{place}/nhan", data={"csrf": form_token(page)})
        assert forged.status_code == 403  # the token is another's


async def test_a_closed_incident_is_not_taken_without_saying_why(day: PlayedDay, as_: As) -> None:
    assert day.here.people
    async with as_(Role.PROVINCE) as client:
        made = await submit(client, "/command/su-co/moi", title="Hết bơm kim", severity="low")
        place = made.headers["location"]
        page = await client.get(place)
        await client.post(f"{place}/dong", data={"csrf": form_token(page), "note": "Đã bù"})
        answer = await client.post(f"{place}/nhan", data={"csrf": form_token(page)})
        assert answer.status_code == 409
        closed = await client.get("/command/su-co?loc=da-dong")
        assert "Hết bơm kim" in closed.text


@pytest.fixture
async def force(centre: Centre) -> list[str]:
    """Two members of the group for sites, one of them with an account."""
    members = [str(uuid4()), str(uuid4())]
    world = centre.world
    connection = await asyncpg.connect(centre.database)
    for member, name, staff in zip(
        members, ("Lê An", "Võ Bình"), (world.staff[Role.SUPPORT_SITE], None), strict=True
    ):
        await connection.execute(
            "INSERT INTO response.support_member (member_id, staff_id, full_name, support_force)"
            " VALUES ($1, $2, $3, 'site')",
            member, staff, name,
        )  # fmt: skip
    await connection.close()
    return members


async def test_the_force_is_sent_and_reports_where_it_is(
    day: PlayedDay, as_: As, force: list[str]
) -> None:
    assert day.here.people
    path = "/command/luc-luong?nhom=site"
    async with as_(Role.SUPPORT_DISTRICT) as client:
        page = await client.get(path)
        assert "Điểm tiêm: 0/2 có việc" in page.text
        nowhere = await submit(client, path, "/command/luc-luong/phan-cong", nhom="site",
                               member_id=force[0])  # fmt: skip
        assert nowhere.status_code == 422
        assert "Chọn một đơn vị hoặc một điểm tiêm." in nowhere.text
        sent = await submit(client, path, "/command/luc-luong/phan-cong", nhom="site",
                            member_id=force[0], site_id=str(SITE), task="Nhập liệu")  # fmt: skip
        assert sent.headers["location"] == path
        page = await client.get(path)
        assert "Điểm tiêm: 1/2 có việc" in page.text
        assert page.text.count("Được phân công") == 1
        again = await submit(client, path, "/command/luc-luong/phan-cong", nhom="site",
                             member_id=force[0], site_id=str(SITE))  # fmt: skip
        assert again.status_code == 422
    async with as_(Role.SUPPORT_SITE) as client:
        page = await client.get("/command/luc-luong")  # one's own group first
        (act,) = set(re.findall(r'action="(/command/luc-luong/phan-cong/[^"]+)"', page.text))
        assert "Phân công trong ngày" not in page.text
        done = await client.post(act, data={"csrf": form_token(page), "state": "on_site",
                                            "nhom": "site"})  # fmt: skip
        assert done.headers["location"] == path
        assert "Đang có mặt" in (await client.get(path)).text
        wrong = await client.post(act, data={"csrf": form_token(page), "state": "assigned"})
        assert wrong.status_code == 422
        assert (await client.post("/command/luc-luong/phan-cong", data={
            "csrf": form_token(page)})).status_code == 403  # fmt: skip


async def test_a_report_is_drawn_sent_frozen_and_compared(
    day: PlayedDay, as_: As, centre: Centre
) -> None:
    before = day.here.day - timedelta(days=3)
    path = f"/command/bao-cao?ngay={before}"
    async with as_(Role.PROVINCE) as client:
        today = await client.get("/command/bao-cao")
        assert "Báo cáo ngày" in today.text
        draft = await client.get(path)
        assert "Đã qua giờ chốt, chưa gửi." in draft.text
        sent = await submit(client, path, "/command/bao-cao/gui", ngay=str(before),
                            don_vi=str(CITY))  # fmt: skip
        place = sent.headers["location"]
        shown = await client.get(place)
        assert f"BC-{before:%Y%m%d}-79" in shown.text
        assert "Không có gì khác so với bản đã gửi." in shown.text
        unchanged = await submit(client, path, "/command/bao-cao/gui", ngay=str(before),
                                 don_vi=str(CITY))  # fmt: skip
        assert unchanged.status_code == 422
        assert "Số liệu không khác bản đã gửi" in unchanged.text
        await _late_dose(centre.runtime, before)
        moved = await client.get(place)
        assert re.search(r"\d+ số đã khác từ khi gửi", moved.text)
        second = await submit(client, path, "/command/bao-cao/gui", ngay=str(before),
                              don_vi=str(CITY))  # fmt: skip
        assert (await client.get(second.headers["location"])).text.count("-79.2") >= 1
        book = load_workbook(BytesIO((await client.get(f"{place}/xlsx")).content))
        assert book.sheetnames == ["Trong ngày", "Lũy kế"]
        values = [[c.value for c in row] for row in book["Lũy kế"].iter_rows()]
        assert ["Quận 1", *values[-2][1:]] == values[-2]
        assert values[-1][0] == "Cộng"
        pdf = await client.get(f"{place}/pdf")
        assert pdf.content.startswith(b"%PDF")
        assert f'BC-{before:%Y%m%d}-79.pdf"' in pdf.headers["content-disposition"]
        assert (await client.get(f"{place}/docx")).status_code == 404
        for kind in ("xlsx", "pdf"):
            draft = await client.get(f"/command/bao-cao/nhap/{kind}?ngay={before}")
            assert draft.status_code == 200
    async with as_(Role.DISTRICT) as client:
        assert (await client.get(place)).status_code == 404
        assert (await client.get(f"{place}/xlsx")).status_code == 404
        assert (await client.get(f"{path}&don-vi={CITY}")).status_code == 404
        foreign = await submit(client, path, "/command/bao-cao/gui", ngay=str(before),
                               don_vi=str(CITY))  # fmt: skip
        assert foreign.status_code == 404
    async with as_(Role.REGIONAL_INSTITUTE) as client:  # reads those of its provinces
        assert (await client.get(place)).status_code == 200
        assert (await client.get("/command/bao-cao")).status_code == 200


async def _late_dose(runtime: Runtime, day: date) -> None:
    event = write_event(
        "injected", event_id=uuid7(), at=local_time(day, 9), person=uuid7(), facility=FACILITY,
        data=Injected(product=1),
    )  # fmt: skip
    await record(runtime.intake, [event], Voucher(server=True))
    await follow(runtime)


async def test_a_report_before_its_cut_off_is_not_sent(day: PlayedDay, as_: As) -> None:
    tomorrow = day.here.day + timedelta(days=1)
    async with as_(Role.DISTRICT) as client:
        page = await client.get(f"/command/bao-cao?ngay={tomorrow}")
        assert "Chưa đến giờ chốt." in page.text
        token = form_token(await client.get("/command/su-co/moi"))
        refused = await client.post("/command/bao-cao/gui", data={
            "csrf": token, "ngay": str(tomorrow), "don_vi": str(DISTRICT)})  # fmt: skip
        assert refused.status_code == 422
        assert "chưa thể gửi" in refused.text
    async with as_(Role.SUPPORT_OPERATIONS) as client:
        page = await client.get(f"/command/bao-cao?ngay={day.here.day - timedelta(days=3)}")
        assert "Chốt và gửi báo cáo" not in page.text


async def test_a_figure_opens_page_by_page(day: PlayedDay, as_: As) -> None:
    today = f"tu={day.here.day}&den={day.here.day}"
    async with as_(Role.PROVINCE) as client:
        listed = await client.get(f"/command/so-lieu?{today}")
        assert f'href="/command/so-lieu/doses?{today}"' in listed.text.replace("&amp;", "&")
        page = await client.get(f"/command/so-lieu/doses?{today}")
        assert "cộng lại bằng 3" in page.text
        assert "Moderna" in page.text
        one = await client.get(f"/command/so-lieu/doses?{today}&san-pham=2")
        assert "cộng lại bằng 1" in one.text
        facility = await client.get(f"/command/so-lieu/doses?{today}&co-so={FACILITY}")
        assert "cộng lại bằng 4" in facility.text
        beyond = await client.get(f"/command/so-lieu/doses?{today}&trang=9")
        assert "Không có sự kiện nào" in beyond.text
        for wrong, status in (
            ("nothing?" + today, 404), (f"doses?{today}&don-vi={OTHER}", 404),
            (f"doses?{today}&don-vi=x", 200), (f"registered?{today}&co-so={FACILITY}", 404),
            ("doses?tu=2021-09-01&den=2021-08-01", 422), ("doses?tu=hôm qua", 200),
            ("doses?trang=999999999999999999999", 200), ("doses?don-vi=²", 200),
        ):  # fmt: skip
            assert (await client.get(f"/command/so-lieu/{wrong}")).status_code == status, wrong


async def test_announced_days_stay_unknown_where_they_are(
    day: PlayedDay, as_: As, centre: Centre
) -> None:
    connection = await asyncpg.connect(centre.database)
    for back, total in ((3, 100), (2, 150), (0, 400)):
        await connection.execute(
            "INSERT INTO geography.national_daily (day, total_doses, source)"
            " VALUES ($1, $2, 'The Announcer (CC BY 4.0)')",
            day.here.day - timedelta(days=back), total,
        )  # fmt: skip
    await connection.close()
    async with as_(Role.SUPPORT_SITE) as client:
        page = await client.get("/command/so-lieu/ca-nuoc")
        assert page.status_code == 200
        assert "ngày không có số công bố" in page.text
        assert "The Announcer (CC BY 4.0)." in page.text


def test_a_day_is_known_only_where_two_totals_in_a_row_are() -> None:
    def on(n: int) -> date:
        return date(2021, 8, n)

    announced = [AnnouncedDay(on(1), 100, "us"), AnnouncedDay(on(2), 150, "us"),
                 AnnouncedDay(on(4), 400, "us"), AnnouncedDay(on(5), None, "us")]  # fmt: skip
    assert compare(announced, {on(2): 7}, Period(on(2), on(5))) == [
        ComparedDay(on(5), None, None, 0), ComparedDay(on(4), 400, None, 0),
        ComparedDay(on(3), None, None, 0), ComparedDay(on(2), 150, 50, 7),
    ]  # fmt: skip


async def test_what_was_put_aside_is_settled_with_a_reason(as_: As, centre: Centre) -> None:
    await centre.runtime.intake.take(Upload(events=[SentEvent(body="{")]), Voucher(server=True))
    async with as_(Role.SUPPORT_OPERATIONS) as client:
        page = await client.get("/command/nen-tang")
        assert "Không đọc được dữ liệu" in page.text
        assert "Số mũi tiêm" in page.text
        (act,) = set(re.findall(r'action="(/command/nen-tang/giu-lai/[^"]+)"', page.text))
        token = form_token(page)
        short = await client.post(act, data={"csrf": token, "resolution": ""})
        assert short.status_code == 422
        done = await client.post(act, data={"csrf": token, "resolution": "Máy thử, đã hủy"})
        assert done.headers["location"] == "/command/nen-tang"
        after = await client.get("/command/nen-tang")
        assert "Không có dữ liệu nào bị giữ lại" in after.text
        assert "Máy thử, đã hủy" in after.text
        twice = await client.post(act, data={"csrf": token, "resolution": "Lần nữa"})
        assert twice.status_code == 422
    async with as_(Role.PROVINCE) as client:
        assert (await client.get("/command/nen-tang")).status_code == 403
