"""Ho Chi Minh City in July and August 2021, played through the platform's own services.

`calendar` says when what happened, `areas` and `schedule` who vaccinates where and when, `visit`
and `site_day` what happens to each person and vial of a session, `steps` in which order it all
comes into the database. Everything that happened to a person or at a site goes through
`Intake.take`; the same seed makes the same events, so a step that was cut off is run again and
what had arrived is a duplicate.
"""
