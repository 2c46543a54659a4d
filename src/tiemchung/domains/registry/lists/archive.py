"""What kind of file was sent, and a guarded way into the parts of an Excel workbook.

A workbook is a ZIP archive, and an archive of a few kilobytes can unpack to gigabytes: every part
is read through a counter, never by the sizes that the archive declares.
"""

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final
from zipfile import BadZipFile, ZipFile

from tiemchung.domains.registry.lists.cells import CannotReadFile
from tiemchung.domains.registry.lists.messages import Code

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_HTML: Final = re.compile(rb"\s*(?:<!doctype html|<html|<table|<head|<meta|<div)", re.IGNORECASE)
_SPREADSHEET_2003: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
_PICTURES: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
_MOST_PARTS: Final = 5_000
_CHUNK: Final = 65_536
_HEAD: Final = 4_096


def is_workbook(file: BinaryIO) -> bool:
    """Tell a ZIP archive (which may be a workbook) from text; refuse what is neither.

    Raises CannotReadFile for old and encrypted Excel files, web pages, pictures and PDF.
    """
    file.seek(0)
    head = file.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        return True
    if head.startswith(_OLE):
        raise CannotReadFile(Code.ENCRYPTED if _ENCRYPTED in head + file.read() else Code.OLD_EXCEL)
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise CannotReadFile(Code.WEB_PAGE)
    if _SPREADSHEET_2003 in head:
        raise CannotReadFile(Code.OTHER_SPREADSHEET, "XML 2003")
    if head.startswith((*_PICTURES, b"PK")):
        raise CannotReadFile(Code.NOT_A_LIST)
    return False


class Archive:
    """The parts of a workbook, each read in chunks under one budget of unpacked bytes."""

    def __init__(self, file: BinaryIO, budget: int) -> None:
        try:
            self._zip = ZipFile(file)
        except (BadZipFile, ValueError, NotImplementedError) as error:
            raise CannotReadFile(Code.DAMAGED) from error
        self._budget = budget
        self._names = {name.lower().lstrip("/"): name for name in self._zip.namelist()}
        if len(self._names) > _MOST_PARTS:
            raise CannotReadFile(Code.UNPACKS_TOO_LARGE)
        self._refuse_other_documents()

    def _refuse_other_documents(self) -> None:
        if "xl/workbook.xml" in self._names:
            return
        if "xl/workbook.bin" in self._names:
            raise CannotReadFile(Code.OTHER_SPREADSHEET, "xlsb")
        if "mimetype" in self._names and b"spreadsheet" in self.read("mimetype", 200):
            raise CannotReadFile(Code.OTHER_SPREADSHEET, "ods")
        if any(name.startswith("index/") and name.endswith(".iwa") for name in self._names):
            raise CannotReadFile(Code.OTHER_SPREADSHEET, "Numbers")
        raise CannotReadFile(Code.NOT_A_LIST)

    def __contains__(self, part: str) -> bool:
        return part.lower().lstrip("/") in self._names

    def chunks(self, part: str) -> Iterator[bytes]:
        """Yield the unpacked bytes of a part; raises CannotReadFile when the budget is spent."""
        try:
            with self._zip.open(self._names[part.lower().lstrip("/")]) as stream:
                while chunk := stream.read(_CHUNK):
                    self._budget -= len(chunk)
                    if self._budget < 0:
                        raise CannotReadFile(Code.UNPACKS_TOO_LARGE)
                    yield chunk
        except (BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError) as error:
            raise CannotReadFile(Code.DAMAGED) from error
        except RuntimeError as error:  # zipfile's way of saying that a password is needed
            raise CannotReadFile(Code.ENCRYPTED) from error

    def read(self, part: str, most: int) -> bytes:
        """Return a whole part of at most `most` bytes; raises CannotReadFile beyond that."""
        whole = bytearray()
        for chunk in self.chunks(part):
            whole += chunk
            if len(whole) > most:
                raise CannotReadFile(Code.UNPACKS_TOO_LARGE)
        return bytes(whole)
