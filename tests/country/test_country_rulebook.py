"""Rule sets lie over each other by scope, date and id, and their hash is their identity."""

import json
import random
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tiemchung.country import NATION, RuleBook, decode_rule_set, read_pack, rule_set_hash
from tiemchung.country.rules import AnyRuleSet, canonical

HCMC = 30007901
HANOI = 30000101
FILES = read_pack("vn").rule_files


def _dosing(name: str, day: str, minimum: str, **more: object) -> AnyRuleSet:
    tree: dict[str, Any] = {
        "kind": "dosing",
        "id": name,
        "title": {"vi": name, "en": name},
        "scope": NATION,
        "valid_from": day,
        "authority": {"issuer": "test"},
        "verified": True,
        "source": "test",
        "intervals": [{"kind": "primary", "nth": 2, "after": "AZ", "min": minimum}],
        **more,
    }
    return decode_rule_set(json.dumps(tree).encode())


def _minimum(book: RuleBook, day: date, province: int | None) -> str:
    ((interval, _),) = book.on(day, province).intervals
    return interval.min


def test_a_later_set_replaces_the_line_with_the_same_key() -> None:
    book = RuleBook([_dosing("b", "2021-09-01", "P4W"), _dosing("a", "2021-07-01", "P8W")])
    assert book.on(date(2021, 6, 30)).intervals == ()
    assert _minimum(book, date(2021, 8, 31), None) == "P8W"
    assert _minimum(book, date(2021, 9, 1), None) == "P4W"


def test_a_province_goes_before_the_nation_even_when_the_nation_is_later() -> None:
    book = RuleBook(
        [
            _dosing("nation", "2021-07-01", "P8W"),
            _dosing("city", "2021-09-01", "P6W", scope=HCMC),
            _dosing("nation-2", "2021-10-01", "P10W"),
        ]
    )
    day = date(2021, 11, 1)
    assert _minimum(book, day, HCMC) == "P6W"
    assert _minimum(book, day, HANOI) == "P10W"
    assert _minimum(book, day, None) == "P10W"


def test_a_set_ends_on_valid_to_or_when_withdrawn() -> None:
    city = _dosing("city", "2021-09-01", "P6W", scope=HCMC, valid_to="2021-12-01")
    nation = _dosing("nation", "2021-07-01", "P8W")
    book = RuleBook([nation, city])
    assert _minimum(book, date(2021, 11, 30), HCMC) == "P6W"
    assert _minimum(book, date(2021, 12, 1), HCMC) == "P8W"
    end = _dosing("end", "2021-10-01", "P9W", scope=HCMC, withdraws=["city"], intervals=[])
    book = RuleBook([nation, city, end])
    assert _minimum(book, date(2021, 9, 30), HCMC) == "P6W"
    assert _minimum(book, date(2021, 10, 1), HCMC) == "P8W"


def test_of_one_day_the_later_publication_counts() -> None:
    early = _dosing("z", "2021-07-01", "P8W", published_at="2021-06-01")
    late = _dosing("a", "2021-07-01", "P6W", published_at="2021-07-01")
    assert _minimum(RuleBook([late, early]), date(2021, 7, 1), None) == "P6W"


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_files_does_not_matter(order: random.Random) -> None:
    sets = list(read_pack("vn").rule_sets)
    day = date(2021, 12, 20)
    expected = RuleBook(sets).on(day, HCMC)
    order.shuffle(sets)
    found = RuleBook(sets).on(day, HCMC)
    assert found.hash == expected.hash
    assert found.intervals == expected.intervals
    assert found.mixing == expected.mixing


def test_the_hash_of_a_day_changes_with_its_rules() -> None:
    book = read_pack("vn").rule_book
    assert book.on(date(2021, 9, 19), HCMC).hash == book.on(date(2021, 9, 18), HCMC).hash
    assert book.on(date(2021, 9, 20), HCMC).hash != book.on(date(2021, 9, 19), HCMC).hash
    assert book.on(date(2021, 9, 20), HCMC).hash != book.on(date(2021, 9, 20), HANOI).hash


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.text(max_size=5), PLAIN, max_size=5), st.randoms())
def test_the_hash_does_not_see_the_order_of_keys(
    document: dict[str, Any], order: random.Random
) -> None:
    keys = list(document)
    order.shuffle(keys)
    assert rule_set_hash({k: document[k] for k in keys}) == rule_set_hash(document)


def test_the_canonical_form() -> None:
    document = {"b": [1.0, 0.25], "a": {"đ": "é", "c": date(2021, 7, 1)}, "z": True}
    assert canonical(document).decode() == (
        '{"a":{"c":"2021-07-01","đ":"é"},"b":[1,0.25],"z":true}'
    )
    assert rule_set_hash({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@given(st.data())
def test_any_change_of_a_rule_changes_its_hash(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(FILES))
    tree: dict[str, Any] = json.loads(file.document)
    key = data.draw(st.sampled_from(sorted(tree)))
    changed = {k: v for k, v in tree.items() if k != key}
    assert rule_set_hash(changed) != file.rules.hash
    assert rule_set_hash(tree) == file.rules.hash
