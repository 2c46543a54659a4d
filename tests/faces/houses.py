"""Two running servers for the pages: the small world, in which nothing happened, and a campaign.

Each lives as long as the module that asks for it.
"""

import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import asyncpg

from tests.demo.campaign.conftest import link_secrets
from tests.domains.certificates.conftest import issuer_key
from tests.faces.every_page import House, campaign_house
from tests.faces.subjects import ACCOUNT
from tests.support.database import clone, settings_of
from tests.support.server import serving
from tests.support.site_day import load_rules
from tests.support.world import make_world
from tiemchung.demo import job
from tiemchung.demo.marking import mark
from tiemchung.domains.certificates.issuing import issue_waiting as issue
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.install import install_pack
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.settings import Settings
from tiemchung.kernel.sql import Tx
from tiemchung.runtime import running
from tiemchung.worker import all_followers

PEOPLE, SEED = 500, 7
"""So few that the story is told in seconds, and still every page finds its rows."""

JOINED = """
INSERT INTO identity.account_person (account_id, person_id, relation, linked_at, linked_by)
SELECT (SELECT p.account_id FROM identity.account_person AS p
          JOIN certificates.certificate AS c USING (person_id) ORDER BY 1 LIMIT 1),
       a.person_id, 'spouse', now(), 'test'
  FROM booking.appointment AS a
 WHERE a.state = 'open' AND a.person_id NOT IN (SELECT person_id FROM identity.account_person)
 ORDER BY a.starts_at DESC, a.person_id LIMIT 1
"""
"""One family of the few has both: a certificate, and somebody who is called."""

DOUBTED = """
INSERT INTO registry.correction_case (person_id, case_id, number, kind, flags, event_id,
    facility_id, place_province, place_district, place_ward, opened_at, due_at, state)
SELECT d.person_id, d.event_id, 'HS-0001', 'dose', '{too_early}', d.event_id, d.facility_id,
       d.place_province, d.place_district, d.place_ward, now(), now() + interval '2 days', 'open'
  FROM siteops.dose AS d
  JOIN identity.role_grant AS g ON g.unit_id = d.place_province AND g.role = 'province'
 ORDER BY d.event_id LIMIT 1
"""
"""Among so few there is no dose that breaks a rule."""


@asynccontextmanager
async def empty_house(owner_dsn: str, secrets: Path) -> AsyncGenerator[House]:
    """Serve the small world with the dated rules, and nothing else."""
    async with clone(owner_dsn) as dsn:
        world = await make_world(dsn)
        settings = settings_of(dsn, secrets)
        async with _owner_of(dsn) as owner:
            await load_rules(owner)
            with serving(settings) as address:
                staff = {Role(role): staff_id for role, staff_id in world.staff.items()}
                yield House(address, settings, owner, staff, ACCOUNT)


@asynccontextmanager
async def filled_house(owner_dsn: str, secrets: Path) -> AsyncGenerator[House]:
    """Play a campaign of few people to its end, sign its certificates and serve it."""
    with tempfile.TemporaryDirectory(prefix="tiemchung-pages-") as home:
        link_secrets(secrets, Path(home))
        async with clone(owner_dsn) as dsn:
            await install_pack(dsn)
            await mark(dsn)
            settings = settings_of(dsn, Path(home))
            await _play(settings)
            async with _owner_of(dsn) as owner:
                await owner.execute(JOINED)
                await owner.execute(DOUBTED)
                with serving(settings) as address:
                    yield await campaign_house(address, settings, owner)


@asynccontextmanager
async def _owner_of(dsn: str) -> AsyncGenerator[Tx]:
    owner = await asyncpg.connect(dsn)
    try:
        await owner.execute("SET app.nation = 'on'")
        yield owner
    finally:
        await owner.close()


async def _play(settings: Settings) -> None:
    async with running(settings) as runtime:
        for part in (job.first_slice, job.whole_demo):
            await part(runtime, seed=SEED, people=PEOPLE, show=lambda _: None)
        await catch_up(runtime.db.worker, all_followers(runtime))
        key, offset = issuer_key(from_=real_now() - timedelta(days=1)), runtime.clock.offset
        while (await issue(runtime.db.worker, runtime.intake, key, clock_offset=offset)).looked_at:
            pass
        await catch_up(runtime.db.worker, all_followers(runtime))
