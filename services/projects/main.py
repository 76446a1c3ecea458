"""The projects service."""

from services.projects.api import ROUTERS
from services.projects.commands.imports import REPORTS
from services.projects.models import ProjectsTable
from services.projects.subscribers import SUBSCRIPTIONS
from services.projects.timers import TIMERS
from services.projects.timers.releases import look_after_seals_for_ever
from shared.imports.running import works
from shared.service import Service

service = Service(
    name="projects",
    description="Portfolios, lifecycles, projects, gate decisions, deliverables, releases and benefits.",
    routers=ROUTERS,
    tables=ProjectsTable.metadata,
    subscriptions=SUBSCRIPTIONS,
    timers=TIMERS,
    background=[look_after_seals_for_ever],
    work=[works(REPORTS)],
    bodies=REPORTS.bodies,
)

if __name__ == "__main__":
    service.run()
