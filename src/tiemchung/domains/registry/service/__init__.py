"""The door of the registry: people are registered, changed, found, listed, opened."""

from tiemchung.domains.registry.access import log_listed, open_record, open_records, own_scope
from tiemchung.domains.registry.service.registration import (
    find_known,
    register_people,
    register_person,
    update_person,
)
from tiemchung.domains.registry.service.search import find_people, show_people
from tiemchung.domains.registry.service.wards import household_of, ward_people

__all__ = [
    "find_known",
    "find_people",
    "household_of",
    "log_listed",
    "open_record",
    "open_records",
    "own_scope",
    "register_people",
    "register_person",
    "show_people",
    "update_person",
    "ward_people",
]
