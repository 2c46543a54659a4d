"""The face for machines: the REST API, the way in for events, open data."""
