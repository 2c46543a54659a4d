"""The parts of an Excel workbook around its sheets: names, styles and shared texts.

Only what a list needs is taken from ECMA-376 (SpreadsheetML): which sheets there are and whether
they are hidden, which styles show dates, which font a text was typed for.
"""

import re
from collections.abc import Callable, Iterable
from posixpath import join, normpath
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from msgspec import Struct

from tiemchung.domains.registry.lists.archive import Archive
from tiemchung.domains.registry.lists.cells import CannotReadFile
from tiemchung.domains.registry.lists.messages import Code
from tiemchung.domains.registry.lists.model import ListLimits

Attributes = dict[str, str]

_SMALL_PART: Final = 50_000_000
_BUILT_IN_DATES: Final = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
_DATE_LETTER: Final = re.compile(r"[dmyhs]", re.IGNORECASE)


class Style(Struct, frozen=True):
    """What the style of a cell says: whether it shows a date, and the name of its font."""

    is_date: bool = False
    font: str = ""


class SheetPart(Struct, frozen=True):
    name: str
    part: str
    hidden: bool


class Workbook(Struct):
    """Everything that the sheets refer to; `texts` are (text, font) by shared-string index."""

    sheets: list[SheetPart]
    styles: list[Style]
    texts: list[tuple[str, str]]
    from_1904: bool


def local_name(tag: str) -> str:
    """Drop the namespace prefix, which differs between the programs that write workbooks."""
    return tag.rpartition(":")[2]


def parser(
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> XMLParserType:
    """Make a streaming XML parser that refuses document types, and with them every entity bomb."""
    made = ParserCreate()
    made.buffer_text = True
    made.StartElementHandler = start
    made.EndElementHandler = end
    made.CharacterDataHandler = text
    made.StartDoctypeDeclHandler = _refuse_doctype
    return made


def _refuse_doctype(*_: object) -> None:
    raise CannotReadFile(Code.DAMAGED)


def feed(made: XMLParserType, chunks: Iterable[bytes]) -> None:
    """Run a parser over the chunks of a part; raises CannotReadFile for broken XML."""
    try:
        for chunk in chunks:
            made.Parse(chunk, False)
        made.Parse(b"", True)
    except ExpatError as error:
        raise CannotReadFile(Code.DAMAGED) from error


def read_workbook(archive: Archive, limits: ListLimits) -> Workbook:
    """Read names, styles and shared texts; the sheets themselves are read later, row by row."""
    targets, styles, texts = _relations(archive)
    sheets: list[SheetPart] = []
    system: list[bool] = []

    def start(tag: str, attributes: Attributes) -> None:
        name = local_name(tag)
        if name == "workbookPr":
            system.append(attributes.get("date1904", "0") in ("1", "true"))
        elif name == "sheet":
            relation = next((v for k, v in attributes.items() if local_name(k) == "id"), "")
            part = targets.get(relation, "")
            hidden = attributes.get("state", "visible") != "visible"
            if part in archive:
                sheets.append(SheetPart(attributes.get("name", ""), part, hidden))

    _run(archive, "xl/workbook.xml", start)
    return Workbook(
        sheets, _styles(archive, styles), _shared_texts(archive, texts, limits), any(system)
    )


def _run(archive: Archive, part: str, start: Callable[[str, Attributes], None]) -> None:
    if part in archive:
        feed(parser(start), [archive.read(part, _SMALL_PART)])


def _relations(archive: Archive) -> tuple[dict[str, str], str, str]:
    """Return the parts of the sheets by their id, the part of the styles and of shared texts."""
    targets: dict[str, str] = {}
    others = {"styles": "xl/styles.xml", "sharedStrings": "xl/sharedStrings.xml"}

    def start(tag: str, attributes: Attributes) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        if local_name(tag) == "Relationship":
            target = attributes.get("Target", "")
            whole = target if target.startswith("/") else normpath(join("xl", target))
            if kind == "worksheet":
                targets[attributes.get("Id", "")] = whole.lstrip("/")
            elif kind in others:
                others[kind] = whole.lstrip("/")

    _run(archive, "xl/_rels/workbook.xml.rels", start)
    return targets, others["styles"], others["sharedStrings"]


def _styles(archive: Archive, part: str) -> list[Style]:
    """Read which cell styles show dates and which fonts they use."""
    formats: dict[str, bool] = {}
    fonts: list[str] = []
    styles: list[Style] = []
    inside: list[str] = []

    def start(tag: str, attributes: Attributes) -> None:
        name = local_name(tag)
        if name in ("fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            inside.append(name)
        where = inside[-1] if inside else ""
        if name == "numFmt":
            formats[attributes.get("numFmtId", "")] = _shows_date(attributes.get("formatCode", ""))
        elif name == "font" and where == "fonts":
            fonts.append("")
        elif name == "name" and where == "fonts" and fonts:
            fonts[-1] = attributes.get("val", "")
        elif name == "xf" and where == "cellXfs":
            styles.append(_style(attributes, formats, fonts))

    def end(tag: str) -> None:
        if inside and inside[-1] == local_name(tag):
            inside.pop()

    if part in archive:
        feed(parser(start, end), [archive.read(part, _SMALL_PART)])
    return styles or [Style()]


def _style(attributes: Attributes, formats: dict[str, bool], fonts: list[str]) -> Style:
    number = attributes.get("numFmtId", "0")
    is_date = formats.get(number, number.isdecimal() and int(number[:4]) in _BUILT_IN_DATES)
    font = attributes.get("fontId", "")
    index = int(font) if font.isdecimal() and len(font) < 6 else len(fonts)  # noqa: PLR2004
    return Style(is_date, fonts[index] if index < len(fonts) else "")


def _shows_date(code: str) -> bool:
    plain = _QUOTED.sub("", code.partition(";")[0])
    return "general" not in plain.lower() and _DATE_LETTER.search(plain) is not None


class _SharedTexts:
    """Handlers for xl/sharedStrings.xml; phonetic runs are left out, long texts are cut."""

    def __init__(self, limits: ListLimits) -> None:
        self.texts: list[tuple[str, str]] = []
        self._limits = limits
        self._parts: list[str] = []
        self._length = 0
        self._font = ""
        self._phonetic = 0
        self._in_text = False

    def start(self, tag: str, attributes: Attributes) -> None:
        name = local_name(tag)
        if name == "t":
            self._in_text = not self._phonetic
        elif name == "si":
            self._parts, self._length, self._font = [], 0, ""
        elif name == "rPh":
            self._phonetic += 1
        elif name == "rFont" and not self._font:
            self._font = attributes.get("val", "")

    def end(self, tag: str) -> None:
        name = local_name(tag)
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "si":
            self.texts.append(("".join(self._parts), self._font))

    def text(self, text: str) -> None:
        if self._in_text and self._length <= self._limits.cell_characters:
            self._parts.append(text[: self._limits.cell_characters + 1])
            self._length += len(text)


def _shared_texts(archive: Archive, part: str, limits: ListLimits) -> list[tuple[str, str]]:
    handlers = _SharedTexts(limits)
    if part in archive:
        spent = 0

        def counted() -> Iterable[bytes]:
            nonlocal spent
            for chunk in archive.chunks(part):
                spent += len(chunk)
                if spent > limits.shared_text_bytes:
                    raise CannotReadFile(Code.UNPACKS_TOO_LARGE)
                yield chunk

        feed(parser(handlers.start, handlers.end, handlers.text), counted())
    return handlers.texts
