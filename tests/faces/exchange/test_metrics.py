"""What monitoring reads, and who may."""

import re

import httpx
import msgspec

from tests.support.world import World, upload
from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger.envelope import SentEvent, Upload
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.faces.exchange.metrics import TOKEN
from tiemchung.kernel.settings import Settings, secret
from tiemchung.runtime import Runtime
from tiemchung.worker import all_followers


def value(text: str, name: str) -> float | None:
    """Return one measure, named with its labels."""
    found = re.search(rf"^{re.escape(name)} ([\d.e+-]+)$", text, re.MULTILINE)
    return None if found is None else float(found[1])


async def test_the_machine_itself_may_read(browser: httpx.AsyncClient, world: World) -> None:
    assert world.staff
    answer = await browser.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert value(answer.text, "tiemchung_quarantine_waiting") == 0


async def test_others_need_the_token(browser: httpx.AsyncClient, settings: Settings) -> None:
    away = {"X-Forwarded-For": "203.0.113.7"}
    refused = await browser.get("/metrics", headers=away)
    assert (refused.status_code, refused.headers["content-type"]) == (
        403, "application/problem+json",
    )  # fmt: skip
    wrong = await browser.get("/metrics", headers=away | {"Authorization": "Bearer 00"})
    assert wrong.status_code == 403
    token = secret(settings.folder, TOKEN).hex()
    right = await browser.get("/metrics", headers=away | {"Authorization": f"Bearer {token}"})
    assert right.status_code == 200


async def test_answers_and_outcomes_are_counted(browser: httpx.AsyncClient, world: World) -> None:
    sent = upload(world.device, [world.dose(device=world.device.id, seq=1)])
    for _ in range(2):
        await browser.post("/api/v1/events", content=msgspec.json.encode(sent))
    await browser.post("/api/v1/events", content=b"{")
    await browser.get("/verify/of-nobody-0912345678")
    text = (await browser.get("/metrics")).text
    route = 'route="/api/v1/events"'
    assert value(text, f'tiemchung_requests_total{{method="POST",{route},status="200"}}') == 2
    assert value(text, f'tiemchung_requests_total{{method="POST",{route},status="400"}}') == 1
    assert value(text, 'tiemchung_ledger_outcomes_total{outcome="recorded"}') == 1
    assert value(text, 'tiemchung_ledger_outcomes_total{outcome="duplicate"}') == 1
    assert "0912345678" not in text  # a path is counted by its template, or not at all
    assert 'route="unmatched",status="404"' in text


async def test_lags_and_what_was_put_aside_are_read_from_the_database(
    runtime: Runtime, world: World, browser: httpx.AsyncClient
) -> None:
    await catch_up(runtime.db.worker, all_followers(runtime))
    dose = envelopes.write_body(world.dose()).decode()
    await runtime.intake.take(
        Upload(events=[SentEvent(body="{"), SentEvent(body=dose)]), Voucher(server=True)
    )
    behind = (await browser.get("/metrics")).text
    lag = 'tiemchung_follower_lag_seconds{follower="figures.doses"}'
    assert (value(behind, lag) or 0) > 0
    assert value(behind, "tiemchung_quarantine_waiting") == 1
    await catch_up(runtime.db.worker, all_followers(runtime))
    assert value((await browser.get("/metrics")).text, lag) == 0
