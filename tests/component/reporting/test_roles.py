"""The report on roles, from events alone: counts over all councils, as at any day, and nobody named."""

import json
from typing import Any

from shared.events import Event
from shared.events.councils import CouncilRegistered, RoleAssigned, RoleEndAnnounced, RoleVacated
from tests.component.reporting.story import Story, story
from tests.support.world import World

COUNCILS = [f"council-{number}" for number in range(6)]
ISLA, EWAN = "01936000-0000-7000-8000-00000000000a", "01936000-0000-7000-8000-00000000000b"


def register(*councils: str) -> list[Event]:
    return [CouncilRegistered(council=one, name=one, gss_code=f"S1200004{one[-1]}") for one in councils]


def assigned(council: str, effective: str, **said: Any) -> RoleAssigned:
    return RoleAssigned(council=council, role="sponsor", **({"holder": ISLA} | said), effective=effective)


async def sponsor(told: Story, day: str) -> dict[str, Any]:
    report = await told.get("roles", as_at=day)
    assert (report["councils"], report["withheld"]) == (6, None)
    (found,) = [one for one in report["roles"] if one["role"] == "sponsor"]
    return dict(found)


def counts(held: int, ended: int, ending: int, no_deputy: int, day: str) -> dict[str, Any]:
    return {
        "role": "sponsor",
        "held": {"numerator": held, "denominator": 6, "as_at": day},
        "no_holder": 6 - held - ended,
        "ended": ended,
        "ending": ending,
        "no_deputy": no_deputy,
    }


async def test_gaps_are_counted_over_all_councils_as_at_any_day(world: World) -> None:
    told = await story(world)
    await told.tell(*register(*COUNCILS))
    await told.tell(
        assigned("council-0", "2020-01-01", deputy=EWAN),
        assigned("council-1", "2020-01-01", ends="2020-06-30"),
        assigned("council-2", "2020-03-01", deputy=EWAN),
        assigned("council-3", "2020-03-01", holder=None, deputy=EWAN),
        RoleEndAnnounced(council="council-1", role="sponsor", ends="2020-06-30", days=30, effective="2020-05-31"),
        RoleVacated(council="council-2", role="sponsor", because="erased", deputy=EWAN, effective="2020-08-01"),
        assigned("programme", "2020-01-01"),
    )
    by_day = {
        "2019-12-31": (0, 0, 0, 6),
        "2020-02-01": (2, 0, 0, 5),
        "2020-04-01": (3, 0, 0, 3),
        "2020-06-01": (3, 0, 1, 3),
        "2020-07-01": (2, 1, 0, 3),
        "2020-08-01": (1, 1, 0, 3),
    }
    for day, expected in by_day.items():
        assert await sponsor(told, day) == counts(*expected, day), day
    await told.tell(RoleVacated(council="council-1", role="sponsor", because="term-ended", effective="2020-07-01"))
    assert await sponsor(told, "2020-07-01") == counts(2, 1, 0, 3, "2020-07-01")
    assert await sponsor(told, "2020-06-01") == counts(3, 0, 1, 3, "2020-06-01")
    report = json.dumps(await told.get("roles", as_at="2020-08-01"))
    assert not any(word in report for word in (*COUNCILS, ISLA, EWAN, "programme"))
    others = [one for one in json.loads(report)["roles"] if one["role"] != "sponsor"]
    assert {(one["held"]["numerator"], one["no_holder"]) for one in others} == {(0, 6)}


async def test_of_too_few_councils_nothing_is_told(world: World) -> None:
    told = await story(world)
    await told.tell(*register(*COUNCILS[:4]), assigned("council-0", "2020-01-01"))
    report = await told.get("roles", as_at="2020-02-01")
    assert (report["roles"], report["withheld"]) == ([], "fewer than 5 councils")
