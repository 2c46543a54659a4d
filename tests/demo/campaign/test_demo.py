"""The whole demo with 2,000 people: it adds up, nothing was put aside, and it can be cut off."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.demo.campaign.conftest import PEOPLE, SEED, Demo, link_secrets
from tests.support.database import clone, settings_of

from tiemchung.demo import job
from tiemchung.demo.campaign import steps as story
from tiemchung.demo.campaign.calendar import HELD_LOT, NOW, TODAY
from tiemchung.demo.campaign.cast import Cast
from tiemchung.demo.job import JOB, Progress
from tiemchung.demo.marking import mark
from tiemchung.doctor import reconcile
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.refold import all_keys, refold
from tiemchung.install import install_pack
from tiemchung.runtime import Runtime, running
from tiemchung.worker import all_followers

pytestmark = [pytest.mark.slow]


@asynccontextmanager
async def opened(demo: Demo) -> AsyncGenerator[Runtime]:
    async with running(demo.settings) as runtime:
        yield runtime


async def test_everything_reconciles(demo: Demo) -> None:
    async with opened(demo) as runtime:
        assert await reconcile(runtime) == []


async def test_rebuild_finds_nothing_to_change(demo: Demo) -> None:
    keys = 0
    async with opened(demo) as runtime, runtime.db.worker.acquire() as tx:
        for ledger in ("person", "site"):
            async for some in all_keys(tx, ledger):
                async with tx.transaction():
                    assert await refold(
                        tx, runtime.kinds, runtime.vault, ledger, some, apply=False
                    ) == []  # fmt: skip
                keys += len(some)
    assert keys > PEOPLE / 2


async def test_nothing_was_put_aside_and_only_the_held_lot_is_flagged(demo: Demo) -> None:
    assert await demo.value("SELECT count(*) FROM ledger.quarantine") == 0
    flags = await demo.rows(
        "SELECT DISTINCT flags, l.lot_number FROM siteops.dose AS d"
        "  JOIN supply.lot AS l USING (lot_id) WHERE flags <> '{}'"
    )
    assert {tuple(r["flags"]) for r in flags} <= {("lot_held",)}
    assert {r["lot_number"] for r in flags} <= {HELD_LOT}
    assert (
        await demo.value(
            "SELECT count(*) FROM registry.correction_case"
            " WHERE flags <> '{lot_held}' AND kind <> 'duplicate'"
        )
        == 0
    )
    queue = await demo.rows(
        "SELECT DISTINCT flags FROM registry.correction_case WHERE kind = 'duplicate'"
    )
    assert [tuple(r["flags"]) for r in queue] == [("same_number",)]  # the mistakes of lists


async def test_every_province_has_people_and_the_city_has_doses_every_day(demo: Demo) -> None:
    provinces = await demo.value(
        "SELECT count(DISTINCT home_province) FROM registry.person WHERE home_province IS NOT NULL"
    )
    assert provinces >= 40  # of so few people; with the default number all 63
    days = await demo.rows(
        "SELECT day, sum(doses) AS doses FROM statistics.by_place GROUP BY day ORDER BY day"
    )
    recent = [r["doses"] for r in days if (TODAY - r["day"]).days < 14]
    assert len(recent) == 14
    assert all(doses > 0 for doses in recent)


async def test_nothing_happens_after_now(demo: Demo) -> None:
    for table in ("person_event", "site_event"):
        late = await demo.value(
            f"SELECT count(*) FROM ledger.{table} WHERE happened_at > $1 OR received_at > $1"
            "   AND kind NOT IN ('certified')",
            NOW,
        )
        assert late == 0
    assert await demo.value("SELECT max(sent_at) FROM notifications.message") < NOW


async def test_entries_come_when_they_came(demo: Demo) -> None:
    table, paper = await demo.rows(
        "SELECT entry, percentile_cont(0.5) WITHIN GROUP (ORDER BY received_at - happened_at)"
        "       AS delay FROM siteops.dose WHERE session_id IS NOT NULL GROUP BY entry"
        " ORDER BY entry DESC"
    )
    assert (table["entry"], paper["entry"]) == ("table", "late")
    assert table["delay"].total_seconds() < 3 * 3600
    assert paper["delay"].days >= 2


async def test_sessions_close_balanced_or_with_open_items_or_not_at_all(demo: Demo) -> None:
    closed = {
        r["outcome"]: r["n"]
        for r in await demo.rows(
            "SELECT outcome, count(*) AS n FROM siteops.session_close"
            " WHERE kind = 'session_closed' GROUP BY outcome"
        )
    }
    assert closed["closed_balanced"] > 20
    issued_only = await demo.value(
        "SELECT count(*) FROM planning.session AS s"
        " WHERE s.day < $1 AND EXISTS (SELECT FROM supply.stock_movement AS m"
        "       WHERE m.session_id = s.session_id)"
        "   AND NOT EXISTS (SELECT FROM siteops.dose AS d WHERE d.session_id = s.session_id)",
        TODAY,
    )
    assert issued_only >= 1


async def test_called_people_have_one_outcome_and_doses_are_confirmed(demo: Demo) -> None:
    wrong = await demo.value(
        "SELECT count(*) FROM booking.appointment AS a"
        "  JOIN ledger.person_event AS e"
        "    ON e.person_id = a.person_id AND e.event_id = a.outcome_event_id"
        " WHERE a.outcome <> replace(e.kind, 'entered_late', 'injected')"
    )
    assert wrong == 0
    assert await demo.value(
        "SELECT count(*) FROM booking.appointment WHERE (state = 'done') <> (outcome IS NOT NULL)"
    ) == 0  # fmt: skip
    states = {r[0]: r[1] for r in await demo.rows(
        "SELECT state, count(*) FROM siteops.dose GROUP BY state")}  # fmt: skip
    assert states["confirmed"] > states["recorded"] > 0
    assert states["voided"] > 0


async def test_the_vaccine_in_the_stores_is_never_less_than_nothing(demo: Demo) -> None:
    rows = await demo.rows(
        "SELECT facility_id, lot_id, min(left_over) AS least FROM ("
        "  SELECT facility_id, lot_id,"
        "         sum(CASE kind WHEN 'stock_issued' THEN -vials ELSE vials END)"
        "         OVER (PARTITION BY facility_id, lot_id ORDER BY happened_at, kind DESC, event_id)"
        "         AS left_over FROM supply.stock_movement WHERE NOT voided) AS m"
        " GROUP BY facility_id, lot_id"
    )
    assert len(rows) > 100
    assert [tuple(r) for r in rows if r["least"] < 0] == []


async def test_first_doses_elsewhere_are_found_for_the_second(demo: Demo) -> None:
    found = await demo.value(
        "SELECT count(*) FROM statistics.dose_counted AS second"
        "  JOIN statistics.dose_counted AS first USING (person_id)"
        " WHERE first.number = 1 AND second.number = 2"
        "   AND first.facility_id <> second.facility_id"
    )
    assert found > 0


async def test_accounts_of_every_role_can_be_told_apart(demo: Demo) -> None:
    roles = {r[0] for r in await demo.rows("SELECT DISTINCT role FROM identity.role_grant")}
    assert {"ministry", "regional_institute", "province", "district", "ward", "facility_head",
            "site_head", "reception", "nurse", "screener", "injector", "observer", "storekeeper",
            "organisation", "support_operations", "support_district", "support_site",
            "platform"} <= roles  # fmt: skip
    without = await demo.value("SELECT count(*) FROM identity.staff WHERE password_hash IS NULL")
    assert without == 0
    members = {r[0]: r[1] for r in await demo.rows(
        "SELECT support_force, count(*) FROM response.support_member GROUP BY 1")}  # fmt: skip
    assert members == {"operations": 20, "district": 30, "site": 100}


async def test_people_of_the_register_agree_or_differ(demo: Demo) -> None:
    batches = await demo.rows("SELECT state, sent, matched, mismatched, not_found"
                              "  FROM quality.verification_batch")  # fmt: skip
    assert batches
    assert all(b["matched"] + b["mismatched"] + b["not_found"] == b["sent"] for b in batches)
    assert sum(b["matched"] for b in batches) > sum(b["mismatched"] for b in batches) > 0


async def test_files_of_organisations_have_rows_with_errors(demo: Demo) -> None:
    outcomes = {r[0]: r[1] for r in await demo.rows(
        "SELECT outcome, count(*) FROM planning.list_row GROUP BY outcome")}  # fmt: skip
    assert outcomes["registered"] > 5
    assert await demo.value("SELECT count(*) FROM planning.list_row WHERE problems <> '[]'") > 0


async def test_the_job_tells_how_far_it_is(demo: Demo) -> None:
    row = (await demo.rows("SELECT state, done, total, result FROM kernel.long_job"
                           " WHERE job_id = $1", JOB))[0]  # fmt: skip
    assert row["state"] == "done"
    assert row["done"] == row["total"] == demo.steps[-1].total
    done = [p.done for p in demo.steps]
    assert done == sorted(done)


async def test_the_first_page_has_figures(demo: Demo) -> None:
    """Nothing that follows the ledger has run when the first page is served."""
    assert demo.counted_at_first["registered"] > 500
    assert demo.counted_at_first["doses"] > 100


async def test_a_step_that_runs_again_changes_nothing(demo: Demo) -> None:
    """The steps are whole or not done: running them again sends duplicates only."""

    async def counts() -> list[int]:
        tables = ("ledger.person_event", "ledger.site_event", "registry.person",
                  "booking.appointment", "planning.candidate", "planning.session",
                  "notifications.message", "identity.account_person", "supply.stock_movement",
                  "planning.list_row", "identity.staff", "response.assignment")  # fmt: skip
        return [await demo.value(f"SELECT count(*) FROM {t}") for t in tables]

    before = await counts()
    async with opened(demo) as runtime, job.stage(runtime, SEED, PEOPLE) as cast:
        every = {s.name: s for s in story.all_steps(cast)}
        for name in ("ground", "sheet 0", "area 1", "area 3", "close 1", "rest"):
            await every[name].work(cast)
        await catch_up(runtime.db.worker, all_followers(runtime))
        assert await reconcile(runtime) == []
    assert await counts() == before
    assert await demo.value("SELECT count(*) FROM ledger.quarantine") == 0


class CutOff(Exception):
    """The process ends here."""


async def test_a_demo_that_was_cut_off_goes_on_where_it_was(
    owner_dsn: str, secrets_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link_secrets(secrets_folder, tmp_path)
    async with clone(owner_dsn) as database:
        await install_pack(database)
        await mark(database)
        settings = settings_of(database, tmp_path)
        real = story.all_steps

        def cut(cast: Cast) -> list[story.Step]:
            found = real(cast)
            found[2] = replace(found[2], work=cut_after(found[2].work))
            return found

        def cut_after(work: Callable[[Cast], Awaitable[None]]) -> Callable[[Cast], Awaitable[None]]:
            async def half(cast: Cast) -> None:
                await work(cast)
                raise CutOff  # everything was sent, nothing was counted

            return half

        seen: list[Progress] = []
        async with running(settings) as runtime:
            monkeypatch.setattr(job, "all_steps", cut)
            with pytest.raises(CutOff):
                await job.first_slice(runtime, seed=SEED, people=1_000, show=seen.append)
            monkeypatch.setattr(job, "all_steps", real)
            found = await job.read_job(runtime)
            assert found is not None
            assert (found.state, found.steps_done) == ("running", 2)
            await job.whole_demo(runtime, seed=99, people=5, show=seen.append)
            await catch_up(runtime.db.worker, all_followers(runtime))
            found = await job.read_job(runtime)
            assert found is not None
            assert (found.is_done, found.seed, found.people) == (True, SEED, 1_000)
            assert await reconcile(runtime) == []
