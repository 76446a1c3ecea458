"""Membership at a date: who is known to be a member, which reported count is in force, and what shares are taken of."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.membership import CountFact, conflicts, corrections, councils, in_force, standing
from services.reporting.domain.membership_history import MembershipFact
from shared.values import last_day

LOADED = datetime(2026, 11, 21, 12, tzinfo=UTC)
# as the sources have them, in the order of the data file
REPORTED = [
    ("2016-joint-recruitment", "2016", 25),
    ("2016-05-improvement-service", "2016-05-31", 27),
    ("2016-09-appointments", "2016-09-14", 27),
    ("2016-10-creation-as-counted-in-2019", "2016-10", 25),
    ("2016-10-press-count", "2016-10-25", 28),
    ("2018-gdpr-toolkit", "2018", 30),
    ("2018-before-release-three", "2018", 31),
    ("2019-10-second-term", "2019-10-01", 32),
]


def count(report: str, effective: str, number: int, *, told: int = 0) -> CountFact:
    return CountFact(
        report=report,
        councils=number,
        basis="a basis",
        source="https://source.example/",
        effective=effective,
        effective_day=last_day(effective),
        recorded_at=LOADED + timedelta(seconds=told),
        sequence=1,
    )


COUNTS = [count(*row, told=place) for place, row in enumerate(REPORTED)]


def joined(
    council: str, effective: str, *, certainty: str = "known", standing: str = "joined", told: int = 0, **more: Any
) -> MembershipFact:
    return MembershipFact(
        council=council,
        standing=standing,
        certainty=certainty,
        source=None,
        effective=effective,
        effective_day=last_day(effective),
        recorded_at=LOADED + timedelta(seconds=told),
        sequence=told + 1,
        **more,
    )


def left(council: str, effective: str) -> MembershipFact:
    return joined(council, effective, standing="left", told=1)


ALL_BY_2019 = [joined(f"council-{number}", "2019-10-01", certainty="no-later-than") for number in range(32)]


def number_in_force(day: date) -> int | None:
    holds, _ = in_force(COUNTS, day)
    return holds.councils if holds else None


def test_no_count_is_in_force_before_the_first_period_begins() -> None:
    assert number_in_force(date(2015, 12, 31)) is None


def test_the_latest_period_that_has_begun_is_in_force() -> None:
    assert number_in_force(date(2016, 1, 1)) == 25
    assert number_in_force(date(2016, 5, 31)) == 27
    assert number_in_force(date(2016, 10, 1)) == 25
    assert number_in_force(date(2016, 10, 25)) == 28
    assert number_in_force(date(2019, 10, 1)) == 32


def test_while_a_period_runs_the_first_report_of_it_holds_and_once_it_has_ended_the_last() -> None:
    assert number_in_force(date(2018, 6, 30)) == 30
    assert number_in_force(date(2018, 12, 31)) == 30
    assert number_in_force(date(2019, 1, 1)) == 31


def test_other_reports_of_the_same_period_are_named_beside_the_one_in_force() -> None:
    _, others = in_force(COUNTS, date(2018, 6, 30))
    assert [fact.report for fact in others] == ["2018-before-release-three"]
    _, others = in_force(COUNTS, date(2019, 6, 30))
    assert [fact.report for fact in others] == ["2018-gdpr-toolkit"]


def test_a_report_told_again_keeps_its_place_and_takes_its_new_number() -> None:
    mended = [*COUNTS, count("2018-gdpr-toolkit", "2018", 29, told=99)]

    assert in_force(mended, date(2018, 6, 30))[0] == mended[-1]
    held, _ = in_force(mended, date(2019, 1, 1))
    assert held is not None
    assert held.councils == 31


def test_where_every_membership_is_known_shares_are_taken_of_the_members() -> None:
    then = standing(ALL_BY_2019, COUNTS, date(2019, 10, 1))

    assert then.all_known
    assert (then.denominator.councils, then.denominator.basis) == (32, "members")


def test_where_a_council_may_have_joined_already_shares_are_taken_of_the_reported_count_with_its_source() -> None:
    then = standing(ALL_BY_2019, COUNTS, date(2019, 9, 30))

    assert (then.members_known, then.may_have_been_members, then.all_known) == (0, 32, False)
    assert (then.denominator.councils, then.denominator.basis) == (31, "reported")
    assert then.denominator.reported is not None
    assert then.denominator.reported.source == "https://source.example/"
    assert "reported for 2018" in then.denominator.explanation


def test_where_nothing_is_known_and_nothing_was_reported_there_is_nothing_to_take_a_share_of() -> None:
    then = standing(ALL_BY_2019, COUNTS, date(2010, 1, 1))

    assert (then.denominator.councils, then.denominator.basis) == (None, "not-recorded")


def test_where_no_council_was_named_at_all_the_reported_count_holds() -> None:
    then = standing([], COUNTS, date(2020, 1, 1))

    assert (then.all_known, then.denominator.councils, then.denominator.basis) == (False, 32, "reported")


def test_one_council_of_unknown_joining_is_enough_to_fall_back_on_the_reported_count() -> None:
    facts = [joined("fife", "2016-10"), joined("angus", "2019-10-01", certainty="no-later-than")]

    then = standing(facts, COUNTS, date(2018, 6, 30))

    assert (then.members_known, then.may_have_been_members) == (1, 1)
    assert then.denominator.councils == 30


def test_a_council_known_to_join_later_is_no_member_before_and_leaves_nothing_unknown() -> None:
    facts = [joined("fife", "2016-10"), joined("angus", "2019-10-01")]

    then = standing(facts, COUNTS, date(2018, 6, 30))

    assert (then.denominator.councils, then.denominator.basis) == (1, "members")
    assert councils(facts, date(2018, 6, 30)).outside == ["angus"]


def test_a_month_counts_from_its_last_day() -> None:
    facts = [joined("fife", "2016-10")]

    assert standing(facts, [], date(2016, 10, 30)).members_known == 0
    assert standing(facts, [], date(2016, 10, 31)).members_known == 1


def test_a_council_that_left_is_a_member_until_the_day_before() -> None:
    facts = [joined("fife", "2016-10"), left("fife", "2020-04-01")]

    assert standing(facts, [], date(2020, 3, 31)).members_known == 1
    assert standing(facts, [], date(2020, 4, 1)).members_known == 0


def test_a_council_that_came_back_is_a_member_again() -> None:
    facts = [joined("fife", "2016-10"), left("fife", "2020-04-01"), joined("fife", "2022-04-01", told=2)]

    assert standing(facts, [], date(2021, 1, 1)).members_known == 0
    assert standing(facts, [], date(2022, 4, 1)).members_known == 1


def test_councils_in_principle_are_counted_apart_and_shares_are_taken_of_them_too() -> None:
    facts = [joined("fife", "2016-10"), joined("angus", "2019-10-01", standing="in-principle")]

    then = standing(facts, COUNTS, date(2020, 1, 1))

    assert (then.members_known, then.in_principle, then.all_known) == (1, 1, True)
    assert (then.denominator.councils, then.denominator.basis) == (2, "members")
    assert then.denominator.explanation == "the 1 council known to be members and 1 council in principle"
    assert councils(facts, date(2019, 9, 30)).outside == ["angus"]


def test_while_a_loosely_dated_council_may_have_joined_its_membership_is_not_known() -> None:
    facts = [joined("fife", "2016-10")]

    assert councils(facts, date(2016, 9, 30)).outside == ["fife"]
    assert councils(facts, date(2016, 10, 15)).unsure == ["fife"]
    assert standing(facts, COUNTS, date(2016, 10, 15)).denominator.basis == "reported"


def test_a_correction_takes_the_place_of_what_it_corrects_and_is_told_with_its_reason() -> None:
    told = [*ALL_BY_2019, joined("late", "2019-10-01", certainty="no-later-than")]
    known = joined("late", "2018-11", told=5, corrects=1, reason="The minutes", was_standing="joined")

    then = councils([*told, known], date(2018, 11, 30))

    assert [fact.council for fact in then.members] == ["late"]
    assert councils([*told, known], date(2018, 10, 31)).outside == ["late"]
    (shown,) = corrections([*told, known])
    assert (shown.council, shown.was_standing, shown.effective, shown.reason) == (
        "late",
        "joined",
        "2018-11",
        "The minutes",
    )


def test_what_never_happened_counts_no_more_and_what_was_left_out_counts_from_its_day() -> None:
    told = [joined("fife", "2016-10"), left("fife", "2018-03-01")]
    stayed = joined("fife", "2018-03-01", standing="never", told=2, corrects=2, reason="Another council left")
    agreed = joined("fife", "2015-11-01", standing="in-principle", told=3, reason="It was left out")

    assert [fact.council for fact in councils([*told, stayed], date(2020, 1, 1)).members] == ["fife"]
    assert standing([*told, stayed, agreed], [], date(2016, 1, 1)).in_principle == 1


def test_reports_of_the_same_time_that_disagree_stand_side_by_side() -> None:
    found = conflicts(COUNTS, date(2026, 1, 1))

    assert [(one.least, one.most) for one in found] == [(25, 28), (30, 31)]
    assert [one.precision for one in found[0].counts] == ["year", "day", "day", "month", "day"]
    assert [one.most for one in conflicts(COUNTS, date(2017, 1, 1))] == [28]
    assert conflicts(COUNTS, date(2016, 3, 1)) == []


days = st.dates(date(2016, 1, 1), date(2026, 12, 31))
certain = st.builds(
    joined,
    st.sampled_from(["fife", "angus", "moray"]),
    days.map(str),
    standing=st.sampled_from(["joined", "left", "in-principle"]),
    told=st.integers(0, 9),
)


@given(facts=st.lists(certain, max_size=8), later=st.lists(certain, max_size=4), day=days)
def test_who_is_known_to_be_a_member_at_a_date_does_not_change_when_facts_about_later_days_arrive(
    facts: list[MembershipFact], later: list[MembershipFact], day: date
) -> None:
    after = [fact for fact in later if fact.effective_day > day]

    assert councils([*facts, *after], day).members == councils(facts, day).members


@given(later=st.lists(days.filter(lambda day: day > date(2018, 6, 30)), max_size=5))
def test_the_count_in_force_at_a_date_does_not_change_when_counts_for_later_periods_arrive(later: list[date]) -> None:
    after = [count(f"later-{place}", str(day), 1, told=100 + place) for place, day in enumerate(later)]

    assert in_force([*COUNTS, *after], date(2018, 6, 30)) == in_force(COUNTS, date(2018, 6, 30))
