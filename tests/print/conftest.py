"""A press with the shipped fonts, and a reader that gets fonts and text back out of a PDF."""

import os
import re
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp
from msgspec import Struct

from tiemchung.print.letterhead import Letterhead
from tiemchung.print.press import Press

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "src" / "tiemchung" / "static" / "dist"
PACKAGE = ROOT / "frontend" / "node_modules" / "@expo-google-fonts" / "be-vietnam-pro"
NAMES = {
    "BeVietnamPro-Regular.ttf": PACKAGE / "400Regular" / "BeVietnamPro_400Regular.ttf",
    "BeVietnamPro-Bold.ttf": PACKAGE / "700Bold" / "BeVietnamPro_700Bold.ttf",
}


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with exactly the two shipped fonts, from the build or from its package."""
    folder = tmp_path_factory.mktemp("fonts")
    for name, packaged in NAMES.items():
        source = next(iter(BUILT.rglob(name)), packaged)
        if not source.is_file():
            message = f"{name} is missing: run `npm ci --prefix frontend`"
            if os.environ.get("CI") == "true":
                pytest.fail(message)
            pytest.skip(message)
        shutil.copy(source, folder / name)
    return folder


@pytest.fixture(scope="session")
def press(fonts: Path) -> Press:
    return Press(fonts)


@pytest.fixture(scope="session")
def head() -> Letterhead:
    return Letterhead(superior="Trung tâm Y tế Quận 5", unit="Trạm Y tế Phường 12")


class PdfContent(Struct):
    """What the tests ask of a PDF: fonts without their subset tag, pages, visible text."""

    fonts: set[str]
    pages: int
    text: str


@pytest.fixture(scope="session")
def read_pdf() -> Callable[[bytes], PdfContent]:
    return _read


def _read(pdf: bytes) -> PdfContent:
    objects = {int(m[1]): m[2] for m in re.finditer(rb"(\d+) 0 obj\s(.*?)\sendobj", pdf, re.DOTALL)}
    fonts = {number: _letters(objects, body) for number, body in objects.items() if _is_font(body)}
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    text = "\n".join(_page_text(page, objects, fonts) for page in pages)
    return PdfContent(
        fonts={m.decode() for m in re.findall(rb"/BaseFont\s*/[A-Z]{6}\+(\w+-?\w*)", pdf)},
        pages=len(pages),
        text=re.sub(r"\s+", " ", text),
    )


def _page_text(page: bytes, objects: dict[int, bytes], fonts: dict[int, dict[int, str]]) -> str:
    """Each page gives its fonts names of its own."""
    content = re.search(rb"/Contents (\d+) 0 R", page)
    resources = re.search(rb"/Resources (\d+) 0 R", page)
    assert content
    assert resources
    used = objects[int(resources[1])]
    names = {m[1]: int(m[2]) for m in re.finditer(rb"/(f\d+) (\d+) 0 R", used)}
    return _text(
        _stream(objects[int(content[1])]), {name: fonts[place] for name, place in names.items()}
    )


def _is_font(body: bytes) -> bool:
    return b"/Subtype/Type0" in body and b"/ToUnicode" in body


def _letters(objects: dict[int, bytes], font: bytes) -> dict[int, str]:
    found = re.search(rb"/ToUnicode (\d+) 0 R", font)
    assert found
    table = _stream(objects[int(found[1])])
    return {
        int(m[1], 16): bytes.fromhex(m[2].decode()).decode("utf-16-be")
        for m in re.finditer(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table)
    }


def _stream(body: bytes) -> bytes:
    found = re.search(rb"/Length (\d+)[^\n]*>>\s*stream\r?\n", body)
    if not found:
        return b""
    content = body[found.end() : found.end() + int(found[1])]
    return (
        zlib.decompress(content) if b"/FlateDecode" in found[0] + body[: found.start()] else content
    )


_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_PLAIN = rb"\\.|[^\\()]"
_STRING = rb"\(((?:%s|\((?:%s)*\))*)\)" % (_PLAIN, _PLAIN)  # pairs of parentheses stay unescaped
_TOKEN = re.compile(rb"/(f\d+) [\d.]+ Tf|%s|<([0-9A-F]+)>|(ET)" % _STRING, re.DOTALL)


def _text(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    pieces: list[str] = []
    letters: dict[int, str] = {}
    for font, string, hexadecimal, end in _TOKEN.findall(content):
        if font:
            letters = fonts.get(font, {})
        elif end:
            pieces.append(" ")
        else:
            codes = bytes.fromhex(hexadecimal.decode()) or re.sub(
                rb"\\([0-7]{3}|.)", _unescape, string, flags=re.DOTALL
            )
            pairs = zip(codes[::2], codes[1::2], strict=False)
            pieces.append("".join(letters.get(high << 8 | low, "") for high, low in pairs))
    return "".join(pieces)


def _unescape(found: re.Match[bytes]) -> bytes:
    escaped = found[1]
    if escaped.isdigit() and len(escaped) == 3:
        return bytes([int(escaped, 8)])
    return _ESCAPED.get(escaped, escaped)


# --- pictures ------------------------------------------------------------------------------------

Grey = npt.NDArray[np.uint8]


@pytest.fixture(scope="session")
def read_codes() -> Callable[[bytes], list[str]]:
    """Return the texts of all QR codes on a page's PNG, as a scanner that is not ours sees them."""
    return lambda png: [code.text for code in zxingcpp.read_barcodes(_grey(png))]


@pytest.fixture(scope="session")
def grey() -> Callable[[bytes], Grey]:
    return _grey


def _grey(png: bytes) -> Grey:
    """Decode one colour of an 8-bit RGBA picture (PNG filters never mix colours)."""
    width, height = struct.unpack(">II", png[16:24])
    assert png[24:26] == bytes([8, 6])
    place, packed = 8, b""
    while place < len(png):
        size, kind = struct.unpack(">I4s", png[place : place + 8])
        packed += png[place + 8 : place + 8 + size] if kind == b"IDAT" else b""
        place += 12 + size
    lines = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, 4 * width + 1)
    made = np.zeros((height, width), np.uint8)
    above = np.zeros(width, np.uint8)
    for row, line in enumerate(lines):
        above = made[row] = _unfiltered(int(line[0]), line[2::4], above)  # green
    return made


def _unfiltered(kind: int, line: Grey, above: Grey) -> Grey:
    if kind == 0:
        return line
    if kind == 1:
        return np.cumsum(line, dtype=np.uint8)
    if kind == 2:
        return line + above
    made: list[int] = []
    left = corner = 0
    for value, up in zip(line.tolist(), above.tolist(), strict=True):
        if kind == 3:
            guess = (left + up) // 2
        else:
            estimate = left + up - corner
            away = (abs(estimate - left), abs(estimate - up), abs(estimate - corner))
            guess = (left, up, corner)[away.index(min(away))]
        left, corner = (value + guess) & 255, up
        made.append(left)
    return np.array(made, np.uint8)
