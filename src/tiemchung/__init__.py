"""tiemchung runs a nation's vaccination campaign over one ledger."""
