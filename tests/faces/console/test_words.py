"""Codes that a page may meet have their words."""

import pytest

from tiemchung.domains.planning.outcomes import ENDINGS
from tiemchung.faces.console.words import result_of, state_of


@pytest.mark.parametrize("outcome", sorted(ENDINGS | {"injected"}))
def test_every_outcome_of_somebody_called_has_its_word(outcome: str) -> None:
    assert outcome not in str(result_of(outcome, "done"))


def test_who_is_still_expected_has_not_come() -> None:
    assert str(result_of(None, "open")) == "Chưa đến"
    assert str(result_of(None, "arrived")) == str(state_of("arrived")) == "Đã đến"
