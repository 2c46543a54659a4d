"""Takes the pictures of what a browser shows: whole pages, as wide as a phone and as a desk."""

from pathlib import Path

from playwright.async_api import Page as Tab

SIZES = {360: 740, 1280: 900}
TALLEST = 6_000
"""Pixels; a longer page is cut, for nobody looks at more of it."""


class Camera:
    """Keeps pictures in a folder, under the names of what they show."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.names: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.png"):
            old.unlink()

    async def shoot(self, tab: Tab, name: str) -> None:
        """Take a picture at each width.

        The window grows to the height of the page: in a picture of a page that is longer than its
        window, bars that stick to the foot of the window would lie across its middle.
        """
        self.names.append(name)
        for width, height in SIZES.items():
            await tab.set_viewport_size({"width": width, "height": height})
            await tab.wait_for_timeout(150)
            whole: int = await tab.locator("html").evaluate("e => e.scrollHeight")
            await tab.set_viewport_size(
                {"width": width, "height": min(max(whole, height), TALLEST)}
            )
            await tab.wait_for_timeout(100)
            await tab.screenshot(path=self._folder / f"{name}-{width}.png")

    def write_index(self) -> None:
        """Lay all pictures out on one page."""
        figures = "\n".join(
            f"<figure><figcaption>{name}</figcaption>"
            f'<img src="{name}-360.png" width="240"> <img src="{name}-1280.png" width="720">'
            "</figure>"
            for name in self.names
        )
        (self._folder / "index.html").write_text(
            f"<!doctype html><meta charset=utf-8><title>Pages</title>{figures}", encoding="utf-8"
        )
