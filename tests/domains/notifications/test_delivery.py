"""Messages go out through a real gateway once, also when it fails or its answer is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.support.sms_gateway import SmsGateway

from tiemchung.domains.notifications import gsm7, service
from tiemchung.domains.notifications.delivery import deliver
from tiemchung.domains.notifications.gateway import HttpGateway
from tiemchung.domains.notifications.model import Guest, Message, invitations, send_from
from tiemchung.kernel.clock import VIET_NAM
from tiemchung.kernel.ids import uuid7
from tiemchung.runtime import Runtime

NOON = datetime(2021, 8, 16, 12, tzinfo=VIET_NAM)


def message(number: str, key: str | None = None) -> Message:
    return Message(message_id=uuid7(), template="code", recipient=number, text="xin chao",
                   dedupe_key=key)  # fmt: skip


async def queue(runtime: Runtime, messages: list[Message]) -> int:
    async with runtime.db.app.acquire() as tx, tx.transaction():
        return len(await service.send(tx, messages, now=runtime.clock.now()))


async def states(runtime: Runtime) -> dict[str, int]:
    rows = await runtime.db.worker.fetch(
        "SELECT state, count(*)::int FROM notifications.message GROUP BY 1"
    )
    return {r[0]: r[1] for r in rows}


async def test_messages_are_carried_once_and_a_key_only_once(runtime: Runtime) -> None:
    async with SmsGateway() as sms:
        gateway = HttpGateway(sms.url, "secret")
        assert await queue(runtime, [message("+84901", "a"), message("+84902", "b")]) == 2
        assert await queue(runtime, [message("+84901", "a"), message("+84903")]) == 1
        assert await deliver(runtime.db.worker, gateway, runtime.clock) == 3
        assert await deliver(runtime.db.worker, gateway, runtime.clock) == 0
        await gateway.close()
        assert sorted(m["to"] for m in sms.received) == ["+84901", "+84902", "+84903"]
    assert await states(runtime) == {"sent": 3}


async def test_a_wrong_number_fails_for_good_and_a_busy_gateway_is_tried_again(
    runtime: Runtime,
) -> None:
    async with SmsGateway() as sms:
        sms.refuse = {"+84901": 422, "+84902": 503}
        gateway = HttpGateway(sms.url, "secret")
        await queue(runtime, [message("+84901"), message("+84902")])
        await deliver(runtime.db.worker, gateway, runtime.clock)
        assert await states(runtime) == {"failed": 1, "waiting": 1}
        assert await deliver(runtime.db.worker, gateway, runtime.clock) == 0  # it pauses first
        sms.refuse.clear()
        await runtime.db.worker.execute("UPDATE notifications.message SET not_before = created_at")
        await deliver(runtime.db.worker, gateway, runtime.clock)
        await gateway.close()
    assert await states(runtime) == {"failed": 1, "sent": 1}


async def test_a_lost_answer_sends_again_under_the_same_id(runtime: Runtime) -> None:
    async with SmsGateway() as sms:
        sms.lose_answers = 1
        gateway = HttpGateway(sms.url, "secret")
        await queue(runtime, [message("+84901")])
        await deliver(runtime.db.worker, gateway, runtime.clock)
        await runtime.db.worker.execute("UPDATE notifications.message SET not_before = created_at")
        await deliver(runtime.db.worker, gateway, runtime.clock)
        await gateway.close()
        assert sms.tries["+84901"] == 2
        assert len(sms.received) == 1
    assert await states(runtime) == {"sent": 1}


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(12, 12.0), (22, 30.5), (3, 6.5)],
    ids=["by day at once", "at night in the morning", "before dawn the same morning"],
)
def test_quiet_hours(hour: int, expected: float) -> None:
    now = datetime(2021, 8, 16, hour, tzinfo=VIET_NAM)
    start = datetime(2021, 8, 16, tzinfo=VIET_NAM)
    assert send_from("invitation", now) == start + timedelta(hours=expected)
    assert send_from("code", now) == now


def test_an_invitation_fits_one_part_without_accents() -> None:
    place = "Trường Tiểu học Nguyễn Bỉnh Khiêm, 2 Bến Nghé, phường Bến Nghé, Quận 1, TP. HCM"
    guest = Guest("Nguyễn Thị Ánh Nguyệt", NOON.astimezone(UTC), place, "K7M2P9QX")
    (text,) = invitations([guest])
    assert gsm7.parts(text) == 1
    assert text.startswith("Moi Nguyen Thi Anh Nguyet tiem luc 12h00 16/08 tai Truong Tieu hoc")
    assert "Ma: K7M2P9QX" in text
    assert set(text) <= gsm7.ALPHABET


def test_a_family_of_one_phone_is_numbered_and_nobody_is_cut() -> None:
    guests = [Guest(f"Trần Văn Đức {n}", NOON, "Trạm Y tế phường Tân Định", f"CODE000{n}")
              for n in range(1, 6)]  # fmt: skip
    texts = invitations(guests)
    assert all(gsm7.parts(t) == 1 for t in texts)
    joined = " ".join(texts)
    for n in range(1, 6):
        assert f"{n}) Tran Van Duc {n}, 12h00 16/08" in joined
        assert f"CODE000{n}" in joined
