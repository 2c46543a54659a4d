"""`python -m tools.screens [word ...]`: starts a demo, signs in, and takes pictures of its pages.

Writes var/screens/<page>-<width>.png and an index. Words choose pages whose address holds one.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.server import free_port
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pyotp.totp import TOTP

from tiemchung.demo.hints import read_hints
from tiemchung.demo.keys import DemoKeys
from tools.screens.pages import address_of, file_name, page_templates

OUT = Path("var/screens")
WIDTHS = {360: 740, 1280: 900}
STAFF = (
    "dieuhanh",
    "truongdiem",
    "tram",
    "hcdc.kho",
    "soyte",
    "quan",
    "phuong",
    "boyte",
    "quantri",
)
WAIT = 180


@contextmanager
def demo() -> Generator[tuple[str, Path]]:
    """Run a demo of its own; yields its address and its folder."""
    home = Path(tempfile.mkdtemp(prefix="tiemchung-screens-"))
    home.chmod(0o711)
    port = free_port()
    environment = os.environ | {"TIEMCHUNG_HOME": str(home), "PORT": str(port)}
    command = [
        sys.executable,
        "-c",
        "from tiemchung.cli import main; main()",
        "up",
        "--people",
        "2000",
    ]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own words
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            with suppress(OSError):
                urllib.request.urlopen(f"{address}/health/ready", timeout=2)  # noqa: S310 -- loopback
                break
            time.sleep(0.3)
        yield address, home
    finally:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def staff_context(browser: Browser, address: str, keys: DemoKeys, name: str) -> BrowserContext:
    """Sign a member of staff in, with the second factor where it is asked for."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    page = context.new_page()
    page.goto(f"{address}/console/dang-nhap")
    page.fill("[name=username]", name)
    page.fill("[name=password]", keys.password)
    page.click("main button[type=submit], main form button")
    if "/ma" in page.url:
        page.fill("[name=code]", TOTP(keys.totp_secret).now())
        page.click("main form button")
        time.sleep(0.5)
    page.close()
    return context


def citizen_context(browser: Browser, address: str, phone: str) -> BrowserContext:
    """Sign a citizen in with the code that lies in the demo's inbox."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    page = context.new_page()
    page.goto(f"{address}/me/dang-nhap")
    page.fill("[name=phone]", phone)
    page.click("main form button")
    time.sleep(2)
    inbox = context.new_page()
    inbox.goto(f"{address}/hop-thu")
    codes = re.findall(r"\b(\d{6})\b", inbox.inner_text("main"))
    inbox.close()
    if codes:
        page.fill("[name=code]", codes[0])
        page.click("main form button")
    page.close()
    return context


def links_of(page: Page) -> list[str]:
    """Return the addresses that a page links to."""
    hrefs: list[str] = page.eval_on_selector_all(
        "a[href^='/']", "all => all.map(a => a.getAttribute('href'))"
    )
    return hrefs


def shoot(page: Page, address: str, template: str, path: str) -> bool:
    """Take the pictures of one page; False when it does not open for this reader."""
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        answer = page.goto(f"{address}{path}", wait_until="load")
        if (
            answer is None
            or not answer.ok
            or page.url.rstrip("/") != f"{address}{path}".rstrip("/")
        ):
            return False
        page.wait_for_timeout(150)
        page.screenshot(path=OUT / f"{file_name(template)}-{width}.png", full_page=True)
    return True


def visit(contexts: dict[str, BrowserContext], address: str, templates: list[str]) -> list[str]:
    """Open every page as the first reader for whom it opens; returns those that nobody opened."""
    links: list[str] = []
    waiting = list(templates)
    for _ in range(3):  # links to pages with parameters are found on pages seen before
        for name, context in contexts.items():
            page = context.new_page()
            for template in list(waiting):
                path = address_of(template, links)
                if path is not None and shoot(page, address, template, path):
                    waiting.remove(template)
                    links += links_of(page)
                    sys.stdout.write(f"{name:10} {path}\n")
            page.close()
    return waiting


def main() -> None:
    """Take the pictures."""
    words = sys.argv[1:]
    OUT.mkdir(parents=True, exist_ok=True)
    templates = [t for t in page_templates() if not words or any(w in t for w in words)]
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("make screens needs Chromium: apt-get install chromium, or name it in CHROMIUM")
    with demo() as (address, home), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        keys, hints = DemoKeys(home), read_hints(home)
        contexts = {"public": browser.new_context(locale="vi-VN")}
        if hints.citizen_phone is not None:
            contexts["citizen"] = citizen_context(browser, address, hints.citizen_phone)
        for name in STAFF:
            contexts[name] = staff_context(browser, address, keys, name)
        missed = visit(contexts, address, templates)
        browser.close()
    pictures = sorted(p.name for p in OUT.glob("*.png"))
    rows = "\n".join(
        f'<figure><figcaption>{n}</figcaption><img src="{n}" width="360"></figure>'
        for n in pictures
    )
    (OUT / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>Pages</title>{rows}"
    )
    sys.stdout.write(
        f"{len(pictures)} pictures in {OUT}; not opened: {', '.join(missed) or 'none'}\n"
    )


main()
