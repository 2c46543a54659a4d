"""Finds out who sent a request, and whether its form came from a page of ours."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

import msgspec
from litestar import Litestar, Request
from litestar.connection import ASGIConnection
from litestar.types import Scope

from tiemchung.domains.identity.actor import PUBLIC, Actor
from tiemchung.domains.identity.signed_in import find_citizen, find_staff
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.registry.access import own_scope
from tiemchung.kernel.db import transaction
from tiemchung.kernel.scope import NOBODY
from tiemchung.kernel.web import csrf, sessions
from tiemchung.kernel.web.pages import Site
from tiemchung.kernel.web.sessions import StaffOrCitizen
from tiemchung.runtime import Runtime

Asked = ASGIConnection[Any, Any, Any, Any]
CITIZEN_API = "/api/v1/me"


def jar_of(site: Site, path: str) -> StaffOrCitizen:
    """Return whose cookie counts at a path: a browser may hold one of each."""
    if path.startswith("/api/"):
        return "citizen" if path.startswith(CITIZEN_API) else "staff"
    return site.face_of(path).signs_in


def client_of(connection: Asked) -> str | None:
    """Return the address that asks, for limits; None for the machine itself.

    A proxy stands on this machine and names its caller last in X-Forwarded-For; from anywhere
    else that header is only what the caller claims.
    """
    peer = connection.client.host if connection.client else ""
    if peer not in ("127.0.0.1", "::1"):
        return peer
    claimed = connection.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return claimed or None


async def find_actor(connection: Asked, runtime: Runtime) -> Actor:
    """Return who asks; `csrf_cookie` in the request's state is what a form token must match."""
    site: Site = connection.app.state.site
    if token := sessions.bearer_token(connection):
        async with runtime.db.app.acquire() as tx:
            return await find_staff(tx, token, runtime.clock) or PUBLIC
    visitor = sessions.read_cookie(connection, "visitor", secure=site.secure)
    connection.state.csrf_cookie = visitor
    jar = jar_of(site, connection.url.path)
    held = sessions.read_cookie(connection, jar, secure=site.secure)
    if held is None:
        return PUBLIC
    if jar == "staff":
        async with runtime.db.app.acquire() as tx:
            found = await find_staff(tx, held, runtime.clock)
    else:
        async with transaction(runtime.db.app, NOBODY) as tx:
            found = await find_citizen(tx, held)
            if found is not None:
                scope = await own_scope(tx, found.account_id)
                found = msgspec.structs.replace(found, scope=scope)
    if found is None:
        return PUBLIC
    connection.state.csrf_cookie = held
    return found


def method_of(connection: Asked) -> str:
    """Return the method of a request; a connection of another kind counts as reading."""
    scope = cast("dict[str, Any]", connection.scope)
    return str(scope.get("method", "GET"))


async def check_form(connection: Asked, *, own_proof: bool = False) -> None:
    """Raise Forged for a changing request that a page of another site could have caused.

    A Bearer token is never sent by a browser on its own; JSON of one without a cookie has nothing
    to forge, and a foreign page cannot send it without asking first (Fetch standard, CORS).
    """
    if method_of(connection) in csrf.SAFE_METHODS or sessions.bearer_token(connection):
        return
    site: Site = connection.app.state.site
    actor: Actor = connection.state.actor
    kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    nothing_held = actor.kind == "public" and actor.pending is None
    if kind == "application/json" and (nothing_held or own_proof):
        return
    token = connection.headers.get(csrf.HEADER)
    if token is None and isinstance(connection, Request) and kind != "application/json":
        form = await connection.form()
        sent = form.get(csrf.FIELD)
        token = sent if isinstance(sent, str) else None
    csrf.refuse_forged(site.key, connection.state.get("csrf_cookie"), token)


def signed_in_voucher(
    runtime: Runtime, app: Litestar
) -> Callable[[Scope], Awaitable[Voucher | None]]:
    """Return the check that turns a request's log-in into a voucher for its events.

    The way in lies beside the framework, so the same rules are asked for here: a Bearer token, or
    the cookie of staff with the form token in its header.
    """

    async def authenticate(scope: Scope) -> Voucher | None:
        scope["litestar_app"] = app
        connection: Asked = ASGIConnection(scope)
        actor = connection.state.actor = await find_actor(connection, runtime)
        if actor.kind != "staff" or actor.grant is None:
            return None
        await check_form(connection)
        return Voucher(staff_id=actor.staff_id)

    return authenticate
