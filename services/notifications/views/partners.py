"""What answers show of a partner on the broker, and how rows become it; the seed of a key once, and of no row."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from services.notifications.models import Partner, PartnerKey
from shared.web.resources import Resource, View


class BrokerKeyView(View):
    """A key that lets a partner in: its public half. It is good once the broker knows it, and until `retires_at`."""

    public_key: str
    made_at: datetime
    in_place: bool
    retires_at: datetime | None = None


class BrokerView(View):
    """A partner's account on the broker, and its keys; how to come in stands at `access`."""

    access: str
    account: str
    in_hand: int = Field(description="so many events of each stream it may have in hand, not yet acknowledged")
    keys: list[BrokerKeyView]
    seed: str | None = Field(
        default=None,
        description="the secret half of the key that we made, in the first answer to the request and never again",
    )


class DurableView(View):
    """A durable of a partner's: it pulls by a request to `pull`, and acknowledges each event by its reply subject."""

    stream: str
    durable: str
    pull: str
    subjects: list[str]
    in_place: bool
    acknowledged: int | None = Field(default=None, description="everything up to this place in the stream")
    waiting: int | None = Field(default=None, description="events it has not acknowledged yet")
    seen_at: datetime | None = None


class BrokerAccessView(View):
    """How a partner comes in: where, by which account, and what it pulls from.

    Do not look the durables up first (CONSUMER.INFO): the broker answers partners to nothing but pulls. `left_out` are
    types that its owner may see in part, which the broker cannot tell apart: the feed has them.
    """

    servers: list[str]
    account: str
    in_place: bool = Field(description="whether everything is on the broker as it is shown here")
    durables: list[DurableView]
    keys: list[BrokerKeyView]
    left_out: list[str]


class NewBrokerKeyView(Resource):
    """A key that was added, and until when those before it let the partner in."""

    public_key: str
    old_valid_until: datetime | None = None
    seed: str | None = None
    notice: str | None = None

    def showing(self, seed: str) -> "NewBrokerKeyView":
        """Return the answer that shows the seed; what is kept under an Idempotency-Key is the one without."""
        return self.model_copy(update={"seed": seed, "notice": "Keep the seed now: it is not shown again."})


def keys(rows: Sequence[PartnerKey]) -> list[BrokerKeyView]:
    return [
        BrokerKeyView(
            public_key=row.public, made_at=row.made_at, in_place=row.placed_at is not None, retires_at=row.retires_at
        )
        for row in sorted(rows, key=lambda row: (row.made_at, row.public))
    ]


def broker(row: Partner, its_keys: Sequence[PartnerKey], href: str) -> BrokerView:
    return BrokerView(access=f"{href}/broker", account=row.account, in_hand=row.in_hand, keys=keys(its_keys))
