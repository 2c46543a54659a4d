"""Log-ins of staff for programs and for the stations' app: who asks, in which role, at which place.

A browser keeps the log-in in its cookie and sends the form token in `X-CSRF-Token`; a program
keeps the token and sends it as `Authorization: Bearer`.
"""

from datetime import datetime, timedelta
from typing import ClassVar, Literal
from uuid import UUID

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Struct, structs

from tiemchung.asking import client_of
from tiemchung.domains.identity import service
from tiemchung.domains.identity.actor import Actor, Owes
from tiemchung.domains.identity.model import DeviceSignIn, GrantOption, SignedIn
from tiemchung.domains.identity.second_factor import PURPOSE
from tiemchung.domains.identity.stations import CHALLENGE_LASTS
from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web import csrf, sessions
from tiemchung.kernel.web.entry import Kind, open_to_all, proves_itself, signed_in
from tiemchung.kernel.web.limits import Limit, count
from tiemchung.kernel.web.pages import AnyRequest, Site, site_of
from tiemchung.runtime import Runtime

Keep = Literal["cookie", "token"]
BADGES_PER_CLIENT = Limit("badge sign-in", 600, timedelta(minutes=5))
"""A site with a hundred tablets switches people all day behind one address."""

SIGN_INS_PER_CLIENT = Limit("staff sign-in", 120, timedelta(minutes=5))


class SecondFactorRequired(DomainError):
    """The password is right, and the account asks for a code of its authenticator as well."""

    code: ClassVar[str] = "second_factor_required"
    status: ClassVar[int] = 401


class LogIn(Struct, frozen=True, kw_only=True):
    """Who asks. `token` only for programs, `csrf` only for browsers, each once at sign-in."""

    kind: Kind
    staff_id: UUID | None = None
    name: str = ""
    role: str | None = None
    role_title: str = ""
    place: str = ""
    grant_id: UUID | None = None
    unit_id: int | None = None
    facility_id: int | None = None
    session_id: UUID | None = None
    device_id: UUID | None = None
    owes: Owes | None = None
    expires_at: datetime | None = None
    grants: list[GrantOption] = []
    token: str | None = None
    csrf: str | None = None


class PasswordSignIn(Struct, frozen=True, kw_only=True):
    """Name, password, the authenticator's code where one is due, and the grant to act under."""

    username: str
    password: str
    code: str | None = None
    grant_id: UUID | None = None
    keep: Keep = "token"


class BadgeSignIn(DeviceSignIn, frozen=True, kw_only=True):
    """Badge and PIN at an enrolled device.

    `signature` is the base64 of raw r || s (ES256, 64 bytes) over four lines without a last line
    feed: `tiemchung-badge-v1`, the device id, the challenge, the badge.
    """

    keep: Keep = "cookie"


class Challenge(Struct, frozen=True):
    """What a device signs next; `lasts` in seconds."""

    challenge: str
    lasts: int


class GrantChoice(Struct, frozen=True):
    """The grant to act under from here on."""

    grant_id: UUID


def described(actor: Actor, grants: list[GrantOption] | None = None) -> LogIn:
    """Describe who asks."""
    grant = actor.grant
    return LogIn(
        kind=actor.kind,
        staff_id=actor.id if actor.kind == "staff" else None,
        name=actor.name,
        role=actor.role,
        role_title=actor.role_title,
        place=actor.place,
        grant_id=grant.grant_id if grant else None,
        unit_id=grant.unit_id if grant else None,
        facility_id=grant.facility_id if grant else None,
        session_id=grant.session_id if grant else None,
        device_id=actor.device_id,
        owes=actor.owes,
        expires_at=actor.expires_at,
        grants=grants or [],
    )


@get("/api/v1/session", opt=open_to_all)
async def who_asks(
    request: AnyRequest,
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    tx: NamedDependency[Tx],
) -> LogIn:
    """Tell who asks, which roles they may choose, and the form token of their cookie."""
    grants: list[GrantOption] = []
    if actor.kind == "staff" and actor.owes is None:
        grants = await service.grant_options(tx, actor.staff_id, now=runtime.clock.now())
    found = described(actor, grants)
    held: str | None = request.state.get("csrf_cookie")
    if held is not None:
        found = _with(found, csrf=csrf.make_token(site_of(request).key, held))
    return found


@post("/api/v1/sessions", opt=proves_itself)
async def sign_in(
    request: AnyRequest, data: JSONBody[PasswordSignIn], runtime: NamedDependency[Runtime]
) -> Response[LogIn]:
    """Sign in with name and password."""
    pool = runtime.db.app
    if client := client_of(request):
        await count(pool, SIGN_INS_PER_CLIENT, client)
    opened = await service.sign_in(pool, data.username, data.password)
    async with pool.acquire() as tx:
        actor = await service.find_staff(tx, opened.token, runtime.clock)
    if actor is not None and actor.pending is not None:
        if actor.owes != "code" or data.code is None:
            async with pool.acquire() as tx:
                await service.sign_out(tx, actor.token_digest)
            raise SecondFactorRequired(
                _("Tài khoản này cần mã xác thực; lần đầu xin đăng ký mã trên trang đăng nhập.")
            )
        opened = await service.give_code(
            pool, actor.pending, actor.token_digest, data.code, runtime.vault.box(PURPOSE)
        )
    return await _answer(request, runtime, opened, data.keep, data.grant_id)


@get("/api/v1/badge/challenge", opt=open_to_all)
async def challenge(request: AnyRequest) -> Challenge:
    """Give a device the challenge for the next badge."""
    return Challenge(service.make_challenge(site_of(request).key), CHALLENGE_LASTS)


@post("/api/v1/badge", opt=proves_itself)
async def sign_in_by_badge(
    request: AnyRequest, data: JSONBody[BadgeSignIn], runtime: NamedDependency[Runtime]
) -> Response[LogIn]:
    """Switch the person at a device by badge and PIN."""
    if client := client_of(request):
        await count(runtime.db.app, BADGES_PER_CLIENT, client)
    opened, grant = await service.sign_in_by_badge(
        runtime.db.app, data, key=site_of(request).key, now=runtime.clock.now()
    )
    return await _answer(request, runtime, opened, data.keep, grant.grant_id)


@post("/api/v1/session/grant", opt=signed_in)
async def choose_grant(
    data: JSONBody[GrantChoice],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    tx: NamedDependency[Tx],
) -> GrantOption:
    """Act in another role, or at another place."""
    return await service.switch_grant(tx, actor, data.grant_id, now=runtime.clock.now())


@delete("/api/v1/session", opt=open_to_all)
async def sign_out(
    request: AnyRequest, actor: NamedDependency[Actor], tx: NamedDependency[Tx]
) -> Response[None]:
    """End the log-in."""
    if actor.token_digest:
        await service.sign_out(tx, actor.token_digest)
    answer: Response[None] = Response(None, status_code=204)
    answer.cookies.append(sessions.end_cookie("staff", secure=site_of(request).secure))
    return answer


async def _answer(
    request: AnyRequest,
    runtime: Runtime,
    opened: SignedIn,
    keep: Keep,
    grant_id: UUID | None,
) -> Response[LogIn]:
    now = runtime.clock.now()
    digest = sessions.digest(opened.token)
    async with runtime.db.app.acquire() as tx:
        actor = await service.find_staff(tx, opened.token, runtime.clock)
        if actor is not None and actor.grant is None and actor.owes is None:
            if grant_id is not None:
                await service.choose_grant(tx, opened.account_id, digest, grant_id, now=now)
            else:
                await service.choose_only_grant(tx, opened.account_id, digest, now=now)
            actor = await service.find_staff(tx, opened.token, runtime.clock)
        grants = await service.grant_options(tx, opened.account_id, now=now)
    if actor is None:
        raise SecondFactorRequired(_("Xin đăng nhập lại."))
    site: Site = site_of(request)
    found = described(actor, grants)
    if keep == "token":
        return Response(_with(found, token=opened.token), status_code=201)
    answer = Response(_with(found, csrf=csrf.make_token(site.key, opened.token)), status_code=201)
    answer.cookies.append(sessions.set_cookie("staff", opened.token, secure=site.secure))
    return answer


def _with(found: LogIn, **more: str) -> LogIn:
    return structs.replace(found, **more)


routes = [who_asks, sign_in, challenge, sign_in_by_badge, choose_grant, sign_out]
