"""POST /api/v1/events: 1 to 500 events in, one outcome per event out.

The one hot endpoint lives beside the framework, in the server's own interface, with the same
authentication, limits, errors and description (decisions 0004, 0017). A device vouches by its
signature alone; otherwise a log-in does, and then every event must be entered by its own account.
"""

from collections.abc import Awaitable, Callable

import msgspec
from litestar import post
from litestar.di import NamedDependency
from litestar.exceptions import NotAuthorizedException
from litestar.params import JSONBody
from litestar.types import Scope

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.ledger.envelope import Upload
from tiemchung.domains.ledger.intake import Intake, Outcome
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.metrics import request_counter
from tiemchung.kernel.web import rsgi
from tiemchung.kernel.web.draining import whole_body
from tiemchung.kernel.web.entry import open_to_all
from tiemchung.kernel.web.problems import MEDIA_TYPE, encode, problem
from tiemchung.runtime import Runtime

PATH = "/api/v1/events"
MAX_UPLOAD = 8 * 1024 * 1024

JSON = "application/json"
BUSY = 503
_HEADERS = {
    (busy, media): [
        ("content-type", media), ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"), *([("retry-after", "2")] if busy else []),
    ]
    for busy in (False, True)
    for media in (JSON, MEDIA_TYPE)
}  # fmt: skip

_decoder = msgspec.json.Decoder(Upload)
_encoder = msgspec.json.Encoder()

Authenticate = Callable[[Scope], Awaitable[Voucher | None]]


class EventsEndpoint:
    """Reads a request, vouches for it, and answers after the commit."""

    def __init__(self, intake: Intake, authenticate: Authenticate) -> None:
        self._intake = intake
        self._authenticate = authenticate

    async def serve(self, request: rsgi.Request, line: rsgi.Line) -> None:
        """Serve one POST; every refusal is a problem of RFC 9457."""
        try:
            status, body, media = await self._answer(request, line)
        except DomainError as error:
            status, media = error.status, MEDIA_TYPE
            body = encode(problem(error.status, error.code, error.detail, error.field))
        request_counter("POST", PATH, status).inc()
        line.response_bytes(status, _HEADERS[status == BUSY, media], body)

    async def _answer(self, request: rsgi.Request, line: rsgi.Line) -> tuple[int, bytes, str]:
        body = await whole_body(request, line, most=MAX_UPLOAD)
        if body is None:
            return _problem(413, "too_large", f"Một lần gửi nhiều nhất {MAX_UPLOAD} byte.")
        try:
            upload = _decoder.decode(body)
        except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
            return _problem(400, "unreadable", str(error)[:300])
        voucher = Voucher()
        if upload.device is None:
            known = await self._authenticate(rsgi.scope_of(request))
            if known is None:
                return _problem(
                    401, "unauthenticated", "Đăng nhập, hoặc ký bằng khóa của thiết bị."
                )
            voucher = known
        outcomes: list[Outcome] = await self._intake.take(upload, voucher)
        return 200, _encoder.encode({"outcomes": outcomes}), JSON


def _problem(status: int, code: str, detail: str) -> tuple[int, bytes, str]:
    return status, encode(problem(status, code, detail)), MEDIA_TYPE


class Answer(msgspec.Struct, frozen=True):
    """One outcome an event, in the order they were sent."""

    outcomes: list[Outcome]


# The description of the endpoint above, and its slower twin: `Application` answers this path before
# the framework sees it; where the framework runs without it, the outcomes are the same.
@post(PATH, opt=open_to_all, status_code=200, tags=["events"])
async def take_events(
    data: JSONBody[Upload], runtime: NamedDependency[Runtime], actor: NamedDependency[Actor]
) -> Answer:
    """Take 1 to 500 events and answer one outcome each, in order, after the commit.

    Signed once by a device, or vouched for by a log-in. What was not answered is sent again.
    """
    voucher = Voucher()
    if data.device is None:
        if actor.kind != "staff" or actor.grant is None:
            raise NotAuthorizedException(_("Đăng nhập, hoặc ký bằng khóa của thiết bị."))
        voucher = Voucher(staff_id=actor.staff_id)
    return Answer(await runtime.intake.take(data, voucher))


routes = [take_events]
