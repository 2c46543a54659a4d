"""The routes of the API and of health; a new module adds its `routes` here."""

from litestar.types import ControllerRouterHandler

from tiemchung.faces.exchange import (
    campaign,
    devices,
    events,
    health,
    log_ins,
    metrics,
    stock,
    verification,
)

routes: list[ControllerRouterHandler] = [
    *health.routes,
    *metrics.routes,
    *events.routes,
    *log_ins.routes,
    *devices.routes,
    *stock.routes,
    *campaign.routes,
    *verification.routes,
]
