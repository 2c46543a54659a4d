"""Quality of records: batches of people are checked against the population register.

Tables: verification_batch, verification_result. Sends: `verified` events. The register itself lies
behind one port (`register.PopulationRegister`), so that a file stands in for it where the
ministry's connection is not there.
"""
