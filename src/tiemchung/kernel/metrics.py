"""What a process counts as it works; /metrics shows it. Never a name, a number or a path of people.

Counts are of one process: with several web processes each answers with its own.
"""

from prometheus_client import Counter, disable_created_metrics

disable_created_metrics()  # when a label was first used tells nobody anything

REQUESTS = Counter(
    "tiemchung_requests", "Answers by method, route and status", ["method", "route", "status"]
)
OUTCOMES = Counter(
    "tiemchung_ledger_outcomes", "Events offered to the ledger, by what became of them", ["outcome"]
)
