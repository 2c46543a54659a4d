"""What a viewer of the board is told: the difference between two states, as live.ts reads it."""

from typing import Any

import msgspec

from tiemchung.faces.command.paint import Measure, class_of, title_of
from tiemchung.faces.command.snapshot import Area, Board
from tiemchung.kernel.formats import local
from tiemchung.kernel.i18n import Locale, speaking

PARTS = ("tiles", "sites", "areas", "alerts", "incidents")
"""Parts of the page that are drawn anew as a whole, by their names in `changed`."""


def message(before: Board | None, now: Board, measure: Measure, locale: Locale) -> bytes:
    """Encode what has changed since `before` (None: everything)."""
    with speaking(locale):
        told: dict[str, Any] = {
            "texts": {"as_of": clock_text(now)},
            "figures": _figures(before, now),
            "areas": _areas(before, now, measure),
            "series": _series(before, now),
            "changed": changed(before, now),
        }
    return msgspec.json.encode({name: part for name, part in told.items() if part})


def clock_text(board: Board) -> str:
    """Return the moment of a board on Viet Nam's clock, to the second."""
    return f"{local(board.made_at):%H:%M:%S}"


def changed(before: Board | None, now: Board) -> list[str]:
    """Name the drawn parts that are not what they were; all, when that is not known."""
    if before is None:
        return list(PARTS)
    drawn = {
        "tiles": _tones(before) != _tones(now),
        "sites": before.lines != now.lines,
        "areas": _known(before) != _known(now),
        "alerts": before.alerts != now.alerts,
        "incidents": before.incidents != now.incidents,
    }
    return [part for part in PARTS if drawn[part]]


def _tones(board: Board) -> dict[str, bool | None]:
    """Return what decides on the colours of the tiles and on what is not known in them."""
    return {
        name: bool(value) if value is not None else None for name, value in board.numbers.items()
    }


def _known(board: Board) -> list[Area]:
    return [area for area in board.areas if area.sessions]


def _figures(before: Board | None, now: Board) -> dict[str, float | None]:
    if before is None:
        return now.numbers
    return {k: v for k, v in now.numbers.items() if before.numbers.get(k) != v}


def _areas(before: Board | None, now: Board, measure: Measure) -> dict[str, dict[str, str]]:
    was = {} if before is None else {area.unit.unit_id: area for area in before.areas}
    return {
        area.unit.code: {"q": class_of(area, measure), "text": title_of(area, measure)}
        for area in now.areas
        if was.get(area.unit.unit_id) != area
    }


def _series(before: Board | None, now: Board) -> dict[str, list[tuple[int, int]]]:
    was = set(before.curve if before is not None else ())
    points = [(int(at.timestamp()), n) for at, n in now.curve if (at, n) not in was]
    return {"pace": points} if points else {}
