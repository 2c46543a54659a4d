"""Everything that the steps of the story work with."""

from collections.abc import Callable, Sequence
from uuid import UUID

from msgspec import Struct

from tiemchung.country.pack import Pack, read_pack
from tiemchung.country.rulebook import RuleBook
from tiemchung.demo.campaign.areas import Area, Territories
from tiemchung.demo.campaign.atlas import Atlas, round_key, site_names
from tiemchung.demo.campaign.calendar import HOME_PROVINCE, TODAY, Round
from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.crew import Crew
from tiemchung.demo.campaign.feed import Feed
from tiemchung.demo.campaign.pen import Pen
from tiemchung.demo.campaign.registering import Registrar
from tiemchung.demo.campaign.staff import Post, Roster
from tiemchung.demo.campaign.stock_plan import StockPlan
from tiemchung.demo.campaign.stores import Stores
from tiemchung.demo.keys import DemoKeys
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.followers import Follower, catch_up
from tiemchung.domains.planning.service import reading_rules
from tiemchung.domains.registry.lists.model import ReadingRules
from tiemchung.kernel.db import transaction
from tiemchung.kernel.scope import NATION
from tiemchung.runtime import Runtime

OPERATIONS, DISTRICTS, SITES = 20, 30, 100
"""The support force of 2021: steering committee, districts, sites."""

Followers = Callable[[Runtime], Sequence[Follower]]


class Offices(Struct, frozen=True):
    """The accounts above the sites, by what they are for."""

    ministry: UUID
    institute: UUID
    province: UUID
    storekeeper: UUID
    platform: UUID
    operations: UUID
    districts: dict[str, UUID]
    keepers: dict[str, UUID]
    support: dict[str, UUID]


class Cast:
    """The story's places, people above the sites, pens and stores for one run."""

    def __init__(self, runtime: Runtime, feed: Feed, *, seed: int, people: int) -> None:
        self.runtime = runtime
        self.feed = feed
        self.people = people
        self.pack: Pack = read_pack()
        self.chance = Chance(seed)
        self.pen = Pen(self.chance)
        self.keys = DemoKeys(runtime.settings.folder)
        self.territories = Territories(self.pack, people)
        self.stock = StockPlan(self.pack, self.territories)
        self.atlas = Atlas(self.pack)
        self.roster = Roster(self.chance)
        self.city = self.atlas.unit("province", HOME_PROVINCE)
        self._reading: ReadingRules | None = None
        self.registrar = Registrar(runtime.db.app, runtime.vault, self.atlas, self.chance)

    @property
    def book(self) -> RuleBook:
        """The rules by which the story is told: those of the pack."""
        return self.pack.rule_book

    async def open(self) -> None:
        """Read the atlas and put the roster together; the same accounts in every run."""
        async with transaction(self.runtime.db.app, NATION) as tx:
            await self.atlas.read(tx)
            self.site_names = {p.site_id: p.name for p in await site_names(tx)}
        self.offices = self._offices()
        self.crews = {a.index: self._crew(a) for a in self.territories.areas}
        self.stores = Stores(
            self.runtime.db.app, self.feed, self.atlas, self.chance, self.offices.keepers,
            self.offices.storekeeper,
        )  # fmt: skip

    def round_id(self, one: Round) -> int:
        """Return the number of a round of the city."""
        return self.atlas.round[round_key(self.city, one.number)]

    async def reading_rules(self) -> ReadingRules:
        """Return what files are read against; made once, for it knows 11,000 units."""
        if self._reading is None:
            async with transaction(self.runtime.db.app, NATION) as tx:
                self._reading = await reading_rules(tx, self.city, today=TODAY, book=self.book)
        return self._reading

    async def let_pass(self, followers: Sequence[Follower]) -> None:
        """Run followers of this process until they have read everything sent so far."""
        await self.feed.drain()
        await catch_up(self.runtime.db.worker, followers)

    def _crew(self, area: Area) -> Crew:
        mark = "" if area.index == 0 else f".{area.facility_key[4:]}"
        return self.roster.crew(mark, self.atlas.station(area))

    def _offices(self) -> Offices:
        add, atlas = self.roster.add, self.atlas
        nation = self.pack.units[0].id
        region = next(m.region_id for m in self.pack.region_members if m.province_id == self.city)
        districts = list(dict.fromkeys(a.district for a in self.territories.areas))
        codes = {d.id: "" if n == 0 else f".{d.code}" for n, d in enumerate(districts)}
        keepers = {
            f"{HOME_PROVINCE}-CDC": add(
                "hcdc.kho", Role.STOREKEEPER, "Dược sĩ",
                facility=atlas.facility[f"{HOME_PROVINCE}-CDC"],
            )
        }  # fmt: skip
        for area in self.territories.areas:
            if area.supplier_key not in keepers:
                keepers[area.supplier_key] = add(
                    f"kho.{area.district.code}", Role.STOREKEEPER, "Dược sĩ",
                    facility=atlas.facility[area.supplier_key],
                )  # fmt: skip
        ward = self.territories.areas[0].wards
        add("phuong", Role.WARD, "Cán bộ phường", unit=ward[len(ward) // 2].id)
        add("coquan", Role.ORGANISATION, "Nhân sự", unit=self.city)
        return Offices(
            ministry=add("boyte", Role.MINISTRY, "Chuyên viên", unit=nation),
            institute=add("vienpasteur", Role.REGIONAL_INSTITUTE, "Chuyên viên", unit=region),
            province=add("soyte", Role.PROVINCE, "Chuyên viên", unit=self.city),
            storekeeper=keepers[f"{HOME_PROVINCE}-CDC"],
            platform=add("quantri", Role.PLATFORM, "Kỹ sư", unit=nation),
            operations=add(
                "dieuhanh", Role.SUPPORT_OPERATIONS, "Ban chỉ đạo", unit=self.city
            ),
            districts={
                d.code: add(f"quan{codes[d.id]}", Role.DISTRICT, "Chuyên viên", unit=d.id)
                for d in districts
            },
            keepers=keepers,
            support={
                d.code: add(
                    f"hotroquan{codes[d.id]}", Role.SUPPORT_DISTRICT, "Cán bộ hỗ trợ", unit=d.id
                )
                for d in districts
            },
        )  # fmt: skip

    @property
    def posts(self) -> list[Post]:
        """Every account of the demo."""
        return self.roster.posts
