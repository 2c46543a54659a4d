"""The roles of the platform and what each may enter, decide and read (data-model 6).

A role says what one may do; the unit, facility or session of its grant says where.
"""

from enum import StrEnum

from tiemchung.kernel.i18n import Lazy, lazy


class Role(StrEnum):
    """Names of the field (glossary); the support force has no clinical authority."""

    MINISTRY = "ministry"
    REGIONAL_INSTITUTE = "regional_institute"
    PROVINCE = "province"
    DISTRICT = "district"
    WARD = "ward"
    FACILITY_HEAD = "facility_head"
    SITE_HEAD = "site_head"
    RECEPTION = "reception"
    NURSE = "nurse"
    SCREENER = "screener"
    INJECTOR = "injector"
    OBSERVER = "observer"
    STOREKEEPER = "storekeeper"
    ORGANISATION = "organisation"
    SUPPORT_OPERATIONS = "support_operations"
    SUPPORT_DISTRICT = "support_district"
    SUPPORT_SITE = "support_site"
    VOLUNTEER = "volunteer"
    PLATFORM = "platform"


CLINICAL = frozenset({Role.SCREENER, Role.INJECTOR, Role.NURSE, Role.OBSERVER, Role.SITE_HEAD})
"""May be answerable (`performed_by`) for what happens to a person at a station."""

AT_SITE = CLINICAL | {
    Role.RECEPTION,
    Role.SUPPORT_SITE,
    Role.SUPPORT_DISTRICT,
    Role.VOLUNTEER,
    Role.FACILITY_HEAD,
    Role.STOREKEEPER,
}
"""May type (`entered_by`) what happens at a site."""

ABOVE_SITE = frozenset(
    {
        Role.MINISTRY,
        Role.REGIONAL_INSTITUTE,
        Role.PROVINCE,
        Role.DISTRICT,
        Role.PLATFORM,
        Role.SUPPORT_OPERATIONS,
        Role.SUPPORT_DISTRICT,
    }
)
"""Sign in with a second factor (time-based code)."""


ROLE_TITLES: dict[Role, Lazy] = {
    Role.MINISTRY: lazy("Bộ Y tế"),
    Role.REGIONAL_INSTITUTE: lazy("Viện khu vực"),
    Role.PROVINCE: lazy("Tuyến tỉnh"),
    Role.DISTRICT: lazy("Tuyến huyện"),
    Role.WARD: lazy("Phường, xã"),
    Role.FACILITY_HEAD: lazy("Phụ trách cơ sở tiêm chủng"),
    Role.SITE_HEAD: lazy("Trưởng điểm tiêm"),
    Role.RECEPTION: lazy("Tiếp đón"),
    Role.NURSE: lazy("Điều dưỡng đo sinh hiệu"),
    Role.SCREENER: lazy("Bác sĩ khám sàng lọc"),
    Role.INJECTOR: lazy("Người tiêm"),
    Role.OBSERVER: lazy("Người theo dõi sau tiêm"),
    Role.STOREKEEPER: lazy("Thủ kho vắc xin"),
    Role.ORGANISATION: lazy("Cơ quan, đơn vị lập danh sách"),
    Role.SUPPORT_OPERATIONS: lazy("Lực lượng hỗ trợ điều hành"),
    Role.SUPPORT_DISTRICT: lazy("Lực lượng hỗ trợ quận, huyện"),
    Role.SUPPORT_SITE: lazy("Lực lượng hỗ trợ điểm tiêm"),
    Role.VOLUNTEER: lazy("Tình nguyện viên"),
    Role.PLATFORM: lazy("Quản trị nền tảng"),
}
"""What people call a role."""
