"""A release with a freeze date: changes after it say why, roles sign it off, and it is closed when they have."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.support.office import Json, Office
from tests.support.waiting import eventually
from tests.support.world import Running, World

TODAY = datetime.now(UTC).date()
LATE: Json = {"reason": "The board asked for it", "by_role": "sponsor"}
ROLES = ["delivery-board", "sponsor"]


@pytest.fixture(scope="module")
async def projects(world: World) -> Running:
    await world.streams("councils")
    running = await world.start("projects", clock_movable=True)
    await running.ready()
    return running


@pytest.fixture(scope="module")
async def office(world: World, projects: Running) -> AsyncIterator[Office]:
    async with Office.at(world, projects) as office:
        yield office


async def move(office: Office, days: int) -> date:
    """Move the clock on by some days; return the day it is then."""
    clock = await office.get("/operations/projects/clock")
    day = date.fromisoformat(clock["today"]) + timedelta(days=days)
    answer = await office.ask("POST", "/operations/projects/clock", {"today": day.isoformat()})
    assert answer.is_success, answer.text
    return day


async def today(office: Office) -> date:
    return date.fromisoformat((await office.get("/operations/projects/clock"))["today"])


async def frozen(office: Office, *ready: bool, **said: Any) -> tuple[str, list[str]]:
    """Make a release that is frozen from today on, with deliverables in it; return its key and theirs."""
    release, keys = await office.filled(*ready, **said)
    await office.change("PATCH", f"/releases/{release}", {"freeze_on": str(await today(office))}, version=2)
    return release, keys


async def sign(office: Office, release: str, by_role: str, outcome: str = "signed") -> Json:
    return await office.post(f"/releases/{release}/sign-offs", {"by_role": by_role, "outcome": outcome})


async def test_a_freeze_is_told_when_its_day_comes(office: Office) -> None:
    day = await today(office) + timedelta(days=3)
    release = await office.release(freeze_on=str(day))
    waiting = (await office.get(f"/releases/{release}"))["frozen"]
    await move(office, 3)

    async def told() -> None:
        assert await office.recorded(release) == ["release-planned", "release-frozen"]

    await eventually(told)
    shown = await office.get(f"/releases/{release}")
    assert (waiting, shown["frozen"], shown["freeze_on"], shown["version"]) == (False, True, str(day), 2)
    _, event = await office.told(release, 2)
    assert event.data == {"release": release, "effective": str(day)}
    for as_at, was in ((day, True), (day - timedelta(days=1), False)):
        assert (await office.get(f"/releases/{release}?as_at={as_at}"))["frozen"] is was


async def test_a_freeze_that_was_moved_or_taken_back_is_not_told(office: Office) -> None:
    day = await today(office)
    release = await office.release(freeze_on=str(day + timedelta(days=1)))
    await office.change("PATCH", f"/releases/{release}", {"freeze_on": None}, version=1)
    await move(office, 2)
    timers = (await office.get("/operations/projects/timers?limit=200"))["items"]
    assert not [one for one in timers if one["of"] == release]
    assert "release-frozen" not in await office.recorded(release)


async def test_after_the_freeze_each_change_of_scope_says_why_and_in_whose_name(office: Office) -> None:
    release, (first, second) = await frozen(office, True, False)
    third = await office.deliverable()
    base = f"/releases/{release}/deliverables"
    match = {"If_Match": "*"}
    for method, path, body, headers in (
        ("POST", base, {"deliverables": [{"deliverable": third}]}, {}),
        ("PUT", f"{base}/{third}", {"ready": True}, match),
        ("PUT", f"{base}/{second}", {"ready": True, "reason": "It is"}, match),
        ("DELETE", f"{base}/{first}?by_role=sponsor", None, match),
    ):
        problem = await office.refused(method, path, body, status=422, code="reason-missing", **headers)
        assert problem["detail"].startswith(f"The release {release} was frozen on {await today(office)}: say why")
        assert {one["field"] for one in problem["errors"]} <= {"reason", "by_role"}

    await office.post(base, {"deliverables": [{"deliverable": third}]} | LATE)
    await office.ask("PUT", f"{base}/{second}", {"ready": True} | LATE, If_Match="*")
    gone = await office.ask("DELETE", f"{base}/{first}?reason=Not%20wanted&by_role=delivery-board", If_Match="*")
    assert gone.status_code == 200, gone.text

    log = (await office.get(f"/releases/{release}/scope-changes"))["items"]
    assert [(one["deliverable"], one["change"], one["after_freeze"], one["reason"], one["by_role"]) for one in log] == [
        (*line, False, None, None) for line in ((first, "put-in"), (second, "put-in"))
    ] + [
        (third, "put-in", True, LATE["reason"], "sponsor"),
        (second, "ready", True, LATE["reason"], "sponsor"),
        (first, "taken-out", True, "Not wanted", "delivery-board"),
    ]
    told = (await office.told(release, 7))[-1]
    assert (told.data["after_freeze"], told.data["reason"], told.data["by_role"]) == (
        True,
        "Not wanted",
        "delivery-board",
    )
    yesterday = await today(office) - timedelta(days=1)
    assert (await office.get(f"/releases/{release}/scope-changes?as_at={yesterday}"))["items"] == []
    page = await office.get(f"/releases/{release}/scope-changes?limit=2")
    following = await office.http.get(page["next"])
    assert page["items"] + following.json()["items"] == log[:4]


async def test_a_freeze_date_lies_ahead_and_stays_once_it_has_come(office: Office) -> None:
    day = await today(office)
    open_one = await office.release()
    problem = await office.refused(
        "PATCH",
        f"/releases/{open_one}",
        {"freeze_on": str(day - timedelta(days=1))},
        status=422,
        code="date-in-the-past",
        If_Match="*",
    )
    assert problem["errors"][0]["field"] == "freeze_on"
    release, _ = await frozen(office, True)
    for wish in ({"freeze_on": None}, {"freeze_on": "2199-01-01"}, {"sign_offs_needed": ["sponsor"]}):
        await office.refused("PATCH", f"/releases/{release}", wish, status=409, code="release-frozen", If_Match="*")
    changed = await office.ask("PATCH", f"/releases/{release}", {"name": "Still its name"}, If_Match="*")
    assert changed.json()["name"] == "Still its name"


async def test_a_release_is_closed_when_every_role_has_signed_what_is_in_it(office: Office) -> None:
    release, (key,) = await office.filled(False, sign_offs_needed=ROLES)
    target = await office.release()
    assert (await office.get(f"/releases/{release}/readiness"))["missing"] == [
        "nothing in it is ready",
        "delivery-board has not signed",
        "sponsor has not signed",
    ]
    await office.change("PUT", f"/releases/{release}/deliverables/{key}", {"ready": True}, version=2)
    signed = await sign(office, release, "sponsor")
    assert (signed["stale"], signed["outcome"], signed["effective"]) == (False, "signed", str(await today(office)))
    await sign(office, release, "delivery-board", "refused")
    problem = await office.refused(
        "POST", f"/releases/{release}/close", {"carry_over_to": target}, status=409, code="sign-offs-missing"
    )
    assert f"delivery-board refused on {await today(office)}." in problem["detail"]
    await sign(office, release, "delivery-board")

    await office.change("PUT", f"/releases/{release}/deliverables/{key}", {"ready": True, "note": "New"}, version=6)
    told = (await office.told(release, 7))[-1]
    assert told.data["stale_sign_offs"] == ROLES
    records = (await office.get(f"/releases/{release}/sign-offs"))["items"]
    assert [(one["by_role"], one["outcome"], one["stale"]) for one in records] == [
        ("sponsor", "signed", True),
        ("delivery-board", "refused", True),
        ("delivery-board", "signed", True),
    ]
    problem = await office.refused("POST", f"/releases/{release}/close", {}, status=409, code="sign-offs-missing")
    assert "sponsor signed on" in problem["detail"]
    assert "and the scope has changed since" in problem["detail"]
    for role in ROLES:
        await sign(office, release, role)
    await office.refused(
        "POST",
        f"/releases/{release}/close",
        {"override": {"by_role": "sponsor", "reason": "Hurry"}},
        status=409,
        code="override-not-needed",
    )
    await office.post(f"/releases/{release}/close", {}, status=200)
    manifest = (await office.ask("GET", f"/releases/{release}/manifest")).json()
    assert [(one["by_role"], one["outcome"], one["stale"]) for one in manifest["sign_offs"]] == [
        (role, "signed", False) for role in ROLES
    ]
    assert manifest["override"] is None


async def test_an_override_stands_in_the_seal_and_in_what_is_told(office: Office) -> None:
    release, _ = await office.filled(True, sign_offs_needed=["sponsor"])
    override = {"by_role": "digital-office", "reason": "The sponsor is on leave"}
    await office.post(f"/releases/{release}/close", {"override": override}, status=200)
    sealed = override | {"missing": ["sponsor has not signed"]}
    assert (await office.ask("GET", f"/releases/{release}/manifest")).json()["override"] == sealed
    assert (await office.told(release, 3))[-1].data["override"] == sealed


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"by_role": "project-lead", "outcome": "signed"}, 409, "sign-off-not-needed"),
        ({"by_role": "nobody", "outcome": "signed"}, 422, "invalid"),
        ({"by_role": "sponsor", "outcome": "perhaps"}, 422, "invalid"),
        ({"by_role": "delivery-board", "outcome": "signed"}, 409, "no-change"),
    ],
)
async def test_a_sign_off_that_is_none_is_refused(office: Office, body: Json, status: int, code: str) -> None:
    release, _ = await office.filled(True, sign_offs_needed=ROLES)
    await sign(office, release, "delivery-board")
    await office.refused("POST", f"/releases/{release}/sign-offs", body, status=status, code=code)


async def test_what_is_carried_into_a_frozen_release_says_why(office: Office) -> None:
    release, (_, late) = await office.filled(True, False)
    target, _ = await frozen(office, True, sign_offs_needed=["sponsor"])
    await sign(office, target, "sponsor")
    body = {"carry_over_to": target}
    problem = await office.refused("POST", f"/releases/{release}/close", body, status=422, code="reason-missing")
    assert [one["field"] for one in problem["errors"]] == ["carry_over_because.reason", "carry_over_because.by_role"]
    await office.post(f"/releases/{release}/close", body | {"carry_over_because": LATE}, status=200)
    line = (await office.get(f"/releases/{target}/scope-changes"))["items"][-1]
    assert (line["deliverable"], line["change"], line["carried_from"], line["after_freeze"], line["reason"]) == (
        late,
        "carried-in",
        release,
        True,
        LATE["reason"],
    )
    assert (await office.get(f"/releases/{target}"))["sign_offs"][0]["stale"]
