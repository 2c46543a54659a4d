"""Units as versions with succession, and the places of vaccination.

Tables: unit, succession, unit_cover, facility, site, neighbourhood, rule_set, national_daily.
Sends no event; hears none. Everything here is reference data of the country pack or of the back
office.
"""
