"""The vials of one table: opened when needed, emptied dose by dose, the rest discarded."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from tiemchung.demo.campaign.crew import FIRST_TABLE, station_of_table
from tiemchung.demo.campaign.pen import Draft
from tiemchung.demo.campaign.schedule import DOSES_PER_VIAL
from tiemchung.demo.campaign.visit import Stage
from tiemchung.domains.siteops.service import table_id

MORE_THAN_LABEL: Final = {"AZ": (0.5, 0.12), "MODERNA": (0.45, 0.05), "PFIZER": (0.35, 0.0)}
"""How often a vial holds one dose, or two, above its label: a tendency, not a measured share."""

SPILLED: Final = 0.004
Ids = Callable[..., UUID]


class OpenVial(Struct):
    """The open vial of a table and what is left in it."""

    vial_id: UUID
    left: int


class VialsOfSession:
    """Unopened vials at the session and the open one of each table."""

    def __init__(self, stage: Stage, rng: Random, make_id: Ids) -> None:
        self._stage = stage
        self._rng = rng
        self._make_id = make_id
        self._open: dict[int, OpenVial] = {}
        self._opened = 0
        self.unopened = stage.plan.vials
        self.drafts: list[Draft] = []

    def draw(self, table: int, at: datetime) -> UUID:
        """Take one dose at a table; a new vial is opened half a minute before it is needed."""
        vial = self._open.get(table)
        if vial is not None and vial.left > 1 and self._rng.random() < SPILLED:
            vial.left -= 1
            self._discard(table, vial, 1, "spilled", at - timedelta(seconds=20))
        if vial is None or vial.left == 0:
            vial = self._open_next(table, at - timedelta(seconds=30))
        vial.left -= 1
        return vial.vial_id

    def left_at(self, table: int) -> int:
        """Return how many doses the open vial of a table still has."""
        vial = self._open.get(table)
        return 0 if vial is None else vial.left

    def go_on(self, open_vials: Mapping[int, OpenVial], unopened: int, opened: int) -> None:
        """Take over what is open at each table, what is left unopened and what was opened."""
        self._open.update(open_vials)
        self.unopened = unopened
        self._opened = opened

    @property
    def may_open(self) -> bool:
        """Tell whether there is another vial."""
        return self.unopened > 0

    def finish(self, at: datetime) -> None:
        """Discard what is left in open vials and hand back the unopened ones."""
        for table, vial in sorted(self._open.items()):
            if vial.left:
                self._discard(table, vial, vial.left, "no_recipient", at)
                vial.left = 0
        if self.unopened:
            plan = self._stage
            self._add(
                "vials_returned", at + timedelta(minutes=4), FIRST_TABLE,
                {"product": plan.product_id, "lot": plan.lot_id, "vials": self.unopened}, "rest",
            )  # fmt: skip

    def drop_one(self, at: datetime) -> None:
        """Break one unopened vial."""
        if self.unopened > 1:
            self.unopened -= 1
            table = table_id(self._stage.session_id, 1)
            self._add("vial_broken", at, FIRST_TABLE, {
                "table": str(table), "product": self._stage.product_id,
                "lot": self._stage.lot_id, "vials": 1, "reason": "vial_broken",
            }, "broken")  # fmt: skip

    def _open_next(self, table: int, at: datetime) -> OpenVial:
        product = self._stage.plan.product
        one_more, two_more = MORE_THAN_LABEL.get(product, (0.0, 0.0))
        roll = self._rng.random()
        doses = DOSES_PER_VIAL[product] + (roll < one_more) + (roll < two_more)
        self._opened += 1
        self.unopened -= 1
        vial = OpenVial(self._make_id(at, "vial", self._stage.session_id, self._opened), doses)
        self._open[table] = vial
        self._add("vial_opened", at, station_of_table(table), {
            "table": str(table_id(self._stage.session_id, table)), "vial": str(vial.vial_id),
            "product": self._stage.product_id, "lot": self._stage.lot_id, "doses": doses,
        }, vial.vial_id)  # fmt: skip
        return vial

    def _discard(self, table: int, vial: OpenVial, doses: int, reason: str, at: datetime) -> None:
        self._add("vial_discarded", at, station_of_table(table), {
            "table": str(table_id(self._stage.session_id, table)), "vial": str(vial.vial_id),
            "product": self._stage.product_id, "lot": self._stage.lot_id, "doses": doses,
            "reason": reason,
        }, vial.vial_id, reason, at.isoformat())  # fmt: skip

    def _add(
        self, kind: str, at: datetime, station: int, data: dict[str, Any], *name: object
    ) -> None:
        stage = self._stage
        injector = stage.crew.injector(station - FIRST_TABLE + 1)
        self.drafts.append(Draft(
            kind=kind, name=(stage.session_id, *name), at=at, data=data,
            facility=stage.facility_id, site=stage.site_id, session=stage.session_id,
            performed_by=injector, entered_by=injector, station=station,
        ))  # fmt: skip
