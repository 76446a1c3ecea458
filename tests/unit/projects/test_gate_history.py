"""Decisions, conditions and moves in any order: what the rules promise holds, and no past day is told otherwise."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.projects.domain import conditions as condition_rules
from services.projects.domain.gates import Condition, Decision, Standing, condition_rows, decide
from services.projects.domain.overrides import Override
from services.projects.domain.phases import change_phase, plan, plan_on
from services.projects.models import GateCondition, GateDecision, PhasePlan
from shared.errors import RefusedError
from shared.events.projects import PlannedPhase, ProjectGateDecided
from tests.support.offers import NOW, SERVICE, TODAY, project, template
from tests.support.some import fewer

DAYS = st.integers(min_value=-12, max_value=0).map(lambda days: TODAY + timedelta(days=days))
OUTCOMES = st.sampled_from(["go", "go", "go-with-conditions", "hold", "stop"])
OVERRIDES = st.sampled_from([None, None, Override(by_role="sponsor", reason="It cannot wait")])
PROBED = [TODAY + timedelta(days=days) for days in range(-13, 3)]


def decision(outcome: Any, day: date, due: int) -> Decision:
    conditions = (Condition(text="Do it", owner_role="sponsor", due=day + timedelta(days=due)),)
    return Decision(
        outcome=outcome,
        by_role="delivery-board",
        decided_on=day,
        reason="Because",
        conditions=conditions if outcome == "go-with-conditions" else (),
    )


class Gates(RuleBasedStateMachine):
    """A project at its gates, kept as the commands keep it."""

    @initialize()
    def registered(self) -> None:
        self.project = project()
        self.decisions: list[GateDecision] = []
        self.conditions: list[GateCondition] = []
        self.moves: list[tuple[str, date]] = []
        self.plans: list[PhasePlan] = []
        self.before: dict[date, Any] = {}
        self.told_from = date.max

    def standing(self) -> Standing:
        latest = max(enumerate(self.decisions), key=lambda one: (one[1].decided_on, one[0]), default=(0, None))[1]
        return Standing(template(), latest, self.conditions, self.plans, len(self.moves))

    def as_at(self, day: date) -> Any:
        """Return what answers as at a day are made of."""
        moved = [one for one in self.moves if one[1] <= day]
        stands = plan_on(self.plans, day)
        return (
            [(one.id, one.outcome) for one in self.decisions if one.decided_on <= day],
            {one.id: condition_rules.state(one, day) for one in self.conditions if one.effective <= day},
            moved[-1] if moved else None,
            stands.phases if stands else None,
        )

    def keep(self, decided: ProjectGateDecided) -> None:
        day = date.fromisoformat(decided.effective)
        rows = condition_rows(decided, gate=len(self.moves), recorded_at=NOW)
        self.conditions += rows
        self.decisions.append(
            GateDecision(
                id=UUID(decided.decision),
                project=decided.project,
                outcome=decided.outcome,
                by_role=decided.by_role,
                decided_on=day,
                evidence=[],
                conditions=[],
                recorded_at=NOW,
            )
        )
        self.told_from = min(self.told_from, day)

    @rule(outcome=OUTCOMES, day=DAYS, due=st.integers(0, 6), override=OVERRIDES)
    def somebody_decides(self, outcome: str, day: date, due: int, override: Override | None) -> None:
        standing = self.standing()
        try:
            said = decision(outcome, day, due)
            decided = decide(self.project, said, id=uuid4(), today=TODAY, standing=standing, override=override)
        except RefusedError:
            return
        last = standing.decision
        after_a_stop = last is not None and last.outcome == "stop" and day >= last.decided_on
        assert (decided.override is not None) == after_a_stop
        self.keep(decided)

    @rule(
        wanted=st.sampled_from(SERVICE), outcome=OUTCOMES, decided_on=DAYS, later=st.integers(0, 2), override=OVERRIDES
    )
    def somebody_moves_it_on(
        self, wanted: str, outcome: str, decided_on: date, later: int, override: Override | None
    ) -> None:
        standing, effective = self.standing(), decided_on + timedelta(days=later)
        said = decision(outcome, decided_on, 3)
        try:
            decided, moved = change_phase(
                self.project, standing, wanted, said, id=uuid4(), effective=effective, today=TODAY, override=override
            )
        except RefusedError:
            return
        self.check_what_moves_it(standing, wanted, effective, decided)
        assert moved.override == decided.override
        assert (moved.cause == "override") == (override is not None)
        self.keep(decided)
        self.moves.append((wanted, effective))
        self.project.phase, self.project.phase_since = wanted, effective
        self.told_from = min(self.told_from, effective)

    def check_what_moves_it(
        self, standing: Standing, wanted: str, effective: date, decided: ProjectGateDecided
    ) -> None:
        current, last = self.project.phase, standing.decision
        assert decided.outcome in {"go", "go-with-conditions"}
        assert wanted != current
        if last is not None and last.outcome in {"hold", "stop"}:
            assert date.fromisoformat(decided.effective) >= last.decided_on
        follows = current is None or SERVICE.index(wanted) == SERVICE.index(current) + 1
        earlier = [one for one in self.conditions if one.gate < len(self.moves)]
        still = condition_rules.unsettled(earlier, effective)
        stopped = last is not None and last.outcome == "stop"
        in_the_way = [not follows, bool(still), stopped]
        assert (decided.override is not None) == any(in_the_way)
        if decided.override is not None:
            assert len(decided.override.of) == sum(in_the_way)

    @rule(which=st.integers(0, 30), day=DAYS, meets=st.booleans())
    def somebody_settles_a_condition(self, which: int, day: date, meets: bool) -> None:  # noqa: FBT001 - drawn
        if not self.conditions:
            return
        row = self.conditions[which % len(self.conditions)]
        settled_before = row.settlement
        try:
            if meets:
                links = ["https://example.org"]
                event: Any = condition_rules.meet(
                    row, by_role="sponsor", on=day, evidence=links, evidence_deliverables=(), note=None, today=TODAY
                )
            else:
                event = condition_rules.waive(row, by_role="sponsor", on=day, reason="Why not", today=TODAY)
        except RefusedError:
            return
        assert settled_before is None
        assert row.effective <= day
        assert event.condition == row.id
        row.settlement, row.settled_on = "met" if meets else "waived", day
        self.told_from = min(self.told_from, day)
        assert condition_rules.fall_overdue(row) is None, "what is settled falls overdue no more"

    @rule(phase=st.sampled_from(SERVICE), planned=DAYS, effective=DAYS)
    def somebody_plans(self, phase: str, planned: date, effective: date) -> None:
        wanted = [PlannedPhase(phase=phase, planned=planned.isoformat())]
        event = plan(self.project, self.standing(), wanted, effective=effective, reason=None, today=TODAY)
        if event is None:
            return
        row = PhasePlan(
            number=len(self.plans) + 1,
            effective=effective,
            recorded_at=NOW,
            **event.model_dump(mode="json", exclude={"effective"}),
        )
        self.plans.append(row)
        self.told_from = min(self.told_from, effective)

    @invariant()
    def days_before_what_was_told_are_as_they_were(self) -> None:
        now = {day: self.as_at(day) for day in PROBED}
        for day, then in self.before.items():
            if day < self.told_from:
                assert now[day] == then, day
        self.before, self.told_from = now, date.max

    @invariant()
    def moves_follow_one_another_in_time(self) -> None:
        days = [day for _, day in self.moves]
        assert days == sorted(days)


Gates.TestCase.settings = settings(max_examples=fewer(60), stateful_step_count=25)
TestGates = Gates.TestCase
