"""What the broker cannot do for a partner is refused in words, and nothing of it reaches the broker's configuration."""

from typing import Any

import httpx
import pytest

from services.notifications.partners import nkeys
from tests.component.notifications.partners.conftest import Subscribe
from tests.support.servers import Servers
from tests.support.world import Running

PUBLIC = nkeys.new_pair().public
INJECTION = f"{PUBLIC} }} ] }} intruder {{ users: [ {{ user: x, password: x }}"


@pytest.mark.parametrize(
    ("wish", "status", "code"),
    [
        ({"filters": [{"prefix": {"subject": "gdpr"}}]}, 422, "broker-cannot-filter"),
        ({"filters": [{"exact": {"data.name": "GDPR"}}]}, 422, "broker-cannot-filter"),
        ({"filters": [{"exact": {"actor": "client:loader"}}]}, 422, "broker-cannot-filter"),
        ({"filters": [{"not": {"exact": {"subject": "gdpr"}}}]}, 422, "broker-cannot-filter"),
        ({"filters": [{"exact": {"subject": "gdpr.>"}}]}, 422, "broker-cannot-filter"),
        ({"filters": [{"exact": {"subject": "*"}}]}, 422, "broker-cannot-filter"),
        ({"filters": [{"exact": {"subject": "a b"}}]}, 422, "broker-cannot-filter"),
        ({"broker": {"public_key": PUBLIC[:-1]}}, 422, "invalid"),
        ({"broker": {"public_key": "A" + PUBLIC[1:]}}, 422, "invalid"),
        ({"broker": {"public_key": INJECTION}}, 422, "invalid"),
        ({"broker": {"public_key": nkeys.new_pair().seed}}, 422, "invalid"),
        ({"broker": {"in_hand": 0}}, 422, "invalid"),
        ({"broker": {"in_hand": 1001}}, 422, "invalid"),
        ({"broker": {}, "road": "feed"}, 422, "invalid"),
    ],
)
async def test_what_the_broker_cannot_do_is_refused_with_its_reason(
    office: httpx.AsyncClient, wish: dict[str, Any], status: int, code: str
) -> None:
    answer = await office.post("/api/v1/subscriptions", json={"name": "A partner", "road": "broker"} | wish)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


@pytest.mark.parametrize(
    ("types", "status", "code"),
    [
        (["councils.import-completed"], 422, "broker-cannot-filter"),
        (["councils.client-registered"], 403, "type-not-yours"),
    ],
)
async def test_a_council_is_refused_types_that_it_may_not_have_whole(
    fife: httpx.AsyncClient, types: list[str], status: int, code: str
) -> None:
    wish = {"name": "A partner", "road": "broker", "types": types}
    answer = await fife.post("/api/v1/subscriptions", json=wish)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_a_change_to_what_the_broker_cannot_do_is_refused_too(
    office: httpx.AsyncClient, subscribe: Subscribe
) -> None:
    made = await subscribe(types=["projects.details-changed"])
    change = {"filters": [{"suffix": {"subject": "readiness"}}]}
    answer = await office.patch(made["href"], json=change, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["code"]) == (422, "broker-cannot-filter"), answer.text
    answer = await office.patch(made["href"], json={"types": ["projects.closed"]}, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


async def test_one_key_is_for_one_subscription(
    servers: Servers, office: httpx.AsyncClient, subscribe: Subscribe
) -> None:
    made = await subscribe()
    again = {"name": "Again", "road": "broker", "broker": {"public_key": made["broker"]["keys"][0]["public_key"]}}
    answer = await office.post("/api/v1/subscriptions", json=again)
    assert (answer.status_code, answer.json()["code"]) == (409, "key-in-use"), answer.text
    for _ in range(4):
        assert (await office.post(f"{made['href']}/broker/keys", json={})).status_code == 201
    answer = await office.post(f"{made['href']}/broker/keys", json={})
    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-keys"), answer.text


async def test_nobody_sees_or_changes_the_account_of_another(
    office: httpx.AsyncClient, fife: httpx.AsyncClient, subscribe: Subscribe
) -> None:
    made = await subscribe()
    key = made["broker"]["keys"][0]["public_key"]
    for answer in (
        await fife.get(f"{made['href']}/broker"),
        await fife.post(f"{made['href']}/broker/keys", json={}),
        await fife.delete(f"{made['href']}/broker/keys/{key}", headers={"If-Match": "*"}),
        await office.delete(f"{made['href']}/broker/keys/{PUBLIC}", headers={"If-Match": "*"}),
    ):
        assert answer.status_code == 404, answer.text
    feed = (await office.post("/api/v1/subscriptions", json={"name": "A feed", "road": "feed"})).json()
    for answer in (
        await office.get(f"{feed['href']}/broker"),
        await office.post(f"{feed['href']}/broker/keys", json={}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "other-road"), answer.text


async def test_where_partners_have_no_way_in_the_road_is_closed(notifications: Running) -> None:
    settings = notifications.app.state.settings
    notifications.app.state.settings = settings.model_copy(update={"partners_file": None})
    try:
        async with notifications.client("subscriptions:write") as office:
            answer = await office.post("/api/v1/subscriptions", json={"name": "A partner", "road": "broker"})
    finally:
        notifications.app.state.settings = settings
    assert (answer.status_code, answer.json()["code"]) == (409, "road-closed"), answer.text
