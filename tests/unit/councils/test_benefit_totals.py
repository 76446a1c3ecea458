"""Totals of benefit figures: whatever is told in which order, no claim is counted twice, and none that is hidden."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.councils.domain.benefits import Figure, Stage, standing
from services.councils.domain.periods import days
from services.councils.domain.totals import LEAST, Seen, totals
from services.councils.domain.visibility import Visibility
from shared.errors import RefusedError
from tests.support.figures import Figures, Key, profile

TODAY = date(2026, 11, 21)
COUNCILS = ("angus", "dundee-city", "east-lothian", "fife", "glasgow-city", "moray")
FAMILY = {"angus": {"angus", "fife"}, "fife": {"angus", "fife"}}
PROFILES = (
    profile("hours", "hours-saved"),
    profile("hours-too", "hours-saved", project="desks"),
    profile("letters", "letters-saved", unit="letters"),
    profile("harm", "hours-lost", type="dis-benefit"),
)
PERIODS = ("2025", "2025-Q1", "2025-Q2", "2025-02", "2025-03-15--2025-04-14")
ROLES = ("benefits-owner", "sponsor", "digital-office")
DAYS = st.dates(date(2025, 12, 31), TODAY + timedelta(days=1))
STAGES: tuple[Stage, ...] = get_args(Stage)
TELLING = st.fixed_dictionaries(
    {
        "council": st.sampled_from(COUNCILS),
        "period": st.sampled_from(PERIODS),
        "stage": st.sampled_from(STAGES),
        "value": st.integers(1, 999).map(lambda cents: cents / 100),
        "by_role": st.sampled_from(ROLES),
        "effective": DAYS,
        "reason": st.sampled_from((None, "As counted again")),
    }
)


class Telling(RuleBasedStateMachine):
    """Councils tell, correct, withdraw and show figures in any order; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.figures = Figures(*PROFILES)

    @rule(of=st.sampled_from(PROFILES), said=TELLING, right=st.booleans())
    def tell(self, of: Any, said: dict[str, Any], right: bool) -> None:  # noqa: FBT001 - drawn
        key = (said["council"], of.profile, said["period"], said["stage"])
        held = standing(self.figures.told[key])
        corrects = held.number if held and right else None
        with suppress(RefusedError):
            self.figures.tell(of.profile, Figure(**said, unit=of.unit, evidence=(), corrects=corrects), TODAY)

    @rule(data=st.data(), role=st.sampled_from(ROLES), day=DAYS)
    def withdraw(self, data: st.DataObject, role: str, day: date) -> None:
        if self.figures.rows:
            key: Key = data.draw(st.sampled_from(sorted(self.figures.rows)))
            with suppress(RefusedError):
                self.figures.withdraw(key, role, day, TODAY)

    @rule(data=st.data(), to=st.sampled_from(get_args(Visibility)))
    def show(self, data: st.DataObject, to: Visibility) -> None:
        if self.figures.rows:
            self.figures.show(data.draw(st.sampled_from(sorted(self.figures.rows))), to, TODAY)

    @invariant()
    def no_day_of_a_measure_is_claimed_twice(self) -> None:
        claimed: dict[tuple[str, str], list[tuple[date, date]]] = {}
        for (council, _, period, stage), history in self.figures.told.items():
            held = standing(history)
            if held is not None and stage == "claimed":
                claimed.setdefault((council, held.measure), []).append(days(period))
        for spans in claimed.values():
            for one, other in zip(sorted(spans), sorted(spans)[1:], strict=False):
                assert one[1] < other[0]

    @invariant()
    def a_total_counts_each_claim_once_and_says_of_how_many_councils_it_is(self) -> None:
        for own in (None, "angus", "moray"):
            seen = self.figures.seen(own, FAMILY.get(own or "", set()), TODAY)
            found = totals(seen, own)
            counted = sum(stage.figures for of in found for stage in of.stages if stage.stage != "forecast")
            claims = {(one.council, one.profile, one.period) for one in seen if one.stage != "forecast"}
            assert counted == len(claims)
            for of in found:
                for stage in of.stages:
                    mine = counted_in(seen, of.type, of.unit, stage.stage)
                    councils = {one.council for one in mine}
                    assert stage.councils == len(councils)
                    if len(councils) >= LEAST or (mine and councils == {own}):
                        assert stage.value == pytest.approx(sum(one.value for one in mine), abs=1e-6)
                    else:
                        assert stage.value is None

    @invariant()
    def what_is_verified_was_claimed_and_by_another_role(self) -> None:
        for (council, of, period, stage), history in self.figures.told.items():
            held = standing(history)
            if held is not None and stage == "verified":
                claim = standing(self.figures.told[(council, of, period, "claimed")])
                assert claim is not None
                assert claim.by_role != held.by_role


def counted_in(seen: list[Seen], of_type: str, unit: str, stage: str) -> list[Seen]:
    """Return what a total is of: a claim is not, where its verified figure is seen beside it."""
    verified = {(one.council, one.profile, one.period) for one in seen if one.stage == "verified"}
    return [
        one
        for one in seen
        if (one.type, one.unit, one.stage) == (of_type, unit, stage)
        and not (stage == "claimed" and (one.council, one.profile, one.period) in verified)
    ]


TestTelling = Telling.TestCase


SEEN = st.lists(
    st.builds(
        Seen,
        council=st.sampled_from(COUNCILS),
        profile=st.sampled_from(("hours", "hours-too")),
        period=st.sampled_from(PERIODS),
        stage=st.sampled_from(STAGES),
        type=st.just("quantitative"),
        unit=st.sampled_from(("hours", "letters")),
        value=st.integers(0, 10**6).map(float),
    ),
    max_size=30,
    unique_by=lambda one: (one.council, one.profile, one.period, one.stage),
)


@given(seen=SEEN)
def test_stages_units_and_types_are_never_added_together(seen: list[Seen]) -> None:
    for of in totals(seen, None):
        for stage in of.stages:
            mine = [one for one in seen if (one.unit, one.stage) == (of.unit, stage.stage)]
            assert stage.figures + stage.verified_instead == len(mine)


@given(seen=SEEN)
def test_of_fewer_than_five_councils_nothing_is_added_up_but_ones_own(seen: list[Seen]) -> None:
    for own in (None, "fife"):
        for of in totals(seen, own):
            for stage in of.stages:
                mine = counted_in(seen, of.type, of.unit, stage.stage)
                only_mine = own is not None and {one.council for one in mine} == {own}
                assert (stage.value is not None) == (stage.councils >= LEAST or only_mine)


@given(said=st.lists(TELLING, max_size=8), later=st.lists(TELLING, max_size=8), day=DAYS)
def test_what_takes_effect_after_a_day_never_changes_what_was_true_on_it(
    said: list[dict[str, Any]], later: list[dict[str, Any]], day: date
) -> None:
    figures = Figures(*PROFILES)
    _tell_all(figures, said)
    before = figures.seen(None, set(), day)
    _tell_all(figures, [one | {"effective": max(one["effective"], day + timedelta(days=1))} for one in later])
    assert figures.seen(None, set(), day) == before


def _tell_all(figures: Figures, said: list[dict[str, Any]]) -> None:
    for one in said:
        held = standing(figures.told[(one["council"], "hours", one["period"], one["stage"])])
        wanted = Figure(**one, unit="hours", evidence=(), corrects=held.number if held else None)
        with suppress(RefusedError):
            figures.tell("hours", wanted, TODAY)
