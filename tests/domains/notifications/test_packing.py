"""Whoever a phone stands for is named once, whole, in one part; senders side by side send once."""

import asyncio
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.support.sms_gateway import SmsGateway

from tiemchung.domains.notifications import gsm7, service
from tiemchung.domains.notifications.delivery import deliver
from tiemchung.domains.notifications.gateway import HttpGateway
from tiemchung.domains.notifications.model import Guest, Message, invitation_parts
from tiemchung.kernel.clock import VIET_NAM
from tiemchung.kernel.ids import uuid7
from tiemchung.runtime import Runtime

NOON = datetime(2021, 8, 16, 12, tzinfo=VIET_NAM)


@st.composite
def guests(draw: st.DrawFn) -> Guest:
    return Guest(
        draw(st.text(max_size=90)),
        NOON + timedelta(minutes=draw(st.integers(0, 600))),
        draw(st.text(max_size=120)),
        "2AKP9XRT",
    )


@given(st.lists(guests(), min_size=1, max_size=9))
def test_every_message_is_one_part_and_everybody_is_in_exactly_one(family: list[Guest]) -> None:
    parts = invitation_parts(family)
    assert [n for _, named in parts for n in named] == list(range(len(family)))
    for text, named in parts:
        assert gsm7.parts(text) == 1
        assert set(text) <= gsm7.ALPHABET | gsm7.EXTENDED
        assert text.count("2AKP9XRT") >= len(named)


async def test_senders_side_by_side_send_each_message_once(runtime: Runtime) -> None:
    async with SmsGateway() as sms:
        gateway = HttpGateway(sms.url, "secret")
        messages = [
            Message(message_id=uuid7(), template="code", recipient=f"+849{n:08}", text="xin chao")
            for n in range(150)
        ]
        async with runtime.db.app.acquire() as tx, tx.transaction():
            await service.send(tx, messages, now=runtime.clock.now())
        tried = await asyncio.gather(
            *(deliver(runtime.db.worker, gateway, runtime.clock) for _ in range(6))
        )
        while await deliver(runtime.db.worker, gateway, runtime.clock):
            pass
        await gateway.close()
        assert sum(tried) >= 100
        assert sorted(sms.tries) == sorted(m.recipient for m in messages)
        assert set(sms.tries.values()) == {1}


async def test_what_has_not_gone_out_is_taken_back_and_what_was_said_forgotten(
    runtime: Runtime,
) -> None:
    waiting, sent = (
        Message(message_id=uuid7(), template="code", recipient=f"+8490{n}", text="xin chao")
        for n in range(2)
    )
    now = runtime.clock.now()
    async with SmsGateway() as sms:
        gateway = HttpGateway(sms.url, "secret")
        for message in (sent, waiting):
            async with runtime.db.app.acquire() as tx, tx.transaction():
                await service.send(tx, [message], now=now)
            if message is sent:
                await deliver(runtime.db.worker, gateway, runtime.clock)
        async with runtime.db.worker.acquire() as tx, tx.transaction():
            taken = await service.withdraw(tx, [waiting.message_id, sent.message_id])
        await deliver(runtime.db.worker, gateway, runtime.clock)
        await gateway.close()
        assert taken == {waiting.message_id}
        assert list(sms.tries) == ["+84901"]
    async with runtime.db.worker.acquire() as tx, tx.transaction():
        await service.forget_contents(tx, now=now + timedelta(days=29))
        kept = await tx.fetchval("SELECT count(*) FROM notifications.content")
        await service.forget_contents(tx, now=now + timedelta(days=31))
        left = await tx.fetchval("SELECT count(*) FROM notifications.content")
    assert (kept, left) == (2, 0)
