"""Everything that has changed in the records of the family, and who has looked at them."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import ROLE_TITLES, Role
from tiemchung.domains.registry.notices import mark_read
from tiemchung.faces.citizen import screens
from tiemchung.faces.citizen.own import family_of, own_person
from tiemchung.faces.citizen.words import GROUNDS, NOTICES, TONES
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import citizen
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

MOST = 100
PAGE = 50


@get("/me/thong-bao", opt=citizen)
async def show_notices(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor]
) -> Response[str]:
    """Show the newest changes of the whole family; unread ones are marked."""
    family = await family_of(tx, actor)
    names: dict[UUID, str] = {}
    for member in family:
        own = await own_person(tx, actor, member.person_id)
        names.update(dict.fromkeys(own.ids, member.full_name))
    notices = await screens.notices(tx, people=list(names), most=MOST)
    products = {p.product_id: p.short_name for p in await screens.products(tx)}
    return render(
        "citizen/notices/list.html",
        request,
        here="notices",
        notices=notices,
        names=names,
        words=NOTICES,
        tones=TONES,
        products=products,
        unread=sum(n.read_at is None for n in notices),
    )


@post("/me/thong-bao", opt=citizen)
async def mark_all_read(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[Any]:
    """Mark every notice of the family as read."""
    await mark_read(tx, people=list(actor.scope.persons), now=runtime.clock.now())
    return redirect(request, "/me/thong-bao", _("Đã đánh dấu đã đọc."))


@get("/me/nguoi/{person_id:uuid}/ai-da-xem", opt=citizen)
async def show_readings(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    person_id: FromPath[UUID],
    trang: FromQuery[int] = 1,
) -> Response[str]:
    """Show who has looked at a record, why, and with which reason."""
    own = await own_person(tx, actor, person_id)
    total = await screens.count_readings(tx, people=own.ids)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, trang), pages)
    readings = await screens.readings(tx, people=own.ids, most=PAGE, skipped=(page - 1) * PAGE)
    return render(
        "citizen/access/list.html",
        request,
        here="family",
        own=own,
        readings=readings,
        grounds=GROUNDS,
        roles={str(role): ROLE_TITLES[role] for role in Role},
        page=page,
        pages=pages,
        total=total,
    )


routes = [show_notices, mark_all_read, show_readings]
