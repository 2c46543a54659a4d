"""One dose, seen by everybody whom it concerns: a family, the offices, the site, the centre.

The story is played by clicking and typing in a real Chromium against a running server and worker.
At every stop the page must hold what every page holds. Pictures: TIEMCHUNG_SCREENS=<folder>.
"""

import re
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.journeys import faces_desks as desks
from tests.journeys import faces_family as family
from tests.journeys import faces_office as office
from tests.journeys import faces_wall as wall
from tests.journeys.faces_people import press, sees, sign_in
from tests.journeys.faces_stage import Stage, playing
from tests.support.browser import PHONE, Opens
from tiemchung.domains.identity.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
async def stage(
    owner_dsn: str, secrets_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Stage]:
    """Everything before the story, with server and worker running."""
    home = tmp_path_factory.mktemp("four-faces")
    async with playing(owner_dsn, secrets_folder, home) as made:
        made.register.write_text(family.REGISTER, encoding="utf-8")
        yield made


async def test_a_dose_is_one_truth_in_all_four_faces(stage: Stage, browser_page: Opens) -> None:
    opens = browser_page
    phone = await opens(stage.address, width=PHONE)
    registered = await wall.read_public_figures(phone)
    await family.come_by_the_portal(phone, stage)
    await family.register_both(phone, stage)

    ward = await sign_in(opens, stage, Role.WARD)
    await office.see_ward_list(ward)
    province = await sign_in(opens, stage, Role.PROVINCE)
    await office.assign(province)
    head = await sign_in(opens, stage, Role.FACILITY_HEAD)
    await office.plan(head)
    await office.approve(opens, stage)
    await office.make_session(head)
    session = head.url
    await office.call_people(head)
    await office.issue_vaccine(opens, stage)

    code = await family.find_appointment(phone, stage)

    tablet = await desks.open_tablet(opens, stage, await office.device_code(head))
    await desks.receive(tablet, code)
    await desks.hand_over(tablet, stage, Role.NURSE, "Đo sinh hiệu")
    await desks.measure_twice(tablet)
    await desks.hand_over(tablet, stage, Role.SCREENER, "Khám sàng lọc")
    await desks.screen(tablet)
    await desks.hand_over(tablet, stage, Role.INJECTOR, "Tiêm")
    await desks.prepare_table(tablet)

    await wall.open_board(province, stage)
    await desks.inject(tablet)
    await wall.watch_it_move(province)
    await family.see_the_dose(phone, stage)

    await desks.hand_over(tablet, stage, Role.OBSERVER, "Theo dõi")
    await desks.release(tablet)
    await desks.hand_over(tablet, stage, Role.SITE_HEAD, "Khóa sổ")
    await desks.close_balanced(tablet)
    await head.goto(session)
    await office.read_balance(head)

    await office.confirm(head, stage)
    await office.verify(ward)
    await wall.show_certificate(opens, stage, await family.take_certificate(phone, stage))

    await family.see_both(phone, stage)

    await wall.read_public_figures_again(phone, stage, registered)
    await wall.read_daily_report(province, stage)


async def test_a_family_registers_without_scripts(stage: Stage, browser_page: Opens) -> None:
    page = await browser_page(stage.address, width=PHONE, scripts=False)
    await family.come_by_the_portal(page, stage, phone="0908 765 432", scripts=False)
    await press(page, "Gửi đăng ký")
    await expect(page.get_by_text("Xin điền mục này.").first).to_be_visible()
    await family.register_neighbour(page)
    await press(page, "Gửi đăng ký")
    await sees(page, "Đã đăng ký.")
    await sees(page, family.NEIGHBOUR)
    await press(page, re.compile("Trang đầu"))
    await sees(page, family.NEIGHBOUR)
