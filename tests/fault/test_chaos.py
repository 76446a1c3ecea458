"""The nemesis for less than a minute: strikes on the whole system, and nothing lost, phantom, twice or out of order."""

import itertools
import sys

import pytest

from tests.chaos.__main__ import outage_seconds
from tests.chaos.nemesis import draws
from tests.chaos.report import table
from tests.chaos.run import Plan, run
from tests.chaos.strikes import STRIKES


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")


@pytest.mark.timeout(420)
async def test_the_whole_system_survives_whatever_a_seed_decides() -> None:
    result = await run(Plan("7", seconds=45, outage_seconds=10), _say)
    told = table("7", result)
    assert result.verdict.clean, told
    assert not result.ended, told
    assert result.outage.idle_enough, told
    assert result.nemesis.happened.total() >= 4, told
    assert len(result.ledger.of("done")) > 100, told


@pytest.mark.quick
def test_a_seed_decides_every_strike() -> None:
    def first(seed: str) -> list[object]:
        return list(itertools.islice(draws(seed), 40))

    assert first("1") == first("1")
    assert first("1") != first("2")


@pytest.mark.quick
def test_every_kind_of_strike_comes_up_before_one_comes_up_again() -> None:
    struck = [strike.kind for _, strikes in itertools.islice(draws("3"), 60) for strike in strikes]
    for begin in range(0, len(struck) - len(STRIKES), len(STRIKES)):
        assert set(struck[begin : begin + len(STRIKES)]) == set(STRIKES)


@pytest.mark.quick
def test_nats_is_gone_for_ten_minutes_where_there_is_room_for_that() -> None:
    assert outage_seconds(3) == pytest.approx(40)
    assert outage_seconds(14) == 600
