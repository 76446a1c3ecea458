"""What councils takes from other systems: adoption and capacity, by file or by event, as people tell them by hand."""

from services.councils.commands.imports.adoption import AdoptionReports
from services.councils.commands.imports.capacity import CapacityReports
from services.councils.models import ImportRun, ReportConflict
from shared.events.councils import ImportCompleted, ImportRefused, ReportConflictFound, ReportConflictResolved
from shared.imports.reports import Reports, Says

REPORTS = Reports.of(
    "/api/v1/councils",
    (
        AdoptionReports(),
        CapacityReports(),
    ),
    run=ImportRun,
    conflict=ReportConflict,
    says=Says(
        completed=ImportCompleted,
        refused=ImportRefused,
        conflict_found=ReportConflictFound,
        conflict_resolved=ReportConflictResolved,
    ),
)
