"""GET /metrics: how the platform is, for a monitoring system (Prometheus text format).

Only the machine itself may read it, or whoever shows the token in `secrets/metrics.token`. Counts
are of the process that answers; lags, alerts and messages are read from the database and the same
everywhere.
"""

import hmac
from datetime import datetime, timedelta
from typing import Any, cast

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import Struct
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from tiemchung.asking import client_of
from tiemchung.domains.ledger import health
from tiemchung.domains.response import service as response
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import Forbidden
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.metrics import REQUESTS
from tiemchung.kernel.scope import NATION
from tiemchung.kernel.settings import Settings, secret
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.kernel.web import sessions
from tiemchung.kernel.web.entry import open_to_all
from tiemchung.kernel.web.pages import AnyRequest
from tiemchung.runtime import Runtime

sql = Queries(__file__)

TOKEN = "metrics.token"  # noqa: S105 -- the name of the file that holds it
UNMATCHED = "unmatched"

FOLLOWER_LAG = Gauge(
    "tiemchung_follower_lag_seconds", "Age of the oldest event not passed", ["follower"]
)
FOLLOWER_FAILURES = Gauge("tiemchung_follower_failures", "Failed batches so far", ["follower"])
ALERTS = Gauge("tiemchung_alerts_open", "Open alerts of the response centre", ["kind"])
QUARANTINE = Gauge("tiemchung_quarantine_waiting", "Events put aside that nobody has settled")
MESSAGES = Gauge("tiemchung_messages", "Messages of the last day by state", ["channel", "state"])


class MessagesByState(Struct, frozen=True):
    """Messages of a channel in one state."""

    channel: str
    state: str
    messages: int


@sql
async def messages_by_state(tx: Tx, *, since: datetime) -> list[MessagesByState]: ...


class CountRequests(ASGIMiddleware):
    """Counts answers by the route as it was declared: real paths may carry codes of invitations."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Serve and count."""
        known = cast("dict[str, Any]", scope)

        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = known.get("path_template") or UNMATCHED
                REQUESTS.labels(known.get("method"), route, message["status"]).inc()
            await send(message)

        await next_app(scope, receive, counting)


def may_read(request: AnyRequest, settings: Settings) -> bool:
    """Tell whether one asks from the machine itself, or shows the token."""
    shown = sessions.bearer_token(request)
    if shown is None:
        return client_of(request) is None
    return hmac.compare_digest(shown.encode(), secret(settings.folder, TOKEN).hex().encode())


@get("/metrics", opt=open_to_all, include_in_schema=False)
async def show_metrics(request: AnyRequest, runtime: NamedDependency[Runtime]) -> Response[bytes]:
    """Answer with everything that is measured now."""
    if not may_read(request, runtime.settings):
        raise Forbidden(_("Chỉ đọc được từ máy chủ, hoặc bằng mã của hệ thống giám sát."))
    await _read(runtime)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _read(runtime: Runtime) -> None:
    """Read what the database knows; kinds that are gone are no longer shown."""
    now = runtime.clock.now()
    async with transaction(runtime.db.app, NATION) as tx:
        lags = await health.follower_lags(tx)
        alerts = await response.alert_counts(tx, NATION)
        waiting = await health.quarantine_waiting(tx)
        messages = await messages_by_state(tx, since=now - timedelta(days=1))
    for gauge in (FOLLOWER_LAG, FOLLOWER_FAILURES, ALERTS, MESSAGES):
        gauge.clear()
    for lag in lags:
        FOLLOWER_LAG.labels(lag.follower).set(lag.lag(now).total_seconds())
        FOLLOWER_FAILURES.labels(lag.follower).set(lag.failures)
    for kind, count in alerts.items():
        ALERTS.labels(kind).set(count)
    QUARANTINE.set(waiting)
    for group in messages:
        MESSAGES.labels(group.channel, group.state).set(group.messages)


routes = [show_metrics]
