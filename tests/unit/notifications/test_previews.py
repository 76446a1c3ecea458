"""Counting what a subscription would have brought."""

from datetime import UTC, date, datetime, timedelta

from services.notifications.domain.previews import Tally, monday

NOW = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)


def test_events_are_counted_by_type_and_week() -> None:
    tally = Tally()
    for days in (0, 1, 7, 8, 9):
        tally.count(100 - days, "a", NOW - timedelta(days=days))
    tally.count(1, "b", NOW - timedelta(days=9))
    assert tally.total == 6
    assert tally.by_week == {
        ("a", date(2026, 11, 16)): 2,
        ("a", date(2026, 11, 9)): 3,
        ("b", date(2026, 11, 9)): 1,
    }
    assert monday(date(2026, 11, 22)) == date(2026, 11, 16)


def test_the_largest_burst_is_the_most_in_any_minute_and_hour() -> None:
    tally = Tally()
    assert (tally.most_in_a_minute, tally.most_in_an_hour) == (None, None)
    for seconds in (0, 10, 20, 60, 120, 3600):
        tally.count(1, "a", NOW - timedelta(seconds=seconds))
    assert tally.most_in_a_minute == (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), 3)
    assert tally.most_in_an_hour == (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), 3)


def test_samples_are_the_newest_and_one_of_each_type_before_a_second_of_any() -> None:
    tally = Tally()
    for position in range(100, 90, -1):
        tally.count(position, "common", NOW)
    for position, name in ((50, "rare"), (40, "rarer"), (30, "rare")):
        tally.count(position, name, NOW)
    assert tally.samples == [100, 99, 98, 50, 40]
