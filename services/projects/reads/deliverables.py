"""Reading deliverables: what is asked and changed most, and their versions."""

from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects.models import Deliverable, DeliverableVersion
from shared.web.onerow import OneRow

DELIVERABLE = OneRow.of(Deliverable, "state", "state_since", "state_reason", called="deliverable")
"""What is asked and changed most: council systems follow each deliverable."""


async def latest_version(session: AsyncSession, key: str, day: date = date.max) -> str | None:
    """Return the version of a deliverable that was the latest on a day."""
    query = (
        select(DeliverableVersion.version)
        .where(DeliverableVersion.deliverable == key, col(DeliverableVersion.effective) <= day)
        .order_by(col(DeliverableVersion.effective).desc(), col(DeliverableVersion.number).desc())
        .limit(1)
    )
    return (await session.exec(query)).first()
