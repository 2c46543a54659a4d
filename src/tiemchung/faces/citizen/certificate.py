"""The signed certificate: as QR, as text, as PDF; and why there is none yet."""

import asyncio
from functools import cache
from pathlib import Path
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tiemchung.domains.certificates.model import Refusal
from tiemchung.domains.identity.actor import Actor
from tiemchung.faces.citizen import screens
from tiemchung.faces.citizen.drawing import draw_qr
from tiemchung.faces.citizen.own import Own, own_person
from tiemchung.faces.citizen.screens import CertificateShown, DoseShown
from tiemchung.kernel.clock import local_day
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.formats import birth_date
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import citizen
from tiemchung.kernel.web.pages import AnyRequest, render
from tiemchung.print.certificate import CertificateDose, CertificateSheet, certificates_pdf
from tiemchung.print.letterhead import Letterhead
from tiemchung.print.press import Press
from tiemchung.runtime import Runtime

FONTS = Path(__file__).parents[2] / "static" / "dist" / "fonts-pdf"


@cache
def press() -> Press:
    """Return the typesetter of this process; it reads its fonts once."""
    return Press(FONTS)


@get("/me/nguoi/{person_id:uuid}/chung-nhan", opt=citizen)
async def show_certificate(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    person_id: FromPath[UUID],
) -> Response[str]:
    """Show the certificate that holds, earlier ones, or what is still missing for one."""
    own = await own_person(tx, actor, person_id)
    issued = await screens.certificates(tx, people=own.ids)
    current = next((c for c in issued if c.revoked_at is None), None)
    waiting = await screens.waiting_certificates(tx, people=own.ids)
    doses = await screens.doses(tx, people=own.ids)
    refusal = next((w.refusal for w in waiting if w.refusal), None)
    return render(
        "citizen/certificate/show.html",
        request,
        here="family",
        own=own,
        current=current,
        earlier=[c for c in issued if c is not current],
        qr=await draw_qr(current.text, "M") if current else "",
        waits=any(w.refusal is None for w in waiting),
        refusal=str(Refusal(refusal).sentence) if refusal else "",
        doses=[d for d in doses if d.counts],
        is_demo=runtime.is_demo,
    )


@get("/me/nguoi/{person_id:uuid}/chung-nhan/{certificate_id:uuid}/pdf", opt=citizen)
async def download_certificate(
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    person_id: FromPath[UUID],
    certificate_id: FromPath[UUID],
) -> Response[bytes]:
    """Return the certificate on an A4 sheet; one that was taken back is not printed."""
    own = await own_person(tx, actor, person_id)
    issued = await screens.certificates(tx, people=own.ids)
    found = next(
        (c for c in issued if c.certificate_id == certificate_id and c.revoked_at is None), None
    )
    if found is None:
        raise NotFound(_("Không có chứng nhận này, hoặc chứng nhận đã được thay."))
    sheet = await _sheet(tx, own, found, runtime)
    head = Letterhead(superior="", unit="BỘ Y TẾ")
    pdf = await asyncio.to_thread(certificates_pdf, press(), head, [sheet], demo=runtime.is_demo)
    return Response(
        pdf,
        media_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="chung-nhan.pdf"'},
    )


async def _sheet(
    tx: Tx, own: Own, certificate: CertificateShown, runtime: Runtime
) -> CertificateSheet:
    documents = await screens.documents(tx, people=own.ids)
    doses = await screens.doses(tx, people=own.ids)
    certified = [d for d in doses if d.event_id in certificate.dose_event_ids]
    person = own.person
    precision = person.birth_precision
    return CertificateSheet(
        full_name=person.full_name,
        birth=birth_date(person.birth_date, precision)
        if precision in ("year", "month", "day") and person.birth_date
        else "",
        nationality=person.nationality,
        document=documents[0].masked if documents else "",
        disease="COVID-19",
        doses_received=len(certified),
        doses=[_dose(n, d) for n, d in enumerate(certified, start=1)],
        certificate_number=certificate.number,
        identity_status=certificate.identity_status,
        issued_on=local_day(certificate.issued_at),
        expires_on=local_day(certificate.expires_at),
        signed_text=certificate.text,
        verify_at=f"{runtime.settings.public_url}/kiem-tra-chung-nhan",
    )


def _dose(number: int, dose: DoseShown) -> CertificateDose:
    return CertificateDose(
        number=number, given_on=dose.day, product=dose.product, manufacturer=dose.holder,
        lot_number=dose.lot or "", facility=dose.facility or "",
    )  # fmt: skip


routes = [show_certificate, download_certificate]
