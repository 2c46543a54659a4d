"""The look for people in logs can fail: each way of writing somebody down is found.

The journeys look through everything that was written and asked for while they ran; a look that
finds nothing proves something only if it finds what is there.
"""

import json
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from tests.support.leaks import Planted, all_leaks, leaks

NAME, PHONE, NUMBER = "Nguyễn Thị Ánh Nguyệt", "903111222", "079184001234"
PLANTED = Planted(
    names=frozenset({NAME, "Y Blô Niê", "Đỗ Văn Tài"}), phones=frozenset({PHONE, "912333444"}),
    numbers=frozenset({NUMBER}),
)  # fmt: skip
HARMLESS = (
    '{"followers": 17, "event": "worker_started", "timestamp": "2021-07-22T08:43:29.917144Z"}\n'
    "GET /me/nguoi/01a228e0-4388-7952-aebd-fe86ff91e6ac/chung-nhan? 200\n"
    "GET /console/buoi-tiem?ngay=2021-07-22&trang=2 200\n"
    "số CCCD •••••••••234, điện thoại 090•••••22, Nguyễn Thị Ánh\n"
)
WRITTEN = {
    "the name": (f"registered {NAME}", NAME),
    "in capitals": (f"registered {NAME.upper()}", NAME),
    "without accents": ("Moi Nguyen Thi Anh Nguyet tiem luc 07h30", NAME),
    "run together": ("file nguyenthianhnguyet.pdf", NAME),
    "with a bar of d": ("do van tai came", "Đỗ Văn Tài"),
    "in an address": (f"GET /tim?ten={quote(NAME)} 200", NAME),
    "in a form's address": (f"GET /tim?ten={quote_plus(NAME)} 200", NAME),
    "in JSON": (json.dumps({"event": "fault", "who": NAME}), NAME),
    "in bytes": (f"body={NAME.encode()!r}", NAME),
    "the machine's name": ("NGUYEN<<THI<ANH<NGUYET", NAME),
    "the phone": ("to=+84903111222", PHONE),
    "the phone in an address": ("GET /me?phone=0903111222 200", PHONE),
    "the phone of the country": ("84903111222", PHONE),
    "the phone in groups": ("gọi 0903 111 222 nhé", PHONE),
    "the phone with dots": ("0903.111.222", PHONE),
    "the phone in an escaped address": (f"GET /x?p={quote('+84 903 111 222')} 200", PHONE),
    "the number": (f"duplicate key ({NUMBER}) exists", NUMBER),
    "the number in groups": ("079 184 001 234", NUMBER),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_whoever_is_written_down_is_found(way: str, tmp_path: Path) -> None:
    line, whom = WRITTEN[way]
    log = tmp_path / "web.log"
    log.write_text(HARMLESS + line + "\n" + HARMLESS, encoding="utf-8")
    assert leaks(log.read_text(encoding="utf-8"), PLANTED) == {whom}


def test_what_names_nobody_is_let_pass(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text(HARMLESS, encoding="utf-8")
    assert all_leaks([log.read_text(encoding="utf-8"), HARMLESS], PLANTED) == set()
    assert all_leaks([HARMLESS, f"x {PHONE}"], PLANTED) == {PHONE}
