"""Codes to read aloud: no lookalikes, and a check character that finds the usual slips."""

from hypothesis import given
from hypothesis import strategies as st

from tiemchung.kernel.codes import ALPHABET, check_character, make_code, read_code, spoken

bodies = st.text(alphabet=ALPHABET, min_size=7, max_size=9)


def test_the_alphabet_has_no_lookalikes_and_a_prime_length() -> None:
    assert not set(ALPHABET) & set("01OIL5SQUWZGB")
    assert len(set(ALPHABET)) == len(ALPHABET) == 23


@given(bodies, st.integers(0, 9), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(body: str, place: int, other: str) -> None:
    code = body + check_character(body)
    place %= len(code)
    wrong = code[:place] + other + code[place + 1 :]
    assert read_code(wrong, len(code)) == (code if wrong == code else None)


@given(bodies, st.integers(0, 8))
def test_two_neighbours_exchanged_are_found(body: str, place: int) -> None:
    code = body + check_character(body)
    place %= len(code) - 1
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert read_code(wrong, len(code)) == (code if wrong == code else None)


def test_a_code_is_read_however_it_is_written() -> None:
    code = make_code(8)
    assert read_code(spoken(code).lower() + " ", 8) == code
    assert read_code(code[:-1], 8) is None
    assert read_code("0" + code[1:], 8) is None


def test_codes_do_not_repeat_in_practice() -> None:
    assert len({make_code(8) for _ in range(2_000)}) == 2_000
