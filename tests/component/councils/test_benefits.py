"""Councils tell their figures of benefits: forecast, claimed, verified by another role, put right and taken back."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from shared.events.projects import BenefitAttribution, BenefitDetailsChanged, BenefitProfiled
from tests.support.waiting import eventually
from tests.support.world import Running, World

API = "/api/v1"
SCOPES = ("programme:read", "benefits:write", "events:read")
TODAY = datetime.now(UTC).date()
WHOLE = BenefitAttribution(kind="whole", rule="Nothing else changed")
HOURS: dict[str, Any] = {
    "benefit": "hours",
    "project": "easier-forms",
    "statement": "Less time is spent on forms",
    "type": "quantitative",
    "measure": "hours-saved",
    "unit": "hours",
    "attribution": WHOLE,
}
FORECAST: dict[str, Any] = {
    "council": "fife",
    "profile": "hours",
    "period": "2025-Q1",
    "stage": "forecast",
    "value": 120.5,
    "unit": "hours",
    "by_role": "benefits-owner",
}
CLAIM = FORECAST | {"stage": "claimed"}
VERIFIED = FORECAST | {"stage": "verified", "by_role": "digital-office"}
ONE = f"{API}/benefits/fife/hours/2025-Q1"


@pytest.fixture
async def fife(office: httpx.AsyncClient, councils: Running, world: World) -> AsyncIterator[httpx.AsyncClient]:
    """The client of Fife, once a benefit was profiled that councils measure each for itself."""
    await world.say(BenefitProfiled(**HOURS))
    await known(councils, "hours")
    async with councils.client(*SCOPES, council="fife", client="fife-systems") as client:
        yield client


async def known(councils: Running, profile: str, **values: Any) -> None:
    async def check() -> None:
        rows = await councils.sql("SELECT * FROM known_profile WHERE profile = $1", profile)
        assert rows, profile
        assert values.items() <= dict(rows[0]).items()

    await eventually(check)


async def tell(client: httpx.AsyncClient, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(f"{API}/benefits", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def refused(client: httpx.AsyncClient, body: dict[str, Any], status: int, code: str) -> str:
    answer = await client.post(f"{API}/benefits", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    return str(answer.json()["detail"])


async def told(councils: Running, name: str) -> list[dict[str, Any]]:
    rows = await councils.sql(
        "SELECT payload FROM outbox_event WHERE event_type LIKE $1 ORDER BY position", f"%.{name}.%"
    )
    return [json.loads(row["payload"]) for row in rows]


async def test_a_benefit_is_forecast_claimed_and_verified_by_another_role(
    fife: httpx.AsyncClient, councils: Running
) -> None:
    made = await tell(fife, FORECAST | {"council": "S12000047", "note": "By last year's"})
    assert (made["href"], made["version"], made["visibility"]) == (f"{ONE}/forecast", 1, "own")
    assert (made["from"], made["to"], made["type"], made["measure"]) == (
        "2025-01-01",
        "2025-03-31",
        "quantitative",
        "hours-saved",
    )
    await refused(fife, VERIFIED, 409, "not-claimed")
    await tell(fife, CLAIM | {"value": 100, "evidence": ["https://example.org/count"]})
    said = await refused(fife, VERIFIED | {"by_role": "benefits-owner", "value": 100}, 409, "same-role")
    assert "another role has to verify it" in said
    await refused(fife, VERIFIED | {"value": 90}, 422, "reason-missing")
    await tell(fife, VERIFIED | {"value": 90, "reason": "A week was counted twice"})
    shown = (await fife.get(f"{API}/benefits?profile=hours")).json()["items"]
    assert [(one["stage"], one["value"]) for one in shown] == [
        ("claimed", 100.0),
        ("forecast", 120.5),
        ("verified", 90.0),
    ]
    events = await told(councils, "benefit-figure-given")
    assert [(one["stage"], one["value"], one["unit"], one["type"], one["by_role"]) for one in events] == [
        ("forecast", 120.5, "hours", "quantitative", "benefits-owner"),
        ("claimed", 100.0, "hours", "quantitative", "benefits-owner"),
        ("verified", 90.0, "hours", "quantitative", "digital-office"),
    ]
    assert "By last year's" not in json.dumps(events)


async def test_the_same_figure_told_again_is_one_fact_and_another_value_needs_a_correction(
    fife: httpx.AsyncClient, councils: Running
) -> None:
    await tell(fife, CLAIM)
    assert (await tell(fife, CLAIM))["version"] == 1
    said = await refused(fife, CLAIM | {"value": 100}, 409, "told-already")
    assert "'corrects': 1" in said
    await refused(fife, CLAIM | {"value": 100, "corrects": 2, "reason": "r"}, 409, "corrects-another")
    await refused(fife, CLAIM | {"value": 100, "corrects": 1}, 422, "reason-missing")
    right = await tell(fife, CLAIM | {"value": 100, "corrects": 1, "reason": "A week was counted twice"})
    assert (right["version"], right["value"], right["reason"]) == (2, 100.0, "A week was counted twice")
    await refused(fife, CLAIM | {"period": "2025-Q2", "corrects": 1, "reason": "r"}, 409, "nothing-to-correct")
    history = (await fife.get(f"{ONE}/claimed")).json()["history"]
    assert [(one["step"], one["value"], one["corrects"]) for one in history] == [
        ("given", 120.5, None),
        ("corrected", 100.0, 1),
    ]
    assert [(one["value"], one["corrects"]) for one in await told(councils, "benefit-figure-corrected")] == [(100.0, 1)]


async def test_a_claim_is_withdrawn_for_a_reason_while_nobody_has_verified_it(fife: httpx.AsyncClient) -> None:
    await tell(fife, CLAIM)
    await tell(fife, VERIFIED)
    back = {"by_role": "benefits-owner", "reason": "It was counted elsewhere"}
    held = await fife.post(f"{ONE}/claimed/withdraw", json=back)
    assert (held.status_code, held.json()["code"]) == (409, "verified-already")
    await refused(fife, CLAIM | {"value": 1, "corrects": 1, "reason": "r"}, 409, "verified-already")
    assert (await fife.post(f"{ONE}/verified/withdraw", json=back)).json()["withdrawn"] is True
    gone = await fife.post(f"{ONE}/claimed/withdraw", json=back)
    assert (gone.status_code, gone.json()["value"], gone.json()["reason"]) == (200, None, "It was counted elsewhere")
    again = await fife.post(f"{ONE}/claimed/withdraw", json=back)
    assert (again.status_code, again.json()["code"]) == (409, "withdrawn-already")
    assert (await fife.get(f"{API}/benefits")).json()["items"] == []
    assert (await tell(fife, CLAIM | {"value": 7}))["version"] == 3


async def test_a_measure_is_claimed_once_for_a_period_whatever_the_profile(
    fife: httpx.AsyncClient, councils: Running, world: World
) -> None:
    await world.say(BenefitProfiled(**HOURS | {"benefit": "hours-too", "project": "faster-desks"}))
    await known(councils, "hours-too")
    await tell(fife, CLAIM)
    said = await refused(fife, CLAIM | {"profile": "hours-too"}, 409, "already-claimed")
    assert "the benefit profile 'hours' already" in said
    await refused(fife, CLAIM | {"profile": "hours-too", "period": "2025-02"}, 409, "already-claimed")
    await refused(fife, CLAIM | {"period": "2025"}, 409, "period-overlaps")
    await refused(fife, CLAIM | {"period": "2024-12-31--2025-01-01"}, 409, "period-overlaps")
    await tell(fife, CLAIM | {"profile": "hours-too", "period": "2025-Q2"})
    back = {"by_role": "benefits-owner", "reason": "It was counted elsewhere"}
    assert (await fife.post(f"{ONE}/claimed/withdraw", json=back)).status_code == 200
    await tell(fife, CLAIM | {"profile": "hours-too", "period": "2025-02"})
    await tell(fife, FORECAST)
    await refused(fife, FORECAST | {"profile": "hours-too"}, 409, "already-forecast")


async def test_no_council_has_a_figure_of_a_benefit_that_was_reckoned_for_all_together(
    fife: httpx.AsyncClient, councils: Running, world: World
) -> None:
    together = HOURS | {"benefit": "gdpr", "attribution": None, "basis": "estimated over 30 councils together"}
    await world.say(BenefitProfiled(**together))
    await known(councils, "gdpr")
    said = await refused(fife, FORECAST | {"profile": "gdpr"}, 409, "no-council-figures")
    assert "estimated over 30 councils together" in said
    assert "not shared out" in said
    shared = BenefitAttribution(kind="shared", rule="A part that nobody counted")
    await world.say(BenefitDetailsChanged(**together | {"attribution": shared}))
    await known(councils, "gdpr", attribution="shared")
    await refused(fife, FORECAST | {"profile": "gdpr"}, 409, "no-council-figures")
    await world.say(BenefitDetailsChanged(**together | {"attribution": WHOLE, "unit": None}))
    await known(councils, "gdpr", attribution="whole")
    await refused(fife, FORECAST | {"profile": "gdpr"}, 409, "profile-incomplete")


async def test_figures_are_shown_as_at_a_day(fife: httpx.AsyncClient) -> None:
    await tell(fife, CLAIM | {"effective": "2025-04-01"})
    await tell(fife, CLAIM | {"value": 1, "corrects": 1, "reason": "r", "effective": "2025-05-01"})
    early = CLAIM | {"value": 2, "corrects": 2, "reason": "r", "effective": "2025-04-30"}
    await refused(fife, early, 422, "dates-out-of-order")
    before = (await fife.get(f"{API}/benefits?as_at=2025-04-30")).json()["items"]
    assert [(one["value"], one["version"], one["effective"]) for one in before] == [(120.5, 1, "2025-04-01")]
    one = (await fife.get(f"{ONE}/claimed?as_at=2025-04-30")).json()
    assert (one["value"], one["version"], len(one["history"])) == (120.5, 1, 1)
    assert (await fife.get(f"{API}/benefits?as_at=2025-03-31")).json()["items"] == []
    assert (await fife.get(f"{ONE}/claimed?as_at=2025-03-31")).status_code == 404
