"""Campaign, rounds, lists of candidates, assignment, plans, sessions and who works in them.

Tables: campaign, vaccination_round, round_allocation, candidate_list, list_row, organisation,
candidate, plan, plan_site, team, team_member, session, session_staff. Sends no event; its followers
hear of the outcomes of the site day, of the end and the close of a session.
"""
