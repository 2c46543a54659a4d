"""The schema that readers see in one file is the one that the migrations make."""

import os

import pytest
from tools.schema import FILE, dump

from tests.support.database import TEMPLATE, with_database


@pytest.mark.skipif(
    "TIEMCHUNG_TEST_DSN" in os.environ,
    reason="schema.sql is what the embedded PostgreSQL writes; another version writes otherwise",
)
def test_the_file_is_what_the_migrations_make(owner_dsn: str) -> None:
    made = dump(with_database(owner_dsn, TEMPLATE))
    assert made == FILE.read_text(encoding="utf-8"), "run `make schema` and look at what changed"
