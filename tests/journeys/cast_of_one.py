"""Who is in the story of one person: names, phones and numbers that must stand in no log."""

from tests.support.country import CITY, DISTRICT, NATION, SOUTH, STATION, WARD
from tests.support.leaks import Planted
from tests.support.offices import Seat
from tiemchung.domains.identity.roles import Role

SEATS = {
    "ministry": Seat(Role.MINISTRY, unit=NATION),
    "institute": Seat(Role.REGIONAL_INSTITUTE, unit=SOUTH),
    "city": Seat(Role.PROVINCE, unit=CITY),
    "district": Seat(Role.DISTRICT, unit=DISTRICT),
    "ward": Seat(Role.WARD, unit=WARD),
    "office": Seat(Role.ORGANISATION, facility=STATION),
    f"keeper-{STATION}".lower(): Seat(Role.STOREKEEPER, facility=STATION),
    **{
        str(role): Seat(role, facility=STATION)
        for role in (Role.FACILITY_HEAD, Role.SITE_HEAD, Role.RECEPTION, Role.NURSE, Role.SCREENER,
                     Role.INJECTOR, Role.OBSERVER)
    },
}  # fmt: skip

CITIZEN = "Nguyễn Thị Ánh Nguyệt"
WITHOUT_PAPERS = "Đỗ Văn Tài"
OF_THE_WARD = "Y Blô Niê"
WORKER, COLLEAGUE = "Trần Quốc Khánh", "Lê Thị Hồng Gấm"
WRONG_BIRTH, WRONG_NUMBER = "Phạm Minh Đạo", "Vũ Thị Sương"
WALK_IN = "Huỳnh Thị Mỹ Lệ"
IN_THE_AFTERNOON = ("Bùi Thanh Hà", "Đặng Ngọc Ánh", "Lý Tuyết Mai")
NAMES = (CITIZEN, WITHOUT_PAPERS, OF_THE_WARD, WORKER, COLLEAGUE, WRONG_BIRTH, WRONG_NUMBER,
         WALK_IN, *IN_THE_AFTERNOON)  # fmt: skip

PHONE = "+84903111222"
PHONES = ("903111222", "912333444", "987654321", "977112233", "966778899", "939001122",
          "918000111", "918000222", "918000333")  # fmt: skip
NUMBERS = ("079184001234", "079090004321", "079070123456", "079188654321", "079090112233",
           "079195445566", "079182778899", "079085111222", "079191333444",
           "079160555666")  # fmt: skip

PLANTED = Planted(frozenset(NAMES), frozenset(PHONES), frozenset(NUMBERS))

REGISTRATION = {
    "full_name": CITIZEN, "birth-day": "15", "birth-month": "3", "birth-year": "1984",
    "sex": "female", "document": NUMBERS[0], "address": "12/3 Nguyễn Trãi", "priority_group": "9",
}  # fmt: skip
AT_THE_SITE = {
    "full_name": WITHOUT_PAPERS, "birth": "1957", "sex": "male", "no_document_reason": "lost",
    "address": "5 Hai Bà Trưng", "priority_group": "9",
}  # fmt: skip
BY_THE_WARD = {
    "full_name": OF_THE_WARD, "birth": "12/08/1990", "sex": "male", "document": NUMBERS[1],
    "phone": "0912 333 444", "neighbourhood_name": "Tổ dân phố 12", "address": "7 Đinh Tiên Hoàng",
    "priority_group": "11",
}  # fmt: skip
ON_THE_DAY = {
    "full_name": WALK_IN, "birth": "02/09/1982", "sex": "female", "document": NUMBERS[6],
    "phone": "0939001122", "priority_group": "10", "document_seen": "yes",
}  # fmt: skip

_HERE = ("Phường Tân Định", "Quận 1", "Thành phố Hồ Chí Minh")
OFFICE_LIST = (
    (WORKER, "05/03/1970", "Nam", NUMBERS[2], "0987654321", *_HERE, "", "1 Trần Quang Khải", "13"),
    (COLLEAGUE, "20/11/1988", "Nữ", NUMBERS[3], "0987654321", *_HERE, "", "1 Trần Quang Khải",
     "13"),
    (WRONG_BIRTH, "31/02/1990", "Nam", NUMBERS[4], "0977112233", *_HERE, "", "2 Thạch Thị Thanh",
     "13"),
    (WRONG_NUMBER, "09/06/1995", "Nữ", "07918", "0966778899", *_HERE, "", "3 Thạch Thị Thanh",
     "13"),
)  # fmt: skip
REPAIRS = {
    WRONG_BIRTH: {"Ngày sinh": "28/02/1990"},
    WRONG_NUMBER: {"Số CMND/CCCD/Hộ chiếu": NUMBERS[5]},
}
WARD_LIST = tuple(
    (name, born, sex, number, f"0{phone}", *_HERE, "Tổ dân phố 3", f"{n} Trần Khắc Chân", "16")
    for n, (name, born, sex, number, phone) in enumerate(
        zip(IN_THE_AFTERNOON, ("14/01/1985", "30/07/1991", "08/10/1960"), ("Nam", "Nữ", "Nữ"),
            NUMBERS[7:], PHONES[6:], strict=True), 1
    )
)  # fmt: skip
