"""Two languages: the Vietnamese text is the message itself, English lies in `locale/en`.

Vietnamese can therefore never be incomplete. Each area keeps its own `.po` file; all are merged
and compiled in memory, so no compiled catalogue is built or shipped.
"""

import gettext as std
import io
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal, TypeGuard

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Locale = Literal["vi", "en"]

CATALOGUES = Path(__file__).parent.parent / "locale" / "en" / "LC_MESSAGES"

_current: ContextVar[Locale] = ContextVar("locale", default="vi")


def is_locale(value: object) -> TypeGuard[Locale]:
    """Tell whether a text from outside names a language of the product."""
    return value in ("vi", "en")


def locale() -> Locale:
    """Return the language of the current request or job."""
    return _current.get()


def set_locale(value: Locale) -> None:
    """Choose the language of the current request or job, and of nothing else."""
    _current.set(value)


@contextmanager
def speaking(value: Locale) -> Generator[None]:
    """Use a language inside the block: for a message to a person who is not the one asking."""
    token = _current.set(value)
    try:
        yield
    finally:
        _current.reset(token)


def merged_catalogue(folder: Path = CATALOGUES) -> Catalog:
    """Read every `.po` file of the folder into one catalogue; files are taken in name order."""
    merged = Catalog(locale="en")
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en", abort_invalid=True):
                if message.id:
                    merged.add(
                        message.id, message.string, flags=message.flags, context=message.context
                    )
    return merged


@cache
def english() -> std.GNUTranslations:
    """Compile the English catalogue once a process; called at start so that no request waits."""
    compiled = io.BytesIO()
    write_mo(compiled, merged_catalogue())
    compiled.seek(0)
    return std.GNUTranslations(compiled)


def gettext(message: str, /, **values: object) -> str:
    """Translate a message; values fill its `%(name)s` places, and then a percent is `%%`."""
    text = english().gettext(message) if message and locale() == "en" else message
    return text % values if values else text


def counted(singular: str, plural: str, num: int, /) -> str:
    """Choose the form of a counted message and leave its places open: Jinja fills them itself."""
    return plural if locale() == "vi" else english().ngettext(singular, plural, num)


def counted_in(context: str, singular: str, plural: str, num: int, /) -> str:
    """Choose the form of a counted message in a context and leave its places open."""
    return plural if locale() == "vi" else english().npgettext(context, singular, plural, num)


def ngettext(singular: str, plural: str, num: int, /, **values: object) -> str:
    """Translate a counted message; `%(num)s` is the count. Vietnamese has one form for all."""
    return counted(singular, plural, num) % ({"num": num} | values)


def pgettext(context: str, message: str, /, **values: object) -> str:
    """Translate a message whose Vietnamese word means different things in different places."""
    text = message if locale() == "vi" else english().pgettext(context, message)
    return text % values if values else text


def npgettext(context: str, singular: str, plural: str, num: int, /, **values: object) -> str:
    """Translate a counted message in a context."""
    return counted_in(context, singular, plural, num) % ({"num": num} | values)


_ = gettext


class Lazy:
    """A message chosen now and translated when it is shown: labels of enums and tables."""

    __slots__ = ("context", "message")

    def __init__(self, message: str, context: str = "") -> None:
        self.message = message
        self.context = context

    def __str__(self) -> str:
        return pgettext(self.context, self.message) if self.context else gettext(self.message)

    def __repr__(self) -> str:
        return f"lazy({self.message!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Lazy):
            return NotImplemented
        return (self.context, self.message) == (other.context, other.message)

    def __hash__(self) -> int:
        return hash((self.context, self.message))


def lazy(message: str) -> Lazy:
    """Mark a message for translation at the moment of showing."""
    return Lazy(message)


def plazy(context: str, message: str) -> Lazy:
    """Mark a message with its context for translation at the moment of showing."""
    return Lazy(message, context)
