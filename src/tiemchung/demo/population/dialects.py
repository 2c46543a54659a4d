"""The ways in which offices write their lists: every list speaks one dialect of habits."""

# ruff: noqa: PLR2004 - the shares of a demonstration are named by what they decide
from random import Random
from typing import Final

from msgspec import Struct

from tiemchung.demo.population.weighted import Weighted


class Dialect(Struct, frozen=True, kw_only=True):
    """The habits of one office. Each field names one of the choices below."""

    file: str
    text: str
    title_lines: int
    numbering: bool
    name: str
    birth: str
    sex: str
    numbers: str
    phones: str
    place: str
    sheets: int
    sections: bool
    blank_rows: bool
    footer: bool
    hidden_rows: bool
    merged_workplace: bool
    other_sheet: bool
    nationality: bool
    mistakes: float

    def habits(self) -> tuple[str, ...]:
        """Return the habits by name, to count how the reader does with each."""
        said = [
            f"{field}={getattr(self, field)}"
            for field in ("file", "text", "name", "birth", "sex", "numbers", "phones", "place")
        ]
        flags = ("numbering", "sections", "blank_rows", "footer", "hidden_rows", "merged_workplace")
        flags = (*flags, "nationality")
        said += [flag for flag in flags if getattr(self, flag)]
        return (*said, f"sheets={self.sheets}")


_FILES: Final = Weighted(
    [("xlsx", 82.0), ("csv-utf-8-sig", 6.0), ("csv-utf-8", 3.0), ("csv-utf-16", 3.0),
     ("csv-cp1258", 3.0), ("csv-latin-1", 3.0)]
)  # fmt: skip
_TEXTS: Final = Weighted(
    [("unicode", 52.0), ("capitals", 16.0), ("nfd", 4.0), ("tcvn3", 9.0), ("tcvn3_capitals", 5.0),
     ("tcvn3_wrong_font", 4.0), ("vni", 7.0), ("vni_wrong_font", 3.0)]
)  # fmt: skip
_NAMES: Final = Weighted([("one", 70.0), ("split", 20.0), ("one_heading_two_columns", 10.0)])
_BIRTHS: Final = Weighted(
    [("text", 22.0), ("short_text", 14.0), ("dashes", 5.0), ("dots", 5.0), ("cells", 20.0),
     ("serials", 8.0), ("american", 8.0), ("three_columns", 8.0), ("years_by_sex", 6.0),
     ("years", 4.0)]
)  # fmt: skip
_SEXES: Final = Weighted([("word", 64.0), ("marks", 20.0), ("woman_mark", 10.0), ("digits", 6.0)])
_NUMBERS: Final = Weighted([("text", 50.0), ("numeric", 50.0)])
_PHONES: Final = Weighted(
    [("plain", 40.0), ("numeric", 30.0), ("spaced", 12.0), ("plus", 6.0), ("before_2018", 12.0)]
)
_PLACES: Final = Weighted(
    [("columns", 40.0), ("short_columns", 20.0), ("line", 28.0), ("codes", 12.0)]
)


def draw_dialect(rng: Random) -> Dialect:
    """Draw the habits of one office; what cannot go together is brought into agreement."""
    file = _FILES.draw(rng)
    text, birth, sex = _TEXTS.draw(rng), _BIRTHS.draw(rng), _SEXES.draw(rng)
    numbers, phones = _NUMBERS.draw(rng), _PHONES.draw(rng)
    if file.startswith("csv"):
        text = (
            "tcvn3" if file == "csv-latin-1" else "unicode" if not text.startswith("cap") else text
        )
        birth = "text" if birth in ("cells", "american") else birth
    if birth == "years_by_sex":
        sex = "none"
    return Dialect(
        file=file,
        text=text,
        title_lines=rng.randint(0, 5),
        numbering=rng.random() < 0.15,
        name=_NAMES.draw(rng),
        birth=birth,
        sex=sex,
        numbers=numbers,
        phones=phones,
        place=_PLACES.draw(rng),
        sheets=1 if file != "xlsx" else rng.choice((1, 1, 1, 2, 3)),
        sections=rng.random() < 0.25,
        blank_rows=rng.random() < 0.25,
        footer=rng.random() < 0.4,
        hidden_rows=file == "xlsx" and rng.random() < 0.12,
        merged_workplace=file == "xlsx" and rng.random() < 0.15,
        other_sheet=file == "xlsx" and rng.random() < 0.15,
        nationality=rng.random() < 0.35,
        mistakes=rng.choice((0.0, 0.03, 0.08)),
    )
