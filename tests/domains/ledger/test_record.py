"""Services record through one helper: facts without nulls, and no silence when one is put aside."""

from datetime import UTC, datetime

import pytest
from msgspec import Struct
from tests.support.world import FACILITY, WARD, World

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import CannotRecord, offer, record, write_event
from tiemchung.domains.registry.events import PersonDetails, Registered
from tiemchung.domains.supply.events import Moved, StockVoid
from tiemchung.kernel.ids import uuid7
from tiemchung.runtime import Runtime

AT = datetime(2021, 7, 20, 3, tzinfo=UTC)


class Fact(Struct, frozen=True):
    one: int
    nothing: str | None = None


def test_a_body_holds_facts_alone_and_binds_its_document() -> None:
    person = uuid7()
    sent = write_event(
        "registered", event_id=uuid7(), at=AT, data=Fact(1), person=person,
        private=PersonDetails(full_name="Nguyễn Văn A"),
    )  # fmt: skip
    read = envelopes.read_body(sent.body.encode())
    assert read.data == {"one": 1}
    assert sent.private is not None
    assert read.private_hash == envelopes.private_digest(sent.private)
    assert "Nguyễn" not in sent.body


async def test_what_is_put_aside_is_said(runtime: Runtime, world: World) -> None:
    stranger = Voucher(staff_id=world.staff[Role.WARD])
    void = write_event(
        "stock_voided", event_id=uuid7(), at=AT, data=StockVoid(reason="mistake"),
        facility=FACILITY, entered_by=world.staff[Role.WARD], supersedes=uuid7(),
    )  # fmt: skip
    with pytest.raises(CannotRecord) as refusal:
        await record(runtime.intake, [void], stranger)
    assert refusal.value.reason == "enterer_without_grant"
    assert refusal.value.detail


async def test_more_than_a_set_is_taken_in_sets(runtime: Runtime, world: World) -> None:
    assert world.staff
    events = [
        write_event(
            "registered", event_id=uuid7(), at=AT, data=Registered(home=WARD), person=uuid7(),
            private=PersonDetails(full_name=f"Người {n}"),
        )
        for n in range(501)
    ]  # fmt: skip
    outcomes = await offer(runtime.intake, events, Voucher(server=True))
    assert [o.outcome for o in outcomes] == ["recorded"] * 501


async def test_a_second_time_is_a_duplicate_and_no_failure(runtime: Runtime, world: World) -> None:
    assert world.staff
    moved = write_event(
        "stock_received", event_id=uuid7(), at=AT, data=Moved(product=1, lot=31, vials=1, doses=10),
        facility=FACILITY,
    )  # fmt: skip
    first = await record(runtime.intake, [moved], Voucher(server=True))
    again = await record(runtime.intake, [moved], Voucher(server=True))
    assert [first[0].outcome, again[0].outcome] == ["recorded", "duplicate"]
