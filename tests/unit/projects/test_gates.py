"""Gates: who decided what, when, and when that lets a project move on."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projects.domain.gates import NOWHERE, Condition, Decision, Standing, decide
from services.projects.domain.phases import change_phase
from services.projects.models import Project
from shared.errors import ConflictError, InvalidError, RefusedError
from tests.support.offers import SERVICE, TODAY, project, template

ID = UUID("0196f000-0000-7000-8000-000000000001")
DUE = Condition(text="Publish the data protection assessment", owner_role="project-lead", due=date(2026, 9, 1))
DAYS = st.dates(min_value=TODAY - timedelta(days=20), max_value=TODAY + timedelta(days=3))


def decision(outcome: Any = "go", **said: Any) -> Decision:
    filled: dict[str, Any] = {"by_role": "delivery-board", "decided_on": TODAY}
    if outcome == "go-with-conditions":
        filled["conditions"] = (DUE,)
    if outcome in {"hold", "stop"}:
        filled["reason"] = "The data are not ready"
    return Decision(outcome=outcome, **(filled | said))


def test_a_decision_is_told_with_its_grounds_and_conditions() -> None:
    taken = decision("go-with-conditions", reason="Mostly ready", evidence=("https://example.org/minutes",))
    event = decide(project(phase="alpha", phase_since=date(2026, 1, 5)), taken, id=ID, today=TODAY)
    assert event.model_dump() == {
        "project": "gdpr-readiness",
        "decision": str(ID),
        "outcome": "go-with-conditions",
        "by_role": "delivery-board",
        "phase": "alpha",
        "effective": "2026-06-15",
        "reason": "Mostly ready",
        "evidence": ("https://example.org/minutes",),
        "conditions": (
            {
                "text": "Publish the data protection assessment",
                "owner_role": "project-lead",
                "due": "2026-09-01",
                "condition": f"{ID}-1",
            },
        ),
        "evidence_deliverables": (),
        "lifecycle": None,
        "lifecycle_number": None,
        "criteria": (),
        "products": (),
        "override": None,
    }


@pytest.mark.parametrize(
    ("said", "field", "code", "words"),
    [
        ({"decided_on": TODAY + timedelta(days=1)}, "decided_on", "date-in-the-future", "has not come yet"),
        (
            {"decided_on": date(2026, 1, 4)},
            "decided_on",
            "dates-out-of-order",
            "lies before the project entered 'alpha', on 2026-01-05",
        ),
        ({"outcome": "go-with-conditions", "conditions": ()}, "conditions", "conditions-missing", "at least one"),
        ({"conditions": (DUE,)}, "conditions", "conditions-not-allowed", "decide 'go-with-conditions' instead"),
        ({"outcome": "hold", "conditions": (DUE,)}, "conditions", "conditions-not-allowed", "'hold' carries none"),
        ({"outcome": "hold", "reason": None}, "reason", "reason-missing", "so that the project knows what to do"),
        ({"outcome": "stop", "reason": ""}, "reason", "reason-missing", "'stop' needs one"),
        (
            {
                "outcome": "go-with-conditions",
                "conditions": (DUE.model_copy(update={"due": TODAY - timedelta(days=1)}),),
            },
            "conditions",
            "dates-out-of-order",
            "due on 2026-06-14, before the decision, 2026-06-15",
        ),
    ],
)
def test_a_decision_that_does_not_hang_together_is_refused(
    said: dict[str, Any], field: str, code: str, words: str
) -> None:
    with pytest.raises(InvalidError, match=words) as refused:
        decide(project(phase="alpha", phase_since=date(2026, 1, 5)), decision(**said), id=ID, today=TODAY)
    assert refused.value.code == code
    assert [one.field for one in refused.value.fields] == [field]


def test_a_phase_change_tells_the_decision_and_the_move_as_one() -> None:
    decided, moved = change_phase(
        project(phase="alpha", phase_since=date(2026, 1, 5)),
        Standing(template(number=3)),
        "beta",
        decision(decided_on=date(2026, 6, 1)),
        id=ID,
        effective=date(2026, 6, 10),
        today=TODAY,
    )
    assert moved.model_dump() == {
        "project": "gdpr-readiness",
        "lifecycle": "service",
        "lifecycle_number": 3,
        "from_phase": "alpha",
        "to_phase": "beta",
        "decision": str(ID),
        "outcome": "go",
        "by_role": "delivery-board",
        "effective": "2026-06-10",
        "cause": "gate-decision",
        "override": None,
        "planned": None,
        "actual": "2026-06-10",
    }
    assert (decided.decision, decided.phase, decided.effective) == (str(ID), "alpha", "2026-06-01")


def test_a_project_without_a_lifecycle_is_told_how_to_get_one() -> None:
    with pytest.raises(ConflictError, match="PATCH /api/v1/projects/gdpr-readiness with 'lifecycle'") as refused:
        change_phase(project(), NOWHERE, "beta", decision(), id=ID, effective=TODAY, today=TODAY)
    assert refused.value.code == "no-lifecycle"


@pytest.mark.parametrize("outcome", ["hold", "stop"])
def test_only_a_go_moves_a_project_on(outcome: str) -> None:
    with pytest.raises(ConflictError, match=f"A decision to {outcome} moves no project on") as refused:
        change_phase(project(), Standing(template()), "beta", decision(outcome), id=ID, effective=TODAY, today=TODAY)
    assert refused.value.code == "decision-does-not-move-on"


@pytest.mark.parametrize(
    ("effective", "decided_on", "code", "words"),
    [
        (TODAY + timedelta(days=1), TODAY, "date-in-the-future", "effective: 2026-06-16 has not come yet"),
        (date(2026, 1, 4), TODAY, "dates-out-of-order", "effective: 2026-01-04 lies before the project entered"),
        (date(2026, 6, 1), date(2026, 6, 2), "dates-out-of-order", "lies before the decision, 2026-06-02"),
    ],
)
def test_a_change_lies_between_the_decision_and_today(effective: date, decided_on: date, code: str, words: str) -> None:
    stands = project(phase="alpha", phase_since=date(2026, 1, 5))
    with pytest.raises(InvalidError, match=words) as refused:
        change_phase(
            stands,
            Standing(template()),
            "beta",
            decision(decided_on=decided_on),
            id=ID,
            effective=effective,
            today=TODAY,
        )
    assert (refused.value.code, refused.value.fields[0].field) == (code, "effective")


WISHES = st.lists(
    st.tuples(st.sampled_from([*SERVICE, "gamma"]), st.sampled_from(["go", "go-with-conditions", "hold"]), DAYS, DAYS),
    max_size=15,
)


@given(WISHES)
def test_whatever_is_wished_in_whatever_order_phases_follow_one_another_in_time(
    wishes: list[tuple[str, str, date, date]],
) -> None:
    stands: Project = project()
    told: list[tuple[str | None, str, date]] = []
    for wanted, outcome, decided_on, effective in wishes:
        try:
            decided, moved = change_phase(
                stands,
                Standing(template()),
                wanted,
                decision(outcome, decided_on=decided_on),
                id=ID,
                effective=effective,
                today=TODAY,
            )
        except RefusedError:
            continue
        assert decided.outcome in {"go", "go-with-conditions"}
        assert decided.effective <= moved.effective <= TODAY.isoformat()
        told.append((moved.from_phase, moved.to_phase, effective))
        stands = project(phase=moved.to_phase, phase_since=effective)
    reached = [to for _, to, _ in told]
    assert [before for before, _, _ in told] == [None, *reached][: len(told)]
    assert [day for _, _, day in told] == sorted(day for _, _, day in told)
    assert not reached or reached == list(SERVICE[SERVICE.index(reached[0]) :][: len(reached)])
