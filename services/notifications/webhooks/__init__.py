"""Webhooks: one signed message to one endpoint, and nowhere else; what came back, in words of ours."""

from services.notifications.webhooks.messages import Message, Outcome, Target
from services.notifications.webhooks.process import Webhooks, keep_connections, webhooks_of
from services.notifications.webhooks.sealing import Sealing
from services.notifications.webhooks.sender import Sender
from services.notifications.webhooks.signing import SigningKey
from services.notifications.webhooks.targets import targets

__all__ = [
    "Message",
    "Outcome",
    "Sealing",
    "Sender",
    "SigningKey",
    "Target",
    "Webhooks",
    "keep_connections",
    "targets",
    "webhooks_of",
]
