"""A project's place in a portfolio."""

import pytest

from services.projects.domain.placements import place
from shared.errors import ConflictError, InvalidError
from tests.support.offers import placement, portfolio, project


def test_a_place_is_told_with_its_dates() -> None:
    event = place(project(), portfolio(), [], starts="2019-10-01", ends="2021", reading_of_ours=True)
    assert event.model_dump() == {
        "project": "gdpr-readiness",
        "portfolio": "digital-place-2019",
        "effective": "2019-10-01",
        "ends": "2021",
        "reading_of_ours": True,
    }


@pytest.mark.parametrize(
    ("starts", "ends", "field", "words"),
    [
        ("2021", "2020-05", "to", "2020-05 lies before the start, 2021"),
        ("2018", None, "from", "2018 lies before the portfolio 'digital-place-2019' began, in 2019-10-01"),
        ("2023-06", None, "from", "the portfolio 'digital-place-2019' had ended by then, in 2023-06-01"),
    ],
)
def test_a_place_lies_within_its_portfolio(starts: str, ends: str | None, field: str, words: str) -> None:
    with pytest.raises(InvalidError, match=words) as refused:
        place(project(), portfolio(ends="2023-06-01"), [], starts=starts, ends=ends, reading_of_ours=False)
    assert (refused.value.code, refused.value.fields[0].field) == ("dates-out-of-order", field)


@pytest.mark.parametrize("starts", ["2019", "2019-10", "2019-10-01", "2023"])
def test_a_loosely_dated_place_is_taken_where_it_may_be_meant(starts: str) -> None:
    assert place(project(), portfolio(ends="2023-06-01"), [], starts=starts, ends=None, reading_of_ours=False)


def test_the_same_place_is_given_once_but_its_end_can_be_put_right() -> None:
    before = [placement("digital-place-2019", "2019-10-01")]
    with pytest.raises(ConflictError, match="has its place in 'digital-place-2019' from 2019-10-01 already") as refused:
        place(project(), portfolio(), before, starts="2019-10-01", ends=None, reading_of_ours=False)
    assert refused.value.code == "placed-already"
    assert place(project(), portfolio(), before, starts="2019-10-01", ends="2022", reading_of_ours=False)
    assert place(project(), portfolio(), before, starts="2020", ends=None, reading_of_ours=False)
