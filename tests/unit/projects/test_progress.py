"""Progress: what a project may tell, when the next update is awaited, and since when it is quiet, in any order."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projects.domain.progress import (
    Hearing,
    Rhythm,
    Update,
    change_rhythm,
    fall_quiet,
    hear_again,
    tell,
)
from services.projects.models import ProgressUpdate
from shared.errors import ConflictError, InvalidError
from tests.support.offers import NOW, TODAY, project

WEEKLY = Rhythm(7, None, TODAY)
DAYS = st.integers(min_value=0, max_value=60).map(lambda plus: TODAY + timedelta(days=plus))


def update(number: int = 1, effective: date = TODAY) -> ProgressUpdate:
    return ProgressUpdate(
        project="gdpr-readiness",
        number=number,
        text="Twelve councils",
        by_role="project-lead",
        evidence=[],
        effective=effective,
        told_on=effective,
        recorded_at=NOW,
    )


@pytest.mark.parametrize(
    ("rhythm", "last", "due"),
    [
        (None, None, None),
        (Rhythm(None, None, TODAY), TODAY, None),
        (WEEKLY, None, TODAY + timedelta(days=7)),
        (WEEKLY, TODAY - timedelta(days=40), TODAY + timedelta(days=7)),
        (WEEKLY, TODAY + timedelta(days=3), TODAY + timedelta(days=10)),
        (Rhythm(7, TODAY + timedelta(days=20), TODAY), TODAY, TODAY + timedelta(days=27)),
        (Rhythm(7, TODAY - timedelta(days=90), TODAY), None, TODAY + timedelta(days=7)),
    ],
)
def test_an_update_is_awaited_a_rhythm_after_the_last_and_none_before_it_was_agreed(
    rhythm: Rhythm | None, last: date | None, due: date | None
) -> None:
    assert Hearing(rhythm, last).due == due


def test_an_update_is_missed_once_the_day_is_over_and_only_once() -> None:
    heard = Hearing(WEEKLY, TODAY)
    due = TODAY + timedelta(days=7)
    assert heard.missed(due) is None
    assert heard.missed(due + timedelta(days=1)) == due
    assert Hearing(WEEKLY, TODAY, quiet_since=due + timedelta(days=1)).missed(due + timedelta(days=30)) is None


def test_silence_begins_on_the_day_after_and_is_told_with_what_was_awaited() -> None:
    event = fall_quiet(project(), Hearing(WEEKLY, date(2026, 6, 1)), date(2026, 6, 22))
    assert event.model_dump() == {
        "project": "gdpr-readiness",
        "every_days": 7,
        "last_update": "2026-06-01",
        "update_due": "2026-06-22",
        "effective": "2026-06-23",
    }


def test_a_correction_is_about_the_day_of_what_it_corrects() -> None:
    said = Update(text="Eleven", by_role="sponsor", corrects=1, correction_reason="One was counted twice")
    event = tell(project(), said, update(effective=date(2026, 6, 1)), number=2, heard=Hearing(), today=TODAY)
    assert (event.effective, event.told_on, event.corrects) == ("2026-06-01", "2026-06-15", 1)
    with pytest.raises(InvalidError, match="a correction is about the day of what it corrects, 2026-06-01"):
        tell(
            project(),
            said.model_copy(update={"effective": TODAY}),
            update(effective=date(2026, 6, 1)),
            number=2,
            heard=Hearing(),
            today=TODAY,
        )


def test_nothing_is_agreed_with_or_told_by_a_project_that_is_closed() -> None:
    closed = project(closed_on=date(2026, 6, 10), outcome="delivered")
    said = Update(text="More", by_role="project-lead")
    with pytest.raises(ConflictError, match="was closed on 2026-06-10"):
        tell(closed, said, None, number=1, heard=Hearing(), today=TODAY)
    with pytest.raises(ConflictError, match="was closed on 2026-06-10"):
        change_rhythm(closed, WEEKLY, Hearing(WEEKLY))
    late = said.model_copy(update={"effective": date(2026, 6, 9)})
    assert tell(closed, late, None, number=1, heard=Hearing(), today=TODAY).effective == "2026-06-09"


STEPS = st.lists(st.tuples(st.sampled_from(["tell", "agree", "end", "wait"]), st.integers(1, 20)), max_size=25)


@given(STEPS)
def test_whatever_happens_in_whatever_order_silence_is_told_once_and_ends_with_an_update(
    steps: list[tuple[str, int]],
) -> None:
    """Days pass, and what is awaited is looked at each day as the timer does; only telling ends a silence."""
    told: list[tuple[str, str]] = []
    heard, today, number = Hearing(), TODAY, 0
    for step, days in steps:
        if step == "wait":
            for _ in range(days):
                today += timedelta(days=1)
                if (missed := heard.missed(today)) is not None:
                    event = fall_quiet(project(), heard, missed)
                    heard = Hearing(heard.rhythm, heard.last, date.fromisoformat(event.effective))
                    told.append(("quiet", event.effective))
                    assert event.effective == today.isoformat(), "it is missed on the first day it can be"
        elif step == "tell":
            number += 1
            then = Hearing(heard.rhythm, today)
            tell(project(), Update(text="Here", by_role="project-lead"), None, number=number, heard=then, today=today)
            if heard.quiet_since is not None:
                told.append(("heard", hear_again(project(), number, heard.quiet_since, today).effective))
            heard = then
        else:
            rhythm = Rhythm(days if step == "agree" else None, None, today)
            heard = Hearing(rhythm, heard.last, heard.quiet_since)
            change_rhythm(project(), rhythm, heard)
        assert heard.quiet_since is None or heard.last is None or heard.last < heard.quiet_since
        assert heard.missed(today) is None
    assert [what for what, _ in told] == ["quiet", "heard"] * (len(told) // 2) + ["quiet"] * (len(told) % 2)
    assert [day for _, day in told] == sorted(day for _, day in told)
