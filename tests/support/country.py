"""Places of the country's pack that stories happen at: the chain from the ministry to one ward."""

from msgspec import Struct

from tests.support.platform import Platform

NATION, SOUTH, CITY, DISTRICT = 10000001, 20000401, 30007901, 40076001
WARD, OTHER_WARD, THIRD_WARD = 52673401, 52673701, 52674001
"""Tân Định, Đa Kao and Bến Nghé of district 1, as in 2021."""

INSTITUTE, CDC, CENTRE = "VN-IPHCM", "79-CDC", "79-D760"
STATION, OTHER_STATION, THIRD_STATION = "79-W26734", "79-W26737", "79-W26740"
PRODUCT = "AZ"


class Places(Struct, frozen=True):
    """Facilities by code, and the product of the story."""

    facilities: dict[str, int]
    product: int


async def read_places(platform: Platform) -> Places:
    """Read the ids that the pack was given on loading."""
    facilities = await platform.owner("SELECT code, facility_id FROM geography.facility")
    product = await platform.owner("SELECT product_id FROM supply.product WHERE code = $1", PRODUCT)
    return Places({r[0]: r[1] for r in facilities}, product[0][0])
