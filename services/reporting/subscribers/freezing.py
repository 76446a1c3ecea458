"""The report on a release is frozen when the release closes: once, with what was known then, and said to the others."""

from services.reporting.domain.releases import frozen_report
from services.reporting.models import ReleaseReport
from shared.database import Transaction
from shared.events.projects import ReleaseClosed
from shared.events.reporting import ReleaseReportFrozen
from shared.messaging.subscription import Heard
from shared.values import last_day


async def freeze(change: Transaction, heard: Heard[ReleaseClosed]) -> None:
    """Freeze the report on a release, unless that was done before: a rebuild of the facts leaves it as it is."""
    closed = heard.event
    if await change.find(ReleaseReport, closed.release) is not None:
        return
    report = frozen_report(closed)
    row = ReleaseReport(
        release=closed.release,
        closing=heard.envelope.id,
        effective_day=last_day(closed.effective),
        frozen_at=change.now,
        content=report.model_dump(mode="json"),
        created_at=change.now,
        changed_at=change.now,
    )
    change.record(
        ReleaseReportFrozen(
            release=closed.release,
            included=report.included,
            carried_over=report.carried_over,
            projects=len(report.projects),
            manifest_sha256=closed.manifest_sha256,
            effective=closed.effective,
        ),
        of=row,
    )
