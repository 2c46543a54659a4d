"""The door of identity: what faces and upper domains may ask for."""

from tiemchung.domains.identity.citizens import (
    LOG_IN_LASTS,
    SendCode,
    link_person,
    send_code,
    sign_in_by_code,
    sign_out_citizen,
    unlink_person,
)
from tiemchung.domains.identity.devices import (
    enrol_device,
    issue_device_code,
    list_devices,
    revoke_device,
)
from tiemchung.domains.identity.log_ins import (
    choose_grant,
    choose_only_grant,
    grant_options,
    sign_out,
    switch_grant,
)
from tiemchung.domains.identity.second_factor import give_code, offer_second_factor
from tiemchung.domains.identity.sign_in import change_password, sign_in
from tiemchung.domains.identity.signed_in import citizen_cookie, find_citizen, find_staff
from tiemchung.domains.identity.staff import (
    add_staff,
    close_staff,
    end_grant,
    end_session_grants,
    find_by_username,
    give_badge,
    grant_role,
    reset_second_factor,
    set_first_password,
)
from tiemchung.domains.identity.stations import make_challenge, sign_in_by_badge
from tiemchung.domains.identity.upkeep import forget_old

__all__ = [
    "LOG_IN_LASTS",
    "SendCode",
    "add_staff",
    "change_password",
    "choose_grant",
    "choose_only_grant",
    "citizen_cookie",
    "close_staff",
    "end_grant",
    "end_session_grants",
    "enrol_device",
    "find_by_username",
    "find_citizen",
    "find_staff",
    "forget_old",
    "give_badge",
    "give_code",
    "grant_options",
    "grant_role",
    "issue_device_code",
    "link_person",
    "list_devices",
    "make_challenge",
    "offer_second_factor",
    "reset_second_factor",
    "revoke_device",
    "send_code",
    "set_first_password",
    "sign_in",
    "sign_in_by_badge",
    "sign_in_by_code",
    "sign_out",
    "sign_out_citizen",
    "switch_grant",
    "unlink_person",
]
