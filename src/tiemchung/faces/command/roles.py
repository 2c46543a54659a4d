"""Who does what in the response centre. The support force has no clinical authority."""

from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.web.entry import requires

_COMMITTEES = (Role.MINISTRY, Role.REGIONAL_INSTITUTE, Role.PROVINCE, Role.DISTRICT)
_FORCE = (Role.SUPPORT_OPERATIONS, Role.SUPPORT_DISTRICT, Role.SUPPORT_SITE)

WATCHERS = requires(*_COMMITTEES, *_FORCE, Role.PLATFORM)
"""See the board, sites, alerts, incidents, the support force and figures of their scope."""

RESPONDERS = requires(*_COMMITTEES, *_FORCE)
"""See alerts off, open and work incidents, move their own assignment."""

COORDINATORS = requires(
    Role.MINISTRY, Role.PROVINCE, Role.DISTRICT, Role.SUPPORT_OPERATIONS, Role.SUPPORT_DISTRICT
)
"""Send members of the support force within their scope."""

READERS = requires(*_COMMITTEES, Role.SUPPORT_OPERATIONS, Role.SUPPORT_DISTRICT)
"""Read daily reports."""

REPORTERS = requires(Role.MINISTRY, Role.PROVINCE, Role.DISTRICT)
"""Send the daily report of their unit."""

KEEPERS = requires(Role.MINISTRY, Role.SUPPORT_OPERATIONS, Role.PLATFORM)
"""Watch over the platform and settle what was put aside."""
