"""A played session: one outcome each, vials that add up, the same again for the same seed."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID, uuid5

import pytest

from tiemchung.country.pack import Pack
from tiemchung.demo.campaign.areas import Territories
from tiemchung.demo.campaign.calendar import moment
from tiemchung.demo.campaign.calls import call, waiting
from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.crew import Crew
from tiemchung.demo.campaign.pen import DemoDevice, Draft, Pen
from tiemchung.demo.campaign.people import Resident
from tiemchung.demo.campaign.schedule import PlannedSession
from tiemchung.demo.campaign.site_day import SessionPlayed, play
from tiemchung.demo.campaign.visit import Stage
from tiemchung.domains.ledger import signature
from tiemchung.domains.ledger.envelope import Envelope, digest, read_body
from tiemchung.domains.registry.events import PersonDetails
from tiemchung.domains.siteops.close import ENDINGS

SPACE = UUID("6f1c1a7e-0d6c-4b3c-9a53-0d9f1f1b6a10")
DAY = date(2021, 8, 10)


def account(name: str) -> UUID:
    return uuid5(SPACE, name)


CREW = Crew(
    head=account("head"), reception=account("reception"), nurse=account("nurse"),
    screener=account("screener"), injectors=(account("one"), account("two")),
    observer=account("observer"), storekeeper=account("store"), helper=account("helper"),
    facility_head=account("facility"),
)  # fmt: skip


def stage_of(pack: Pack, *, called: int = 60, tables: int = 2, product: str = "AZ") -> Stage:
    plan = PlannedSession(
        area=0, ordinal=3, day=DAY, half="morning", product=product, lot="DEMO-AZ02",
        called=called, tables=tables, vials=10 if product == "AZ" else 90, record="devices",
    )  # fmt: skip
    return Stage(
        plan=plan, session_id=account("session"), facility_id=1, site_id=2, province_id=30007901,
        product_id=1, lot_id=7, crew=CREW, book=pack.rule_book,
    )  # fmt: skip


def residents(territories: Territories, count: int) -> list[Resident]:
    people = territories.residents(territories.areas[0], 1)
    found = [
        Resident(person_id=account(f"person {p.serial}"), person=p, home=50000001,
                 registered_at=moment(date(2021, 7, 10), 9), doses=[], dose_events=[])
        for p in people
    ]  # fmt: skip
    return [r for r in found if r.is_adult][:count]


def played(pack: Pack, territories: Territories, seed: int = 1, **more: int | str) -> SessionPlayed:
    stage = stage_of(pack, **more)  # type: ignore[arg-type]
    chance = Chance(seed)
    people = residents(territories, stage.plan.called + 5)
    made = call(stage, people[: stage.plan.called], chance)
    standby = [waiting(r, stage) for r in people[stage.plan.called :]]
    return play(stage, [c.visitor for c in made], standby, chance)


def test_each_called_person_ends_with_exactly_one_outcome(
    pack: Pack, territories: Territories
) -> None:
    session = played(pack, territories)
    endings: dict[UUID, set[str]] = {}
    for draft in session.drafts:
        if draft.person is not None and (draft.kind in ENDINGS or draft.kind == "injected"):
            endings.setdefault(draft.person, set()).add(draft.kind)
    assert all(len(kinds) == 1 for kinds in endings.values())
    walk_ins = {d.person for d in session.drafts
                if d.kind == "checked_in" and d.data.get("walk_in")}  # fmt: skip
    assert len(endings.keys() - walk_ins) == session.stage.plan.called
    assert session.declared == len(session.given) > 40


@pytest.mark.parametrize("seed", range(8))
def test_vials_and_doses_add_up(pack: Pack, territories: Territories, seed: int) -> None:
    session = played(pack, territories, seed)
    counts = Counter(d.kind for d in session.drafts)
    returned = sum(d.data["vials"] for d in session.drafts if d.kind == "vials_returned")
    assert session.stage.plan.vials == counts["vial_opened"] + counts["vial_broken"] + returned
    for opened in (d for d in session.drafts if d.kind == "vial_opened"):
        vial = opened.data["vial"]
        drawn = sum(d.kind == "injected" and d.data["vial"] == vial for d in session.drafts)
        thrown = sum(d.data["doses"] for d in session.drafts
                     if d.kind == "vial_discarded" and d.data["vial"] == vial)  # fmt: skip
        assert opened.data["doses"] == drawn + thrown


def test_the_stations_come_in_their_order(pack: Pack, territories: Territories) -> None:
    session = played(pack, territories)
    order = ["checked_in", "measured", "screened", "injected", "released"]
    for person in {g.visitor.resident.person_id for g in session.given}:
        own = [d for d in session.drafts if d.person == person and d.kind in order]
        kinds = list(dict.fromkeys(d.kind for d in own))
        assert kinds[:4] == order[:4]
        assert [d.at for d in own] == sorted(d.at for d in own)
        injected = next(d.at for d in own if d.kind == "injected")
        released = [d.at for d in own if d.kind == "released"]
        assert all(at - injected >= timedelta(minutes=30) for at in released)


def test_the_same_seed_plays_the_same_day_and_another_one_does_not(
    pack: Pack, territories: Territories
) -> None:
    def written(seed: int) -> list[bytes]:
        pen = Pen(Chance(seed))
        return [pen.write(d).body.encode() for d in played(pack, territories, seed).drafts]

    assert written(3) == written(3)
    assert written(3) != written(4)


def test_a_product_of_one_dose_a_vial_wastes_nothing(pack: Pack, territories: Territories) -> None:
    session = played(pack, territories, product="BIBP")
    counts = Counter(d.kind for d in session.drafts)
    assert counts["vial_opened"] == counts["injected"]
    assert counts["vial_discarded"] == 0


def test_a_device_numbers_chains_and_signs(pack: Pack, territories: Territories) -> None:
    pen, device = Pen(Chance(1)), DemoDevice(account("device"), "Máy", b"k" * 32)
    sent = device.write(pen, played(pack, territories).drafts[:20])
    read: list[Envelope] = [read_body(s.body.encode()) for s in sent]
    assert [e.seq for e in read] == list(range(1, 21))
    assert read[0].prev is None
    upload = device.sign(sent)

    hashes = [digest(s.body.encode()) for s in sent]
    assert [e.prev for e in read[1:]] == [h.hex() for h in hashes[:-1]]
    manifest = signature.manifest(device.device_id, hashes)
    assert signature.is_valid(device.key.public_key(), upload.signature or b"", manifest)


def test_the_same_draft_has_the_same_bytes_with_its_private_document() -> None:
    draft = Draft(
        kind="registered", name=("x",), at=moment(DAY, 9), data={"home": 1, "sex": None},
        person=account("p"), private=PersonDetails(full_name="Nguyễn Thử"),
    )  # fmt: skip
    one, other = Pen(Chance(5)).write(draft), Pen(Chance(5)).write(draft)
    assert (one.body, one.private) == (other.body, other.private)
    assert "sex" not in read_body(one.body.encode()).data
    assert "Thử" not in one.body
