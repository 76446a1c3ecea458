"""The report on a release is frozen when the release closes: once, with what was known then, and said to the others."""

from typing import Any

from services.reporting.domain.releases import frozen_report
from services.reporting.models import ReleaseReport
from shared.database import Transaction
from shared.events.projects import ReleaseClosed
from shared.events.reporting import ReleaseReportFrozen
from shared.messaging.subscription import Heard
from shared.values import last_day


async def freeze(change: Transaction, heard: Heard[ReleaseClosed]) -> None:
    """Freeze the report on a release, unless that was done before: a rebuild of the facts leaves it as it is.

    A report that is void, for the closing it told of was undone by a restore, is frozen anew.
    """
    closed = heard.event
    before = await change.find(ReleaseReport, closed.release)
    if before is not None and not before.void:
        return
    report = frozen_report(closed)
    content: dict[str, Any] = {
        "closing": heard.envelope.id,
        "effective_day": last_day(closed.effective),
        "frozen_at": change.now,
        "content": report.model_dump(mode="json"),
    }
    if before is None:
        row = ReleaseReport(release=closed.release, created_at=change.now, changed_at=change.now, **content)
    else:
        row = before.sqlmodel_update(content | {"void": False})
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
