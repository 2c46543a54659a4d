"""The template environment and the addresses of built files."""

import json
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from jinja2 import Environment

from tiemchung.kernel.i18n import speaking
from tiemchung.kernel.web.assets import MissingAssets, read_assets
from tiemchung.kernel.web.templates import MAPS, environment, other_language, read_map

MANIFEST = {
    "site/site.ts": {"file": "assets/site-1.js", "src": "site/site.ts", "isEntry": True},
    "live/live.ts": {"file": "assets/live-2.js", "css": ["assets/live-3.css"]},
    "theme/app.scss": {"file": "assets/app-4.css"},
}


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A built front end of three entries."""
    (tmp_path / ".vite").mkdir()
    (tmp_path / ".vite" / "manifest.json").write_text(json.dumps(MANIFEST), "utf-8")
    return tmp_path


@pytest.fixture
def env(dist: Path) -> Environment:
    return environment(dist, demo_date=lambda: date(2021, 8, 20))


def test_built_files_are_found_by_their_source(dist: Path) -> None:
    assets = read_assets(dist)
    assert assets.address("site.ts") == "/static/assets/site-1.js"
    assert assets.address("app.css") == "/static/assets/app-4.css"
    assert assets.styles("live.ts") == ("/static/assets/live-3.css",)
    assert assets.styles("site.ts") == ()


def test_a_front_end_that_is_not_built_names_the_cure(tmp_path: Path) -> None:
    with pytest.raises(MissingAssets, match="make frontend"):
        environment(tmp_path)


def test_a_file_that_is_not_in_the_build_names_the_cure(env: Environment) -> None:
    with pytest.raises(MissingAssets, match=r"'absent\.ts'.*make frontend"):
        env.from_string("{{ asset('absent.ts') }}").render()


def test_text_is_escaped_and_absent_parts_are_empty(env: Environment) -> None:
    page = env.from_string("{{ name }}|{{ person.address.ward }}")
    assert page.render(name="<b>&") == "&lt;b&gt;&amp;|"


def test_pages_speak_the_language_of_the_request(env: Environment) -> None:
    text = '{{ _("Trang %(page)s", page=2) }} {% trans trimmed %}\n  Đang\n  chờ\n{% endtrans %}'
    page = env.from_string(text)
    assert page.render() == "Trang 2 Đang chờ"
    with speaking("en"):
        assert page.render() == "Page 2 Waiting"


def test_counted_messages_take_values_of_their_own(env: Environment) -> None:
    page = env.from_string('{{ ngettext("%(shown)s mục", "%(shown)s mục", n, shown=n | number) }}')
    assert page.render(n=1421) == "1.421 mục"
    with speaking("en"):
        assert [page.render(n=n) for n in (1, 1421)] == ["1 entry", "1,421 entries"]


def test_macros_follow_the_language_at_every_call(env: Environment) -> None:
    page = env.from_string('{% from "ui/tags.html" import state_tag %}{{ state_tag("overdue") }}')
    assert "Quá hạn" in page.render()
    with speaking("en"):
        assert "Overdue" in page.render()


class Url(NamedTuple):
    path: str
    query: str


class Asked(NamedTuple):
    url: Url


def test_the_language_link_keeps_the_page_and_its_query() -> None:
    asked = Asked(Url("/so-lieu", "tinh=79&lang=vi&ngay=2021-08-20"))
    assert other_language(asked) == "/so-lieu?tinh=79&ngay=2021-08-20&lang=en"
    with speaking("en"):
        assert other_language(asked).endswith("&lang=vi")
    assert other_language(None) == "?lang=en"


@pytest.mark.parametrize(
    ("name", "areas", "isles"),
    [("province_2021", 63, 2), ("province_2025", 34, 2), ("hcmc_district_2021", 22, 0)],
)
def test_a_map_has_an_outline_for_each_label(name: str, areas: int, isles: int) -> None:
    drawing = read_map(MAPS, name)
    outlines = (MAPS / f"{name}.svg").read_text("utf-8")
    assert len(drawing.areas) == areas
    assert [isle.name for isle in drawing.isles] == ["QĐ. Hoàng Sa", "QĐ. Trường Sa"][:isles]
    for place in drawing.areas:
        assert outlines.count(f'<path id="p{place.code}" d="M') == 1
    for isle in drawing.isles:
        assert outlines.count(f'<path id="{isle.element}" d="M') == 1
    assert f'viewBox="{drawing.view_box}"' in outlines
    assert len(outlines.encode()) < 70_000


def test_templates_are_compiled_once_for_all_starts(dist: Path, tmp_path: Path) -> None:
    kept = tmp_path / "cache"
    environment(dist, compiled=kept).get_template("ui/problem.html")
    files = {place: place.stat().st_mtime_ns for place in kept.iterdir()}
    assert files
    assert kept.stat().st_mode & 0o777 == 0o700
    again = environment(dist, compiled=kept)
    again.get_template("ui/problem.html")
    assert {place: place.stat().st_mtime_ns for place in kept.iterdir()} == files
