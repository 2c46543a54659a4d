"""The typesetter: one font folder, one set of templates, data passed beside the source."""

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec
import typst

TEMPLATES = Path(__file__).parent / "templates"
FAMILY = "Be Vietnam Pro"


class FontsMissingError(Exception):
    """The font folder lacks Be Vietnam Pro; building the front end puts it there."""


class Press:
    """Typesets templates with the fonts of one folder; may be shared by threads.

    Only `Be Vietnam Pro` regular and bold are needed. System fonts are never used, so a document
    looks the same on every machine. Raises `FontsMissingError`.
    """

    def __init__(self, font_folder: Path) -> None:
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(font_folder)])
        if FAMILY not in fonts.families():
            raise FontsMissingError(f"{font_folder}: no {FAMILY}; run the front end's build")
        self._compiler = typst.Compiler(
            root=str(TEMPLATES), font_paths=fonts, ignore_system_fonts=True
        )
        self._one_at_a_time = threading.Lock()

    def pdf(self, template: str, values: Mapping[str, Any]) -> bytes:
        """Return an accessible PDF (PDF/UA-1); `values` may hold Structs, dates and numbers.

        The standard forbids a letter that no font has. A name in such letters must not stop the
        print of a whole ward, so those documents come out without the standard's mark and with an
        empty box for the letter.
        """
        text = _json(values)
        try:
            return b"".join(self._compile(template, text, "pdf", standards=["ua-1"]))
        except typst.TypstError as error:
            if "could not be displayed" not in error.message:
                raise
            return b"".join(self._compile(template, text, "pdf", standards=[]))

    def pictures(self, template: str, values: Mapping[str, Any], *, ppi: int) -> list[bytes]:
        """Return one PNG a page at `ppi` pixels an inch: for previews and for reading back."""
        return self._compile(template, _json(values), "png", ppi=ppi)

    def _compile(
        self,
        template: str,
        text: str,
        kind: Literal["pdf", "png"],
        *,
        ppi: int | None = None,
        standards: list[Literal["ua-1"]] | None = None,
    ) -> list[bytes]:
        with self._one_at_a_time:
            made = self._compiler.compile(
                input=str(TEMPLATES / f"{template}.typ"),
                format=kind,
                ppi=ppi,
                sys_inputs={"data": text},
                pdf_standards=[*(standards or [])],
            )
        if made is None:
            raise AssertionError("typst returns bytes when no output file is named")
        return made if isinstance(made, list) else [made]


def _json(values: Mapping[str, Any]) -> str:
    text = json.dumps(msgspec.to_builtins(values), ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()  # half a surrogate pair is no text
