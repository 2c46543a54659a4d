"""How a request gets its language."""

import pytest
from litestar import Litestar, get
from litestar.testing import TestClient

from tiemchung.kernel.i18n import locale
from tiemchung.kernel.web.language import LanguageMiddleware


@get("/", sync_to_thread=False)
def say() -> str:
    return locale()


@get("/thread", sync_to_thread=True)
def say_in_a_thread() -> str:
    return locale()


@pytest.fixture
def client() -> TestClient[Litestar]:
    app = Litestar([say, say_in_a_thread], middleware=[LanguageMiddleware()], openapi_config=None)
    return TestClient(app)


def test_vietnamese_unless_asked_whatever_the_browser_prefers(
    client: TestClient[Litestar],
) -> None:
    answer = client.get("/", headers={"accept-language": "en"})
    assert answer.text == "vi"
    assert "set-cookie" not in answer.headers


def test_a_choice_is_remembered_for_the_next_page(client: TestClient[Litestar]) -> None:
    answer = client.get("/?lang=en")
    assert answer.text == "en"
    assert "HttpOnly; SameSite=Lax" in answer.headers["set-cookie"]
    assert client.get("/").text == "en"
    assert client.get("/thread").text == "en"
    assert client.get("/?lang=vi").text == "vi"
    assert client.get("/").text == "vi"


@pytest.mark.parametrize("value", ["fr", "", "en'--", "%00", "vi%0d%0aX: y"])
def test_a_language_that_we_do_not_speak_changes_nothing(
    client: TestClient[Litestar], value: str
) -> None:
    answer = client.get(f"/?lang={value}")
    assert answer.text == "vi"
    assert "set-cookie" not in answer.headers


def test_a_broken_cookie_is_no_error(client: TestClient[Litestar]) -> None:
    answer = client.get("/", headers={"cookie": 'lang="\\; a[]=<; lang=en'})
    assert answer.status_code == 200
    assert answer.text in ("vi", "en")
