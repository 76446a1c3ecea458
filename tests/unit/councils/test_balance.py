"""What a council promised beside what it delivered: every day is counted once, and what was not told is not nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.councils.domain.balance import Delivered, Promised, balance, months, span, total
from shared.errors import InvalidError

TODAY = date(2026, 11, 21)
ROLES = ("sponsor", "project-lead")
DAYS = st.integers(0, 400).map(lambda quarters: quarters / 4)
A_DAY = st.dates(date(2025, 10, 1), date(2027, 2, 28))


@st.composite
def promises(draw: st.DrawFn) -> Promised:
    starts, ends = sorted((draw(A_DAY), draw(A_DAY)))
    call = draw(st.sampled_from(["a", "b"]))
    return Promised(f"project-{call}", call, draw(st.sampled_from(ROLES)), draw(DAYS), starts, ends)


DELIVERIES = st.dictionaries(
    st.tuples(st.sampled_from(months("2025-10", "2027-02")), st.sampled_from(["a", "b"]), st.sampled_from(ROLES)),
    DAYS,
    max_size=20,
)


def promised(days: float, starts: str, ends: str, role: str = "sponsor") -> Promised:
    return Promised("gdpr", "help", role, days, date.fromisoformat(starts), date.fromisoformat(ends))


def test_a_promise_stands_in_every_month_that_it_touches_beside_what_came_of_it() -> None:
    (may, june, july) = balance(
        "2026-05",
        "2026-07",
        [promised(2, "2026-05-31", "2026-06-01")],
        [Delivered("2026-06", "gdpr", "help", "sponsor", 1.5), Delivered("2026-07", "gdpr", "help", "sponsor", 1)],
        {("2026-05", "sponsor"): 1.5, ("2026-06", "sponsor"): 5, ("2026-07", "security-contact"): 1},
    )
    (first,) = may.lines
    assert (first.promised, first.delivered, first.difference) == (2, None, None)
    assert (may.roles[0].over_committed, may.roles[0].free) == (0.5, 0)
    assert (june.lines[0].difference, june.roles[0].free, june.roles[0].over_committed) == (-0.5, 3, 0)
    assert (july.lines[0].promised, july.lines[0].difference) == (0, 1)
    assert [(role.role, role.capacity, role.over_committed) for role in july.roles] == [
        ("security-contact", 1, 0),
        ("sponsor", None, None),
    ]


@given(st.lists(promises(), max_size=8), DELIVERIES)
def test_a_balance_adds_up(made: list[Promised], delivered: dict[tuple[str, str, str], float]) -> None:
    told = [Delivered(month, f"project-{call}", call, role, days) for (month, call, role), days in delivered.items()]
    first, last = "2025-12", "2026-12"
    found = balance(first, last, made, told, {})
    wanted = set(months(first, last))
    assert [one.month for one in found] == months(first, last)
    for month in found:
        for role in month.roles:
            mine = [line for line in month.lines if line.role == role.role]
            assert role.promised == sum(line.promised for line in mine)
            assert role.delivered == total(line.delivered for line in mine)
    asked = sum(
        one.days_per_month * len(wanted & set(months(f"{one.starts:%Y-%m}", f"{one.ends:%Y-%m}"))) for one in made
    )
    assert sum(line.promised for month in found for line in month.lines) == asked
    came = sum(one.days for one in told if one.month in wanted)
    assert sum(line.delivered or 0 for month in found for line in month.lines) == came


@given(st.lists(promises(), max_size=6), st.lists(promises(), max_size=6))
def test_it_does_not_matter_in_which_order_promises_are_read(some: list[Promised], more: list[Promised]) -> None:
    assert balance("2026-01", "2026-03", some + more, [], {}) == balance("2026-01", "2026-03", more + some, [], {})


def test_the_year_up_to_this_month_is_shown_unless_months_are_named() -> None:
    assert span(None, None, TODAY) == ("2025-12", "2026-11")
    assert span("2026-03", None, TODAY) == ("2026-03", "2026-11")
    assert span("2027-03", None, TODAY) == ("2027-03", "2027-03")
    assert span(None, "2018-02", TODAY) == ("2017-03", "2018-02")


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [("2026-03", "2026-02", "dates-out-of-order"), ("2020-01", "2025-01", "too-many-months")],
)
def test_months_out_of_order_and_too_many_of_them_are_refused(first: str, last: str, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        span(first, last, TODAY)
    assert refused.value.code == code
