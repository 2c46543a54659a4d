"""Judges doses and screenings by the dated rules, and says when the next dose is due.

Pure so far: the rules are Structs of tiemchung.country, read from the pack or from the database
as the same JSON documents. Golden cases in tests/golden/eligibility hold for every interpreter of
these rules, whatever its language. Owns no table, sends no event, hears none.
"""
