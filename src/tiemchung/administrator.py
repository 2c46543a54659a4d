"""The first account of an installation: a platform administrator's, who gives all other roles."""

from uuid import UUID

from tiemchung.domains.identity import service as identity
from tiemchung.domains.identity.model import AddStaff, GrantRole
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.scope import NATION
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.runtime import Runtime

sql = Queries(__file__)


@sql
async def nation(tx: Tx) -> int | None: ...


async def open_administrator(
    runtime: Runtime, username: str, full_name: str, password: str
) -> UUID:
    """Open a platform administrator's account with a password of its owner's; returns its id.

    Whoever holds the secrets of the installation may do it; nobody signed in can. Raises Invalid
    for a name that is none or taken, CannotSetPassword for a password that is easily guessed.
    """
    now = runtime.clock.now()
    staff = AddStaff(
        username=username, full_name=full_name, password=password, must_change_password=False
    )
    async with transaction(runtime.db.app, NATION) as tx:
        unit = await nation(tx)
        if unit is None:
            raise NotFound(_("Cơ sở dữ liệu chưa có danh mục đơn vị hành chính."))
        staff_id = await identity.add_staff(tx, staff, now=now)
        role = GrantRole(
            staff_id=staff_id, role=Role.PLATFORM, unit_id=unit, valid_from=now,
            reason="command line",
        )  # fmt: skip
        await identity.grant_role(tx, role, granted_by=None)
    return staff_id
