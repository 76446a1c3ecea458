"""How a council stood on a day, as far as it is known, and how what was told wrongly is put right."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.councils.domain import memberships
from services.councils.domain.memberships import Certainty, Correction, could_take_part, stands
from services.councils.models import MembershipTold
from shared.errors import ConflictError, InvalidError
from shared.events.councils import MembershipCorrected
from shared.values import first_day, last_day

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def fact(
    standing: str,
    effective: str | None,
    certainty: Certainty = "known",
    *,
    number: int = 1,
    corrects: int | None = None,
    reason: str | None = None,
) -> MembershipTold:
    return MembershipTold(
        council="fife",
        number=number,
        standing=standing,
        effective=effective,
        certainty=certainty,
        day=last_day(effective) if effective else TODAY,
        corrects=corrects,
        reason=reason,
        recorded_at=NOW,
    )


def history(*told: tuple[str, str | None] | tuple[str, str | None, Certainty]) -> list[MembershipTold]:
    return [fact(*one, number=number) for number, one in enumerate(told, start=1)]


def correct(
    of: list[MembershipTold],
    corrects: int | None,
    standing: memberships.Corrected,
    effective: str | None = None,
    certainty: Certainty | None = None,
) -> list[MembershipTold]:
    """Return the history with a correction, as it would be kept."""
    wanted = Correction(corrects, standing, effective, certainty)
    event = memberships.correct("fife", of, wanted, reason="The minutes were found", source=None)
    every = [*of, memberships.told(event, len(of) + 1, today=TODAY, now=NOW)]
    memberships.refuse_incoherent("fife", every)
    return every


def standing(of: list[MembershipTold], day: date) -> str:
    return stands(of, day).standing


days = st.dates(date(2015, 1, 1), date(2027, 12, 31))
partials = st.builds(
    lambda day, length: day.isoformat()[:length],
    st.dates(date(2015, 1, 1), date(2021, 12, 31)),
    st.sampled_from([4, 7, 10]),
)


def test_a_loosely_dated_member_counts_from_the_last_day_it_may_have_joined() -> None:
    joined = history(("joined", "2018-02"))
    assert standing(joined, date(2018, 2, 27)) == "not-known"
    assert standing(joined, date(2018, 2, 28)) == "joined"
    assert standing(joined, date(2018, 1, 31)) == "none"


def test_before_a_latest_possible_date_nobody_knows() -> None:
    joined = history(("joined", "2019-10-01", "no-later-than"))
    assert standing(joined, date(2019, 9, 30)) == "not-known"
    assert standing(joined, date(2016, 10, 1)) == "not-known"
    assert standing(joined, date(2019, 10, 1)) == "joined"


def test_a_member_without_any_date_is_one_from_the_day_we_are_told() -> None:
    event = memberships.start("fife", [], joined=None, certainty="unknown", source=None)
    assert event.effective is None
    told = memberships.told(event, 1, today=TODAY, now=NOW)
    assert (told.effective, told.day) == (None, TODAY)
    assert standing([told], TODAY - timedelta(days=1)) == "not-known"


def test_on_the_day_it_left_a_council_is_a_member_no_more() -> None:
    left = history(("joined", "2016"), ("left", "2020-03-31"))
    assert standing(left, date(2020, 3, 30)) == "joined"
    assert standing(left, date(2020, 3, 31)) == "left"


def test_a_council_that_left_on_a_day_not_recorded_has_left_by_the_day_we_are_told() -> None:
    joined = history(("joined", "2016"))
    event = memberships.end("fife", joined, left=None, certainty="unknown", source=None, today=TODAY)
    assert (event.effective, event.certainty) == ("2026-11-21", "unknown")
    told = memberships.told(event, 2, today=TODAY, now=NOW)
    assert (told.effective, told.day) == (None, TODAY)
    with pytest.raises(InvalidError, match="'known' needs a date in 'left'"):
        memberships.end("fife", joined, left=None, certainty="known", source=None, today=TODAY)


def test_a_council_in_principle_is_there_but_no_member_until_it_joins() -> None:
    told = history(("in-principle", "2019-10-01"), ("joined", "2020-04"))
    assert standing(told, date(2019, 9, 30)) == "none"
    assert standing(told, date(2019, 10, 1)) == "in-principle"
    assert standing(told, date(2020, 4, 15)) == "in-principle"
    assert standing(told, date(2020, 4, 30)) == "joined"
    assert could_take_part(told, date(2019, 10, 1))


@given(partials, st.sampled_from(["known", "no-later-than"]), days)
def test_a_member_stays_one_and_who_certainly_is_one_could_be_one(joined: str, certainty: Certainty, day: date) -> None:
    membership = history(("joined", joined, certainty))
    if standing(membership, day) == "joined":
        assert standing(membership, day + timedelta(days=1)) == "joined"
        assert could_take_part(membership, day)
        assert day >= last_day(joined)


@given(partials, days)
def test_a_known_late_joiner_could_not_be_a_member_before(joined: str, day: date) -> None:
    assert could_take_part(history(("joined", joined)), day) == (first_day(joined) <= day)
    assert could_take_part(history(("joined", joined, "no-later-than")), day)


def test_a_date_and_its_certainty_belong_together() -> None:
    with pytest.raises(InvalidError, match="'known' needs a date"):
        memberships.start("fife", [], joined=None, certainty="known", source=None)
    with pytest.raises(InvalidError, match="a date is 'known' or 'no-later-than'"):
        memberships.agree_in_principle("fife", [], agreed="2018", certainty="unknown", source=None)


def test_a_member_joins_again_only_after_it_left() -> None:
    with pytest.raises(ConflictError, match="a member already, since 2016-10"):
        memberships.start("fife", history(("joined", "2016-10")), joined="2018", certainty="known", source=None)
    left = history(("joined", "2016-10"), ("left", "2018-06-30"))
    with pytest.raises(InvalidError, match="lies before the day it left, 2018-06-30"):
        memberships.start("fife", left, joined="2018-05", certainty="known", source=None)
    assert memberships.start("fife", left, joined="2018", certainty="known", source=None).effective == "2018"


def test_only_who_is_not_there_yet_agrees_in_principle() -> None:
    with pytest.raises(ConflictError, match="a member already") as member:
        memberships.agree_in_principle(
            "fife", history(("joined", "2016")), agreed="2019", certainty="known", source=None
        )
    with pytest.raises(ConflictError, match="in principle already, since 2019") as already:
        memberships.agree_in_principle(
            "fife", history(("in-principle", "2019")), agreed="2020", certainty="known", source=None
        )
    assert (member.value.code, already.value.code) == ("member-already", "in-principle-already")


def test_only_a_member_leaves_and_not_before_it_joined() -> None:
    def end(of: list[MembershipTold], left: str) -> str:
        return memberships.end("fife", of, left=left, certainty="known", source=None, today=TODAY).effective

    assert end(history(("joined", "2018")), "2018-06") == "2018-06"
    with pytest.raises(ConflictError, match="'fife' is not a member"):
        end([], "2018")
    with pytest.raises(ConflictError, match="it left on 2018-06-30"):
        end(history(("joined", "2016"), ("left", "2018-06-30")), "2019")
    with pytest.raises(InvalidError, match="lies before the day it joined, 2018"):
        end(history(("joined", "2018")), "2017-12-31")


def test_what_follows_a_loosely_dated_thing_says_by_when_that_was() -> None:
    told = history(("joined", "2018"), ("left", "2018-06"))
    assert standing(told, date(2018, 3, 1)) == "not-known"
    assert standing(told, date(2018, 6, 30)) == "left"
    assert standing(told, date(2019, 1, 1)) == "left"


def test_a_correction_takes_the_place_of_what_was_told_and_says_what_that_was() -> None:
    loaded = history(("joined", "2019-10-01", "no-later-than"))
    wanted = Correction(1, "joined", "2018-11", None)
    event = memberships.correct("fife", loaded, wanted, reason="The minutes were found", source=None)
    assert (event.certainty, event.was_standing, event.was_effective, event.was_certainty) == (
        "known",
        "joined",
        "2019-10-01",
        "no-later-than",
    )
    mended = correct(loaded, 1, "joined", "2018-11")
    assert standing(mended, date(2018, 10, 31)) == "none"
    assert standing(mended, date(2018, 11, 30)) == "joined"
    assert loaded[0].effective == "2019-10-01"


def test_what_never_happened_and_what_was_left_out_are_put_right() -> None:
    told = history(("joined", "2016"), ("left", "2018-03-01"))
    stayed = correct(told, 2, "never")
    assert standing(stayed, date(2020, 1, 1)) == "joined"
    agreed_first = correct(stayed, None, "in-principle", "2015-11-01")
    assert standing(agreed_first, date(2016, 1, 1)) == "in-principle"
    assert standing(agreed_first, date(2016, 12, 31)) == "joined"
    again = correct(agreed_first, 3, "left", "2019-01-01")
    assert standing(again, date(2020, 1, 1)) == "left"


def test_a_correction_of_the_standing_alone_keeps_the_day() -> None:
    told = correct(history(("joined", "2019-10-01", "no-later-than")), 1, "in-principle")
    assert (told[-1].effective, told[-1].certainty) == ("2019-10-01", "no-later-than")
    assert standing(told, date(2019, 10, 1)) == "in-principle"


def test_a_correction_is_of_something_that_was_told_and_stands() -> None:
    told = history(("joined", "2016"))
    with pytest.raises(InvalidError, match="nothing was told under 7; the history has 1") as unknown:
        correct(told, 7, "joined", "2017")
    with pytest.raises(ConflictError, match="says already") as same:
        correct(told, 1, "joined", "2016")
    once = correct(told, 1, "joined", "2017")
    with pytest.raises(ConflictError, match="corrected already, under 2") as twice:
        correct(once, 1, "joined", "2018")
    with pytest.raises(InvalidError, match="told with its date") as undated:
        correct(told, None, "left")
    with pytest.raises(InvalidError, match="name that") as nothing:
        correct(told, None, "never")
    codes = [one.value.code for one in (unknown, same, twice, undated, nothing)]
    assert codes == ["unknown-fact", "no-change", "corrected-already", "date-missing", "fact-missing"]


def test_corrections_after_which_the_past_makes_no_sense_are_refused() -> None:
    told = history(("joined", "2016"), ("left", "2018"))
    with pytest.raises(ConflictError, match="would be 'left' at first") as alone:
        correct(told, 1, "never")
    with pytest.raises(InvalidError, match=r"2018 \(left\) lies before 2019") as disorder:
        correct(told, 1, "joined", "2019")
    assert (alone.value.code, disorder.value.code) == ("standing-does-not-follow", "dates-out-of-order")


def test_a_correction_says_its_reason() -> None:
    told = history(("joined", "2016"))
    event = memberships.correct("fife", told, Correction(1, "never", None, None), reason="Another council", source=None)
    assert isinstance(event, MembershipCorrected)
    assert (event.standing, event.effective, event.certainty, event.reason) == (
        "never",
        "2016",
        "known",
        "Another council",
    )
