"""Loads a country pack into a migrated database; run again, it changes nothing.

The owner's login does it: these are reference tables that no process of `up` may write wholly.
Rows that left the pack stay, because events name them; rows that changed are updated.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import msgspec

from tiemchung.country.pack import DAILY_FIGURES, Pack, read_pack
from tiemchung.kernel.reference import touch
from tiemchung.kernel.sql import Tx


async def install_pack(owner_dsn: str, country: str = "vn") -> int:
    """Load a pack in one transaction; returns the number of units."""
    pack = read_pack(country)
    connection = await asyncpg.connect(owner_dsn)
    try:
        async with connection.transaction():
            await connection.execute("SET LOCAL app.nation = 'on'")
            await _units(connection, pack)
            await _facilities(connection, pack)
            await _rules(connection, pack)
            await _products(connection, pack)
            await _daily(connection, pack)
            await connection.execute("UPDATE kernel.installation SET country = $1", country)
            await touch(connection)
        # The next questions come before the housekeeping, and would be planned for empty tables.
        for table in ("unit", "unit_cover", "succession", "facility"):
            await connection.execute(f"ANALYZE geography.{table}")
    finally:
        await connection.close()
    return len(pack.units)


async def _load(
    tx: Tx, table: str, columns: Sequence[str], key: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Put rows into a table by their key, in one COPY and one INSERT."""
    names = ", ".join(columns)
    await tx.execute(
        f"CREATE TEMP TABLE pack_rows ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA"  # noqa: S608 -- names of the program
    )
    await tx.copy_records_to_table("pack_rows", records=rows, columns=list(columns))
    changed = ", ".join(f"{c} = excluded.{c}" for c in columns if c not in key)
    act = f"UPDATE SET {changed}" if changed else "NOTHING"
    await tx.execute(
        f"INSERT INTO {table} ({names}) SELECT {names} FROM pack_rows"  # noqa: S608 -- as above
        f" ON CONFLICT ({', '.join(key)}) DO {act}"
    )
    await tx.execute("DROP TABLE pack_rows")


async def _units(tx: Tx, pack: Pack) -> None:
    people = {p.unit_id: p for p in pack.populations if p.measure in ("residents", "registered")}
    points = {p.unit_id: p for p in pack.unit_points}
    rows: list[tuple[Any, ...]] = []
    for u in pack.units:
        counted, point = people.get(u.id), points.get(u.id)
        rows.append((
            u.id, u.code, str(u.level), u.name, u.name_en, u.unit_type, u.parent_id, u.valid_from,
            u.valid_to, u.decree, counted.people if counted else None,
            counted.as_of if counted else None, point.lat if point else None,
            point.lon if point else None, counted.verified if counted else True,
        ))  # fmt: skip
    await _load(tx, "geography.unit", (
        "unit_id", "code", "level", "name", "name_en", "unit_type", "parent_id", "valid_from",
        "valid_to", "decree", "population", "population_date", "lat", "lon", "verified",
    ), ("unit_id",), rows)  # fmt: skip
    await _load(tx, "geography.succession", (
        "from_id", "to_id", "relation", "is_default", "effective_from", "decree",
    ), ("from_id", "to_id"), [
        (s.from_id, s.to_id, s.relation, s.is_default, s.effective_from, s.decree)
        for s in pack.successions
    ])  # fmt: skip
    await _load(
        tx, "geography.unit_cover", ("ancestor_id", "unit_id", "level"), ("ancestor_id", "unit_id"),
        sorted(_cover(pack)),
    )  # fmt: skip


def _cover(pack: Pack) -> set[tuple[int, int, str]]:
    """List each unit under every unit above it: the tree, and regions over their provinces."""
    regions: dict[int, list[int]] = {}
    for member in pack.region_members:
        regions.setdefault(member.province_id, []).append(member.region_id)
    cover: set[tuple[int, int, str]] = set()
    for unit in pack.units:
        step: int | None = unit.id
        while step is not None:
            above = pack.unit[step]
            cover.add((above.id, unit.id, str(unit.level)))
            cover.update((region, unit.id, str(unit.level)) for region in regions.get(step, ()))
            step = above.parent_id
    return cover


async def _facilities(tx: Tx, pack: Pack) -> None:
    region = {m.province_id: m.region_id for m in pack.region_members}
    rows: list[tuple[Any, ...]] = []
    for f in pack.facilities:
        levels: dict[str, int] = {}
        step: int | None = f.unit_id
        while step is not None:
            unit = pack.unit[step]
            levels[str(unit.level)] = unit.id
            step = unit.parent_id
        province = levels.get("province")
        rows.append((
            f.key, f.name, f.kind, f.sector, levels.get("ward"), levels.get("district"), province,
            levels.get("region") or region.get(province or -1), f.lat, f.lon, f.verified,
        ))  # fmt: skip
    await _load(tx, "geography.facility", (
        "code", "name", "kind", "sector", "ward_id", "district_id", "province_id", "region_id",
        "lat", "lon", "verified",
    ), ("code",), rows)  # fmt: skip
    parents = [(f.key, f.supplier_key or f.parent_key) for f in pack.facilities]
    await tx.execute(
        "UPDATE geography.facility AS f SET parent_facility_id = p.facility_id"
        "  FROM unnest($1::text[], $2::text[]) AS l (code, parent)"
        "  JOIN geography.facility AS p ON p.code = l.parent WHERE f.code = l.code",
        [code for code, _ in parents], [parent for _, parent in parents],
    )  # fmt: skip


async def _rules(tx: Tx, pack: Pack) -> None:
    known = {u.id for u in pack.units}
    rows: list[tuple[Any, ...]] = []
    for file in pack.rule_files:
        r = file.rules
        family = str(r.__struct_config__.tag)
        rows.append((
            r.id, family, bytes.fromhex(r.hash), r.valid_from, r.valid_to,
            r.scope if r.scope in known else None, r.authority.number or "", r.verified,
            file.document.decode(),
        ))  # fmt: skip
    await _load(tx, "geography.rule_set", (
        "rule_set_id", "family", "hash", "valid_from", "valid_to", "scope_unit_id", "authority",
        "verified", "body",
    ), ("rule_set_id",), rows)  # fmt: skip


async def _products(tx: Tx, pack: Pack) -> None:
    """Products by code; what the rules say of vials and ages as of the pack's newest day."""
    day = pack.rule_book.on(date.max)
    for product in pack.products:
        handling = day.handling.get(product.key)
        use = day.uses.get(product.key)
        details = {
            "dcc_product": product.dcc_product, "dcc_manufacturer": product.dcc_manufacturer,
            "snomed": product.snomed_vaccine, "atc": product.atc, "cvx": product.cvx,
            "short_name_en": product.short_name.en, "decision": product.decision,
            "components": product.components, "verified_fields": list(product.verified),
        }  # fmt: skip
        await tx.execute(
            """
            INSERT INTO supply.product (product_id, code, name, short_name, holder, disease,
                   doses_per_vial, dose_ml, primary_doses, min_age_years, open_vial_hours, details,
                   verified)
            VALUES (coalesce((SELECT max(product_id) FROM supply.product), 0) + 1, $1, $2, $3, $4,
                   'covid-19', $5, $6, $7, $8, $9, $10, false)
                ON CONFLICT (code) DO UPDATE
               SET name = excluded.name, short_name = excluded.short_name,
                   doses_per_vial = excluded.doses_per_vial, dose_ml = excluded.dose_ml,
                   primary_doses = excluded.primary_doses, min_age_years = excluded.min_age_years,
                   open_vial_hours = excluded.open_vial_hours, details = excluded.details
            """,
            product.key, product.name, product.short_name.vi, product.holder,
            handling[0].doses_per_vial if handling else 1,
            Decimal(str(use[0].dose_ml if use else 0.5)), use[0].primary_doses if use else 2,
            use[0].min_age if use else None, handling[0].open_hours if handling else None,
            msgspec.json.encode(details).decode(),
        )  # fmt: skip


async def _daily(tx: Tx, pack: Pack) -> None:
    credit = pack.credit_of(DAILY_FIGURES)
    await _load(tx, "geography.national_daily", (
        "day", "total_doses", "people_first_dose", "people_second_dose", "source",
    ), ("day",), [
        (d.date, d.total_doses, d.people_first_dose, d.people_second_dose, credit)
        for d in pack.daily_figures
    ])  # fmt: skip
