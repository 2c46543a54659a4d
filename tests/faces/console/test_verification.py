"""Batches for the population register in the back office: sent by a unit, answered in turn."""

import re
from pathlib import Path

import httpx

from tests.faces.console.conftest import Looks
from tests.support.people import as_staff, submit
from tests.support.site_day import register
from tests.support.world import CITY, OTHER, WARD, World
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.quality import service as quality
from tiemchung.domains.quality.register import FileRegister
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime

PAGE = "/console/xac-thuc"
NAMES = ("Trần Văn Bình", "Nguyễn Thị Đào")


async def answered(runtime: Runtime, tmp_path: Path) -> int:
    """Let a register answer that knows the first of them."""
    file = tmp_path / "register.csv"
    file.write_text(
        "number,full_name,birth_date,sex\n079185000001,Trần Văn Bình,1960-01-01,female\n", "utf-8"
    )
    return await quality.run_waiting(
        runtime.db.worker, runtime.intake, runtime.vault, FileRegister(file), runtime.clock
    )


async def cells(client: httpx.AsyncClient) -> str:
    """Return the page as one line of words."""
    return " ".join((await client.get(PAGE)).text.split())


async def test_a_ward_sends_its_people_and_sees_the_answers(
    world: World, runtime: Runtime, served: str, settings: Settings, tmp_path: Path
) -> None:
    await register(runtime, NAMES, 2, runtime.clock.now())
    async with as_staff(served, settings, world.staff[Role.WARD]) as ward:
        assert "Chưa gửi lần nào" in await cells(ward)
        nobody = await submit(ward, PAGE, unit_id=str(WARD), vaccinated_only="yes")
        assert nobody.status_code == 422
        assert 'href="#unit_id"' in nobody.text
        assert "Không còn ai cần xác thực" in nobody.text
        strange = await submit(ward, PAGE, unit_id=str(CITY))
        assert strange.status_code == 422
        sent = await submit(ward, PAGE, unit_id=str(WARD))
        assert sent.headers["location"] == PAGE
        assert "Đang chờ hỏi" in await cells(ward)
        assert await answered(runtime, tmp_path) == 2
        shown = await cells(ward)
        assert "Đã trả lời" in shown
        for title, people in (("Số người", 2), ("Khớp", 1), ("Không có số này", 1)):
            assert re.search(rf'data-label="{title}"[^>]*>{people}</td>', shown), title
        again = await submit(ward, PAGE, unit_id=str(WARD))
        assert again.status_code == 303, "who was not found is asked again"


async def test_the_ministry_chooses_a_province(
    world: World, served: str, settings: Settings
) -> None:
    async with as_staff(served, settings, world.staff[Role.MINISTRY]) as ministry:
        page = (await ministry.get(PAGE)).text
        assert f'value="{CITY}"' in page
        assert f'value="{OTHER}"' in page


async def test_the_page_of_batches_holds(look: Looks, runtime: Runtime, world: World) -> None:
    assert world.staff
    await register(runtime, NAMES, 2, runtime.clock.now())
    await look(Role.WARD, PAGE)
