"""CSV files in the encodings and with the separators that Excel and old programs give them."""

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import islice
from typing import BinaryIO, Final
from unicodedata import normalize

from tiemchung.domains.registry.lists.cells import (
    EMPTY,
    CannotReadFile,
    Cell,
    CellFault,
    Grid,
    GridRow,
)
from tiemchung.domains.registry.lists.legacy_fonts import recognise
from tiemchung.domains.registry.lists.messages import Code
from tiemchung.domains.registry.lists.model import ListLimits
from tiemchung.domains.registry.spelling import is_written_well

_SAMPLE: Final = 131_072
_CHUNK: Final = 1_048_576
_DELIMITERS: Final = ",;\t|"
_SAMPLE_LINES: Final = 30
_MARKED_WORD: Final = re.compile(r"[^\W\d_]*[^\x00-\x7f][^\W\d_]*")
_NULS: Final = 0.2
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ufffe\uffff]")
_CONTROLS: Final = 0.05


def read_csv(file: BinaryIO, name: str, limits: ListLimits) -> Grid:
    """Open a CSV file as one untyped sheet.

    The encoding is UTF-8 (with or without mark), UTF-16, Windows-1258, or Latin-1 for text typed
    for legacy fonts, which is decoded cell by cell later.
    """
    file.seek(0)
    sample = file.read(_SAMPLE)
    if not sample.strip(b"\x00\r\n\t ,;"):
        raise CannotReadFile(Code.EMPTY_FILE)
    encoding = _encoding(file, sample)
    text = sample.decode(encoding, "replace")
    if len(_CONTROL.findall(text)) > len(text) * _CONTROLS:
        raise CannotReadFile(Code.NOT_A_LIST)
    delimiter, skipped = _delimiter(text)
    file.seek(0)
    return Grid(name, _rows(file, encoding, delimiter, skipped, limits), typed=False)


def _encoding(file: BinaryIO, sample: bytes) -> str:
    if sample.startswith(BOM_UTF8):
        return "utf-8-sig"
    if sample.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    if sample[1::2].count(0) > len(sample) * _NULS:
        return "utf-16-le"
    if sample[::2].count(0) > len(sample) * _NULS:
        return "utf-16-be"
    return "utf-8" if _is_utf8(file) else _eight_bit(sample)


def _is_utf8(file: BinaryIO) -> bool:
    decoder = getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _eight_bit(sample: bytes) -> str:
    """Choose the code page under which more words become Vietnamese."""
    vietnamese = normalize("NFC", sample.decode("cp1258", "replace"))
    words = _MARKED_WORD.findall(vietnamese)
    well = sum(map(is_written_well, words)) / max(len(words), 1)
    latin = sample.decode("latin-1")
    cells = [cell for cell in re.split(r"[,;\t|\r\n]", latin) if not cell.isascii()]
    legacy = sum(recognise(cell) is not None for cell in cells) / max(len(cells), 1)
    return "latin-1" if legacy > well else "cp1258"


def _delimiter(text: str) -> tuple[str, int]:
    """Return the separator and how many lines to skip (Excel's own "sep=;" hint)."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # noqa: PLR2004
        return first[4], 1
    sample = [text, rest][not rest.isspace() and bool(rest)] if first.isspace() else text
    lines = sample.splitlines()[:_SAMPLE_LINES]

    def fit(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        except csv.Error:
            return 0, 0
        wide = sorted(width for width in widths if width > 1)
        return (len(wide), wide[len(wide) // 2]) if wide else (0, 0)

    return max(_DELIMITERS, key=lambda d: (fit(d)[0] * min(fit(d)[1], 8), fit(d)[1])), 0


def _rows(
    file: BinaryIO, encoding: str, delimiter: str, skipped: int, limits: ListLimits
) -> Iterator[GridRow]:
    wrapper = TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    reader = csv.reader(wrapper, delimiter=delimiter)
    number = skipped
    try:
        for record in islice(reader, skipped, None):
            number += 1
            yield GridRow(number, _cells(record, limits))
    except csv.Error as error:
        raise CannotReadFile(Code.OPEN_QUOTE, str(number + 1)) from error
    finally:
        wrapper.detach()


def _cells(record: list[str], limits: ListLimits) -> list[Cell]:
    longest = limits.cell_characters
    return [
        (Cell(text) if len(text) <= longest else Cell(text[:40] + "…", fault=CellFault.TOO_LONG))
        if text
        else EMPTY
        for text in record[: limits.columns]
    ]
