"""Receive events as they should be received: verified, once each, in order, without a gap; and keep a copy of them."""

from partnership_client.errors import NotAnEvent, NotSigned
from partnership_client.receiver.canonical import canonical
from partnership_client.receiver.copies import Copy, differing
from partnership_client.receiver.reading import Delivery, of_feed, read
from partnership_client.receiver.receiver import Receiver, asking
from partnership_client.receiver.signatures import Verifier
from partnership_client.receiver.store import Place, SqliteStore, Store

__all__ = [
    "Copy",
    "Delivery",
    "NotAnEvent",
    "NotSigned",
    "Place",
    "Receiver",
    "SqliteStore",
    "Store",
    "Verifier",
    "asking",
    "canonical",
    "differing",
    "of_feed",
    "read",
]
