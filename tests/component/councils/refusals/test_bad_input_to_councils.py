"""Bad input gets a clear refusal, never a failure of ours, and loses nothing."""

from typing import Any

import httpx
import pytest

from tests.support.world import Running

API = "/api/v1"
COUNCIL: dict[str, Any] = {"slug": "moray", "name": "Moray Council", "gss_code": "S12000020"}
MEMBERSHIP: dict[str, Any] = {"council": "fife", "joined": "2019", "certainty": "known"}
COUNT: dict[str, Any] = {
    "key": "a-count",
    "as_of": "2018",
    "councils": 30,
    "basis": "said so",
    "source": "https://example.org",
}
CLIENT: dict[str, Any] = {"client_id": "a-client", "name": "A client", "scopes": ["programme:read"]}
CODE: dict[str, Any] = {"gss_code": "S12000099", "from": "2026"}

WISHES: list[tuple[str, dict[str, Any], str, Any]] = [
    ("/councils", COUNCIL, "name", "x" * 10_000),
    ("/councils", COUNCIL, "name", "NUL \x00 in it"),
    ("/councils", COUNCIL, "name", "   "),
    ("/councils", COUNCIL, "name", None),
    ("/councils", COUNCIL, "name", ["a", "list"]),
    ("/councils", COUNCIL, "slug", "Moray Council"),
    ("/councils", COUNCIL, "slug", "s12000020"),
    ("/councils", COUNCIL, "slug", "counts"),
    ("/councils", COUNCIL, "gss_code", "S1200002"),
    ("/councils", COUNCIL, "former_gss_codes", ["S12000020"]),
    ("/councils", COUNCIL, "former_gss_codes", ["S12000021"] * 100),
    ("/councils", COUNCIL, "population", -1),
    ("/councils", COUNCIL, "population", 10**30),
    ("/councils", COUNCIL, "population_year", 20_000),
    ("/councils", COUNCIL, "website", "javascript:alert(1)"),
    ("/councils", COUNCIL, "colour", "blue"),
    ("/councils/fife/codes", CODE, "from", "2026-13"),
    ("/councils/fife/codes", CODE, "from", "tomorrow"),
    ("/councils/fife/codes", CODE, "from", "2199"),
    ("/councils/fife/codes", CODE, "gss_code", "fife"),
    ("/memberships", MEMBERSHIP, "joined", "2018-02-30"),
    ("/memberships", MEMBERSHIP, "joined", 2018),
    ("/memberships", MEMBERSHIP, "certainty", "perhaps"),
    ("/memberships", MEMBERSHIP, "council", ""),
    ("/memberships", MEMBERSHIP, "source", "a friend"),
    ("/memberships/fife/end", {"left": "2024"}, "left", "1800"),
    ("/memberships/counts", COUNT, "councils", -1),
    ("/memberships/counts", COUNT, "councils", 30.5),
    ("/memberships/counts", COUNT, "basis", ""),
    ("/memberships/counts", COUNT, "key", "A Count"),
    ("/clients", CLIENT, "scopes", []),
    ("/clients", CLIENT, "scopes", ["programme:read", "everything"]),
    ("/clients", CLIENT, "scopes", ["programme:read"] * 100),
    ("/clients", CLIENT, "client_id", "keys"),
    ("/clients", CLIENT, "client_id", "a.b>*"),
    ("/clients", CLIENT, "name", "x" * 201),
]


@pytest.fixture
async def rows(councils: Running) -> int:
    return await _rows(councils)


async def _rows(councils: Running) -> int:
    return int((await councils.sql("SELECT count(*) FROM outbox_event"))[0]["count"])


async def test_each_field_is_refused_by_its_name_and_nothing_is_kept(
    office: httpx.AsyncClient, councils: Running
) -> None:
    before = await _rows(councils)
    for path, good, field, value in WISHES:
        answer = await office.post(f"{API}{path}", json=good | {field: value})
        what = f"{path} {field}={str(value)[:50]!r}: {answer.text[:300]}"
        assert answer.status_code == 422, what
        assert answer.headers["content-type"] == "application/problem+json", what
        assert any(one["field"].startswith(field) for one in answer.json().get("errors", [])) or (
            field in answer.json()["detail"] or "NUL" in answer.json()["detail"]
        ), what
    assert await _rows(councils) == before


async def test_what_cannot_be_read_at_all_is_refused_as_that(office: httpx.AsyncClient) -> None:
    json = {"Content-Type": "application/json"}
    for content, headers, status in (
        (b"{", json, 400),
        (b"\xff\xfe", json, 400),
        (b"[]", json, 422),
        (b'{"slug": "\\ud800", "name": "x", "gss_code": "S12000020"}', json, 422),
        (b'{"\\ud800": 1}', json, 422),
        (b'{"a":' * 5000, json, 400),
        (b"slug=moray", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        (b"x" * 10_000_000, json, 413),
    ):
        answer = await office.post(f"{API}/councils", content=content, headers=headers)
        assert answer.status_code == status, (content[:40], answer.text[:300])
        assert answer.headers["content-type"] == "application/problem+json", answer.text[:300]


async def test_an_address_that_names_nothing_is_refused_as_that(office: httpx.AsyncClient) -> None:
    for path, status in {
        "/councils/%00": 400,
        "/councils/%ff": 404,
        "/councils/" + "x" * 5000: 422,
        "/councils/s12000099": 404,
        "/councils?limit=-1": 422,
        "/councils?limit=201": 422,
        "/councils?after=nonsense": 400,
        "/councils?after=WyIvYXBpL3YxL2NvdW5jaWxzIiw1XQ": 400,
        "/adoptions?after=WyIvYXBpL3YxL2Fkb3B0aW9ucyIsImEiXQ": 400,
        "/adoptions?council=atlantis": 404,
        "/adoptions?state=finished": 422,
        "/adoptions?deliverable=NOT%20A%20KEY": 422,
        "/adoptions/fife/NOT%20A%20KEY": 422,
        "/memberships?as_at=2018-02-30": 422,
        "/memberships?as_at=99999": 422,
        "/memberships/atlantis": 404,
        "/memberships/counts/none": 404,
        "/clients/none": 404,
        "/clients/keys/none": 404,
        "/councils/fife/nothing": 404,
    }.items():
        answer = await office.get(f"{API}{path}")
        assert answer.status_code == status, (path[:60], answer.text[:300])
        assert answer.headers["content-type"] == "application/problem+json", answer.text[:300]
