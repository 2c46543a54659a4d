"""Figures: roll-ups booked by followers as signed differences, and reports (data-model 8).

Tables: dose_counted, by_place, by_home, by_stock, by_session, registered, daily_report. Hears
every kind that makes, changes or moves a dose, a vial, a stock or a registration.
"""
