"""Who holds a role on a day, by all that was ever told of it; and how long the people in it are kept."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.councils.domain import contacts, holders
from services.councils.domain.holders import Wanted
from services.councils.models import Contact, RoleTold
from shared.errors import ConflictError, InvalidError
from shared.events.councils import RoleAssigned, RoleVacated

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
PEOPLE = st.sampled_from([None, "isla", "ewan", "morag"])
DAYS = st.integers(-40, 40).map(lambda days: TODAY + timedelta(days=days))


def fact(number: int, effective: date, holder: str | None = "isla", **said: Any) -> RoleTold:
    return RoleTold(
        key="fife.sponsor",
        number=number,
        holder=holder,
        effective=effective,
        purpose="role-duties",
        recorded_at=NOW,
        **said,
    )


def wanted(**said: Any) -> Wanted:
    values = {"holder": "isla", "deputy": None, "starts": TODAY, "ends": None, "away_until": None}
    return Wanted(**(values | {"purpose": "role-duties"} | said))


@st.composite
def histories(draw: st.DrawFn) -> list[RoleTold]:
    told = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        effective, holder, deputy, length = draw(DAYS), draw(PEOPLE), draw(PEOPLE), draw(st.none() | st.integers(0, 30))
        ends = effective + timedelta(days=length) if holder and length is not None else None
        told.append(fact(number, effective, holder, deputy=deputy if deputy != holder else None, ends=ends))
    return told


@given(histories(), DAYS, histories())
@settings(max_examples=100)
def test_what_is_told_of_later_days_never_changes_an_answer_of_a_day(
    told: list[RoleTold], day: date, others: list[RoleTold]
) -> None:
    later = [
        fact(one.number + len(told), max(one.effective, day + timedelta(days=1)), one.holder, deputy=one.deputy)
        for one in others
    ]
    for question in (holders.holder, holders.reached):
        assert question(holders.in_force(told, day), day) == question(holders.in_force([*told, *later], day), day)
    assert holders.gaps(holders.in_force(told, day), day, 0) == holders.gaps(
        holders.in_force([*told, *later], day), day, 0
    )


@given(histories(), st.sampled_from(["isla", "ewan", "morag"]))
@settings(max_examples=100)
def test_a_person_is_in_no_role_after_the_last_day_and_kept_while_there_is_none(
    told: list[RoleTold], person: str
) -> None:
    last = holders.last_day(person, {"fife.sponsor": told})
    for days in range(-45, 120):
        day = TODAY + timedelta(days=days)
        now = holders.in_force(told, day)
        is_in = now is not None and person in {holders.holder(now, day), now.deputy}
        assert not is_in or last is None or day <= last


@given(histories(), st.sampled_from(["isla", "ewan", "morag"]))
@settings(max_examples=100)
def test_who_is_erased_is_named_for_no_day_from_today_on(told: list[RoleTold], person: str) -> None:
    number = len(told)
    for one in holders.without(person, list(told), TODAY):
        number += 1
        kept = None if one.holder == person or holders.has_ended(one, TODAY) else one.holder
        told.append(
            fact(
                number,
                max(one.effective, TODAY),
                kept,
                deputy=None if one.deputy == person else one.deputy,
                ends=one.ends if kept else None,
            )
        )
    for days in range(120):
        day = TODAY + timedelta(days=days)
        now = holders.in_force(told, day)
        assert now is None or person not in {holders.holder(now, day), now.deputy}


def test_a_role_that_is_given_up_is_vacated_and_one_that_nobody_held_is_not() -> None:
    before = [fact(1, TODAY)]
    said = holders.assign("fife", "sponsor", before, wanted(holder=None, deputy="ewan"), TODAY)
    assert isinstance(said, RoleVacated)
    assert (said.because, said.deputy) == ("given-up", "ewan")
    assert isinstance(holders.assign("fife", "sponsor", [], wanted(holder=None, deputy="ewan"), TODAY), RoleAssigned)


def test_the_same_is_not_told_twice_but_a_holder_whose_time_was_over_may_come_back() -> None:
    with pytest.raises(ConflictError, match="already"):
        holders.assign("fife", "sponsor", [fact(1, TODAY - timedelta(days=3))], wanted(), TODAY)
    ended = [fact(1, TODAY - timedelta(days=3), ends=TODAY - timedelta(days=1))]
    assert isinstance(holders.assign("fife", "sponsor", ended, wanted(), TODAY), RoleAssigned)


def test_what_was_said_of_days_that_are_over_changes_only_for_a_reason() -> None:
    told = [fact(1, TODAY - timedelta(days=3))]
    late = wanted(holder="ewan", starts=TODAY - timedelta(days=5))
    with pytest.raises(InvalidError) as refused:
        holders.assign("fife", "sponsor", told, late, TODAY)
    assert refused.value.code == "reason-missing"
    mended = wanted(holder="ewan", starts=TODAY - timedelta(days=5), correction="recorded-by-mistake")
    assert isinstance(holders.assign("fife", "sponsor", told, mended, TODAY), RoleAssigned)


def test_a_last_day_is_told_only_of_what_still_holds_then() -> None:
    ends = TODAY + timedelta(days=30)
    told = [fact(1, TODAY, ends=ends, deputy="ewan")]
    assert (said := holders.announce("fife", "sponsor", told, 1, TODAY)) is not None
    assert said.days == 30
    over = holders.vacate("fife", "sponsor", told, 1, ends + timedelta(days=1))
    assert over is not None
    assert (over.because, over.deputy) == ("term-ended", "ewan")
    followed = [*told, fact(2, ends + timedelta(days=1), "ewan")]
    assert holders.announce("fife", "sponsor", followed, 1, TODAY) is None
    assert holders.vacate("fife", "sponsor", followed, 1, ends + timedelta(days=1)) is None


def test_the_deputy_is_reached_while_the_holder_is_away_ended_or_missing() -> None:
    away = fact(1, TODAY, deputy="ewan", away_until=TODAY + timedelta(days=1))
    assert holders.reached(away, TODAY) == ("ewan", True)
    assert holders.reached(away, TODAY + timedelta(days=2)) == ("isla", False)
    alone = fact(1, TODAY, away_until=TODAY + timedelta(days=1))
    assert holders.reached(alone, TODAY) == ("isla", False)
    ended = fact(1, TODAY, ends=TODAY, deputy="ewan")
    assert holders.reached(ended, TODAY + timedelta(days=1)) == ("ewan", True)
    assert holders.reached(fact(1, TODAY, None), TODAY) is None
    assert holders.reached(None, TODAY) is None


def test_a_contact_is_kept_for_its_days_after_the_last_one_in_a_role() -> None:
    row = Contact(person="isla", council="fife", retention_days=10, created_at=NOW, changed_at=NOW)
    told = {"fife.sponsor": [fact(1, TODAY, ends=TODAY)], "fife.project-lead": [fact(1, TODAY, "ewan", deputy="isla")]}
    assert contacts.kept_until(row, holders.last_day("isla", told)) is None
    del told["fife.project-lead"]
    assert contacts.kept_until(row, holders.last_day("isla", told)) == TODAY + timedelta(days=10)
