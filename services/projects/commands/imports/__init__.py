"""What projects takes from other systems: progress updates, by file or by event, as people tell them by hand."""

from services.projects.commands.imports.updates import UpdateReports
from services.projects.models import ImportRun, ReportConflict
from shared.events.projects import ImportCompleted, ImportRefused, ReportConflictFound, ReportConflictResolved
from shared.imports.reports import Reports, Says

REPORTS = Reports.of(
    "/api/v1/projects",
    (UpdateReports(),),
    run=ImportRun,
    conflict=ReportConflict,
    says=Says(
        completed=ImportCompleted,
        refused=ImportRefused,
        conflict_found=ReportConflictFound,
        conflict_resolved=ReportConflictResolved,
    ),
)
