"""Form tokens, sentences that outlive a redirect, limits over processes, local paths."""

import asyncio
import base64
from datetime import timedelta

import pytest

from tests.support.database import settings_of
from tests.support.world import World
from tiemchung.kernel.db import open_pool
from tiemchung.kernel.settings import Settings
from tiemchung.kernel.web import csrf, sessions
from tiemchung.kernel.web.flash import Flash, read_flash, write_flash
from tiemchung.kernel.web.limits import Limit, TooOften, count
from tiemchung.kernel.web.pages import local_path

KEY, OTHER = b"k" * 32, b"o" * 32


def test_a_form_token_fits_its_cookie_alone_and_looks_new_on_each_page() -> None:
    one, two = csrf.make_token(KEY, "cookie"), csrf.make_token(KEY, "cookie")
    assert one != two
    assert csrf.token_fits(KEY, "cookie", one)
    assert csrf.token_fits(KEY, "cookie", two)
    for key, cookie, token in (
        (KEY, "other", one), (OTHER, "cookie", one), (KEY, "cookie", one[:-2]), (KEY, "", one),
        (KEY, None, one), (KEY, "cookie", None), (KEY, "cookie", "không phải"),
        (KEY, "cookie", "="),
    ):  # fmt: skip
        assert not csrf.token_fits(key, cookie, token)
    with pytest.raises(csrf.Forged):
        csrf.refuse_forged(KEY, "cookie", None)


def test_nobody_puts_words_into_a_page() -> None:
    said = Flash("good", "Đã lưu.")
    value = write_flash(KEY, said)
    assert read_flash(KEY, value) == said
    raw = bytearray(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))
    raw[-3] ^= 1
    for other in (None, "", "x", base64.urlsafe_b64encode(bytes(raw)).decode(), "é"):
        assert read_flash(KEY, other) is None
    assert read_flash(OTHER, value) is None


@pytest.mark.parametrize(
    ("path", "to"),
    [("/console", "/console"), ("", "/me"), ("//x", "/me"), ("/\\x", "/me"), ("http://x", "/me"),
     ("/a\nb", "/me"), ("x", "/me"), ("/me/mui-tiem?trang=2", "/me/mui-tiem?trang=2")],
)  # fmt: skip
def test_only_paths_of_this_site_are_followed(path: str, to: str) -> None:
    assert local_path(path, "/me") == to


def test_over_https_no_neighbour_can_plant_a_cookie() -> None:
    assert sessions.cookie_name("staff", secure=True) == "__Host-tc_staff"
    made = sessions.set_cookie("staff", "x", secure=True)
    assert (made.secure, made.httponly, made.samesite, made.path, made.domain) == (
        True, True, "strict", "/", None,
    )  # fmt: skip


async def test_attempts_are_counted_over_all_processes(
    world: World, database: str, settings: Settings
) -> None:
    assert world.staff
    limit = Limit("trial", 10, timedelta(hours=1))
    pools = [await open_pool(settings.dsn["app"], size=3) for _ in range(2)]
    tries = [count(pools[n % 2], limit, "one") for n in range(25)]
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(1 for d in done if d is None) == 10
    refused = [d for d in done if isinstance(d, TooOften)]
    assert len(refused) == 15
    assert all(0 < r.retry_after <= 3600 for r in refused)
    await count(pools[0], limit, "other")
    assert not await pools[0].fetchval(
        "SELECT bool_or(a::text LIKE '%one%') FROM kernel.attempt AS a"
    )
    for pool in pools:
        await pool.close()
    assert settings_of(database, settings.folder) == settings
