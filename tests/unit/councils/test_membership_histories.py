"""Whatever is told of a membership, in any order and with any corrections, hangs together and keeps to its days."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from services.councils.domain import histories, memberships
from services.councils.domain.memberships import Certainty, Correction, Said, stands
from services.councils.models import MembershipTold
from shared.errors import ConflictError, InvalidError
from shared.values import first_day

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

Asked = tuple[memberships.Corrected, str, Certainty, int | None, bool]
"""What somebody tells: what, since when, how sure; and whether it corrects (which number) or follows."""

days = st.dates(date(2015, 1, 1), date(2022, 12, 31))
partials = st.builds(
    lambda day, length: day.isoformat()[:length],
    st.dates(date(2015, 1, 1), date(2021, 12, 31)),
    st.sampled_from([4, 7, 10]),
)


def kept(of: list[MembershipTold], event: Said) -> MembershipTold:
    return memberships.told(event, len(of) + 1, today=TODAY, now=NOW)


def put_right(of: list[MembershipTold], wanted: Correction) -> list[MembershipTold]:
    event = memberships.correct("fife", of, wanted, reason="The minutes were found", source=None)
    every = [*of, kept(of, event)]
    memberships.refuse_incoherent("fife", every)
    return every


# any history that the commands and corrections could have told, in any order that they let pass
wishes = st.lists(
    st.tuples(
        st.sampled_from(["in-principle", "joined", "left", "never"]),
        partials,
        st.sampled_from(["known", "no-later-than"]),
        st.none() | st.integers(1, 8),
        st.booleans(),
    ),
    max_size=8,
)


def tell(of: list[MembershipTold], wish: Asked) -> list[MembershipTold]:
    """Return the history after a wish was carried out, or as it was if that was refused."""
    kind, when, certainty, corrects, plain = wish
    try:
        if not plain:
            dated = (None, None) if kind == "never" else (when, certainty)
            return put_right(of, Correction(corrects, kind, *dated))
        if kind == "left":
            event = memberships.end("fife", of, left=when, certainty=certainty, source=None, today=TODAY)
            return [*of, kept(of, event)]
        begin = memberships.start if kind == "joined" else None
        if begin is not None:
            started = begin("fife", of, joined=when, certainty=certainty, source=None)
            return [*of, kept(of, started)]
        agreed = memberships.agree_in_principle("fife", of, agreed=when, certainty=certainty, source=None)
        return [*of, kept(of, agreed)]
    except (ConflictError, InvalidError):
        return of


@given(wishes, days)
def test_a_fact_about_later_days_changes_nothing_on_a_day_before_them(wished: list[Asked], day: date) -> None:
    """What was certain stays so; only of days that nobody knew about does a later day ever tell something."""
    told: list[MembershipTold] = []
    for wish in wished:
        after = tell(told, wish)
        if len(after) > len(told) and all(_later(one, day) for one in _concerned(told, after)):
            before, now = (histories.certain(histories.steps(of), day) for of in (told, after))
            assert (before and before.told) == (now and now.told)
            if all(one.certainty == "known" for one in after):
                assert stands(after, day).standing == stands(told, day).standing
        told = after
        memberships.refuse_incoherent("fife", told)


def _concerned(told: list[MembershipTold], after: list[MembershipTold]) -> list[MembershipTold]:
    """Return what was told last, and what that corrects."""
    return [after[-1], *(one for one in told if one.number == after[-1].corrects)]


def _later(one: MembershipTold, day: date) -> bool:
    return one.certainty == "known" and one.effective is not None and first_day(one.effective) > day


@given(wishes, days)
def test_what_was_known_then_is_what_had_been_told_by_then(wished: list[Asked], day: date) -> None:
    told: list[MembershipTold] = []
    answers = []
    for wish in wished:
        told = tell(told, wish)
        answers.append((len(told), stands(told, day)))
    for known, answer in answers:
        assert stands(told[:known], day) == answer
