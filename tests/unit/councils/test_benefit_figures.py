"""What may be told of a benefit figure: of which profiles, for which periods, by whom, and when."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.councils.domain.benefits import Figure
from services.councils.domain.periods import days, overlap
from services.councils.domain.visibility import sees
from shared.errors import ConflictError, InvalidError, RefusedError
from tests.support.figures import Figures, profile

TODAY = date(2026, 11, 21)


def figure(**said: Any) -> Figure:
    values: dict[str, Any] = {
        "council": "fife",
        "period": "2025-Q1",
        "stage": "claimed",
        "value": 10.0,
        "unit": "hours",
        "by_role": "benefits-owner",
        "evidence": (),
        "reason": None,
        "corrects": None,
        "effective": date(2025, 4, 1),
    }
    return Figure(**(values | said))


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2027", date(2027, 1, 1), date(2027, 12, 31)),
        ("2027-Q1", date(2027, 1, 1), date(2027, 3, 31)),
        ("2027-Q4", date(2027, 10, 1), date(2027, 12, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-04-01--2027-03-31", date(2026, 4, 1), date(2027, 3, 31)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period: str, first: date, last: date) -> None:
    assert days(period) == (first, last)


@pytest.mark.parametrize(
    "said", ["", "2027-13", "2027-Q5", "2027-01-01", "2027-02-01--2027-01-01", "2027-02-30--2027-03-01", "27", "0000"]
)
def test_what_is_no_period_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r"must|is no day"):
        days(said)


@given(one=st.sampled_from(("2027", "2027-Q1", "2027-02", "2027-Q2")), other=st.sampled_from(("2027-01", "2027-Q1")))
def test_periods_overlap_either_way_alike(one: str, other: str) -> None:
    assert overlap(days(one), days(other)) == overlap(days(other), days(one))


@pytest.mark.parametrize(("attribution", "may"), [("whole", True), ("share", True), ("shared", False), (None, False)])
def test_only_what_each_council_can_count_for_itself_has_figures_of_councils(
    attribution: str | None,
    may: bool,  # noqa: FBT001 - a table
) -> None:
    told = Figures(profile("gdpr", "costs", attribution=attribution, basis="30 councils together"))
    if may:
        assert told.tell("gdpr", figure(), TODAY)
        return
    with pytest.raises(ConflictError) as refused:
        told.tell("gdpr", figure(), TODAY)
    assert refused.value.code == "no-council-figures"
    assert "reckoned for the councils together (30 councils together)" in refused.value.detail


def test_a_claim_is_verified_by_none_of_the_roles_that_told_of_it() -> None:
    told = Figures(profile("hours", "hours-saved"))
    told.tell("hours", figure(), TODAY)
    told.tell("hours", figure(value=9.0, corrects=1, reason="r", by_role="sponsor"), TODAY)
    for role in ("benefits-owner", "sponsor"):
        with pytest.raises(ConflictError) as refused:
            told.tell("hours", figure(stage="verified", value=9.0, by_role=role), TODAY)
        assert refused.value.code == "same-role"
    assert told.tell("hours", figure(stage="verified", value=9.0, by_role="digital-office"), TODAY)


@pytest.mark.parametrize(
    ("said", "kind", "code"),
    [
        ({"period": "2026"}, InvalidError, "period-not-over"),
        ({"effective": date(2025, 3, 30)}, InvalidError, "dates-out-of-order"),
        ({"effective": date(2026, 11, 22)}, InvalidError, "date-in-the-future"),
        ({"unit": "pounds"}, InvalidError, "another-unit"),
        ({"corrects": 1, "reason": "r"}, ConflictError, "nothing-to-correct"),
        ({"stage": "verified"}, ConflictError, "not-claimed"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(said: dict[str, Any], kind: type[RefusedError], code: str) -> None:
    told = Figures(profile("hours", "hours-saved"))
    with pytest.raises(kind) as refused:
        told.tell("hours", figure(**said), TODAY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        ("own", {None, "fife"}),
        ("family-group", {None, "fife", "angus"}),
        ("programme", {None, "fife", "angus", "moray"}),
        ("public", {None, "fife", "angus", "moray"}),
    ],
)
def test_a_figure_is_seen_by_whom_its_council_lets(visibility: Any, seen_by: set[str | None]) -> None:
    told = Figures(profile("hours", "hours-saved"))
    told.tell("hours", figure(), TODAY)
    told.show(("fife", "hours", "2025-Q1", "claimed"), visibility, TODAY)
    (row,) = told.rows.values()
    families = {"angus": {"fife", "angus"}}
    askers = (None, "fife", "angus", "moray")
    assert {own for own in askers if sees(own, row, families.get(own or "", set()))} == seen_by
