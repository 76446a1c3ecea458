"""Measures: for a period that fell due, once, and put right only by one that says which and why."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.projects.domain.measures import Measured, fall_due, fall_overdue, measure, state
from services.projects.domain.schedules import Period
from services.projects.models import BenefitMeasure
from shared.errors import RefusedError
from tests.support.offers import NOW, TODAY, benefit

MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
PERIODS = [Period(date(2026, 4, 1), date(2026, 4, 30)), MAY]


def wanted(**said: Any) -> Measured:
    filled: dict[str, Any] = {
        "period": MAY.due,
        "value": 12.5,
        "by_role": "benefits-owner",
        "evidence": ("https://example.org/survey",),
        "corrects": None,
        "reason": None,
        "effective": date(2026, 6, 10),
    }
    return Measured(**(filled | said))


def measured(**columns: Any) -> BenefitMeasure:
    said: dict[str, Any] = {"number": 3, "value": 11.0, "effective": date(2026, 6, 2), "evidence": []}
    return BenefitMeasure(
        benefit="hours-saved-in-offices", period=MAY.due, by_role="sponsor", recorded_at=NOW, **(said | columns)
    )


def test_a_measure_is_told_with_its_period_and_its_grounds() -> None:
    event = measure(benefit(unit="hours a year"), PERIODS, None, wanted(), number=1, today=TODAY)
    assert event.model_dump() == {
        "benefit": "hours-saved-in-offices",
        "project": "gdpr-readiness",
        "number": 1,
        "period": "2026-05-31",
        "from_day": "2026-05-01",
        "measure": "hours-saved",
        "unit": "hours a year",
        "value": 12.5,
        "by_role": "benefits-owner",
        "evidence": ("https://example.org/survey",),
        "corrects": None,
        "reason": None,
        "effective": "2026-06-10",
    }


def test_a_correction_says_which_measure_it_puts_right_and_why() -> None:
    said = wanted(corrects=3, reason="Two offices were counted twice")
    event = measure(benefit(), PERIODS, measured(), said, number=4, today=TODAY)
    assert (event.number, event.corrects, event.reason) == (4, 3, "Two offices were counted twice")


@pytest.mark.parametrize(
    ("before", "said", "code", "words"),
    [
        (None, {"period": date(2026, 6, 30)}, "period-not-due", "the latest are those of 2026-04-30, 2026-05-31"),
        (None, {"period": date(2026, 5, 30)}, "period-not-due", "none that fell due on 2026-05-30"),
        (None, {"effective": TODAY + timedelta(days=1)}, "date-in-the-future", "has not come yet"),
        (None, {"effective": date(2026, 4, 30)}, "dates-out-of-order", "the period, which begins on 2026-05-01"),
        (None, {"corrects": 1, "reason": "Wrong"}, "nothing-to-correct", "nothing was measured"),
        (measured(), {}, "measured-already", r"measured already \(11, measure 3\)"),
        (measured(), {"corrects": 2, "reason": "Wrong"}, "corrects-another", "it is measure 3 that holds"),
        (measured(), {"corrects": 3}, "reason-missing", "so that readers see why the figure changed"),
        (
            measured(),
            {"corrects": 3, "reason": "Wrong", "effective": date(2026, 6, 1)},
            "dates-out-of-order",
            "lies before what it corrects, of 2026-06-02",
        ),
    ],
)
def test_a_measure_that_does_not_fit_is_refused(
    before: BenefitMeasure | None, said: dict[str, Any], code: str, words: str
) -> None:
    with pytest.raises(RefusedError, match=words) as refused:
        measure(benefit(), PERIODS, before, wanted(**said), number=4, today=TODAY)
    assert refused.value.code == code


def test_a_benefit_without_a_measure_or_a_schedule_is_not_measured() -> None:
    with pytest.raises(RefusedError, match="the profile names no measure"):
        measure(benefit(measure=None), PERIODS, None, wanted(), number=1, today=TODAY)
    with pytest.raises(RefusedError, match="no measure of this benefit has fallen due yet"):
        measure(benefit(), [], None, wanted(), number=1, today=TODAY)


def test_a_measure_is_due_on_its_day_and_overdue_when_its_thirty_days_are_over() -> None:
    assert state(MAY, None, MAY.due) == "due"
    assert state(MAY, None, date(2026, 6, 30)) == "due"
    assert state(MAY, None, date(2026, 7, 1)) == "overdue"
    assert state(MAY, measured(), date(2026, 7, 1)) == "measured"
    row = benefit(owner_role="benefits-owner")
    due, overdue = fall_due(row, MAY), fall_overdue(row, MAY)
    assert (due.effective, due.period, due.from_day) == ("2026-05-31", "2026-05-31", "2026-05-01")
    assert (overdue.effective, overdue.owner_role) == ("2026-07-01", "benefits-owner")
