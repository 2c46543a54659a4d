"""The site day: reception, measuring, screening, injection, observation, vials and the close.

Tables: dose, visit_step, injection_table, vial_event, declared_count, session_close, open_item.
Kinds of a person: invited, checked_in, measured, screened, deferred, contraindicated, referred,
declined, left, no_show, injected, entered_late, observed, released, confirmed, certified,
corrected, voided, same_as. Kinds of a site: vial_opened, vial_discarded, vial_broken,
vials_returned, vials_moved, declared, session_ended, session_closed, session_reopened.
"""
