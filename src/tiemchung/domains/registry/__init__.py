"""People: who they are, how to reach them, what they hold as proof, and who has read of them.

Tables: person, name_key, contact, identity_document, identity_claim, provisional_code, alias,
guardian, consent, access_log, correction_case, notice. Kinds: registered, updated, verified,
consented, consent_withdrawn, merged, unmerged, same_as, deceased, erased.
"""
