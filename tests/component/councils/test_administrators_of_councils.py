"""A council's administrator looks after the clients of its own council, and neither sees nor makes anything beyond."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services.councils.domain.clients import COUNCIL_SCOPES
from shared.auth import SCOPES
from tests.support.register import COUNCILS
from tests.support.servers import Servers
from tests.support.some import fewer
from tests.support.templates import Templates
from tests.support.world import Running, World
from tests.support.world import world as provide_world

API = "/api/v1"
GRANT = {"grant_type": "client_credentials"}
ANYTHING = {"If-Match": "*"}


async def register(by: httpx.AsyncClient, client_id: str, *scopes: str, council: str | None = None) -> httpx.Response:
    wish = {"client_id": client_id, "name": f"Named {client_id}", "scopes": list(scopes or ["events:read"])}
    return await by.post(f"{API}/clients", json=wish | ({"council": council} if council else {}))


async def signed_in(councils: Running, made: httpx.Response) -> httpx.AsyncClient:
    """Return a client that proved itself with the secret it was just shown."""
    assert made.status_code == 201, made.text
    auth = (made.json()["client_id"], made.json()["secret"])
    async with councils.anonymous() as anybody:
        granted = await anybody.post("/oauth/token", data=GRANT, auth=auth)
    assert granted.status_code == 200, granted.text
    http = councils.anonymous()
    http.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
    return http


@pytest.fixture
async def fife(office: httpx.AsyncClient, councils: Running) -> AsyncIterator[httpx.AsyncClient]:
    """The administrator of Fife; the Office and Angus have clients of their own."""
    assert (await register(office, "angus-systems", council="angus")).status_code == 201
    assert (await register(office, "dashboards")).status_code == 201
    made = await register(office, "fife-admin", *COUNCIL_SCOPES, council="fife")
    async with await signed_in(councils, made) as admin:
        yield admin


async def test_it_makes_a_client_of_its_council_that_can_act_at_once(
    fife: httpx.AsyncClient, councils: Running
) -> None:
    made = await register(fife, "fife-housing", "programme:read", "adoptions:write")
    assert (made.json()["owner"], made.json()["council"]) == ("fife", "fife")
    async with await signed_in(councils, made) as housing:
        assert (await housing.get(f"{API}/adoptions?council=fife")).status_code == 200
        assert (await housing.get(f"{API}/clients")).json()["code"] == "scope-missing"


async def test_it_sees_its_own_councils_clients_only(fife: httpx.AsyncClient, office: httpx.AsyncClient) -> None:
    assert (await register(fife, "fife-housing")).status_code == 201
    listed = (await fife.get(f"{API}/clients")).json()["items"]
    assert [one["client_id"] for one in listed] == ["fife-admin", "fife-housing"]
    unknown = await fife.get(f"{API}/clients/nobody")
    for others in ("angus-systems", "dashboards"):
        found = await fife.get(f"{API}/clients/{others}")
        assert found.status_code == unknown.status_code == 404
        assert found.json()["detail"] == unknown.json()["detail"].replace("nobody", others)
        assert (await fife.post(f"{API}/clients/{others}/secrets", json={})).status_code == 404
        for version in ("*", '"99"'):
            gone = await fife.delete(f"{API}/clients/{others}", headers={"If-Match": version})
            assert gone.status_code == 404
        assert not (await office.get(f"{API}/clients/{others}")).json()["revoked"]
    for owner in ("angus", "office", "S12000041"):
        refused = await fife.get(f"{API}/clients?owner={owner}")
        assert (refused.status_code, refused.json()["code"]) == (403, "another-council")


async def test_the_office_lists_by_owner(fife: httpx.AsyncClient, office: httpx.AsyncClient) -> None:
    assert (await register(fife, "fife-housing")).status_code == 201
    wanted = {"office": ["dashboards"], "fife": ["fife-admin", "fife-housing"], "S12000041": ["angus-systems"]}
    for owner, expected in wanted.items():
        listed = (await office.get(f"{API}/clients?owner={owner}")).json()["items"]
        assert [one["client_id"] for one in listed] == expected
    first = (await office.get(f"{API}/clients?owner=fife&limit=1")).json()
    rest = (await office.get(first["next"])).json()
    assert [one["owner"] for one in (*first["items"], *rest["items"])] == ["fife", "fife"]
    assert (await office.get(f"{API}/clients?owner=atlantis")).status_code == 404


@pytest.mark.parametrize(
    ("client_id", "scopes", "council", "expected"),
    [
        ("fife-x", ["programme:write"], None, (422, "scope-not-for-councils", "programme:write")),
        ("fife-x", ["operations"], "fife", (422, "scope-not-for-councils", "operations")),
        ("fife-x", ["events:read"], "angus", (403, "another-council", "angus")),
        ("angus-x", ["events:read"], "angus", (403, "another-council", "angus")),
        ("angus-systems", ["events:read"], None, (422, "id-of-others", "fife-")),
        ("angus-new", ["events:read"], None, (422, "id-of-others", "fife-")),
        ("fife-admin", ["events:read"], None, (409, "exists-already", "fife-admin")),
    ],
)
async def test_what_is_beyond_its_council_is_refused_by_name(
    fife: httpx.AsyncClient, client_id: str, scopes: list[str], council: str | None, expected: tuple[int, str, str]
) -> None:
    refused = await register(fife, client_id, *scopes, council=council)
    status, code, named = expected
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert named in refused.json()["detail"]


async def test_it_gives_no_scope_that_it_lacks_itself(office: httpx.AsyncClient, councils: Running) -> None:
    made = await register(office, "fife-admin", "clients:write", "events:read", council="fife")
    assert (await register(office, "fife-till", "adoptions:write", council="fife")).status_code == 201
    async with await signed_in(councils, made) as admin:
        refused = await register(admin, "fife-x", "events:read", "adoptions:write")
        assert (refused.status_code, refused.json()["code"]) == (403, "scope-not-yours")
        assert "adoptions:write" in refused.json()["detail"]
        refused = await admin.post(f"{API}/clients/fife-till/secrets", json={})
        assert (refused.status_code, refused.json()["code"]) == (403, "scope-not-yours")
        ended = await admin.delete(f"{API}/clients/fife-till", headers=ANYTHING)
        assert ended.json()["revoked"] is True


async def test_the_keys_that_sign_every_clients_tokens_are_the_offices(fife: httpx.AsyncClient) -> None:
    for method, address in (("GET", "keys"), ("POST", "keys/rotate"), ("GET", "keys/any")):
        refused = await fife.request(method, f"{API}/clients/{address}")
        assert (refused.status_code, refused.json()["code"]) == (403, "office-only")


async def test_the_last_administrator_is_not_revoked_by_its_own_council(
    fife: httpx.AsyncClient, office: httpx.AsyncClient
) -> None:
    refused = await fife.delete(f"{API}/clients/fife-admin", headers=ANYTHING)
    assert (refused.status_code, refused.json()["code"]) == (409, "last-administrator")
    assert (await register(fife, "fife-second", "clients:write")).status_code == 201
    revoked = await fife.delete(f"{API}/clients/fife-admin", headers=ANYTHING)
    assert (revoked.status_code, revoked.json()["revoked"]) == (200, True)
    assert (await fife.get(f"{API}/clients")).status_code == 401
    by_office = await office.delete(f"{API}/clients/fife-second", headers=ANYTHING)
    assert (by_office.status_code, by_office.json()["revoked"]) == (200, True)


STEPS = some.one_of(
    some.tuples(
        some.just("register"),
        some.sampled_from(["fife", "fife-a", "fife-b", "angus-systems", "dashboards", "angus-z", "free"]),
        some.sets(some.sampled_from(sorted(SCOPES)), min_size=1, max_size=3),
        some.sampled_from([None, "fife", "angus"]),
    ),
    some.tuples(
        some.sampled_from(["secret", "revoke", "show", "become"]),
        some.sampled_from(["fife-admin", "fife", "fife-a", "fife-b", "angus-systems", "dashboards", "nobody"]),
    ),
    some.tuples(some.just("list"), some.sampled_from(["", "?owner=angus", "?owner=office", "?owner=fife"])),
)
ADMINISTRATORS = "SELECT FROM client WHERE council = 'fife' AND revoked_at IS NULL AND scopes ? $1"
HIDDEN = ("Hidden from Fife", "Kept at the Office")


@dataclass
class Admin:
    """A council's administrator in a series of calls: it may go on as any client whose secret it was shown."""

    service: Running
    http: httpx.AsyncClient
    shown: dict[str, str]
    answers: list[httpx.Response]

    async def take(self, step: tuple[Any, ...]) -> None:
        kind, what, *rest = step
        if kind == "become":
            await self._become(what)
            return
        if kind == "register":
            answer = await register(self.http, what, *sorted(rest[0]), council=rest[1])
        elif kind == "secret":
            answer = await self.http.post(f"{API}/clients/{what}/secrets", json={})
        elif kind == "revoke":
            answer = await self.http.delete(f"{API}/clients/{what}", headers=ANYTHING)
        elif kind == "show":
            answer = await self.http.get(f"{API}/clients/{what}")
        else:
            answer = await self.http.get(f"{API}/clients{what}")
        self.answers.append(answer)
        if answer.status_code == 201:
            self.shown[what] = answer.json()["secret"]

    async def _become(self, client: str) -> None:
        granted = await self.http.post("/oauth/token", data=GRANT, auth=(client, self.shown.get(client, "none")))
        if granted.status_code == 200:
            self.http.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"


@pytest.fixture(scope="module")
async def service(servers: Servers, templates: Templates) -> AsyncIterator[Running]:
    async with provide_world(servers, templates) as world:
        yield await _with_councils(world)


async def _with_councils(world: World) -> Running:
    running = await world.start("councils", "api")
    async with running.client() as office:
        for council in COUNCILS:
            assert (await office.post(f"{API}/councils", json=council)).status_code == 201
    return running


async def begin(service: Running) -> Admin:
    """Let a series begin with the same clients as every other."""
    await service.sql("TRUNCATE client_secret, client_use, client, revoked_client, outbox_event")
    await service.app.state.tokens.reload()
    http = service.anonymous()
    async with service.client() as office:
        for client_id, council, name in (("angus-systems", "angus", HIDDEN[0]), ("dashboards", None, HIDDEN[1])):
            wish = {"client_id": client_id, "name": name, "scopes": ["events:read"], "council": council}
            assert (await office.post(f"{API}/clients", json=wish)).status_code == 201
        made = await register(office, "fife-admin", "clients:write", "events:read", council="fife")
    admin = Admin(service, http, {"fife-admin": made.json()["secret"]}, [])
    await admin.take(("become", "fife-admin"))
    return admin


@settings(max_examples=fewer(25))
@given(steps=some.lists(STEPS, min_size=1, max_size=12))
async def test_no_series_of_calls_leads_beyond_the_council(service: Running, steps: list[tuple[Any, ...]]) -> None:
    admin = await begin(service)
    for step in steps:
        await admin.take(step)
    await admin.http.aclose()
    told = [answer.text for answer in admin.answers]
    assert not any(hidden in text for hidden in HIDDEN for text in told)
    assert all(answer.status_code < 500 for answer in admin.answers)
    for row in await service.sql("SELECT client_id, council, scopes, revoked_at, version FROM client"):
        if row["client_id"] in {"angus-systems", "dashboards"}:
            assert (row["version"], row["revoked_at"]) == (1, None)
        else:
            assert row["council"] == "fife"
            assert set(json.loads(row["scopes"])) <= {"clients:write", "events:read"}
    assert await service.sql(ADMINISTRATORS, "clients:write"), "the council locked itself out"
