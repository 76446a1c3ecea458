"""What operators ask for: forgetting everything that was heard, so that it can be heard again from the first event."""

from collections.abc import Sequence

import structlog
from sqlalchemy import text

from services.reporting.models import FACTS
from shared.database import Database
from shared.outbox.record import Cause
from shared.service import Service
from shared.settings import Settings

log = structlog.get_logger()

FORGET = (
    text("TRUNCATE " + ", ".join(str(table.__tablename__) for table in FACTS)),
    text("DELETE FROM inbox WHERE consumer = :consumer"),
    text("DELETE FROM inbox_version WHERE consumer = :consumer"),
)


async def empty(service: Service, settings: Settings, _: Sequence[str]) -> None:
    """Empty the read models and the inbox in one transaction; frozen reports and what was said of them stay.

    Run it while the service is stopped. When it starts again it finds that it holds less than it acknowledged, hears
    both streams from their first event, and ends with the same answers.
    """
    database = Database(settings, service.name)
    try:
        async with database.transaction(Cause("operator", "empty")) as change:
            for statement in FORGET:
                await change.connection.execute(statement, {"consumer": service.name})
        log.info("everything that was heard is forgotten", tables=len(FACTS))
    finally:
        await database.close()
