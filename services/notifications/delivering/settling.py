"""What came of tries, written down many at a time: attempts, deliveries, lanes that move on, how endpoints stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from services.notifications.delivering.claims import Claim
from services.notifications.domain import retries
from services.notifications.domain.retries import Next, Scaled
from services.notifications.models.deliveries import first_waiting
from services.notifications.webhooks import Outcome

# the lanes first, in one order for everybody, and by a statement of its own: the next one then sees whatever was
# planned for them meanwhile. Who lost the lease finds none. No wait for the disk: what a crash of the database forgets
# is tried once more, under the same id
LOCK = """
    SELECT held.subscription, held.aggregate, held.lease
    FROM (SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[]) AS done (subscription, aggregate, lease)
          ORDER BY subscription, aggregate) AS done
    CROSS JOIN LATERAL (
        SELECT lane.subscription, lane.aggregate, lane.lease FROM lane
        WHERE lane.subscription = done.subscription AND lane.aggregate = done.aggregate AND lane.lease = done.lease
        FOR UPDATE) AS held
    CROSS JOIN (SELECT set_config('synchronous_commit', 'off', true)) AS unhurried"""

SETTLE = f"""
    WITH done AS MATERIALIZED (
        SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::integer[], $6::timestamptz[],
                             $7::text[])
            AS done (subscription, aggregate, position, state, tries, due_at, reason)
    ), told AS (
        UPDATE delivery SET state = done.state, tries = delivery.tries + 1,
               reason = coalesce(done.reason, delivery.reason),
               settled_at = CASE WHEN done.state <> 'waiting' THEN $8::timestamptz END
        FROM done
        WHERE delivery.subscription = done.subscription AND delivery.position = done.position
          AND (delivery.state = 'waiting' OR done.state = 'delivered')
    )
    UPDATE lane SET lease = NULL, leased_until = NULL,
        tries = CASE WHEN done.state = 'waiting' AND lane.head = done.position THEN done.tries ELSE 0 END,
        due_at = CASE WHEN done.state = 'waiting' AND lane.head = done.position THEN done.due_at
                      ELSE $8::timestamptz END,
        head = CASE WHEN done.state = 'waiting' OR lane.head <> done.position THEN lane.head
                    ELSE {first_waiting("done", "done.position")} END
    FROM done WHERE lane.subscription = done.subscription AND lane.aggregate = done.aggregate
    RETURNING lane.subscription, lane.head IS NOT NULL AND lane.due_at <= $8 AS due"""  # noqa: S608 - a text of ours

ATTEMPTS = """
    INSERT INTO attempt (subscription, delivery, kind, at, took_ms, outcome, status, error, request, answer,
                         answer_body)
    SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::timestamptz[], $5::integer[], $6::text[],
                         $7::integer[], $8::text[], $9::jsonb[], $10::jsonb[], $11::bytea[])"""

# in one order for everybody; what is well, and stays so, is not written
ENDPOINTS = f"""
    WITH told AS MATERIALIZED (
        SELECT * FROM unnest($1::text[], $2::boolean[], $3::integer[], $4::timestamptz[], $5::timestamptz[])
            AS told (subscription, well, failures, not_before, probe_at)
    ), standing AS MATERIALIZED (
        SELECT endpoint.subscription,
               CASE WHEN told.well THEN 0 ELSE endpoint.failures END + told.failures AS failures,
               CASE WHEN told.failures = 0 THEN NULL WHEN told.well THEN $6::timestamptz
                    ELSE coalesce(endpoint.failing_since, $6::timestamptz) END AS failing_since,
               told.not_before, coalesce(told.probe_at, endpoint.probe_at) AS probe_at
        FROM endpoint JOIN told ON told.subscription = endpoint.subscription
        WHERE told.failures > 0 OR endpoint.failures > 0
        ORDER BY endpoint.subscription FOR UPDATE OF endpoint
    )
    UPDATE endpoint SET failures = standing.failures, failing_since = standing.failing_since,
        probe_at = standing.probe_at,
        not_before = greatest(standing.not_before, CASE WHEN standing.failures >= {retries.SHAKY_AFTER} THEN
            $6::timestamptz + least(greatest(($6::timestamptz - standing.failing_since) / 2, make_interval(secs => $7)),
                                    make_interval(secs => $8)) END)
    FROM standing WHERE endpoint.subscription = standing.subscription
    RETURNING endpoint.subscription, endpoint.failures, endpoint.failing_since,
        (SELECT count(*) FROM (SELECT 1 FROM lane WHERE lane.subscription = endpoint.subscription
                               AND lane.head IS NOT NULL AND lane.tries > 0 LIMIT 2) AS tried) AS lanes"""  # noqa: S608 - a number of ours


class Done(NamedTuple):
    """A try that is over: what it was, what came of it, when it began, and what follows."""

    claim: Claim
    outcome: Outcome
    at: datetime
    next: Next


@dataclass(slots=True)
class Health:
    """What some tries, in their order, say of an endpoint."""

    well: bool = False
    failures: int = 0
    not_before: datetime | None = None
    probe_at: datetime | None = None
    gone: int | None = None
    """The version of the subscription whose endpoint said that it is gone."""
    healed: bool = False


@dataclass(slots=True)
class Settled:
    """What there is to decide after tries were written down: by subscription."""

    failing: list[str] = field(default_factory=list)
    gone: dict[str, int] = field(default_factory=dict)
    """With the version that it had when it was tried: it may go elsewhere since."""
    healed: list[str] = field(default_factory=list)
    more: set[str] = field(default_factory=set)
    """Of whose lanes another is due."""


async def settle(connection: Any, done: Sequence[Done], *, now: datetime, scaled: Scaled, chance: float) -> Settled:
    """Write down what came of tries, all or nothing; say which endpoints are to be looked at.

    What another worker took over meanwhile is written down as an attempt, and changes nothing else.
    """
    health = _health(done, now, scaled, chance)
    async with connection.transaction():
        held = await connection.fetch(
            LOCK,
            [one.claim.subscription for one in done],
            [one.claim.aggregate for one in done],
            [one.claim.lease for one in done],
        )
        await _attempts(connection, done)
        ours = {(one["subscription"], one["aggregate"], one["lease"]) for one in held}
        mine = [one for one in done if (one.claim.subscription, one.claim.aggregate, one.claim.lease) in ours]
        moved = await _lanes(connection, mine, now)
        stand = await connection.fetch(
            ENDPOINTS,
            list(health),
            [one.well for one in health.values()],
            [one.failures for one in health.values()],
            [one.not_before for one in health.values()],
            [one.probe_at for one in health.values()],
            now,
            scaled(retries.SHORTEST_HOLD),
            scaled(retries.LONGEST_HOLD),
        )
    return Settled(
        failing=[
            one["subscription"]
            for one in stand
            if retries.is_failing(one["failures"], one["failing_since"], one["lanes"], now, scaled)
        ],
        gone={subscription: one.gone for subscription, one in health.items() if one.gone is not None},
        healed=[subscription for subscription, one in health.items() if one.healed],
        more={one["subscription"] for one in moved if one["due"]},
    )


def _health(done: Iterable[Done], now: datetime, scaled: Scaled, chance: float) -> dict[str, Health]:
    found: dict[str, Health] = {}
    for one in done:
        claim, outcome = one.claim, one.outcome
        health = found.setdefault(claim.subscription, Health())
        if outcome.kind == "delivered":
            health.well, health.failures, health.healed = True, 0, health.healed or claim.probe
            continue
        health.failures += 1
        if outcome.kind == "gone":
            # nothing more, until its subscription is stopped in a moment
            health.gone, health.not_before = claim.version, now + timedelta(seconds=scaled(retries.LONGEST_HOLD))
        if outcome.kind == "slow-down":
            wait = timedelta(seconds=retries.wait_asked_for(outcome.retry_after, scaled))
            health.not_before = now + wait
        if claim.probe:
            probe = retries.next_probe(claim.failing_since, now, scaled, chance)
            health.probe_at = max(probe, health.not_before or now)
    return found


async def _lanes(connection: Any, done: Sequence[Done], now: datetime) -> Sequence[Any]:
    moved: Sequence[Any] = await connection.fetch(
        SETTLE,
        [one.claim.subscription for one in done],
        [one.claim.aggregate for one in done],
        [one.claim.position for one in done],
        [one.next.state for one in done],
        [one.next.tries for one in done],
        [one.next.due_at for one in done],
        [one.next.reason for one in done],
        now,
    )
    return moved


async def _attempts(connection: Any, done: Sequence[Done]) -> None:
    await connection.execute(
        ATTEMPTS,
        [one.claim.subscription for one in done],
        [one.claim.delivery for one in done],
        [kind_of(one.claim) for one in done],
        [one.at for one in done],
        [one.outcome.took_ms for one in done],
        [one.outcome.kind for one in done],
        [one.outcome.status for one in done],
        [one.outcome.error for one in done],
        [one.outcome.request for one in done],
        [one.outcome.answer for one in done],
        [one.outcome.answer_body for one in done],
    )


def kind_of(claim: Claim) -> str:
    if claim.probe:
        return "probe"
    return "resent" if claim.resent else "planned"
