"""Loosely known dates: what they may mean, and what is no date at all."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from services.projects.domain.dates import refuse_disorder, refuse_future
from shared.errors import InvalidError
from shared.values import Day, PartialDate, first_day, last_day
from tests.support.offers import TODAY

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
PRECISIONS = st.sampled_from([4, 7, 10])
PARTIAL = TypeAdapter(PartialDate)
DAY = TypeAdapter(Day)


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("2018-02", date(2018, 2, 1), date(2018, 2, 28)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2018-02-25", date(2018, 2, 25), date(2018, 2, 25)),
        ("2018-12", date(2018, 12, 1), date(2018, 12, 31)),
    ],
)
def test_a_partial_date_spans_the_days_it_may_mean(partial: str, first: date, last: date) -> None:
    assert (first_day(partial), last_day(partial)) == (first, last)


@given(day=DAYS, precision=PRECISIONS)
def test_a_day_lies_within_every_looser_telling_of_it(day: date, precision: int) -> None:
    told = day.isoformat()[:precision]
    assert first_day(told) <= day <= last_day(told)
    assert last_day(told).isoformat().startswith(told)
    assert first_day(told).isoformat().startswith(told)
    assert not (last_day(told) + timedelta(days=1)).isoformat().startswith(told)
    assert PARTIAL.validate_python(told) == told


@pytest.mark.parametrize(
    "told",
    [
        "",
        "18",
        "2018-2",
        "2018-13",
        "2018-00",
        "2018-00-10",
        "2018-02-00",
        "2018-02-30",
        "2019-02-29",
        "2018-02-25T00:00:00Z",
        "2018-02\n",
        " 2018",
        "2018/02",
        "Feb 2018",
        "1899",
        "2200",
        "٢٠١٨",
        "２０１８",  # noqa: RUF001 - digits that are no ASCII
        "-2018",
        "20180225",
    ],
)
def test_what_is_no_date_is_refused_with_words(told: str) -> None:
    with pytest.raises(ValidationError, match=r"must be a date as|no day of the calendar|must lie between"):
        PARTIAL.validate_python(told)


@pytest.mark.parametrize("told", [2018, 20180225, 1.0, None, True, ["2018"], b"2018"])
def test_a_partial_date_is_text(told: object) -> None:
    with pytest.raises(ValidationError):
        PARTIAL.validate_json(b"2018" if told == b"2018" else TypeAdapter(object).dump_json(told))


@pytest.mark.parametrize(
    "told", [1519516800, "1519516800", "2018-02", "2018", "2018-02-25T00:00:00Z", True, 0, "1899-12-31", "2018-02-30"]
)
def test_a_day_is_a_whole_date_in_text_and_never_a_number(told: object) -> None:
    with pytest.raises(ValidationError):
        DAY.validate_python(told)
    assert DAY.validate_python("2018-02-25") == date(2018, 2, 25)


@given(day=DAYS, precision=PRECISIONS)
def test_what_happened_is_told_when_its_date_is_over(day: date, precision: int) -> None:
    told = day.isoformat()[:precision]
    if last_day(told) <= TODAY:
        refuse_future("closed_on", told, TODAY)
    else:
        with pytest.raises(InvalidError) as refused:
            refuse_future("closed_on", told, TODAY)
        assert refused.value.code == "date-in-the-future"
        assert refused.value.fields[0].field == "closed_on"


def test_a_date_that_is_not_over_says_what_to_do() -> None:
    with pytest.raises(InvalidError, match="2026 is not over yet; say the day on which it happened"):
        refuse_future("starts", "2026", TODAY)
    with pytest.raises(InvalidError, match="2027 has not come yet; tell it when it has happened"):
        refuse_future("starts", "2027", TODAY)


@given(starts=DAYS, ends=DAYS, loosely=st.tuples(PRECISIONS, PRECISIONS))
def test_an_end_is_refused_only_when_it_certainly_lies_before_the_start(
    starts: date, ends: date, loosely: tuple[int, int]
) -> None:
    from_told, to_told = starts.isoformat()[: loosely[0]], ends.isoformat()[: loosely[1]]
    if starts <= ends:
        refuse_disorder("to", from_told, to_told)
    elif last_day(to_told) < first_day(from_told):
        with pytest.raises(InvalidError, match="lies before the start") as refused:
            refuse_disorder("to", from_told, to_told)
        assert refused.value.code == "dates-out-of-order"
    else:
        refuse_disorder("to", from_told, to_told)
    refuse_disorder("to", from_told, None)
