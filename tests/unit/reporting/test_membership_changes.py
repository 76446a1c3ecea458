"""Why the figures of a day are others than they were: what was told and put right in between."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.membership import CountFact, standing
from services.reporting.domain.membership_changes import changes
from services.reporting.domain.membership_history import MembershipFact
from shared.values import last_day

DAY = date(2018, 12, 31)
LOADED = datetime(2026, 11, 21, 12, tzinfo=UTC)


def fact(council: str, standing: str, effective: str, *, told: int = 0, **more: Any) -> MembershipFact:
    return MembershipFact(
        council=council,
        standing=standing,
        certainty=more.pop("certainty", "known"),
        source=None,
        effective=effective,
        effective_day=last_day(effective),
        recorded_at=LOADED + timedelta(days=told),
        sequence=told + 1,
        **more,
    )


COUNT = CountFact("r", 31, "a basis", "https://source.example/", "2018", date(2018, 12, 31), LOADED, 1)
LOOSE = [fact(one, "joined", "2019-10-01", certainty="no-later-than") for one in ("angus", "fife")]


def test_a_denominator_that_changed_is_explained_by_the_corrections_behind_it() -> None:
    since = LOADED + timedelta(days=1)
    mended = [
        *LOOSE,
        fact("angus", "joined", "2018-02", told=2, corrects=1, reason="Its minutes", was_standing="joined"),
        fact("fife", "joined", "2019-03", told=3, corrects=1, reason="Its letter", was_standing="joined"),
    ]

    found = changes(mended, [COUNT], DAY, since)

    assert (found.before.denominator.basis, found.before.denominator.councils) == ("reported", 31)
    assert (found.now.denominator.basis, found.now.denominator.councils) == ("members", 1)
    assert found.changed
    assert [(one.council, one.was, one.now, one.because[0].reason) for one in found.councils] == [
        ("angus", "not-known", "joined", "Its minutes"),
        ("fife", "not-known", "none", "Its letter"),
    ]
    assert [(one.counted_before, one.counted_now) for one in found.councils] == [(False, True), (False, False)]
    assert found.explanation == (
        "shares are taken of 1 (members), and were of 31 (reported): the difference is "
        "what was told of 2 councils (2 corrected)"
    )


def test_what_was_told_of_other_days_changes_nothing_and_is_not_named() -> None:
    later = [*LOOSE, fact("fife", "left", "2022-01-01", told=2)]

    found = changes(later, [COUNT], DAY, LOADED + timedelta(days=1))

    assert (found.changed, found.councils, found.counts_reported) == (False, [], [])
    assert found.explanation == "nothing that was told since changes a figure of this day"


def test_a_count_reported_since_is_named() -> None:
    found = changes(LOOSE, [COUNT], DAY, LOADED - timedelta(days=1))

    assert [one.report for one in found.counts_reported] == ["r"]
    assert "1 more reported count" in found.explanation


told = st.lists(
    st.builds(
        fact,
        st.sampled_from(["fife", "angus"]),
        st.sampled_from(["joined", "left", "in-principle"]),
        st.dates(date(2017, 1, 1), date(2020, 12, 31)).map(str),
        told=st.integers(0, 9),
    ),
    max_size=8,
    unique_by=lambda one: (one.council, one.sequence),
)


@given(told, st.integers(-1, 10))
def test_no_figure_changes_without_a_fact_that_says_why(facts: list[MembershipFact], when: int) -> None:
    since = LOADED + timedelta(days=when)
    found = changes(facts, [COUNT], DAY, since)

    assert found.before == standing(
        [one for one in facts if one.recorded_at <= since], [COUNT] if when >= 0 else [], DAY
    )
    if found.changed:
        assert found.councils or found.counts_reported
    assert all(one.because and all(because.recorded_at > since for because in one.because) for one in found.councils)
