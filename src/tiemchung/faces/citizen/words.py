"""Words of the health book for codes: states of doses, flags, notices, grounds of reading."""

from tiemchung.kernel.i18n import Lazy, lazy

DOSE_STATES: dict[str, Lazy] = {
    "recorded": lazy(
        "Đã ghi vào sổ. Cơ sở tiêm sẽ xác nhận khi khóa sổ buổi tiêm, sau đó có chứng nhận."
    ),
    "flagged": lazy("Đã ghi vào sổ; cơ sở tiêm cần kiểm tra lại trước khi xác nhận."),
    "confirmed": lazy("Cơ sở tiêm đã xác nhận. Chứng nhận đang được ký."),
    "certified": lazy("Cơ sở tiêm đã xác nhận và chứng nhận đã được ký."),
    "voided": lazy("Bản ghi đã bị hủy và không được tính; bản gốc vẫn giữ để đối chiếu."),
    "duplicate": lazy("Nhập lại của một mũi đã có; chỉ tính một mũi."),
}

FLAGS: dict[str, Lazy] = {
    "unknown_product": lazy("chưa rõ loại vắc xin"),
    "unknown_lot": lazy("số lô chưa có trong danh mục"),
    "lot_of_another_product": lazy("số lô thuộc loại vắc xin khác"),
    "lot_expired": lazy("lô đã hết hạn"),
    "lot_held": lazy("lô đang tạm dừng sử dụng"),
    "in_the_future": lazy("giờ tiêm ghi sau giờ nhập"),
    "enterer_without_grant": lazy("người nhập chưa được phân công"),
    "performer_without_grant": lazy("người tiêm chưa được phân công"),
    "entered_by_another": lazy("nhập bằng tài khoản khác"),
    "device_revoked": lazy("nhập từ máy đã bị thu hồi"),
    "device_of_another_facility": lazy("nhập từ máy của cơ sở khác"),
    "device_without_number": lazy("máy không đánh số bản ghi"),
    "too_early": lazy("sớm hơn khoảng cách quy định"),
    "too_young": lazy("chưa đủ tuổi"),
    "too_old": lazy("quá tuổi quy định"),
    "mix_not_allowed": lazy("khác loại với mũi trước"),
    "not_authorised": lazy("vắc xin chưa được cấp phép vào ngày đó"),
    "not_foreseen": lazy("chưa có quy định cho mũi này"),
    "held": lazy("vắc xin đang tạm dừng"),
    "other_vaccine_too_close": lazy("quá gần một vắc xin khác"),
}

NOTICES: dict[str, Lazy] = {
    "registered": lazy("Hồ sơ đã được lập"),
    "updated": lazy("Thông tin hồ sơ đã thay đổi"),
    "verified": lazy("Danh tính đã được xác thực với CSDLQG về dân cư"),
    "injected": lazy("Một mũi tiêm đã được ghi vào sổ"),
    "entered_late": lazy("Một mũi tiêm đã được nhập bù từ giấy"),
    "confirmed": lazy("Cơ sở tiêm đã xác nhận mũi tiêm"),
    "certified": lazy("Chứng nhận đã được ký"),
    "corrected": lazy("Một mũi tiêm đã được đính chính"),
    "voided": lazy("Một bản ghi đã bị hủy"),
    "same_as": lazy("Hai bản ghi của cùng một mũi đã được nhập làm một"),
    "deferred": lazy("Hoãn tiêm"),
    "contraindicated": lazy("Chống chỉ định với loại vắc xin này"),
    "referred": lazy("Chuyển tiêm tại bệnh viện"),
    "reaction_reported": lazy("Phản ứng sau tiêm đã được ghi nhận"),
    "merged": lazy("Hai hồ sơ trùng đã được gộp"),
    "unmerged": lazy("Hồ sơ đã được tách ra"),
    "consent_withdrawn": lazy("Đã rút lại đồng ý tiêm"),
}

TONES: dict[str, str] = {
    "voided": "bad",
    "corrected": "warn",
    "contraindicated": "warn",
    "deferred": "warn",
    "certified": "good",
    "verified": "good",
    "injected": "good",
}

GROUNDS: dict[str, Lazy] = {
    "in_scope": lazy("mở hồ sơ trong địa bàn phụ trách"),
    "called_list": lazy("có tên trong danh sách buổi tiêm"),
    "exact_document": lazy("bạn xuất trình giấy tờ hoặc mã tại điểm tiêm"),
    "break_glass": lazy("mở ngoài phạm vi, có ghi lý do"),
    "ward_list": lazy("danh sách của phường, xã"),
    "search": lazy("hiện trong kết quả tìm kiếm"),
}

WISH_STATES: dict[str, Lazy] = {
    "waiting": lazy("Đang chờ xếp lịch"),
    "assigned": lazy("Đã phân về cơ sở tiêm, đang chờ lịch"),
    "called": lazy("Đã có lịch hẹn"),
    "vaccinated": lazy("Đã tiêm"),
    "deferred": lazy("Hoãn tiêm, tự quay lại danh sách khi đến ngày"),
    "contraindicated": lazy("Chống chỉ định với loại vắc xin này"),
    "referred": lazy("Chuyển tiêm tại bệnh viện"),
    "declined": lazy("Đã từ chối tiêm"),
    "removed": lazy("Đã bỏ khỏi danh sách"),
}

VISITS: dict[str, Lazy] = {
    "deferred": lazy("Hoãn tiêm"),
    "contraindicated": lazy("Chống chỉ định"),
    "referred": lazy("Chuyển bệnh viện"),
    "declined": lazy("Từ chối tiêm"),
    "left": lazy("Bỏ về trước khi tiêm"),
    "no_show": lazy("Không đến"),
}

DOCUMENTS: dict[str, Lazy] = {
    "personal_number": lazy("CCCD"),
    "cmnd": lazy("CMND"),
    "passport": lazy("Hộ chiếu"),
    "health_card": lazy("Thẻ BHYT"),
}

FIELDS: dict[str, Lazy] = {
    "full_name": lazy("họ tên"),
    "birth_date": lazy("ngày sinh"),
    "sex": lazy("giới tính"),
}
"""What the population register may say differs."""
