"""The Jinja environment of all server-rendered pages: loaders, translations, formats, addresses.

Template names begin with their owner: `ui/` for shared macros and layouts, `portal/`, `citizen/`,
`console/`, `command/` for the faces, `nhsuk/` for the design system's components.
"""

from collections.abc import Callable
from datetime import date
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import parse_qsl, urlencode

import msgspec
from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
)
from msgspec import Struct

from tiemchung.kernel import formats, i18n
from tiemchung.kernel.web import charts
from tiemchung.kernel.web.assets import read_assets

PACKAGE = Path(__file__).parents[2]
MAPS = PACKAGE / "country" / "vn" / "map"


class Place(Struct, frozen=True):
    """A labelled spot of a map: x and y in units of its drawing; isles name their outline.

    `room` is about the width that a label may take without leaving its area.
    """

    code: str
    name: str
    x: float
    y: float
    room: int = 0
    element: str = ""


class MapDrawing(Struct, frozen=True):
    """A map of the country pack: the address of its outlines and where its labels stand."""

    view_box: str
    areas: tuple[Place, ...]
    isles: tuple[Place, ...]
    href: str = ""


class Asked(Protocol):
    """What the layouts need of a request: Litestar's has it."""

    @property
    def url(self) -> "AskedUrl": ...


class AskedUrl(Protocol):
    @property
    def path(self) -> str: ...
    @property
    def query(self) -> str: ...


class Extended(Protocol):
    """What Jinja's i18n extension adds to an environment at run time."""

    install_gettext_callables: Callable[..., None]


def environment(
    dist: Path,
    *,
    maps: Path = MAPS,
    demo_date: Callable[[], date | None] = lambda: None,
    compiled: Path | None = None,
) -> Environment:
    """Make the environment; raise MissingAssets when the front end in `dist` is not built.

    `demo_date` tells the campaign's date if the database is marked demo, else None: the layouts
    then show the banner. `compiled` keeps compiled templates for all processes and later starts: a
    page is drawn while its transaction is open, and compiling a large one takes longer than that
    may idle on a busy machine.
    """
    if compiled is not None:
        compiled.mkdir(mode=0o700, parents=True, exist_ok=True)
    env = Environment(
        loader=_loader(),
        autoescape=True,
        undefined=ChainableUndefined,  # the components' macros ask for parts of absent parameters
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        bytecode_cache=None if compiled is None else FileSystemBytecodeCache(str(compiled)),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # a page asked the disk a thousand times; `--watch` starts anew instead
    )
    env.policies["ext.i18n.trimmed"] = True
    cast("Extended", env).install_gettext_callables(
        i18n.gettext,
        i18n.counted,
        newstyle=True,
        pgettext=i18n.pgettext,
        npgettext=i18n.counted_in,
    )
    assets = read_assets(dist)
    env.filters.update(FILTERS)
    known = cast("dict[str, object]", env.globals)
    known.update(
        asset=assets.address,
        asset_styles=assets.styles,
        charts=charts,
        demo_date=demo_date,
        locale=i18n.locale,
        map_drawing=cache(partial(read_map, maps)),
        other_language=other_language,
    )
    return env


FILTERS: dict[str, Callable[..., object]] = {
    "ago": formats.ago,
    "birth_date": formats.birth_date,
    "date_long": formats.date_long,
    "date_named": formats.date_named,
    "date_short": formats.date_short,
    "date_time": formats.date_time,
    "file_size": formats.file_size,
    "masked": formats.masked,
    "number": formats.number,
    "percent": formats.percent,
    "signed": formats.signed,
    "time": formats.time,
}


def _loader() -> BaseLoader:
    """Find templates in `ui` and in the `templates` folder of every face."""
    owners = {"ui": PACKAGE / "ui"} | {
        folder.parent.name: folder for folder in sorted(PACKAGE.glob("faces/*/templates"))
    }
    ours = PrefixLoader({name: FileSystemLoader(folder) for name, folder in owners.items()})
    return ChoiceLoader([ours, PackageLoader("nhsuk_frontend_jinja")])


def read_map(maps: Path, name: str) -> MapDrawing:
    """Read the labels of a map; its address changes with its content, so it may be cached."""
    labels = msgspec.json.decode((maps / f"{name}.json").read_bytes(), type=MapDrawing)
    version = sha256((maps / f"{name}.svg").read_bytes()).hexdigest()[:8]
    return msgspec.structs.replace(labels, href=f"/static/map/{name}.svg?v={version}")


def other_language(request: Asked | None = None) -> str:
    """Return the address of the page at hand in the other language, its query kept."""
    other = "en" if i18n.locale() == "vi" else "vi"
    if not request:
        return f"?lang={other}"
    kept = [pair for pair in parse_qsl(request.url.query) if pair[0] != "lang"]
    return f"{request.url.path}?{urlencode([*kept, ('lang', other)])}"
