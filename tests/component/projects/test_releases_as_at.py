"""Releases as at any day: whatever is done in any order later, what was true on a day stays, and today is as it is."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from tests.support.office import Json, Office
from tests.support.some import fewer
from tests.support.world import Running, World

LATE: Json = {"reason": "It was asked for", "by_role": "sponsor"}
STEPS = ("put", "take", "ready", "not-ready", "sign", "refuse", "freeze", "rename", "close", "override", "amend", "day")


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


@dataclass
class Play:
    """A release that anything is done to, and what it showed at the end of each day."""

    office: Office
    release: str
    target: str
    inside: list[str]
    spare: list[str]
    seen: dict[str, list[Any]] = field(default_factory=dict)

    async def step(self, name: str) -> None:
        base = f"/releases/{self.release}"
        match = {"If_Match": "*"}
        ask = self.office.ask
        first = (self.inside or self.spare)[0]
        if name == "put":
            wish = {"deliverables": [{"deliverable": self.spare[0]}]} | LATE
            answer = await ask("POST", f"{base}/deliverables", wish)
        elif name == "take":
            query = "?reason=So&by_role=sponsor"
            answer = await ask("DELETE", f"{base}/deliverables/{first}{query}", **match)
        elif name in {"ready", "not-ready"}:
            answer = await ask("PUT", f"{base}/deliverables/{first}", {"ready": name == "ready"} | LATE, **match)
        elif name in {"sign", "refuse"}:
            outcome = "signed" if name == "sign" else "refused"
            answer = await ask("POST", f"{base}/sign-offs", {"by_role": "sponsor", "outcome": outcome})
        elif name == "freeze":
            answer = await ask("PATCH", base, {"freeze_on": str(await self.today())}, **match)
        elif name == "rename":
            answer = await ask("PATCH", base, {"name": f"Named on {await self.today()}"}, **match)
        elif name == "amend":
            answer = await ask("POST", f"{base}/amendments", LATE | {"text": "Read otherwise"})
        elif name == "day":
            return await self.next_day()
        else:
            override = {"override": LATE} if name == "override" else {}
            answer = await ask("POST", f"{base}/close", {"carry_over_to": self.target} | override)
        assert answer.status_code < 500, answer.text
        return None

    async def today(self) -> date:
        return date.fromisoformat((await self.office.get("/operations/projects/clock"))["today"])

    async def next_day(self) -> None:
        """Keep what the release shows today, and let it be tomorrow; look back at every day that was kept."""
        day = await self.today()
        self.seen[str(day)] = await self.shown(str(day))
        moved = await self.office.ask("POST", "/operations/projects/clock", {"today": str(day + timedelta(days=1))})
        assert moved.is_success, moved.text
        for before, then in self.seen.items():
            assert await self.shown(before) == then, f"what was true on {before} has changed"

    async def shown(self, day: str) -> list[Any]:
        found = []
        for release in (self.release, self.target):
            for path in ("", "/scope-changes", "/sign-offs", "/readiness", "/amendments"):
                view = await self.office.get(f"/releases/{release}{path}?as_at={day}")
                found.append(plain(view))
        return found

    async def as_now(self) -> None:
        """Check that today, looked at as a day, is what is true now."""
        day = await self.today()
        for release in (self.release, self.target):
            now = await self.office.get(f"/releases/{release}")
            then = await self.office.get(f"/releases/{release}?as_at={day}")
            assert plain(now) == plain(then)


def plain(view: Any) -> Any:
    """Return a view without its version and the day that was asked for: those go on."""
    if isinstance(view, dict):
        return {key: plain(one) for key, one in view.items() if key not in {"version", "as_at"}}
    return [plain(one) for one in view] if isinstance(view, list) else view


@settings(
    max_examples=fewer(3), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@example(steps=["sign", "day", "freeze", "take", "put", "rename", "day", "override", "amend", "day"])
@given(steps=some.lists(some.sampled_from(STEPS), min_size=4, max_size=14))
async def test_any_order_of_calls_leaves_every_day_before_as_it_was(office: Office, steps: list[str]) -> None:
    target = await office.release()
    release, inside = await office.filled(True, False, sign_offs_needed=["sponsor"])
    spare = [await office.deliverable()]
    play = Play(office, release, target, inside, spare)
    for name in steps:
        await play.step(name)
    await play.next_day()
    await play.as_now()
    names = await office.recorded(release)
    assert names.count("release-closed") <= 1
    assert names.count("release-frozen") <= 1


async def test_a_list_shows_what_stood_on_a_day(office: Office) -> None:
    release, _ = await office.filled(True)
    await office.post(f"/releases/{release}/close", {"closed_on": "2018-02"}, status=200)
    hoped = await office.release(planned_for="2018", history_recorded=False)
    open_one = await office.release()

    async def listed(day: str) -> dict[str, str]:
        found = (await office.get(f"/releases?as_at={day}&limit=200"))["items"]
        return {one["key"]: one["state"] for one in found if one["key"] in {release, hoped, open_one}}

    assert await listed("2018-02-27") == {}
    assert await listed("2018-02-28") == {release: "closed"}
    assert await listed("2018-12-31") == {release: "closed", hoped: "not-recorded"}
    day = str(datetime.now(UTC).date() + timedelta(days=36_000))
    assert await listed(day) == {release: "closed", hoped: "not-recorded", open_one: "planned"}
    before = await office.get(f"/releases/{release}?as_at=2018-02-27")
    assert (before["state"], before["closed_on"], before["manifest_sha256"], before["as_at"]) == (
        "not-recorded",
        None,
        None,
        "2018-02-27",
    )
