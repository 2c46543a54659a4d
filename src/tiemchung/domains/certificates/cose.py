"""COSE_Sign1 (RFC 9052) with the two algorithms of the health certificate: ES256 and PS256."""

from collections.abc import Mapping
from typing import Any, cast

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from msgspec import Struct

from tiemchung.domains.certificates.envelope import UnreadableError, read_cbor

ES256 = -7
PS256 = -37
PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey

_SIGN1_TAG = 18
_CWT_TAG = 61
_ALGORITHM, _CRITICAL, _KEY_ID = 1, 2, 4
_SIGN1_PARTS = 4
_ES256_BYTES = 64
_SHA256 = hashes.SHA256()
_ECDSA = ec.ECDSA(_SHA256)


class SignedMessage(Struct, frozen=True):
    """The parts of one COSE_Sign1; `protected` are the exact bytes under the signature."""

    protected: bytes
    algorithm: object
    key_id: bytes
    payload: bytes
    signature: bytes


def protected_header(key_id: bytes) -> bytes:
    """Return the header bytes for ES256 with the key's id, the same for every text of one key."""
    return cbor2.dumps({_ALGORITHM: ES256, _KEY_ID: key_id})


def sign(payload: bytes, protected: bytes, key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the tagged message; the signature is r || s of 64 bytes, new at every call."""
    r, s = decode_dss_signature(key.sign(_to_be_signed(protected, payload), _ECDSA))
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return cbor2.dumps(cbor2.CBORTag(_SIGN1_TAG, [protected, {}, payload, signature]))


def read(message: bytes) -> SignedMessage:
    """Take a message apart; a CWT tag around it is optional. Raises `UnreadableError`.

    The key id of the protected header wins: the other one is under nobody's signature. The
    algorithm is only reported here; the key decides which one is used.
    """
    protected, unprotected, payload, signature = _parts(message)
    headers = _map(unprotected) | (_map(read_cbor(protected)) if protected else {})
    if _CRITICAL in headers:
        raise UnreadableError("a critical header that we do not know")
    key_id = headers.get(_KEY_ID, b"")
    if not isinstance(key_id, bytes):
        raise UnreadableError("key id is not bytes")
    return SignedMessage(protected, headers.get(_ALGORITHM), key_id, payload, signature)


def _map(item: object) -> dict[Any, Any]:
    if not isinstance(item, Mapping):  # inside a tag the library gives its frozen map
        raise UnreadableError("headers are not a map")
    return dict(cast("Mapping[Any, Any]", item))


def _parts(message: bytes) -> tuple[bytes, object, bytes, bytes]:
    item = read_cbor(message)
    if isinstance(item, cbor2.CBORTag) and item.tag == _CWT_TAG:
        item = item.value
    if isinstance(item, cbor2.CBORTag) and item.tag == _SIGN1_TAG:
        item = item.value  # RFC 9052 lets an issuer leave the tag out, and Spain has done so
    parts = cast("object", item)
    if not isinstance(parts, list | tuple) or len(cast("list[object]", parts)) != _SIGN1_PARTS:
        raise UnreadableError("not four parts")
    protected, unprotected, payload, signature = cast("list[object]", parts)
    if not (
        isinstance(protected, bytes) and isinstance(payload, bytes) and isinstance(signature, bytes)
    ):
        raise UnreadableError("a part is not bytes")
    return protected, unprotected, payload, signature


def is_signed_by(message: SignedMessage, key: PublicKey) -> bool:
    """Tell whether `key` made the signature, by the algorithm that belongs to the key.

    A message that names another algorithm (or none of the two) is refused, so that nobody can
    choose a weaker check than the key's own.
    """
    content = _to_be_signed(message.protected, message.payload)
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            if message.algorithm != ES256 or len(message.signature) != _ES256_BYTES:
                return False
            key.verify(_der(message.signature), content, _ECDSA)
        else:
            if message.algorithm != PS256:
                return False
            key.verify(message.signature, content, _PSS, _SHA256)
    except InvalidSignature:
        return False
    return True


_PSS = padding.PSS(mgf=padding.MGF1(_SHA256), salt_length=32)


def _der(signature: bytes) -> bytes:
    return encode_dss_signature(
        int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    )


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload])
