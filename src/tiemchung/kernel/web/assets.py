"""Addresses of built files: the front end names them by content, so they may be cached for ever."""

from pathlib import Path

import msgspec
from msgspec import Struct

STATIC = "/static/"


class MissingAssets(RuntimeError):
    """The front end has not been built, or was built without a file that a page asks for."""


class Chunk(Struct, frozen=True):
    """One line of Vite's manifest; addresses are relative to the built folder."""

    file: str
    css: tuple[str, ...] = ()


class Assets:
    """The built files of one folder, found by the name of their source (`site.ts`, `app.css`)."""

    def __init__(self, chunks: dict[str, Chunk]) -> None:
        self._chunks = chunks

    def chunk(self, name: str) -> Chunk:
        """Return what a source was built into."""
        try:
            return self._chunks[name]
        except KeyError:
            raise MissingAssets(
                f"the front end has no {name!r}: run `make frontend` and reload"
            ) from None

    def address(self, name: str) -> str:
        """Return the address of a built file: `/static/assets/site-Bx3k.js` for `site.ts`."""
        return STATIC + self.chunk(name).file

    def styles(self, name: str) -> tuple[str, ...]:
        """Return the addresses of the styles that a script brings with it."""
        return tuple(STATIC + file for file in self.chunk(name).css)


def read_assets(dist: Path) -> Assets:
    """Read the manifest of a built front end; raise MissingAssets with the cure when absent."""
    manifest = dist / ".vite" / "manifest.json"
    try:
        raw = manifest.read_bytes()
    except FileNotFoundError:
        raise MissingAssets(
            f"{manifest} is missing: the front end is not built, run `make frontend`"
        ) from None
    chunks = msgspec.json.decode(raw, type=dict[str, Chunk])
    by_name = {source.rpartition("/")[2]: chunk for source, chunk in chunks.items()}
    styles = {
        name.removesuffix(".scss") + ".css": chunk
        for name, chunk in by_name.items()
        if name.endswith(".scss")
    }
    return Assets(by_name | styles)
