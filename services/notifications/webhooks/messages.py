"""What is sent to whom, and what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple
from uuid import UUID

from services.notifications.models.log import Sendable
from services.notifications.webhooks.signing import SigningKey

Kind = Literal["delivered", "retry", "slow-down", "gone", "blocked"]


@dataclass(frozen=True, slots=True)
class Target:
    """An endpoint: whose it is, where, what form it wants, all keys that sign now, and whether it agreed."""

    subscription: str
    council: str | None
    url: str
    mode: str
    body: str
    keys: Sequence[SigningKey]
    agreed: bool = True


class Message(NamedTuple):
    """An event for an endpoint: `id` is the webhook-id, the same over all tries.

    `number` and `previous` are its place in the lane of its aggregate, where it has one: what was sent as a test has
    none, and says so in an attribute.
    """

    id: UUID
    event: Sendable
    number: int | None = None
    previous: UUID | None = None
    test: bool = False


class Outcome(NamedTuple):
    """What came of one try. `request` and `answer` are for the delivery log, with no secret in them.

    `delivered` is any 2xx; `gone` is 410; `slow-down` asks for less (429, 502, 504, and 503 with Retry-After);
    `blocked` is a target that must not be reached; everything else is `retry`. `retry_after` is in seconds.
    """

    kind: Kind
    status: int | None
    retry_after: float | None
    took_ms: int
    error: str | None
    request: dict[str, Any]
    answer: dict[str, Any] | None = None
    answer_body: bytes | None = None
