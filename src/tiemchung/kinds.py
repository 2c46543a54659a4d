"""Every kind of event and every fold of the platform, put together for the ledger."""

import msgspec

from tiemchung.domains.ledger.kinds import Kinds
from tiemchung.domains.registry import events as registry_events
from tiemchung.domains.registry import fold as registry_fold
from tiemchung.domains.safety import events as safety_events
from tiemchung.domains.safety import fold as safety_fold
from tiemchung.domains.siteops import events as siteops_events
from tiemchung.domains.siteops import fold as siteops_fold
from tiemchung.domains.supply import events as supply_events
from tiemchung.domains.supply import fold as supply_fold
from tiemchung.domains.supply.lots import judge_dose


def all_kinds() -> Kinds:
    """Return the table that the ledger works by."""
    kinds = [
        *registry_events.KINDS,
        *siteops_events.PERSON_KINDS,
        *siteops_events.SITE_KINDS,
        *supply_events.KINDS,
        *safety_events.KINDS,
    ]
    judged = [
        msgspec.structs.replace(k, judge=judge_dose) if k.name in siteops_events.DOSE_KINDS else k
        for k in kinds
    ]
    return Kinds(
        judged,
        [
            registry_fold.FOLDER,
            siteops_fold.PERSON_FOLDER,
            siteops_fold.SITE_FOLDER,
            supply_fold.FOLDER,
            safety_fold.FOLDER,
        ],
    )
