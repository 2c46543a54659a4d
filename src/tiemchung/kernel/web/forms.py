"""Reads a form into a command, field by field, so that every fault is shown at its field at once.

form = await read_form(request, DrawUpPlan)
if form.value is not None:
    async with form.attempt(tx):
        await draw_up_plan(tx, form.value)
        return redirect(request, "/console/ke-hoach", _("Đã lập kế hoạch."))
return render("console/plans/edit.html", request, form=form, status=form.status)
"""

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from typing import Any, Generic, TypeVar, cast

import asyncpg
import msgspec
import structlog
from litestar import Request
from litestar.datastructures import UploadFile
from msgspec import Struct
from msgspec.structs import fields

from tiemchung.kernel.clock import is_within_reach
from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.refused import REFUSALS, refusal_of
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.refusals import frames

log = structlog.get_logger()
T = TypeVar("T", bound=Struct)
WHOLE = "form"
"""The name under which a fault stands that no single field is to blame for."""

TOLD_IN_FORMS: tuple[type[Exception], ...] = tuple(
    e for e in REFUSALS if e is not asyncpg.InsufficientPrivilegeError
)
"""What the database refuses of a form; what row security refuses is answered with 403."""

LONGEST = 2_000
"""Characters of a field whose form expects no more; what is longer is no answer to a question."""


class Form(Generic[T]):
    """A form as it was sent: `value` when it could be read, else `errors` by field.

    `sent` keeps what was typed, for the page that shows the form again.
    """

    def __init__(self, sent: dict[str, str] | None = None) -> None:
        self.sent: dict[str, str] = sent or {}
        self.lists: dict[str, list[str]] = {}
        self.files: dict[str, UploadFile] = {}
        self.errors: dict[str, str] = {}
        self.value: T | None = None

    @property
    def status(self) -> int:
        """The status to answer with: 422 when something is to be corrected."""
        return 422 if self.errors else 200

    def __getitem__(self, name: str) -> str:
        return self.sent.get(name, "")

    def all(self, name: str) -> list[str]:
        """Return everything that was sent under a name: the boxes that were ticked."""
        return self.lists.get(name, [])

    def fault(self, name: str, text: str) -> None:
        """Note a fault at a field (or at WHOLE)."""
        self.errors[name] = text

    @asynccontextmanager
    async def attempt(self, tx: Tx) -> AsyncGenerator[None]:
        """Run the act inside; a refusal undoes what it wrote and becomes a fault of the form."""
        await tx.execute("SAVEPOINT attempt")
        try:
            yield
        except DomainError as refusal:
            await tx.execute("ROLLBACK TO SAVEPOINT attempt")
            self.fault(refusal.field or WHOLE, refusal.detail)
        except TOLD_IN_FORMS as error:
            await tx.execute("ROLLBACK TO SAVEPOINT attempt")
            log.warning("refused_by_database", error=type(error).__name__, at=frames(error))
            self.fault(WHOLE, refusal_of(error).detail)
        else:
            await tx.execute("RELEASE SAVEPOINT attempt")

    @contextmanager
    def catching(self) -> Generator[None]:
        """Do the same for an act that commits by itself, such as a sign-in."""
        try:
            yield
        except DomainError as refusal:
            self.fault(refusal.field or WHOLE, refusal.detail)


def _can_be(value: object) -> bool:
    """Tell whether a number or a day is one that anybody means: keys and counts are int4."""
    if isinstance(value, int):
        return abs(value) < 2**31
    return not isinstance(value, date) or is_within_reach(value)


async def read_form(
    request: Request[Any, Any, Any], shape: type[T], *, longest: int = LONGEST
) -> Form[T]:
    """Read a form into a Struct. Empty fields count as absent; lists take repeated fields."""
    raw = await request.form()
    form: Form[T] = Form()
    read: dict[str, Any] = {}
    for field in fields(shape):
        values = raw.getall(field.encode_name, [])
        texts = [v.strip() for v in values if isinstance(v, str) and v.strip()]
        for upload in values:
            if isinstance(upload, UploadFile):
                form.files[field.encode_name] = upload
        form.sent[field.encode_name] = texts[0][:longest] if texts else ""
        form.lists[field.encode_name] = texts
        if any(len(text) > longest for text in texts):
            form.fault(field.encode_name, _("Mục này quá dài, xin viết ngắn lại."))
        else:
            _read_field(form, field, texts, read)
    if not form.errors:
        try:
            form.value = msgspec.convert(read, shape)
        except msgspec.ValidationError as error:
            form.fault(WHOLE, str(error))
    return form


def _read_field(
    form: Form[Any], field: msgspec.structs.FieldInfo, texts: list[str], read: dict[str, Any]
) -> None:
    name = field.encode_name
    if not texts:
        if field.required:
            form.fault(name, _("Xin điền mục này."))
        return
    for offered in (texts[0], texts):
        if offered is texts[0] and len(texts) > 1:
            continue
        try:
            made = msgspec.convert(offered, field.type, strict=False)
        except msgspec.ValidationError:
            continue
        if all(map(_can_be, cast("list[object]", made) if isinstance(made, list) else [made])):
            read[name] = made
            return
    form.fault(name, _("Mục này chưa đúng, xin xem lại."))
