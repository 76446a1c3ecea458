"""What answers show of the endpoint of a webhook subscription, and how a row becomes it; never a secret."""

from datetime import datetime

from services.notifications.models import Endpoint
from shared.web.resources import View


class WebhookView(View):
    """Where a subscription's webhooks go and in which form; `agreed_at` is when the endpoint agreed to get them."""

    url: str
    mode: str
    body: str
    signatures: list[str]
    rate: float | None = None
    agreed_at: datetime | None = None


def webhook(row: Endpoint) -> WebhookView:
    return WebhookView(
        url=row.url,
        mode=row.mode,
        body=row.body,
        signatures=row.signatures,
        rate=row.rate,
        agreed_at=row.agreed_at,
    )
