"""Who asks: a visitor, a citizen or a member of staff in one role at one place."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.identity.roles import ROLE_TITLES, Role
from tiemchung.kernel.scope import NOBODY, Scope
from tiemchung.kernel.web.entry import Kind

Owes = Literal["code", "enrolment", "password"]
"""What a sign-in still asks for: a code, the enrolment of an authenticator, a new password."""


class ActiveGrant(Struct, frozen=True, kw_only=True):
    """The grant that a member of staff acts under now; exactly one of the three places is set."""

    grant_id: UUID
    role: Role
    unit_id: int | None
    facility_id: int | None
    session_id: UUID | None
    sector: str = "civil"


class Actor(Struct, frozen=True, kw_only=True):
    """The one who sent a request, as the log-in says.

    `id` is the staff id or the citizen's account id. Staff without `grant` have not chosen yet in
    which role they act, and see nothing. A visitor with `pending` has given a right password and
    owes the second factor.
    """

    kind: Kind = "public"
    id: UUID | None = None
    name: str = ""
    grant: ActiveGrant | None = None
    place: str = ""
    scope: Scope = NOBODY
    device_id: UUID | None = None
    token_digest: bytes = b""
    expires_at: datetime | None = None
    pending: UUID | None = None
    owes: Owes | None = None

    @property
    def role(self) -> Role | None:
        """The role of the active grant."""
        return None if self.grant is None else self.grant.role

    @property
    def role_title(self) -> str:
        """What people call the role, in the language of the request."""
        return "" if self.grant is None else str(ROLE_TITLES[self.grant.role])

    @property
    def staff_id(self) -> UUID:
        """The id of the member of staff; only to be asked of one."""
        if self.kind != "staff" or self.id is None:
            raise LookupError("the actor is not staff")
        return self.id

    @property
    def account_id(self) -> UUID:
        """The id of the citizen's account; only to be asked of a citizen."""
        if self.kind != "citizen" or self.id is None:
            raise LookupError("the actor is not a citizen")
        return self.id

    @property
    def acting(self) -> ActiveGrant:
        """The active grant; only to be asked where the route requires a role."""
        if self.grant is None:
            raise LookupError("the actor has not chosen a role")
        return self.grant


PUBLIC = Actor()
"""A visitor of whom nothing is known."""
