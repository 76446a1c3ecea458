"""Who was a member when, as far as it is known, and which reported count holds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.councils.domain import memberships
from services.councils.domain.memberships import Certainty, could_be_member, count_in_force, standing
from services.councils.models import MembershipCount, MembershipPeriod
from shared.errors import ConflictError, InvalidError
from shared.values import first_day, last_day

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def period(joined: str | None, certainty: Certainty = "known", ended: str | None = None) -> MembershipPeriod:
    return MembershipPeriod(
        council="fife",
        number=1,
        joined=joined,
        certainty=certainty,
        certain_from=last_day(joined) if joined else TODAY,
        ended=ended,
        ended_day=last_day(ended) if ended else None,
    )


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


def test_a_loosely_dated_member_counts_from_the_last_day_it_may_have_joined() -> None:
    joined = period("2018-02")
    assert standing(joined, date(2018, 2, 27)) == "not-known"
    assert standing(joined, date(2018, 2, 28)) == "member"
    assert standing(joined, date(2018, 1, 31)) == "no-member"


def test_before_a_latest_possible_date_nobody_knows() -> None:
    joined = period("2019-10-01", "no-later-than")
    assert standing(joined, date(2019, 9, 30)) == "not-known"
    assert standing(joined, date(2016, 10, 1)) == "not-known"
    assert standing(joined, date(2019, 10, 1)) == "member"


def test_a_member_without_any_date_is_one_from_the_day_we_are_told() -> None:
    event = memberships.start("fife", [], joined=None, certainty="unknown", source=None)
    assert event.effective is None
    assert memberships.certain_from(event, TODAY) == TODAY


def test_on_the_day_it_left_a_council_is_a_member_no_more() -> None:
    left = period("2016", ended="2020-03-31")
    assert standing(left, date(2020, 3, 30)) == "member"
    assert standing(left, date(2020, 3, 31)) == "no-member"


@given(partials, st.sampled_from(["known", "no-later-than"]), days)
def test_a_member_stays_one_and_who_certainly_is_one_could_be_one(joined: str, certainty: Certainty, day: date) -> None:
    membership = period(joined, certainty)
    if standing(membership, day) == "member":
        assert standing(membership, day + timedelta(days=1)) == "member"
        assert could_be_member(membership, day)
        assert day >= last_day(joined)


@given(partials, days)
def test_a_known_late_joiner_could_not_be_a_member_before(joined: str, day: date) -> None:
    assert could_be_member(period(joined), day) == (first_day(joined) <= day)
    assert could_be_member(period(joined, "no-later-than"), day)


def test_a_date_and_its_certainty_belong_together() -> None:
    with pytest.raises(InvalidError, match="'known' needs a date"):
        memberships.start("fife", [], joined=None, certainty="known", source=None)
    with pytest.raises(InvalidError, match="a date is 'known' or 'no-later-than'"):
        memberships.start("fife", [], joined="2018", certainty="unknown", source=None)


def test_a_member_joins_again_only_after_it_left() -> None:
    with pytest.raises(ConflictError, match="a member already, since 2016-10"):
        memberships.start("fife", [period("2016-10")], joined="2018", certainty="known", source=None)
    left = [period("2016-10", ended="2018-06-30")]
    with pytest.raises(InvalidError, match="lies before the day it left, 2018-06-30"):
        memberships.start("fife", left, joined="2018-05", certainty="known", source=None)
    assert memberships.start("fife", left, joined="2018", certainty="known", source=None).effective == "2018"


def test_only_a_member_leaves_and_not_before_it_joined() -> None:
    assert memberships.end("fife", [period("2018")], left="2018-06").effective == "2018-06"
    with pytest.raises(ConflictError, match="'fife' is not a member"):
        memberships.end("fife", [], left="2018")
    with pytest.raises(ConflictError, match="it left on 2018-06-30"):
        memberships.end("fife", [period("2016", ended="2018-06-30")], left="2019")
    with pytest.raises(InvalidError, match="lies before the day it joined, 2018"):
        memberships.end("fife", [period("2018")], left="2017-12-31")


def test_a_reported_count_is_never_told_anew() -> None:
    with pytest.raises(ConflictError, match="a key of its own"):
        memberships.report("r", as_of="2018", councils=30, basis="b", source="https://a.test", found=report("2018", 30))


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
