"""The report on benefits: type by type as at any date, from events alone, with nothing added up."""

from typing import Any

from shared.events.projects import (
    BenefitAttribution,
    BenefitDetailsChanged,
    BenefitFigure,
    BenefitMeasured,
    BenefitMeasureDue,
    BenefitMeasureOverdue,
    BenefitProfiled,
    BenefitTargetChanged,
    ProjectRegistered,
)
from tests.component.reporting.story import Story, story
from tests.support.world import World

GDPR = ProjectRegistered(project="gdpr", name="GDPR", programme="digital-partnership", starts="2017-03")
INVENTED = ProjectRegistered(project="invented", name="Invented", programme="digital-partnership", demonstration=True)
AVOIDED = BenefitProfiled(
    benefit="avoided",
    project="gdpr",
    statement="Over 1 million pounds",
    type="cost-avoidance",
    amount_gbp=1_000_000,
    basis="Estimated over 30 councils together",
    effective="2018-04-01",
)
HOURS = BenefitProfiled(
    benefit="hours",
    project="gdpr",
    statement="Less time is spent on searching",
    type="quantitative",
    owner_role="benefits-owner",
    measure="hours-saved",
    unit="hours a year",
    attribution=BenefitAttribution(kind="share", percentage=40.0, rule="By users"),
    baseline=BenefitFigure(value=0.1, date="2018"),
    target=BenefitFigure(value=0.5, date="2020"),
    effective="2018-04-01",
)
OF_HOURS: dict[str, Any] = {"benefit": "hours", "project": "gdpr", "from_day": "2018-01-01"}


def measured(period: str, value: float, effective: str, corrects: int | None = None) -> BenefitMeasured:
    return BenefitMeasured(
        **OF_HOURS,
        number=1,
        period=period,
        measure="hours-saved",
        value=value,
        by_role="benefits-owner",
        corrects=corrects,
        effective=effective,
    )


EVENTS = (
    BenefitMeasureDue(**OF_HOURS, period="2018-06-30", effective="2018-06-30"),
    BenefitMeasureOverdue(**OF_HOURS, period="2018-06-30", effective="2018-07-31"),
    measured("2018-06-30", 0.3, "2018-08-10"),
    BenefitMeasureDue(**OF_HOURS, period="2018-09-30", effective="2018-09-30"),
    measured("2018-06-30", 0.2, "2018-10-05", corrects=1),
    BenefitTargetChanged(
        benefit="hours", project="gdpr", target=BenefitFigure(value=0.3, date="2021"), effective="2018-11-01"
    ),
)


async def hours(told: Story, day: str) -> dict[str, Any]:
    types = (await told.get("benefits", as_at=day))["partnership"]
    (found,) = [one for one in types if one["type"] == "quantitative"]
    assert (found["profiles"], found["due"], found["overdue"]) == (
        1,
        found["benefits"][0]["due"],
        found["benefits"][0]["overdue"],
    )
    return dict(found["benefits"][0])


async def test_types_stand_apart_and_so_do_demonstration_projects(world: World) -> None:
    told = await story(world)
    other = HOURS.model_copy(update={"benefit": "other", "project": "invented", "type": None})
    await told.tell(GDPR, INVENTED, AVOIDED, HOURS, other)
    report = await told.get("benefits")
    assert [(one["type"], one["name"], one["profiles"]) for one in report["partnership"]] == [
        ("cost-avoidance", "cost avoidance", 1),
        ("quantitative", "quantitative", 1),
    ]
    assert [(one["type"], one["name"]) for one in report["demonstration"]] == [(None, "not recorded")]
    assert report["partnership"][0]["benefits"][0]["amount_gbp"] == 1_000_000
    assert report["partnership"][0]["benefits"][0]["basis"] == "Estimated over 30 councils together"
    assert (await told.get("benefits", as_at="2018-03-31"))["partnership"] == []


async def test_a_benefit_is_shown_against_its_baseline_and_target_as_at_any_date(world: World) -> None:
    told = await story(world)
    await told.tell(GDPR, HOURS, *EVENTS)
    seen = {}
    for day in ("2018-04-01", "2018-06-30", "2018-07-31", "2018-08-10", "2018-09-30", "2018-10-05", "2018-11-01"):
        found = await hours(told, day)
        latest, on_its_way = found["latest"], found["way"]
        seen[day] = (
            latest and latest["value"],
            found["due"],
            found["overdue"],
            on_its_way and (on_its_way["numerator"], on_its_way["denominator"], on_its_way["as_at"] == day),
        )
    assert seen == {
        "2018-04-01": (None, 0, 0, None),
        "2018-06-30": (None, 1, 0, None),
        "2018-07-31": (None, 0, 1, None),
        "2018-08-10": (0.3, 0, 0, (0.2, 0.4, True)),
        "2018-09-30": (0.3, 1, 0, (0.2, 0.4, True)),
        "2018-10-05": (0.2, 1, 0, (0.1, 0.4, True)),
        "2018-11-01": (0.2, 1, 0, (0.1, 0.2, True)),
    }
    found = await hours(told, "2018-10-05")
    assert (found["latest"]["corrected"], found["owner_role"], found["unit"]) == (
        True,
        "benefits-owner",
        "hours a year",
    )
    assert found["attribution"] == {"kind": "share", "percentage": 40.0, "rule": "By users"}
    assert (found["baseline"], found["target"]) == (
        {"value": 0.1, "date": "2018"},
        {"value": 0.5, "date": "2020"},
    )


async def test_changed_details_are_shown_and_the_figures_stay(world: World) -> None:
    told = await story(world)
    changed = BenefitDetailsChanged(
        benefit="hours", project="gdpr", statement="Less is searched for", type="quantitative", owner_role="sponsor"
    )
    await told.tell(GDPR, HOURS, changed)
    (found,) = (await told.get("benefits"))["partnership"]
    (one,) = found["benefits"]
    assert (one["statement"], one["owner_role"], one["target"]) == (
        "Less is searched for",
        "sponsor",
        {"value": 0.5, "date": "2020"},
    )


async def test_what_a_date_shows_stays_when_later_facts_arrive(world: World) -> None:
    told = await story(world)
    await told.tell(GDPR, HOURS)
    shown = {"2018-04-01": await told.get("benefits", as_at="2018-04-01")}
    for event in EVENTS:
        await told.tell(event)
        for day, before in shown.items():
            assert await told.get("benefits", as_at=day) == before
        shown[event.effective] = await told.get("benefits", as_at=event.effective)
    assert len(shown) == len(EVENTS) + 1
