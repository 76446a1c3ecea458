"""Counts of members that sources reported: which holds on a day, and which disagree."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.councils.domain import counts
from services.councils.domain.counts import count_in_force, in_conflict, precision
from services.councils.models import MembershipCount
from shared.errors import ConflictError
from shared.values import first_day

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def report(as_of: str, councils: int) -> MembershipCount:
    return MembershipCount(
        key=f"r{councils}",
        as_of=as_of,
        councils=councils,
        basis="a count",
        source="https://a.test",
        created_at=NOW,
        changed_at=NOW,
    )


days = st.dates(date(2015, 1, 1), date(2027, 12, 31))
partials = st.builds(
    lambda day, length: day.isoformat()[:length],
    st.dates(date(2015, 1, 1), date(2021, 12, 31)),
    st.sampled_from([4, 7, 10]),
)


def test_a_reported_count_is_never_told_anew() -> None:
    with pytest.raises(ConflictError, match="a key of its own"):
        counts.report("r", as_of="2018", councils=30, basis="b", source="https://a.test", found=report("2018", 30))


REAL = [
    report("2016", 25),
    report("2016-05-31", 27),
    report("2016-10", 26),
    report("2016-10-25", 28),
    report("2018", 30),
    report("2018", 31),
    report("2019-10-01", 32),
]


@pytest.mark.parametrize(
    ("day", "councils", "beside"),
    [
        (date(2016, 1, 1), 25, []),
        (date(2016, 5, 31), 27, []),
        (date(2016, 10, 24), 26, []),
        (date(2017, 12, 31), 28, []),
        (date(2018, 1, 1), 30, [31]),
        (date(2018, 12, 31), 30, [31]),
        (date(2019, 1, 1), 31, [30]),
        (date(2026, 1, 1), 32, []),
    ],
)
def test_the_latest_period_counts_first_listed_while_it_runs_and_last_listed_after(
    day: date, councils: int, beside: list[int]
) -> None:
    found = count_in_force(REAL, day)
    assert found is not None
    assert found.in_force.councils == councils
    assert [other.councils for other in found.beside] == beside


def test_before_the_first_report_there_is_no_count() -> None:
    assert count_in_force(REAL, date(2015, 12, 31)) is None


@given(st.lists(partials, max_size=8), days)
def test_a_count_in_force_has_begun_and_none_begun_is_later(periods: list[str], day: date) -> None:
    reports = [report(as_of, number) for number, as_of in enumerate(periods)]
    found = count_in_force(reports, day)
    begun = [one for one in reports if first_day(one.as_of) <= day]
    assert (found is None) == (not begun)
    if found is not None:
        assert all(first_day(one.as_of) <= first_day(found.in_force.as_of) for one in begun)
        assert {one.as_of for one in found.beside} <= {found.in_force.as_of}


def test_a_count_is_as_exact_as_its_source() -> None:
    assert [precision(when) for when in ("2016", "2016-10", "2016-10-25")] == ["year", "month", "day"]


def test_counts_that_say_another_number_for_the_same_time_disagree() -> None:
    def disagree(place: int) -> list[int]:
        return sorted(other.councils for other in in_conflict(REAL[place], REAL))

    assert disagree(0) == [26, 27, 28]
    assert disagree(3) == [25, 26]
    assert disagree(4) == [31]
    assert disagree(6) == []
    same = report("2018", 30).model_copy(update={"key": "another"})
    assert in_conflict(same, REAL) == [REAL[5]]
