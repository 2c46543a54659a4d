"""The demonstration: synthetic people and a campaign played with them; nothing here is real."""
