"""The text of a certificate: prefix, base45 (RFC 9285), zlib, and CBOR read with suspicion.

All limits stand here, because this is where bytes of strangers come in.
"""

import zlib
from io import BytesIO
from typing import Any, Never

from base45 import b45decode, b45encode
from cbor2 import (
    CBORDecodeError,
    CBORDecoder,
    CBORTag,
    SemanticDecoderCallback,
    ShareableDecoderInitializer,
)

from tiemchung.domains.certificates.model import CertificateFormat

LONGEST_TEXT = 4296
"""Alphanumeric characters in the largest QR code (version 40, level L): no text is longer."""
LARGEST_MESSAGE = 64 * 1024
"""Bytes after inflating; a real certificate has about 400. Stops a compression bomb."""
DEEPEST = 16
"""Nested containers; a certificate has six."""

_BUILT_IN_TAGS = (1, 2, 3, 4, 5, 25, 28, 29, 30, 35, 36, 37, 52, 54, 100, 256, 258, 260, 261, 43000)
_PREFIXES = {kind.value: kind for kind in CertificateFormat}
_DATE_TAGS = (0, 1004)  # RFC 8949 and RFC 8943 dates: read as the text that they are


class UnreadableError(Exception):
    """The text is damaged or not built as the standard says."""


class OtherContentError(Exception):
    """The text may be well, but it is not one of our two kinds."""


def pack(kind: CertificateFormat, message: bytes) -> str:
    """Return the text to print for one COSE message."""
    return f"{kind.value}:{b45encode(zlib.compress(message, 9)).decode('ascii')}"


def unpack(text: str) -> tuple[CertificateFormat, bytes]:
    """Return format and COSE message of a scanned or pasted text.

    Only line ends and tabs are stripped: a blank is a character of base45. Raises `UnreadableError`
    or `OtherContentError` and nothing else, whatever the text.
    """
    bare = text.strip("\r\n\t\ufeff")
    prefix, _, body = bare.partition(":")
    kind = _PREFIXES.get(prefix)
    if kind is None or not body:
        raise OtherContentError
    if len(bare) > LONGEST_TEXT:
        raise UnreadableError("longer than a QR code holds")
    try:
        packed = b45decode(body)
    except ValueError as error:
        raise UnreadableError("not base45") from error
    return kind, _inflate(packed)


def _inflate(packed: bytes) -> bytes:
    stream = zlib.decompressobj()
    try:
        message = stream.decompress(packed, LARGEST_MESSAGE)
    except zlib.error as error:
        raise UnreadableError("not zlib") from error
    if not stream.eof or stream.unused_data:
        raise UnreadableError("zlib stream too long, cut off or followed by something")
    return message


def read_cbor(content: bytes) -> Any:  # noqa: ANN401 - the caller checks every part it takes
    """Return exactly one CBOR item; tags other than COSE, CWT and dates are refused.

    The library would build regular expressions, e-mails, cycles and huge numbers from other tags.
    Raises `UnreadableError`.
    """
    stream = BytesIO(content)
    decoder = CBORDecoder(
        stream,
        tag_hook=_known_tag,
        semantic_decoders=_SEMANTICS,
        max_depth=DEEPEST,
        allow_duplicate_keys=False,
    )
    try:
        item = decoder.decode()
    except (CBORDecodeError, ValueError, OverflowError, RecursionError) as error:
        raise UnreadableError("not CBOR") from error
    if stream.tell() != len(content):
        raise UnreadableError("bytes after the CBOR item")
    return item


def _known_tag(tag: CBORTag, immutable: bool) -> CBORTag:  # noqa: FBT001, ARG001 - called by cbor2
    if tag.tag not in {18, 61}:
        raise ValueError("unexpected tag")
    return tag


def _refuse(item: object, immutable: bool) -> Never:  # noqa: FBT001, ARG001 - called by cbor2
    raise ValueError("unexpected tag")


def _as_it_is(item: object, immutable: bool) -> object:  # noqa: FBT001, ARG001 - called by cbor2
    return item


_SEMANTICS: dict[int, SemanticDecoderCallback | ShareableDecoderInitializer] = {
    **dict.fromkeys(_BUILT_IN_TAGS, _refuse),
    **dict.fromkeys(_DATE_TAGS, _as_it_is),
}
