"""Calls under any order of steps, and shortfalls under any order of answers."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.projects.domain import calls as rules
from services.projects.domain.capacity import Promise
from services.projects.domain.shortfalls import measure, said, worsened
from services.projects.models import ParticipationCall
from shared.errors import ConflictError, InvalidError, RefusedError
from shared.events.projects import CallAsk, CallChanged, CallClosed, CallDraftWithdrawn, CallPublished

TODAY = date(2027, 1, 1)
ASK = CallAsk(role="sponsor", days_per_month=2, starts="2027-03-01", ends="2027-04-30", councils_wanted=3)
AFTER: dict[str, set[str]] = {
    "draft": {"draft", "published", "withdrawn"},
    "published": {"published", "closed", "withdrawn"},
    "closed": {"closed"},
    "withdrawn": {"withdrawn"},
}


def call(**said: Any) -> ParticipationCall:
    values: dict[str, Any] = {
        "key": "help",
        "project": "gdpr",
        "title": "Help",
        "summary": "Together",
        "asks": [ASK.model_dump()],
        "benefits": [],
        "deadline": TODAY + timedelta(days=10),
        "contact_role": "sponsor",
        "planned_gates": [],
        "state": "draft",
        "accepted_warnings": [],
        "effective": TODAY,
        "version": 1,
        "created_at": datetime.now(UTC),
        "changed_at": datetime.now(UTC),
    }
    return ParticipationCall(**(values | said))


class Steps(RuleBasedStateMachine):
    """A call to which anything may be done at any time: what is refused leaves it, and what is over stays over.

    What was true on a day is asked again after every step, and is answered as before.
    """

    @initialize()
    def begin(self) -> None:
        self.call, self.day = call(), TODAY
        self.versions: list[tuple[date, str]] = [(TODAY, "draft")]
        self.answers: dict[date, str] = {}
        self.before = "draft"

    def _as_at(self, day: date) -> str:
        return [state for effective, state in self.versions if effective <= day][-1]

    def _became(self, state: str) -> None:
        self.call.state, self.call.effective = state, self.day
        self.versions.append((self.day, state))

    @rule(days=st.integers(1, 6))
    def time_goes_by(self, days: int) -> None:
        for number in range(days):
            day = self.day + timedelta(days=number)
            self.answers.setdefault(day, self._as_at(day))
        self.day += timedelta(days=days)

    @rule(warned=st.sets(st.sampled_from(["a", "b"])), accepted=st.sets(st.sampled_from(["a", "b"])))
    def publish(self, warned: set[str], accepted: set[str]) -> None:
        allowed = self.call.state == "draft" and self.call.deadline >= self.day and warned <= accepted
        try:
            event = rules.publish(self.call, warned, sorted(accepted), self.day)
        except RefusedError:
            assert not allowed
            return
        assert allowed
        assert isinstance(event, CallPublished)
        self._became("published")

    @rule(further=st.integers(-5, 20), reason=st.sampled_from([None, "Clearer"]))
    def change(self, further: int, reason: str | None) -> None:
        kept = self.call.deadline
        try:
            rules.refuse_over(self.call)
            self.call.deadline = self.day + timedelta(days=further)
            event = rules.change(self.call, set(), [], reason, self.day)
        except RefusedError:
            self.call.deadline = kept
            return
        assert self.call.state in {"draft", "published"}
        if isinstance(event, CallChanged):
            assert reason
            assert self.call.deadline >= self.day
        self._became(self.call.state)

    @rule(cause=st.sampled_from(["closed", "withdrawn", "deadline"]))
    def end(self, cause: rules.Cause) -> None:
        allowed = self.call.state == "published" or (self.call.state == "draft" and cause == "withdrawn")
        try:
            event = rules.close(self.call, cause, "x", self.day)
        except ConflictError:
            assert not allowed
            return
        assert allowed
        # of a draft nobody but the Office was told, and so of its end
        assert isinstance(event, CallDraftWithdrawn if self.call.state == "draft" else CallClosed)
        self._became("withdrawn" if cause == "withdrawn" else "closed")

    @invariant()
    def what_is_over_stays_over(self) -> None:
        if hasattr(self, "call"):
            assert self.call.state in AFTER[self.before]
            self.before = self.call.state

    @invariant()
    def what_was_true_on_a_day_stays_so(self) -> None:
        if hasattr(self, "call"):
            assert all(self._as_at(day) == state for day, state in self.answers.items())


TestSteps = Steps.TestCase
TestSteps.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)


def promises(*days: tuple[str, float]) -> list[Promise]:
    return [Promise("help", council, "sponsor", month, d) for council, d in days for month in ("2027-03", "2027-04")]


@given(st.permutations([("angus", 2.0), ("fife", 1.5), ("moray", 2.5), ("highland", 0.25)]))
def test_what_is_missing_is_the_same_in_whatever_order_councils_answer(order: list[tuple[str, float]]) -> None:
    assert measure(ASK, promises(*order)) == measure(ASK, promises(*sorted(order)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["angus", "fife", "moray"]), st.integers(0, 16)), max_size=15))
def test_a_shortfall_is_said_once_a_worsening_and_made_up_only_where_one_was_said(
    steps: list[tuple[str, int]],
) -> None:
    held: dict[str, float] = {}
    before: dict[str, float] = {}
    open_now = False
    for council, quarters in steps:
        held[council] = quarters / 4
        now = measure(ASK, promises(*held.items()))
        event = said(ASK, before, now, call="help", project="gdpr", cause="commitment-changed", effective=TODAY)
        name = type(event).__name__ if event else None
        short = max(now.missing.values(), default=0)
        if short > max(before.values(), default=0):
            assert name == "CommitmentShortfall"
            open_now = True
        elif open_now and not short:
            assert name == "CommitmentShortfallResolved"
            open_now = False
        else:
            assert name is None
        before = now.missing


def test_one_month_that_gets_worse_is_a_worsening_though_another_gets_better() -> None:
    assert worsened({"2027-03": 2, "2027-04": 1}, {"2027-03": 1, "2027-04": 2})
    assert not worsened({"2027-03": 2}, {"2027-03": 1})


def test_a_sum_of_few_councils_is_not_told() -> None:
    for count, told in ((0, 0.0), (1, None), (2, None), (3, 3.0)):
        found = measure(ASK, promises(*[(f"council-{number}", 1.0) for number in range(count)]))
        assert {month.committed_days for month in found.told} == {told}


@pytest.mark.parametrize("order", list(permutations(["2027-03-01", "2027-03-31"])))
def test_asks_of_one_role_may_follow_each_other_and_not_share_a_month(order: tuple[str, str]) -> None:
    other = ASK.model_copy(update={"starts": "2027-05-01", "ends": "2027-05-31"})
    rules.refuse_asks([ASK, other], TODAY)
    meets = ASK.model_copy(update={"starts": order[0], "ends": order[1]})
    with pytest.raises(InvalidError):
        rules.refuse_asks([ASK, meets], TODAY)
