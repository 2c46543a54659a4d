"""Full names for synthetic people, by sex, age, region and origin."""

import csv
from importlib.resources import files
from random import Random
from typing import Final

from tiemchung.demo.population.origins import ORIGINS, Country
from tiemchung.demo.population.tables import SOUTHERN_FROM
from tiemchung.demo.population.weighted import Weighted

_SOUTHERN: Final = {"Hoàng": "Huỳnh", "Vũ": "Võ"}
_SOUTHERN_SHARE: Final = 0.75
_OLDER: Final = 38
_THI_SHARE, _VAN_SHARE = 0.55, 0.35
_TWO_SURNAMES: Final = 0.04
_ONE_WORD: Final = 0.02
_NO_PART: Final = 0.5  # a name seen with the other sex alone may still occur

# Given names that twins are told apart by: one letter or one tone.
_TWIN_ENDINGS: Final = (
    ("An", "Anh"), ("Hà", "Hạ"), ("Minh", "Mình"), ("Thảo", "Thao"), ("Phúc", "Phước"),
    ("Khôi", "Khoa"), ("Bảo", "Bào"), ("Linh", "Lình"), ("Vy", "Vi"), ("Long", "Lòng"),
    ("Thư", "Thu"), ("Tiến", "Tiên"), ("Hùng", "Hưng"), ("Ngân", "Ngần"), ("Quân", "Quang"),
)  # fmt: skip


def _table(name: str) -> list[dict[str, str]]:
    text = files("tiemchung.demo.names").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _counts(part: str) -> list[tuple[str, int, int]]:
    return [(row["name"], int(row["male"]), int(row["female"])) for row in _table(part)]


def age_counts() -> list[tuple[int, str, int]]:
    """Return (first age of ten years, sex, number of people) from the committed table."""
    rows = _table("age_sex")
    return [
        (int(row["from_age"]), sex, int(row[sex])) for row in rows for sex in ("male", "female")
    ]


class NameMaker:
    """Draws names from the counts of the names folder and from the parts of other origins."""

    def __init__(self) -> None:
        surnames = _counts("surname")
        self._surnames = Weighted([(name, male + female) for name, male, female in surnames])
        self._middle = {sex: _by_sex("middle", sex) for sex in ("male", "female")}
        self._given = {sex: _by_sex("given", sex) for sex in ("male", "female")}
        self._countries = Weighted([(country, country.weight) for country in ORIGINS.foreign])

    def surname(self, rng: Random, province: str, ethnic_group: str) -> str:
        """Draw an inherited name: a surname, or the clan of an ethnic group."""
        if ethnic_group in ORIGINS.ethnic:
            return rng.choice(ORIGINS.ethnic[ethnic_group].clans)
        name = self._surnames.draw(rng)
        southern = province >= SOUTHERN_FROM and rng.random() < _SOUTHERN_SHARE
        return _SOUTHERN.get(name, name) if southern else name

    def full_name(self, rng: Random, surname: str, sex: str, age: int, ethnic_group: str) -> str:
        """Draw a whole name that carries an inherited one."""
        if ethnic_group in ORIGINS.ethnic:
            return self._ethnic(rng, surname, sex, ethnic_group)
        middle = self._middle[sex].draw(rng)
        if age >= _OLDER:
            draw = rng.random()
            if sex == "female" and draw < _THI_SHARE:
                middle = "Thị" if draw < _THI_SHARE / 2 else f"Thị {self._given[sex].draw(rng)}"
            elif sex == "male" and draw < _VAN_SHARE:
                middle = "Văn"
        elif rng.random() < _TWO_SURNAMES:
            second = self._surnames.draw(rng)  # the mother's surname, kept in the middle
            middle = f"{second} {middle}" if second != surname else middle
        return " ".join(f"{surname} {middle} {self._given[sex].draw(rng)}".split())

    def _ethnic(self, rng: Random, clan: str, sex: str, ethnic_group: str) -> str:
        origin = ORIGINS.ethnic[ethnic_group]
        if ethnic_group in ("14", "19") and rng.random() < _ONE_WORD:
            return rng.choice(ORIGINS.one_word)
        given = rng.choice(origin.men if sex == "male" else origin.women)
        slots = origin.man if sex == "male" else origin.woman
        parts = {"clan": clan, "given": given}
        return " ".join(parts.get(slot, slot) for slot in slots)

    def twin_names(self, rng: Random, name: str) -> tuple[str, str]:
        """Return names for twins that differ in one letter or tone of the given name."""
        stem = name.rpartition(" ")[0] or name
        one, other = rng.choice(_TWIN_ENDINGS)
        return f"{stem} {one}", f"{stem} {other}"

    def country(self, rng: Random) -> Country:
        """Draw where a foreigner comes from."""
        return self._countries.draw(rng)

    def foreign_name(self, rng: Random, country: Country, sex: str) -> str:
        """Draw a foreigner's name in the order and the capitals of the passport."""
        surname = rng.choice(country.surnames)
        given = rng.choice(country.men if sex == "male" else country.women)
        return f"{surname} {given}" if country.surname_first else f"{given} {surname}"


def _by_sex(part: str, sex: str) -> Weighted[str]:
    counts = _counts(part)
    return Weighted(
        [(name, (male if sex == "male" else female) or _NO_PART) for name, male, female in counts]
    )
