"""Values that nobody should send, as texts of a form or an address and as raw JSON."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, TypeVar, cast
from urllib.parse import quote_plus
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec

from tiemchung.faces.console.lists import LARGEST

T = TypeVar("T")
LONG = "x" * 1_000_000

WORDS: dict[str, str] = {
    "empty": "",
    "10,000 digits": "9" * 10_000,
    "zero byte": "a\0b",
    "line ends": "a\r\nSet-Cookie: tc_staff=x",
    "strange characters": "\u202enời\u202c\x01\x7f\x85\u2028\uffff👩‍⚕️💉🇻🇳e" + "\u0301" * 500,
    "markup": "'\"><script>alert(1)</script>{{ 7 * 7 }} OR 1=1; -- ../../etc/passwd",
    "superscript": "²",
    "first day": "0001-01-01",
    "negative": "-1",
}
"""For a free text; some are good ones, and then they must be kept as they are."""

VALUES: dict[str, str] = {
    "empty": "",
    "blank": "   ",
    "10,000 digits": WORDS["10,000 digits"],
    "strange characters": WORDS["strange characters"],
    "no such day": "2021-02-30",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "no zone": "2021-07-20T08:00:00",
    "negative": "-1",
    "over int4": "2147483648",
    "over int8": "9223372036854775808",
    "fraction": "1.5",
    "superscript": "²",
}
"""For a number, a day, an id, a choice."""

_VALUE = re.compile(r"-?[0-9]+|[0-9-]{10}.*|[0-9a-f-]{36}")


def texts_for(good: object) -> dict[str, str]:
    """Return bad texts in the place of a good value."""
    return VALUES if not isinstance(good, str) or _VALUE.fullmatch(good) else WORDS


ALONE = "%ED%A0%80"
"""Half of a surrogate pair, as a form would carry it: no text at all."""

RAW: dict[str, str] = {
    "null": "null",
    "true": "true",
    "number": "7",
    "negative number": "-7",
    "fraction number": "1.5",
    "number over int4": "2147483648",
    "number over int8": "9223372036854775808",
    "number without end": "9" * 10_000,
    "number over double": "1e400",
    "lone surrogate": r'"a\ud800b"',
    "list": "[]",
    "list of nothing": "[null]",
    "object": "{}",
    "deep": "[" * 5_000 + "]" * 5_000,
}

BROKEN_JSON: dict[str, bytes] = {
    "nothing": b"",
    "cut off": b'{"a": ',
    "list": b"[]",
    "null": b"null",
    "text": b'"x"',
    "number": b"9" * 10_000,
    "no UTF-8": b'{"a": "\xff\xfe"}',
    "deep": b"[" * 100_000,
    "two": b"{} {}",
    "not a number": b'{"a": NaN}',
    "form": b"a=1&b=2",
}

NO_JSON: dict[str, tuple[str, bytes]] = {
    "text": ("text/plain", b"{}"),
    "no type": ("", b"{}"),
    "form": ("application/x-www-form-urlencoded", b"a=1"),
    "no boundary": ("multipart/form-data", b"--x--"),
    "MessagePack": ("application/x-msgpack", b"\x80"),
}

BROKEN_FORMS: dict[str, tuple[str, bytes]] = {
    "JSON": ("application/json", b'{"a": 1}'),
    "broken JSON": ("application/json", b"{"),
    "text": ("text/plain", b"a=1"),
    "no type": ("", b"a=1"),
    "no such type": ("a/b; charset=none", b"a=1"),
    "no boundary": ("multipart/form-data", b"--x\r\n\r\n--x--"),
    "other boundary": ("multipart/form-data; boundary=y", b"--x\r\n\r\n--x--"),
    "cut off": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb',
    ),
    "no name": ("multipart/form-data; boundary=x", b"--x\r\nA: b\r\n\r\nc\r\n--x--\r\n"),
    "no charset": ("application/x-www-form-urlencoded; charset=none", b"a=%ff"),
    "no escapes": ("application/x-www-form-urlencoded", b"a=%zz&%=&&=&\xff=\xfe"),
}


HEAVY_FORMS: dict[str, tuple[str, bytes]] = {
    "many fields": ("application/x-www-form-urlencoded", b"a=1&" * 50_000),
    "one field often": ("application/x-www-form-urlencoded", b"name=1&" * 50_000),
    "many parts": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n' * 5_000 + b"--x--\r\n",
    ),
    "too large": ("application/x-www-form-urlencoded", b"a=" + b"x" * 11_000_000),
    "too large a part": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
        + b"x" * 11_000_000
        + b"\r\n--x--\r\n",
    ),
}


def form_body(fields: dict[str, Any]) -> bytes:
    """Write a form as a browser does; a list repeats its field."""
    pairs = [
        f"{quote_plus(name)}={quote_plus(str(text))}"
        for name, value in fields.items()
        for text in (cast("list[str]", value) if isinstance(value, list) else [value])
    ]
    return "&".join(pairs).encode()


LONG_FORM = 12


def every_second(cases: Iterable[T], of: int, n: int) -> Iterator[T]:
    """Leave out each second case of a long form or JSON, other ones at each of its `of` places."""
    yield from (c for m, c in enumerate(cases) if of <= LONG_FORM or (m + n) % 2)


def bad_forms(fields: dict[str, Any], whole: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Spoil one field after the other of a good form; yields what was done and the body."""
    for n, (name, good) in enumerate(whole.items()):
        rest = {k: v for k, v in fields.items() if k != name}
        yield f"{name}: missing", form_body(rest)
        for what, text in every_second(_bad_fields(good).items(), len(whole), n):
            more = f"&{quote_plus(name)}={ALONE}" if text is None else ""
            spoilt_one = rest if text is None else rest | {name: text}
            yield f"{name}: {what}", form_body(spoilt_one) + more.encode()


def _bad_fields(good: object) -> dict[str, str | list[str] | None]:
    """Return what is sent in the place of a good field; None is half a pair."""
    texts = texts_for(good)
    more = {"long": LONG, "half a pair": None} if texts is WORDS else {}
    return {"twice": ["1", "2"], **more, **texts}


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield where the parts of a JSON value stand, containers included."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, part in cast("dict[str, Any]", value).items():
            yield from places(part, (*path, key))
    if isinstance(value, list):
        for n, part in enumerate(cast("list[Any]", value)):
            yield from places(part, (*path, n))


def spoilt(value: Any, path: tuple[str | int, ...], raw: str | None) -> bytes:
    """Return a JSON value as text with other raw JSON at a place, or without the place."""
    mark = "@here@"
    copied = msgspec.json.decode(msgspec.json.encode(value))
    at = value_at(copied, path[:-1])
    if raw is None:
        del at[path[-1]]
        return msgspec.json.encode(copied)
    at[path[-1]] = mark
    return msgspec.json.encode(copied).replace(f'"{mark}"'.encode(), raw.encode())


def bad_jsons(good: Any, whole: Any) -> Iterator[tuple[str, bytes]]:
    """Spoil one place after the other of a good JSON value; `whole` has every place there is."""
    every = list(places(whole))
    for n, path in enumerate(every):
        base = good if _is_in(good, path) else whole
        name = ".".join(map(str, path))
        bad = dict(RAW)
        if isinstance(one := value_at(whole, path), str):
            bad |= {w: msgspec.json.encode(t).decode() for w, t in texts_for(one).items()}
            bad["long"] = f'"{LONG}"'
        yield f"{name}: missing", spoilt(base, path, None)
        for what, raw in every_second(bad.items(), len(every), n):
            yield f"{name}: {what}", spoilt(base, path, raw)


def value_at(value: Any, path: tuple[str | int, ...]) -> Any:
    """Return what stands at a place."""
    for step in path:
        value = value[step]
    return value


def _is_in(value: Any, path: tuple[str | int, ...]) -> bool:
    try:
        value_at(value, path)
    except (KeyError, IndexError):
        return False
    return True


HEADERS: dict[str, dict[bytes, bytes]] = {
    "no cookies": {b"cookie": b";;=;a;tc_staff;=tc_staff=;"},
    "strange cookies": {
        b"cookie": b'tc_staff="\xff\xfe"; tc_citizen=%00; lang=\xc3\xa9; tc_flash=x.y'
    },
    "long cookie": {b"cookie": b"tc_staff=" + b"x" * 6_000 + b"; tc_citizen=" + b"y.z" * 900},
    "half a citizen": {b"cookie": b"tc_citizen=00000000-0000-0000-0000-000000000000.x"},
    "bearer": {b"authorization": b"Bearer \xff\xfe"},
    "empty bearer": {b"authorization": b"Bearer"},
    "basic": {b"authorization": b"Basic e30="},
    "token": {b"x-csrf-token": b"\xff\xfe"},
    "token of no letters": {b"x-csrf-token": b"====" * 50},
    "language": {b"accept-language": b"\xff" * 100},
    "far away": {b"x-forwarded-for": b"\xff, x, 1.2.3.4.5.6"},
    "fragment": {b"hx-request": b"true", b"hx-target": b"\xff"},
    "type": {b"content-type": b"\xff/\xfe; ="},
    "charset": {b"content-type": b"application/json; charset=\xff"},
    "accepts": {b"accept": b"\xff", b"accept-encoding": b"\xff, gzip;q=x"},
    "range": {b"range": b"bytes=9-1", b"if-none-match": b"\xff", b"if-modified-since": b"x"},
}


def multipart(fields: dict[str, str], filename: str, content: bytes) -> bytes:
    """Write a form with a file, the name of the file as it is."""
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
        for name, text in fields.items()
    ]
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n'
    parts += [head.encode(), b"Content-Type: application/octet-stream\r\n\r\n", content]
    return b"".join(parts) + b"\r\n--x--\r\n"


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">%s]><a>&z;</a>""" % b"".join(
    b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(ord("b"), ord("z") + 1)
)


def packed(blank: bytes, sheet: bytes) -> bytes:
    """Return the blank workbook with another first sheet."""
    made = BytesIO()
    with ZipFile(BytesIO(blank)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return made.getvalue()


def files(blank: bytes) -> dict[str, tuple[str, bytes]]:
    """Return files that are no list of people, by what is wrong with each: name and content."""
    heading = "STT,Họ và tên,Ngày sinh,Giới tính,CMND/CCCD,SĐT\r\n"
    rows = "".join(f'{n},"{t}","{t}","{t}","{t}","{t}"\r\n' for n, t in enumerate(WORDS.values()))
    return {
        "nothing": ("a.xlsx", b""),
        "text": ("a.xlsx", b"xin chao"),
        "no archive": ("a.xlsx", b"PK\x03\x04" + b"\xff" * 500),
        "cut off": ("a.xlsx", blank[: len(blank) // 2]),
        "no rows": ("a.xlsx", blank),
        "broken sheet": ("a.xlsx", packed(blank, b"<worksheet><row")),
        "laughs": ("a.xlsx", packed(blank, LAUGHS)),
        "bomb": ("a.xlsx", packed(blank, b"<worksheet>" + b" " * 300_000_000)),
        "strange cells": ("a.csv", (heading + rows.replace('"\'"', "")).encode()),
        "no UTF-8": ("a.csv", heading.encode() + b"1,\xff\xfe,\x80,,,\r\n"),
        "zero bytes": ("a.csv", heading.encode() + b"1,a\x00b,2021,,,\r\n" * 20),
        "name of a path": ("../../../etc/passwd", b"STT,Ho va ten\r\n1,A"),
        "long name": ("x" * 3_000 + ".csv", b"STT,Ho va ten\r\n2,B"),
        "name with a zero": ("a\0b.csv", b"STT,Ho va ten\r\n3,C"),
        "name in reverse": ("\u202ecsv.a", b"STT,Ho va ten\r\n4,D"),
        "a little too large": ("a.csv", b"x" * (LARGEST + 1)),
        "far too large": ("a.csv", b"x" * (LARGEST + 2_000_000)),
    }
