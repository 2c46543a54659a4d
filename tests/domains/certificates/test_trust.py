import base64
from collections.abc import Callable

import msgspec
import pytest
from cryptography.hazmat.primitives import serialization

from tiemchung.domains.certificates.keys import IssuerKey
from tiemchung.domains.certificates.trust import TrustList, read_trust_list, trust_list_row


def row(key: IssuerKey, **changes: str) -> dict[str, object]:
    made: dict[str, object] = msgspec.to_builtins(trust_list_row(key.certificate))
    return made | changes


def test_a_published_list_is_read_and_bad_rows_are_named(
    issuer: IssuerKey, make_key: Callable[..., IssuerKey]
) -> None:
    other = make_key(country="SG", name="MOH")
    der = issuer.certificate.public_bytes(serialization.Encoding.DER)
    rows: list[object] = [
        row(issuer, thumbprint="ignored", timestamp="2026-01-01T00:00:00Z"),
        row(other, certificateType="CSCA"),
        row(other),
        row(issuer, kid=base64.b64encode(other.key_id).decode()),
        row(issuer, rawData="%%%"),
        row(issuer, rawData=base64.b64encode(der[:-9]).decode()),
        {"kid": 5},
        "text",
    ]
    keys, refused = read_trust_list(msgspec.json.encode(rows))
    assert [key.key_id for key in keys] == [issuer.key_id, other.key_id]
    assert [key.country for key in keys] == ["VN", "SG"]
    assert [bad.index for bad in refused] == [3, 4, 5, 6, 7]
    assert all(bad.reason for bad in refused)


def test_what_is_no_list_is_refused_as_a_whole() -> None:
    with pytest.raises(msgspec.DecodeError):
        read_trust_list(b'{"kid": 1}')


def test_demo_keys_are_kept_only_in_a_demo_database(make_key: Callable[..., IssuerKey]) -> None:
    demo = make_key(country="XX", name="DEMO")
    keys, _ = read_trust_list(msgspec.json.encode([row(demo)]))
    assert len(TrustList(keys)) == 0
    assert TrustList(keys).candidates(demo.key_id) == ()
    assert len(TrustList(keys, demo_database=True).candidates(demo.key_id)) == 1
