"""Which moment a request asks for, and what is refused with a reason a person can act on."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.adoption import Share
from services.reporting.domain.moments import moment
from services.reporting.domain.words import in_words, state_in_words, when_in_words
from services.reporting.pages.render import grouping, percent, pounds, site
from shared.errors import InvalidError

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def test_without_a_wish_it_is_today_as_known_now() -> None:
    asked = moment(None, None, now=NOW)

    assert (asked.as_at, asked.known_at) == (date(2026, 11, 21), None)


def test_a_day_of_knowledge_counts_to_its_end_and_a_time_to_the_second() -> None:
    assert moment(None, "2026-11-20", now=NOW).known == datetime(2026, 11, 20, 23, 59, 59, 999999, UTC)
    assert moment(None, "2026-11-20T10:00:00Z", now=NOW).known == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert moment(None, "2026-11-20T10:00:00+01:00", now=NOW).known == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert moment(None, "2026-11-20T10:00:00 01:00", now=NOW).known == datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["2018", "2018-02", "2018-02-30", "2018-13-01", "20180225", "2018-W08-7", "yesterday", "0001-01-01", "1899-12-31",
     "2018-02-25T10:00", "\u0662\u0660\u0661\u0668-02-25", "2018-02-25\n", "-1", "9999-12-31"],
)  # fmt: skip
def test_what_is_no_day_of_the_calendar_up_to_today_is_refused(text: str) -> None:
    with pytest.raises(InvalidError) as refused:
        moment(text, None, now=NOW)

    assert refused.value.fields[0].field == "as_at"


@pytest.mark.parametrize("text", ["2018-02-30", "noon", "10:00", "2018-02", "0001-01-01T00:00:00+14:00", "1e9"])
def test_what_is_neither_a_day_nor_a_time_is_refused(text: str) -> None:
    with pytest.raises(InvalidError) as refused:
        moment(None, text, now=NOW)

    assert refused.value.fields[0].field == "known_at"


def test_a_report_on_the_future_is_refused_with_the_last_day_there_is() -> None:
    with pytest.raises(InvalidError, match="up to today, 2026-11-21"):
        moment("2026-12-01", None, now=NOW)


@given(st.text(max_size=40))
def test_no_text_whatever_makes_it_fail_in_another_way(text: str) -> None:
    for as_at, known_at in ((text, None), (None, text)):
        try:
            moment(as_at or None, known_at or None, now=NOW)
        except InvalidError as refused:
            assert refused.code == "invalid-date"  # noqa: PT017 - any other error is the failure


@pytest.mark.parametrize(
    ("partial", "words"),
    [("2018", "2018"), ("2018-02", "February 2018"), ("2018-02-05", "5 February 2018"), (None, "not recorded")],
)
def test_a_date_is_said_as_exactly_as_its_source_has_it(partial: str | None, words: str) -> None:
    assert in_words(partial) == words


def test_a_date_has_the_preposition_that_goes_with_it() -> None:
    assert [when_in_words(partial) for partial in ("2018", "2018-02", "2018-02-05")] == [
        "in 2018",
        "in February 2018",
        "on 5 February 2018",
    ]


def test_states_are_said_without_their_hyphens() -> None:
    assert [state_in_words(state) for state in ("in-use", "invited", "cost-avoidance", None)] == [
        "in use",
        "invited",
        "cost avoidance",
        "not recorded",
    ]


def test_a_bar_is_drawn_only_where_there_is_something_to_take_a_share_of() -> None:
    def share(numerator: int, denominator: int | None) -> int | None:
        return percent(Share(numerator=numerator, denominator=denominator, as_at=NOW.date()))

    assert (share(12, 31), share(0, 32), share(32, 32)) == (39, 0, 100)
    assert (share(12, None), share(0, 0), share(31, 30)) == (None, None, None)


def test_a_sum_that_is_a_lower_bound_says_so() -> None:
    assert pounds(1_000_000, "estimate; lower bound; combined over 30 councils") == "More than £1 million"
    assert pounds(1_250_000, None) == "£1,250,000"


def test_groupings_and_sources_are_said_in_words() -> None:
    assert (grouping("themes-2016"), grouping("other"), grouping(None)) == ("Themes of 2016", "Other", "")
    assert site("https://www.ukauthority.com/articles/one/") == "ukauthority.com"
