"""Benefit figures by file: a file may claim and verify, no benefit is counted twice in it, and all of it or nothing."""

from collections.abc import AsyncIterator

import httpx
import pytest

from shared.events.projects import BenefitAttribution, BenefitProfiled
from tests.support.reporting import done, events, mistakes, sent, submitted
from tests.support.waiting import eventually
from tests.support.world import Running, World

API = "/api/v1"
SCOPES = ("programme:read", "benefits:write", "events:read")
HEADER = "profile,period,stage,value,unit,by_role\n"
CLAIM = "hours,2025-Q1,claimed,100,hours,benefits-owner\n"
VERIFIED = "hours,2025-Q1,verified,100,hours,digital-office\n"
TYPE = "council.benefit-reported.v1"
FACT = {
    "profile": "hours",
    "period": "2025-Q1",
    "stage": "claimed",
    "value": 100,
    "unit": "hours",
    "by_role": "benefits-owner",
}


@pytest.fixture
async def fife(office: httpx.AsyncClient, councils: Running, world: World) -> AsyncIterator[httpx.AsyncClient]:
    """The client of Fife, once a benefit was profiled that councils measure each for itself."""
    for profile in ("hours", "more-hours"):
        await world.say(
            BenefitProfiled(
                benefit=profile,
                project="easier-forms",
                statement="Less time is spent on forms",
                type="quantitative",
                measure="hours-saved",
                unit="hours",
                attribution=BenefitAttribution(kind="whole", rule="Nothing else changed"),
            )
        )

    async def known() -> None:
        assert len(await councils.sql("SELECT 1 FROM known_profile")) == 2

    await eventually(known)
    async with councils.client(*SCOPES, council="fife", client="fife-systems") as client:
        yield client


async def test_a_file_claims_and_verifies_and_is_known_when_it_comes_again(
    fife: httpx.AsyncClient, councils: Running
) -> None:
    dry = await done(fife, (await sent(fife, HEADER + VERIFIED + CLAIM, "benefits", dry_run=True)).json())
    assert (dry["new"], await councils.sql("SELECT 1 FROM benefit_figure")) == (2, [])
    run = await done(fife, (await sent(fife, HEADER + VERIFIED + CLAIM, "benefits")).json())
    assert (run["new"], run["known"]) == (2, 0)
    again = await done(fife, (await sent(fife, HEADER + VERIFIED + CLAIM, "benefits")).json())
    assert (again["new"], again["known"]) == (0, 2)
    assert (await submitted(fife, TYPE, FACT)).json()["outcome"] == "already-known"
    given = await events(councils, "benefit-figure-given")
    assert [(one["stage"], one["value"]) for one in given] == [("claimed", 100.0), ("verified", 100.0)]


async def test_what_contradicts_itself_in_a_file_is_told_by_line_and_none_of_it_is_applied(
    fife: httpx.AsyncClient, councils: Running
) -> None:
    file = (
        HEADER
        + CLAIM
        + "more-hours,2025,claimed,80,hours,benefits-owner\n"
        + "hours,2025-Q1,verified,100,hours,benefits-owner\n"
        + "hours,2024,claimed,much,hours,benefits-owner\n"
        + "hours,2024,forecast,80,pounds,benefits-owner\n"
    )
    run = (await sent(fife, file, "benefits")).json()
    assert await mistakes(fife, run) == [
        (3, "profile", "more-hours"),
        (4, "by_role", "benefits-owner"),
        (5, "value", "much"),
        (6, "unit", "pounds"),
    ]
    assert await councils.sql("SELECT 1 FROM benefit_figure") == []
    assert await events(councils, "benefit-figure-given") == []


async def test_a_feed_corrects_its_own_figure_and_neither_a_persons_nor_one_that_was_taken_back(
    fife: httpx.AsyncClient, councils: Running
) -> None:
    assert (await submitted(fife, TYPE, FACT)).json()["outcome"] == "recorded"
    assert (await submitted(fife, TYPE, FACT | {"value": 90})).json()["outcome"] == "recorded"
    (corrected,) = await events(councils, "benefit-figure-corrected")
    assert (corrected["value"], corrected["reason"]) == (90.0, "Reported anew by /fife/planning")
    by_hand = FACT | {"council": "fife", "value": 70, "corrects": 2, "reason": "Counted again"}
    assert (await fife.post(f"{API}/benefits", json=by_hand)).status_code == 201
    first = (await submitted(fife, TYPE, FACT | {"value": 90})).json()
    assert first["outcome"] == "conflict"
    taken_back = {"by_role": "benefits-owner", "reason": "Not ours"}
    answer = await fife.post(f"{API}/benefits/fife/hours/2025-Q1/claimed/withdraw", json=taken_back)
    assert answer.status_code == 200, answer.text
    second = (await submitted(fife, TYPE, FACT | {"value": 90})).json()
    assert (second["outcome"], second["conflict"]) == ("conflict", first["conflict"])
    found = (await fife.get(first["conflict"])).json()
    assert (found["standing"]["content"], found["version"]) == ({"withdrawn": True}, 2)
    decided = await fife.post(f"{first['conflict']}/resolve", json={"keep": "reported", "reason": "Ours after all"})
    assert decided.status_code == 200, decided.text
    assert (await fife.get(f"{API}/benefits/fife/hours/2025-Q1/claimed")).json()["value"] == 90.0
