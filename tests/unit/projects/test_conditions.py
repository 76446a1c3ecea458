"""Conditions of gate decisions: in which state each is on a day, and how it is settled."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projects.domain.conditions import fall_overdue, meet, state, unsettled, waive
from services.projects.models import GateCondition
from shared.errors import ConflictError, InvalidError
from tests.support.offers import NOW, TODAY

DECISION = UUID("0196f000-0000-7000-8000-000000000001")
TOLD = {
    "project": "gdpr-readiness",
    "decision": str(DECISION),
    "condition": f"{DECISION}-1",
    "text": "Publish the assessment",
    "owner_role": "project-lead",
    "due": "2026-06-10",
}
DAYS = st.dates(min_value=TODAY - timedelta(days=10), max_value=TODAY + timedelta(days=10))


def condition(number: int = 1, **said: Any) -> GateCondition:
    filled: dict[str, Any] = {"due": date(2026, 6, 10), "effective": date(2026, 6, 1)}
    return GateCondition(
        id=f"{DECISION}-{number}",
        project="gdpr-readiness",
        decision=DECISION,
        gate=0,
        text="Publish the assessment",
        owner_role="project-lead",
        recorded_at=NOW,
        **(filled | said),
    )


def met(row: GateCondition, **said: Any) -> Any:
    filled: dict[str, Any] = {
        "on": TODAY,
        "evidence": ["https://example.org"],
        "evidence_deliverables": [],
        "note": None,
    }
    return meet(row, by_role="sponsor", today=TODAY, **(filled | said))


@pytest.mark.parametrize(
    ("said", "day", "expected"),
    [
        ({}, date(2026, 6, 10), "open"),
        ({}, date(2026, 6, 11), "overdue"),
        ({"settlement": "met", "settled_on": date(2026, 6, 12)}, date(2026, 6, 10), "open"),
        ({"settlement": "met", "settled_on": date(2026, 6, 12)}, date(2026, 6, 11), "overdue"),
        ({"settlement": "met", "settled_on": date(2026, 6, 12)}, date(2026, 6, 12), "met"),
        ({"settlement": "waived", "settled_on": date(2026, 6, 2)}, date(2026, 6, 30), "waived"),
    ],
)
def test_a_condition_has_the_state_of_the_day(said: dict[str, Any], day: date, expected: str) -> None:
    assert state(condition(**said), day) == expected


@given(DAYS, st.none() | DAYS, DAYS)
def test_a_condition_is_to_be_done_until_the_day_it_is_settled(due: date, settled: date | None, day: date) -> None:
    row = condition(due=due, settlement="met" if settled else None, settled_on=settled)
    assert (row in unsettled([row], day)) == (settled is None or settled > day)


def test_the_most_urgent_comes_first() -> None:
    later, sooner = condition(1, due=date(2026, 7, 1)), condition(2)
    assert unsettled([later, sooner], TODAY) == [sooner, later]


def test_what_is_met_is_told_with_its_evidence() -> None:
    event = met(condition(), evidence_deliverables=["toolkit"], note="Signed", on=date(2026, 6, 9))
    assert event.model_dump() == TOLD | {
        "by_role": "sponsor",
        "evidence": ("https://example.org",),
        "evidence_deliverables": ("toolkit",),
        "note": "Signed",
        "effective": "2026-06-09",
    }


def test_a_deliverable_alone_is_evidence_enough_and_nothing_is_not() -> None:
    assert met(condition(), evidence=[], evidence_deliverables=["toolkit"]).evidence == ()
    with pytest.raises(InvalidError) as refused:
        met(condition(), evidence=[])
    assert (refused.value.code, refused.value.fields[0].field) == ("evidence-missing", "evidence")


@pytest.mark.parametrize(
    ("on", "code"), [(date(2026, 5, 31), "dates-out-of-order"), (TODAY + timedelta(days=1), "date-in-the-future")]
)
def test_a_condition_is_settled_between_its_decision_and_today(on: date, code: str) -> None:
    for settle in (met, waived):
        with pytest.raises(InvalidError) as refused:
            settle(condition(), on=on)
        assert (refused.value.code, refused.value.fields[0].field) == (code, "on")


def waived(row: GateCondition, on: date = TODAY) -> Any:
    return waive(row, by_role="sponsor", on=on, reason="Not needed", today=TODAY)


@pytest.mark.parametrize("settlement", ["met", "waived"])
def test_what_is_settled_stays_so(settlement: str) -> None:
    row = condition(settlement=settlement, settled_on=date(2026, 6, 5), settled_by_role="sponsor")
    for settle in (met, waived):
        with pytest.raises(ConflictError, match=f"{settlement} already, since 2026-06-05: by sponsor") as refused:
            settle(row)
        assert refused.value.code == "settled-already"
    assert fall_overdue(row) is None


def test_it_falls_overdue_on_the_day_after_it_was_due() -> None:
    event = fall_overdue(condition())
    assert event is not None
    assert event.model_dump() == TOLD | {"effective": "2026-06-11"}
