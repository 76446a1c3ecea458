"""Looking at a place before it is registered, so that a wrong one is refused while somebody is there to mend it."""

import asyncio

from services.notifications.domain.targets import place_of, refuse_beyond, refuse_private
from services.notifications.webhooks.guard import BlockedError
from services.notifications.webhooks.sender import Sender
from shared.errors import refuse_field

LOOK_UP_SECONDS = 5.0


async def refuse_unreachable(sender: Sender, owner: str | None, url: str, field: str) -> None:
    """Refuse a URL that this owner's webhooks cannot, or must not, be sent to; each try checks it again."""
    place = place_of(url, field)
    pool = sender.connections.of(owner)
    refuse_beyond(place, pool.guard.reach, field)
    if pool.looks_up(place):
        try:
            async with asyncio.timeout(LOOK_UP_SECONDS):
                await pool.guard.checked(place.host, place.port)
        except BlockedError:
            refuse_private(field)
        except (OSError, TimeoutError):
            refuse_field(field, "url-unknown-host", f"names a host that cannot be found: {place.host}")
