"""The response centre, at `/command`."""
