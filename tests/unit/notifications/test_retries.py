"""When webhooks are tried again, when endpoints are paused, and when those are probed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.notifications.domain import retries
from services.notifications.domain.retries import HOUR, MINUTE, SCHEDULE, TRIES, Kind

NOW = datetime(2027, 1, 4, 12, tzinfo=UTC)


def same(seconds: float) -> float:
    return seconds


def after(kind: Kind, **known: Any) -> retries.Next:
    told: dict[str, Any] = {"tries": 0, "probe": False, "failures": 0, "retry_after": None, "chance": 0.5}
    return retries.after(kind, **(told | known), now=NOW, scaled=same)


def seconds(until: datetime) -> float:
    return (until - NOW).total_seconds()


def test_a_delivery_is_tried_over_about_three_days() -> None:
    waits = [seconds(after("retry", tries=tries).due_at) for tries in range(len(SCHEDULE))]
    assert waits == list(SCHEDULE)
    assert timedelta(days=3) < timedelta(seconds=sum(waits)) < timedelta(days=4)


@given(tries=some.integers(0, TRIES - 2), chance=some.floats(0, 1))
def test_a_delay_is_never_a_fifth_longer_or_shorter_than_it_is_meant(tries: int, chance: float) -> None:
    wait = seconds(after("retry", tries=tries, chance=chance).due_at)
    assert 0.8 * SCHEDULE[tries] - 1e-3 <= wait <= 1.2 * SCHEDULE[tries] + 1e-3


def test_a_delivery_is_given_up_after_its_last_try() -> None:
    assert after("retry", tries=TRIES - 2).state == "waiting"
    last = after("retry", tries=TRIES - 1)
    assert (last.state, last.reason) == ("given-up", "tries-used-up")


@given(tries=some.integers(0, 100), failures=some.integers(1, 1000))
def test_nothing_is_given_up_while_its_endpoint_takes_nothing_else(tries: int, failures: int) -> None:
    assert after("retry", tries=tries, failures=failures).state == "waiting"


@given(tries=some.integers(0, 100))
def test_a_probe_uses_up_no_try(tries: int) -> None:
    found = after("retry", tries=tries, probe=True)
    assert (found.state, found.tries) == ("waiting", tries)


def test_to_slow_down_uses_up_no_try_and_takes_as_long_as_was_asked() -> None:
    found = after("slow-down", tries=TRIES - 1, retry_after=120.0)
    assert (found.state, found.tries, seconds(found.due_at)) == ("waiting", TRIES - 1, 120)


@pytest.mark.parametrize(("asked", "waited"), [(None, 30), (-5.0, 0), (0.0, 0), (1e9, 86_400)])
def test_an_endpoint_is_left_alone_for_a_day_at_most(asked: float | None, waited: float) -> None:
    assert seconds(after("slow-down", retry_after=asked).due_at) == waited


@pytest.mark.parametrize(
    ("failures", "since", "lanes", "failing"),
    [
        (3, MINUTE, 2, True),
        (2, MINUTE, 2, False),
        (100, MINUTE - 1, 2, False),
        (100, MINUTE, 1, False),
        (3, HOUR, 1, True),
    ],
)
def test_an_endpoint_fails_that_took_nothing_for_a_minute_or_one_aggregate_for_an_hour(
    failures: int, since: float, lanes: int, *, failing: bool
) -> None:
    assert retries.is_failing(failures, NOW - timedelta(seconds=since), lanes, NOW, same) is failing


def test_an_endpoint_that_is_well_is_not_failing() -> None:
    assert not retries.is_failing(0, None, 0, NOW, same)


@pytest.mark.parametrize(("failed", "wait"), [(0.0, 30), (MINUTE, 30), (HOUR, 1800), (10 * HOUR, 1800), (600.0, 300)])
def test_a_paused_endpoint_is_probed_after_half_as_long_as_it_has_failed(failed: float, wait: float) -> None:
    probed = retries.next_probe(NOW - timedelta(seconds=failed), NOW, same, 0.5)
    assert seconds(probed) == wait
