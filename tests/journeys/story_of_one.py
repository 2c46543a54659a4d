"""The steps of one person's story, from the lists to the close of both sessions of the day."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from tests.journeys import cast_of_one as cast
from tests.journeys import signing_up
from tests.journeys.site_work import SESSIONS, Crew, SiteWork, search
from tests.print.conftest import PdfContent
from tests.support.citizens import Citizen, received
from tests.support.country import WARD
from tests.support.offices import Desk, Offices
from tests.support.platform import Platform
from tests.support.waiting import until
from tiemchung.domains.ledger.envelope import SentEvent
from tiemchung.kernel.clock import local_time

EVE, DAY = date(2021, 7, 21), date(2021, 7, 22)
SITE = "Nhà thi đấu Tân Định"
INJECTED = (cast.CITIZEN, cast.WITHOUT_PAPERS, cast.OF_THE_WARD, cast.WORKER)
_CODE = re.compile(r"[Mm]a:? ([0-9A-Z]{8})\.")
Reads = Callable[[bytes], PdfContent]


def at(hour: int, minute: int = 0) -> datetime:
    """A clock time of the day of the sessions."""
    return local_time(DAY, hour, minute)


def crew_of(offices: Offices) -> Crew:
    """Who works at the site."""
    return Crew(
        *(offices.staff[role] for role in
          ("site_head", "reception", "nurse", "screener", "injector", "observer"))
    )  # fmt: skip


async def given_people_on_the_lists(
    platform: Platform, offices: Offices, round_id: int
) -> tuple[Citizen, UUID]:
    """Four ways onto the lists; of four rows of the office two come back, repaired by the office.

    Returns the citizen who came by herself, and her record.
    """
    registered = await signing_up.when_a_citizen_registers(
        platform, "0903 111 222", cast.PHONE, cast.REGISTRATION
    )
    await signing_up.when_staff_register(await offices.desk("reception"), cast.AT_THE_SITE)
    await signing_up.when_staff_register(await offices.desk("ward"), cast.BY_THE_WARD)
    office = await offices.desk("office")
    page = await signing_up.upload(
        office, signing_up.a_file(cast.OFFICE_LIST), round_id, "organisation", "Dệt Tân Định"
    )
    shown = await office.page(page)
    assert "Không có ngày “31/02/1990”" in shown
    assert "Số giấy tờ “••918” sai độ dài" in shown
    assert cast.NUMBERS[2] not in shown, "an identity number stands on a page in full"
    corrected = await office.file(f"{page}/ban-sua.xlsx")
    await signing_up.accept(office, page, 2)
    again = await signing_up.upload(
        office, signing_up.repaired(corrected, cast.REPAIRS), round_id, "organisation",
        "Dệt Tân Định, bản sửa",
    )  # fmt: skip
    await signing_up.accept(office, again, 2)
    return registered


async def when_the_ward_sends_its_list(offices: Offices, round_id: int) -> None:
    """The ward enters a neighbourhood as a file and prints its list with everybody on it."""
    ward = await offices.desk("ward")
    page = await signing_up.upload(
        ward, signing_up.a_file(cast.WARD_LIST), round_id, "ward", "Tổ dân phố 3"
    )
    await signing_up.accept(ward, page, 3)
    listed = await ward.page(f"/console/phuong?xa={WARD}&dot={round_id}")
    assert "Tổ dân phố 3" in listed
    assert all(name in listed for name in cast.IN_THE_AFTERNOON)


async def then_everybody_is_told(
    platform: Platform, offices: Offices, morning: UUID, reads: Reads
) -> tuple[str, str]:
    """Messages at the gateway, one for a phone; paper for all.

    Returns the codes of the citizen and of the one from the ward's list.
    """

    async def told() -> dict[str, list[str]]:
        return {phone: received(platform, f"+84{phone}") for phone in cast.PHONES}

    found = await until("the invitations", told, lambda t: sum(map(len, t.values())) == 1 + 5 + 3)
    family = found["987654321"]
    assert len(family) == 1, "two people of one phone stand in one message"
    assert family[0].startswith("Moi tiem: 1) ")
    assert len(_CODE.findall(family[0])) == 2
    assert "Le Thi Hong Gam" in family[0]
    assert "Tran Quoc Khanh" in family[0]
    own = found["903111222"][-1]
    assert own.startswith("Moi Nguyen Thi Anh Nguyet tiem luc 07h30 22/07 tai Nha thi dau Tan Dinh")
    assert all(len(text) <= 160 and text.isascii() for texts in found.values() for text in texts)
    head, page = await offices.desk("site_head"), f"/console/buoi-tiem/{morning}"
    paper = reads(await head.file(f"{page}/giay-moi.pdf"))
    forms = reads(await head.file(f"{page}/phieu-sang-loc.pdf"))
    assert (paper.pages, forms.pages) == (1, 7)
    for name in (cast.CITIZEN, cast.WITHOUT_PAPERS, cast.WRONG_NUMBER):
        assert name.upper() in paper.text
        assert name.upper() in forms.text
    assert "Sinh: 1957" in paper.text
    await tick_paper(offices, page)
    return _CODE.findall(own)[0], _CODE.findall(found["912333444"][0])[0]


async def tick_paper(offices: Offices, page: str) -> None:
    """The ward ticks the paper that it handed to the one without a phone."""
    ward = await offices.desk("ward")
    shown = await ward.page(f"{page}/danh-sach")
    row = shown[shown.index(cast.WITHOUT_PAPERS) :]
    boxes = re.findall(r'name="delivered" value="([^"]+)"', shown)
    assert len(boxes) == 7
    mine = next(box for box in boxes if box in row)
    await ward.submit(f"{page}/danh-sach", f"{page}/da-giao", delivered=mine)
    assert (await ward.page(f"{page}/danh-sach")).count("Đã giao giấy</strong>") == 1


async def then_she_sees_her_appointment(citizen: Citizen, code: str) -> None:
    """Hour, place and code stand on her phone."""
    listed = await citizen.page("/me/lich-hen")
    link = re.search(r"/me/nguoi/[0-9a-f-]{36}/lich-hen/[0-9a-f-]{36}", listed)
    assert link is not None
    shown = await citizen.page(link[0])
    for words in (SITE, "07:30", code[:4], code[4:]):
        assert words in shown, words


async def when_the_morning_is_worked(work: SiteWork, reception: Desk, code: str) -> UUID:
    """Seven are called and one walks in; returns the vial. Everything is recorded, nothing flagged.

    The citizen's first reading is high: she rests and is measured again.
    """
    assert await search(work, reception, code) == [work.by_name[cast.CITIZEN]]
    vial = work.open_vial(0, at(7, 50), 11)
    for n, name in enumerate(INJECTED):
        person, first = work.by_name[name], at(8, 3 * n)
        work.receive(person, first)
        work.measure(person, first + timedelta(minutes=5), (152, 95) if n == 0 else (118, 76))
        work.conclude(person, first + timedelta(minutes=25), remark=f"{name}: đã khỏi sốt")
        work.inject(person, 0, vial, first + timedelta(minutes=30))
        work.observe(person, first + timedelta(minutes=45))
        work.release(person, first + timedelta(minutes=61))
    late = work.by_name[cast.COLLEAGUE]
    work.receive(late, at(9, 30))
    work.measure(late, at(9, 35))
    work.conclude(late, at(9, 42), "deferred", reason="fever", earliest="2021-08-05")
    work.receive(work.by_name[cast.WRONG_BIRTH], at(10))
    work.turn_away(work.by_name[cast.WRONG_BIRTH], "declined", at(10, 5), "product")
    work.turn_away(work.by_name[cast.WRONG_NUMBER], "no_show", at(11, 20))
    assert await work.send() == Counter(recorded=32)
    return vial


async def when_somebody_walks_in(work: SiteWork, reception: Desk, vial: UUID) -> None:
    """Nobody knows the number; the reception registers her, finds her, and she is injected."""
    number = cast.ON_THE_DAY["document"]
    assert await search(work, reception, number) == []
    found = await signing_up.when_staff_register(reception, cast.ON_THE_DAY)
    assert await search(work, reception, number) == [found]
    work.receive(found, at(10, 20), walk_in=True)
    work.measure(found, at(10, 25))
    work.conclude(found, at(10, 30))
    work.inject(found, 0, vial, at(10, 40))
    work.release(found, at(11, 12))


async def then_the_morning_closes_balanced(work: SiteWork, head: Desk, vial: UUID) -> None:
    """The rest of the vial is discarded, the other vial goes back, the head declares and closes."""
    work.discard(0, vial, 6, at(11, 30))
    work.hand_back(1, at(11, 35))
    work.say("declared", at(11, 45), moment="noon", injected=5)
    work.say("session_ended", at(11, 50), figures={"injected": 5})
    work.say("declared", at(11, 51), moment="end", injected=5)
    assert await work.send() == Counter(recorded=10)
    signed = await work.close(head, at(12, 5), gaps=0)
    figures = signed["figures"]
    people = {name: n for name, n in figures["people"].items() if n}
    assert people == {"total": 7, "injected": 4, "deferred": 1, "declined": 1, "no_show": 1}
    assert {name: n for name, n in figures["walk_ins"].items() if n} == {"total": 1, "injected": 1}
    assert figures["vials"] == {"issued": 2, "opened": 1, "broken": 0, "returned": 1}
    assert figures["doses"] == {"doses": 11, "injected": 5, "discarded": 6}
    assert (figures["entered"], figures["declared_noon"], figures["declared_end"]) == (5, 5, 5)
    assert all(highest == arrived for highest, arrived in figures["devices"].values())
    assert (signed["outcome"], signed["open_items"]) == ("closed_balanced", [])


async def then_the_slips_are_printed(work: SiteWork, desk: Desk, reads: Reads) -> None:
    """The ministry's slip: who, what, lot, where, and when the second one is due."""
    people = [str(work.by_name[name]) for name in cast.NAMES if name in work.by_name]
    answer = await desk.refused(f"{SESSIONS}/{work.where.session}/slips", {"people": people})
    assert answer.status_code == 200, answer.text
    slips = reads(answer.content)
    assert slips.pages == len(INJECTED)
    for expected in (cast.CITIZEN, "AstraZeneca", "ABW0411", "Trạm Y tế phường Tân Định",
                     "22/07/2021", "16/09/2021"):  # fmt: skip
        assert expected.casefold() in slips.text.casefold(), expected


async def when_the_afternoon_loses_an_event(work: SiteWork, head: Desk) -> SentEvent:
    """Three are injected, and one injection stays in a tablet that the network does not reach.

    The session closes all the same, with each gap named. Returns what was lost.
    """
    vial = work.open_vial(0, at(13, 50), 10)
    for n, name in enumerate(cast.IN_THE_AFTERNOON):
        person, first = work.by_name[name], at(14, 3 * n)
        work.receive(person, first)
        work.measure(person, first + timedelta(minutes=3))
        work.conclude(person, first + timedelta(minutes=8))
        work.inject(person, 0, vial, first + timedelta(minutes=12))
        work.release(person, first + timedelta(minutes=43))
    work.discard(0, vial, 7, at(15, 20))
    queued = work.tables[0].take()
    lost = queued.pop(2)
    assert await work.tables[0].send(queued) == Counter(recorded=4)
    work.say("session_ended", at(15, 25), figures={"injected": 3})
    work.say("declared", at(15, 26), moment="end", injected=3)
    assert await work.send() == Counter(recorded=14)
    signed = await work.close(head, at(15, 30), gaps=4)
    assert signed["outcome"] == "closed_with_open_items"
    found = {gap["kind"]: (gap["expected"], gap["found"]) for gap in signed["open_items"]}
    assert found == {"people": (3, 2), "doses": (10, 9), "device": (5, 4), "declared": (3, 2)}
    assert signed["figures"]["people"]["inside"] == 1
    return lost
