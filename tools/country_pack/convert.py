"""Write the generated files of the Viet Nam pack from the source tables.

    python -m tools.country_pack.convert SOURCE [--into FOLDER]

SOURCE is the folder of the source tables (docs/country-pack.md names them). The same sources give
the same bytes. An id of a unit version that the committed pack already uses for another unit is
refused: ids are never re-used.
"""

import argparse
from datetime import date
from pathlib import Path

from tools.country_pack.facilities import facilities
from tools.country_pack.lists import list_files
from tools.country_pack.products import label_files, product_file
from tools.country_pack.sheets import Row, read_rows, table
from tools.country_pack.units import (
    age_bands,
    populations,
    region_members,
    successions,
    unit_points,
    unit_versions,
)

from tiemchung.country.figures import DailyFigure
from tiemchung.country.units import UnitVersion

PACK = Path(__file__).resolve().parents[2] / "src" / "tiemchung" / "country" / "vn"


class IdReused(Exception):
    """A unit version id would come to mean another unit."""


def pack_files(source: Path) -> dict[str, str]:
    """Make every generated file: path in the pack -> text."""
    units = unit_versions(source)
    return {
        "units/unit.csv": table(units),
        "units/succession.csv": table(successions(source, units)),
        "units/region_member.csv": table(region_members(source, units)),
        "units/point.csv": table(unit_points(source, units)),
        "units/population.csv": table(populations(source, units)),
        "units/age_band.csv": table(age_bands(source)),
        "facilities/facility.csv": table(facilities(source, units)),
        "figures/national_daily.csv": table(daily_figures(source)),
        "products/product.toml": product_file(source),
        **label_files(source),
        **list_files(source),
    }


def daily_figures(source: Path) -> list[DailyFigure]:
    """Keep the rows of Our World in Data (CC BY 4.0); the other rows have no licence."""
    return [
        DailyFigure(
            date.fromisoformat(row["date"]),
            *(
                int(row[column]) if row[column] else None
                for column in (
                    "total_doses",
                    "people_first_dose",
                    "people_second_dose",
                    "total_boosters",
                    "doses_day_7d_mean",
                )
            ),
        )
        for row in read_rows(source / "vietnam_daily.csv")
        if row["source"] == "owid"
    ]


def refuse_reused_ids(before: list[Row], after: list[UnitVersion]) -> None:
    """Raise IdReused when an id changes level, code or first day, or disappears.

    `before` are the rows of the committed unit table, whatever its other columns are.
    """
    now = {str(u.id): (u.level.value, u.code, u.valid_from.isoformat()) for u in after}
    for row in before:
        if now.get(row["id"]) != (row["level"], row["code"], row["valid_from"]):
            raise IdReused(f"{row['id']} is {row['level']} {row['code']} of {row['valid_from']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="folder of the source tables")
    parser.add_argument("--into", type=Path, default=PACK, help="the pack to write")
    arguments = parser.parse_args()
    source: Path = arguments.source
    into: Path = arguments.into
    if (PACK / "units" / "unit.csv").exists():
        refuse_reused_ids(read_rows(PACK / "units" / "unit.csv"), unit_versions(source))
    for name, text in pack_files(source).items():
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"{len(text.encode()):>9} {name}")


if __name__ == "__main__":
    main()
