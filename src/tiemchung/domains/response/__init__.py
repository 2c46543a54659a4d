"""The response centre: alerts, incidents, the support force and its assignments.

Tables: alert, incident, support_member, assignment. Sends no event. Alerts are judged from
projections and roll-ups every few seconds; nobody has to remember to raise them.
"""
