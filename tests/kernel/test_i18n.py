"""Translations: what is chosen, when, and what stays as it was written."""

import asyncio
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError

from tiemchung.kernel import i18n
from tiemchung.kernel.i18n import _, lazy, locale, merged_catalogue, ngettext, set_locale, speaking


def test_vietnamese_is_the_message_itself() -> None:
    assert locale() == "vi"
    assert _("Đang chờ") == "Đang chờ"


def test_english_is_spoken_inside_the_block_only() -> None:
    with speaking("en"):
        assert _("Đang chờ") == "Waiting"
    assert _("Đang chờ") == "Đang chờ"


def test_an_unknown_or_empty_message_stays_as_it_is() -> None:
    with speaking("en"):
        assert _("Không ai dịch câu này") == "Không ai dịch câu này"
        assert _("") == ""


def test_places_are_filled_only_when_values_are_given() -> None:
    assert _("100% đã xong") == "100% đã xong"
    assert _("Trang %(page)s", page=3) == "Trang 3"


def test_english_counts_and_vietnamese_does_not() -> None:
    text = "%(num)s phút trước"
    assert ngettext(text, text, 1) == "1 phút trước"
    with speaking("en"):
        assert ngettext(text, text, 1) == "1 minute ago"
        assert ngettext(text, text, 5) == "5 minutes ago"


def test_a_lazy_label_speaks_the_language_of_its_reader() -> None:
    label = lazy("Quá hạn")
    with speaking("en"):
        assert str(label) == "Overdue"
    assert str(label) == "Quá hạn"
    assert label == lazy("Quá hạn")
    assert len({label, lazy("Quá hạn"), i18n.plazy("lịch", "Quá hạn")}) == 2


async def test_one_request_does_not_change_the_language_of_another() -> None:
    async def speak(value: i18n.Locale) -> str:
        set_locale(value)
        await asyncio.sleep(0)
        return _("Đã hủy")

    said = await asyncio.gather(*(asyncio.create_task(speak(v)) for v in ("en", "vi", "en")))
    assert said == ["Cancelled", "Đã hủy", "Cancelled"]
    assert locale() == "vi"


def test_all_catalogues_are_merged_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text('msgid "Một"\nmsgstr "One"\n', "utf-8")
    (tmp_path / "b.po").write_text('msgid "Hai"\nmsgstr "Two"\n', "utf-8")
    merged = merged_catalogue(tmp_path)
    assert {m.id: m.string for m in merged if m.id} == {"Một": "One", "Hai": "Two"}
    (tmp_path / "c.po").write_text('msgid "Ba"\n', "utf-8")
    with pytest.raises(PoFileError, match="missing msgstr for msgid 'Ba'"):
        merged_catalogue(tmp_path)
