"""The public cases of the European Union, each verified with the key that it carries.

Source: eu-digital-green-certificates/dgc-testdata, commit 4a62c8d, folder common, Apache-2.0.
"""

import base64
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from tiemchung.domains.certificates import cose
from tiemchung.domains.certificates.envelope import unpack
from tiemchung.domains.certificates.model import Verdict
from tiemchung.domains.certificates.trust import TrustList, trusted_key
from tiemchung.domains.certificates.verify import verify

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "vectors" / "dgc_common.json").read_text()
)["cases"]
BROKEN_CERTIFICATE = {"CO15"}  # its DER holds an empty integer, which our parser refuses
OF_VACCINATION = {"CO1", "CO2", "CO3", "CO5", "CO6", "CO10", "CO13", "CO28", "DGC6"}


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["id"])
def test_public_cases_of_the_standard(case: dict[str, Any]) -> None:
    der = base64.b64decode(case["certificate"])
    if case["id"] in BROKEN_CERTIFICATE:
        with pytest.raises(ValueError, match="asn1"):
            trusted_key(x509.load_der_x509_certificate(der))
        return
    trust = TrustList([trusted_key(x509.load_der_x509_certificate(der))])
    answer = verify(case["text"], trust, datetime.fromisoformat(case["clock"]))
    right = not case["failing"] and case["id"] in OF_VACCINATION
    assert (answer.verdict is Verdict.VALID) == right, answer.verdict
    if "keyusage" in case["failing"] and case["id"] in OF_VACCINATION:
        assert answer.verdict is Verdict.KEY_NOT_ALLOWED


@pytest.mark.parametrize(
    "case",
    [c for c in VECTORS if c["id"].startswith("CO") and c["id"] not in BROKEN_CERTIFICATE],
    ids=lambda case: case["id"],
)
def test_signatures_of_the_public_cases_whatever_they_certify(case: dict[str, Any]) -> None:
    key = trusted_key(x509.load_der_x509_certificate(base64.b64decode(case["certificate"])))
    message = cose.read(unpack(case["text"])[1])
    found = TrustList([key]).candidates(message.key_id)
    right = any(cose.is_signed_by(message, candidate.public) for candidate in found)
    assert right == ("verify" not in case["failing"])
