"""Tendencies of the demo's people, chosen to look like Ho Chi Minh City in 2021.

None of these numbers is a published figure: they make a demonstration lively and test the product
with everything that really occurs. Codes of priority groups are those of decision 3355/QĐ-BYT in
the country pack, occupation codes the main groups of the Vietnamese list of occupations, ethnic
groups the official list.
"""

from typing import Final

from msgspec import Struct


class Occupation(Struct, frozen=True):
    """What people write, its code, from and to which age, how often, and what follows from it."""

    name: str
    code: str
    from_age: int
    to_age: int
    weight: float
    group: str = ""
    sector: str = "civil"
    employed: bool = False


OCCUPATIONS: Final = (
    Occupation("Công nhân", "8", 18, 55, 18, "13", employed=True),
    Occupation("Nhân viên văn phòng", "4", 22, 60, 12, "13", employed=True),
    Occupation("Nhân viên bán hàng", "5", 18, 60, 8, "13", employed=True),
    Occupation("Buôn bán nhỏ", "5", 20, 75, 12, "15"),
    Occupation("Lao động tự do", "9", 18, 70, 14, "15"),
    Occupation("Nội trợ", "", 20, 80, 10),
    Occupation("Tài xế công nghệ", "8", 20, 58, 4, "7"),
    Occupation("Tài xế xe tải", "8", 23, 60, 2, "7", employed=True),
    Occupation("Giáo viên", "23", 22, 60, 2.5, "8", employed=True),
    Occupation("Bác sĩ", "22", 25, 65, 0.6, "1", employed=True),
    Occupation("Điều dưỡng", "32", 21, 60, 1.2, "1", employed=True),
    Occupation("Dược sĩ", "22", 23, 65, 0.5, "1", employed=True),
    Occupation("Kỹ sư", "2", 22, 62, 4, "13", employed=True),
    Occupation("Kế toán", "3", 22, 60, 3, "13", employed=True),
    Occupation("Bảo vệ", "5", 20, 65, 2.5, "13", employed=True),
    Occupation("Thợ xây", "7", 18, 60, 3, "13"),
    Occupation("Thợ may", "7", 18, 60, 3, "13", employed=True),
    Occupation("Đầu bếp", "5", 18, 60, 1.5, "13"),
    Occupation("Cán bộ phường", "1", 23, 60, 0.5, "2", employed=True),
    Occupation("Tổ trưởng dân phố", "1", 45, 75, 0.3, "2"),
    Occupation("Phóng viên", "2", 22, 60, 0.2, "2", employed=True),
    Occupation("Nhân viên điện lực", "7", 20, 60, 0.4, "7", employed=True),
    Occupation("Nhân viên sân bay", "4", 20, 60, 0.4, "7", employed=True),
    Occupation("Hải quan", "4", 23, 60, 0.1, "6", employed=True),
    Occupation("Bộ đội", "0", 18, 55, 0.6, "3", "army", employed=True),
    Occupation("Công an", "0", 20, 58, 0.7, "4", "police", employed=True),
    Occupation("Tu sĩ", "2", 20, 85, 0.2, "14"),
    Occupation("Sinh viên", "", 18, 25, 9, "8"),
    Occupation("Nông dân", "6", 18, 75, 2, "15"),
    Occupation("Thất nghiệp", "", 18, 60, 2, "15"),
)
RETIRED: Final = Occupation("Hưu trí", "", 60, 120, 1)
AT_HOME: Final = Occupation("Ở nhà", "", 70, 120, 1)
PUPIL: Final = Occupation("Học sinh", "", 6, 18, 1, "8")
SMALL_CHILD: Final = Occupation("Trẻ em", "", 0, 6, 1)

# What share of an age has it: (name, share under 40, 40 to 64, from 65). The names that begin an
# item of the adult screening form are answered with yes at the site.
CONDITIONS: Final = (
    ("hypertension", 0.03, 0.22, 0.48),
    ("diabetes", 0.01, 0.07, 0.16),
    ("heart_disease", 0.004, 0.03, 0.12),
    ("asthma", 0.03, 0.03, 0.04),
    ("kidney_disease", 0.002, 0.01, 0.03),
    ("immunodeficiency", 0.002, 0.006, 0.012),
    ("coagulation_disorder", 0.002, 0.006, 0.02),
    ("allergy", 0.06, 0.05, 0.03),
    ("anaphylaxis_grade_3", 0.002, 0.002, 0.001),
    ("altered_behaviour", 0.001, 0.002, 0.01),
    ("covid_within_6_months", 0.004, 0.004, 0.004),
    ("acute_illness", 0.008, 0.008, 0.012),
)
CHRONIC: Final = frozenset(
    {"hypertension", "diabetes", "heart_disease", "asthma", "kidney_disease", "immunodeficiency"}
)
ITEM_OF_CONDITION: Final = {
    "covid_within_6_months": "2",
    "acute_illness": "3",
    "anaphylaxis_grade_3": "5",
    "immunodeficiency": "6",
    "allergy": "7",
    "coagulation_disorder": "8",
    "altered_behaviour": "9",
}
"""Item of the adult screening form (3802/QĐ-BYT) that a condition answers with yes."""

_STREET_LIST: Final = """
Nguyễn Trãi|Lê Lợi|Trần Hưng Đạo|Lý Thường Kiệt|Hai Bà Trưng|Điện Biên Phủ|Nguyễn Huệ|Tô Ký
Cách Mạng Tháng Tám|Lê Văn Sỹ|Phan Xích Long|Nguyễn Đình Chiểu|Võ Văn Tần|Pasteur|Hà Huy Giáp
Nguyễn Thị Minh Khai|Lạc Long Quân|Âu Cơ|Hòa Bình|Kha Vạn Cân|Quang Trung|Phan Văn Trị|Bình Long
Lê Đức Thọ|Nguyễn Oanh|Nguyễn Kiệm|Hoàng Văn Thụ|Trường Chinh|Cộng Hòa|Tân Sơn Nhì|Lê Thị Riêng
Lũy Bán Bích|Tỉnh lộ 10|Kinh Dương Vương|Hậu Giang|Hùng Vương|An Dương Vương|Tùng Thiện Vương
Phạm Thế Hiển|Dạ Nam|Tôn Đản|Đoàn Văn Bơ|Huỳnh Tấn Phát|Nguyễn Văn Linh|Lê Văn Lương|Phan Văn Hớn
Quốc lộ 13|Xô Viết Nghệ Tĩnh|Bạch Đằng|Nơ Trang Long|Đường số 3|Đường số 7|Đường số 12|Đường 385
"""
STREETS: Final = tuple(_STREET_LIST.strip().replace("\n", "|").split("|"))

# Groups other than Kinh that live in a province in numbers worth showing: (code of the official
# list, share). Everywhere else the national mix of `ELSEWHERE` applies.
_TAY_NUNG: Final = (("02", 0.30), ("07", 0.22), ("09", 0.08), ("08", 0.05))
_WESTERN: Final = (("03", 0.40), ("08", 0.22), ("06", 0.06))
ETHNIC_MIX: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    "02": (("08", 0.34), ("02", 0.22), ("09", 0.15)),
    "04": (("02", 0.41), ("07", 0.30), ("08", 0.10)),
    "06": (("02", 0.52), ("09", 0.17), ("07", 0.09)),
    "08": (("02", 0.26), ("09", 0.13), ("08", 0.02)),
    "10": (("08", 0.25), ("02", 0.15), ("09", 0.14)),
    "11": _WESTERN, "12": _WESTERN, "14": _WESTERN,
    "15": (("02", 0.18), ("09", 0.12), ("08", 0.13)),
    "17": (("06", 0.63), ("03", 0.04)),
    "19": (("02", 0.11), ("07", 0.06)),
    "20": _TAY_NUNG,
    "38": (("06", 0.10), ("03", 0.06)),
    "40": (("03", 0.10),),
    "58": (("17", 0.11), ("21", 0.12)),
    "60": (("17", 0.03), ("21", 0.01)),
    "62": (("14", 0.25), ("13", 0.12), ("10", 0.05)),
    "64": (("10", 0.30), ("13", 0.12)),
    "66": (("12", 0.19), ("07", 0.04), ("19", 0.02)),
    "67": (("19", 0.08), ("08", 0.05), ("12", 0.01)),
    "68": (("16", 0.13), ("12", 0.01)),
    "79": (("04", 0.042), ("05", 0.006), ("17", 0.002)),
    "84": (("05", 0.31),),
    "89": (("05", 0.04), ("17", 0.006)),
    "91": (("05", 0.12),),
    "94": (("05", 0.30), ("04", 0.05)),
    "95": (("05", 0.08), ("04", 0.02)),
}  # fmt: skip
ELSEWHERE: Final = (("02", 0.004), ("06", 0.004), ("04", 0.004))

SOUTHERN_FROM: Final = "48"
"""Provinces with this code or a later one say Huỳnh and Võ more often than Hoàng and Vũ."""
