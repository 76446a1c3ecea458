"""Members as they were known then and as they are known now, and the corrections between."""

from datetime import UTC, datetime, timedelta

from shared.events.councils import (
    CouncilRegistered,
    MembershipAgreedInPrinciple,
    MembershipCorrected,
    MembershipCountReported,
    MembershipEnded,
    MembershipStarted,
)
from tests.component.reporting.story import story
from tests.support.world import World

FIRST = datetime.now(UTC) - timedelta(days=9)
SECOND = datetime.now(UTC) - timedelta(days=2)
THEN = (FIRST + timedelta(days=1)).date().isoformat()
LOOSE = MembershipStarted(council="fife", effective="2019-10-01", certainty="no-later-than")
FOUND = MembershipCorrected(
    council="fife",
    corrects=1,
    standing="joined",
    effective="2018-02",
    certainty="known",
    was_standing="joined",
    was_effective="2019-10-01",
    was_certainty="no-later-than",
    reason="The minutes of the board were found",
    source="https://example.org/minutes",
)


async def test_a_correction_changes_what_is_known_now_and_not_what_was_known_then_and_says_why(world: World) -> None:
    told = await story(world)
    counts = [
        MembershipCountReported(
            report=key, effective="2018", councils=number, basis="b", source=f"https://x.test/{key}"
        )
        for key, number in (("toolkit", 30), ("release-three", 31))
    ]
    await told.tell(
        CouncilRegistered(council="fife", name="Fife", gss_code="S12000047"), LOOSE, *counts, recorded=FIRST
    )
    before = await told.get("membership", as_at="2018-06-30", known_at=THEN)

    await told.tell(FOUND, recorded=SECOND)

    now = await told.get("membership", as_at="2018-06-30")
    assert await told.get("membership", as_at="2018-06-30", known_at=THEN) == before
    assert (before["denominator"]["councils"], before["denominator"]["basis"]) == (30, "reported")
    assert (now["denominator"]["councils"], now["denominator"]["basis"]) == (1, "members")
    assert [one["most"] for one in before["conflicts"]] == [31]
    assert [one["precision"] for one in before["conflicts"][0]["counts"]] == ["year", "year"]
    assert (before["corrections"], now["corrections"][0]["reason"]) == ([], "The minutes of the board were found")

    why = await told.get("membership/changes", as_at="2018-06-30", since=THEN)
    assert (why["before"]["denominator"], why["now"]["denominator"]) == (before["denominator"], now["denominator"])
    (council,) = why["councils"]
    assert (council["council"], council["was"], council["now"]) == ("fife", "not-known", "joined")
    assert [one["reason"] for one in council["because"]] == ["The minutes of the board were found"]
    unchanged = await told.get("membership/changes", as_at="2019-12-31", since=THEN)
    assert (unchanged["changed"], unchanged["now"]["denominator"]["councils"]) == (False, 1)

    async with told.reporting.anonymous() as client:
        page = (await client.get("/", params={"as_at": "2018-06-30"})).text
        without = await client.get("/api/v1/reports/membership/changes")
    assert "The minutes of the board were found" in page
    assert (without.status_code, without.json()["errors"][0]["field"]) == (422, "query.since")


async def test_a_council_in_principle_is_counted_apart_and_one_of_unknown_leaving_has_left(world: World) -> None:
    told = await story(world)
    agreed = MembershipAgreedInPrinciple(council="fife", effective="2019-10-01", certainty="known")
    left = MembershipEnded(council="angus", effective="2021-05-01", certainty="unknown")
    await told.tell(agreed, MembershipStarted(council="angus", effective="2016-10", certainty="known"), left)

    then = await told.get("membership", as_at="2020-01-01")
    assert (then["members_known"], then["in_principle"], then["denominator"]["councils"]) == (1, 1, 2)
    assert [(one["council"], one["standing"]) for one in then["members"]] == [
        ("angus", "joined"),
        ("fife", "in-principle"),
    ]
    after = await told.get("membership", as_at="2021-05-01")
    assert [one["council"] for one in after["members"]] == ["fife"]
