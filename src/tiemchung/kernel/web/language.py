"""The language of a request: `?lang=` chooses and is remembered, else the cookie, else Vietnamese.

Never the address or the browser's list: a page means the same to everyone who opens its link.
"""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from tiemchung.kernel.i18n import Locale, is_locale, speaking

COOKIE = "lang"
YEAR = 365 * 24 * 3600


def asked_for(query: str) -> Locale | None:
    """Return the language that the query string names, if it is one of ours."""
    last = parse_qs(query).get("lang", [""])[-1]
    return last if is_locale(last) else None


def remembered(cookies: str) -> Locale | None:
    """Return the language that an earlier choice left in the cookie."""
    try:
        kept = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return None
    return kept.value if kept and is_locale(kept.value) else None


class LanguageMiddleware(ASGIMiddleware):
    """Sets the language for everything that a request causes, and keeps a choice for a year."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        chosen = asked_for(scope["query_string"].decode("latin-1"))
        sent = (value for name, value in scope["headers"] if name == b"cookie")
        cookies = b"; ".join(sent).decode("latin-1")
        secure = "; Secure" if scope["scheme"] == "https" else ""

        async def remembering(message: Message) -> None:
            if chosen and message["type"] == "http.response.start":
                value = f"{COOKIE}={chosen}; Max-Age={YEAR}; Path=/; HttpOnly; SameSite=Lax{secure}"
                MutableScopeHeaders.from_message(message).add("Set-Cookie", value)
            await send(message)

        with speaking(chosen or remembered(cookies) or "vi"):
            await next_app(scope, receive, remembering)
