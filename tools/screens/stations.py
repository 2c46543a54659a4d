"""The stations of a running session on a device of its own: enrolled, then desk after desk."""

from playwright.async_api import Page as Tab
from playwright.async_api import expect
from tests.faces.every_page import House

from tiemchung.demo.keys import DemoKeys
from tools.screens.camera import Camera

APP = "/console/ban/"
NEW_CODE = """async () => {
  const session = await (await fetch('/api/v1/session')).json()
  const answer = await fetch('/api/v1/devices/codes', {
    method: 'POST', headers: { 'content-type': 'application/json', 'x-csrf-token': session.csrf },
    body: JSON.stringify({ facility_id: session.facility_id, devices: 1 }),
  })
  return (await answer.json()).code
}"""


class Desk:
    """A tablet at the first site of the demo, worked by keys alone."""

    def __init__(self, tab: Tab, camera: Camera, keys: DemoKeys) -> None:
        self._tab, self._camera, self._keys = tab, camera, keys

    async def shoot(self, name: str) -> None:
        """Take a picture of the screen at hand."""
        await self._camera.shoot(self._tab, f"ban-{name}")

    async def key(self, *keys: str) -> None:
        """Leave the field at hand and press keys."""
        for key in ("Escape", *keys):
            await self._tab.keyboard.press(key)
            await self._tab.wait_for_timeout(150)

    async def write(self, text: str) -> None:
        """Type into the field at hand and go on."""
        await self._tab.keyboard.type(text, delay=4)
        await self._tab.keyboard.press("Enter")
        await self._tab.wait_for_timeout(150)

    async def see(self, what: str) -> None:
        """Wait until a text or a part of the page can be seen."""
        found = self._tab.locator(what) if what.startswith(".") else self._tab.get_by_text(what)
        await expect(found.first).to_be_visible(timeout=10_000)

    async def sit(self, username: str) -> None:
        """Hand the tablet over by badge and PIN."""
        await self.write(self._keys.badge(username))
        await self.write(self._keys.pin)

    async def switch(self, username: str, station: str) -> None:
        """Let somebody else sit down, at a station."""
        await self.key("p")
        await self.see("Đổi người tại máy")
        await self.sit(username)
        await expect(self._tab.get_by_text("Đổi người tại máy")).to_be_hidden(timeout=10_000)
        await self.key(station)


async def shoot_stations(tab: Tab, house: House, camera: Camera, keys: DemoKeys) -> None:
    """Take pictures of every station of the session that runs at the first site."""
    desk = Desk(tab, camera, keys)
    await tab.context.add_cookies(await house.browser_cookies("site_head"))
    await tab.goto("/console/may")
    code: str = await tab.evaluate(NEW_CODE)
    await tab.context.clear_cookies()
    await _enter(desk, tab, code)
    await _receive(desk)
    await _examine(desk)
    await _inject(desk)
    await _end(desk)


async def _enter(desk: Desk, tab: Tab, code: str) -> None:
    await tab.goto(APP)
    await desk.see("Đăng ký máy này")
    await desk.shoot("dang-ky-may")
    await tab.keyboard.type(code)
    await tab.keyboard.press("Tab")
    await tab.keyboard.type("Máy bàn 4")
    await tab.keyboard.press("Control+Enter")
    await desk.see("Ai đang ở máy này?")
    await desk.shoot("dang-nhap")
    await desk.sit("tiepdon")
    await desk.see("Mở bàn tiêm")
    await desk.shoot("buoi-tiem")
    await desk.key("t")
    await desk.see("Mã tiêm, số giấy tờ hoặc họ tên")


async def _receive(desk: Desk) -> None:
    await desk.key("1")
    await desk.shoot("tiep-don")
    for key, name in (("w", "khach-vang-lai"), ("?", "phim-tat"), ("p", "doi-nguoi")):
        await desk.key(key)
        await desk.shoot(name)
    await desk.key()


async def _examine(desk: Desk) -> None:
    await desk.switch("dieuduong", "2")
    await desk.shoot("do-sinh-hieu")
    await desk.switch("bacsi", "3")
    await desk.key("t")
    await desk.shoot("kham-sang-loc")


async def _inject(desk: Desk) -> None:
    await desk.switch("nguoitiem1", "4")
    await desk.shoot("ban-tiem")
    await desk.key("Space", "Control+Enter")
    await desk.see(".st-vial")
    await desk.key("t")
    await desk.shoot("tiem")
    await desk.key("l")
    await desk.shoot("mo-lo")
    await desk.switch("theodoi", "5")
    await desk.shoot("theo-doi")


async def _end(desk: Desk) -> None:
    await desk.switch("truongdiem", "6")
    await desk.see(".tc-table")
    await desk.shoot("khoa-so")
    await desk.key("o")
    await desk.shoot("viec-con-mo")
