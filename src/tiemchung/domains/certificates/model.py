"""What certificates talk about: claims to be signed, reasons to refuse, verdicts on a text."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from msgspec import Struct

from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.i18n import Lazy, lazy

BirthPrecision = Literal["year", "month", "day"]
IdentityStatus = Literal["unverified", "document_seen", "verified"]

COVID_19 = "840539006"
"""SNOMED CT code of the disease, the only one in the EU value set `disease-agent-targeted`."""


class CertificateFormat(StrEnum):
    """The two signed texts; the value is the text's prefix without its colon."""

    INTERNATIONAL = "HC1"
    NATIONAL = "VN1"


class CertificateUse(StrEnum):
    """What an issuer's certificate may sign (key usage 1.3.6.1.4.1.1847.2021.1.1, .2 and .3)."""

    TEST = "test"
    VACCINATION = "vaccination"
    RECOVERY = "recovery"


class Refusal(StrEnum):
    """Why a certificate is not signed; `sentence` says it to the staff."""

    NAME_EMPTY = "name_empty"
    NAME_NOT_LATIN = "name_not_latin"
    IDENTITY_NOT_VERIFIED = "identity_not_verified"
    PRODUCT_NOT_LISTED = "product_not_listed"
    PRODUCT_NOT_KNOWN = "product_not_known"
    DOSE_NUMBER_WRONG = "dose_number_wrong"
    DOSE_IN_FUTURE = "dose_in_future"
    EXPIRY_BEFORE_ISSUE = "expiry_before_issue"
    ISSUED_BEFORE_KEY = "issued_before_key"
    EXPIRES_AFTER_KEY = "expires_after_key"
    KEY_NOT_FOR_VACCINATION = "key_not_for_vaccination"

    @property
    def sentence(self) -> Lazy:
        """The sentence shown to staff, translated when it is shown."""
        return _REFUSAL_SENTENCES[self]


_REFUSAL_SENTENCES = {
    Refusal.NAME_EMPTY: lazy("Chưa có họ tên để ghi vào chứng nhận."),
    Refusal.NAME_NOT_LATIN: lazy(
        "Họ tên có ký tự không chuyển được sang chữ La-tinh. Hãy nhập họ tên theo hộ chiếu."
    ),
    Refusal.IDENTITY_NOT_VERIFIED: lazy(
        "Người này chưa được xác thực với CSDLQG về dân cư nên chỉ có chứng nhận trong nước."
    ),
    Refusal.PRODUCT_NOT_LISTED: lazy(
        "Vắc xin này không có trong danh mục của EU nên chỉ có chứng nhận trong nước."
    ),
    Refusal.PRODUCT_NOT_KNOWN: lazy(
        "Mũi tiêm chưa ghi rõ loại vắc xin. Cơ sở tiêm cần đính chính."
    ),
    Refusal.DOSE_NUMBER_WRONG: lazy("Mũi thứ và số mũi cơ bản phải từ 1 trở lên."),
    Refusal.DOSE_IN_FUTURE: lazy("Ngày tiêm sau ngày cấp chứng nhận."),
    Refusal.EXPIRY_BEFORE_ISSUE: lazy("Ngày hết hạn không sau ngày cấp chứng nhận."),
    Refusal.ISSUED_BEFORE_KEY: lazy("Ngày cấp trước ngày khóa ký có hiệu lực."),
    Refusal.EXPIRES_AFTER_KEY: lazy("Ngày hết hạn sau ngày khóa ký hết hiệu lực."),
    Refusal.KEY_NOT_FOR_VACCINATION: lazy("Khóa ký không dùng cho chứng nhận tiêm chủng."),
}


class CannotCertify(DomainError):
    """A certificate is refused; `refusal` is the reason for programs, `detail` for people."""

    code = "certificates.cannot_certify"

    def __init__(self, refusal: Refusal, *, certificate_id: UUID | None = None) -> None:
        super().__init__(str(refusal.sentence))
        self.refusal = refusal
        self.certificate_id = certificate_id


class PersonName(Struct, frozen=True, kw_only=True):
    """A name as the person writes it, NFC or NFD.

    A one-word name stands in `family` alone (ICAO's primary identifier). `machine_family` and
    `machine_given` hold the passport's own spelling where it is known; it wins over ours.
    """

    family: str
    given: str = ""
    machine_family: str = ""
    machine_given: str = ""

    @property
    def full(self) -> str:
        return f"{self.family} {self.given}".strip()


def vietnamese_name(full_name: str) -> PersonName:
    """Split a Vietnamese name: the first word is the family name (Nguyễn | Thị Ánh Nguyệt).

    Compound family names (Tôn Nữ) cannot be told from a middle name; give `PersonName` directly
    where the registry knows better, as it does for foreigners.
    """
    family, _, given = " ".join(full_name.split()).partition(" ")
    return PersonName(family=family, given=given)


class VaccineCodes(Struct, frozen=True, kw_only=True):
    """A product's values of the country pack: EU value sets, and names for the national text.

    `product` (mp), `holder` (ma) and `prophylaxis` (vp) are empty for a product that the EU does
    not list, such as Nanocovax; then only the national certificate exists.
    """

    prophylaxis: str
    product: str
    holder: str
    product_name: str
    holder_name: str


class VaccinationClaim(Struct, frozen=True, kw_only=True):
    """One person's latest dose and all that a certificate of either format says about it.

    `birth_date` counts up to `birth_precision`; None is an unknown birthday. `nationality` and
    `vaccinated_in` are ISO 3166-1 alpha-2; an empty `vaccinated_in` is the issuer's own country.
    `dose_number` is the running number of this dose, `primary_doses` the length of its product's
    basic series, `doses_received` the number of valid doses so far. `issued_at` and `expires_at`
    are real time (not campaign time), with a zone.
    """

    certificate_id: UUID
    name: PersonName
    birth_date: date | None
    birth_precision: BirthPrecision
    nationality: str
    identity_status: IdentityStatus
    vaccine: VaccineCodes
    dose_number: int
    primary_doses: int
    doses_received: int
    vaccinated_on: date
    lot_number: str
    issued_at: datetime
    expires_at: datetime
    vaccinated_in: str = ""
    disease: str = COVID_19


def dose_fraction(dose_number: int, primary_doses: int) -> tuple[int, int]:
    """Return (dn, sd) of the EU DCC: 1/2, 2/2, then 3/3, 4/4; after a one-dose series 2/1, 3/1.

    Source: the examples of ehn-dcc-schema 1.3.3, `standard_case_*`. A further dose is thereby told
    from a basic one by dn > sd or dn = sd > the series; additional and booster doses look alike.
    """
    if dose_number <= primary_doses or primary_doses == 1:
        return dose_number, primary_doses
    return dose_number, dose_number


class Verdict(StrEnum):
    """The one answer about a text that was scanned or typed, in order of trust."""

    VALID = "valid"
    DEMO = "demo"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    KEY_NOT_ALLOWED = "key_not_allowed"
    SIGNATURE_WRONG = "signature_wrong"
    UNKNOWN_ISSUER = "unknown_issuer"
    NOT_A_VACCINATION_CERTIFICATE = "not_a_vaccination_certificate"
    UNREADABLE = "unreadable"

    @property
    def heading(self) -> Lazy:
        """Two to six words for the coloured band, translated when shown."""
        return _VERDICT_WORDS[self][0]

    @property
    def reason(self) -> Lazy:
        """One sentence that says what to do next, translated when shown."""
        return _VERDICT_WORDS[self][1]


_VERDICT_WORDS = {
    Verdict.VALID: (
        lazy("Chứng nhận hợp lệ"),
        lazy("Chữ ký đúng và còn hạn. Hãy đối chiếu họ tên, ngày sinh với giấy tờ tùy thân."),
    ),
    Verdict.DEMO: (
        lazy("DEMO – không có giá trị"),
        lazy("Chứng nhận của hệ thống thử nghiệm, không chứng minh một mũi tiêm nào."),
    ),
    Verdict.REVOKED: (
        lazy("Chứng nhận đã bị thu hồi"),
        lazy("Chữ ký đúng nhưng nội dung đã được đính chính. Hãy yêu cầu chứng nhận cấp lại."),
    ),
    Verdict.EXPIRED: (
        lazy("Chứng nhận hết hạn"),
        lazy("Chữ ký đúng nhưng đã quá hạn. Hãy tải chứng nhận cấp lại."),
    ),
    Verdict.NOT_YET_VALID: (
        lazy("Chứng nhận chưa có hiệu lực"),
        lazy("Ngày cấp ở sau thời điểm này. Hãy kiểm tra ngày giờ của thiết bị."),
    ),
    Verdict.KEY_NOT_ALLOWED: (
        lazy("Khóa ký không được phép"),
        lazy("Chữ ký đúng nhưng khóa này không được phép ký chứng nhận tiêm chủng này."),
    ),
    Verdict.SIGNATURE_WRONG: (
        lazy("Chữ ký sai"),
        lazy("Nội dung đã bị thay đổi hoặc chứng nhận là giả. Không chấp nhận."),
    ),
    Verdict.UNKNOWN_ISSUER: (
        lazy("Không rõ cơ quan cấp"),
        lazy("Khóa ký không có trong danh sách tin cậy nên không thể kết luận."),
    ),
    Verdict.NOT_A_VACCINATION_CERTIFICATE: (
        lazy("Không phải chứng nhận tiêm chủng"),
        lazy("Mã này không chứa chứng nhận tiêm chủng (HC1 hoặc VN1)."),
    ),
    Verdict.UNREADABLE: (
        lazy("Không đọc được"),
        lazy("Mã bị hỏng hoặc sai cấu trúc. Hãy quét lại, tránh nếp gấp và phản sáng."),
    ),
}


class ReadCertificate(Struct, frozen=True, kw_only=True):
    """What a text with a right signature says, in either format.

    `birth` is as signed: `1984-03-15`, `1984-03`, `1984` or empty. Fields that a format lacks are
    empty: HC1 has no nationality, lot, names of the product or identity status; VN1 no
    transliteration.
    """

    format: CertificateFormat
    country: str
    issuer: str
    certificate_id: str
    full_name: str
    machine_name: str
    birth: str
    nationality: str
    identity_status: str
    disease: str
    prophylaxis: str
    product: str
    holder: str
    dose_number: int
    series_doses: int
    doses_received: int
    vaccinated_on: date
    vaccinated_in: str
    lot_number: str
    issued_at: datetime
    expires_at: datetime


class Verification(Struct, frozen=True, kw_only=True):
    """A verdict; `certificate` is present only when the signature was right."""

    verdict: Verdict
    certificate: ReadCertificate | None = None
    demo: bool = False


class QueueLength(Struct, frozen=True):
    """How many people wait to be looked at, how many cannot be signed for, and since when."""

    waiting: int
    refused: int
    since: datetime | None
