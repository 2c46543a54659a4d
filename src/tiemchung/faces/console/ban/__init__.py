"""The server side of the stations at a vaccination site: the app, the session pack, the live queue.

What happens at a station is an event and comes in by the one way; here is only what the stations
read, and which desk has taken whom.
"""
