"""What a process counts as it works; /metrics shows it. Never a name, a number or a path of people.

Counts are of one process: with several web processes each answers with its own.
"""

from functools import cache

from prometheus_client import Counter, disable_created_metrics

disable_created_metrics()  # when a label was first used tells nobody anything

REQUESTS = Counter(
    "tiemchung_requests", "Answers by method, route and status", ["method", "route", "status"]
)
OUTCOMES = Counter(
    "tiemchung_ledger_outcomes", "Events offered to the ledger, by what became of them", ["outcome"]
)


@cache
def outcome_counter(outcome: str) -> Counter:
    """Return the counter of one outcome; looking it up by its label costs the way in 3 µs."""
    return OUTCOMES.labels(outcome)


@cache
def request_counter(method: str, route: str, status: int) -> Counter:
    """Return the counter of one method, route (a template, never a path) and status."""
    return REQUESTS.labels(method, route, str(status))
