"""Batches of people whose identity the population register is asked for, and what it answered."""

from collections.abc import Sequence
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Struct

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.quality import service as quality
from tiemchung.domains.quality.model import Batch
from tiemchung.domains.quality.service import RequestBatch
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.runtime import Runtime

ASKERS = requires(Role.MINISTRY, Role.PROVINCE, Role.DISTRICT, Role.WARD)
PATH = "/api/v1/verification-batches"


class Made(Struct, frozen=True):
    """The id of what was made."""

    id: UUID


@post(PATH, opt=ASKERS)
async def request_batch(
    data: JSONBody[RequestBatch],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Made:
    """Have the register asked for everybody of a unit who is not verified yet."""
    return Made(await quality.request_batch(tx, data, staff_id=actor.staff_id, clock=runtime.clock))


@get(PATH, opt=ASKERS)
async def list_batches(tx: NamedDependency[Tx], actor: NamedDependency[Actor]) -> Sequence[Batch]:
    """Give the latest batches of one's jurisdiction with how many were matched."""
    return await quality.read_batches(tx, actor.scope)


routes = [request_batch, list_batches]
