"""Codes of the domains in the words of the screen."""

from tiemchung.kernel.i18n import Lazy, lazy

SEXES = {
    "male": lazy("Nam"),
    "female": lazy("Nữ"),
    "other": lazy("Khác"),
    "unknown": lazy("Chưa rõ"),
}
DOCUMENT_KINDS = {
    "cmnd": lazy("CMND"),
    "personal_number": lazy("CCCD, số định danh"),
    "passport": lazy("Hộ chiếu"),
    "health_card": lazy("Thẻ BHYT"),
}
NO_DOCUMENT = {
    "lost": lazy("Mất giấy tờ"),
    "not_issued": lazy("Chưa được cấp"),
    "child": lazy("Trẻ em chưa có giấy tờ"),
    "not_with_them": lazy("Không mang theo"),
    "foreigner": lazy("Người nước ngoài, chưa có hộ chiếu"),
    "unknown": lazy("Không rõ"),
}
STEP_KINDS = {
    "checked_in": lazy("Tiếp đón"),
    "measured": lazy("Đo dấu hiệu sinh tồn"),
    "screened": lazy("Khám sàng lọc"),
    "deferred": lazy("Trì hoãn tiêm chủng"),
    "contraindicated": lazy("Chống chỉ định"),
    "referred": lazy("Chuyển tiêm tại bệnh viện"),
    "declined": lazy("Từ chối tiêm"),
    "left": lazy("Bỏ về"),
    "no_show": lazy("Không đến"),
    "observed": lazy("Theo dõi sau tiêm"),
    "released": lazy("Kết thúc theo dõi"),
    "invited": lazy("Đã mời"),
}
STATES = {
    "waiting": lazy("Đang chờ"),
    "assigned": lazy("Đã phân về cơ sở"),
    "called": lazy("Đã gọi tiêm"),
    "deferred": lazy("Hoãn tiêm"),
    "vaccinated": lazy("Đã tiêm"),
    "contraindicated": lazy("Chống chỉ định"),
    "referred": lazy("Chuyển bệnh viện"),
    "declined": lazy("Từ chối tiêm"),
    "removed": lazy("Đã bỏ khỏi danh sách"),
    "unlisted": lazy("Chưa đăng ký"),
    "open": lazy("Đang mở"),
    "arrived": lazy("Đã đến"),
    "done": lazy("Xong"),
    "cancelled": lazy("Đã hủy"),
    "draft": lazy("Bản nháp"),
    "submitted": lazy("Chờ duyệt"),
    "approved": lazy("Đã duyệt"),
    "returned": lazy("Trả lại để sửa"),
    "planned": lazy("Đã lập"),
    "running": lazy("Đang tiêm"),
    "ended": lazy("Đã kết thúc tiêm"),
    "closed": lazy("Đã khóa sổ"),
    "importing": lazy("Đang nhập"),
    "imported": lazy("Đã nhập"),
    "withdrawn": lazy("Đã rút"),
    "settled": lazy("Đã giải quyết"),
}
EXPECTED = lazy("Chưa đến")
RESULTS = {
    "injected": lazy("Đã tiêm"),
    **{kind: STEP_KINDS[kind] for kind in (
        "deferred", "contraindicated", "referred", "declined", "left", "no_show"
    )},
}  # fmt: skip
TONES = {
    "vaccinated": "good", "approved": "good", "imported": "good", "closed": "good", "done": "good",
    "settled": "good", "submitted": "warn", "deferred": "warn", "returned": "warn",
    "importing": "warn", "open": "warn", "contraindicated": "bad", "running": "info",
    "assigned": "info", "called": "info", "arrived": "info", "ended": "info", "referred": "warn",
}  # fmt: skip
CASE_KINDS = {
    "dose": lazy("Mũi tiêm cần xem xét"),
    "duplicate": lazy("Một số giấy tờ, hai hồ sơ"),
}
FLAGS = {
    "held": lazy("Vắc xin đang tạm dừng"),
    "not_authorised": lazy("Vắc xin chưa được phép cho người này"),
    "too_young": lazy("Dưới tuổi cho phép"),
    "too_old": lazy("Trên tuổi cho phép"),
    "mix_not_allowed": lazy("Phối hợp vắc xin không được phép"),
    "not_foreseen": lazy("Mũi này không có trong quy định"),
    "too_early": lazy("Sớm hơn khoảng cách tối thiểu"),
    "other_vaccine_too_close": lazy("Quá gần một vắc xin khác"),
    "age_unknown": lazy("Chưa rõ tuổi"),
    "same_person": lazy("Có thể là cùng một người"),
    "same_number": lazy("Trùng số giấy tờ với người khác"),
    "lot_held": lazy("Lô đang tạm dừng"),
    "lot_expired": lazy("Lô hết hạn"),
    "unknown_lot": lazy("Không rõ lô"),
    "unknown_product": lazy("Không rõ vắc xin"),
    "lot_of_another_product": lazy("Lô của vắc xin khác"),
    "in_the_future": lazy("Thời điểm ở sau hiện tại"),
    "enterer_without_grant": lazy("Người nhập chưa được phân công"),
    "performer_without_grant": lazy("Người tiêm chưa được phân công"),
    "entered_by_another": lazy("Nhập bằng tài khoản khác"),
    "device_revoked": lazy("Máy đã bị thu hồi"),
    "device_of_another_facility": lazy("Máy của cơ sở khác"),
}
REMOVE_REASONS = {
    "moved_away": lazy("Đã chuyển đi"),
    "vaccinated_elsewhere": lazy("Đã tiêm nơi khác"),
    "asked_to": lazy("Người dân đề nghị"),
    "entered_twice": lazy("Nhập hai lần"),
    "not_of_ward": lazy("Không thuộc địa bàn"),
}


def state_of(code: str | None) -> Lazy:
    """Return the word for a state; an unknown code stands as it is."""
    return STATES.get(code or "unlisted") or Lazy(code or "")


def result_of(outcome: str | None, state: str) -> Lazy:
    """Return what has become of somebody called; who is still expected has not come."""
    if outcome is not None:
        return RESULTS[outcome]
    return EXPECTED if state == "open" else state_of(state)


GAPS = {
    "people": lazy("Người chưa có kết quả"),
    "walk_ins": lazy("Người ngoài danh sách chưa có kết quả"),
    "vials": lazy("Lọ chưa khớp"),
    "doses": lazy("Liều chưa khớp"),
    "device": lazy("Máy còn thiếu dữ liệu"),
    "declared": lazy("Số báo khác số đã nhập"),
    "not_declared": lazy("Chưa báo số cuối buổi"),
    "called": lazy("Người được gọi chưa có kết quả"),
    "doses_without_vial": lazy("Mũi tiêm chưa gắn với lọ"),
}
OWNERS = {
    "site": lazy("Điểm tiêm"),
    "facility": lazy("Cơ sở"),
    "district": lazy("Quận, huyện"),
    "province": lazy("Tỉnh, thành phố"),
}
FACILITY_KINDS = {
    "ministry": lazy("Bộ Y tế"),
    "sector_office": lazy("Cơ quan y tế ngành"),
    "regional_institute": lazy("Viện khu vực"),
    "health_department": lazy("Sở Y tế"),
    "provincial_cdc": lazy("Trung tâm kiểm soát bệnh tật"),
    "district_health_centre": lazy("Trung tâm y tế quận, huyện"),
    "commune_health_station": lazy("Trạm y tế"),
}
SECTORS = {
    "civil": lazy("Dân y"),
    "army": lazy("Quân đội"),
    "police": lazy("Công an"),
    "ministry_health": lazy("Y tế bộ, ngành"),
}
