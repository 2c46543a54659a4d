"""An independent library accepts our certificates, refuses changed ones, and issues one to us."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import cbor2
import pytest

from tiemchung.domains.certificates import cose
from tiemchung.domains.certificates.envelope import unpack
from tiemchung.domains.certificates.keys import IssuerKey
from tiemchung.domains.certificates.model import CertificateFormat, VaccinationClaim, Verdict
from tiemchung.domains.certificates.signing import sign
from tiemchung.domains.certificates.trust import TrustList
from tiemchung.domains.certificates.verify import verify

PEER = Path(__file__).parents[4] / "tools" / "peers" / "dcc"
INSTALL = "npm ci --prefix tools/peers/dcc"


@pytest.fixture(scope="session")
def node() -> str:
    """Find Node and the installed peer; without them skip, but fail where CI promises them."""
    found = shutil.which("node")
    if found and (PEER / "node_modules" / "cose-js").is_dir():
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(f"the peer needs Node and `{INSTALL}`")
    pytest.skip(f"the peer needs Node and `{INSTALL}`")


def ask(node: str, issuer: IssuerKey, **asked: object) -> dict[str, Any]:
    numbers = issuer.private.private_numbers()
    question = {
        "x": numbers.public_numbers.x.to_bytes(32, "big").hex(),
        "y": numbers.public_numbers.y.to_bytes(32, "big").hex(),
        "d": numbers.private_value.to_bytes(32, "big").hex(),
        "kid": issuer.key_id.hex(),
        **asked,
    }
    done = subprocess.run(  # noqa: S603 - our own script with our own input
        [node, "verify.mjs"],
        cwd=PEER,
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("kind", list(CertificateFormat))
def test_the_peer_reads_what_we_signed(
    node: str,
    issuer: IssuerKey,
    make_claim: Callable[..., VaccinationClaim],
    kind: CertificateFormat,
) -> None:
    texts = [sign(make_claim(lot_number=str(i)), issuer, kind) for i in range(5)]
    answers = ask(node, issuer, texts=texts)["verified"]
    assert [answer["ok"] for answer in answers] == [True] * 5
    claims = answers[0]["claims"]
    assert claims["1"] == "VN"
    if kind is CertificateFormat.INTERNATIONAL:
        dcc = claims["-260"]["1"]
        assert dcc["nam"]["gn"] == "Thị Ánh Nguyệt"
        assert (dcc["v"][0]["dn"], dcc["v"][0]["mp"]) == (2, "EU/1/20/1528")
    else:
        assert claims["-65537"]["nam"] == "Nguyễn Thị Ánh Nguyệt"


def test_the_peer_refuses_a_changed_text_and_another_key(
    node: str, issuer: IssuerKey, make_key: Callable[..., IssuerKey], text: str
) -> None:
    changed = text[:150] + ("0" if text[150] != "0" else "1") + text[151:]
    assert [a["ok"] for a in ask(node, issuer, texts=[changed])["verified"]] == [False]
    assert [a["ok"] for a in ask(node, make_key(), texts=[text])["verified"]] == [False]


def test_we_read_what_the_peer_signed(
    node: str, issuer: IssuerKey, trust: TrustList, text: str, now: datetime
) -> None:
    payload = cose.read(unpack(text)[1]).payload
    signed = ask(node, issuer, sign=[payload.hex()])["signed"][0]
    answer = verify(signed, trust, now)
    assert answer.verdict is Verdict.VALID
    assert answer.certificate == verify(text, trust, now).certificate
    assert cbor2.loads(payload)[1] == "VN"
