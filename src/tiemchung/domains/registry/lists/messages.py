"""What is said about a list: one code and one Vietnamese sentence each, which says what to do.

The sentences are translated when they are shown, in the language of the request.
"""

from enum import StrEnum
from typing import Final

from tiemchung.kernel.i18n import Lazy, lazy


class Code(StrEnum):
    """Stable, machine-readable codes of problems, first those of a whole file."""

    NOT_A_LIST = "not_a_list"
    OLD_EXCEL = "old_excel"
    ENCRYPTED = "encrypted"
    WEB_PAGE = "web_page"
    OTHER_SPREADSHEET = "other_spreadsheet"
    DAMAGED = "damaged"
    OPEN_QUOTE = "open_quote"
    EMPTY_FILE = "empty_file"
    FILE_TOO_LARGE = "file_too_large"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_SHEETS = "too_many_sheets"
    TOO_MANY_PROBLEMS = "too_many_problems"
    NO_HEADING = "no_heading"
    NO_PEOPLE = "no_people"
    SHEET_WITHOUT_HEADING = "sheet_without_heading"
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_ROWS = "hidden_rows"
    ROW_IGNORED = "row_ignored"
    COLUMN_NOT_UNDERSTOOD = "column_not_understood"
    UNREADABLE_TEXT = "unreadable_text"
    NAME_MISSING = "name_missing"
    NAME_NOT_A_NAME = "name_not_a_name"
    NAME_TOO_LONG = "name_too_long"
    BIRTH_MISSING = "birth_missing"
    BIRTH_UNREADABLE = "birth_unreadable"
    BIRTH_NO_SUCH_DAY = "birth_no_such_day"
    BIRTH_IN_FUTURE = "birth_in_future"
    BIRTH_TOO_OLD = "birth_too_old"
    BIRTH_MONTH_BEFORE_DAY = "birth_month_before_day"
    BIRTH_EXCHANGED_BY_EXCEL = "birth_exchanged_by_excel"
    BIRTH_MAY_BE_EXCHANGED = "birth_may_be_exchanged"
    BIRTH_CENTURY = "birth_century"
    BIRTH_RUN_TOGETHER = "birth_run_together"
    SEX_MISSING = "sex_missing"
    SEX_UNREADABLE = "sex_unreadable"
    SEX_FROM_NUMBER = "sex_from_number"
    DOCUMENT_MISSING = "document_missing"
    DOCUMENT_ROUNDED = "document_rounded"
    DOCUMENT_LENGTH = "document_length"
    DOCUMENT_SHAPE = "document_shape"
    DOCUMENT_ZERO_LOST = "document_zero_lost"
    DOCUMENT_ZERO_RESTORED = "document_zero_restored"
    DOCUMENT_SAYS_OTHER_SEX = "document_says_other_sex"
    DOCUMENT_SAYS_OTHER_YEAR = "document_says_other_year"
    DOCUMENT_UNKNOWN_PLACE = "document_unknown_place"
    PHONE_UNREADABLE = "phone_unreadable"
    PHONE_LENGTH = "phone_length"
    PHONE_FIRST_OF_SEVERAL = "phone_first_of_several"
    EMAIL_UNREADABLE = "email_unreadable"
    UNIT_UNKNOWN = "unit_unknown"
    UNIT_AMBIGUOUS = "unit_ambiguous"
    UNIT_MISSING = "unit_missing"
    GROUP_UNKNOWN = "group_unknown"
    CELL_TOO_LONG = "cell_too_long"
    CELL_ERROR = "cell_error"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    SAME_NUMBER = "same_number"
    DUPLICATE_ROW = "duplicate_row"
    POSSIBLE_DUPLICATE = "possible_duplicate"


MESSAGES: Final[dict[Code, Lazy]] = {
    Code.NOT_A_LIST: lazy(
        "Tệp này không phải bảng tính. Hãy gửi tệp Excel (.xlsx) hoặc CSV theo mẫu."
    ),
    Code.OLD_EXCEL: lazy(
        "Tệp Excel kiểu cũ (.xls). Hãy mở bằng Excel, chọn “Lưu thành” → “Excel Workbook (.xlsx)”"
        " rồi gửi lại."
    ),
    Code.ENCRYPTED: lazy("Tệp có mật khẩu. Hãy bỏ mật khẩu mở tệp rồi gửi lại."),
    Code.WEB_PAGE: lazy(
        "Tệp là trang web được đổi tên thành Excel. Hãy mở bằng Excel, lưu thành .xlsx rồi gửi lại."
    ),
    Code.OTHER_SPREADSHEET: lazy(
        "Tệp là bảng tính loại khác (%(value)s). Hãy lưu thành Excel .xlsx rồi gửi lại."
    ),
    Code.DAMAGED: lazy("Tệp bị hỏng, không đọc được. Hãy mở và lưu lại bằng Excel rồi gửi lại."),
    Code.OPEN_QUOTE: lazy(
        "Dòng %(value)s của tệp CSV có dấu nháy kép không đóng. Hãy sửa dòng đó hoặc gửi tệp .xlsx."
    ),
    Code.EMPTY_FILE: lazy("Tệp trống. Hãy kiểm tra lại tệp đã chọn."),
    Code.FILE_TOO_LARGE: lazy("Tệp lớn hơn %(value)s MB. Hãy chia danh sách thành nhiều tệp."),
    Code.UNPACKS_TOO_LARGE: lazy(
        "Tệp chứa quá nhiều dữ liệu khi mở ra. Hãy xóa các trang và hình không cần rồi gửi lại."
    ),
    Code.TOO_MANY_ROWS: lazy(
        "Danh sách dài hơn %(value)s dòng; phần còn lại chưa được đọc. Hãy chia thành nhiều tệp."
    ),
    Code.TOO_MANY_SHEETS: lazy(
        "Tệp có hơn %(value)s trang; các trang sau chưa được đọc. Hãy chia thành nhiều tệp."
    ),
    Code.TOO_MANY_PROBLEMS: lazy(
        "Có quá nhiều lỗi; chỉ liệt kê %(value)s lỗi đầu. Hãy dùng tệp mẫu để lập lại danh sách."
    ),
    Code.NO_HEADING: lazy(
        "Không tìm thấy dòng tiêu đề. Cần ít nhất cột “Họ và tên” và cột “Ngày sinh”;"
        " hãy dùng tệp mẫu."
    ),
    Code.NO_PEOPLE: lazy("Danh sách chưa có người nào. Hãy điền rồi gửi lại."),
    Code.SHEET_WITHOUT_HEADING: lazy(
        "Trang “%(value)s” không có dòng tiêu đề nên không được đọc. Nếu có người trong trang này,"
        " hãy thêm dòng tiêu đề."
    ),
    Code.HIDDEN_SHEET: lazy(
        "Trang “%(value)s” đang bị ẩn nên không được đọc. Nếu cần, hãy bỏ ẩn rồi gửi lại."
    ),
    Code.HIDDEN_ROWS: lazy(
        "Có %(value)s dòng đang bị ẩn hoặc bị lọc nhưng vẫn được đọc. Hãy xóa nếu không cần."
    ),
    Code.ROW_IGNORED: lazy("Dòng “%(value)s” không phải người được tiêm nên được bỏ qua."),
    Code.COLUMN_NOT_UNDERSTOOD: lazy("Cột “%(value)s” không dùng đến nên được bỏ qua."),
    Code.UNREADABLE_TEXT: lazy(
        "Chữ trong ô không đọc được (phông chữ cũ). Hãy gõ lại bằng phông Unicode."
    ),
    Code.NAME_MISSING: lazy("Thiếu họ và tên. Hãy ghi đầy đủ như trên giấy tờ."),
    Code.NAME_NOT_A_NAME: lazy("“%(value)s” không phải họ tên. Hãy ghi họ tên như trên giấy tờ."),
    Code.NAME_TOO_LONG: lazy("Họ tên quá dài. Chỉ ghi họ tên, không ghi chú trong cột này."),
    Code.BIRTH_MISSING: lazy("Thiếu ngày sinh. Nếu không nhớ ngày, chỉ cần ghi năm sinh."),
    Code.BIRTH_UNREADABLE: lazy(
        "Không hiểu ngày sinh “%(value)s”. Hãy ghi dạng 05/03/1970 hoặc 1970."
    ),
    Code.BIRTH_NO_SUCH_DAY: lazy("Không có ngày “%(value)s”. Hãy sửa ngày hoặc tháng."),
    Code.BIRTH_IN_FUTURE: lazy("Ngày sinh “%(value)s” ở sau hôm nay. Hãy sửa lại."),
    Code.BIRTH_TOO_OLD: lazy("Năm sinh trong “%(value)s” quá xa. Hãy sửa lại."),
    Code.BIRTH_MONTH_BEFORE_DAY: lazy(
        "“%(value)s” được hiểu là tháng trước ngày sau. Hãy kiểm tra ngày sinh."
    ),
    Code.BIRTH_EXCHANGED_BY_EXCEL: lazy(
        "Máy đặt theo kiểu Mỹ đã đảo ngày và tháng; đã đọc lại thành %(value)s. Hãy kiểm tra."
    ),
    Code.BIRTH_MAY_BE_EXCHANGED: lazy(
        "Máy có thể đã đảo ngày và tháng của “%(value)s”. Hãy kiểm tra với giấy tờ."
    ),
    Code.BIRTH_CENTURY: lazy("“%(value)s” chỉ có hai số của năm. Hãy ghi đủ bốn số."),
    Code.BIRTH_RUN_TOGETHER: lazy("“%(value)s” được hiểu là ngày sinh viết liền. Hãy kiểm tra."),
    Code.SEX_MISSING: lazy("Thiếu giới tính. Hãy ghi Nam hoặc Nữ."),
    Code.SEX_UNREADABLE: lazy("Không hiểu giới tính “%(value)s”. Hãy ghi Nam hoặc Nữ."),
    Code.SEX_FROM_NUMBER: lazy("Thiếu giới tính; đã lấy theo số định danh cá nhân. Hãy kiểm tra."),
    Code.DOCUMENT_MISSING: lazy("Chưa có số CMND/CCCD/hộ chiếu. Người này sẽ được cấp mã tạm."),
    Code.DOCUMENT_ROUNDED: lazy(
        "Excel đã làm tròn số giấy tờ “%(value)s”. Hãy định dạng cột là Văn bản và gõ lại."
    ),
    Code.DOCUMENT_LENGTH: lazy(
        "Số giấy tờ “%(value)s” sai độ dài (CMND 9 số, CCCD 12 số, mã BHXH 10 số). Hãy sửa lại."
    ),
    Code.DOCUMENT_SHAPE: lazy("“%(value)s” không phải số CMND, CCCD, hộ chiếu hay thẻ BHYT."),
    Code.DOCUMENT_ZERO_LOST: lazy(
        "Số giấy tờ “%(value)s” có thể thiếu số 0 ở đầu. Hãy xem đề xuất và kiểm tra với giấy tờ."
    ),
    Code.DOCUMENT_ZERO_RESTORED: lazy("Đã thêm số 0 ở đầu số giấy tờ “%(value)s”. Hãy kiểm tra."),
    Code.DOCUMENT_SAYS_OTHER_SEX: lazy(
        "Số định danh “%(value)s” cho giới tính khác với cột giới tính. Hãy kiểm tra."
    ),
    Code.DOCUMENT_SAYS_OTHER_YEAR: lazy(
        "Số định danh “%(value)s” cho năm sinh khác với ngày sinh. Hãy kiểm tra."
    ),
    Code.DOCUMENT_UNKNOWN_PLACE: lazy(
        "Ba số đầu của số định danh “%(value)s” không phải mã tỉnh nào. Hãy kiểm tra."
    ),
    Code.PHONE_UNREADABLE: lazy("“%(value)s” không phải số điện thoại. Hãy sửa hoặc để trống."),
    Code.PHONE_LENGTH: lazy("Số điện thoại “%(value)s” thiếu hoặc thừa số. Hãy sửa hoặc để trống."),
    Code.PHONE_FIRST_OF_SEVERAL: lazy("Ô có nhiều số điện thoại; chỉ dùng số đầu (%(value)s)."),
    Code.EMAIL_UNREADABLE: lazy("“%(value)s” không phải địa chỉ thư điện tử; đã bỏ qua."),
    Code.UNIT_UNKNOWN: lazy(
        "Không tìm thấy “%(value)s” trong danh mục hành chính. Hãy ghi đúng tên phường/xã,"
        " quận/huyện, tỉnh/thành phố."
    ),
    Code.UNIT_AMBIGUOUS: lazy(
        "Có nhiều nơi tên “%(value)s”. Hãy ghi thêm quận/huyện và tỉnh/thành phố."
    ),
    Code.UNIT_MISSING: lazy("Thiếu phường/xã nơi đang ở. Hãy ghi để được gọi tiêm đúng nơi."),
    Code.GROUP_UNKNOWN: lazy(
        "Không có nhóm đối tượng ưu tiên “%(value)s”. Hãy chọn theo danh mục."
    ),
    Code.CELL_TOO_LONG: lazy("Nội dung trong ô quá dài. Hãy rút gọn."),
    Code.CELL_ERROR: lazy("Ô báo lỗi %(value)s. Hãy gõ giá trị vào thay cho công thức."),
    Code.FORMULA_WITHOUT_VALUE: lazy(
        "Ô chứa công thức chưa có kết quả. Hãy mở bằng Excel và lưu lại, hoặc gõ giá trị."
    ),
    Code.SAME_NUMBER: lazy(
        "Số giấy tờ “%(value)s” trùng với dòng %(other)s nhưng khác người. Hãy sửa dòng sai."
    ),
    Code.DUPLICATE_ROW: lazy("Người này đã có ở dòng %(other)s; dòng này được bỏ qua."),
    Code.POSSIBLE_DUPLICATE: lazy("Có thể là cùng một người với dòng %(other)s. Hãy kiểm tra."),
}
