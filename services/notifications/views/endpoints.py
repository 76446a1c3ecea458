"""What answers show of the endpoint of a webhook subscription, and how rows become it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from services.notifications.models import AgreementTry, Endpoint, EndpointSecret
from shared.web.resources import View


class KeyView(View):
    """A key that signs webhooks: `hmac` (`v1`), or `ed25519` (`v1a`), whose public part stands here."""

    id: UUID
    kind: str
    public_key: str | None = None
    made_at: datetime
    retires_at: datetime | None = Field(default=None, description="until when it signs beside the one that replaced it")
    secret: str | None = Field(default=None, description="shown once: in the first answer to what made it")


class StepView(View):
    """One question to an endpoint, and its answer."""

    method: str
    status: int | None = None
    error: str | None = None
    took_ms: int


class AgreementTryView(View):
    """That the endpoint was asked whether it agrees; `agreed` is null while its answer is awaited."""

    at: datetime
    agreed: bool | None = None
    says: str | None = None
    steps: list[StepView]


class WebhookView(View):
    """Where a subscription's webhooks go and in which form; `agreed_at` is when the endpoint agreed to get them.

    `rate` is how many a second it gets at most: what was asked for, or it allows, whichever is less.
    """

    url: str
    mode: str
    body: str
    signatures: list[str]
    rate: float | None = None
    asked_rate: float | None = None
    allowed_rate: float | None = None
    agreed_at: datetime | None = None
    agreed_how: str | None = None
    last_try: AgreementTryView | None = None
    keys: list[KeyView]
    warning: str | None = Field(default=None, description="what to do before something stops")


def webhook(row: Endpoint, keys: Sequence[EndpointSecret], last: AgreementTry | None) -> WebhookView:
    return WebhookView(
        url=row.url,
        mode=row.mode,
        body=row.body,
        signatures=row.signatures,
        rate=row.rate,
        asked_rate=row.asked_rate,
        allowed_rate=row.allowed_rate,
        agreed_at=row.agreed_at,
        agreed_how=row.agreed_how,
        last_try=_last_try(last) if last is not None else None,
        keys=[_key(one) for one in keys],
        warning=_warning(keys),
    )


def _key(row: EndpointSecret) -> KeyView:
    return KeyView(id=row.id, kind=row.kind, public_key=row.public, made_at=row.made_at, retires_at=row.retires_at)


def _last_try(row: AgreementTry) -> AgreementTryView:
    return AgreementTryView(
        at=row.at, agreed=row.agreed, says=row.says, steps=[StepView.model_validate(one) for one in row.steps]
    )


def _warning(keys: Sequence[EndpointSecret]) -> str | None:
    ends = [(one.retires_at, one.kind) for one in keys if one.retires_at is not None]
    if not ends:
        return None
    first, kind = min(ends)
    return (
        f"The old {kind} key still signs beside the new one, until {first:%Y-%m-%d %H:%M} UTC. See that the receiver "
        "verifies with the new one before then."
    )
