"""POST /api/v1/events: 1 to 500 events in, one outcome per event out.

The one hot endpoint lives beside the framework, with the same authentication, limits, errors and
description (decisions 0004, 0017). A device vouches by its signature alone, and its uploads are
answered on the short way; otherwise a log-in does, and then every event must be entered by its own
account.
"""

from collections.abc import Awaitable, Callable

import msgspec
from litestar import post
from litestar.di import NamedDependency
from litestar.exceptions import NotAuthorizedException
from litestar.params import JSONBody
from litestar.types import Receive, Scope, Send

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.ledger.envelope import Upload
from tiemchung.domains.ledger.intake import Intake, Outcome
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.metrics import request_counter
from tiemchung.kernel.web.connection import Answer
from tiemchung.kernel.web.draining import ClientLeft, whole_body
from tiemchung.kernel.web.entry import open_to_all
from tiemchung.kernel.web.problems import MEDIA_TYPE, encode, problem
from tiemchung.runtime import Runtime

PATH = "/api/v1/events"
MAX_UPLOAD = 8 * 1024 * 1024

JSON = "application/json"
RETRY_AFTER = {429: "60", 503: "2"}
_HEADERS = {
    (seconds, media): (
        ("content-type", media), ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"), *((("retry-after", seconds),) if seconds else ()),
    )
    for seconds in (None, *RETRY_AFTER.values())
    for media in (JSON, MEDIA_TYPE)
}  # fmt: skip

_decoder = msgspec.json.Decoder(Upload)
_encoder = msgspec.json.Encoder()

Authenticate = Callable[[Scope], Awaitable[Voucher | None]]


class EventsEndpoint:
    """Reads a request, vouches for it, and answers after the commit.

    Every refusal is a problem of RFC 9457.
    """

    line = f"POST {PATH} HTTP/1.1\r\n".encode()

    def __init__(self, intake: Intake, authenticate: Authenticate) -> None:
        self._intake = intake
        self._authenticate = authenticate

    async def answer(self, body: bytes) -> Answer | None:
        """Answer an upload that a device signed; None for one that a log-in may vouch for."""
        upload = _read(body)
        if isinstance(upload, Upload) and upload.device is None:
            return None
        return await self._answer(upload, Voucher())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one POST over ASGI, whoever vouches for it."""
        try:
            body = await whole_body(receive, most=MAX_UPLOAD)
        except ClientLeft:
            return
        answer = await self._of_anybody(scope, body)
        headers = (*answer.headers, ("content-length", str(len(answer.body))))
        await send({
            "type": "http.response.start", "status": answer.status,
            "headers": [(n.encode(), v.encode()) for n, v in headers],
        })  # fmt: skip
        await send({"type": "http.response.body", "body": answer.body, "more_body": False})

    async def _of_anybody(self, scope: Scope, body: bytes | None) -> Answer:
        if body is None:
            return _problem(413, "too_large", f"Một lần gửi nhiều nhất {MAX_UPLOAD} byte.")
        upload = _read(body)
        voucher: Voucher | None = Voucher()
        if isinstance(upload, Upload) and upload.device is None:
            try:
                voucher = await self._authenticate(scope)
            except DomainError as error:
                return _refusal(error)
            if voucher is None:
                return _problem(
                    401, "unauthenticated", "Đăng nhập, hoặc ký bằng khóa của thiết bị."
                )
        return await self._answer(upload, voucher)

    async def _answer(self, upload: Upload | Answer, voucher: Voucher) -> Answer:
        if isinstance(upload, Answer):
            return upload
        try:
            outcomes = await self._intake.take(upload, voucher)
        except DomainError as error:
            return _refusal(error)
        return _answer(200, JSON, _encoder.encode({"outcomes": outcomes}))


def _read(body: bytes) -> Upload | Answer:
    """Return what a body says, or the problem with it."""
    try:
        return _decoder.decode(body)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
        return _problem(400, "unreadable", str(error)[:300])


def _refusal(error: DomainError) -> Answer:
    said = problem(error.status, error.code, error.detail, error.field)
    return _answer(error.status, MEDIA_TYPE, encode(said))


def _problem(status: int, code: str, detail: str) -> Answer:
    return _answer(status, MEDIA_TYPE, encode(problem(status, code, detail)))


def _answer(status: int, media: str, body: bytes) -> Answer:
    request_counter("POST", PATH, status).inc()
    return Answer(status, _HEADERS[RETRY_AFTER.get(status), media], body)


class Outcomes(msgspec.Struct, frozen=True):
    """One outcome an event, in the order they were sent."""

    outcomes: list[Outcome]


# The description of the endpoint above, and its slower twin: `Application` answers this path before
# the framework sees it; where the framework runs without it, the outcomes are the same.
@post(PATH, opt=open_to_all, status_code=200, tags=["events"])
async def take_events(
    data: JSONBody[Upload], runtime: NamedDependency[Runtime], actor: NamedDependency[Actor]
) -> Outcomes:
    """Take 1 to 500 events and answer one outcome each, in order, after the commit.

    Signed once by a device, or vouched for by a log-in. What was not answered is sent again.
    """
    voucher = Voucher()
    if data.device is None:
        if actor.kind != "staff" or actor.grant is None:
            raise NotAuthorizedException(_("Đăng nhập, hoặc ký bằng khóa của thiết bị."))
        voucher = Voucher(staff_id=actor.staff_id)
    return Outcomes(await runtime.intake.take(data, voucher))


routes = [take_events]
