"""When a client's secrets were last used: how often that is worth keeping, and what there is to warn of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from services.councils.domain import clients, secrets
from services.councils.models import Client, ClientSecret

KEPT_EVERY = timedelta(minutes=1)
"""How often the use of a secret is kept at most, however many tokens it gets."""
ENDS_SOON = timedelta(days=30)


def worth_keeping(used: datetime | None, issued: Sequence[datetime], now: datetime) -> bool:
    """Say whether a use now tells more than the one that was kept last.

    It does after a minute, and if another secret was issued since: then it shows that the old one goes on in use.
    """
    return used is None or now - used >= KEPT_EVERY or any(used < moment <= now for moment in issued)


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that whoever looks after a client should do before it stops: a code for programs, words for people."""

    code: str
    text: str


def warnings(
    client: Client, held: Sequence[ClientSecret], used: Mapping[UUID, datetime], now: datetime
) -> list[Warned]:
    """Return what there is to warn of; nothing of a client that acts no more."""
    if not clients.acts(client, now):
        return []
    found = []
    good = sorted(secrets.valid(held, now), key=lambda secret: secret.issued_at)
    for old, new in pairwise(good):
        last = used.get(old.id)
        if old.expires is not None and last is not None and last >= new.issued_at:
            found.append(
                Warned(
                    "old-secret-in-use",
                    f"The secret issued at {_moment(old.issued_at)} was used at {_moment(last)}, after another was "
                    f"issued at {_moment(new.issued_at)}. It stops working at {_moment(old.expires)}: give the new one "
                    "to every system that still sends the old one.",
                )
            )
    if client.expires is not None and client.expires - now <= ENDS_SOON:
        found.append(
            Warned(
                "ends-soon",
                f"The client ends at {_moment(client.expires)}. To let it act for longer, give it another secret with "
                "a later 'expires'.",
            )
        )
    return found


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
