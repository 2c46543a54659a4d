"""Every endpoint x role x inside and outside the scope, on the running server.

The expected cells are written by hand in policy.toml; an endpoint without a row is red.
"""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.faces.served import ACTORS, POLICY, Served, cell_of, jar_of, kind_of, served
from tests.support.routes import Endpoint, endpoints
from tiemchung.domains.identity.roles import Role

SETTINGS = {"params", "json", "form", "query", "lists", "fresh"}
OWN_PROOF = {"POST /api/v1/sessions", "POST /api/v1/badge", "POST /api/v1/devices"}
"""Their JSON proves itself; a foreign page cannot send JSON without asking first."""


def test_every_endpoint_has_its_row_and_every_row_its_endpoint() -> None:
    assert {e.name for e in endpoints()} == set(POLICY)


@pytest.mark.parametrize("name", sorted(POLICY))
def test_a_row_gives_every_role_its_cell(name: str) -> None:
    row = POLICY[name]
    cells = set(row) - SETTINGS
    assert cells <= {"staff", *ACTORS}
    assert cells >= {"public", "citizen"}
    assert "staff" in cells or cells >= set(Role)
    asked = {p.split("}")[0] for p in name.split("{")[1:]}
    assert asked == set(row.get("params", {}))
    if asked or "lists" in row:
        admitted = [c for c in (row[c] for c in cells) if c.startswith("2")]
        assert all("/" in c or ":" in c for c in admitted), "say inside and outside apart"


@pytest.fixture(scope="module")
async def running(owner_dsn: str, secrets_folder: Path) -> AsyncGenerator[Served]:
    async with served(owner_dsn, secrets_folder) as made:
        yield made


@pytest.mark.parametrize("endpoint", endpoints(), ids=lambda e: e.name)
async def test_cells(running: Served, endpoint: Endpoint) -> None:
    wrong: list[str] = []
    for actor in ACTORS:
        status, _, shown = cell_of(endpoint, actor).partition(":")
        inside, _, outside = status.partition("/")
        tries = [(True, inside)]
        if outside or shown:
            tries.append((False, outside or inside))
        for within, expected in tries:
            answer, listed = await running.send(endpoint, actor, inside=within)
            where = "inside" if within else "outside"
            is_shown = listed in answer.text
            if str(answer.status_code) != expected:
                wrong.append(f"{actor} {where}: {answer.status_code}, not {expected}")
            elif shown and is_shown != (shown == "both" or (shown == "in" and within)):
                wrong.append(f"{actor} {where}: the row is {'not ' * (not is_shown)}shown")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize(
    "endpoint", [e for e in endpoints() if e.method != "GET"], ids=lambda e: e.name
)
async def test_an_act_without_the_form_token_is_refused(
    running: Served, endpoint: Endpoint
) -> None:
    """By the cookie of one who may enter, and by a visitor's form."""
    assert endpoint.who is not None
    if endpoint.who.own_proof:
        assert endpoint.name in OWN_PROOF
        cookie = (await running.cookies("nurse"))["tc_staff"]
        answer = await running.client.post(endpoint.path, content=b"{}", headers={
            "cookie": f"tc_staff={cookie}", "content-type": "text/plain",
        })  # fmt: skip
        assert answer.status_code == 403, "a foreign page may send text/plain without asking"
        return
    actors = ["citizen", *Role] if "staff" in endpoint.who.kinds else ["citizen"]
    tried = 0
    for actor in actors:
        admitted = (
            actor in endpoint.who.roles or not endpoint.who.roles
        ) and kind_of(actor) in endpoint.who.kinds  # fmt: skip
        if not admitted or jar_of(endpoint.path) != kind_of(actor):
            continue
        tried += 1
        answer, _ = await running.send(endpoint, str(actor), inside=True, token=False)
        assert answer.status_code == 403, f"{actor}: {answer.status_code}"
        break
    if "form" in POLICY[endpoint.name]:
        tried += 1
        answer, _ = await running.send(endpoint, "public", inside=True, token=False)
        assert answer.status_code in (303, 403)
        if "public" in endpoint.who.kinds:
            assert answer.status_code == 403
    assert tried


def test_the_matrix_knows_its_staff(running: Served) -> None:
    assert set(running.world.staff) == set(Role)
