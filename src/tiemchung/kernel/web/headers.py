"""Headers of every answer: a strict content security policy and its companions (frontend 1)."""

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

CSP = "; ".join((  # noqa: FLY002 -- one directive a line reads better
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
))  # fmt: skip
CSP_SCANNER = CSP.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
"""The stations' app reads bar codes with WebAssembly; no other page may."""

SCANNER_PATH = "/console/ban"


class SecurityHeaders(ASGIMiddleware):
    """Adds the policy to everything that is served; pages of people are never cached."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Serve and add the headers."""
        policy = CSP_SCANNER if scope["path"].startswith(SCANNER_PATH) else CSP

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                headers["Content-Security-Policy"] = policy
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers["Permissions-Policy"] = "geolocation=(), microphone=(), payment=()"
                if "cache-control" not in headers:
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await next_app(scope, receive, adding)
