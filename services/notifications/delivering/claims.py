"""Taking up what is due: fair between endpoints, in order within each lane, by one worker at a time."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from services.notifications.domain.retries import SHAKY_AFTER
from services.notifications.models.log import Sendable, SentEvent
from shared.outbox.record import new_id

SPARE_SECONDS = 30.0
"""For how much longer than two tries take a worker has what it took up. Then it is anybody's again."""

LOWEST_RATE = 1 / 86_400
"""One a day: what is lower would be no moment any more, and one endpoint would end the claim for all."""

# Endpoints are walked in turn along the index, from where the last claim ended, and as far as is needed, unless it is
# known who has something new: those who keep their webhooks waiting are then not in the way. Each gives the lanes that
# are due the longest, as many as it may have in flight. One with a rate, or one that fails, is taken by one worker at
# a time, which also says when the next turn is: what another worker wrote meanwhile is looked at again, since the row
# is locked. No wait for the disk: a claim that a crash of the database forgets is made again.
CLAIM = f"""
    WITH RECURSIVE walk AS (
        (SELECT subscription FROM lane WHERE $8::text[] IS NULL AND head IS NOT NULL AND subscription > $1
         ORDER BY subscription LIMIT 1)
        UNION ALL
        SELECT following.subscription FROM walk CROSS JOIN LATERAL (
            SELECT lane.subscription FROM lane WHERE lane.head IS NOT NULL AND lane.subscription > walk.subscription
            ORDER BY lane.subscription LIMIT 1) AS following
    ), whom AS (
        SELECT subscription FROM walk UNION ALL SELECT unnest($8::text[])
    ), due AS MATERIALIZED (
        SELECT found.subscription, found.aggregate, subscription.version, endpoint.failures, endpoint.failing_since,
               endpoint.failures >= {SHAKY_AFTER} AS shaky, endpoint.rate
        FROM whom
        JOIN subscription ON subscription.id = whom.subscription AND subscription.state = 'active'
        JOIN endpoint ON endpoint.subscription = whom.subscription
             AND (endpoint.not_before IS NULL OR endpoint.not_before <= $2)
        LEFT JOIN LATERAL (
            SELECT true AS ours FROM endpoint AS gate
            WHERE gate.subscription = whom.subscription AND (gate.not_before IS NULL OR gate.not_before <= $2)
              AND (gate.rate IS NOT NULL OR gate.failures >= {SHAKY_AFTER})
            FOR UPDATE SKIP LOCKED) AS gate ON endpoint.rate IS NOT NULL OR endpoint.failures >= {SHAKY_AFTER}
        CROSS JOIN LATERAL (
            SELECT lane.subscription, lane.aggregate FROM lane
            WHERE lane.subscription = whom.subscription AND lane.head IS NOT NULL AND lane.due_at <= $2
              AND (lane.leased_until IS NULL OR lane.leased_until <= clock_timestamp())
            ORDER BY lane.due_at
            LIMIT greatest(0, CASE WHEN endpoint.failures >= {SHAKY_AFTER} THEN 1
                                   WHEN endpoint.rate IS NOT NULL
                                   THEN least($4, greatest(1, floor(greatest(endpoint.rate, 1) / 10)::integer))
                                   ELSE $4 END - coalesce(($3::jsonb ->> whom.subscription)::integer, 0))
            FOR UPDATE SKIP LOCKED) AS found
        WHERE gate.ours OR (endpoint.rate IS NULL AND endpoint.failures < {SHAKY_AFTER})
        LIMIT $5
    ), turns AS (
        UPDATE endpoint SET not_before = $2 + make_interval(
            secs => CASE WHEN taken.shaky THEN $7 ELSE taken.lanes / greatest(endpoint.rate, {LOWEST_RATE}) END)
        FROM (SELECT subscription, shaky, count(*) AS lanes FROM due WHERE shaky OR rate IS NOT NULL
              GROUP BY subscription, shaky) AS taken
        WHERE endpoint.subscription = taken.subscription
    )
    UPDATE lane SET lease = $6, leased_until = clock_timestamp() + make_interval(secs => $7)
    FROM due, (SELECT set_config('synchronous_commit', 'off', true)) AS unhurried
    WHERE lane.subscription = due.subscription AND lane.aggregate = due.aggregate
    RETURNING lane.subscription, lane.aggregate, lane.head, lane.tries, due.version, due.failures, due.failing_since,
              due.rate IS NOT NULL AS paced"""  # noqa: S608 - a number of ours

# one event, of the lane that was tried the longest ago: so that one event that nobody could take keeps no endpoint down
PROBE = """
    WITH tried AS MATERIALIZED (
        SELECT endpoint.subscription, subscription.version, endpoint.failures, endpoint.failing_since
        FROM endpoint JOIN subscription ON subscription.id = endpoint.subscription
        WHERE endpoint.probe_at <= $1 AND subscription.state = 'paused' AND subscription.cause = 'failing'
        ORDER BY endpoint.probe_at LIMIT $2 FOR UPDATE OF endpoint SKIP LOCKED
    ), due AS MATERIALIZED (
        SELECT found.subscription, found.aggregate, tried.version, tried.failures, tried.failing_since
        FROM tried CROSS JOIN LATERAL (
            SELECT lane.subscription, lane.aggregate FROM lane
            WHERE lane.subscription = tried.subscription AND lane.head IS NOT NULL
              AND (lane.leased_until IS NULL OR lane.leased_until <= clock_timestamp())
            ORDER BY lane.due_at LIMIT 1 FOR UPDATE SKIP LOCKED) AS found
    ), turns AS (
        UPDATE endpoint SET probe_at = $1 + make_interval(secs => $4) FROM tried
        WHERE endpoint.subscription = tried.subscription
    )
    UPDATE lane SET lease = $3, leased_until = clock_timestamp() + make_interval(secs => $4) FROM due
    WHERE lane.subscription = due.subscription AND lane.aggregate = due.aggregate
    RETURNING lane.subscription, lane.aggregate, lane.head, lane.tries, due.version, due.failures, due.failing_since,
              false AS paced"""


COLUMNS = ", ".join(f"event_log.{name}" for name in SentEvent._fields)
OF_DELIVERY = 4
"""How many columns of HEADS come before those."""

# a statement of its own: only a new one sees what was planned while the claim waited for a lane
HEADS = f"""
    SELECT delivery.id AS delivery, delivery.number, delivery.previous, delivery.reason, {COLUMNS}
    FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS head (subscription, position, place)
    JOIN delivery ON delivery.subscription = head.subscription AND delivery.position = head.position
    JOIN event_log ON event_log.position = head.position
    ORDER BY head.place"""  # noqa: S608 - names of columns

PUT_OFF = """
    WITH unhurt AS (UPDATE endpoint SET not_before = $3 WHERE subscription = ANY($2::text[]))
    UPDATE lane SET lease = NULL, leased_until = NULL
    WHERE lease = ANY($1::uuid[]) AND subscription = ANY($2::text[])"""
RELEASE = "UPDATE lane SET lease = NULL, leased_until = NULL WHERE lease = ANY($1::uuid[])"


class Claim(NamedTuple):
    """A delivery that this worker has to try: it stands at the head of its lane, which the lease holds for it."""

    subscription: str
    aggregate: str
    position: int
    tries: int
    version: int
    """The version of the subscription."""
    failures: int
    """How often its endpoint has failed in a row."""
    failing_since: datetime | None
    paced: bool
    """Whether its endpoint may have only so many a second."""
    lease: UUID
    probe: bool
    delivery: UUID
    number: int
    previous: UUID | None
    resent: bool
    event: Sendable


async def claim(
    connection: Any,
    *,
    after: str,
    now: datetime,
    flying: dict[str, int],
    per_endpoint: int,
    most: int,
    seconds: float,
    whom: Collection[str] | None = None,
) -> list[Claim]:
    """Take up what is due, for some subscriptions, or of all the endpoints after one in their order.

    `flying` is what each has in flight here.
    """
    lease = new_id()
    some = list(whom) if whom is not None else None
    taken = await connection.fetch(CLAIM, after, now, flying, per_endpoint, most, lease, seconds, some)
    return await _complete(connection, taken, lease, probe=False)


async def claim_probes(connection: Any, *, now: datetime, most: int, seconds: float) -> list[Claim]:
    """Take up one event for each paused endpoint that is to be probed."""
    lease = new_id()
    taken = await connection.fetch(PROBE, now, most, lease, seconds)
    return await _complete(connection, taken, lease, probe=True)


async def release(connection: Any, leases: Sequence[UUID]) -> None:
    """Give back what was taken up and will not be tried."""
    await connection.execute(RELEASE, leases)


async def put_off(connection: Any, unknown: Sequence[Claim], *, until: datetime) -> None:
    """Give back what cannot be tried now, and leave its endpoints alone until then."""
    leases, subscriptions = {one.lease for one in unknown}, {one.subscription for one in unknown}
    await connection.execute(PUT_OFF, sorted(leases), sorted(subscriptions), until)


async def _complete(connection: Any, taken: Sequence[Any], lease: UUID, *, probe: bool) -> list[Claim]:
    if not taken:
        return []
    heads = await connection.fetch(HEADS, [one["subscription"] for one in taken], [one["head"] for one in taken])
    return [
        Claim(
            subscription=lane["subscription"],
            aggregate=lane["aggregate"],
            position=lane["head"],
            tries=lane["tries"],
            version=lane["version"],
            failures=lane["failures"],
            failing_since=lane["failing_since"],
            paced=lane["paced"],
            lease=lease,
            probe=probe,
            delivery=head["delivery"],
            number=head["number"],
            previous=head["previous"],
            resent=head["reason"] == RESENT,
            event=SentEvent._make(islice(head.values(), OF_DELIVERY, None)),
        )
        for lane, head in zip(taken, heads, strict=True)
    ]


RESENT = "resent"
"""The reason of a delivery that was asked for again."""
