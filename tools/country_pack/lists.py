"""Code lists that come from tables: ethnic groups and occupations."""

from pathlib import Path

from tools.country_pack.sheets import quoted, read_rows, words

from tiemchung.country.units import NATION

ENGLISH_OCCUPATIONS = {
    "1": "Managers",
    "2": "Professionals",
    "22": "Health professionals",
    "23": "Teaching professionals",
    "3": "Technicians and associate professionals",
    "32": "Health technicians",
    "4": "Clerical support workers",
    "5": "Service and sales workers",
    "6": "Skilled agricultural, forestry and fishery workers",
    "7": "Craft and related trades workers",
    "8": "Plant and machine operators and assemblers",
    "9": "Elementary occupations",
    "0": "Armed forces",
}
DAY = "2021-01-01"


def list_files(source: Path) -> dict[str, str]:
    """Write the code lists: path in the pack -> TOML."""
    ethnic = _head(
        "ethnic-group",
        "ethnic_group",
        words("Danh mục các dân tộc Việt Nam", "Ethnic groups of Viet Nam"),
        "Written from general knowledge; counts are of the census of 2019.",
    )
    for row in read_rows(source / "ethnic_group.csv"):
        count = row["population_census_2019"]
        ethnic += _item(row["code"], row["name"], row["name"]) + f"count = {count}\n"
    jobs = _head(
        "occupation",
        "occupation",
        words("Danh mục nghề nghiệp (nhóm chính)", "Occupations (main groups)"),
        "Written from general knowledge.",
    )
    for row in read_rows(source / "occupation.csv"):
        code = row["vsco_code"]
        jobs += _item(code, row["name"], ENGLISH_OCCUPATIONS[code])
    return {
        f"rules/code_list/{DAY}-ethnic-group.toml": ethnic,
        f"rules/code_list/{DAY}-occupation.toml": jobs,
    }


def _head(slug: str, name: str, title: str, note: str) -> str:
    return (
        "# Written by tools/country_pack/convert.py; do not edit.\n"
        'kind = "code_list"\n'
        f'id = "list-{DAY}-{slug}"\n'
        f"title = {title}\n"
        f"scope = {NATION}\n"
        f"valid_from = {DAY}\n"
        'authority = { issuer = "Tổng cục Thống kê" }\n'
        "verified = false\n"
        'source = "general knowledge"\n'
        f"note = {quoted(note)}\n"
        f"list = {quoted(name)}\n"
    )


def _item(code: str, vi: str, en: str) -> str:
    return f"\n[[items]]\ncode = {quoted(code)}\nname = {words(vi, en)}\n"
