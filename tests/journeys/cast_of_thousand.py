"""A thousand people of three wards: households on one phone, some without papers or a call."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from msgspec import Struct

from tests.support.country import (
    CITY,
    DISTRICT,
    NATION,
    OTHER_STATION,
    OTHER_WARD,
    SOUTH,
    STATION,
    THIRD_STATION,
    THIRD_WARD,
    WARD,
)
from tests.support.leaks import Planted
from tests.support.offices import Seat
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.registry.events import Document, PersonDetails

FAMILY = ("Trần", "Phạm", "Huỳnh", "Hoàng", "Võ", "Đặng", "Bùi", "Dương", "Nguyễn", "Trương")
MIDDLE = ("Thị", "Ngọc", "Minh", "Quốc", "Thanh", "Hồng", "Kim", "Xuân", "Đức", "Bảo")
GIVEN = ("Hạnh", "Nguyệt", "Khánh", "Phượng", "Trinh", "Quyên", "Thắng", "Vượng", "Liễu", "Đào")
GROUPS = ("9", "10", "11", "13", "16")

CALLED, FROM_THE_OFFICE, TO_A_PHONE = 320, 60, 3
WALK_INS = (7, 7, 7, 7, 6, 6)
"""So many come to each session without a call: 40 in all."""

AT_SITE = (Role.FACILITY_HEAD, Role.SITE_HEAD, Role.RECEPTION, Role.NURSE, Role.SCREENER,
           Role.INJECTOR, Role.OBSERVER)  # fmt: skip


class Place(Struct, frozen=True):
    """One of the three wards with its health station and the site it opens."""

    station: str
    ward: int
    ward_name: str
    site: str


PLACES = (
    Place(STATION, WARD, "Phường Tân Định", "Nhà thi đấu Tân Định"),
    Place(OTHER_STATION, OTHER_WARD, "Phường Đa Kao", "Trường Đinh Tiên Hoàng"),
    Place(THIRD_STATION, THIRD_WARD, "Phường Bến Nghé", "Nhà văn hóa Thanh niên"),
)


def name_of(role: str, station: str) -> str:
    """The account of one who works at a station."""
    return f"{role}-{station}".lower()


SEATS = {
    "ministry": Seat(Role.MINISTRY, unit=NATION),
    "institute": Seat(Role.REGIONAL_INSTITUTE, unit=SOUTH),
    "city": Seat(Role.PROVINCE, unit=CITY),
    "district": Seat(Role.DISTRICT, unit=DISTRICT),
    "office": Seat(Role.ORGANISATION, facility=THIRD_STATION),
    **{f"ward-{p.ward}": Seat(Role.WARD, unit=p.ward) for p in PLACES},
    **{name_of("keeper", p.station): Seat(Role.STOREKEEPER, facility=p.station) for p in PLACES},
    **{name_of(r, p.station): Seat(r, facility=p.station) for r in AT_SITE for p in PLACES},
}


class Villager(Struct, frozen=True):
    """Somebody of the thousand; without a number they have no papers with them."""

    name: str
    born: date
    sex: str
    number: str | None
    phone: str
    address: str
    group: str

    def row(self, place: Place) -> tuple[str, ...]:
        """The line of a list that names them."""
        return (
            self.name, f"{self.born:%d/%m/%Y}", "Nữ" if self.sex == "female" else "Nam",
            self.number or "chưa có", f"0{self.phone}", place.ward_name, "Quận 1",
            "Thành phố Hồ Chí Minh", f"Tổ dân phố {1 + int(self.phone[-3:]) % 9}", self.address,
            self.group,
        )  # fmt: skip

    def details(self) -> PersonDetails:
        """What the desk of a site writes down of them, sealed."""
        documents: list[Document] = []
        if self.number:
            documents.append(Document(id=uuid4(), kind="personal_number", number=self.number))
        return PersonDetails(
            full_name=self.name, birth_date=self.born, birth_precision="day",
            documents=documents, phones=[f"+84{self.phone}"],
            address=self.address,
        )  # fmt: skip

    def age(self, day: date) -> int:
        """Whole years of age on a day."""
        before = (day.month, day.day) < (self.born.month, self.born.day)
        return day.year - self.born.year - before


def villager(n: int) -> Villager:
    """Make the n-th of the thousand, the same one each time."""
    sex = "female" if n % 2 else "male"
    born = date(1950 + n % 50, 1 + n % 12, 1 + n % 28)
    digit = 1 if sex == "female" else 0
    house = n // TO_A_PHONE
    return Villager(
        name=f"{FAMILY[n // 100]} {MIDDLE[n // 10 % 10]} {GIVEN[n % 10]}", born=born, sex=sex,
        number=None if n % 20 == 7 else f"079{digit}{born:%y}{n + 204_000:06}",
        phone=f"98{n // TO_A_PHONE + 3_140_000:07}", address=f"{1 + house} Lê Thánh Tôn",
        group=GROUPS[house % len(GROUPS)],
    )  # fmt: skip


EVERYBODY = tuple(villager(n) for n in range(3 * CALLED + sum(WALK_INS)))
ON_LISTS = tuple(EVERYBODY[i * CALLED : (i + 1) * CALLED] for i in range(len(PLACES)))
NEWCOMERS = EVERYBODY[len(PLACES) * CALLED :]
PLANTED = Planted(
    names=frozenset(v.name for v in EVERYBODY), phones=frozenset(v.phone for v in EVERYBODY),
    numbers=frozenset(v.number for v in EVERYBODY if v.number),
)  # fmt: skip


def register_rows(people: Sequence[Villager] = EVERYBODY) -> list[str]:
    """What the population register holds: without one in ten, with another birth for one in 50."""
    rows = ["number,full_name,birth_date,sex"]
    for n, v in enumerate(people):
        if v.number and n % 10 != 3:
            born = date(1949, 1, 1) if n % 50 == 1 else v.born
            rows.append(f"{v.number},{v.name},{born},{v.sex}")
    return rows
