"""What every domain needs and no domain owns. Nothing here knows a domain."""
