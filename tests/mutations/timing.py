"""Breaking what happens by itself: timers that fire once, at their time."""

from tests.mutations.mutation import Edit, Mutation

TIMERS = "shared/timers.py"
FIRED = "tests/component/shared/test_timers.py::"

TIMING = (
    Mutation(
        "a timer that another replica has fired is fired again",
        [Edit(TIMERS, "if taken.first() is None:", "if False:")],
        [f"{FIRED}test_two_replicas_that_look_at_once_fire_each_timer_once"],
    ),
    Mutation(
        "a timer that fails is given up",
        [
            Edit(
                TIMERS,
                "SET tries = tries + 1, retry_at = clock_timestamp()",
                "SET tries = tries + 1, retry_at = timestamptz 'infinity'",
            )
        ],
        [f"{FIRED}test_a_timer_that_fails_does_nothing_stops_no_other_and_is_tried_again"],
    ),
    Mutation(
        "timers go by the machine's clock",
        [
            Edit(
                TIMERS,
                '"now": self._database.clock.now()',
                '"now": self._database.clock.now() - self._database.clock.ahead',
            )
        ],
        [f"{FIRED}test_a_worker_fires_by_itself_once_the_clock_has_been_moved_in_another_process"],
    ),
)
