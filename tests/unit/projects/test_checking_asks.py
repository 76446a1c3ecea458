"""Checks of what is asked: more capacity never adds a warning that it is short, and the calendar takes its part."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.projects.domain.calendar import Period, left
from services.projects.domain.capacity import Gate, Known, Promise, check, codes
from services.projects.domain.months import bounds, months
from shared.events.projects import CallAsk

FIRST = date(2027, 1, 1)
MONTHS = months(FIRST, date(2027, 6, 30))
COUNCILS = ("angus", "fife", "moray")
ROLES = ("project-lead", "sponsor")
QUARTERS = st.integers(0, 80).map(lambda quarters: quarters / 4)
DAYS = st.integers(0, 180).map(lambda days: FIRST + timedelta(days=days))


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date]:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return first, last


@st.composite
def asks(draw: st.DrawFn) -> CallAsk:
    first, last = draw(spans())
    return CallAsk(
        role=draw(st.sampled_from(ROLES)),
        days_per_month=draw(QUARTERS),
        starts=first.isoformat(),
        ends=last.isoformat(),
        councils_wanted=draw(st.none() | st.integers(1, 5)),
    )


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first, last = draw(spans())
    kind = draw(st.sampled_from(["recess", "pre-election", "local-holiday"]))
    factor = draw(st.none() | st.sampled_from([0.0, 0.25, 0.5, 1.0]))
    councils = draw(st.none() | st.frozensets(st.sampled_from(COUNCILS), min_size=1))
    return Period("one", kind, "One", first, last, councils, factor)


GIVEN = st.dictionaries(
    st.tuples(st.sampled_from(COUNCILS), st.sampled_from(MONTHS), st.sampled_from(ROLES)), QUARTERS, max_size=20
)
PROMISES = st.lists(
    st.builds(
        Promise,
        st.sampled_from(["this", "other"]),
        st.sampled_from(COUNCILS),
        st.sampled_from(ROLES),
        st.sampled_from(MONTHS),
        QUARTERS,
    ),
    max_size=10,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(asks(), min_size=1, max_size=3), GIVEN, PROMISES, st.lists(periods(), max_size=3), QUARTERS, st.data())
def test_more_capacity_never_adds_that_an_ask_is_over_it(
    wanted: list[CallAsk],
    had: dict[tuple[str, str, str], float],
    promised: list[Promise],
    calendar: list[Period],
    more: float,
    data: st.DataObject,
) -> None:
    def over(known: dict[tuple[str, str, str], float]) -> set[tuple[str, str]]:
        found = check("this", wanted, FIRST, [], Known(known, promised, calendar))
        return {
            (warned.month, warned.text.partition(":")[0])
            for month in found
            for warned in month.warnings
            if warned.code == "ask-over-capacity"
        }

    if not had:
        return
    whose = data.draw(st.sampled_from(sorted(had)))
    assert over(had | {whose: had[whose] + more}) <= over(had)


@given(periods(), st.sampled_from(MONTHS), st.sampled_from(COUNCILS))
def test_what_the_calendar_leaves_is_a_part_of_the_whole(period: Period, month: str, council: str) -> None:
    part = left(council, month, [period])
    assert 0 <= part <= 1
    if not period.concerns(council) or period.factor is None or not period.touches(*bounds(month)):
        assert part == 1


def test_a_month_half_in_recess_leaves_three_quarters_where_half_is_left_in_it() -> None:
    recess = Period("r", "recess", "Recess", date(2027, 6, 1), date(2027, 6, 15), None, 0.5)
    holiday = Period("h", "local-holiday", "Fair", date(2027, 6, 1), date(2027, 6, 3), frozenset({"fife"}), 0.0)
    assert left("angus", "2027-06", [recess, holiday]) == 0.75
    assert left("fife", "2027-06", [recess, holiday]) == (15 + 12 * 0.5) / 30


def test_gates_deadlines_and_asks_are_warned_of_by_the_kind_of_period_they_lie_in() -> None:
    def found(kind: str, *, factor: float | None = None) -> set[str]:
        period = Period("p", kind, "P", date(2027, 5, 1), date(2027, 5, 31), None, factor)
        ask = CallAsk(role="sponsor", days_per_month=1, starts="2027-05-10", ends="2027-05-12")
        gate = Gate("to beta", date(2027, 4, 1), date(2027, 5, 31))
        known = Known({("fife", "2027-05", "sponsor"): 10}, [], [period])
        return codes(check(None, [ask], date(2027, 5, 1), [gate], known))

    assert found("pre-election") == {"ask-in-pre-election", "gate-in-pre-election", "deadline-in-pre-election"}
    assert found("local-holiday", factor=0.5) == {"ask-in-holiday", "gate-in-holiday", "deadline-in-holiday"}
    assert found("other", factor=1.0) == set(), "a period that leaves everything stands in nobody's way"


def test_free_capacity_is_what_each_council_has_left_and_one_s_overload_is_not_another_s() -> None:
    ask = CallAsk(role="sponsor", days_per_month=5, starts="2027-05-01", ends="2027-05-31", councils_wanted=2)
    given_days = {("fife", "2027-05", "sponsor"): 4.0, ("angus", "2027-05", "sponsor"): 8.0}
    promised = [
        Promise("other", "fife", "sponsor", "2027-05", 6),
        Promise("other", "moray", "sponsor", "2027-05", 3),
        Promise("this", "angus", "sponsor", "2027-05", 2),
    ]
    (month,) = check("this", [ask], date(2027, 5, 1), [], Known(given_days, promised, []))
    (role,) = month.roles
    assert (role.asked, role.capacity, role.free, role.committed, role.committed_elsewhere) == (10, 12, 8, 2, 9)
    assert {warned.code for warned in month.warnings} == {"ask-over-capacity"}
