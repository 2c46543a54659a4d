"""The camera reads an invitation: a film of its QR code runs before a real Chromium."""

import os
import shutil
from pathlib import Path

import pytest
import segno
from playwright.async_api import async_playwright, expect

from tests.faces.console.ban.desk import enrolment_code, open_app
from tests.support.site_day import SiteDay
from tests.support.world import World
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.settings import Settings

WIDTH, HEIGHT, MODULE, FRAMES = 640, 480, 10, 3


def film(text: str) -> bytes:
    """Return a still film (YUV4MPEG2, 4:2:0) of the QR code of a text on white."""
    matrix = [list(row) for row in segno.make_qr(text, error="m").matrix_iter(border=4)]
    left, top = (WIDTH - len(matrix) * MODULE) // 2, (HEIGHT - len(matrix) * MODULE) // 2
    light = bytearray(b"\xeb" * (WIDTH * HEIGHT))
    for y, row in enumerate(matrix):
        line = b"".join((b"\x10" if dark else b"\xeb") * MODULE for dark in row)
        for step in range(MODULE):
            at = (top + y * MODULE + step) * WIDTH + left
            light[at : at + len(line)] = line
    frame = b"FRAME\n" + bytes(light) + b"\x80" * (WIDTH * HEIGHT // 2)
    return f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * FRAMES


async def test_a_code_before_the_camera_is_read(
    day: SiteDay,
    badges: dict[Role, str],
    served: str,
    settings: Settings,
    world: World,
    tmp_path: Path,
) -> None:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("there is no Chromium")
    person = day.people[3]
    (tmp_path / "qr.y4m").write_bytes(film(f"https://example.vn/m#{person.code}"))
    faults: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox", "--disable-dev-shm-usage", "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                f"--use-file-for-fake-video-capture={tmp_path / 'qr.y4m'}",
            ],
        )  # fmt: skip
        context = await browser.new_context(base_url=served, permissions=["camera"])
        page = await context.new_page()
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        code = await enrolment_code(served, settings, world)
        hands = await open_app(page, code, "Máy 1", badges[Role.RECEPTION])
        await hands.letter("q")
        await expect(page.locator(".st-person__name")).to_have_text(person.name, timeout=20_000)
        await browser.close()
    assert faults == []
