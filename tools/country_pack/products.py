"""Products and the rule sets that their authorisation brought, from vaccine_product.csv.

Only the certificate codes and the SNOMED code were compared with a source; every other value is
general knowledge and leaves here as unverified.
"""

from pathlib import Path

from tools.country_pack.sheets import Row, quoted, read_rows, words

from tiemchung.country.units import NATION

VERIFIED = ("dcc_product", "dcc_manufacturer", "snomed_vaccine")
VERIFIED_SOURCE = "EU value sets: ehn-dcc-development/ehn-dcc-valuesets 60ea3d8 (Apache-2.0)"
SHORT_NAMES = {
    "AZ": ("AstraZeneca", "AstraZeneca"),
    "SPUTNIK": ("Sputnik V", "Sputnik V"),
    "BIBP": ("Vero Cell (Sinopharm)", "Vero Cell (Sinopharm)"),
    "PFIZER": ("Pfizer (Comirnaty)", "Pfizer (Comirnaty)"),
    "PFIZER_5_11": ("Pfizer trẻ em 5-11 tuổi", "Pfizer for children of 5-11"),
    "MODERNA": ("Moderna (Spikevax)", "Moderna (Spikevax)"),
    "JANSSEN": ("Janssen", "Janssen"),
    "HAYAT": ("Hayat-Vax", "Hayat-Vax"),
    "ABDALA": ("Abdala", "Abdala"),
    "COVAXIN": ("Covaxin", "Covaxin"),
}
PLATFORMS = {
    "viral vector": "véc tơ vi rút",
    "viral vector (two different components)": "véc tơ vi rút (hai thành phần khác nhau)",
    "inactivated": "bất hoạt",
    "mRNA": "mRNA",
    "protein subunit": "tiểu đơn vị protein",
}
NOTES = {
    "AZ": "Vials of 8 and of 10 doses were used.",
    "SPUTNIK": "Components I and II differ and are not interchangeable; vials of 1 and of 5 doses.",
    "MODERNA": "Vials of 10 to 14 doses were used.",
    "COVAXIN": "Vials of 1, 5, 10 and 20 doses exist.",
}
OLDEST = {"PFIZER_5_11": 11}  # years; the product's name says so


def product_file(source: Path) -> str:
    """Write products/product.toml."""
    head = "# Written by tools/country_pack/convert.py; do not edit.\n"
    rows = read_rows(source / "vaccine_product.csv")
    return head + "".join(_product(r) for r in rows)


def _product(row: Row) -> str:
    key = row["key"]
    platform = row["platform"]
    lines = [
        "",
        "[[product]]",
        f"key = {quoted(key)}",
        f"name = {quoted(row['name'])}",
        f"short_name = {words(*SHORT_NAMES[key])}",
        f"holder = {quoted(row['holder'])}",
        f"origin = {quoted(row['origin'])}",
        f"platform = {words(PLATFORMS[platform], platform)}",
        f"storage = {quoted(row['storage'].replace('..', ' to ').replace(' C', ' °C'))}",
        f"components = {2 if key == 'SPUTNIK' else 1}",
        f"decision = {quoted(_decision(row))}",
        f"approved_on = {row['vn_approval_date']}",
        f"dcc_product = {quoted(row['dcc_mp'])}",
        f"dcc_manufacturer = {quoted(row['dcc_ma'])}",
        f"snomed_vaccine = {quoted(row['snomed_vaccine'])}",
        f"atc = {quoted(row['atc'])}",
    ]
    if row["cvx"]:
        lines.append(f"cvx = {quoted(row['cvx'])}")
    lines.append(f"verified = [{', '.join(quoted(v) for v in VERIFIED)}]")
    lines.append(f"verified_source = {quoted(VERIFIED_SOURCE)}")
    if key in NOTES:
        lines.append(f"note = {quoted(NOTES[key])}")
    return "\n".join(lines) + "\n"


def _decision(row: Row) -> str:
    return row["vn_decision"].replace("QD-BYT", "QĐ-BYT")


def label_files(source: Path) -> dict[str, str]:
    """Write one dosing rule set for each product: path in the pack -> TOML."""
    files: dict[str, str] = {}
    for row in read_rows(source / "vaccine_product.csv"):
        slug = row["key"].lower().replace("_", "-")
        files[f"rules/dosing/{row['vn_approval_date']}-label-{slug}.toml"] = _label(row, slug)
    return files


def _label(row: Row, slug: str) -> str:
    key, day = row["key"], row["vn_approval_date"]
    vi, en = SHORT_NAMES[key]
    number = quoted(_decision(row))
    lines = [
        "# Written by tools/country_pack/convert.py; do not edit.",
        'kind = "dosing"',
        f'id = "dosing-{day}-label-{slug}"',
        f"title = {words(f'Phê duyệt vắc xin {vi}', f'Authorisation of {en}')}",
        f"scope = {NATION}",
        f"valid_from = {day}",
        f"published_at = {day}",
        f'authority = {{ issuer = "Bộ Y tế", number = {number}, issued_on = {day} }}',
        "verified = false",
        'source = "general knowledge"',
        "",
        "[[uses]]",
        f"product = {quoted(key)}",
        f"primary_doses = {row['primary_doses']}",
        f"dose_ml = {row['dose_ml']}",
        f"min_age = {row['min_age_years']}",
    ]
    if key in OLDEST:
        lines.append(f"max_age = {OLDEST[key]}")
    lines += _intervals(row)
    lines += ["", "[[handling]]", f"product = {quoted(key)}"]
    lines.append(f"doses_per_vial = {row['doses_per_vial']}")
    for name, column in (
        ("shelf_life_months", "shelf_life_months"),
        ("thawed_days", "days_at_2_8C_after_thaw"),
        ("open_hours", "hours_after_first_use"),
    ):
        if row[column]:
            lines.append(f"{name} = {row[column]}")
    return "\n".join(lines) + "\n"


def _intervals(row: Row) -> list[str]:
    lines: list[str] = []
    for nth in range(2, int(row["primary_doses"]) + 1):
        lines += [
            "",
            "[[intervals]]",
            'kind = "primary"',
            f"nth = {nth}",
            f"after = {quoted(row['key'])}",
            f'min = "P{row["min_interval_days"]}D"',
            f'usual = "P{row["usual_interval_days"]}D"',
            f'latest = "P{row["max_interval_days"]}D"',
        ]
    return lines
