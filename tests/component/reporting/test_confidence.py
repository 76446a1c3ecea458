"""The report on delivery confidence, from events alone: as at any day, as known at any time."""

from datetime import UTC, datetime, timedelta

from shared.events.projects import (
    HistoryRewound,
    ProjectConfidenceRated,
    ProjectGoneQuiet,
    ProjectHeardAgain,
    ProjectProgressUpdated,
)
from tests.component.reporting.story import Story, story
from tests.component.reporting.test_what_is_heard import GDPR
from tests.support.world import World


def rated(number: int, rating: str, effective: str, *, kind: str = "own") -> ProjectConfidenceRated:
    return ProjectConfidenceRated(
        project="gdpr",
        number=number,
        kind=kind,
        rating=rating,
        from_rating="not-yet-rated",
        by_role="project-lead" if kind == "own" else "delivery-board",
        reason="As it stands",
        effective=effective,
    )


def told(number: int, day: str) -> ProjectProgressUpdated:
    return ProjectProgressUpdated(
        project="gdpr", update=number, text="All is well", by_role="project-lead", effective=day, told_on=day
    )


QUIET = ProjectGoneQuiet(
    project="gdpr", every_days=14, last_update="2018-03-01", update_due="2018-03-15", effective="2018-03-16"
)
HEARD = ProjectHeardAgain(project="gdpr", update=2, quiet_since="2018-03-16", effective="2018-04-20")


async def shown(heard: Story, day: str, **query: str) -> list[str]:
    found = await heard.get("confidence", as_at=day, **query)
    assert found["as_at"] == day
    (one,) = found["partnership"]["projects"]
    assert found["partnership"]["counts"]["own"][one["own"]["shown"]] == 1
    return [one["own"]["shown"], one["independent"]["shown"]]


async def test_a_rating_is_shown_from_its_day_and_stale_from_the_day_on_which_the_project_is_quiet(
    world: World,
) -> None:
    heard = await story(world)
    await heard.tell(
        GDPR,
        told(1, "2018-03-01"),
        rated(1, "green", "2018-03-01"),
        rated(2, "amber", "2018-03-10", kind="independent"),
        QUIET,
        told(2, "2018-04-20"),
        HEARD,
    )
    assert await shown(heard, "2018-02-28") == ["not-yet-rated", "not-yet-rated"]
    assert await shown(heard, "2018-03-01") == ["green", "not-yet-rated"]
    assert await shown(heard, "2018-03-15") == ["green", "amber"]
    assert await shown(heard, "2018-03-16") == ["stale", "stale"]
    assert await shown(heard, "2018-04-19") == ["stale", "stale"]
    assert await shown(heard, "2018-04-20") == ["green", "amber"]
    (one,) = (await heard.get("confidence", as_at="2018-03-20"))["partnership"]["projects"]
    assert (one["own"]["last"], one["own"]["effective"], one["quiet_since"]) == ("green", "2018-03-01", "2018-03-16")
    assert (one["last_update"], one["own"]["by_role"]) == ("2018-03-01", "project-lead")
    assert (await heard.get("confidence", as_at="2018-04-20"))["partnership"]["projects"][0]["last_update"] == (
        "2018-04-20"
    )


async def test_what_is_told_late_changes_its_own_day_and_what_was_known_then_stays(world: World) -> None:
    heard = await story(world)
    before = datetime.now(UTC) - timedelta(days=2)
    await heard.tell(GDPR, rated(1, "green", "2018-03-01"), recorded=before)
    await heard.tell(rated(2, "red", "2018-03-05"))
    assert (await shown(heard, "2018-03-05"))[0] == "red"
    assert (await shown(heard, "2018-03-04"))[0] == "green"
    known = (before + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (await shown(heard, "2018-03-05", known_at=known))[0] == "green"


async def test_a_silence_that_a_restore_made_void_is_taken_out(world: World) -> None:
    heard = await story(world)
    await heard.tell(GDPR, rated(1, "green", "2018-03-01"))
    void = heard.next(QUIET)
    await heard.send(void)
    await heard.heard()
    assert (await shown(heard, "2018-03-20"))[0] == "stale"
    await heard.tell(HistoryRewound(history="epoch-2", epoch=2, void=(void.id,), part=1, parts=1, complete=True))
    assert (await shown(heard, "2018-03-20"))[0] == "green"
