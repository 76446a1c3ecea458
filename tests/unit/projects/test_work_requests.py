"""Work requests: whom a project may ask, and what state answers leave a request in, in whatever order they come."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projects.domain.work_requests import (
    Answer,
    Told,
    answer,
    answers_for,
    ask,
    cancel,
    is_overdue,
    state,
)
from services.projects.models import WorkRequest, WorkRequestAnswer
from shared.errors import ForbiddenError, InvalidError, RefusedError
from tests.support.offers import NOW, TODAY, project

COUNCILS = ("fife", "moray", "angus")
ASKED_ON = TODAY - timedelta(days=30)


def request() -> WorkRequest:
    return WorkRequest(
        key="try-it",
        project="gdpr-readiness",
        title="Try it",
        text="With one team",
        councils=list(COUNCILS),
        by_role="project-lead",
        asked_on=ASKED_ON,
        created_at=NOW,
        changed_at=NOW,
    )


def row(number: int, told: Told) -> WorkRequestAnswer:
    return WorkRequestAnswer(request="try-it", number=number, told_by="council", recorded_at=NOW, **told.model_dump())


def test_only_councils_that_lead_or_take_part_are_asked() -> None:
    taking_part = project(lead_councils=["fife"], participant_councils=["moray"])
    event = ask(
        taking_part,
        "try-it",
        title="Try it",
        text="With one team",
        councils=["moray", "fife"],
        priority="must",
        due=TODAY,
        by_role="project-lead",
        effective=TODAY,
        today=TODAY,
    )
    assert event.councils == ("moray", "fife")
    with pytest.raises(InvalidError, match="angus takes no part in gdpr-readiness; those that do: fife, moray"):
        ask(
            taking_part,
            "try-it",
            title="Try it",
            text="With one team",
            councils=["fife", "angus"],
            priority="must",
            due=TODAY,
            by_role="project-lead",
            effective=TODAY,
            today=TODAY,
        )


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, "open"),
        ({"fife": "done", "moray": "done"}, "open"),
        ({"fife": "done", "moray": "accepted", "angus": "declined"}, "answered"),
        ({"fife": "declined", "moray": "declined", "angus": "declined"}, "answered"),
        ({"fife": "done", "moray": "declined", "angus": "declined"}, "done"),
    ],
)
def test_a_request_is_answered_by_all_and_done_when_all_that_was_accepted_is(
    answers: dict[str, str], expected: str
) -> None:
    assert state(COUNCILS, answers, cancelled=False) == expected
    assert state(COUNCILS, answers, cancelled=True) == "cancelled"


def test_a_request_is_overdue_from_the_day_after_it_was_due() -> None:
    assert not is_overdue("open", TODAY, TODAY)
    assert is_overdue("open", TODAY, TODAY + timedelta(days=1))
    assert not is_overdue("answered", TODAY, TODAY + timedelta(days=1))


def test_a_council_s_client_answers_for_its_own_council_and_no_other() -> None:
    assert answers_for("fife", None) == answers_for("fife", "fife") == answers_for(None, "fife") == "fife"
    with pytest.raises(ForbiddenError, match="belongs to 'fife'; it cannot answer for 'moray'"):
        answers_for("fife", "moray")
    with pytest.raises(InvalidError, match="say which council"):
        answers_for(None, None)


def test_a_council_tells_its_answers_in_the_order_of_their_days() -> None:
    first = row(1, Told(council="fife", answer="accepted", effective=TODAY - timedelta(days=2)))
    before = Told(council="fife", answer="done", effective=TODAY - timedelta(days=3))
    with pytest.raises(InvalidError, match="lies before the council's last answer") as refused:
        answer(request(), before, first, told_by="council", today=TODAY)
    assert refused.value.code == "dates-out-of-order"


STEPS = st.lists(
    st.tuples(
        st.sampled_from([*COUNCILS, "shetland-islands", "cancel"]),
        st.sampled_from(["accepted", "declined", "done"]),
        st.sampled_from([None, "Because"]),
        st.integers(min_value=-32, max_value=1),
    ),
    max_size=20,
)


@given(STEPS)
def test_whatever_is_answered_in_whatever_order_no_answer_changes_an_earlier_day(
    steps: list[tuple[str, Answer, str | None, int]],
) -> None:
    asked, rows = request(), list[WorkRequestAnswer]()
    for step in steps:
        before = {day: stands(asked, rows, day) for day in every_day()}
        council, effective = step[0], TODAY + timedelta(days=step[3])
        if take(asked, rows, *step):
            assert ASKED_ON <= effective <= TODAY
            assert council in {*COUNCILS, "cancel"}
            assert all(stands(asked, rows, day) == before[day] for day in every_day() if day < effective)
        else:
            assert {day: stands(asked, rows, day) for day in every_day()} == before
    if asked.cancelled_on is not None:
        assert stands(asked, rows, TODAY) == "cancelled"


def every_day() -> list[date]:
    return [ASKED_ON + timedelta(days=plus) for plus in range(31)]


def stands(asked: WorkRequest, rows: list[WorkRequestAnswer], day: date) -> str:
    then = sorted((one for one in rows if one.effective <= day), key=lambda one: (one.effective, one.number))
    cancelled = asked.cancelled_on is not None and asked.cancelled_on <= day
    return state(asked.councils, {one.council: one.answer for one in then}, cancelled=cancelled)


def take(
    asked: WorkRequest, rows: list[WorkRequestAnswer], council: str, told: Answer, note: str | None, days: int
) -> bool:
    """Answer for a council, or cancel; say whether it was taken."""
    effective, mine = TODAY + timedelta(days=days), [one for one in rows if one.council == council]
    try:
        if council == "cancel":
            now = state(
                asked.councils, {one.council: one.answer for one in rows}, cancelled=asked.cancelled_on is not None
            )
            last = max([ASKED_ON, *(one.effective for one in rows)])
            cancel(asked, now, last, by_role="sponsor", reason="Why", effective=effective, today=TODAY)
            asked.cancelled_on = effective
        else:
            said = Told(council=council, answer=told, note=note, effective=effective)
            answer(asked, said, mine[-1] if mine else None, told_by="council", today=TODAY)
            rows.append(row(len(rows) + 1, said))
    except RefusedError:
        return False
    return True
