"""What is sent, read with care: what no page or program of ours would send is refused at once."""

from collections.abc import Iterable
from typing import Any, cast

from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.exceptions import ClientException, NotFoundException

from tiemchung.kernel.i18n import gettext as _

ZERO = "\0"
"""The one character that the database cannot keep; nobody types it."""

MOST = 2**31 - 1
"""Numbers in addresses are keys, and keys are int4."""


class Unreadable(ClientException):
    """What was sent cannot be read (400)."""

    def __init__(self) -> None:
        super().__init__(_("Dữ liệu gửi lên không đọc được."))


class CarefulRequest(Request[Any, Any, Any]):
    """A request whose JSON and form hold nothing that only an attack would."""

    async def json(self) -> Any:  # noqa: ANN401 -- whatever was sent
        """Return the JSON; raises Unreadable where it is too deep, no UTF-8, or holds a zero."""
        try:
            made = await super().json()
        except (RecursionError, UnicodeDecodeError) as error:
            raise Unreadable from error
        if b"\\u0000" in await self.body() and ZERO in "".join(_texts(made)):
            raise Unreadable
        return made

    async def form(self) -> FormMultiDict:
        """Return the form; raises Unreadable where a text of it holds a zero."""
        made = await super().form()
        if any(isinstance(text, str) and ZERO in text for _name, text in made.multi_items()):
            raise Unreadable
        return made


def check_address(query: bytes, parameters: Iterable[object]) -> None:
    """Refuse a query with a zero (Unreadable), and keys that there cannot be (not found)."""
    if b"%00" in query:
        raise Unreadable
    if any(isinstance(p, int) and abs(p) > MOST for p in parameters):
        raise NotFoundException


def _texts(value: object) -> Iterable[str]:
    """Yield all texts of a JSON value, names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in cast("list[object]", value):
            yield from _texts(part)
    elif isinstance(value, dict):
        for name, part in cast("dict[str, object]", value).items():
            yield name
            yield from _texts(part)
