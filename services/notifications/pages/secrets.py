"""What a page shows of keys and of how an endpoint was asked: a secret this once, where it was just made."""

from typing import Any

from services.notifications import views
from services.notifications.pages import words

KINDS = {"hmac": "Shared secret (HMAC)", "ed25519": "Our private key (ed25519)"}


def shown(made: views.SubscriptionView | None) -> list[tuple[str, str]]:
    """Return the secrets that are to be seen in this one answer."""
    if made is None or made.webhook is None:
        return []
    return [(KINDS[key.kind], key.secret) for key in made.webhook.keys if key.secret]


def keys(one: views.SubscriptionView) -> list[dict[str, Any]]:
    """Return the keys that sign now."""
    held = one.webhook.keys if one.webhook is not None else []
    return [
        {
            "kind": KINDS[key.kind],
            "public": key.public_key,
            "made": key.made_at,
            "until": words.moment(key.retires_at) if key.retires_at else "Until you replace it",
        }
        for key in held
    ]


def asked(one: views.SubscriptionView) -> str:
    """Return what came of asking the endpoint last, in words."""
    last = one.webhook.last_try if one.webhook is not None else None
    if last is None:
        return ""
    outcome = {True: "it agreed", False: "it did not agree", None: "its answer is awaited"}[last.agreed]
    said = f": {last.says.rstrip('.')}" if last.says and not last.agreed else ""
    return f"{words.moment(last.at)}: {outcome}{said}"
