"""Write the rule documents of the golden cases, so that other interpreters need no TOML.

    python -m tools.country_pack.golden

tests/golden/eligibility/rules.json: one object, rule set id -> {"hash", "document"}.
"""

from pathlib import Path

from tiemchung.country import read_pack
from tiemchung.country.rules import DosingRules, ScreeningForm

TARGET = Path(__file__).resolve().parents[2] / "tests" / "golden" / "eligibility" / "rules.json"


def golden_rules() -> str:
    """Give the text of rules.json: every dosing rule set and screening form of the pack."""
    lines = [
        f'"{f.rules.id}": {{"hash": "{f.rules.hash}", "document": {f.document.decode()}}}'
        for f in read_pack("vn").rule_files
        if isinstance(f.rules, DosingRules | ScreeningForm)
    ]
    return "{\n" + ",\n".join(sorted(lines)) + "\n}\n"


if __name__ == "__main__":
    TARGET.write_text(golden_rules(), encoding="utf-8", newline="\n")
