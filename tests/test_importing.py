"""`tiemchung import` as an operator runs it: faults with their place, and nothing twice."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.domains.planning.test_imports import CONTENT, HEADING, ROWS
from tests.support.campaign import Campaign, open_campaign
from tests.support.world import World
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime

OFFICER = str(Role.PROVINCE)


@pytest.fixture
async def campaign(runtime: Runtime, world: World) -> Campaign:
    return await open_campaign(runtime, world)


async def run(settings: Settings, *words: str) -> tuple[int, str]:
    """Run the command; returns its exit code and what it said."""
    env = {"PATH": os.environ["PATH"], "TIEMCHUNG_HOME": str(settings.folder), "COLUMNS": "200",
           **{f"TIEMCHUNG_{n.upper()}_DSN": d for n, d in settings.dsn.items()}}  # fmt: skip
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", "from tiemchung.cli import main; main()", "import", *words],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


async def people(runtime: Runtime) -> int:
    assert runtime.db.worker is not None
    found: int = await runtime.db.worker.fetchval("SELECT count(*) FROM planning.candidate")
    return found


async def test_a_list_is_checked_taken_in_and_refused_the_second_time(
    runtime: Runtime, settings: Settings, campaign: Campaign, tmp_path: Path
) -> None:
    file, repair = tmp_path / "khu-pho-1.csv", tmp_path / "can-sua.xlsx"
    file.write_bytes(CONTENT)
    words = [str(file), "--round", str(campaign.round_id), "--as", OFFICER, "--source", "ward"]

    code, said = await run(settings, *words, "--check", "--corrected", str(repair))
    assert code == 1, said
    assert "C4: " in said  # the 31st of February stands in column C of line 4
    assert "6 rows read" in said
    assert await people(runtime) == 0
    sheet = load_workbook(repair).worksheets[0]
    assert sheet.max_row >= 3  # the heading and the rows that were refused

    code, said = await run(settings, *words)
    assert code == 1, said
    assert "registered: 3" in said
    assert await people(runtime) == 3

    code, said = await run(settings, *words)
    assert code == 2
    assert "khu-pho-1.csv" in said
    assert await people(runtime) == 3


async def test_a_clean_list_ends_well(
    runtime: Runtime, settings: Settings, campaign: Campaign, tmp_path: Path
) -> None:
    file = tmp_path / "sach.csv"
    file.write_text("\n".join((HEADING, ROWS[0], ROWS[1])), encoding="utf-8")
    code, said = await run(settings, str(file), "--round", str(campaign.round_id), "--as", OFFICER)
    assert code == 0, said
    assert await people(runtime) == 2


async def test_an_unknown_round_or_account_is_named(
    settings: Settings, campaign: Campaign, tmp_path: Path
) -> None:
    file = tmp_path / "sach.csv"
    file.write_bytes(CONTENT)
    code, said = await run(settings, str(file), "--round", "999999", "--as", OFFICER)
    assert (code, "đợt tiêm" in said) == (2, True)
    code, said = await run(settings, str(file), "--round", str(campaign.round_id), "--as", "ai-do")
    assert (code, "tài khoản" in said) == (2, True)
    code, said = await run(
        settings, str(tmp_path / "khong-co.csv"), "--round", "1", "--as", OFFICER
    )
    assert (code, "khong-co.csv" in said) == (2, True)
