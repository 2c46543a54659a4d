"""Verdicts: the right one for each state, and never an exception or a half-trusted field."""

import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import cbor2
import msgspec
import pytest
from base45 import b45encode
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tiemchung.domains.certificates import cose, envelope
from tiemchung.domains.certificates.envelope import UnreadableError, read_cbor, unpack
from tiemchung.domains.certificates.keys import IssuerKey
from tiemchung.domains.certificates.model import (
    CertificateFormat,
    CertificateUse,
    VaccinationClaim,
    Verdict,
)
from tiemchung.domains.certificates.signing import sign
from tiemchung.domains.certificates.trust import TrustList, trusted_key
from tiemchung.domains.certificates.verify import verify

Claims = Callable[..., VaccinationClaim]
Keys = Callable[..., IssuerKey]
Trusts = Callable[..., TrustList]


def packed(message: bytes, prefix: str = "HC1:") -> str:
    return prefix + b45encode(zlib.compress(message)).decode()


def signed(payload: bytes, issuer: IssuerKey, prefix: str = "HC1:") -> str:
    return packed(cose.sign(payload, issuer.protected, issuer.private), prefix)


@pytest.mark.parametrize("status", ["verified", "document_seen"])
def test_our_own_texts_are_valid_and_readable(
    issuer: IssuerKey, trust: TrustList, make_claim: Claims, now: datetime, status: str
) -> None:
    claim = make_claim(identity_status=status)
    answer = verify(sign(claim, issuer), trust, now)
    assert answer.verdict is Verdict.VALID
    assert answer.certificate is not None
    read = answer.certificate
    assert read.full_name == "Nguyễn Thị Ánh Nguyệt"
    assert read.birth == "1984-03-15"
    assert (read.dose_number, read.doses_received) == (2, 2)
    assert read.vaccinated_on == claim.vaccinated_on
    assert read.country == "VN"
    assert read.identity_status == ("" if status == "verified" else status)
    assert (read.lot_number, read.nationality) == (
        ("", "") if status == "verified" else ("FG3716", "VN")
    )
    assert read.issued_at == claim.issued_at.replace(microsecond=0)


def test_line_ends_of_a_paste_do_no_harm(
    issuer: IssuerKey, trust: TrustList, make_claim: Claims, now: datetime
) -> None:
    text = sign(make_claim(), issuer)
    assert verify(f"\ufeff{text}\r\n", trust, now).verdict is Verdict.VALID


def test_before_and_after_its_time(issuer: IssuerKey, trust: TrustList, make_claim: Claims) -> None:
    claim = make_claim()
    text = sign(claim, issuer)
    early = verify(text, trust, claim.issued_at - timedelta(hours=1))
    late = verify(text, trust, claim.expires_at)
    assert (early.verdict, late.verdict) == (Verdict.NOT_YET_VALID, Verdict.EXPIRED)
    assert late.certificate is not None
    assert verify(text, trust, claim.issued_at - timedelta(minutes=4)).verdict is Verdict.VALID


def test_a_certificate_dies_with_its_key(make_key: Keys, make_claim: Claims, now: datetime) -> None:
    key = make_key(days=60)
    payload = _payload_of(sign(make_claim(expires_at=key.not_after), key))
    payload[4] = int((now + timedelta(days=900)).timestamp())
    text = signed(cbor2.dumps(payload), key)
    trust = TrustList([trusted_key(key.certificate)])
    assert verify(text, trust, now).verdict is Verdict.VALID
    assert verify(text, trust, key.not_after).verdict is Verdict.EXPIRED


def test_a_demo_certificate_is_worth_nothing_anywhere(
    make_key: Keys, make_claim: Claims, make_trust: Trusts, now: datetime
) -> None:
    demo = make_key(country="XX", name="DEMO")
    text = sign(make_claim(), demo)
    inside = verify(text, make_trust(demo, demo_database=True), now)
    outside = verify(text, make_trust(demo), now)
    assert (inside.verdict, inside.demo) == (Verdict.DEMO, True)
    assert str(inside.verdict.heading) == "DEMO – không có giá trị"
    assert outside.verdict is Verdict.UNKNOWN_ISSUER
    assert outside.certificate is None


def test_unknown_issuer_and_wrong_signature_show_no_content(
    issuer: IssuerKey, make_key: Keys, make_claim: Claims, make_trust: Trusts, now: datetime
) -> None:
    other = make_key()
    stranger = verify(sign(make_claim(), other), make_trust(issuer), now)
    payload = cbor2.dumps(_payload_of(sign(make_claim(), issuer)))
    forged = packed(cose.sign(payload, issuer.protected, other.private))
    assert stranger.verdict is Verdict.UNKNOWN_ISSUER
    assert verify(forged, make_trust(issuer), now).verdict is Verdict.SIGNATURE_WRONG
    assert verify(forged, make_trust(issuer), now).certificate is stranger.certificate is None


def test_every_key_of_an_id_is_tried(
    issuer: IssuerKey, make_key: Keys, make_claim: Claims, now: datetime
) -> None:
    twin = msgspec.structs.replace(trusted_key(make_key().certificate), key_id=issuer.key_id)
    trust = TrustList([twin, trusted_key(issuer.certificate)])
    assert verify(sign(make_claim(), issuer), trust, now).verdict is Verdict.VALID


@pytest.mark.parametrize("use", [CertificateUse.TEST, CertificateUse.RECOVERY])
def test_a_key_for_something_else_is_refused(
    make_key: Keys, make_claim: Claims, make_trust: Trusts, now: datetime, use: CertificateUse
) -> None:
    key = make_key(uses=(use,))
    content = _payload_of(sign(make_claim(), make_key()))
    text = signed(cbor2.dumps(content), key)
    assert verify(text, make_trust(key), now).verdict is Verdict.KEY_NOT_ALLOWED


def test_a_key_signs_neither_for_another_country_nor_before_its_life(
    issuer: IssuerKey, trust: TrustList, make_claim: Claims, now: datetime
) -> None:
    payload = _payload_of(sign(make_claim(), issuer))
    for claim, value in ((1, "FR"), (6, int((now - timedelta(days=900)).timestamp()))):
        text = signed(cbor2.dumps({**payload, claim: value}), issuer)
        assert verify(text, trust, now).verdict is Verdict.KEY_NOT_ALLOWED


def test_other_kinds_of_content_are_named_as_such(
    issuer: IssuerKey, trust: TrustList, make_claim: Claims, now: datetime
) -> None:
    international = _payload_of(sign(make_claim(), issuer))
    recovery = dict(international[-260][1])
    recovery["r"] = recovery.pop("v")
    swapped = sign(make_claim(), issuer).replace("HC1:", "VN1:")
    texts = [
        signed(cbor2.dumps({**international, -260: {1: recovery}}), issuer),
        swapped,
        "https://tiemchungcovid19.gov.vn/",
        "079084012345|Nguyễn Văn A|15031984|Nam",
        "HC2:ABC",
        "hc1:6BF",
        "HC1:",
        "",
    ]
    verdicts = {verify(text, trust, now).verdict for text in texts}
    assert verdicts == {Verdict.NOT_A_VACCINATION_CERTIFICATE}


def test_the_protected_key_id_wins_over_the_other(
    issuer: IssuerKey, trust: TrustList, make_claim: Claims, make_key: Keys, now: datetime
) -> None:
    _, message = unpack(sign(make_claim(), issuer))
    protected, _, payload, signature = cbor2.loads(message).value
    other = make_key().key_id

    def with_headers(inner: bytes, outer: dict[int, Any]) -> Verdict:
        parts = [inner, outer, payload, signature]
        return verify(packed(cbor2.dumps(cbor2.CBORTag(18, parts))), trust, now).verdict

    assert with_headers(protected, {4: other}) is Verdict.VALID
    foreign = cbor2.dumps({1: -7, 4: other})
    assert with_headers(foreign, {4: issuer.key_id}) is Verdict.UNKNOWN_ISSUER
    bare = cbor2.dumps({1: -7})
    content = cose.sign(payload, bare, issuer.private)
    signature = cbor2.loads(content).value[3]
    assert with_headers(bare, {4: issuer.key_id}) is Verdict.VALID
    assert with_headers(bare, {}) is Verdict.UNKNOWN_ISSUER


@pytest.mark.parametrize("algorithm", [-37, -8, -35, 5, 0, None, "ES256", [1]])
def test_the_text_cannot_choose_the_algorithm(
    issuer: IssuerKey, trust: TrustList, make_claim: Claims, now: datetime, algorithm: object
) -> None:
    payload = cbor2.dumps(_payload_of(sign(make_claim(), issuer)))
    header = cbor2.dumps({1: algorithm, 4: issuer.key_id})
    text = packed(cose.sign(payload, header, issuer.private))
    assert verify(text, trust, now).verdict is Verdict.SIGNATURE_WRONG


def test_a_tag_for_cwt_around_and_no_tag_at_all_are_accepted(
    issuer: IssuerKey, trust: TrustList, make_claim: Claims, now: datetime
) -> None:
    _, message = unpack(sign(make_claim(), issuer))
    inner = cbor2.loads(message)
    for item in (cbor2.CBORTag(61, inner), list(inner.value)):
        assert verify(packed(cbor2.dumps(item)), trust, now).verdict is Verdict.VALID
    thrice = cbor2.CBORTag(61, cbor2.CBORTag(61, inner))
    assert verify(packed(cbor2.dumps(thrice)), trust, now).verdict is Verdict.UNREADABLE


# --- hostile input -------------------------------------------------------------------------------


def test_a_compression_bomb_is_stopped_early(trust: TrustList, now: datetime) -> None:
    bomb = zlib.compress(b"\0" * 3_000_000, 9)
    text = "HC1:" + b45encode(bomb[:2860]).decode()
    assert len(text) <= envelope.LONGEST_TEXT
    assert verify(text, trust, now).verdict is Verdict.UNREADABLE
    whole = zlib.compress(b"\0" * (envelope.LARGEST_MESSAGE + 1), 9)
    text = "HC1:" + b45encode(whole).decode()
    assert verify(text, trust, now).verdict is Verdict.UNREADABLE


def test_a_text_longer_than_any_qr_code_is_not_even_decoded(
    trust: TrustList, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(body: str) -> bytes:
        raise AssertionError(len(body))

    monkeypatch.setattr(envelope, "b45decode", never)
    assert verify("HC1:" + "0" * 5_000_000, trust, now).verdict is Verdict.UNREADABLE


@pytest.mark.parametrize(
    "content",
    [
        b"\x81" * 5000 + b"\x01",
        b"\xd8\x3d" * 5000 + b"\x01",
        b"\xa1\x01" * 5000 + b"\x01",
        b"\x9b" + b"\x7f" + b"\xff" * 7,
        b"\x5b" + b"\x7f" + b"\xff" * 7,
        b"\xbb" + b"\x7f" + b"\xff" * 7,
        b"\xd8\x1c\x81\xd8\x1d\x00",
        b"\xc2\x59\x40\x00" + b"\xff" * 0x4000,
        cbor2.dumps(cbor2.CBORTag(5, [2**40, 1])),
        cbor2.dumps(cbor2.CBORTag(4, [2**60, 1])),
        cbor2.dumps(cbor2.CBORTag(35, "(a+)+$")),
        cbor2.dumps(cbor2.CBORTag(36, "From: a")),
        cbor2.dumps(cbor2.CBORTag(999, 1)),
        b"\xa2\x01\x02\x01\x03",
        b"\x61\xff",
        b"\x01\x02",
        b"",
    ],
)
def test_hostile_cbor_is_refused(content: bytes, trust: TrustList, now: datetime) -> None:
    with pytest.raises(UnreadableError):
        read_cbor(content)
    assert verify(packed(content), trust, now).verdict is Verdict.UNREADABLE


@pytest.mark.parametrize(
    "changes",
    [
        {4: None},
        {6: "2021"},
        {6: True},
        {4: 2**63},
        {4: float("nan")},
        {4: float("inf")},
        {1: 5},
        {-260: {1: {"ver": "1.3.0", "v": [1]}}},
        {-260: {1: {"ver": "1.3.0", "v": {"a": 1}}}},
    ],
)
def test_wrong_types_inside_a_right_signature_are_unreadable(
    issuer: IssuerKey,
    trust: TrustList,
    make_claim: Claims,
    now: datetime,
    changes: dict[int, object],
) -> None:
    payload = _payload_of(sign(make_claim(), issuer)) | changes
    assert verify(signed(cbor2.dumps(payload), issuer), trust, now).verdict is Verdict.UNREADABLE


@given(st.binary(max_size=600))
def test_arbitrary_bytes_never_raise(content: bytes) -> None:
    nobody, at = TrustList([]), datetime(2026, 3, 1, tzinfo=UTC)
    for text in (
        packed(content),
        packed(content, "VN1:"),
        "HC1:" + b45encode(content).decode(),
        packed(cbor2.dumps(cbor2.CBORTag(18, [content, {}, content, content]))),
    ):
        assert verify(text, nobody, at).certificate is None


@given(st.text())
@example("HC1:\ud800")
@example("HC1:İ")
@example("HC1:\n\n")
def test_arbitrary_text_never_raises(text: str) -> None:
    nobody, at = TrustList([]), datetime(2026, 3, 1, tzinfo=UTC)
    assert verify(text, nobody, at).certificate is None
    assert verify("HC1:" + text, nobody, at).certificate is None


cbor_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats() | st.text(max_size=9)
    | st.binary(max_size=9),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.integers(-300, 9) | st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(content=cbor_values, entry=cbor_values, prefix=st.sampled_from(["HC1:", "VN1:"]))
@settings(max_examples=200)
def test_arbitrary_content_under_a_right_signature_never_raises(
    issuer: IssuerKey, trust: TrustList, now: datetime, content: object, entry: object, prefix: str
) -> None:
    dcc = {"ver": "1.3.0", "nam": entry, "dob": "", "v": [entry]}
    for payload in (
        content,
        {1: "VN", 4: 2**31, 6: 1, -260: {1: content}, -65537: content},
        {1: "VN", 4: 2**31, 6: 1, -260: {1: dcc}},
    ):
        text = signed(cbor2.dumps(payload), issuer, prefix)
        assert verify(text, trust, now).verdict is not Verdict.VALID


# --- any change is refused -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(CertificateFormat))
def test_any_one_byte_changed_in_the_signed_message_is_refused(
    issuer: IssuerKey,
    trust: TrustList,
    make_claim: Claims,
    now: datetime,
    kind: CertificateFormat,
) -> None:
    _, message = unpack(sign(make_claim(), issuer, kind))
    for place in range(len(message)):
        for flip in (0x01, 0x80, 0xFF):
            changed = bytearray(message)
            changed[place] ^= flip
            text = packed(bytes(changed), f"{kind.value}:")
            assert verify(text, trust, now).verdict is not Verdict.VALID, (place, flip)


@given(
    place=st.integers(0, 10_000),
    letter=st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"),
)
@settings(max_examples=400)
def test_any_one_character_changed_in_the_text_never_changes_what_is_read(
    text: str, trust: TrustList, now: datetime, place: int, letter: str
) -> None:
    place %= len(text)
    changed = text[:place] + letter + text[place + 1 :]
    answer = verify(changed, trust, now)
    if answer.verdict is Verdict.VALID:
        # Only zlib's level and padding bits lie outside both signature and checksum.
        assert answer.certificate == verify(text, trust, now).certificate
        assert unpack(changed) == unpack(text)


@given(cut=st.integers(1, 500))
def test_a_text_cut_short_is_refused(text: str, trust: TrustList, now: datetime, cut: int) -> None:
    assert verify(text[:-cut], trust, now).verdict is not Verdict.VALID
    assert verify(text + text[-cut:], trust, now).verdict is not Verdict.VALID


def _payload_of(text: str) -> dict[Any, Any]:
    payload: dict[Any, Any] = cbor2.loads(cose.read(unpack(text)[1]).payload)
    return payload
