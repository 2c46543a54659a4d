"""The back office and the stations of a site, at `/console`."""
