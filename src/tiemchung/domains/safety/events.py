"""An adverse event at the site or reported from home. Codes only; no MedDRA terms."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from tiemchung.domains.identity.roles import AT_SITE
from tiemchung.domains.ledger.kinds import Kind

Code = Annotated[str, Meta(max_length=60)]


class ReactionReported(Struct, frozen=True, kw_only=True):
    """A common reaction or a severe event; `grade` is that of anaphylaxis (51/2017/TT-BYT)."""

    dose: UUID | None = None
    severity: Literal["common", "severe"]
    grade: Annotated[int, Meta(ge=1, le=4)] | None = None
    signs: list[Code] = []
    treatment: list[Code] = []
    outcome: Code | None = None
    transferred_to: int | None = None
    reported_from: Literal["site", "home", "hospital"] = "site"
    lot: int | None = None
    home: int | None = None


KINDS = [
    Kind(name="reaction_reported", ledger="person", data=ReactionReported, citizen=True,
         enterers=AT_SITE),
]  # fmt: skip
