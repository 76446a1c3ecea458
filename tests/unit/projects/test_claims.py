"""Claims: one measure of one council on one day is counted by one profile, in whatever order they are made."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.projects.domain.claims import Claim, claim, overlap, refuse_withdrawn_before_claimed
from services.projects.models import BenefitClaim
from shared.errors import ConflictError, InvalidError
from tests.support.offers import NOW, TODAY

COUNCILS = ("angus", "fife", "moray")
FIRST = date(2027, 1, 1)
STARTS = some.integers(0, 9).map(lambda days: FIRST + timedelta(days=days))


@some.composite
def claims(draw: some.DrawFn) -> Claim:
    starts = draw(STARTS)
    ends = draw(some.none() | some.integers(0, 4).map(lambda days: starts + timedelta(days=days)))
    return Claim(tuple(sorted(draw(some.sets(some.sampled_from(COUNCILS), max_size=2)))), starts, ends)


def counted(one: Claim) -> set[tuple[str, date]]:
    """Return what a claim counts, council by council and day by day."""
    last = one.ends or FIRST + timedelta(days=20)
    days = [one.starts + timedelta(days=number) for number in range((last - one.starts).days + 1)]
    return {(council, day) for council in one.councils or COUNCILS for day in days}


def row(one: Claim, benefit: str = "hours-saved-in-offices", **columns: Any) -> BenefitClaim:
    said: dict[str, Any] = {"benefit": benefit, "number": 1, "measure": "hours-saved", "effective": TODAY}
    return BenefitClaim(
        councils=list(one.councils), starts=one.starts, ends=one.ends, recorded_at=NOW, **(said | columns)
    )


@given(claims(), claims())
def test_claims_overlap_if_they_count_the_same_council_on_the_same_day(one: Claim, other: Claim) -> None:
    assert overlap(one, other) == bool(counted(one) & counted(other))
    assert overlap(one, other) == overlap(other, one)


@given(some.lists(some.tuples(some.sampled_from(("one", "two", "three")), claims(), some.booleans()), max_size=12))
def test_nothing_is_counted_twice_whatever_is_claimed_and_given_up(asked: list[tuple[str, Claim, bool]]) -> None:
    held: list[tuple[BenefitClaim, str]] = []
    for benefit, wanted, then_withdraws in asked:
        try:
            claim(wanted, held, measure="hours-saved")
        except ConflictError:
            assert any(overlap(wanted, Claim(tuple(one.councils), one.starts, one.ends)) for one, _ in held)
        else:
            held.append((row(wanted, benefit), f"project-of-{benefit}"))
        twice = Counter(each for one, _ in held for each in counted(Claim(tuple(one.councils), one.starts, one.ends)))
        assert max(twice.values(), default=1) == 1
        if then_withdraws and held:
            held.pop(0)


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (
            Claim((), FIRST, None),
            "by the benefit profile 'hours-saved-in-offices' of the project 'gdpr-readiness' already, for the whole",
        ),
        (Claim(("angus", "fife"), FIRST, date(2027, 12, 31)), "for angus, fife from 2027-01-01 to 2027-12-31"),
    ],
)
def test_a_second_claim_is_refused_and_told_who_holds_the_first(held: Claim, words: str) -> None:
    with pytest.raises(ConflictError, match=words) as refused:
        claim(Claim(("fife",), date(2027, 6, 1), None), [(row(held), "gdpr-readiness")], measure="hours-saved")
    assert refused.value.code == "measure-claimed"


def test_a_claim_needs_a_measure_and_an_end_after_its_start() -> None:
    with pytest.raises(InvalidError, match="the profile names none") as refused:
        claim(Claim((), FIRST, None), [], measure=None)
    assert refused.value.code == "measure-missing"
    with pytest.raises(InvalidError, match="lies before the start, 2027-01-01") as refused:
        claim(Claim((), FIRST, date(2026, 12, 31)), [], measure="hours-saved")
    assert (refused.value.code, refused.value.fields[0].field) == ("dates-out-of-order", "to")


def test_a_claim_is_not_given_up_before_it_was_made() -> None:
    refuse_withdrawn_before_claimed(row(Claim((), FIRST, None)), TODAY)
    with pytest.raises(InvalidError, match="lies before the claim, which is of 2026-06-15"):
        refuse_withdrawn_before_claimed(row(Claim((), FIRST, None)), TODAY - timedelta(days=1))
