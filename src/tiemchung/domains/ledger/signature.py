"""One signature over an upload's manifest: the device and its events' hashes, in order.

ES256 as WebCrypto makes it: raw r || s of 64 bytes over SHA-256 of the manifest. Verifying costs
about 90 µs whatever the number of events, which is why bodies are bound by hash beside it.
"""

from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

_ALGORITHM = ec.ECDSA(hashes.SHA256())


def manifest(device_id: UUID, event_hashes: list[bytes]) -> bytes:
    """Return the bytes that a device signs: one line of magic, its id, one hash a line."""
    lines = ["tiemchung-upload-v1", str(device_id), *(h.hex() for h in event_hashes)]
    return "\n".join(lines).encode("ascii")


def is_valid(key: ec.EllipticCurvePublicKey, signature: bytes, signed: bytes) -> bool:
    """Tell whether the raw 64-byte signature of this key covers the bytes."""
    if len(signature) != 64:  # noqa: PLR2004 -- r and s of P-256, 32 bytes each
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        key.verify(utils.encode_dss_signature(r, s), signed, _ALGORITHM)
    except InvalidSignature:
        return False
    return True


def sign(key: ec.EllipticCurvePrivateKey, signed: bytes) -> bytes:
    """Sign as a device does; for stations played by the server's own tools and for tests."""
    r, s = utils.decode_dss_signature(key.sign(signed, _ALGORITHM))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")
