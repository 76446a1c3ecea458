"""What the report on a release tells of its way to the seal and after: from events alone, as at any day."""

from typing import Any

from shared.events import Event
from shared.events.projects import (
    AmendedEntry,
    DeliverableRegistered,
    DeliverableStateChanged,
    ProjectRegistered,
    ReleaseAmended,
    ReleaseClosed,
    ReleaseFrozen,
    ReleaseItem,
    ReleaseOverride,
    ReleasePlanned,
    ReleaseReadinessChanged,
    ReleaseScopeChanged,
    ReleaseSignedOff,
)
from tests.component.reporting.story import Story, story
from tests.support.world import World

ROLES = ("delivery-board", "sponsor")
TOOLKIT = ReleaseItem(deliverable="toolkit", project="gdpr", name="Toolkit", ready=True)
REGISTER = ReleaseItem(deliverable="register", project="gdpr", name="Register")
LATE: dict[str, Any] = {"after_freeze": True, "reason": "The board asked for it", "by_role": "sponsor"}

BEFORE: list[Event] = [
    ProjectRegistered(project="gdpr", name="GDPR", programme="digital-partnership"),
    DeliverableRegistered(deliverable="toolkit", project="gdpr", name="Toolkit"),
    DeliverableRegistered(deliverable="register", project="gdpr", name="Register"),
    DeliverableStateChanged(deliverable="toolkit", project="gdpr", to_state="live", effective="2018-01-05"),
    ReleasePlanned(
        release="one", name="One", state="planned", freeze_on="2018-02-01", sign_offs_needed=ROLES, number=1
    ),
    ReleaseScopeChanged(release="one", added=(TOOLKIT, REGISTER), effective="2018-01-10"),
    ReleaseSignedOff(release="one", by_role="sponsor", outcome="signed", effective="2018-01-20"),
    ReleaseFrozen(release="one", effective="2018-02-01"),
]
AFTER: list[Event] = [
    ReleaseReadinessChanged(release="one", deliverable="register", ready=True, effective="2018-02-05", **LATE),
    ReleaseScopeChanged(release="one", removed=("register",), effective="2018-02-06", **LATE),
    ReleaseSignedOff(release="one", by_role="delivery-board", outcome="signed", note="At last", effective="2018-02-07"),
    ReleaseClosed(
        release="one",
        number=1,
        name="One",
        effective="2018-02-08",
        included=(TOOLKIT,),
        manifest_sha256="ab" * 32,
        signature="c2lnbmVk",
        key_id="a-key",
        override=ReleaseOverride(by_role="digital-office", reason="On leave", missing=("sponsor: stale",)),
    ),
    ReleaseAmended(
        release="one",
        number=1,
        text="Read the name otherwise",
        reason="An error",
        by_role="sponsor",
        changes=(AmendedEntry(about="toolkit", was="Toolkit", now="The toolkit"),),
        effective="2018-03-01",
        manifest_sha256="ab" * 32,
        amendment_sha256="cd" * 32,
        signature="c2lnbmVk",
        key_id="a-key",
    ),
]
DAYS = ("2018-01-15", "2018-01-31", "2018-02-05", "2018-02-07", "2018-02-28", "2018-03-01")


async def report(told: Story, day: str) -> Any:
    return await told.get("releases/one", as_at=day)


async def test_the_way_of_a_release_to_its_seal_is_reported_as_at_any_day(world: World) -> None:
    told = await story(world)
    await told.tell(*BEFORE)
    early = [await report(told, day) for day in DAYS[:2]]
    await told.tell(*AFTER)

    assert [await report(told, day) for day in DAYS[:2]] == early, "what comes later changes no earlier day"
    (toolkit, register) = sorted(early[1]["readiness"]["deliverables"], key=lambda one: -one["ready"])
    assert (toolkit["state"], toolkit["missing"]) == ("live", [])
    assert register["missing"] == ["It is not marked ready", "Its state is not recorded; beta or live is expected"]
    assert (early[1]["readiness"]["numerator"], early[1]["readiness"]["denominator"]) == (1, 2)
    given = {one["by_role"]: (one["outcome"], one["stale"]) for one in early[1]["sign_offs"]["given"]}
    assert given == {"sponsor": ("signed", False), "delivery-board": (None, False)}
    assert (early[1]["sign_offs"]["numerator"], early[1]["sign_offs"]["denominator"]) == (1, 2)
    assert early[1]["scope_changes_after_freeze"] == []

    changed = await report(told, "2018-02-07")
    assert [(one["deliverable"], one["change"]) for one in changed["scope_changes_after_freeze"]] == [
        ("register", "ready"),
        ("register", "taken-out"),
    ]
    assert {one["reason"] for one in changed["scope_changes_after_freeze"]} == {"The board asked for it"}
    given = {one["by_role"]: (one["outcome"], one["stale"]) for one in changed["sign_offs"]["given"]}
    assert given == {"sponsor": ("signed", True), "delivery-board": ("signed", False)}
    assert (changed["digest"], changed["key_id"], changed["override"]) == (None, None, None)

    closed, amended = await report(told, "2018-02-28"), await report(told, "2018-03-01")
    assert (closed["digest"], closed["key_id"]) == (f"sha-256:{'ab' * 32}", "a-key")
    assert closed["override"] == {"by_role": "digital-office", "reason": "On leave", "missing": ["sponsor: stale"]}
    assert (closed["amendments"], [one["number"] for one in amended["amendments"]]) == ([], [1])
    assert amended["amendments"][0]["changes"] == [{"about": "toolkit", "was": "Toolkit", "now": "The toolkit"}]
    assert amended["frozen"] == closed["frozen"], "the frozen report stays as it was"
