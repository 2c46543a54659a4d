"""Turn the counts of Vietnamese names and ages into the small files that the demo is made from.

Run it with the folder of the reference data: `python tools/names/convert.py FOLDER`. It writes
`src/tiemchung/demo/names/*.csv` beside their SOURCES.toml. Counts only: no full name of a real
person can be rebuilt from them.
"""

import csv
import sys
from pathlib import Path

TARGET = Path(__file__).parents[2] / "src" / "tiemchung" / "demo" / "names"
NAME_PARTS = ("surname", "middle", "given")


def convert(source: Path, target: Path = TARGET) -> None:
    """Read name_*.csv and age_sex.csv of the source folder and write the demo's own files."""
    for part in NAME_PARTS:
        rows = [
            (row["name"], int(row["count_male"]), int(row["count_female"]))
            for row in _rows(source / f"name_{part}.csv")
        ]
        rows.sort(key=lambda row: (-row[1] - row[2], row[0]))
        _write(target / f"{part}.csv", ("name", "male", "female"), rows)
    ages = [
        (row["age_group"].partition("-")[0].rstrip("+"), int(row["male"]), int(row["female"]))
        for row in _rows(source / "age_sex.csv")
    ]
    _write(target / "age_sex.csv", ("from_age", "male", "female"), ages)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[str, int, int]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit("usage: python tools/names/convert.py FOLDER")
    convert(Path(sys.argv[1]))
