"""The public API as the demo's devices use it: numbered, chained and signed events go in."""

import asyncio
from collections import Counter
from collections.abc import Sequence

import httpx
import msgspec
from msgspec.structs import replace

from tiemchung.demo.campaign.pen import DemoDevice, Draft, Pen
from tiemchung.domains.ledger.envelope import SentEvent
from tiemchung.kernel.clock import Clock

PATH = "/api/v1/events"
ATTEMPTS = 20
UNAVAILABLE = 503
_TAKEN = frozenset({"recorded", "flagged", "duplicate"})
_encoder = msgspec.json.Encoder()


class Outcomes(msgspec.Struct):
    """The answer of the endpoint, as far as it is looked at."""

    outcomes: list[dict[str, object]]


class NotAccepted(Exception):
    """The server refuses what the demo's devices send; the message says why."""


class Site:
    """The devices of one facility; what they send goes out in their order."""

    def __init__(
        self, client: httpx.AsyncClient, pen: Pen, devices: Sequence[DemoDevice], clock: Clock
    ) -> None:
        self._client = client
        self._pen = pen
        self._devices = devices
        self._clock = clock
        self._turn = asyncio.Lock()
        self.sent: Counter[str] = Counter()

    async def send(self, drafts: Sequence[Draft]) -> None:
        """Send events as they happen now; each station's device numbers and signs its own."""
        async with self._turn:
            for station, device in enumerate(self._devices):
                own = [
                    replace(d, at=self._clock.now(), name=(*d.name, device.seq, n))
                    for n, d in enumerate(drafts)
                    if d.station % len(self._devices) == station
                ]
                if own:
                    await self._post(device, device.write(self._pen, own))
                    self.sent.update(d.kind for d in own)

    async def _post(self, device: DemoDevice, events: Sequence[SentEvent]) -> None:
        """Send an upload until it is answered: a server that restarts loses nothing."""
        body = _encoder.encode(device.sign(events))
        for attempt in range(ATTEMPTS):
            try:
                answer = await self._client.post(
                    PATH, content=body, headers={"content-type": "application/json"}
                )
            except httpx.TransportError:
                await asyncio.sleep(min(0.2 * 2**attempt, 5.0))
                continue
            if answer.status_code == UNAVAILABLE:
                await asyncio.sleep(min(0.2 * 2**attempt, 5.0))
                continue
            _check(answer)
            return
        raise NotAccepted(f"{self._client.base_url} does not answer")


def _check(answer: httpx.Response) -> None:
    if not answer.is_success:
        raise NotAccepted(f"{answer.status_code}: {answer.text[:200]}")
    for outcome in msgspec.json.decode(answer.content, type=Outcomes).outcomes:
        if outcome.get("outcome") not in _TAKEN:
            raise NotAccepted(f"{outcome.get('outcome')}: {outcome.get('reason')}")
