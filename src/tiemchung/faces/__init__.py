"""One folder an audience: its login, its pages, its wording. No business rule lives here."""
