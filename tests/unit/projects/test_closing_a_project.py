"""Closing a project: how it may end, and what is no longer asked of it then."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.projects.domain.gates import Decision, Standing, decide
from services.projects.domain.phases import change_phase
from services.projects.domain.projects import close, refuse_closed
from shared.errors import ConflictError, InvalidError
from tests.support.offers import TODAY, project, template

ID = UUID("0196f000-0000-7000-8000-000000000001")
GO = Decision(outcome="go", by_role="delivery-board", decided_on=date(2026, 6, 1))


def closed(outcome: Any = "delivered", *, reason: str | None = "It is in use", on: date = TODAY, **columns: Any) -> Any:
    return close(project(**columns), outcome, by_role="delivery-board", reason=reason, effective=on, today=TODAY)


def test_a_closing_is_told_with_who_closed_it_and_why() -> None:
    assert closed("stopped", reason="Another supplier does it").model_dump() == {
        "project": "gdpr-readiness",
        "outcome": "stopped",
        "by_role": "delivery-board",
        "reason": "Another supplier does it",
        "effective": "2026-06-15",
    }
    assert closed(reason=None).reason is None


@pytest.mark.parametrize(
    ("said", "field", "code", "words"),
    [
        ({"on": TODAY + timedelta(days=1)}, "effective", "date-in-the-future", "has not come yet"),
        (
            {"on": date(2026, 1, 4), "phase": "alpha", "phase_since": date(2026, 1, 5)},
            "effective",
            "dates-out-of-order",
            "before the project entered 'alpha', on 2026-01-05",
        ),
        ({"on": date(2026, 1, 31), "starts": "2026-02"}, "effective", "dates-out-of-order", "began, in 2026-02"),
        ({"outcome": "stopped", "reason": None}, "reason", "reason-missing", "so that others can learn from it"),
    ],
)
def test_a_closing_that_does_not_hang_together_is_refused(
    said: dict[str, Any], field: str, code: str, words: str
) -> None:
    with pytest.raises(InvalidError, match=words) as refused:
        closed(**said)
    assert refused.value.code == code
    assert [one.field for one in refused.value.fields] == [field]


def test_a_closed_project_is_neither_closed_again_nor_moved_on() -> None:
    ended = project(phase="alpha", lifecycle="service", closed_on=date(2026, 6, 2), outcome="delivered")
    going_on: list[Callable[[], object]] = [
        lambda: refuse_closed(ended),
        lambda: close(ended, "stopped", by_role="sponsor", reason="Again", effective=TODAY, today=TODAY),
        lambda: decide(ended, GO, id=ID, today=TODAY),
        lambda: change_phase(ended, Standing(template()), "beta", GO, id=ID, effective=TODAY, today=TODAY),
    ]
    for ask in going_on:
        with pytest.raises(ConflictError, match=r"was closed on 2026-06-02 \(delivered\)") as refused:
            ask()
        assert refused.value.code == "project-closed"
    refuse_closed(project())
