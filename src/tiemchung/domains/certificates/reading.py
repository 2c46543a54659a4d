"""Reading what stands under a signature, field by field against its schema."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, cast

import msgspec
from msgspec import Meta, Struct

from tiemchung.domains.certificates.envelope import UnreadableError, read_cbor
from tiemchung.domains.certificates.model import CertificateFormat, ReadCertificate
from tiemchung.domains.certificates.payload import (
    DCC,
    EXPIRES,
    HCERT,
    ISSUED,
    ISSUER,
    NATIONAL_CLAIM,
)
from tiemchung.domains.certificates.transliterate import LONGEST

_Short = Annotated[str, Meta(max_length=200)]
_Letters = Annotated[str, Meta(pattern="^[A-Z<]*$", max_length=LONGEST)]
_Birth = Annotated[str, Meta(pattern=r"^((19|20)\d\d(-\d\d){0,2}){0,1}$")]
_Count = Annotated[int, Meta(ge=1, le=99)]


class _Names(Struct):
    fn: _Short = ""
    fnt: _Letters = ""
    gn: _Short = ""
    gnt: _Letters = ""


class _Entry(Struct):
    tg: _Short
    vp: _Short
    mp: _Short
    ma: _Short
    dn: _Count
    sd: _Count
    dt: _Short
    co: Annotated[str, Meta(pattern="^[A-Z]{1,10}$")]
    issuer: _Short = msgspec.field(name="is")
    ci: _Short


class _Dcc(Struct):
    ver: Annotated[str, Meta(pattern=r"^\d+\.\d+\.\d+$", max_length=20)]
    nam: _Names
    dob: _Birth
    v: Annotated[list[_Entry], Meta(min_length=1, max_length=1)]


class _National(Struct):
    nam: Annotated[str, Meta(min_length=1, max_length=LONGEST)]
    dob: _Birth
    nat: _Short
    tg: _Short
    rec: _Count
    dt: date
    dn: _Count
    vp: _Short
    mp: _Short
    ma: _Short
    ci: _Short
    lot: _Short
    ids: _Short
    co: _Short
    issuer: _Short = msgspec.field(name="is")


class Token(Struct, frozen=True):
    """The outer claims of a payload; `content` is the DCC map or the national map, unchecked."""

    country: str
    issued_at: datetime
    expires_at: datetime
    content: dict[Any, Any]


def read_token(kind: CertificateFormat, payload: bytes) -> Token | None:
    """Return the outer claims, or None when the content is not of the kind that the prefix says.

    Raises `UnreadableError` for a broken structure.
    """
    claims = read_cbor(payload)
    if not isinstance(claims, dict):
        raise UnreadableError("payload is not a map")
    claims = cast("dict[Any, Any]", claims)
    if kind is CertificateFormat.INTERNATIONAL:
        hcert = claims.get(HCERT)
        content = cast("dict[Any, Any]", hcert).get(DCC) if isinstance(hcert, dict) else None
    else:
        content = claims.get(NATIONAL_CLAIM)
    if not isinstance(content, dict):
        return None
    country = claims.get(ISSUER, "")
    if not isinstance(country, str):
        raise UnreadableError("issuer is not text")
    return Token(
        country,
        _moment(claims.get(ISSUED)),
        _moment(claims.get(EXPIRES)),
        cast("dict[Any, Any]", content),
    )


def is_vaccination(kind: CertificateFormat, token: Token) -> bool:
    """Tell a vaccination certificate from a test result or a proof of recovery."""
    if kind is CertificateFormat.NATIONAL:
        return True
    return bool(token.content.get("v")) and not (token.content.keys() & {"t", "r"})


def read_content(kind: CertificateFormat, token: Token) -> ReadCertificate:
    """Check every field against its schema. Raises `UnreadableError`."""
    try:
        if kind is CertificateFormat.INTERNATIONAL:
            return _from_dcc(token, msgspec.convert(token.content, _Dcc))
        return _from_national(token, msgspec.convert(token.content, _National))
    except (msgspec.ValidationError, UnicodeError) as error:
        raise UnreadableError("content does not fit its schema") from error


def _from_dcc(token: Token, dcc: _Dcc) -> ReadCertificate:
    names, entry = dcc.nam, dcc.v[0]
    if not (names.fnt or names.gnt):
        raise UnreadableError("no name")
    return ReadCertificate(
        format=CertificateFormat.INTERNATIONAL,
        country=token.country,
        issuer=entry.issuer,
        certificate_id=entry.ci,
        full_name=f"{names.fn} {names.gn}".strip(),
        machine_name="<<".join(part for part in (names.fnt, names.gnt) if part),
        birth=dcc.dob,
        nationality="",
        identity_status="",
        disease=entry.tg,
        prophylaxis=entry.vp,
        product=entry.mp,
        holder=entry.ma,
        dose_number=entry.dn,
        series_doses=entry.sd,
        doses_received=entry.dn,
        vaccinated_on=_day(entry.dt),
        vaccinated_in=entry.co,
        lot_number="",
        issued_at=token.issued_at,
        expires_at=token.expires_at,
    )


def _day(written: str) -> date:
    """Read the day; the earliest issuers wrote a time behind it."""
    try:
        return date.fromisoformat(written.partition("T")[0])
    except ValueError as error:
        raise UnreadableError("date of vaccination") from error


def _from_national(token: Token, fields: _National) -> ReadCertificate:
    return ReadCertificate(
        format=CertificateFormat.NATIONAL,
        country=token.country,
        issuer=fields.issuer,
        certificate_id=fields.ci,
        full_name=fields.nam,
        machine_name="",
        birth=fields.dob,
        nationality=fields.nat,
        identity_status=fields.ids,
        disease=fields.tg,
        prophylaxis=fields.vp,
        product=fields.mp,
        holder=fields.ma,
        dose_number=fields.dn,
        series_doses=0,
        doses_received=fields.rec,
        vaccinated_on=fields.dt,
        vaccinated_in=fields.co,
        lot_number=fields.lot,
        issued_at=token.issued_at,
        expires_at=token.expires_at,
    )


def _moment(seconds: object) -> datetime:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise UnreadableError("a time is missing or not a number")
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UnreadableError("a time that no calendar has") from error
