"""Moves the vaccine through the stores with the services of supply, as storekeepers would."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from tiemchung.demo.campaign.atlas import Atlas
from tiemchung.demo.campaign.calendar import moment
from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.feed import SERVER, Feed
from tiemchung.demo.campaign.stock_plan import HandOver
from tiemchung.demo.campaign.visit import Stage
from tiemchung.domains.supply import model
from tiemchung.domains.supply.model import (
    IssueToSession,
    ReceiveDelivery,
    ReceivedLine,
    ReceiveHandOver,
    StockLine,
    TakeBack,
)
from tiemchung.domains.supply.service import (
    Act,
    hand_over,
    issue_to_session,
    receive_delivery,
    receive_hand_over,
    take_back,
)
from tiemchung.kernel.db import Pool, transaction
from tiemchung.kernel.scope import NATION


class Stores:
    """Storekeepers of the story; `keepers` by the facility's key, `anyone` where none is named."""

    def __init__(
        self, pool: Pool, feed: Feed, atlas: Atlas, chance: Chance, keepers: Mapping[str, UUID],
        anyone: UUID,
    ) -> None:  # fmt: skip
        self._pool = pool
        self._feed = feed
        self._atlas = atlas
        self._chance = chance
        self._keepers = keepers
        self._anyone = anyone

    async def move(self, hand_overs: Iterable[HandOver]) -> None:
        """Hand over and receive in the order of time; what was done before is not done again."""
        for one in hand_overs:
            await self._give(one)
            await self._receive(one)

    async def _give(self, one: HandOver) -> None:
        if one.giver is None:
            return
        command = model.HandOver(
            request_id=self._chance.id(one.leaves, "gives", one.document, one.lot),
            giver_id=self._atlas.facility[one.giver],
            receiver_id=self._atlas.facility[one.receiver],
            lines=(StockLine(self._atlas.lot[one.lot], one.vials),), document_number=one.document,
        )  # fmt: skip
        act = self._act(one.giver, one, leaving=True)
        async with transaction(self._pool, NATION) as tx:
            with self._feed.at(one.leaves):
                await hand_over(tx, self._feed.intake, command, act)

    async def _receive(self, one: HandOver) -> None:
        request = self._chance.id(one.arrives, "receives", one.document, one.lot)
        lot, receiver = self._atlas.lot[one.lot], self._atlas.facility[one.receiver]
        act = self._act(one.receiver, one, leaving=False)
        async with transaction(self._pool, NATION) as tx:
            with self._feed.at(one.arrives):
                if one.giver is None:
                    delivery = ReceiveDelivery(
                        request_id=request, facility_id=receiver, document_number=one.document,
                        lines=(StockLine(lot, one.vials),),
                    )  # fmt: skip
                    await receive_delivery(tx, self._feed.intake, delivery, act)
                    return
                counted = ReceiveHandOver(
                    request_id=request, receiver_id=receiver,
                    giver_id=self._atlas.facility[one.giver], document_number=one.document,
                    lines=(ReceivedLine(lot, one.vials),),
                )  # fmt: skip
                await receive_hand_over(tx, self._feed.intake, counted, act)

    def _act(self, key: str, one: HandOver, *, leaving: bool) -> Act:
        at = one.leaves if leaving else one.arrives
        return Act(actor_id=self._keepers.get(key, self._anyone), at=at, voucher=SERVER)

    async def issue(self, stage: Stage) -> None:
        """Hand the vials of a session out of the site's store before it begins."""
        at = issued_at(stage)
        command = IssueToSession(
            request_id=self._chance.id(at, "issue", stage.session_id),
            facility_id=stage.facility_id, site_id=stage.site_id, session_id=stage.session_id,
            product_id=stage.product_id, lines=(StockLine(stage.lot_id, stage.plan.vials),),
        )  # fmt: skip
        act = Act(actor_id=stage.crew.storekeeper, at=at, voucher=SERVER)
        async with transaction(self._pool, NATION) as tx:
            with self._feed.at(at):
                await issue_to_session(tx, self._feed.intake, command, act)

    async def take_back(self, stage: Stage, vials: int) -> None:
        """Take the unopened vials of a session back into the site's store."""
        if not vials:
            return
        at = moment(stage.plan.day, stage.plan.hours[1] + 1.6)
        command = TakeBack(
            request_id=self._chance.id(at, "take back", stage.session_id),
            facility_id=stage.facility_id, site_id=stage.site_id, session_id=stage.session_id,
            lines=(StockLine(stage.lot_id, vials),),
        )  # fmt: skip
        act = Act(actor_id=stage.crew.storekeeper, at=at, voucher=SERVER)
        async with transaction(self._pool, NATION) as tx:
            with self._feed.at(at):
                await take_back(tx, self._feed.intake, command, act)


def issued_at(stage: Stage) -> datetime:
    """Return when a session's vials leave the store of the site."""
    return moment(stage.plan.day, stage.plan.hours[0] - 0.6)
