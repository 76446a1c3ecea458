"""The report on councils' own benefit figures: of those that are public now, as at any date, and of no others."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.reporting.main import service
from shared.events.councils import (
    BenefitFigureCorrected,
    BenefitFigureGiven,
    BenefitFigureWithdrawn,
    BenefitVisibilityChanged,
    CouncilRegistered,
)
from shared.events.projects import ProjectRegistered
from tests.component.reporting.story import Story, story
from tests.support.world import World

COUNCILS = ("angus", "dundee-city", "east-lothian", "fife", "glasgow-city", "moray")
FORMS = ProjectRegistered(project="forms", name="Forms", programme="digital-partnership", starts="2017-03")
INVENTED = ProjectRegistered(project="invented", name="Invented", programme="digital-partnership", demonstration=True)


def key(council: str, stage: str = "claimed", profile: str = "hours") -> dict[str, str]:
    return {"council": council, "profile": profile, "period": "2025-Q1", "stage": stage}


def given(council: str, value: float, stage: str = "claimed", **said: Any) -> BenefitFigureGiven:
    values: dict[str, Any] = {
        "project": "forms",
        "measure": "hours-saved",
        "type": "quantitative",
        "unit": "hours",
        "by_role": "benefits-owner",
        "effective": "2025-04-01",
    }
    return BenefitFigureGiven(**(key(council, stage) | values | {"value": value} | said))


def shown(council: str, to: str, stage: str = "claimed", effective: str = "2025-06-01") -> BenefitVisibilityChanged:
    return BenefitVisibilityChanged(**key(council, stage), from_visibility="own", to_visibility=to, effective=effective)


@pytest.fixture
async def told(world: World) -> Story:
    made = await story(world)
    names = [
        CouncilRegistered(council=council, name=council.title(), gss_code=f"S1200000{number}")
        for number, council in enumerate(COUNCILS)
    ]
    await made.tell(FORMS, INVENTED, *names, *(given(council, 10.1) for council in COUNCILS))
    return made


async def report(told: Story, **moment: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await told.get("council-benefits", **moment))["partnership"]
    return found


async def claimed(told: Story, **moment: str) -> tuple[float | None, str | None, int]:
    """Return what the claimed total says: its value, why there is none, and of how many councils it is."""
    (of,) = await report(told, **moment)
    (stage,) = [one for one in of["stages"] if one["stage"] == "claimed"]
    return stage["value"], stage["withheld"], stage["councils"]


async def test_only_public_figures_are_reported_and_totals_are_of_five_councils_at_least(told: Story) -> None:
    assert await report(told) == []
    await told.tell(shown("fife", "programme"), shown("angus", "family-group"))
    assert await report(told) == []
    await told.tell(*(shown(council, "public") for council in COUNCILS[:4]))
    (of,) = await report(told)
    assert [(one["council"], one["council_name"], one["value"]) for one in of["figures"]] == [
        (council, council.title(), 10.1) for council in COUNCILS[:4]
    ]
    assert (of["type"], of["unit"]) == ("quantitative", "hours")
    assert await claimed(told) == (None, "too few to show", 4)
    await told.tell(shown("glasgow-city", "public"))
    assert await claimed(told) == (50.5, None, 5)


async def test_what_is_not_shown_any_more_is_not_shown_as_it_was_either(told: Story) -> None:
    before = datetime.now(UTC).isoformat()
    await told.tell(*(shown(council, "public") for council in COUNCILS))
    moments: tuple[dict[str, str], ...] = ({}, {"as_at": "2025-04-02"}, {"as_at": "2025-04-02", "known_at": before})
    for moment in moments:
        # also as it was before it was shown: who may see a figure is said of all of it
        assert await claimed(told, **moment) == (60.6, None, 6)
    assert await report(told, as_at="2025-03-31") == []
    await told.tell(shown("fife", "own", effective="2025-07-01"))
    for moment in moments:
        assert await claimed(told, **moment) == (50.5, None, 5)
        assert "fife" not in str(await told.get("council-benefits", **moment))
        assert "Fife" not in str(await told.get("council-benefits", **moment))


async def test_corrections_and_withdrawals_change_the_report_from_their_day_on(told: Story) -> None:
    await told.tell(*(shown(council, "public") for council in COUNCILS))
    right = given("fife", 20.1).model_dump() | {"corrects": 1, "reason": "r", "effective": "2025-05-01"}
    back = key("angus") | {"by_role": "sponsor", "reason": "r", "effective": "2025-05-02"}
    await told.tell(BenefitFigureCorrected(**right), BenefitFigureWithdrawn(**back))
    assert await claimed(told, as_at="2025-04-30") == (60.6, None, 6)
    assert await claimed(told, as_at="2025-05-01") == (70.6, None, 6)
    assert await claimed(told, as_at="2025-05-02") == (60.5, None, 5)


async def test_a_verified_figure_stands_in_place_of_its_claim_where_both_are_public(told: Story) -> None:
    await told.tell(*(shown(council, "public") for council in COUNCILS))
    await told.tell(given("fife", 9.0, "verified", by_role="digital-office"))
    assert await claimed(told) == (60.6, None, 6)
    await told.tell(shown("fife", "public", "verified"))
    (of,) = await report(told)
    assert [(one["stage"], one["value"], one["councils"], one["verified_instead"]) for one in of["stages"]] == [
        ("forecast", None, 0, None),
        ("claimed", 50.5, 5, 1),
        ("verified", None, 1, None),
    ]


async def test_types_units_and_demonstrations_stand_apart(told: Story) -> None:
    others = [
        given("fife", 5, profile="harm", type="dis-benefit"),
        given("fife", 7, profile="pounds", unit="pounds"),
        given("fife", 9, profile="made-up", project="invented"),
    ]
    seen = [
        BenefitVisibilityChanged(
            **key("fife", profile=profile), from_visibility="own", to_visibility="public", effective="2025-06-01"
        )
        for profile in ("harm", "pounds", "made-up")
    ]
    await told.tell(*others, *seen, shown("fife", "public"))
    found = await told.get("council-benefits")
    assert [(one["type"], one["unit"], len(one["figures"])) for one in found["partnership"]] == [
        ("quantitative", "hours", 1),
        ("quantitative", "pounds", 1),
        ("dis-benefit", "hours", 1),
    ]
    assert [one["figures"][0]["value"] for one in found["demonstration"]] == [9.0]


async def test_rebuilt_from_the_streams_the_report_is_the_same(told: Story) -> None:
    await told.tell(*(shown(council, "public") for council in COUNCILS), shown("fife", "own"))
    before = await told.get("council-benefits")
    await told.reporting.sql("DELETE FROM council_figure_visibility_fact WHERE visibility = 'own'")
    assert await told.get("council-benefits") != before
    await service.verbs["rebuild"](service, told.reporting.settings, [])
    assert await told.get("council-benefits") == before
