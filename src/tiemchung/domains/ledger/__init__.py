"""What happened, append-only: the one way in, the writer, and the followers in commit order.

Tables: person_event, site_event, upload, private_document, person_key, quarantine, device_entry,
device_count, follower_cursor. It knows no projector: the composition hands it a table of kinds
(`kinds.py`) and the followers to run. It is its own outbox.
"""
