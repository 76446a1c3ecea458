"""A neighbour's database was restored: what it said and no longer knows of is taken out of the read models."""

from typing import Any

import structlog
from sqlalchemy import text

from services.reporting.models import FACTS
from shared.database import Transaction
from shared.events.base import Rewound
from shared.messaging.subscription import Heard

log = structlog.get_logger()

FORGET = [
    text(f"DELETE FROM {table.__tablename__} WHERE event_id = ANY(:void)")  # noqa: S608 - the name of a table of ours
    for table in FACTS
]
VOID = text("UPDATE release_report SET void = true, changed_at = :now WHERE closing = ANY(:void)")


async def forget(change: Transaction, heard: Heard[Any]) -> None:
    """Delete the facts that void events told, and mark reports on void closings; say so if more is in doubt."""
    rewound: Rewound = heard.event
    void = list(rewound.void)
    for statement in FORGET:
        await change.connection.execute(statement, {"void": void})
    await change.connection.execute(VOID, {"void": void, "now": change.now})
    log.warning("history was rewound", source=heard.envelope.source, epoch=rewound.epoch, void=len(void))
    if not rewound.complete:
        log.error("which events are void is not known: rebuild the read models", source=heard.envelope.source)
