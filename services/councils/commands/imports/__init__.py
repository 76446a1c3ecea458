"""What councils takes from other systems by file or by event: adoption, benefits and capacity."""

from services.councils.commands.imports.adoption import AdoptionReports
from services.councils.commands.imports.benefits import BenefitReports
from services.councils.commands.imports.capacity import CapacityReports
from services.councils.models import ImportRun, ReportConflict
from shared.events.councils import ImportCompleted, ImportRefused, ReportConflictFound, ReportConflictResolved
from shared.imports.reports import Reports, Says

REPORTS = Reports.of(
    "/api/v1/councils",
    (
        AdoptionReports(),
        BenefitReports(),
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
