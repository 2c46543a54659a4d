"""The key file is read only when nobody else can read it, and demo keys are known as such."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tiemchung.domains.certificates.keys import (
    IssuerKey,
    KeyFileError,
    create_demo_issuer,
    is_demo,
    key_id,
    open_issuer_key,
    uses_of,
)
from tiemchung.domains.certificates.model import CertificateUse

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_a_demo_issuer_is_made_once_private_and_marked(tmp_path: Path) -> None:
    path = tmp_path / "issuer.pem"
    key = create_demo_issuer(path, NOW)
    assert path.stat().st_mode & 0o777 == 0o600
    assert (key.issuer.country, key.issuer.name, key.demo) == ("XX", "DEMO", True)
    assert key.uses == {CertificateUse.VACCINATION}
    assert open_issuer_key(path).key_id == key.key_id == key_id(key.certificate)
    content = path.read_bytes()
    with pytest.raises(KeyFileError):
        create_demo_issuer(path, NOW)
    assert path.read_bytes() == content


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o700])
def test_a_file_that_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "issuer.pem"
    create_demo_issuer(path, NOW)
    path.chmod(mode)
    with pytest.raises(KeyFileError, match="0600"):
        open_issuer_key(path)


def test_a_link_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "issuer.pem"
    create_demo_issuer(path, NOW)
    link = tmp_path / "link.pem"
    link.symlink_to(path)
    for wrong in (link, tmp_path, tmp_path / "missing.pem"):
        with pytest.raises(KeyFileError):
            open_issuer_key(wrong)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_a_file_of_another_account_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "issuer.pem"
    create_demo_issuer(path, NOW)
    os.chown(path, 65534, 65534)
    with pytest.raises(KeyFileError, match="another account"):
        open_issuer_key(path)


def write(path: Path, *parts: bytes) -> Path:
    path.write_bytes(b"".join(parts))
    path.chmod(0o600)
    return path


def pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def test_broken_and_mismatched_files_are_refused_without_quoting_them(
    tmp_path: Path, issuer: IssuerKey
) -> None:
    certificate = issuer.certificate.public_bytes(serialization.Encoding.PEM)
    other = pem(ec.generate_private_key(ec.SECP256R1()))
    big = pem(ec.generate_private_key(ec.SECP384R1()))
    files = [
        write(tmp_path / "empty", b""),
        write(tmp_path / "secret", b"-----BEGIN PRIVATE KEY-----\nSECRET\n"),
        write(tmp_path / "alone", pem(issuer.private)),
        write(tmp_path / "other", other, certificate),
        write(tmp_path / "curve", big, certificate),
    ]
    for path in files:
        with pytest.raises(KeyFileError) as refused:
            open_issuer_key(path)
        assert "SECRET" not in str(refused.value)


def test_a_real_issuer_is_no_demo(
    tmp_path: Path, issuer: IssuerKey, make_key: Callable[..., IssuerKey]
) -> None:
    path = write(
        tmp_path / "k",
        pem(issuer.private),
        issuer.certificate.public_bytes(serialization.Encoding.PEM),
    )
    opened = open_issuer_key(path)
    assert not opened.demo
    assert (opened.issuer.country, opened.issuer.name) == ("VN", "Bộ Y tế")
    assert is_demo(make_key(country="XX").certificate)
    assert is_demo(make_key(name="DEMO").certificate)


def test_no_named_use_means_every_use(make_key: Callable[..., IssuerKey]) -> None:
    bare: x509.Certificate = make_key(uses=()).certificate
    assert uses_of(bare) == set(CertificateUse)
