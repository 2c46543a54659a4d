"""What is still Vietnamese in an English page: words that are neither data nor marked so.

Data are the values of the database (names of places, people, products); a page may show them as
they are. Everything else in a page was written by us and has an English text.
"""

import re
from html.parser import HTMLParser
from typing import cast

from babel import Locale

from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.templates import MAPS, read_map

LETTERS = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-label")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}

COLUMNS = """
SELECT format('SELECT DISTINCT %1$I FROM %2$I.%3$I WHERE octet_length(%1$I) > length(%1$I)',
              c.column_name, c.table_schema, c.table_name)
  FROM information_schema.columns AS c
  JOIN information_schema.tables AS t USING (table_schema, table_name)
 WHERE c.data_type = 'text' AND t.table_type = 'BASE TABLE'
   AND c.table_schema NOT IN ('pg_catalog', 'information_schema', 'ledger', 'kernel')
"""
TITLES = "SELECT body #>> '{title,vi}' FROM geography.rule_set WHERE body #>> '{title,vi}' <> ''"
DRAWINGS = ("province_2021", "province_2025", "hcmc_district_2021")


async def data_of(owner: Tx) -> list[str]:
    """Return every Vietnamese value of the database, the maps and the list of countries.

    The longest comes first: a name may be a part of another one.
    """
    countries = cast("dict[str, str]", dict(Locale("en").territories))
    found = {name for name in countries.values() if LETTERS.search(name)}
    for drawing in (read_map(MAPS, name) for name in DRAWINGS):
        found |= {place.name for place in (*drawing.areas, *drawing.isles)}
    for query in (TITLES, *(row[0] for row in await owner.fetch(COLUMNS))):
        found |= {row[0] for row in await owner.fetch(query)}
    return sorted(found, key=len, reverse=True)


class _Words(HTMLParser):
    """Collects the texts of a page that are not marked as Vietnamese."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    @property
    def _is_ours(self) -> bool:
        return not any(apart for _, apart in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        apart = given.get("lang") == "vi" or tag in ("script", "style")
        if self._is_ours and not apart:
            self.texts += [given[name] or "" for name in SPOKEN if name in given]
        if tag not in VOID:
            self._open.append((tag, apart))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._is_ours:
            self.texts.append(data)


def left_in_vietnamese(page: str, data: list[str]) -> list[str]:
    """Return the texts of an English page that are Vietnamese and no data."""
    words = _Words()
    words.feed(page)
    texts = [" ".join(text.split()) for text in words.texts]
    joined = "\n".join(text for text in texts if LETTERS.search(text))
    for value in data:
        if value in joined:
            joined = joined.replace(value, "")
    return [line for line in joined.split("\n") if len(line) > 1 and LETTERS.search(line)]
