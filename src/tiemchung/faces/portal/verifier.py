"""Anybody's certificate, judged: pasted into a form, or sent by a program."""

from datetime import timedelta
from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from tiemchung.asking import client_of
from tiemchung.domains.certificates import service
from tiemchung.domains.certificates.envelope import LONGEST_TEXT
from tiemchung.domains.certificates.model import ReadCertificate, Verdict, Verification
from tiemchung.faces.portal import screens
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import open_to_all
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.limits import Limit, count
from tiemchung.kernel.web.pages import AnyRequest, render
from tiemchung.runtime import Runtime

PATH = "/kiem-tra-chung-nhan"
PER_CLIENT = Limit("verify client minute", 120, timedelta(minutes=1))
"""A border post reads one certificate every few seconds, at several desks behind one address."""

TONES = {
    Verdict.VALID: "good",
    Verdict.DEMO: "warn",
    Verdict.REVOKED: "bad",
    Verdict.EXPIRED: "warn",
    Verdict.NOT_YET_VALID: "warn",
    Verdict.UNKNOWN_ISSUER: "warn",
}
"""How a verdict looks; every other one is bad. The words say the same."""


class CertificateText(Struct, frozen=True):
    """The text of a certificate, as the QR code holds it."""

    text: Annotated[str, Meta(max_length=4 * LONGEST_TEXT)]


class Judged(Struct, frozen=True, kw_only=True):
    """The verdict for programs; `certificate` only where the signature was right."""

    verdict: Verdict
    heading: str
    reason: str
    demo: bool
    certificate: ReadCertificate | None


async def judge(request: AnyRequest, tx: Tx, runtime: Runtime, text: str) -> Verification:
    """Judge a text; line breaks that an editor has put in do not count."""
    client = client_of(request)
    if client is not None:
        await count(runtime.db.app, PER_CLIENT, client)
    joined = "".join(text.split("\n")).replace("\r", "").replace("\t", "")
    return await service.judge_text(tx, joined, is_demo=runtime.is_demo, now=real_now())


@get(PATH, opt=open_to_all)
async def show_verifier(request: AnyRequest) -> Response[str]:
    """Ask for the text of a certificate."""
    form: Form[CertificateText] = Form()
    return render("portal/verifier/verify.html", request, here="verify", form=form)


@post(PATH, opt=open_to_all, status_code=200)
async def verify_text(
    request: AnyRequest, tx: NamedDependency[Tx], runtime: NamedDependency[Runtime]
) -> Response[str]:
    """Show the verdict on a pasted text; what was pasted is neither kept nor logged."""
    form = await read_form(request, CertificateText, longest=4 * LONGEST_TEXT)
    judged = product = None
    if form.value is not None:
        with form.catching():
            judged = await judge(request, tx, runtime, form.value.text)
            if judged.certificate is not None:
                product = await screens.product_by_code(tx, code=judged.certificate.product)
    return render(
        "portal/verifier/verify.html",
        request,
        here="verify",
        form=form,
        judged=judged,
        product=product,
        tone=TONES.get(judged.verdict, "bad") if judged else "",
        status=form.status,
    )


@post("/api/v1/certificates/verify", opt=open_to_all, status_code=200)
async def verify_by_program(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    runtime: NamedDependency[Runtime],
    data: JSONBody[CertificateText],
) -> Judged:
    """Judge the text of a certificate (HC1 or VN1)."""
    found = await judge(request, tx, runtime, data.text)
    return Judged(
        verdict=found.verdict,
        heading=str(found.verdict.heading),
        reason=str(found.verdict.reason),
        demo=found.demo,
        certificate=found.certificate,
    )


routes = [show_verifier, verify_text, verify_by_program]
