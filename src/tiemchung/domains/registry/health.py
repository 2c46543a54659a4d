"""What people tell of their health on registering: codes in the private document, never in rows.

It prepares the doctor's questions and decides nothing; the screening form of the date asks again.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec

from tiemchung.domains.ledger.private import Vault
from tiemchung.domains.ledger.refold import open_vaults
from tiemchung.domains.registry.events import PersonDetails
from tiemchung.kernel.i18n import Lazy, lazy
from tiemchung.kernel.sql import Tx

CONDITIONS: Final[dict[str, Lazy]] = {
    "anaphylaxis": lazy("Từng bị phản vệ (sốc phản vệ)"),
    "allergy": lazy("Dị ứng thuốc, thức ăn hoặc chất khác"),
    "immunodeficiency": lazy("Suy giảm miễn dịch, đang hóa trị hoặc xạ trị"),
    "coagulation": lazy("Rối loạn đông máu, cầm máu hoặc đang dùng thuốc chống đông"),
    "hypertension": lazy("Tăng huyết áp"),
    "heart": lazy("Bệnh tim mạch"),
    "diabetes": lazy("Đái tháo đường"),
    "lung": lazy("Hen hoặc bệnh phổi mạn tính"),
    "kidney_liver": lazy("Bệnh thận hoặc bệnh gan mạn tính"),
    "cancer": lazy("Ung thư"),
    "pregnant": lazy("Đang mang thai"),
    "breastfeeding": lazy("Đang cho con bú"),
    "covid_recent": lazy("Mắc COVID-19 trong 6 tháng qua"),
}
"""Our own short list, in the words of the screening forms; not a list of any decision."""


async def stated_conditions(tx: Tx, vault: Vault, people: Sequence[UUID]) -> list[str]:
    """Return what was told of these records, which are open to the caller; each code once."""
    found: dict[str, None] = {}
    for opened in (await open_vaults(tx, vault, list(people))).values():
        for text in opened.documents.values():
            details = msgspec.json.decode(text, type=PersonDetails, strict=False)
            found.update(dict.fromkeys(details.health))
    return list(found)
