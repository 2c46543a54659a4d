"""`python -m bench [row ...]`: runs all rows, or those named."""

import sys
from pathlib import Path

from bench import lag, record, start
from bench.rows import report

GROUPS = {
    ("record-one", "record-batch"): record.run,
    ("rollup-lag",): lag.run,
    ("start", "start-again"): start.run,
}


def main() -> None:
    """Run and report; unknown rows are an error."""
    wanted = set(sys.argv[1:])
    known = {name for names in GROUPS for name in names}
    if wanted - known:
        sys.exit(f"unknown rows {sorted(wanted - known)}; known are {sorted(known)}")
    rows = [
        row for names, run in GROUPS.items() if not wanted or wanted & set(names) for row in run()
    ]
    report(rows, Path("var/bench.json"))


main()
