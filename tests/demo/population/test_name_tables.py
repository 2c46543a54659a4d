"""The committed counts of names and their source file."""

import csv
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from tools.names.convert import convert

NAMES = files("tiemchung.demo.names")
SHARED = Path(__file__).parents[4] / "shared" / "data"


def test_every_file_names_its_source_and_licence() -> None:
    sources = tomllib.loads(NAMES.joinpath("SOURCES.toml").read_text(encoding="utf-8"))
    named = {entry["file"] for entry in sources.values()}
    present = {f.name for f in NAMES.iterdir() if f.name.endswith((".csv", ".toml"))}
    assert named == present - {"SOURCES.toml"}
    assert all(entry["source"] and entry["licence"] for entry in sources.values())


def test_counts_are_counts() -> None:
    for part in ("surname", "middle", "given"):
        text = NAMES.joinpath(f"{part}.csv").read_text(encoding="utf-8")
        rows = list(csv.DictReader(text.splitlines()))
        assert len(rows) > 100
        assert all(int(row["male"]) + int(row["female"]) >= 5 for row in rows)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the reference data does not lie beside this tree")
def test_the_files_are_what_the_converter_writes(tmp_path: Path) -> None:
    convert(SHARED, tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_text(encoding="utf-8") == NAMES.joinpath(path.name).read_text(
            encoding="utf-8"
        )
