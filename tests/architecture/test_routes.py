"""Every route says who may enter, stands at a plain address, and its menu entry leads somewhere."""

import inspect
import re

import pytest

from tests.support.routes import STATIC, Endpoint, application, endpoints
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.web.entry import Who, open_to_all, requires, who_of
from tiemchung.kernel.web.pages import Entry
from tiemchung.web import FACES, entrances

PERSONAL = {"phone", "name", "full_name", "document", "number", "birth", "birth_date", "email",
            "address", "cccd", "cmnd", "passport", "code"}  # fmt: skip
"""What must never be a part of an address, nor a parameter of one."""

PUBLIC_CODES = frozenset[str]()
"""Endpoints whose address may carry a code that opens nothing by itself, each with a reason."""

_PLAIN = re.compile(r"/[a-z0-9{}_./-]*")
_PARAMETER = re.compile(r"\{(\w+)\}")


def by_name(endpoint: Endpoint) -> str:
    return endpoint.name


@pytest.mark.parametrize("endpoint", endpoints(), ids=by_name)
def test_a_route_says_who_may_enter(endpoint: Endpoint) -> None:
    assert endpoint.who is not None, "say it in opt: open_to_all, citizen or requires(...)"
    assert endpoint.who.roles <= set(Role)


@pytest.mark.parametrize("endpoint", endpoints(), ids=by_name)
def test_an_address_is_plain_and_names_nobody(endpoint: Endpoint) -> None:
    assert _PLAIN.fullmatch(endpoint.path)
    assert endpoint.path == "/" or not endpoint.path.endswith("/")
    named = set(_PARAMETER.findall(endpoint.path))
    if endpoint.handler is not None and endpoint.method == "GET":
        named |= set(inspect.signature(endpoint.handler.fn).parameters)
    if endpoint.name not in PUBLIC_CODES:
        assert not named & PERSONAL


@pytest.mark.parametrize("endpoint", endpoints(), ids=by_name)
def test_a_handler_has_one_method_and_says_what_it_does(endpoint: Endpoint) -> None:
    if endpoint.handler is None or endpoint.path in ("/api", "/api/openapi.json"):
        return
    assert len(endpoint.handler.http_methods) == 1
    assert (endpoint.handler.fn.__doc__ or "").strip()
    # One set here would replace that of an outer layer, whereas guards add up.
    assert endpoint.handler.before_request is None  # pyright: ignore[reportUnknownMemberType] -- litestar leaves its request untyped


@pytest.mark.parametrize("endpoint", endpoints(), ids=by_name)
def test_a_handler_holds_one_connection_at_a_time(endpoint: Endpoint) -> None:
    """One that waits for a second while it holds the first can lock the whole pool."""
    if endpoint.handler is None or "tx" not in inspect.signature(endpoint.handler.fn).parameters:
        return
    assert ".db.app" not in inspect.getsource(endpoint.handler.fn)


def test_built_files_are_open_and_nothing_else_is_undeclared() -> None:
    undeclared = {
        (route.path, str(handler))
        for route in application().routes
        for handler in getattr(route, "route_handlers", [getattr(route, "route_handler", None)])
        if handler is not None
        and who_of(handler.opt) is None
        and "OPTIONS" not in getattr(handler, "http_methods", ())
    }
    assert {path for path, _ in undeclared if not path.startswith(STATIC)} == set()


@pytest.mark.parametrize("face", [f.face for f in FACES], ids=lambda f: f.name)
def test_a_menu_leads_to_pages_of_its_face(face: object) -> None:
    from tiemchung.kernel.web.pages import Face  # noqa: PLC0415 -- for the type alone

    assert isinstance(face, Face)
    doors = entrances(application())
    entries = [
        e for part in face.menu for e in ([part] if isinstance(part, Entry) else part.entries)
    ]
    assert {e.href for e in entries} <= set(doors)
    assert len({e.id for e in entries}) == len(entries)
    assert {face.sign_in, face.account, face.prefix} <= set(doors)
    assert (face.sign_out, "POST") in {(e.path, e.method) for e in endpoints()}


def test_the_entry_rules_themselves() -> None:
    public, citizen = Actor(), Actor(kind="citizen")
    unchosen = Actor(kind="staff")
    nobody = Who(frozenset())
    assert not any(nobody.admits(a) for a in (public, citizen, unchosen))
    everybody = who_of(open_to_all)
    assert everybody is not None
    assert all(everybody.admits(a) for a in (public, citizen, unchosen))
    some = who_of(requires(Role.NURSE))
    assert some is not None
    assert not any(some.admits(a) for a in (public, citizen, unchosen))
    assert who_of({}) is None
