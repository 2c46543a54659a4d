"""Vaccine products: identity, authorisation and codes. What changes in time stands in the rules."""

from datetime import date

from msgspec import Struct

from tiemchung.country.values import Text


class Product(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One product as the citizen and the storekeeper name it.

    `verified` lists the fields that were compared with `verified_source`; every other field is
    general knowledge and has to be confirmed. Age, volume, intervals, vial size and shelf life are
    dated rules (`DosingRules`), because they changed during the campaign.
    """

    key: str
    name: str
    short_name: Text
    holder: str
    origin: str
    platform: Text
    storage: str
    components: int = 1
    decision: str
    approved_on: date
    dcc_product: str
    dcc_manufacturer: str
    snomed_vaccine: str
    atc: str
    cvx: str | None = None
    verified: tuple[str, ...]
    verified_source: str
    note: str | None = None

    def is_verified(self, field: str) -> bool:
        return field in self.verified


class ProductFile(Struct, frozen=True, forbid_unknown_fields=True):
    product: tuple[Product, ...]
