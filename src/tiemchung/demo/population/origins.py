"""Name parts of ethnic groups and of foreigners, for names that do not follow the Kinh pattern."""

import tomllib
from importlib.resources import files
from typing import Final

import msgspec
from msgspec import Struct


class Origin(Struct, frozen=True):
    """How names of one ethnic group are built: `man` and `woman` order clan and given name."""

    clans: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    man: tuple[str, ...] = ("clan", "given")
    woman: tuple[str, ...] = ("clan", "given")


class Country(Struct, frozen=True):
    """Where foreigners come from: how often, how their names and passport numbers look."""

    code: str
    weight: float
    passport: str
    surnames: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    surname_first: bool = True


class Origins(Struct, frozen=True):
    """The whole file; `ethnic` is keyed by the code of the official list."""

    one_word: tuple[str, ...]
    ethnic: dict[str, Origin]
    foreign: tuple[Country, ...]


def _read() -> Origins:
    text = files("tiemchung.demo.names").joinpath("origins.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Origins)


ORIGINS: Final = _read()
