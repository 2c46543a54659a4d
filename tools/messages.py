"""Finds what the product says and checks that English says it too.

    python -m tools.messages           list what is missing, by area
    python -m tools.messages console   add the area's missing messages to console.po, untranslated

An area is a face, a domain, or a part beside them (`ui`, `kernel`); each has its own `.po` file,
and all are merged at start, so a message that two areas share is translated in one of them only.
"""

import io
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, cast

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parents[1] / "src" / "tiemchung"
CATALOGUES = SOURCE / "locale" / "en" / "LC_MESSAGES"
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {
    "**.html": {
        "extensions": "jinja2.ext.do",
        "silent": "false",
        "trimmed": "true",
        "newstyle_gettext": "true",
    }
}
KEYWORDS: dict[str, Any] = {**DEFAULT_KEYWORDS, "lazy": None, "plazy": ((1, "c"), 2)}

HEADER = b"""msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

Key = tuple[str, str]


class Problem(NamedTuple):
    """What is wrong with a message, and where the product says it."""

    area: str
    kind: str
    message: str
    place: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.message!r} ({self.place})"


def area_of(place: str) -> str:
    """Name the area of a source file, given relative to the package."""
    top, *inner = place.split("/")
    grouped = top in ("faces", "domains") and len(inner) > 1
    return inner[0] if grouped else top.removesuffix(".py")


def owner(message: Message) -> str:
    """Name the area that translates a message: the lowest of those that say it."""
    areas = [area_of(place) for place, _ in message.locations]
    return next((base for base in ("kernel", "ui") if base in areas), areas[0])


def key(message: Message) -> Key:
    """Return what makes a message the same message: its context and its first form."""
    return (str(message.context or ""), forms(message.id)[0])


def forms(text: object) -> tuple[str, ...]:
    """Return the singular and plural of a message or translation; one form is one text."""
    return (
        tuple(map(str, cast("tuple[str, ...]", text)))
        if isinstance(text, (tuple, list))
        else ((str(text),) if text else ("",))
    )


def spoken(source: Path = SOURCE) -> Catalog:
    """Extract everything that pages and code say; places are relative to the package."""
    found = Catalog(locale="en")
    for place, line, message, _, context in extract_from_dir(
        source, METHODS, options_map=OPTIONS, keywords=KEYWORDS
    ):
        found.add(message, None, [(place, line)], context=context)
    return found


def written(folder: Path = CATALOGUES) -> Iterator[tuple[Path, Message]]:
    """Give every message of every English catalogue."""
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en", abort_invalid=True):
                if message.id:
                    yield path, message


def complaints(message: Message) -> Iterator[str]:
    """Say what is wrong with one translation."""
    if message.fuzzy:
        yield "fuzzy"
    if not all(forms(message.string)):
        yield "empty"
    elif problem := next(iter(message.check()), None):
        yield f"placeholders differ ({problem})"


def problems(source: Path = SOURCE, folder: Path = CATALOGUES) -> list[Problem]:
    """Return all that keeps English from being complete, in the order of the areas."""
    found: list[Problem] = []
    by_key: dict[Key, tuple[Path, Message]] = {}
    said = {key(message): message for message in spoken(source) if message.id}
    for path, message in written(folder):
        first, text = by_key.setdefault(key(message), (path, message))
        if text.string != message.string:
            clash = f"translated differently in {first.name}"
            found.append(Problem(path.stem, clash, key(message)[1], path.name))
        # The source knows whether a text has places to fill; a catalogue may have lost the flag.
        flags = said[key(message)].flags if key(message) in said else set[str]()
        message.flags |= flags
        found += [
            Problem(path.stem, kind, key(message)[1], path.name) for kind in complaints(message)
        ]
    for which, message in said.items():
        if which not in by_key:
            place, line = message.locations[0]
            found.append(Problem(owner(message), "missing", which[1], f"{place}:{line}"))
    return sorted(found)


def add_missing(area: str, source: Path = SOURCE, folder: Path = CATALOGUES) -> int:
    """Append the area's missing messages to its catalogue; return how many were added."""
    known = {key(message) for _, message in written(folder)}
    fresh = Catalog(locale="en")
    for message in spoken(source):
        if message.id and key(message) not in known and owner(message) == area:
            fresh.add(message.id, None, flags=message.flags, context=message.context)
    text = io.BytesIO()
    write_po(text, fresh, width=100, no_location=True, omit_header=True)
    path = folder / f"{area}.po"
    before = path.read_bytes().rstrip() + b"\n\n" if path.exists() else HEADER
    if len(fresh):
        path.write_bytes(before + text.getvalue())
    return len(fresh)


def main(areas: list[str]) -> int:
    for area in areas:
        print(f"{area}.po: {add_missing(area)} added")
    by_area: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems():
        by_area[problem.area].append(problem)
    for area, its in by_area.items():
        print(f"\n{area} ({len(its)})")
        print("\n".join(f"  {problem}" for problem in its))
    return 1 if by_area else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
