"""`tiemchung demo --live`: the sites of today go on through the public API, at a chosen speed."""
