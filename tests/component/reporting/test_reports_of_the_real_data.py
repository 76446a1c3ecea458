"""The real data as its loading tells it: what the reports say of it, today and as at dates in the past."""

from typing import Any

import pytest

from shared.events.projects import ReleaseClosed
from tests.component.reporting import real_data
from tests.component.reporting.story import Story, story
from tests.support.world import World


@pytest.fixture
async def told(world: World) -> Story:
    """Everything that loading the data says, with the adoption lines that Release One opened."""
    begun = await story(world)
    data = real_data.data()
    by_projects = list(real_data.from_projects(data))
    closings = [event for event in by_projects if isinstance(event, ReleaseClosed)]
    lines = [line for closing in closings for line in real_data.offered(data, closing)]
    await begun.tell(*real_data.from_councils(data), *by_projects, *lines)
    return begun


async def test_the_reports_say_what_the_sources_say(told: Story) -> None:
    await _projects_and_portfolios(told)
    await _releases(told)
    await _adoption_and_membership(told)
    await _programme(told)
    assert await told.reporting.sql("SELECT subject, error FROM dead_letter") == []


async def _projects_and_portfolios(told: Story) -> None:
    today, then = await told.get("phases"), await told.get("phases", as_at="2018-06-30")

    assert (today["partnership"]["under_way"], today["partnership"]["ended"]) == (21, 2)
    assert today["neighbouring"]["under_way"] == 7
    assert today["demonstration"]["under_way"] == 0
    assert [(phase["name"], phase["projects"]) for phase in today["partnership"]["phases"]] == [("not recorded", 21)]
    assert _portfolios(then["partnership"]) == {
        "Digital Leadership": 1,
        "Digital Foundations": 4,
        "Digital Services": 1,
    }
    assert then["partnership"]["beginning_not_recorded"] == 14
    assert "Digital Place" in _portfolios(today["partnership"])
    assert "Digital Services" not in _portfolios(today["partnership"])


def _portfolios(group: Any) -> dict[str, int]:
    return {portfolio["name"]: portfolio["count"] for portfolio in group["portfolios"]}


async def _releases(told: Story) -> None:
    today, before = await told.get("releases"), await told.get("releases", as_at="2018-02-27")

    assert [(one["release"], one["state"], one["closed_on"]) for one in today["releases"]] == [
        ("release-one", "closed", "2018-02"),
        ("release-three", "not-recorded", None),
        ("release-four", "not-recorded", None),
    ]
    assert before["releases"] == []
    assert [(one["release"], one["deliverables"], one["ready"]) for one in today["demonstration"]] == [
        ("demonstration-next", 0, 0),
        ("demonstration-release", 15, 12),
    ]
    one = await told.get("releases/release-one")
    assert (len(one["included"]), one["carried_over"], one["manifest_sha256"]) == (13, [], real_data.DIGEST)
    assert (one["frozen"]["included"], one["frozen"]["projects"][0]["project"]) == (13, "gdpr-readiness")


async def _adoption_and_membership(told: Story) -> None:
    today, then = await told.get("adoption"), await told.get("adoption", as_at="2018-06-30")

    assert today["denominator"]["basis"] == "members"
    assert all(
        one["in_use"] == {"numerator": 0, "denominator": 32, "as_at": today["as_at"]} for one in today["deliverables"]
    )
    assert len(today["deliverables"]) == 13
    assert (then["denominator"]["basis"], then["denominator"]["councils"]) == ("reported", 30)
    assert then["denominator"]["reported"]["source"].startswith("https://futurescot.com/")
    assert then["deliverables"][0]["in_use"] == {"numerator": 0, "denominator": 30, "as_at": "2018-06-30"}
    members = await told.get("membership")
    assert (members["members_known"], members["all_known"]) == (32, True)
    (gaelic,) = [one for one in members["members"] if one["gaelic_name"]]
    assert (gaelic["gaelic_name"], gaelic["certainty"]) == ("Comhairle nan Eilean Siar", "no-later-than")
    before = await told.get("membership", as_at="2018-06-30")
    assert (before["members"], before["may_have_been_members"]) == ([], 32)
    assert (before["reported"]["councils"], before["also_reported"][0]["councils"]) == (30, 31)


async def _programme(told: Story) -> None:
    today, then = await told.get("programme"), await told.get("programme", as_at="2017-06-30")

    assert (today["phases"]["phase"]["phase"], today["phases"]["expected"][0]["phase"]) == (
        "embedding",
        "operationalise",
    )
    assert (then["phases"]["phase"]["phase"], then["phases"]["phase"]["since"]) == ("build", "2016-10")
    own = today["partnership"]
    assert (own["releases"]["closed"], own["releases"]["not_recorded"]) == (1, 2)
    assert own["releases"]["deliverables_released"] == own["adoption"]["deliverables"] == 13
    (benefit,) = today["benefits"]["figures"]
    assert (benefit["amount_gbp"], benefit["type"], benefit["project"]) == (
        1_000_000,
        "cost-avoidance",
        "gdpr-readiness",
    )
    assert today["demonstration"]["releases"]["planned"] == 2
