"""Slots of sessions, appointments in them, invitations and their codes.

Tables: slot, appointment, invitation_code. Sends invited; its follower hears of invitations, of
reception and of the outcomes of visits.
"""
