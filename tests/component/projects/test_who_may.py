"""Who may read the programme, and who may change it."""

import httpx
import pytest

from services.projects.main import service
from shared.auth import is_public
from shared.settings import Settings
from shared.web.openapi import every_route
from tests.support.office import API, Office
from tests.support.world import Running

IN_ADDRESSES = {
    **dict.fromkeys(("key", "condition_id", "kid"), "a-key"),
    **dict.fromkeys(("job", "conflict"), "01936000-0000-7000-8000-000000000001"),
    "deliverable": "a-deliverable",
    "number": 1,
}
ROUTES = [
    (method, path)
    for route in every_route(service.app(Settings()))
    if (route.path or "").startswith(API) and "/operations/" not in (route.path or "")
    for method in sorted(route.methods or ())
    for path in [(route.path or "").format_map(IN_ADDRESSES)]
    if not is_public(method, path)
]
OF_ITS_OWN = {
    ("POST", f"{API}/work-requests/a-key/answers"),
    ("POST", f"{API}/projects/imports"),
    ("POST", f"{API}/projects/submissions"),
    ("POST", f"{API}/projects/conflicts/{IN_ADDRESSES['conflict']}/resolve"),
}
"""What a council's system tells for its own council; who may is tested beside it."""
CHANGES = [(method, path) for method, path in ROUTES if method != "GET" and (method, path) not in OF_ITS_OWN]
READS = [(method, path) for method, path in ROUTES if method == "GET"]


def test_the_walk_goes_over_every_route_of_the_service() -> None:
    assert len(READS) >= 24
    assert len(CHANGES) >= 21
    assert set(ROUTES) >= OF_ITS_OWN


@pytest.mark.parametrize(("method", "path"), CHANGES)
async def test_a_councils_system_changes_nothing_of_the_programme(
    office: Office, reader: httpx.AsyncClient, method: str, path: str
) -> None:
    before = await office.state()
    answer = await reader.request(method, path, json={}, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")
    assert answer.json()["detail"] == "The client 'fife-system' has no scope 'programme:write'."
    assert await office.state() == before


@pytest.mark.parametrize(("method", "path"), READS)
async def test_a_councils_system_reads_the_programme(reader: httpx.AsyncClient, method: str, path: str) -> None:
    assert (await reader.request(method, path)).status_code in {200, 404}


async def test_a_client_without_the_scope_reads_nothing(projects: Running) -> None:
    async with projects.client("events:read") as client:
        for method, path in READS:
            answer = await client.request(method, path)
            assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing"), path
