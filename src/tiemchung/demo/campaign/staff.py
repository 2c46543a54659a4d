"""The demo's accounts: every role at least once, and a whole crew at each site.

All share one password, one PIN and one second factor, hashed once: a thousand accounts through
`identity.add_staff` would take half a minute of Argon2 for nothing. Their ids follow from the seed,
because events name them. Everything else is written as identity writes it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.crew import TABLES_WITH_DEVICE, Crew
from tiemchung.demo.keys import DemoKeys
from tiemchung.demo.population.people_names import NameMaker
from tiemchung.domains.identity import passwords
from tiemchung.domains.identity.roles import ABOVE_SITE, AT_SITE, Role
from tiemchung.domains.identity.second_factor import PURPOSE
from tiemchung.domains.identity.stations import badge_digest
from tiemchung.domains.ledger.private import Vault
from tiemchung.kernel.clock import local_time
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

SINCE: Final = local_time(datetime(2021, 1, 4).date(), 8)  # noqa: DTZ001 -- a date


class Post(Struct, frozen=True, kw_only=True):
    """An account with the one role it has and where; one of unit and facility is set."""

    staff_id: UUID
    username: str
    full_name: str
    role: Role
    profession: str
    unit_id: int | None = None
    facility_id: int | None = None
    sector: str = "civil"


@sql
async def add_staff(
    tx: Tx,
    *,
    staff: list[UUID],
    usernames: list[str],
    names: list[str],
    professions: list[str],
    facilities: list[int | None],
    secrets: list[bytes | None],
    badges: list[bytes | None],
    password_hash: str,
    pin_hash: str,
    created_at: datetime,
) -> None: ...


@sql
async def add_grants(
    tx: Tx,
    *,
    grants: list[UUID],
    staff: list[UUID],
    roles: list[str],
    units: list[int | None],
    facilities: list[int | None],
    sectors: list[str],
    valid_from: datetime,
) -> None: ...


class Roster:
    """Makes posts with names of their own."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._names = NameMaker()
        self.posts: list[Post] = []

    def add(
        self, username: str, role: Role, profession: str, *, unit: int | None = None,
        facility: int | None = None,
    ) -> UUID:  # fmt: skip
        """Add an account and return its id."""
        post = Post(
            staff_id=self.id_of(username), username=username,
            full_name=self.name(username), role=role,
            profession=profession, unit_id=unit, facility_id=facility,
        )  # fmt: skip
        self.posts.append(post)
        return post.staff_id

    def id_of(self, username: str) -> UUID:
        """Return the id of the account of this name."""
        return self._chance.id(SINCE, "staff", username)

    def name_of(self, staff_id: UUID | None) -> str | None:
        """Return the name of an account's owner."""
        return next((p.full_name for p in self.posts if p.staff_id == staff_id), None)

    def name(self, key: str) -> str:
        """Return the full name of somebody who works for the campaign."""
        rng = self._chance.rng("staff name", key)
        sex = rng.choice(("male", "female"))
        surname = self._names.surname(rng, "79", "01")
        return self._names.full_name(rng, surname, sex, rng.randint(26, 54), "01")

    def crew(self, mark: str, facility: int) -> Crew:
        """Add the people of a site; `mark` ends their user names, "" for the first site."""

        def post(name: str, role: Role, profession: str) -> UUID:
            return self.add(f"{name}{mark}", role, profession, facility=facility)

        return Crew(
            facility_head=post("tram", Role.FACILITY_HEAD, "Trưởng trạm"),
            head=post("truongdiem", Role.SITE_HEAD, "Bác sĩ"),
            reception=post("tiepdon", Role.RECEPTION, "Nhân viên y tế"),
            nurse=post("dieuduong", Role.NURSE, "Điều dưỡng"),
            screener=post("bacsi", Role.SCREENER, "Bác sĩ"),
            injectors=tuple(
                post(f"nguoitiem{n}", Role.INJECTOR, "Điều dưỡng")
                for n in range(1, TABLES_WITH_DEVICE + 1)
            ),
            observer=post("theodoi", Role.OBSERVER, "Điều dưỡng"),
            storekeeper=post("thukho", Role.STOREKEEPER, "Dược sĩ"),
            helper=post("hotro", Role.SUPPORT_SITE, "Cán bộ hỗ trợ"),
        )


async def write_posts(tx: Tx, posts: Sequence[Post], keys: DemoKeys, vault: Vault) -> None:
    """Write accounts with their grants; what is there already stays."""
    box = vault.box(PURPOSE)
    seed = keys.totp_secret.encode()
    await add_staff(
        tx,
        staff=[p.staff_id for p in posts],
        usernames=[p.username for p in posts],
        names=[p.full_name for p in posts],
        professions=[p.profession for p in posts],
        facilities=[p.facility_id for p in posts],
        secrets=[box.seal(p.staff_id.bytes, seed) if p.role in ABOVE_SITE else None for p in posts],
        badges=[badge_digest(keys.badge(p.username)) if p.role in AT_SITE else None for p in posts],
        password_hash=await passwords.hashed(keys.password),
        pin_hash=await passwords.hashed(keys.pin),
        created_at=SINCE,
    )
    await add_grants(
        tx,
        grants=[Chance(0).id(SINCE, "grant", p.staff_id) for p in posts],
        staff=[p.staff_id for p in posts],
        roles=[str(p.role) for p in posts],
        units=[p.unit_id for p in posts],
        facilities=[None if p.unit_id is not None else p.facility_id for p in posts],
        sectors=[p.sector for p in posts],
        valid_from=SINCE,
    )
